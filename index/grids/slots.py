"""A raw grid with its merged cells made explicit: every slot knows the cell that covers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.model import BBox, RawTable

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’—·"
_GAP = re.compile(
    rf"(?<=[{_CJK}])\s+(?=[{_CJK}\d(\[A-Za-z])"  # between ideographs, or before a number or a word
    rf"|(?<=[A-Za-z\d)\].%])\s+(?=[{_CJK}])"
)


def joined(text: str) -> str:
    """The words of a wrapped or spaced-out cell in one line: ``"社会保障和就业支\\n出"`` → 社会保障和就业支出."""
    flat = re.sub(r"(?<=[A-Za-z]) *\n *(?=[A-Za-z])", " ", text.strip())
    flat = re.sub(r" *\n *", "", flat)
    return _GAP.sub("", re.sub(r"[ \t\xa0]+", " ", flat)).strip().strip("\u3000")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a grid. ``text`` is that of the covering cell, which starts ``right`` columns to the left
    and ``down`` rows above. ``indent`` counts the leading spaces of the printed text; None for wrapped text that has
    none, for its first line fills the cell and shows no indentation."""

    text: str
    right: int = 0
    down: int = 0
    bbox: BBox | None = None
    indent: int | None = 0

    @property
    def own(self) -> bool:
        return self.right == 0 and self.down == 0

    @property
    def printed(self) -> str:
        """The text, once per cell: empty where the slot is only covered."""
        return self.text if self.own else ""


@dataclass(frozen=True, slots=True)
class GridRow:
    slots: tuple[Slot, ...]
    page: int | None = None

    @property
    def printed(self) -> tuple[str, ...]:
        return tuple(slot.printed for slot in self.slots)

    @property
    def blank(self) -> bool:
        return not any(slot.printed for slot in self.slots)

    @property
    def words(self) -> list[str]:
        return [text for text in self.printed if text]

    @property
    def quote(self) -> str:
        return " ".join(self.words)


Grid = tuple[GridRow, ...]


def to_grid(table: RawTable) -> Grid:
    """The grid of a raw table; spans come from the cells' boxes where there are any, else from the pattern of None."""
    if not table.rows:
        return ()
    width = max(len(row) for row in table.rows)
    rows = [tuple(row) + (None,) * (width - len(row)) for row in table.rows]
    covers = _boxed_covers(table, width) if table.bboxes else None
    grid: list[list[Slot]] = []
    for r, row in enumerate(rows):
        line: list[Slot] = []
        for c, text in enumerate(row):
            if text is not None:
                line.append(_own_slot(text, _box(table, r, c)))
                continue
            origin = covers.get((r, c)) if covers else _patterned_cover(grid, line, r, c)
            line.append(_covered(grid, line, r, c, origin))
        grid.append(line)
    return tuple(GridRow(tuple(line), table.page) for line in grid)


def without_empty_columns(grid: Grid) -> Grid:
    """The grid less the columns in which no cell with text begins, or whose cells all share the next column's header
    and hold nothing themselves (ruling lines that do not quite meet make such slivers)."""
    if not grid:
        return grid
    keep = [c for c in range(len(grid[0].slots)) if any(row.slots[c].printed for row in grid)]
    if len(keep) == len(grid[0].slots) or not keep:
        return grid
    return tuple(replace(row, slots=_narrowed(row.slots, keep)) for row in grid)


def _narrowed(slots: tuple[Slot, ...], keep: list[int]) -> tuple[Slot, ...]:
    """The kept slots; how far right of its origin a slot lies counts kept columns only."""
    return tuple(
        replace(slots[c], right=sum(1 for k in keep[:i] if k >= c - slots[c].right)) if slots[c].right else slots[c]
        for i, c in enumerate(keep)
    )


def _own_slot(text: str, bbox: BBox | None) -> Slot:
    lead = re.match(r"[ \u3000\xa0]*", text)
    indent: int | None = sum(2 if ch == "\u3000" else 1 for ch in lead.group()) if lead else 0
    if not indent and "\n" in text.strip():
        indent = None
    return Slot(joined(text), bbox=bbox, indent=indent)


def _box(table: RawTable, r: int, c: int) -> BBox | None:
    if table.bboxes is None or r >= len(table.bboxes) or c >= len(table.bboxes[r]):
        return None
    return table.bboxes[r][c]


def _covered(grid: list[list[Slot]], line: list[Slot], r: int, c: int, origin: tuple[int, int] | None) -> Slot:
    if origin is None:
        return Slot("")
    r0, c0 = origin
    source = line[c0] if r0 == r else grid[r0][c0]
    return replace(source, right=c - c0, down=r - r0)


def _patterned_cover(grid: list[list[Slot]], line: list[Slot], r: int, c: int) -> tuple[int, int] | None:
    """Without boxes: a gap belongs to the cell above in the header, to the cell at its left in the body."""
    left = line[c - 1] if line else None
    above = grid[r - 1][c] if grid else None
    if left is not None and left.down == 0 and (above is None or above.right or _looks_like_body(line)):
        return r, c - 1 - left.right
    if above is not None:
        return r - 1 - above.down, c - above.right
    return (r, c - 1 - left.right) if left is not None and left.down == 0 else None


def _looks_like_body(line: Sequence[Slot]) -> bool:
    return any(re.search(r"^\d|[合总]\s*计$", slot.text) for slot in line if slot.own)


def _boxed_covers(table: RawTable, width: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each slot without a cell of its own, the cell whose box covers its centre."""
    boxes = table.bboxes or ()
    columns = extents([[row[c] for row in boxes if c < len(row)] for c in range(width)], 0)
    lines = extents([list(row) for row in boxes], 1)
    covers: dict[tuple[int, int], tuple[int, int]] = {}
    for r0, row in enumerate(boxes):
        for c0, box in enumerate(row):
            if box is None:
                continue
            right = _reach(columns, c0, box[2])
            down = _reach(lines, r0, box[3])
            for r in range(r0, down):
                for c in range(c0, right):
                    if (r, c) != (r0, c0):
                        covers.setdefault((r, c), (r0, c0))
    return covers


def extents(groups: Sequence[Sequence[BBox | None]], axis: int) -> list[tuple[float, float] | None]:
    """From–to of each column (axis 0) or line (axis 1), given the boxes of the cells that start in it."""
    starts = [max((box[axis] for box in group if box is not None), default=None) for group in groups]
    found: list[tuple[float, float] | None] = []
    for i, start in enumerate(starts):
        if start is None:
            found.append(None)
            continue
        ends = [box[axis + 2] for box in groups[i] if box is not None]
        following = [later for later in starts[i + 1 :] if later is not None and later > start]
        found.append((start, min([*ends, *following[:1]])))
    return found


def _reach(spans: list[tuple[float, float] | None], start: int, edge: float) -> int:
    """The index after the last line or column whose middle lies before ``edge``."""
    end = start + 1
    while end < len(spans):
        span = spans[end]
        if span is not None and (span[0] + span[1]) / 2 > edge:
            break
        end += 1
    return end
