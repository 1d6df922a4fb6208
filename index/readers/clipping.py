"""Which text a PDF draws but does not show: a sheet cut into pages draws its cells whole on each page that they touch,
and clips them to that page's part.

Only windows at least half as wide as the page count. The narrower clip of a cell may hide a line of its own text, which
still names the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float
from typing import Any

_WIDE = 0.5  # of the page's width

Rectangle = tuple[float, float, float, float]


class Clipping:
    """The windows of a page through which its text is seen."""

    def __init__(self, page_width: float) -> None:
        self.least = _WIDE * page_width

    def shows(self, text: Any, sideways: bool) -> bool:
        """Whether a line of text stands between the upper and the lower edge of all its windows; what it prints beyond
        their sides belongs to it."""
        windows = [window for window in _clips(text) if window[2] - window[0] >= self.least]
        if not windows:
            return True
        across = 0 if sideways else 1
        bounds = _bounds(text)
        middle = (bounds[across] + bounds[across + 2]) / 2
        return all(window[across] <= middle <= window[across + 2] for window in windows)


def _clips(text: Any) -> Iterator[Rectangle]:
    """The rectangles that clip a text object; of another shape nothing is known."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(text)
    if not clip:
        return
    for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
        if pdfium.FPDFClipPath_CountPathSegments(clip, path) in (4, 5):
            (x0, y0), (x1, y1) = _corner(clip, path, 0), _corner(clip, path, 2)
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _corner(clip: Any, path: int, segment: int) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    x, y = c_float(), c_float()
    pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, segment), byref(x), byref(y))
    return x.value, y.value


def _bounds(text: Any) -> Rectangle:
    import pypdfium2.raw as pdfium

    x0, y0, x1, y1 = c_float(), c_float(), c_float(), c_float()
    pdfium.FPDFPageObj_GetBounds(text, byref(x0), byref(y0), byref(x1), byref(y1))
    return x0.value, y0.value, x1.value, y1.value
