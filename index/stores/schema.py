"""The SQL tables. Money and other decimals are TEXT in 元 or the printed unit, never REAL.

``documents.payload`` holds the exact document (see ``codec``); the other tables hold the same content for queries in
SQL, written in the same transaction. All of it goes with the document.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Dialect, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal as the text that prints it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else format(value, "f")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """The tables of one store."""


class ManifestRow(Base):
    """What the store was written with (schema, embedder) and its generation counter."""

    __tablename__ = "manifest"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class PendingRow(Base):
    """Passages that are being added or are to be deleted: cleared once the passages agree with the documents."""

    __tablename__ = "pending"
    source: Mapped[str] = mapped_column(primary_key=True)


class DocumentRow(Base):
    __tablename__ = "documents"
    id: Mapped[str] = mapped_column(primary_key=True)
    generation: Mapped[int]
    path: Mapped[str] = mapped_column(unique=True)
    file: Mapped[str]
    sha256: Mapped[str]
    reading: Mapped[str]  # version of the code and data that read it
    department: Mapped[str]
    region: Mapped[str]
    year: Mapped[int]
    stage: Mapped[str]
    scope: Mapped[str]
    pages: Mapped[int]
    tables: Mapped[int]
    facts: Mapped[int]
    findings: Mapped[int]
    short_names: Mapped[list[str]] = mapped_column(JSON)
    payload: Mapped[bytes] = mapped_column(LargeBinary)


def _of_document() -> Mapped[str]:
    return mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)


class TableRow(Base):
    __tablename__ = "tables"
    document: Mapped[str] = _of_document()
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    number: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    subject: Mapped[str]
    pages: Mapped[list[int]] = mapped_column(JSON)
    columns: Mapped[list[list[str]]] = mapped_column(JSON)


class FactRow(Base):
    __tablename__ = "facts"
    __table_args__ = (
        Index("facts_by_label", "label", "year"),
        Index("facts_by_code", "code", "year"),
        Index("facts_by_table", "table_kind", "year"),
    )
    document: Mapped[str] = _of_document()
    position: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str]
    label: Mapped[str]
    code: Mapped[str | None]
    measure: Mapped[str]
    year: Mapped[int]
    stage: Mapped[str]
    table_kind: Mapped[str | None]
    side: Mapped[str]
    subject: Mapped[str]
    row_path: Mapped[list[str]] = mapped_column(JSON)
    column_path: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    unit: Mapped[str | None]
    quantum: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    dimension: Mapped[str | None]  # amount (value in 元) | ratio | count
    certain: Mapped[bool]
    page: Mapped[int | None]
    table_id: Mapped[str | None]
    row_index: Mapped[int | None]
    column_index: Mapped[int | None]
    quote: Mapped[str] = mapped_column(Text)


class SectionRow(Base):
    __tablename__ = "sections"
    document: Mapped[str] = _of_document()
    position: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[list[str]] = mapped_column(JSON)
    page: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)


class DefinitionRow(Base):
    __tablename__ = "definitions"
    document: Mapped[str] = _of_document()
    position: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[str] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)


class FindingRow(Base):
    __tablename__ = "findings"
    document: Mapped[str] = _of_document()
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    level: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    formula: Mapped[str]
    difference: Mapped[Decimal | None] = mapped_column(ExactDecimal)
