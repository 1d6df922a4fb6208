"""Cells with spans → RawTable, for the formats that have no coordinates.

The boxes are nominal: every column 60 wide, every row 20 high. They say which cell covers which place, and nothing
about where it is printed; only a PDF's boxes do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import ReadError
from index.model import BBox, RawTable

_WIDTH, _HEIGHT = 60.0, 20.0
_MOST_PLACES = 2_000_000


@dataclass(frozen=True, slots=True)
class SpanCell:
    """A cell at its top left place, covering ``down`` × ``right`` places (1 × 1 for an ordinary cell)."""

    row: int
    column: int
    text: str
    down: int = 1
    right: int = 1


def table_of(cells: Iterable[SpanCell], page: int | None = None) -> RawTable:
    """The grid of the cells: a cell's text at its top left place, None where it covers others, "" where nothing is."""
    placed = list(cells)
    height = max((cell.row + cell.down for cell in placed), default=0)
    width = max((cell.column + cell.right for cell in placed), default=0)
    if height * width > _MOST_PLACES:
        raise ReadError(f"表格过大（{height} 行 × {width} 列），请拆分后再试。")
    rows: list[list[str | None]] = [[""] * width for _ in range(height)]
    boxes: list[list[BBox | None]] = [[_box(r, c, 1, 1) for c in range(width)] for r in range(height)]
    for cell in placed:
        for r in range(cell.row, cell.row + cell.down):
            for c in range(cell.column, cell.column + cell.right):
                rows[r][c] = boxes[r][c] = None
        rows[cell.row][cell.column] = cell.text
        boxes[cell.row][cell.column] = _box(cell.row, cell.column, cell.down, cell.right)
    return RawTable(tuple(map(tuple, rows)), page, tuple(map(tuple, boxes)), _box(0, 0, height, width))


def _box(row: int, column: int, down: int, right: int) -> BBox:
    return (column * _WIDTH, row * _HEIGHT, (column + right) * _WIDTH, (row + down) * _HEIGHT)
