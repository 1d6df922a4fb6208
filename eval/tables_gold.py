"""Tables as read against a gold file (``*.gold.json`` beside the document).

A gold row is right when a row with its code, name, path and side holds exactly its cells under exactly its column
paths. Tables pair by number, else by title; the report counts rows and shows the first that are wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from index.grids.hierarchy import bare
from index.model import BudgetTable

Key = tuple[str, str, tuple[str, ...], str, frozenset[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class TableScore:
    """Rows of one gold table: how many it has, how many were read exactly, how many extra rows were read."""

    table: str
    gold: int
    right: int
    extra: int
    wrong: tuple[str, ...] = ()
    about: tuple[str, ...] = ()  # what differs in kind, unit or title


def score_tables(tables: tuple[BudgetTable, ...], gold: dict[str, Any]) -> Iterator[TableScore]:
    """One score a gold table, in the order of the gold."""
    left = list(tables)
    for wanted in gold["tables"]:
        table = _partner(left, wanted)
        name = f"{wanted['number']} {wanted['title']}".strip()
        expected = Counter(_gold_row(row, wanted["columns"]) for row in wanted["rows"])
        if table is None:
            yield TableScore(name, expected.total(), 0, 0, ("没有读出这张表",))
            continue
        left.remove(table)
        found = Counter(_read_rows(table))
        wrong = tuple(_shown(key) for key in (expected - found).elements())
        about = tuple(
            f"{field}：{getattr(table, field)} ≠ {wanted[field]}"
            for field in ("title", "kind", "unit")
            if wanted[field] and getattr(table, field) != wanted[field]
        )
        extra = (found - expected).total()
        yield TableScore(name, expected.total(), (expected & found).total(), extra, wrong, about)


def _partner(tables: list[BudgetTable], wanted: dict[str, Any]) -> BudgetTable | None:
    same_title = [table for table in tables if table.title == wanted["title"]]
    by_number = [table for table in tables if wanted["number"] and table.number == wanted["number"]]
    return next(iter([t for t in same_title if t in by_number] or same_title or by_number), None)


def _gold_row(row: dict[str, Any], columns: list[dict[str, Any]]) -> Key:
    cells = frozenset(("/".join(columns[cell["column"]]["path"]), cell["text"]) for cell in row["cells"])
    return _key(row["code"], row["label"], row["path"], row.get("side", ""), cells)


def _read_rows(table: BudgetTable) -> Iterator[Key]:
    for row in table.rows:
        cells = frozenset(("/".join(table.columns[cell.column].path), cell.text) for cell in row.cells)
        yield _key(row.code, row.label, row.path, row.side, cells)


def _key(code: str | None, label: str, path: Iterable[str], side: str, cells: frozenset[tuple[str, str]]) -> Key:
    """Numbering (一、, 其中：) is how a row is printed, not part of its name; what is not income is expenditure."""
    sided = side if side == "income" else ""
    return code or "", bare(label), tuple(bare(name) for name in path), sided, cells


def _shown(key: Key) -> str:
    code, label, path, side, cells = key
    return f"{'/'.join((*path, label))} [{code}{side}] {sorted(cells)[:4]}"
