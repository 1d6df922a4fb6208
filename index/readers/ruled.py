"""Tables drawn with rulings: pdfplumber's geometry, with each cell's characters gathered once.

The grid is pdfplumber's own (edges → intersections → cells → tables); texts, boxes and indentation are read here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.model import BBox, RawTable
from index.readers.glyphs import Glyph, Line, cell_text, lines_of
from index.readers.indentation import indented

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

Grid = list[list[BBox | None]]


def ruled_tables(page: PlumberPage, glyphs: Sequence[Glyph], number: int) -> tuple[list[RawTable], list[Glyph]]:
    """The ruled tables of a page and the characters that stand in no cell of theirs."""
    grids = [grid for table in page.find_tables() if (grid := [list(row.cells) for row in table.rows])]
    rest = list(glyphs)
    tables: list[RawTable] = []
    for grid in grids:
        contents, rest = _share_out(grid, rest)
        if contents:
            tables.append(_raw_table(grid, contents, number))
    return tables, rest


def _share_out(grid: Grid, glyphs: list[Glyph]) -> tuple[dict[tuple[int, int], list[Glyph]], list[Glyph]]:
    """Which characters stand in which cell (by their centre), and those left over."""
    cells = [(box, (r, c)) for r, row in enumerate(grid) for c, box in enumerate(row) if box is not None]
    lefts = sorted({box[0] for box, _ in cells})
    by_left: dict[float, list[tuple[BBox, tuple[int, int]]]] = defaultdict(list)
    for box, place in cells:
        for left in lefts[bisect_right(lefts, box[0]) - 1 :]:
            if left >= box[2]:
                break
            by_left[left].append((box, place))
    inside: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in glyphs:
        column = bisect_right(lefts, glyph.centre) - 1
        candidates = by_left[lefts[column]] if column >= 0 else []
        places = [place for box, place in candidates if _holds(box, glyph)]
        if places:
            inside[places[0]].append(glyph)
        else:
            outside.append(glyph)
    return inside, outside


def _holds(box: BBox, glyph: Glyph) -> bool:
    return box[0] <= glyph.centre < box[2] and box[1] <= glyph.middle < box[3]


def _raw_table(grid: Grid, contents: dict[tuple[int, int], list[Glyph]], number: int) -> RawTable:
    lines = {place: lines_of(glyphs) for place, glyphs in contents.items()}
    texts: list[list[str | None]] = [
        [None if box is None else _text(lines.get((r, c), []), box) for c, box in enumerate(row)]
        for r, row in enumerate(grid)
    ]
    indented(texts, grid, lines)
    boxes = tuple(tuple(_rounded(box) for box in row) for row in grid)
    present = [box for row in boxes for box in row if box]
    outer = (
        min(b[0] for b in present),
        min(b[1] for b in present),
        max(b[2] for b in present),
        max(b[3] for b in present),
    )
    return RawTable(tuple(map(tuple, texts)), number, boxes, outer)


def _text(lines: list[Line], box: BBox) -> str:
    return cell_text(lines, box[2])


def _rounded(box: BBox | None) -> BBox | None:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)) if box else None
