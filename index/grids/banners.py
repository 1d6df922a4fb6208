"""A grid whose heading over all columns changes in mid-table: 预算数 above the first lines, 决算数 above the later ones
(forms of final accounts print the budget and the account of “三公”经费 below each other under one header)."""

from __future__ import annotations

import re
from dataclasses import replace

from index.grids.headers import header_depth
from index.grids.slots import Grid, GridRow
from index.model import Column, Row

_STAGE = re.compile(
    r"(?:20\d\d年(?:度)?|本年|上年|全年|年初|当年)?(?:调整后?)?(?:预算|决算|执行|支出决算|支出预算)(?:数|金额)?"
)


def by_banner(grid: Grid) -> list[Grid]:
    """The parts of a grid, each under the header with its own heading on top; the grid alone where there is one."""
    depth = header_depth(grid)
    if depth < 2 or not _is_banner(grid[0]):
        return [grid]
    starts = [r for r in range(depth, len(grid)) if _is_banner(grid[r])]
    ends = [*starts, len(grid)]
    parts = [grid[: ends[0]]]
    for start, end in zip(starts, ends[1:], strict=True):
        parts.append((grid[start], *grid[1:depth], *grid[start + 1 : end]))
    return parts


def _is_banner(row: GridRow) -> bool:
    """Whether one cell with the name of a stage covers the whole line."""
    covered = all(slot.right == c and not slot.down for c, slot in enumerate(row.slots))
    return covered and len(row.slots) > 1 and _STAGE.fullmatch(row.slots[0].text) is not None


def beside(rows: tuple[Row, ...], columns: tuple[Column, ...]) -> tuple[Row, ...]:
    """Rows whose columns come behind others."""
    return tuple(
        replace(row, cells=tuple(replace(cell, column=cell.column + len(columns)) for cell in row.cells))
        for row in rows
    )
