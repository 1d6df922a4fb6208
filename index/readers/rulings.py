"""The rulings of a page and the grids that they make, with open borders closed.

Grids follow pdfplumber's derivation (edges → intersections → cells → tables) with its tolerances, in sorted sweeps.
Tables cut by the page end lose their top or bottom line, and many are drawn without the outermost lines at the sides.
Lines that end together at one height (or at one edge) with a crossing line beyond them bound a cell there all the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from index.model import BBox

_TOLERANCE = 3.0  # points, pdfplumber's own for snapping, joining and crossing lines
_SHORTEST = 3.0
_TOGETHER = 2.5  # points
_WIDEST_STRIP = 150.0
_LEAST = 12.0  # a gap narrower than this is no column

Grid = list[list[BBox | None]]
Point = tuple[float, float]


class Stroke(NamedTuple):
    """A line along an axis: where it stands across it, where it starts and stops along it; points from the top left."""

    place: float
    start: float
    stop: float


class Strokes(NamedTuple):
    """Lines from left to right (``place`` is their height) and from top to bottom."""

    horizontal: list[Stroke]
    vertical: list[Stroke]


def ruled_grids(edges: Strokes) -> list[Grid]:
    """The boxes of the cells of each ruled table on a page, by rows, None where a merged cell covers the place."""
    merged = Strokes(_merged(edges.horizontal), _merged(edges.vertical))
    closing = Strokes(
        [Stroke(at, here, there) for here, there, at in _open_ends(merged.vertical, merged.horizontal, _alike)],
        [Stroke(at, here, there) for here, there, at in _open_ends(merged.horizontal, merged.vertical, _never)],
    )
    if closing.horizontal or closing.vertical:
        merged = Strokes(_merged(merged.horizontal + closing.horizontal), _merged(merged.vertical + closing.vertical))
    return [_rows(table) for table in _tables(_cells(_Crossings(merged)))]


def _merged(edges: Iterable[Stroke]) -> list[Stroke]:
    """Lines that stand closer than the tolerance to each other at their mean place, and as one where they meet."""
    clusters: list[list[Stroke]] = []
    for edge in sorted(edges):
        if clusters and edge.place <= clusters[-1][-1].place + _TOLERANCE:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return [
        edge
        for cluster in clusters
        for edge in _joined(sum(edge.place for edge in cluster) / len(cluster), cluster)
        if edge.stop - edge.start >= _SHORTEST
    ]


def _joined(place: float, cluster: Sequence[Stroke]) -> list[Stroke]:
    joined: list[Stroke] = []
    for _, start, stop in sorted(cluster, key=attrgetter("start")):
        if joined and start <= joined[-1].stop + _TOLERANCE:
            if stop > joined[-1].stop:
                joined[-1] = joined[-1]._replace(stop=stop)
        else:
            joined.append(Stroke(place, start, stop))
    return joined


class _Crossings:
    """Where lines cross (or all but), and which crossings a line connects."""

    def __init__(self, edges: Strokes) -> None:
        self.down: dict[Point, set[int]] = defaultdict(set)  # the vertical lines through a point
        self.along: dict[Point, set[int]] = defaultdict(set)  # the horizontal ones
        heights = [edge.place for edge in edges.horizontal]
        for i, (x, top, bottom) in enumerate(edges.vertical):
            first, last = bisect_left(heights, top - _TOLERANCE), bisect_right(heights, bottom + _TOLERANCE)
            for j in range(first, last):
                y, left, right = edges.horizontal[j]
                if left - _TOLERANCE <= x <= right + _TOLERANCE:
                    self.down[x, y].add(i)
                    self.along[x, y].add(j)
        self.points = sorted(self.down)
        self.by_x = {x: [y for _, y in group] for x, group in groupby(self.points, lambda point: point[0])}
        by_height = sorted(self.points, key=lambda point: (point[1], point[0]))
        self.by_y = {y: [x for x, _ in group] for y, group in groupby(by_height, lambda point: point[1])}

    def below(self, point: Point) -> Iterator[Point]:
        column = self.by_x[point[0]]
        for y in column[bisect_right(column, point[1]) :]:
            if self.down[point] & self.down[point[0], y]:
                yield point[0], y

    def right_of(self, point: Point) -> Iterator[Point]:
        row = self.by_y[point[1]]
        for x in row[bisect_right(row, point[0]) :]:
            if self.along[point] & self.along[x, point[1]]:
                yield x, point[1]


def _cells(crossings: _Crossings) -> Iterator[BBox]:
    """The smallest rectangle below and right of each crossing whose four sides are drawn."""
    for point in crossings.points:
        rights: list[Point] | None = None
        for below in crossings.below(point):
            rights = list(crossings.right_of(point)) if rights is None else rights
            corner = next((corner for right in rights if (corner := _corner(crossings, below, right))), None)
            if corner is not None:
                yield (*point, *corner)
                break


def _corner(crossings: _Crossings, below: Point, right: Point) -> Point | None:
    corner = (right[0], below[1])
    drawn = corner in crossings.down and crossings.along[corner] & crossings.along[below]
    return corner if drawn and crossings.down[corner] & crossings.down[right] else None


def _tables(cells: Iterable[BBox]) -> list[list[BBox]]:
    """Cells that share corners, from the top of the page; a lone cell is none."""
    groups: dict[int, list[BBox]] = {}
    owner: dict[Point, int] = {}
    for number, cell in enumerate(cells):
        x0, top, x1, bottom = cell
        corners = ((x0, top), (x0, bottom), (x1, top), (x1, bottom))
        groups[number] = [cell]
        for other in {owner[corner] for corner in corners if corner in owner}:
            moved = groups.pop(other)
            groups[number] += moved
            for left, upper, right, lower in moved:
                owner.update(dict.fromkeys(((left, upper), (left, lower), (right, upper), (right, lower)), number))
        owner.update(dict.fromkeys(corners, number))
    return sorted(
        (group for group in groups.values() if len(group) > 1),
        key=lambda group: min((top, x0) for x0, top, _, _ in group),
    )


def _rows(cells: list[BBox]) -> Grid:
    lefts = sorted({cell[0] for cell in cells})
    by_top: dict[float, dict[float, BBox]] = defaultdict(dict)
    for cell in cells:
        by_top[cell[1]][cell[0]] = cell
    return [[by_top[top].get(left) for left in lefts] for top in sorted(by_top)]


# ---------------------------------------------------------------- open borders


def _open_ends(
    lines: list[Stroke], crossing: list[Stroke], are_sides: Callable[[Stroke, Stroke], bool]
) -> Iterator[tuple[float, float, float]]:
    """Two neighbouring lines that end together: their places and where they end.

    A crossing line further in must join the two (or they are of one length: the sides of a cell as long as the page),
    and no line between them may lead further out: an inner edge of a merged cell is no open border.
    """
    for end in ("start", "stop"):
        for group in _ending_together(lines, end):
            for first, second in pairwise(group):
                at: float = getattr(first, end)
                if second.place - first.place <= _LEAST or _leads_out(lines, first, second, at, end):
                    continue
                sides = second.place - first.place < _WIDEST_STRIP and are_sides(first, second)
                if sides or _is_joined(crossing, first, second):
                    yield first.place, second.place, at


def _leads_out(lines: list[Stroke], first: Stroke, second: Stroke, at: float, end: str) -> bool:
    between = [line for line in lines if first.place - _TOGETHER <= line.place <= second.place + _TOGETHER]
    if end == "start":
        return any(line.start < at - _LEAST and line.stop > at - _TOGETHER for line in between)
    return any(line.stop > at + _LEAST and line.start < at + _TOGETHER for line in between)


def _ending_together(lines: list[Stroke], end: str) -> list[list[Stroke]]:
    """Parallel lines grouped by where they end, each group in order of place."""
    groups: list[list[Stroke]] = []
    for line in sorted(lines, key=attrgetter(end)):
        if groups and getattr(line, end) - getattr(groups[-1][0], end) <= _TOGETHER:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [sorted(group) for group in groups]


def _alike(first: Stroke, second: Stroke) -> bool:
    """The sides of a cell as long as the page."""
    ends = max(abs(first.start - second.start), abs(first.stop - second.stop))
    return ends <= _TOGETHER and first.stop - first.start > _WIDEST_STRIP


def _never(first: Stroke, second: Stroke) -> bool:  # noqa: ARG001
    """Rows as wide as the page need a line that joins them."""
    return False


def _is_joined(crossing: list[Stroke], first: Stroke, second: Stroke) -> bool:
    return any(
        max(first.start, second.start) - _TOGETHER <= line.place <= min(first.stop, second.stop) + _TOGETHER
        and line.start <= first.place + _TOGETHER
        and line.stop >= second.place - _TOGETHER
        for line in crossing
    )


# ---------------------------------------------------------------- lines seen in an image

Edge = dict[str, Any]


def grids_of_image(edges: Iterable[Edge]) -> list[Grid]:
    """The same for rulings seen in an image."""
    found = list(edges)
    flat = [Stroke(edge["top"], edge["x0"], edge["x1"]) for edge in found if edge["orientation"] == "h"]
    steep = [Stroke(edge["x0"], edge["top"], edge["bottom"]) for edge in found if edge["orientation"] == "v"]
    return ruled_grids(Strokes(flat, steep))


def ruling(orientation: str, x0: float, top: float, x1: float, bottom: float) -> Edge:
    """A line as pdfplumber describes it: "h" or "v", in points from the top left."""
    return {"orientation": orientation, "x0": x0, "x1": x1, "top": top, "bottom": bottom}
