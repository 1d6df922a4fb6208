"""A spreadsheet's cells → text lines and tables: what stands above and below a grid is text, not a row of it.

Several tables may stand on one sheet, one below the other or side by side; each comes with the lines above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from index.model import Page, RawTable, TextBlock
from index.readers.regions import Sheet, regions
from index.readers.spans import SpanCell, table_of

_CAPTION = re.compile(
    r"(单位|部门|日期|编制|填报)[^：:]{0,8}[：:]|[（(]?单位|^(附件?)?\s*(预算|公开)?\s*表\s*[\d一二三四五六七八九十]"
)
_NOTE = re.compile(r"\s*(注|备注|说明|附注)\s*\d*[：:、.]")
_SIGNATURES = re.compile(
    r"\s*(制表|填表|编制|审核|复核|打印|导出|联系)(人|时间|日期|电话)\s*([：:]|$)|\s*(单位)?负责人\s*([：:]|$)"
)
_FIGURE = re.compile(r"\s*[-−－]?[\d,，]+(?:\.\d+)?[%％]?\s*")
_SENTENCE = re.compile(r".{8,}[。；]$|.*(?:本表为空|空表|无数据)", re.S)
_NAMES_TABLE = re.compile(r"表\s*(?:[（(].*[）)])?(?:$|\s{2})|(?:预算|决算|收入|支出|收支|情况).{0,6}表")
_GIVEN_BY_PROGRAM = re.compile(r"(?i)(?:sheet|工作表)\s*\d*(?:\s*\(\d+\))?")


def page_of(sheet: Sheet, number: int) -> Page:
    """The sheet as a page. Its name opens the page where nothing above the first grid names a table."""
    blocks = [block for region in regions(sheet) for block in _blocks(region, number)]
    first = next((i for i, block in enumerate(blocks) if isinstance(block, RawTable)), None)
    if first is None or any(
        isinstance(block, TextBlock) and _NAMES_TABLE.search(block.text) for block in blocks[:first]
    ):
        return Page(number, tuple(blocks))
    if first and _GIVEN_BY_PROGRAM.fullmatch(sheet.name):
        return Page(number, tuple(blocks))
    return Page(number, (TextBlock(sheet.name, number), *blocks))


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
        return _without_closing_words({row: row in ruled for row in rows}, rows)
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
    return _without_closing_words(kinds, rows)


def _without_closing_words(kinds: dict[int, bool], rows: Mapping[int, Sequence[tuple[int, str]]]) -> dict[int, bool]:
    """What closes a grid (a note, why the table is empty, who made it) is no row of it, though a frame goes round it."""
    below_is_grid = False
    for row in sorted(kinds, reverse=True):
        kinds[row] = kinds[row] and (below_is_grid or not _closes([text for _, text in rows[row]]))
        below_is_grid = kinds[row]
    return kinds


def _closes(texts: Sequence[str]) -> bool:
    if _SIGNATURES.match(texts[0]) and len(texts) <= 8:
        return True
    return len(texts) == 1 and bool(_SENTENCE.match(texts[0]) or _NOTE.match(texts[0]))


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
    spans = _implied_spans(sheet, run) | {
        place: span for place, span in sheet.spans.items() if first <= place[0] <= last
    }
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


def _implied_spans(sheet: Sheet, run: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Headings that stand over several columns without being merged (centred across them, or from a CSV file).

    A heading goes on over blank places to its right while every place below it, its own included, is named.
    """
    covered = {
        (r, c)
        for (row, column), (down, right) in sheet.spans.items()
        for r in range(row, row + down)
        for c in range(column, column + right)
    }
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    inside = range(run[0], run[-1] + 1)
    figures = (row for (row, _), text in sheet.cells.items() if row in inside and _FIGURE.fullmatch(text))
    end = min(figures, default=run[0])
    header = [row for row in run if row < end]
    for row, below in pairwise(header):
        for column in sorted(c for r, c in sheet.cells if r == row and (r, c) not in covered):
            right = 1
            while (below, column) in sheet.cells and (below, column + right) in sheet.cells:
                if (row, column + right) in sheet.cells or (row, column + right) in covered:
                    break
                right += 1
            if right > 1:
                spans[row, column] = (1, right)
    return spans
