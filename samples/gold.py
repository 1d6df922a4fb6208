"""The gold cells of a sample document in the shape of ``tables --json``: from the model, never from a reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from index.amounts import read_number
from samples.layouts import publication
from samples.model import SampleBudget
from samples.sheet import Column, Entry, Form, Sheet, Table
from samples.writers import file_name

CONTENT = "内容"  # the column of a performance table's boxes


def tables_json(budget: SampleBudget, layout: str, format: str = "pdf") -> dict[str, Any]:
    """``{"document": …, "tables": […], "findings": []}``; pages are null, the amounts Decimal strings as printed."""
    return {
        "document": {
            "file": file_name(budget, format),
            "department": budget.department,
            "region": budget.region,
            "year": budget.year,
            "stage": budget.stage.value,
            "scope": "department",
        },
        "tables": [_table(table) for table in publication(budget, layout).tables],
        "findings": [],
    }


def write_gold(path: Path, budget: SampleBudget, layout: str) -> Path:
    """Writes ``<name>.gold.json`` beside a document written before."""
    gold = path.with_name(path.name + ".gold.json")
    text = json.dumps(tables_json(budget, layout, path.suffix.lstrip(".")), ensure_ascii=False, indent=1)
    gold.write_text(text + "\n", encoding="utf-8")
    return gold


def _table(table: Table) -> dict[str, Any]:
    columns, rows = _form(table) if isinstance(table, Form) else _sheet(table)
    return {
        "number": table.number,
        "title": table.title,
        "kind": table.kind.value,
        "unit": table.unit,
        "pages": [],
        "columns": columns,
        "rows": rows,
        "notes": list(table.notes),
    }


def _sheet(sheet: Sheet) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    values = [column for column in sheet.columns if column.role == "value"]
    rows = [
        _row(entry, _cells(entry, [i for i, column in enumerate(values) if column.side == side]))
        for number, side in enumerate(sheet.sides)
        for entry in (row[number] for row in sheet.rows)
        if entry is not None
    ]
    return [_column(column) for column in values], rows


def _column(column: Column) -> dict[str, Any]:
    return {"path": list(column.path)}


def _row(entry: Entry, cells: list[dict[str, Any]]) -> dict[str, Any]:
    made = {"code": entry.code or None, "label": entry.label, "path": list(entry.path), "page": None, "cells": cells}
    return made | ({"side": entry.side} if entry.side else {})


def _cells(entry: Entry, columns: list[int]) -> list[dict[str, Any]]:
    return [_cell(column, text) for column, text in zip(columns, entry.values, strict=True) if text]


def _cell(column: int, text: str) -> dict[str, Any]:
    number = read_number(text)
    return {"column": column, "text": text, "value": str(number[0]) if number else None, "certain": True}


def _form(form: Form) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Boxes are rows of one column (内容); indicators rows of the columns after their names."""
    columns: list[dict[str, Any]] = [
        {"path": [CONTENT]},
        *({"path": [header]} for header in form.headers[form.levels :]),
    ]
    rows: list[dict[str, Any]] = [
        {"code": None, "label": label, "path": [], "page": None, "cells": [_cell(0, text)]}
        for pairs in form.boxes
        for label, text in pairs
    ]
    for indicator in form.indicators:
        names, texts = indicator[: form.levels], indicator[form.levels :]
        cells = [_cell(i, text) for i, text in enumerate(texts, start=1) if text]
        rows.append({"code": None, "label": names[-1], "path": list(names[:-1]), "page": None, "cells": cells})
    return columns, rows
