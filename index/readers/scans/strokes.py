"""Rulings seen in a straight picture: long thin dark stretches, small gaps bridged, that hang together in a frame.

Strokes of bold characters are long and straight too, but they do not hang together over more than a character.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.readers.rulings import Edge, ruling
from index.readers.scans.straighten import dark

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_PIECE = 12.0  # points; shorter stretches are strokes of characters
_GAP = 3.0  # a break in a ruling that is bridged
_SHORTEST = 14.0
_THICKEST = 3.0
_THIN = 0.35  # of its length, that a ruling stands free; small print that runs together is high nearly everywhere
_FRAME = 72.0  # what hangs together is at least this wide or high; a row of strokes in a title is flat and short
_LINE = 8.0  # a single ruling with the dark around it is no higher


def rulings_of(image: Image, pixels_per_point: float) -> tuple[list[Edge], Image]:
    """The rulings, in points of the picture, and a mask of the pixels that they cover."""
    import cv2

    mask = dark(image)
    flat = _stretches(mask, pixels_per_point)
    plumb = _stretches(mask.T.copy(), pixels_per_point).T
    reach = round(1.5 * pixels_per_point) * 2 + 1
    touching = cv2.dilate(cv2.bitwise_or(flat, plumb), cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach)))
    _, frames, boxes, _ = cv2.connectedComponentsWithStats(touching)
    width, height = (boxes[:, k] / pixels_per_point for k in (2, 3))
    line, frame = height < _LINE, (height > _FRAME / 2) | (width > 3 * _FRAME)
    loose = ((width < _FRAME) & (height < _FRAME)) | ~(line | frame)
    flat[loose[frames]] = plumb[loose[frames]] = 0
    edges = [ruling("h", x0, y, x1, y) for x0, x1, y in _lines(flat, pixels_per_point)]
    edges += [ruling("v", x, y0, x, y1) for y0, y1, x in _lines(plumb.T.copy(), pixels_per_point)]
    return edges, cv2.bitwise_or(flat, plumb)


def _stretches(mask: Image, pixels_per_point: float) -> Image:
    """The flat rulings of a mask, three pixels thicker than they are."""
    import cv2

    def bar(points: float) -> Image:
        kernel: Image = cv2.getStructuringElement(cv2.MORPH_RECT, (max(round(points * pixels_per_point), 3), 1))
        return kernel

    thick = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3)))  # a slight slope breaks no ruling
    lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, bar(_PIECE))
    lines = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, bar(_GAP))
    lines = cv2.morphologyEx(lines, cv2.MORPH_OPEN, bar(_SHORTEST))
    high, ruled = (cv2.morphologyEx(mask, cv2.MORPH_OPEN, bar(points).T.copy()) for points in (_THICKEST, _SHORTEST))
    thin = cv2.bitwise_and(cv2.subtract(mask, cv2.subtract(high, ruled)), lines)  # without the uprights of characters
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(lines)
    for index, (left, top, width, height, _) in enumerate(boxes.tolist()):
        here = (slice(top, top + height), slice(left, left + width))
        if index and float(((marks[here] == index) & (thin[here] > 0)).any(axis=0).mean()) < _THIN:
            lines[here][marks[here] == index] = 0
    stretches: Image = lines
    return stretches


def _lines(mask: Image, pixels_per_point: float) -> Iterator[tuple[float, float, float]]:
    """Start, end and height of the flat rulings of a mask."""
    import cv2

    _, _, boxes, _ = cv2.connectedComponentsWithStats(mask)
    for left, top, width, height, area in boxes[1:].tolist():
        if width > 3 * height and area / width - 2 < (_THICKEST + 1) * pixels_per_point:
            yield left / pixels_per_point, (left + width) / pixels_per_point, (top + height / 2) / pixels_per_point
