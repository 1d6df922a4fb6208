"""A table as it will be printed, and the same table as its gold cells: one description for both.

``Sheet`` is a table with a header tree and rows; ``Form`` is a performance table (labelled boxes, then indicators).
``grid`` turns either into cells with spans, which is all that a writer sees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.model import TableKind


@dataclass(frozen=True, slots=True)
class Column:
    """A printed column. ``role``: value, label, code (``part`` 类/款/项 where the code is split), or serial (行次)."""

    path: tuple[str, ...]
    role: str = "value"
    side: str = ""
    part: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of one side. ``values`` are the texts of the side's value columns, ``printed`` the label as shown."""

    label: str
    values: tuple[str, ...]
    code: str = ""
    path: tuple[str, ...] = ()
    side: str = ""
    printed: str = ""
    serial: str = ""

    @property
    def shown(self) -> str:
        return self.printed or self.label


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` hold one entry a side (None where it has no more); ``ordinals`` is a 栏次 row below the header."""

    kind: TableKind
    number: str
    title: str
    unit: str
    owner: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry | None, ...], ...]
    notes: tuple[str, ...] = ()
    ordinals: tuple[str, ...] = ()
    landscape: bool = False
    repeat_header: bool = True

    @property
    def sides(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column.side for column in self.columns))


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Form:
    """``boxes`` are rows of (label, text) pairs; ``levels`` how many leading indicator columns name the indicator."""

    kind: TableKind
    number: str
    title: str
    unit: str
    owner: str
    boxes: tuple[tuple[Pair, ...], ...]
    headers: tuple[str, ...]
    levels: int
    indicators: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    landscape: bool = False


Table = Sheet | Form


@dataclass(frozen=True, slots=True)
class GridCell:
    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    cells: tuple[GridCell, ...]
    widths: tuple[float, ...]
    height: int
    header: int  # rows that belong to the header


def single(entries: Iterable[Entry]) -> tuple[tuple[Entry | None, ...], ...]:
    """The rows of a one-sided table."""
    return tuple((entry,) for entry in entries)


def paired(left: list[Entry], right: list[Entry], last: int = 0) -> tuple[tuple[Entry | None, ...], ...]:
    """Two lists side by side; the ``last`` entries of each (the totals) stand on the same bottom rows."""
    head_left, head_right = left[: len(left) - last], right[: len(right) - last]
    length = max(len(head_left), len(head_right))
    rows: list[tuple[Entry | None, ...]] = [
        (head_left[i] if i < len(head_left) else None, head_right[i] if i < len(head_right) else None)
        for i in range(length)
    ]
    rows += zip(left[len(left) - last :], right[len(right) - last :], strict=True)
    return tuple(rows)


def grid(table: Table) -> Grid:
    return _form_grid(table) if isinstance(table, Form) else _sheet_grid(table)


# ---------------------------------------------------------------- sheets


def _sheet_grid(sheet: Sheet) -> Grid:
    header = header_cells(sheet.columns)
    depth = max(len(column.path) for column in sheet.columns)
    cells = list(header)
    if sheet.ordinals:
        cells += [GridCell(text, depth, c, align="center") for c, text in enumerate(sheet.ordinals)]
        depth += 1
    for r, row in enumerate(sheet.rows):
        for side, entry in zip(sheet.sides, row, strict=True):
            cells += _entry_cells(sheet, side, entry, depth + r)
    return Grid(tuple(cells), tuple(column.width for column in sheet.columns), depth + len(sheet.rows), depth)


def header_cells(columns: tuple[Column, ...]) -> list[GridCell]:
    """The header tree: equal neighbours under the same parents merge, a short path reaches down to the last row."""
    depth = max(len(column.path) for column in columns)
    cells: list[GridCell] = []
    for level in range(depth):
        start = 0
        while start < len(columns):
            prefix = columns[start].path[: level + 1]
            end = start + 1
            while end < len(columns) and len(prefix) > level and _joins(columns[start], columns[end], level):
                end += 1
            if len(prefix) > level:
                rows = depth - level if len(columns[start].path) == level + 1 else 1
                cells.append(GridCell(prefix[level], level, start, rows, end - start, "center", True))
            start = end
    return cells


def _joins(first: Column, other: Column, level: int) -> bool:
    longer = min(len(first.path), len(other.path)) > level + 1
    return longer and first.path[: level + 1] == other.path[: level + 1]


def _entry_cells(sheet: Sheet, side: str, entry: Entry | None, row: int) -> list[GridCell]:
    cells: list[GridCell] = []
    values = iter(entry.values if entry else ())
    for c, column in enumerate(sheet.columns):
        if column.side != side:
            continue
        if entry is None:
            cells.append(GridCell("", row, c))
        elif column.role == "label":
            cells.append(GridCell(entry.shown, row, c))
        elif column.role == "serial":
            cells.append(GridCell(entry.serial, row, c, align="center"))
        elif column.role == "code":
            cells.append(GridCell(code_part(entry.code, column.part), row, c))
        else:
            cells.append(GridCell(next(values, ""), row, c, align="right"))
    return cells


def code_part(code: str, part: str) -> str:
    return {"": code, "类": code[:3], "款": code[3:5], "项": code[5:7]}[part]


# ---------------------------------------------------------------- forms


def _form_grid(form: Form) -> Grid:
    width = max(len(form.headers), 4)
    cells: list[GridCell] = []
    for r, pairs in enumerate(form.boxes):
        cells += _box_row(pairs, r, width)
    top = len(form.boxes)
    cells += [GridCell(text, top, c, align="center", bold=True) for c, text in enumerate(form.headers)]
    for r, row in enumerate(form.indicators, start=top + 1):
        cells += [GridCell(text, r, c, align="left" if c < form.levels else "center") for c, text in enumerate(row)]
    return Grid(
        tuple(cells), tuple(2.0 if c < form.levels else 1.0 for c in range(width)), top + 1 + len(form.indicators), 0
    )


def _box_row(pairs: tuple[Pair, ...], row: int, width: int) -> list[GridCell]:
    """One pair: a label and the rest of the width; two pairs: four parts of the width."""
    if len(pairs) == 1:
        (label, text), *_ = pairs
        return [GridCell(label, row, 0, bold=True), GridCell(text, row, 1, columns=width - 1)]
    (left, left_text), (right, right_text) = pairs
    middle = width // 2
    return [
        GridCell(left, row, 0, bold=True),
        GridCell(left_text, row, 1, columns=middle - 1),
        GridCell(right, row, middle, bold=True),
        GridCell(right_text, row, middle + 1, columns=width - middle - 1),
    ]
