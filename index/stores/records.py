"""Documents, tables, facts and findings in SQL: SQLite in the store's folder, PostgreSQL by ``$BUDGET_QA_DATABASE``.

Each change is one transaction. ``pending`` is the journal that keeps the passages in step (see ``store``).
"""

from __future__ import annotations

import os
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event, insert, inspect, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from index.errors import StoreError
from index.model import BudgetDocument
from index.stores import codec
from index.stores.rows import rows_of
from index.stores.schema import (
    Base,
    DefinitionRow,
    DocumentRow,
    FactRow,
    FindingRow,
    ManifestRow,
    PendingRow,
    SectionRow,
    TableRow,
)
from index.stores.summary import DocumentSummary

DATABASE_SETTING = "BUDGET_QA_DATABASE"
_PARTS = (TableRow, FactRow, SectionRow, DefinitionRow, FindingRow)


def passage_source(document: str, generation: int) -> str:
    """The name under which the passages of one saving of a document are kept."""
    return f"{document}@{generation}"


class Records:
    """The SQL side of a store. Methods raise StoreError when the database fails."""

    def __init__(self, directory: Path) -> None:
        url = os.environ.get(DATABASE_SETTING) or f"sqlite:///{directory / 'facts.sqlite'}"
        try:
            self._engine = create_engine(url)
        except (SQLAlchemyError, ImportError) as error:
            raise StoreError(f"数据库地址 ${DATABASE_SETTING} 无法使用：{error}") from error
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    # ------------------------------------------------------------ manifest

    def versions(self) -> dict[str, str]:
        """The versions that the store was written with; {} for a database that holds no store yet."""
        try:
            if not inspect(self._engine).has_table(ManifestRow.__tablename__):
                return {}
            with Session(self._engine) as session:
                return {row.name: row.value for row in session.scalars(select(ManifestRow)) if row.name != "generation"}
        except SQLAlchemyError as error:
            raise StoreError(f"索引库的数据库打不开：{_reason(error)}") from error

    def create(self, versions: dict[str, str]) -> None:
        """Creates the tables and notes the versions."""
        Base.metadata.create_all(self._engine)
        with Session(self._engine) as session, session.begin():
            for name, value in ({"generation": "0"} | versions).items():
                session.merge(ManifestRow(name=name, value=value))

    def drop(self) -> None:
        """Deletes the tables with all they hold, also those of another version."""
        Base.metadata.drop_all(self._engine)

    # ------------------------------------------------------------ reading

    def summaries(self) -> tuple[DocumentSummary, ...]:
        columns = [getattr(DocumentRow, field.name) for field in fields(DocumentSummary)]
        query = select(*columns).order_by(DocumentRow.department, DocumentRow.year, DocumentRow.file)
        with Session(self._engine) as session:
            rows = [row._asdict() for row in session.execute(query)]
        return tuple(DocumentSummary(**row | {"short_names": tuple(row["short_names"])}) for row in rows)

    def load(self, document: str) -> BudgetDocument:
        with Session(self._engine) as session:
            payload = session.scalar(select(DocumentRow.payload).where(DocumentRow.id == document))
        if payload is None:
            raise StoreError(f"索引库里没有编号为 {document} 的文件；budget-qa documents 列出全部文件")
        return codec.decode(payload)

    def generations(self) -> dict[str, int]:
        """Document id → the generation whose passages belong to it."""
        with Session(self._engine) as session:
            return {row.id: row.generation for row in session.execute(select(DocumentRow.id, DocumentRow.generation))}

    def readings(self) -> dict[str, tuple[str, str]]:
        """Document id → (path, version of the code that read it)."""
        with Session(self._engine) as session:
            rows = session.execute(select(DocumentRow.id, DocumentRow.path, DocumentRow.reading))
            return {row.id: (row.path, row.reading) for row in rows}

    def pending(self) -> tuple[str, ...]:
        with Session(self._engine) as session:
            return tuple(session.scalars(select(PendingRow.source)))

    # ------------------------------------------------------------ writing

    def begin(self, document: str) -> int:
        """Takes a new generation for a document and journals its passages as pending."""
        with Session(self._engine) as session, session.begin():
            generation = (
                int(session.scalars(select(ManifestRow.value).where(ManifestRow.name == "generation")).one()) + 1
            )
            session.execute(update(ManifestRow).where(ManifestRow.name == "generation").values(value=str(generation)))
            session.add(PendingRow(source=passage_source(document, generation)))
        return generation

    def commit(self, document: BudgetDocument, generation: int, reading: str) -> tuple[str, ...]:
        """Replaces the document (and any other at its path); returns the passage sources that are now obsolete."""
        path = str(document.source.path)
        with Session(self._engine) as session, session.begin():
            replaced = (DocumentRow.id == document.id) | (DocumentRow.path == path)
            obsolete = _delete(session, select(DocumentRow.id, DocumentRow.generation).where(replaced))
            session.execute(insert(DocumentRow), [_document_values(document, generation, reading)])
            for kind, rows in rows_of(document):
                session.execute(insert(kind), rows)
            session.execute(delete(PendingRow).where(PendingRow.source == passage_source(document.id, generation)))
        return obsolete

    def remove(self, document: str) -> tuple[str, ...]:
        """Deletes the document; returns the passage sources that are now obsolete. Raises StoreError when unknown."""
        with Session(self._engine) as session, session.begin():
            obsolete = _delete(
                session, select(DocumentRow.id, DocumentRow.generation).where(DocumentRow.id == document)
            )
        if not obsolete:
            raise StoreError(f"索引库里没有编号为 {document} 的文件；budget-qa documents 列出全部文件")
        return obsolete

    def settle(self, source: str) -> None:
        """The passages of ``source`` are gone."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(PendingRow).where(PendingRow.source == source))


def _delete(session: Session, query: Any) -> tuple[str, ...]:
    """Deletes the documents that the query names and journals their passages as pending."""
    found = [(row.id, row.generation) for row in session.execute(query)]
    for document, _ in found:
        for part in _PARTS:
            session.execute(delete(part).where(part.document == document))
        session.execute(delete(DocumentRow).where(DocumentRow.id == document))
    sources = tuple(passage_source(*each) for each in found)
    session.add_all(PendingRow(source=source) for source in sources)
    return sources


def _document_values(document: BudgetDocument, generation: int, reading: str) -> dict[str, Any]:
    values = asdict(DocumentSummary.of(document))
    return values | {
        "short_names": list(document.short_names),
        "sha256": document.source.sha256,
        "generation": generation,
        "reading": reading,
        "payload": codec.encode(document),
    }


def _prepare_sqlite(engine: Engine) -> None:
    """Readers go on while one writes (WAL), and foreign keys hold."""

    def configure(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA busy_timeout=10000")

    event.listen(engine, "connect", configure)


def _reason(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
