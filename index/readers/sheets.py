"""A spreadsheet's cells → text lines and tables: what stands above and below a grid is text, not a row of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from index.model import Page, RawTable, TextBlock
from index.readers.spans import SpanCell, table_of

_CAPTION = re.compile(
    r"(单位|部门|日期|编制|填报)[^：:]{0,8}[：:]|[（(]?单位|^(附件?)?\s*(预算|公开)?\s*表\s*[\d一二三四五六七八九十]"
)
_NOTE = re.compile(r"\s*(注|备注|说明|附注)\s*\d*[：:、.]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """``cells``: the filled cells by (row, column); ``spans``: merged ranges (rows down, columns right) by their top
    left place; ``bordered``: the places with rulings."""

    name: str
    cells: Mapping[tuple[int, int], str]
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    bordered: frozenset[tuple[int, int]] = frozenset()


def page_of(sheet: Sheet, number: int) -> Page:
    """The sheet as a page. Its name opens the page where no text stands above the first grid."""
    blocks = list(_blocks(sheet, number))
    if blocks and isinstance(blocks[0], RawTable):
        blocks.insert(0, TextBlock(sheet.name, number))
    return Page(number, tuple(blocks))


def _blocks(sheet: Sheet, number: int) -> Iterator[TextBlock | RawTable]:
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append((column, text))
    kinds = _kinds(sheet, rows)
    for is_grid, group in groupby(sorted(kinds), key=lambda row: kinds[row]):
        run = list(group)
        if is_grid:
            for part in _unbroken(run, sheet):
                yield _table(sheet, rows, part, number)
        else:
            for row in run:
                yield TextBlock("  ".join(text for _, text in rows[row]), number)


def _kinds(sheet: Sheet, rows: Mapping[int, Sequence[tuple[int, str]]]) -> dict[int, bool]:
    """For each filled row whether it belongs to a grid. Rulings decide where the sheet has any, else the words."""
    ruled = {row for row in rows if _is_ruled(sheet, row, rows[row])}
    if ruled:
        return {row: row in ruled for row in rows}
    kinds: dict[int, bool] = {}
    inside = False
    last = None
    for row, cells in rows.items():
        if last is not None and row > last + 1:
            inside = False
        texts = [text for _, text in cells]
        if len(texts) == 1:
            inside = inside and not _NOTE.match(texts[0])
        else:
            inside = inside or not (len(texts) <= 3 and any(_CAPTION.search(text) for text in texts))
        kinds[row] = inside
        last = row
    return kinds


def _is_ruled(sheet: Sheet, row: int, cells: Sequence[tuple[int, str]]) -> bool:
    return 2 * sum((row, column) in sheet.bordered for column, _ in cells) >= len(cells)


def _unbroken(run: list[int], sheet: Sheet) -> Iterator[list[int]]:
    """A run of grid rows, cut where rows without text and rulings lie between."""
    part = [run[0]]
    ruled_rows = {row for row, _ in sheet.bordered}
    for row in run[1:]:
        if all(between in ruled_rows for between in range(part[-1] + 1, row)) or _spanned(sheet, part[-1], row):
            part.append(row)
        else:
            yield part
            part = [row]
    yield part


def _spanned(sheet: Sheet, above: int, below: int) -> bool:
    return any(r <= above and r + down >= below for (r, _), (down, _) in sheet.spans.items())


def _table(sheet: Sheet, rows: Mapping[int, Sequence[tuple[int, str]]], run: list[int], number: int) -> RawTable:
    first, last = run[0], run[-1]
    spans = {place: span for place, span in sheet.spans.items() if first <= place[0] <= last}
    left = min(min(column for column, _ in rows[row]) for row in run)
    right = max(max(column + spans.get((row, column), (1, 1))[1] - 1 for column, _ in rows[row]) for row in run)
    cells = [
        SpanCell(
            row - first,
            column - left,
            sheet.cells.get((row, column), ""),
            min(spans.get((row, column), (1, 1))[0], last - row + 1),
            min(spans.get((row, column), (1, 1))[1], right - column + 1),
        )
        for row, column in sorted({(row, column) for row in run for column, _ in rows[row]} | set(spans))
        if left <= column <= right
    ]
    return table_of(cells, number)
