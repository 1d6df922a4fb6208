"""Scanned pages: words by RapidOCR, rulings by their look, both put where a PDF's own characters and lines would be.

RapidOCR is optional: without it scanned pages stay empty and a warning says so. What is recognised is never certain;
the document's warnings name the pages.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.readers.glyphs import Glyph
from index.readers.rulings import Edge, ruling

if TYPE_CHECKING:
    import numpy
    import pypdfium2

_DOTS_PER_INCH = 200
_SCALE = 72 / _DOTS_PER_INCH  # pixels to points
_MOST_SKEW = 3.0  # degrees
_SHORTEST_RULING = 18.0  # points
_BOX_TO_SIZE = 0.7  # the recogniser's boxes are taller than the characters


def is_installed() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was seen on a page, in points from its top left."""

    glyphs: list[Glyph]
    edges: list[Edge]


@dataclass(slots=True)
class Recogniser:
    """Recognises pages until ``seconds`` have been spent; after that, and where RapidOCR is missing, None."""

    seconds: float = 200.0
    _engine: Any = None
    _spent: float = field(default=0.0)

    def recognise(self, page: pypdfium2.PdfPage) -> Recognised | None:
        if self._spent > self.seconds or not is_installed():
            return None
        started = time.monotonic()
        image = _straightened(_grey(page))
        glyphs = list(_glyphs(self._loaded()(image, return_word_box=True)))
        seen = Recognised(glyphs, list(_rulings(image)) if glyphs else [])
        self._spent += time.monotonic() - started
        return seen

    def _loaded(self) -> Any:
        if self._engine is None:
            os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
            logging.getLogger("RapidOCR").setLevel(logging.ERROR)
            from rapidocr import RapidOCR

            logging.getLogger("RapidOCR").setLevel(logging.ERROR)
            self._engine = RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False})
        return self._engine


def _grey(page: pypdfium2.PdfPage) -> numpy.ndarray[Any, Any]:
    image: numpy.ndarray[Any, Any] = page.render(scale=1 / _SCALE, grayscale=True).to_numpy()
    return image.reshape(image.shape[:2])


def _straightened(image: numpy.ndarray[Any, Any]) -> numpy.ndarray[Any, Any]:
    """The page turned by the median slope of its long lines."""
    import cv2
    import numpy

    dark = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1]
    length = image.shape[1] // 4
    lines = cv2.HoughLinesP(dark, 1, numpy.pi / 3600, 200, minLineLength=length, maxLineGap=8)
    if lines is None:
        return image
    slopes = [numpy.degrees(numpy.arctan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in lines.reshape(-1, 4)]
    flat = [slope for slope in slopes if abs(slope) < _MOST_SKEW]
    if not flat or abs(angle := float(numpy.median(flat))) < 0.03:
        return image
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned: numpy.ndarray[Any, Any] = cv2.warpAffine(image, turn, (width, height), borderValue=255)
    return turned


def _rulings(image: numpy.ndarray[Any, Any]) -> Iterator[Edge]:
    import cv2

    dark = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    shortest = round(_SHORTEST_RULING / _SCALE)
    for kernel in ((shortest, 1), (1, shortest)):
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
        lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(lines)
        for left, top, width, height, _ in boxes[1:].tolist():
            if kernel[1] == 1 and width > 3 * height:
                middle = (top + height / 2) * _SCALE
                yield ruling("h", left * _SCALE, middle, (left + width) * _SCALE, middle)
            elif kernel[0] == 1 and height > 3 * width:
                middle = (left + width / 2) * _SCALE
                yield ruling("v", middle, top * _SCALE, middle, (top + height) * _SCALE)


def _glyphs(result: Any) -> Iterator[Glyph]:
    """One glyph a character: a word's box is shared out, wide characters taking twice the room of narrow ones."""
    order = 0
    for words in result.word_results or ():
        for text, _, corners in words or ():
            xs, ys = [x * _SCALE for x, _ in corners], [y * _SCALE for _, y in corners]
            top, bottom = min(ys), max(ys)
            margin = (bottom - top) * (1 - _BOX_TO_SIZE) / 2
            widths = [2 if ord(char) > 0x2E7F else 1 for char in text]
            step = (max(xs) - min(xs)) / max(sum(widths), 1)
            x0 = min(xs)
            for char, width in zip(text, widths, strict=True):
                if not char.isspace():
                    size = bottom - top - 2 * margin
                    yield Glyph(char, x0, top + margin, x0 + width * step, bottom - margin, size, False, order)
                    order += 1
                x0 += width * step
