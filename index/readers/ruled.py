"""Tables drawn with rulings: the grids that ``rulings`` finds, with each cell's characters gathered once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from index.model import BBox, RawTable
from index.readers.glyphs import Glyph, Line, cell_text, lines_of
from index.readers.indentation import indented
from index.readers.rulings import Grid

_MARGIN = 10.0  # points; no column of figures is narrower

Contents = dict[tuple[int, int], list[Glyph]]

_CAPTION = re.compile(
    r"(表|情况|明细)[）)]?$|^(附|公开|预算)?表\s?\d|单位\s*[:：]|(部门|单位)(名称)?\s*[:：]|^[（(]?\d{4}\s*年度?[）)]?$|[:：]万?元"
)
_UNIT = re.compile(r"单位\s*[:：]|表\s?\d*$")
_NOTE = re.compile(r"\s*(注|备注|说明|附注)\s*\d*\s*[:：、.]")


def ruled_tables(grids: Sequence[Grid], glyphs: Sequence[Glyph], number: int) -> tuple[list[RawTable], list[Glyph]]:
    """The tables of a page's grids and the characters that stand in no cell of theirs."""
    rest = list(glyphs)
    tables: list[RawTable] = []
    for grid in grids:
        if max(map(len, grid)) < 2:
            continue  # a frame around text
        contents, others = _share_out(grid, rest)
        if not contents or _is_shading(grid, contents) or (len(grid) == 1 and _runs_on(grid, others)):
            continue
        captions = _captions(grid, contents)
        others += [glyph for r, c in list(contents) if r in captions for glyph in contents[r, c]]
        kept = [r for r in range(len(grid)) if r not in captions]
        rows = {old: new for new, old in enumerate(kept)}
        shown = {(rows[r], c): found for (r, c), found in contents.items() if r in rows}
        tables.append(_raw_table(*_without_margins([grid[r] for r in kept], shown), number))
        rest = others
    return tables, rest


def _without_margins(grid: Grid, contents: Contents) -> tuple[Grid, Contents]:
    """Without the narrow empty columns that a second border line makes."""
    used = {c for _, c in contents}
    width = len(grid[0])
    kept = [c for c in range(width) if c in used or any(_is_wide(row[c]) for row in grid)]
    columns = {old: new for new, old in enumerate(kept)}
    moved = {(r, columns[c]): glyphs for (r, c), glyphs in contents.items()}
    return [[row[c] for c in kept] for row in grid], moved


def _is_wide(box: BBox | None) -> bool:
    return box is not None and box[2] - box[0] > _MARGIN


def _is_shading(grid: Grid, contents: Contents) -> bool:
    """Whether the boxes are backgrounds of words in running text: the words fill them from edge to edge."""
    filled = [place for place, glyphs in contents.items() if glyphs]
    tight = sum(_fills(grid[r][c], contents[r, c]) for r, c in filled)
    return tight > 0.7 * len(filled) and len(grid) * len(filled) < 40


def _runs_on(grid: Grid, others: Sequence[Glyph]) -> bool:
    """Whether the words beside a single row belong to the same line of text."""
    boxes = [box for box in grid[0] if box]
    x0, top, x1, bottom = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
    beside = [glyph for glyph in others if top <= glyph.middle < bottom]
    return any(min(abs(glyph.x1 - x0), abs(glyph.x0 - x1)) < 1.5 * glyph.size for glyph in beside)


def _fills(box: BBox | None, glyphs: Sequence[Glyph]) -> bool:
    if box is None:
        return False
    left, right = min(glyph.x0 for glyph in glyphs) - box[0], box[2] - max(glyph.x1 for glyph in glyphs)
    return left < 0.15 * glyphs[0].size and right < 0.35 * glyphs[0].size


def _captions(grid: Grid, contents: Contents) -> set[int]:
    """Rows at the top of a grid that are its title and unit line, and notes at its end: they are text, not rows."""
    width = max(box[2] for row in grid for box in row if box) - min(box[0] for row in grid for box in row if box)
    found: set[int] = set()
    for r in range(len(grid) - 2):
        texts = _row_texts(grid, contents, r)
        if len(texts) > 2 or (texts and not all(_CAPTION.search(text) for text, _ in texts)):
            break
        wide = len(texts) == 1 and texts[0][1] >= 0.8 * width
        if texts and not wide and not any(_UNIT.search(text) for text, _ in texts):
            break
        found.add(r)
    while found and not _row_texts(grid, contents, max(found)):
        found.remove(max(found))
    for r in range(len(grid) - 1, 1, -1):
        texts = _row_texts(grid, contents, r)
        if len(texts) != 1 or texts[0][1] < 0.8 * width or not _NOTE.match(texts[0][0]):
            break
        found.add(r)
    return found


def _row_texts(grid: Grid, contents: Contents, r: int) -> list[tuple[str, float]]:
    """The texts that begin in a row and the widths of their cells."""
    return [
        (cell_text(lines_of(contents[r, c]), box[2]), box[2] - box[0])
        for c, box in enumerate(grid[r])
        if box and contents.get((r, c))
    ]


def _share_out(grid: Grid, glyphs: list[Glyph]) -> tuple[Contents, list[Glyph]]:
    """Which characters stand in which cell (by their centre), and those left over."""
    cells = [(box, (r, c)) for r, row in enumerate(grid) for c, box in enumerate(row) if box is not None]
    lefts = sorted({box[0] for box, _ in cells})
    by_left: dict[float, list[tuple[BBox, tuple[int, int]]]] = defaultdict(list)
    for box, place in cells:
        for left in lefts[bisect_right(lefts, box[0]) - 1 :]:
            if left >= box[2]:
                break
            by_left[left].append((box, place))
    inside: Contents = defaultdict(list)
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


def _raw_table(grid: Grid, contents: Contents, number: int) -> RawTable:
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
