"""How much of a golden file a read document has right.

A cell is right when it stands in the right row (code, label, path, side, page), under the right column path, in a table
of the right kind and unit, with the printed text. Cells and rows that the document does not print count as wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.golden.records import GoldenDocument, GoldenRow, GoldenTable
from index.model import BudgetDocument, BudgetTable, Cell, Row

Printed = Decimal | str | None
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Cells right of a total; ``heads`` are differences in metadata and in what tables are called, ``cells`` in rows
    and cells, each one line of Chinese."""

    right: int
    total: int
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


def score(document: BudgetDocument, golden: GoldenDocument) -> Score:
    """The document against its golden file."""
    heads = list(_metadata(document, golden))
    right = total = 0
    cells: list[str] = []
    left = list(document.tables)
    for wanted in golden.tables:
        found = _partner(left, wanted)
        if found is None:
            heads.append(f"{wanted.name}：没有读出这张表")
            total += sum(cell is not None for row in wanted.rows for cell in row.cells)
            continue
        left.remove(found)
        one = score_table(found, wanted)
        right, total = right + one.right, total + one.total
        heads += one.heads
        cells += one.cells
    expected = len(golden.tables) if golden.table_count is None else golden.table_count
    if len(document.tables) != expected:
        extra = "、".join(f"{table.number} {table.title}".strip() for table in left[:6])
        heads.append(f"表数：读出{len(document.tables)}张，应为{expected}张；未对上的：{extra}")
    return Score(right, total, tuple(heads), tuple(cells))


def _metadata(document: BudgetDocument, golden: GoldenDocument) -> Iterator[str]:
    for field in ("department", "region", "year", "stage", "scope"):
        found, wanted = getattr(document, field), getattr(golden, field)
        if found != wanted:
            yield f"{field}：读作“{found}”，应为“{wanted}”"


def _partner(tables: Sequence[BudgetTable], wanted: GoldenTable) -> BudgetTable | None:
    """The table most like the wanted one: one of its pages, and its number, title or subject."""

    def likeness(table: BudgetTable) -> int:
        named = 2 * (table.title == wanted.title) + (table.number == wanted.number)
        return 4 * (table.pages == wanted.pages) + named + 3 * (table.subject == wanted.subject)

    near = [table for table in tables if set(table.pages) & set(wanted.pages) or not table.pages]
    return max(near, key=likeness, default=None)


def score_table(table: BudgetTable, wanted: GoldenTable) -> Score:
    """A table against its golden reading."""
    heads = tuple(f"{wanted.name}：{line}" for line in _head(table, wanted))
    left = list(table.rows)
    right = total = 0
    lines: list[str] = []
    for row in wanted.rows:
        found = _row(left, row, table, wanted)
        printed = sum(cell is not None for cell in row.cells)
        if found is None:
            total += printed
            lines.append(f"没有这一行：{_shown(row)}；近似的：{_nearest(left, row)}")
            continue
        left.remove(found)
        agreeing, extra = _agreement(found, row, table, wanted)
        right, total = right + agreeing, total + printed + extra
        if agreeing < printed or extra:
            lines.append(f"{_shown(row)}：读作 {_cells_shown(found, table)}")
    if wanted.row_count is None:
        total += sum(len(row.cells) for row in left)
        lines += [f"多出的行：{'/'.join((*row.path, row.label))} {_cells_shown(row, table)}" for row in left]
    if (table.kind, table.unit) != (wanted.kind, wanted.unit):
        right = 0
    return Score(right, total, heads, tuple(f"{wanted.name}：{line}" for line in lines))


def _head(table: BudgetTable, wanted: GoldenTable) -> Iterator[str]:
    found: dict[str, tuple[object, object]] = {
        field: (getattr(table, field), getattr(wanted, field)) for field in ("number", "title", "kind", "unit", "pages")
    }
    found["columns"] = (tuple(column.path for column in table.columns), wanted.columns)
    found["row_count"] = (len(table.rows), len(wanted.rows) if wanted.row_count is None else wanted.row_count)
    found["empty"] = (bool(table.empty_reason), wanted.empty)
    if wanted.subject is not None:
        found["subject"] = (table.subject, wanted.subject)
    for field, (read, right) in found.items():
        if read != right:
            yield f"{field}：读作 {read}，应为 {right}"


# ---------------------------------------------------------------- rows and cells


def _row(rows: Sequence[Row], wanted: GoldenRow, table: BudgetTable, head: GoldenTable) -> Row | None:
    """The row of the wanted place whose cells agree best; the first of equals."""
    same = [row for row in rows if _same_place(row, wanted)]
    return max(same, key=lambda row: _agreement(row, wanted, table, head)[0], default=None)


def _same_place(row: Row, wanted: GoldenRow) -> bool:
    return (
        (row.code, row.side) == (wanted.code, wanted.side)
        and _same_text(row.label, wanted.label)
        and len(row.path) == len(wanted.path)
        and all(map(_same_text, row.path, wanted.path))
        and wanted.page in (None, row.page)
    )


def _same_text(found: str, wanted: str) -> bool:
    found, wanted = "".join(found.split()), "".join(wanted.split())
    start, cut, end = wanted.partition("…")
    if not cut:
        return found == wanted
    return len(found) >= len(start) + len(end) and found.startswith(start) and found.endswith(end)


def _agreement(row: Row, wanted: GoldenRow, table: BudgetTable, head: GoldenTable) -> tuple[int, int]:
    """(wanted cells that are there, cells that should not be)."""
    printed = [(path, cell) for path, cell in zip(head.columns, wanted.cells, strict=False) if cell is not None]
    left = [(table.columns[cell.column].path, cell) for cell in row.cells]
    agreeing = 0
    for path, cell in printed:
        match = next((pair for pair in left if pair[0] == path and _same_cell(pair[1], cell)), None)
        if match is not None:
            left.remove(match)
            agreeing += 1
    return agreeing, max(0, len(row.cells) - len(printed))


def _same_cell(cell: Cell, wanted: Decimal | str) -> bool:
    """A number must be read as a number, digit by digit; words must not."""
    if isinstance(wanted, str):
        return _same_text(cell.text, wanted)
    return cell.value is not None and cell.value.as_tuple() == wanted.as_tuple()


def _shown(row: GoldenRow) -> str:
    cells = [str(cell) for cell in row.cells if cell is not None]
    return f"{row.code or ''} {'/'.join((*row.path, row.label))} {row.side} {cells}".strip()


def _cells_shown(row: Row, table: BudgetTable) -> str:
    return "；".join(f"{'/'.join(table.columns[cell.column].path)}={cell.text[:30]}" for cell in row.cells)


def _nearest(rows: Sequence[Row], wanted: GoldenRow) -> str:
    near = [row for row in rows if row.label == wanted.label or (row.code and row.code == wanted.code)]
    return "；".join(
        f"{row.code or ''} {'/'.join((*row.path, row.label))} {row.side} 第{row.page}页" for row in near[:2]
    )
