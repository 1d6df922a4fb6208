"""A document → passages for retrieval: sentence groups, row groups of tables, definitions.

``text`` is printed in the document as it stands and may be quoted. ``embedding_text`` is what similarity sees: the
department's short name, the headings and the words, without figures, since figures are looked up and never searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.model import BudgetDocument, BudgetTable, Chunk, Provenance, Row, Section, TableKind

_SENTENCE_GROUP = 240  # characters: a paragraph on one matter
_ROW_GROUP = 360
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+$")
_FIGURE = re.compile(r"[-−]?\d[\d,，.]*\s*(?:万元|亿元|千元|元|%|％|个百分点|平方米|年度|[年月日辆人个项台套家件次])?")
_SPACE = re.compile(r"\s+")


def chunk(document: BudgetDocument) -> tuple[Chunk, ...]:
    """The passages of a document in reading order, with ids that are unique among all documents."""
    return (*_section_chunks(document), *_table_chunks(document), *_definition_chunks(document))


def without_figures(text: str) -> str:
    """A text's words: figures with their units dropped, white space folded.

    >>> without_figures("2023年预算5.80万元， 下降10.77%")
    '预算， 下降'
    """
    return _SPACE.sub(" ", _FIGURE.sub("", text)).strip()


def _embedding_text(document: BudgetDocument, *parts: str) -> str:
    name = document.short_names[0] if document.short_names else document.department
    return " ".join(filter(None, map(without_figures, (name, *parts))))


# ---------------------------------------------------------------- narrative


def _section_chunks(document: BudgetDocument) -> Iterator[Chunk]:
    for number, section in enumerate(document.sections):
        for part, text in enumerate(_sentence_groups(section.text)):
            yield Chunk(
                id=f"{document.id}-s{number}-{part}",
                document=document.id,
                text=text,
                embedding_text=_embedding_text(document, *section.path, text),
                provenance=_section_provenance(document, section, text),
            )


def _section_provenance(document: BudgetDocument, section: Section, text: str) -> Provenance:
    return Provenance(document.id, text, section.page, section=section.path)


def _sentence_groups(text: str) -> Iterator[str]:
    """Whole sentences up to the group's size; each group is a piece of ``text`` without outer white space."""
    start = end = 0
    for sentence in _SENTENCE.finditer(text):
        if end > start and sentence.end() - start > _SENTENCE_GROUP:
            if group := text[start:end].strip():
                yield group
            start = end
        end = sentence.end()
    if group := text[start:].strip():
        yield group


# ---------------------------------------------------------------- tables


def _table_chunks(document: BudgetDocument) -> Iterator[Chunk]:
    for number, table in enumerate(document.tables):
        if table.kind is TableKind.TABLE_OF_CONTENTS:
            continue
        header = " ".join(dict.fromkeys(name for column in table.columns for name in column.path))
        if not table.rows:
            yield _empty_table_chunk(document, table, f"{document.id}-t{number}")
        for part, (first, rows) in enumerate(_row_groups(table.rows)):
            text = "\n".join(filter(None, (row.quote for row in rows)))
            page = rows[0].page if rows[0].page is not None else next(iter(table.pages), None)
            yield Chunk(
                id=f"{document.id}-t{number}-{part}",
                document=document.id,
                text=text,
                embedding_text=_embedding_text(document, table.title, table.subject, _words(rows), header),
                provenance=Provenance(document.id, text, page, table=table.id, row=first),
                kind="table",
            )


def _empty_table_chunk(document: BudgetDocument, table: BudgetTable, identity: str) -> Chunk:
    text = table.empty_reason or " ".join(table.notes) or table.title
    return Chunk(
        id=identity,
        document=document.id,
        text=text,
        embedding_text=_embedding_text(document, table.title, table.empty_reason, *table.notes),
        provenance=Provenance(document.id, text, next(iter(table.pages), None), table=table.id),
        kind="table",
    )


def _row_groups(rows: tuple[Row, ...]) -> Iterator[tuple[int, list[Row]]]:
    """(index of the first row, rows) of consecutive rows that together stay within the group's size."""
    group: list[Row] = []
    first = size = 0
    for index, row in enumerate(rows):
        if group and size + len(row.quote) > _ROW_GROUP:
            yield first, group
            group, size, first = [], 0, index
        group.append(row)
        size += len(row.quote)
    if group:
        yield first, group


def _words(rows: list[Row]) -> str:
    """Labels, the ancestors they stand under, and cells of words, each once."""
    words = [*rows[0].path]
    for row in rows:
        words.append(row.label)
        words += [cell.text for cell in row.cells if cell.value is None]
    return " ".join(dict.fromkeys(words))


# ---------------------------------------------------------------- definitions


def _definition_chunks(document: BudgetDocument) -> Iterator[Chunk]:
    for number, definition in enumerate(document.definitions):
        yield Chunk(
            id=f"{document.id}-d{number}",
            document=document.id,
            text=definition.provenance.quote or f"{definition.term}：{definition.text}",
            embedding_text=_embedding_text(document, "名词解释", definition.term, definition.text),
            provenance=definition.provenance,
            kind="definition",
        )
