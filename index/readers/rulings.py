"""The rulings of a page, with open borders closed.

Tables cut by the page end lose their top or bottom line, and many are drawn without the outermost lines at the sides.
Lines that end together at one height (or at one edge) with a crossing line beyond them bound a cell there all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from index.model import BBox

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.table import Table as PlumberTable

Edge = dict[str, Any]
Grid = list[list[BBox | None]]

_TOLERANCE = 3  # points, pdfplumber's own for snapping and joining lines
_TOGETHER = 2.5  # points
_WIDEST_STRIP = 150.0
_LEAST = 12.0  # a gap narrower than this is no column


def ruled_grids(page: PlumberPage) -> list[Grid]:
    """The boxes of the cells of each ruled table on a page, by rows, None where a merged cell covers the place."""
    from pdfplumber.table import TableFinder

    found = TableFinder(page)
    extra = list(_closing(found.edges))
    return grids_of(found.edges + extra) if extra else [_rows(table) for table in found.tables]


def grids_of_image(edges: list[Edge]) -> list[Grid]:
    """The same for rulings seen in an image."""
    from pdfplumber.table import merge_edges

    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    return grids_of(merged + list(_closing(merged)))


def grids_of(edges: list[Edge]) -> list[Grid]:
    """The grids that rulings make."""
    from pdfplumber.table import Table, cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    nowhere: Any = None  # a table needs its page only to read texts
    return [_rows(Table(nowhere, group)) for group in cells_to_tables(cells)]


def _rows(table: PlumberTable) -> Grid:
    return [list(row.cells) for row in table.rows]


class _Axis(NamedTuple):
    """How parallel lines are described: where they stand, where they start and stop along their own direction."""

    place: str
    start: str
    stop: str

    @property
    def across(self) -> _Axis:
        return _ROWS if self is _COLUMNS else _COLUMNS


_COLUMNS = _Axis("x0", "top", "bottom")  # vertical lines
_ROWS = _Axis("top", "x0", "x1")  # horizontal lines


def _closing(edges: list[Edge]) -> Iterator[Edge]:
    """The lines that are missing where others end together."""
    vertical = [edge for edge in edges if edge["orientation"] == "v"]
    horizontal = [edge for edge in edges if edge["orientation"] == "h"]
    for end in ("top", "bottom"):
        for left, right, at in _open_ends(vertical, horizontal, _COLUMNS, end):
            yield ruling("h", left, at, right, at)
    for end in ("x0", "x1"):
        for upper, lower, at in _open_ends(horizontal, vertical, _ROWS, end):
            yield ruling("v", at, upper, at, lower)


def _open_ends(lines: list[Edge], crossing: list[Edge], axis: _Axis, end: str) -> Iterator[tuple[float, float, float]]:
    """Two neighbouring lines that end together: their places and where they end.

    A crossing line further in must join the two (or they are of one length: the sides of a cell as long as the page),
    and no line between them may lead further out: an inner edge of a merged cell is no open border.
    """
    for group in _ending_together(lines, axis, end):
        for first, second in pairwise(group):
            here, there, at = first[axis.place], second[axis.place], first[end]
            between = [line for line in lines if here - _TOGETHER <= line[axis.place] <= there + _TOGETHER]
            leads_out = any(line[axis.start] < at - _LEAST and line[axis.stop] > at - _TOGETHER for line in between)
            if end == axis.stop:
                leads_out = any(line[axis.stop] > at + _LEAST and line[axis.start] < at + _TOGETHER for line in between)
            inner = (max(first[axis.start], second[axis.start]), min(first[axis.stop], second[axis.stop]))
            sides = there - here < _WIDEST_STRIP and _alike(first, second, axis)
            wide = there - here > _LEAST
            if wide and not leads_out and (sides or _joined(crossing, axis.across, inner, here, there)):
                yield here, there, at


def _alike(first: Edge, second: Edge, axis: _Axis) -> bool:
    ends = max(abs(first[end] - second[end]) for end in (axis.start, axis.stop))
    return axis is _COLUMNS and ends <= _TOGETHER and first[axis.stop] - first[axis.start] > _WIDEST_STRIP


def _ending_together(lines: list[Edge], axis: _Axis, end: str) -> list[list[Edge]]:
    """Parallel lines grouped by where they end, each group in order of place."""
    groups: list[list[Edge]] = []
    for line in sorted(lines, key=lambda line: float(line[end])):
        if groups and line[end] - groups[-1][0][end] <= _TOGETHER:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [sorted(group, key=lambda line: float(line[axis.place])) for group in groups]


def _joined(crossing: list[Edge], axis: _Axis, inner: tuple[float, float], here: float, there: float) -> bool:
    return any(
        inner[0] - _TOGETHER <= line[axis.place] <= inner[1] + _TOGETHER
        and line[axis.start] <= here + _TOGETHER
        and line[axis.stop] >= there - _TOGETHER
        for line in crossing
    )


def ruling(orientation: str, x0: float, top: float, x1: float, bottom: float) -> Edge:
    """A line as pdfplumber describes it: "h" or "v", in points from the top left."""
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }
