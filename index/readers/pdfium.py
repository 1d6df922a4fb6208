"""A PDF page as pypdfium2 sees it: its characters and its drawn lines, in points from the top left of the upright page.

pdfium parses a page many times faster than pdfminer; what pdfplumber takes for edges (lines, the sides of rectangles,
straight parts of curves, whatever their colour) is taken here too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from ctypes import addressof, byref, c_double, c_float
from dataclasses import dataclass
from itertools import pairwise
from math import hypot, pi
from typing import TYPE_CHECKING, Any

from index.readers.clipping import Clipping
from index.readers.glyphs import Glyph
from index.readers.rulings import Stroke, Strokes

if TYPE_CHECKING:
    import pypdfium2

_ASCENT, _DESCENT = 0.88, 0.12  # of the size: the same for all fonts, so that one line's characters share a middle
_STRAIGHT = 0.1  # points
_SHORTEST = 1.0
_DEEPEST = 5  # forms within forms
_HYPHENS = (0x2, 0xFFFE)  # what pdfium gives for a hyphen that ends a line
_WORD = 1.2  # sizes from one character to the next
_SAMPLE = 60  # characters that tell how a page is turned
_TURNS = (0, 270, 180, 90)  # by the quarter in which a character is drawn

Matrix = tuple[float, float, float, float, float, float]
Turn = Callable[[float, float], tuple[float, float]]
Shape = list[tuple[float, float]]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sight:
    """What stands on a page."""

    glyphs: list[Glyph]
    strokes: Strokes


def sight_of(page: pypdfium2.PdfPage) -> Sight:
    """The characters and lines of a page, turned so that most of its text is upright."""
    text = page.get_textpage()
    try:
        degrees = _reading_turn(text)
        turn = _turn(page, page.get_rotation() if degrees is None else degrees)
        return Sight(list(_glyphs(text, turn, _Objects(text.raw, page.get_width()))), _strokes(page, turn))
    finally:
        text.close()


def reading_frame(page: pypdfium2.PdfPage) -> tuple[int, float, float, float, float]:
    """How a picture of the page is turned to be upright (degrees clockwise), and what it shows of the points that
    ``sight_of`` counts in: left, top, width, height."""
    text = page.get_textpage()
    try:
        degrees = _reading_turn(text)
    finally:
        text.close()
    rotation = page.get_rotation()
    width, height = page.get_size()
    if degrees is None:
        return 0, 0.0, 0.0, width, height
    if (degrees - rotation) % 180:
        width, height = height, width
    turn = _turn(page, degrees)
    x0, y0, x1, y1 = page.get_cropbox()
    (a, b), (c, d) = turn(x0, y0), turn(x1, y1)
    return (degrees - rotation) % 360, max(min(a, c), 0.0), max(min(b, d), 0.0), width, height


def _turn(page: pypdfium2.PdfPage, degrees: int) -> Turn:
    """From the page's own coordinates to points from the top left, after a clockwise turn."""
    left, low, right, high = page.get_mediabox()
    match degrees:
        case 90:
            return lambda x, y: (y - low, x - left)
        case 180:
            return lambda x, y: (right - x, y - low)
        case 270:
            return lambda x, y: (high - y, right - x)
        case _:
            return lambda x, y: (x - left, high - y)


def _reading_turn(text: pypdfium2.PdfTextPage) -> int | None:
    """The clockwise turn that makes most characters upright, whatever the page's own rotation; None without text."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text)
    votes = Counter(
        _TURNS[round(pdfium.FPDFText_GetCharAngle(text, index) / (pi / 2)) % 4]
        for index in range(0, count, max(count // _SAMPLE, 1))
    )
    return votes.most_common(1)[0][0] if votes else None


# ---------------------------------------------------------------- characters


def _glyphs(text: pypdfium2.PdfTextPage, turn: Turn, objects: _Objects) -> Iterator[Glyph]:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    x, y = c_double(), c_double()
    spaced = False
    handle = text.raw
    for index in range(pdfium.FPDFText_CountChars(handle)):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        char = "-" if code in _HYPHENS else chr(code)
        if char.isspace() or not char.isprintable():
            spaced = spaced or (char.isspace() and not pdfium.FPDFText_IsGenerated(handle, index))
            continue
        size, shown = objects.of(index)
        if not shown or not pdfium.FPDFText_GetLooseCharBox(handle, index, byref(box)):
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, byref(x), byref(y))
        edges = turn(box.left, box.bottom)[0], turn(box.right, box.top)[0]
        baseline = turn(x.value, y.value)[1]
        top, bottom = baseline - _ASCENT * size, baseline + _DESCENT * size
        yield Glyph(char, min(edges), top, max(edges), bottom, size, spaced, index)
        spaced = False


class _Objects:
    """The text objects of a page: their font size as printed (scaled by their matrix), and whether they are shown."""

    def __init__(self, handle: Any, page_width: float) -> None:
        self.handle = handle
        self.clipping = Clipping(page_width)
        self.known: dict[int, tuple[float, bool]] = {}
        self.last = (0.0, 0.0, False)  # where the last object starts, and whether it is shown

    def of(self, index: int) -> tuple[float, bool]:
        import pypdfium2.raw as pdfium

        owner = pdfium.FPDFText_GetTextObject(self.handle, index)
        key = addressof(owner.contents) if owner else -1
        if key not in self.known:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(self.handle, index, byref(matrix))
            scale = hypot(matrix.b, matrix.d) if matrix.b or matrix.d else 1.0
            size = max(pdfium.FPDFText_GetFontSize(self.handle, index) * scale, 1.0)
            self.known[key] = size, not owner or self._is_shown(owner, matrix, size)
        return self.known[key]

    def _is_shown(self, owner: Any, matrix: Any, size: float) -> bool:
        """Asked once for a word whose characters are objects of their own."""
        left, line, shown = self.last
        if matrix.f != line or not 0 < matrix.e - left <= _WORD * size:
            shown = self.clipping.shows(owner, abs(matrix.b) > abs(matrix.a))
        self.last = matrix.e, matrix.f, shown
        return shown


# ---------------------------------------------------------------- lines


def _strokes(page: pypdfium2.PdfPage, turn: Turn) -> Strokes:
    found = Strokes([], [])
    for shape in _page_shapes(page):
        _add(found, [turn(x, y) for x, y in shape])
    return found


def _add(found: Strokes, shape: Shape) -> None:
    """The straight parts of a shape that run along an axis."""
    for (x0, y0), (x1, y1) in pairwise(shape):
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) >= _SHORTEST:
            found.horizontal.append(Stroke(y0, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) >= _SHORTEST:
            found.vertical.append(Stroke(x0, min(y0, y1), max(y0, y1)))


def _page_shapes(page: pypdfium2.PdfPage) -> Iterator[Shape]:
    import pypdfium2.raw as pdfium

    handle = page.raw
    for index in range(pdfium.FPDFPage_CountObjects(handle)):
        yield from _shapes(pdfium.FPDFPage_GetObject(handle, index), _IDENTITY, 1)


def _shapes(drawn: Any, outer: Matrix, depth: int) -> Iterator[Shape]:
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFPageObj_GetType(drawn)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _subpaths(drawn, _within(outer, _matrix(drawn)))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = _within(outer, _matrix(drawn))
        for index in range(pdfium.FPDFFormObj_CountObjects(drawn)):
            yield from _shapes(pdfium.FPDFFormObj_GetObject(drawn, index), inner, depth + 1)


def _matrix(drawn: Any) -> Matrix:
    import pypdfium2.raw as pdfium

    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, byref(m))
    return m.a, m.b, m.c, m.d, m.e, m.f


def _within(outer: Matrix, inner: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _subpaths(path: Any, matrix: Matrix) -> Iterator[Shape]:
    """The corners of each subpath in page coordinates; of a curve, only where it ends."""
    import pypdfium2.raw as pdfium

    a, b, c, d, e, f = matrix
    x, y = c_float(), c_float()
    shape: Shape = []
    controls = 0
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            controls = (controls + 1) % 3
            if controls:
                continue
        pdfium.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1:
                yield shape
            shape = []
        shape.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])
    if len(shape) > 1:
        yield shape
