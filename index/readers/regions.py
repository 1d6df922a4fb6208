"""A sheet as it is seen: without hidden rows and columns, and cut apart where tables stand side by side."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[int, int]

_TITLE = re.compile(r"表\s*(?:[（(].*[）)])?$")
_UNIT = re.compile(r"单\s*位\s*[：:]\s*\S*元")
_CAPTION_ROWS = 4
_FEWEST_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """``cells``: the filled cells by (row, column); ``spans``: merged ranges (rows down, columns right) by their top
    left place; ``bordered``: the places with rulings."""

    name: str
    cells: Mapping[Place, str]
    spans: Mapping[Place, Place] = field(default_factory=dict)
    bordered: frozenset[Place] = frozenset()


def without_hidden(sheet: Sheet, rows: Collection[int], columns: Collection[int]) -> Sheet:
    """The sheet without the hidden rows and columns, closed up. A merged range shows its text in what is left of it."""
    if not rows and not columns:
        return sheet
    row_shift, column_shift = _Shift(rows), _Shift(columns)
    cells: dict[Place, str] = {}
    spans: dict[Place, Place] = {}
    for (row, column), (down, right) in sheet.spans.items():
        visible_rows = [r for r in range(row, row + down) if r not in row_shift.hidden]
        visible_columns = [c for c in range(column, column + right) if c not in column_shift.hidden]
        if visible_rows and visible_columns:
            place = row_shift.of(visible_rows[0]), column_shift.of(visible_columns[0])
            spans[place] = len(visible_rows), len(visible_columns)
            if text := sheet.cells.get((row, column), ""):
                cells[place] = text
    for (row, column), text in sheet.cells.items():
        if row not in row_shift.hidden and column not in column_shift.hidden and (row, column) not in sheet.spans:
            cells[row_shift.of(row), column_shift.of(column)] = text
    bordered = frozenset(
        (row_shift.of(row), column_shift.of(column))
        for row, column in sheet.bordered
        if row not in row_shift.hidden and column not in column_shift.hidden
    )
    return Sheet(sheet.name, cells, spans, bordered)


class _Shift:
    """Old row or column numbers to those of what is visible."""

    def __init__(self, hidden: Collection[int]) -> None:
        self.hidden = frozenset(hidden)
        self._sorted = sorted(self.hidden)

    def of(self, number: int) -> int:
        return number - bisect_left(self._sorted, number)


def regions(sheet: Sheet) -> Iterator[Sheet]:
    """The sheet in the order in which it is read: whole, or its parts where tables stand beside each other.

    Tables stand beside each other when a gap of empty columns parts them and each side has a title, or each a unit,
    of its own. The two sides of one table (收入 | 支出) share theirs.
    """
    whole = _filled(sheet)
    if parts := _beside(sheet, whole):
        yield from parts
        return
    kept: list[int] = []
    for band in _bands(whole):
        parts = _beside(sheet, band)
        if not parts:
            kept += band
            continue
        if kept:
            yield _part(sheet, kept, None)
        kept = []
        yield from parts
    if kept:
        yield sheet if kept == whole else _part(sheet, kept, None)


def _filled(sheet: Sheet) -> list[int]:
    return sorted({row for row, _ in sheet.cells})


def _bands(rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows that follow each other without an empty one."""
    band: list[int] = []
    for row in rows:
        if band and row > band[-1] + 1:
            yield band
            band = []
        band.append(row)
    if band:
        yield band


def _beside(sheet: Sheet, rows: Sequence[int]) -> list[Sheet]:
    """The tables that stand side by side in these rows, after rows that go over all of them; [] where none do."""
    for first in range(min(_CAPTION_ROWS, len(rows) - 1)):
        groups = _column_groups(sheet, rows[first:])
        parts = [_part(sheet, rows[first:], group) for group in groups]
        if len(parts) > 1 and (all(map(_has_title, parts)) or all(map(_has_unit, parts))):
            return [_part(sheet, rows[:first], None), *parts] if first else parts
    return []


def _column_groups(sheet: Sheet, rows: Sequence[int]) -> list[range]:
    """Runs of columns with text, rulings or merged ranges, apart by at least one that has none."""
    first, last = rows[0], rows[-1]
    used = {column for row, column in sheet.cells if first <= row <= last}
    used |= {column for row, column in sheet.bordered if first <= row <= last}
    for (row, column), (down, right) in sheet.spans.items():
        if row <= last and row + down > first:
            used.update(range(column, column + right))
    groups: list[range] = []
    for column in sorted(used):
        if groups and column == groups[-1].stop:
            groups[-1] = range(groups[-1].start, column + 1)
        else:
            groups.append(range(column, column + 1))
    return groups if all(len(group) >= _FEWEST_COLUMNS for group in groups) else []


def _part(sheet: Sheet, rows: Sequence[int], columns: range | None) -> Sheet:
    inside = range(rows[0], rows[-1] + 1)

    def within(place: Place) -> bool:
        return place[0] in inside and (columns is None or place[1] in columns)

    return Sheet(
        sheet.name,
        {place: text for place, text in sheet.cells.items() if within(place)},
        {place: span for place, span in sheet.spans.items() if within(place)},
        frozenset(filter(within, sheet.bordered)),
    )


def _has_title(sheet: Sheet) -> bool:
    return any(len(text.strip()) > 3 and _TITLE.search(text.strip()) for text in _caption(sheet))


def _has_unit(sheet: Sheet) -> bool:
    return any(_UNIT.search(text) for text in _caption(sheet))


def _caption(sheet: Sheet) -> Iterator[str]:
    top = min((row for row, _ in sheet.cells), default=0)
    return (text for (row, _), text in sheet.cells.items() if row < top + _CAPTION_ROWS)
