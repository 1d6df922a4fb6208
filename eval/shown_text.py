"""A page's characters as pdfminer sees them, less those that are drawn but not shown.

A sheet that is cut into pages draws its cells whole on each page that they touch, and clips them to that page's part.
Windows at least half as wide as the page count; the clip of a single cell is left alone.
"""

from __future__ import annotations

import math
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import resolve1
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import Page

_EVERYWHERE = (-math.inf, -math.inf, math.inf, math.inf)
_WIDE = 0.5  # of the page's width

_BODY = 0.36  # of the size, from the baseline to the middle of a figure

Rectangle = tuple[float, float, float, float]


def shown_chars(page: Page) -> list[dict[str, Any]]:
    """pdfplumber's characters whose lines lie in all the windows that they are seen through."""
    device = PDFPageAggregator(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Seeing(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()
    return page.chars


class _Seeing(PDFPageInterpreter):
    """Keeps the window that the clipping paths leave, in the page's coordinates."""

    def process_page(self, page: Any) -> None:
        x0, y0, x1, y1 = (float(resolve1(edge)) for edge in page.mediabox)
        self.least = _WIDE * (y1 - y0 if page.rotate % 180 else x1 - x0)
        super().process_page(page)

    def subinterp(self) -> PDFPageInterpreter:
        inner = _Seeing(self.rsrcmgr, self.device)
        inner.least = self.least
        return inner

    def init_state(self, ctm: Any) -> None:
        super().init_state(ctm)
        self.window: Rectangle = _EVERYWHERE
        self.outer: list[Rectangle] = []

    def do_q(self) -> None:
        super().do_q()
        self.outer.append(self.window)

    def do_Q(self) -> None:  # noqa: N802 - named after the operator
        super().do_Q()
        self.window = self.outer.pop() if self.outer else self.window

    def do_W(self) -> None:  # noqa: N802
        pairs = [pair for _, *numbers in self.curpath for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        if not pairs:
            return
        xs, ys = zip(*(apply_matrix_pt(self.ctm, pair) for pair in pairs), strict=True)
        if max(xs) - min(xs) >= self.least:
            x0, y0, x1, y1 = self.window
            self.window = max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))

    def do_W_a(self) -> None:  # noqa: N802
        self.do_W()

    def do_TJ(self, seq: Any) -> None:  # noqa: N802
        """Shows text, as far as it is in the window."""
        assert isinstance(self.device, PDFPageAggregator)
        drawn: list[Any] = self.device.cur_item._objs
        before = len(drawn)
        super().do_TJ(seq)
        drawn[before:] = [item for item in drawn[before:] if self._shows(item)]

    def _shows(self, item: Any) -> bool:
        left, low, right, high = self.window
        x = float(item.x0 + item.x1) / 2
        if item.upright:
            return low <= float(item.matrix[5]) + _BODY * float(item.size) <= high
        return left <= x <= right
