"""A golden file as a typing aid: what the program reads, to be checked line by line against the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from index.model import BudgetDocument, BudgetTable, Cell, Row

_LONG = 24  # characters: longer texts are cut down to their beginning and end
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


def draft(document: BudgetDocument) -> str:
    """The document as read, in the golden format, one row a line. What it says is not yet the truth."""
    head = {
        "file": document.source.name,
        "department": document.department,
        "region": document.region,
        "year": document.year,
        "stage": document.stage,
        "scope": document.scope,
    }
    tables = ",\n".join(_table(table) for table in document.tables)
    return _json(head)[:-1] + ',\n "tables": [\n' + tables + "\n]}\n"


def _table(table: BudgetTable) -> str:
    head: dict[str, Any] = {
        "number": table.number,
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "pages": table.pages,
    }
    if table.empty_reason:
        head["empty"] = True
    if table.subject:
        head["subject"] = table.subject
    columns = ",\n    ".join(_json(column.path) for column in table.columns)
    rows = ",\n    ".join(_row(row, previous) for row, previous in zip(table.rows, (None, *table.rows), strict=False))
    return f'  {_json(head)[:-1]},\n   "columns": [\n    {columns}],\n   "rows": [\n    {rows}]}}'


def _row(row: Row, previous: Row | None) -> str:
    parts = [f'"code": {_json(row.code)}'] if row.code else []
    parts.append(f'"label": {_json(_short(row.label))}')
    if row.path:
        parts.append(f'"path": {_json([_short(name) for name in row.path])}')
    if row.side:
        parts.append(f'"side": {_json(row.side)}')
    if previous is not None and previous.page != row.page:
        parts.append(f'"page": {row.page}')
    if row.cells:
        parts.append(f'"cells": [{", ".join(_cells(row))}]')
    return "{" + ", ".join(parts) + "}"


def _cells(row: Row) -> Iterator[str]:
    by_column = {cell.column: cell for cell in row.cells}
    for column in range(max(by_column) + 1):
        yield _cell(by_column[column]) if column in by_column else "null"


def _cell(cell: Cell) -> str:
    number = str(cell.value) if cell.value is not None else ""
    return number if _PLAIN.fullmatch(number) and number == cell.text.replace(",", "") else _json(_short(cell.text))


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:8]}…{text[-6:]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
