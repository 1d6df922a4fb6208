"""What is printed on a straight picture, line by line: in each cell of a grid by its ink, elsewhere as found.

Cells are read one by one: nothing runs over a ruling, and a lone "0" or "—" that the finding network overlooks is
there by its ink. Text outside grids is where that network sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from index.readers.glyphs import Glyph
from index.readers.rulings import Grid
from index.readers.scans.confusions import untangled
from index.readers.scans.figures import best_figure, looks_like_figure
from index.readers.scans.ink import printed
from index.readers.scans.networks import Character, Networks, Reading
from index.readers.scans.signs import relation_sign

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_INSIDE = 1.0  # points between a ruling's middle and what stands in the cell
_ABOVE, _BESIDE = 0.2, 0.2  # of the line height: the paper around a line that is read with it
_SPECK = 0.22  # of the line height: smaller marks alone are no text
_FLAT = 0.25  # of the line height: ink this flat at the rim of a cell is what is left of a ruling
_TWO_LINES = 1.75  # of the line height
_SHORT = 7.0  # times the line height: lines no wider are figures and short names
_FIRST, _AGAIN = 1.35, (1.0, 1.7)  # how much a short line is widened; narrow digits run together else
_FINE = 0.8  # confidence below which a short name is read again as it is
_AT_END = 0.7  # of the character size: ink this near to an outermost character is its edge
_APART = 0.5  # of the character size, half of a gap that parts words; less is the uncertainty of the places
_UNREAD = 0.35  # mean confidence below which a line is a stain
_LIGHT = frozenset(".,:;'|!")


class Area(NamedTuple):
    """A stretch of the picture, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Paper:
    """The picture with its rulings wiped away, its ink, and the usual height of its lines in pixels."""

    image: Image
    ink: Image
    pixels_per_point: float
    line_height: float


def paper_of(image: Image, rulings: Image, grids: Sequence[Grid], found: Sequence[Image], scale: float) -> Paper:
    """``rulings`` is a mask of the pixels to wipe away, ``scale`` pixels per point."""
    import cv2
    import numpy

    wiped, ink = image.copy(), printed(image)
    wiped[rulings > 0] = int(numpy.percentile(image, 80))
    ink[cv2.dilate(rulings, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))) > 0] = 0
    areas = [*_cells(grids, scale, image.shape), *_boxes(found, image.shape)]
    heights = [
        bottom - top for area in areas for top, bottom in _runs(_rows(ink, area) > 0) if bottom - top > 2 * scale
    ]
    usual = float(numpy.median(heights)) if heights else 8 * scale
    return Paper(wiped, ink, scale, usual)


def glyphs_of(paper: Paper, grids: Sequence[Grid], found: Sequence[Image], networks: Networks) -> Iterator[Glyph]:
    """Every character of the page, in points of the picture."""
    order = 0
    for line in _lines(paper, grids, found):
        for glyph in _read(paper, line, networks, order):
            yield glyph
            order += 1


def _lines(paper: Paper, grids: Sequence[Grid], found: Sequence[Image]) -> Iterator[Area]:
    cells = list(_cells(grids, paper.pixels_per_point, paper.ink.shape))
    for cell in cells:
        yield from _lines_in(paper, cell)
    for box in _boxes(found, paper.ink.shape):
        middle, centre = (box.top + box.bottom) / 2, (box.left + box.right) / 2
        if not any(c.left <= centre <= c.right and c.top <= middle <= c.bottom for c in cells):
            yield from _main_lines(list(_lines_in(paper, box)))


def _cells(grids: Sequence[Grid], scale: float, shape: tuple[int, ...]) -> Iterator[Area]:
    for grid in grids:
        for x0, top, x1, bottom in (box for row in grid for box in row if box):
            inset = _INSIDE
            area = Area(*(round(edge * scale) for edge in (x0 + inset, top + inset, x1 - inset, bottom - inset)))
            area = Area(max(area.left, 0), max(area.top, 0), min(area.right, shape[1]), min(area.bottom, shape[0]))
            if area.right > area.left and area.bottom > area.top:
                yield area


def _boxes(found: Iterable[Image], shape: tuple[int, ...]) -> Iterator[Area]:
    for corners in found:
        (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
        area = Area(max(int(left), 0), max(int(top), 0), min(int(right) + 1, shape[1]), min(int(bottom) + 1, shape[0]))
        if area.right > area.left and area.bottom > area.top:
            yield area


def _main_lines(lines: list[Area]) -> list[Area]:
    """Without the rims of neighbouring lines that a box around one line takes in."""
    tallest = max((line.height for line in lines), default=0)
    return [line for line in lines if line.height > 0.5 * tallest]


def _lines_in(paper: Paper, area: Area) -> Iterator[Area]:
    """The lines of ink in an area, each as wide as its ink."""
    import numpy

    rows = _rows(paper.ink, area)
    for top, bottom in _bands(rows, paper.line_height):
        band = paper.ink[area.top + top : area.top + bottom, area.left : area.right]
        columns = numpy.flatnonzero((band > 0).any(axis=0))
        line = Area(area.left + int(columns[0]), area.top + top, area.left + int(columns[-1]) + 1, area.top + bottom)
        at_rim = top <= 1 or bottom >= area.height - 1
        if at_rim and line.height < _FLAT * paper.line_height:
            continue
        if max(line.height, line.right - line.left) > _SPECK * paper.line_height:
            yield line


def _rows(ink: Image, area: Area) -> Image:
    """How many pixels of ink each row of an area has."""
    counted: Image = (ink[area.top : area.bottom, area.left : area.right] > 0).sum(axis=1)
    return counted


def _bands(rows: Image, line_height: float) -> list[tuple[int, int]]:
    """Stretches of rows that hold one line each: parts of characters joined, lines that touch taken apart."""
    joined: list[tuple[int, int]] = []
    for top, bottom in _runs(rows > 0):
        if joined and _one_line(joined[-1], (top, bottom), line_height):
            joined[-1] = (joined[-1][0], bottom)
        else:
            joined.append((top, bottom))
    return [part for band in joined for part in _parted(rows, band, line_height)]


def _one_line(above: tuple[int, int], below: tuple[int, int], line_height: float) -> bool:
    gap, whole = below[0] - above[1], below[1] - above[0]
    slight = min(above[1] - above[0], below[1] - below[0]) < 0.45 * line_height
    return whole < 1.35 * line_height and (gap < 0.15 * line_height or (slight and gap < 0.5 * line_height))


def _parted(rows: Image, band: tuple[int, int], line_height: float) -> Iterator[tuple[int, int]]:
    top, bottom = band
    if bottom - top <= _TWO_LINES * line_height:
        yield band
        return
    for share in (0.04, 0.08, 0.15, 0.25):
        parts = [
            (top + start, top + stop)
            for start, stop in _runs(rows[top:bottom] > share * rows[top:bottom].max())
            if stop - start > 0.4 * line_height
        ]
        if len(parts) > 1:
            edges = [top, *((left[1] + right[0]) // 2 for left, right in pairwise(parts)), bottom]
            for start, stop in pairwise(edges):
                yield from _parted(rows, (start, stop), line_height)
            return
    yield band


def _runs(flags: Image) -> list[tuple[int, int]]:
    import numpy

    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], flags.astype(numpy.int8), [0]))))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _read(paper: Paper, line: Area, networks: Networks, order: int) -> Iterator[Glyph]:
    short = line.right - line.left < _SHORT * paper.line_height
    reading, left, width = _reading(paper, line, networks, _FIRST if short else 1.0)
    if short and reading.confidence < _FINE and not looks_like_figure(reading.text):
        plain = _reading(paper, line, networks, 1.0)[0]
        reading = max(reading, plain, key=lambda seen: seen.mean)
    if reading.mean < _UNREAD:
        return
    characters = reading.characters
    if len(characters) == 1:
        sign = relation_sign(reading.text, paper.image[line.top : line.bottom, line.left : line.right])
        characters = (replace(characters[0], text=sign),) if sign else characters
    if looks_like_figure(reading.text):
        characters = best_figure(reading, lambda: (_reading(paper, line, networks, stretch)[0] for stretch in _AGAIN))
    meant = untangled("".join(character.text for character in characters))
    characters = tuple(replace(character, text=char) for character, char in zip(characters, meant, strict=True))
    yield from _placed(characters, paper, line, left, width, order)


def _reading(paper: Paper, line: Area, networks: Networks, stretch: float) -> tuple[Reading, float, float]:
    """A line as read, and where the picture that was read begins and how wide it is (pixels of the page)."""
    import cv2

    height, width = paper.image.shape
    tall = max(line.height, paper.line_height if line.height < 0.6 * paper.line_height else 0)
    above, beside = round(_ABOVE * tall), round(_BESIDE * max(tall, paper.line_height))
    slack = round((tall - line.height) / 2)
    cut = Area(
        max(line.left - beside, 0),
        max(line.top - above - slack, 0),
        min(line.right + beside, width),
        min(line.bottom + above + slack, height),
    )
    crop = paper.image[cut.top : cut.bottom, cut.left : cut.right]
    if stretch != 1.0:
        crop = cv2.resize(crop, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_CUBIC)
    return networks.read(crop), cut.left, cut.right - cut.left


def _placed(
    characters: Sequence[Character], paper: Paper, line: Area, left: float, width: float, order: int
) -> Iterator[Glyph]:
    """Characters as glyphs: their centres as read, their widths by their kind, the outermost at the ink's ends."""
    shown = [character for character in characters if not character.text.isspace()]
    if not shown:
        return
    widths = [_width(character.text) for character in shown]
    centres = [left + character.centre * width for character in shown]
    em = min(_character_size(centres, widths, line), 2.0 * paper.line_height)
    bounds = [_bound(*pair) for pair in pairwise(zip(centres, widths, strict=True))]
    scale = paper.pixels_per_point
    for index, (character, centre, share) in enumerate(zip(shown, centres, widths, strict=True)):
        x0, x1 = centre - share * em / 2, centre + share * em / 2
        if index and x0 - bounds[index - 1] < _APART * em:
            x0 = bounds[index - 1]
        if index < len(bounds) and bounds[index] - x1 < _APART * em:
            x1 = bounds[index]
        if index == 0 and abs(line.left - x0) < _AT_END * em:
            x0 = min(line.left, centre)
        if index == len(shown) - 1 and abs(line.right - x1) < _AT_END * em:
            x1 = max(line.right, centre)
        yield Glyph(
            character.text,
            x0 / scale,
            line.top / scale,
            max(x1, x0 + 1) / scale,
            line.bottom / scale,
            em / scale,
            False,
            order + index,
        )


def _character_size(centres: Sequence[float], widths: Sequence[float], line: Area) -> float:
    """In pixels, from how far apart the characters stand; a lone one's from its ink."""
    if len(centres) > 1:
        size = (centres[-1] - centres[0]) / (sum(widths) - (widths[0] + widths[-1]) / 2)
    else:
        size = (line.right - line.left) / widths[0]
    return min(max(size, 0.85 * line.height), 1.7 * line.height)


def _bound(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Where one character (centre, width) ends and the next begins."""
    return left[0] + (right[0] - left[0]) * left[1] / (left[1] + right[1])


def _width(char: str) -> float:
    """In units of the character size."""
    if char in _LIGHT:
        return 0.27
    return 1.0 if ord(char) > 0x2E7F or char in "—…" else 0.52
