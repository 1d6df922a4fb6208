"""Pictures of pages made upright and straight, and the way back from there to the page.

Text decides about quarter turns; the rows of dark pixels about the slope; long rulings about what remains (the two
directions may lean differently, and a page that lay askew on the glass narrows to one side).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.model import BBox

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_MOST_SLOPE = 5.0  # degrees
_COARSE, _FINE = 0.5, 0.05
_SMALL = 900  # pixels, the longer side of the picture in which slopes are tried
_ALIKE = 0.012  # radians; lines that lean more than this away from the others are none of the page's


@dataclass(frozen=True, slots=True)
class Straightened:
    """``image`` is the straight picture; ``to_page`` (3 × 3) leads from its pixels to points of the page."""

    image: Image
    to_page: Image
    pixels_per_point: float

    def on_page(self, box: BBox) -> BBox:
        """A box of the straight picture (in points of it) as a box of the page."""
        import cv2
        import numpy

        x0, top, x1, bottom = (edge * self.pixels_per_point for edge in box)
        corners = numpy.array([[(x0, top), (x1, top), (x1, bottom), (x0, bottom)]], numpy.float64)
        xs, ys = cv2.perspectiveTransform(corners, self.to_page)[0].T
        return (
            round(float(xs.min()), 2),
            round(float(ys.min()), 2),
            round(float(xs.max()), 2),
            round(float(ys.max()), 2),
        )


def straightened(image: Image, pixels_per_point: float, quarter_turns: int) -> Straightened:
    """``quarter_turns`` counter-clockwise make the text upright."""
    import cv2
    import numpy

    turn = _quarter_turn(image.shape, quarter_turns)
    size = image.shape[::-1] if quarter_turns % 2 == 0 else image.shape
    upright = cv2.warpPerspective(image, turn, size, flags=cv2.INTER_NEAREST) if quarter_turns else image
    turn = _levelled(upright) @ turn
    level = _warped(image, turn, size)
    turn = _squared(level) @ turn
    to_page = numpy.diag([1 / pixels_per_point, 1 / pixels_per_point, 1.0]) @ numpy.linalg.inv(turn)
    return Straightened(_warped(image, turn, size), to_page, pixels_per_point)


def moved(boxes: Sequence[Image], straight: Straightened) -> list[Image]:
    """Boxes found in the picture as it came (corners in its pixels), in the straight one."""
    import cv2
    import numpy

    scale = straight.pixels_per_point
    back = numpy.linalg.inv(straight.to_page) @ numpy.diag([1 / scale, 1 / scale, 1.0])
    return [cv2.perspectiveTransform(box[None].astype(numpy.float64), back)[0] for box in boxes]


def _warped(image: Image, turn: Image, size: tuple[int, int]) -> Image:
    import cv2
    import numpy

    if numpy.allclose(turn, numpy.eye(3), atol=1e-9):
        return image
    paper = float(numpy.percentile(image, 80))
    warped: Image = cv2.warpPerspective(
        image, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=paper
    )
    return warped


def _quarter_turn(shape: tuple[int, ...], turns: int) -> Image:
    import numpy

    height, width = shape
    turned = {
        0: numpy.eye(3),
        1: [[0, 1, 0], [-1, 0, width - 1], [0, 0, 1]],
        2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        3: [[0, -1, height - 1], [1, 0, 0], [0, 0, 1]],
    }[turns % 4]
    return numpy.array(turned, numpy.float64)


def dark(image: Image) -> Image:
    """255 where something is printed: darker than the paper around it."""
    import cv2

    mask: Image = cv2.adaptiveThreshold(
        image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 2 * (min(image.shape) // 60) + 15, 14
    )
    return mask


def _levelled(image: Image) -> Image:
    """The rotation that sharpens the rows of dark pixels most."""
    import cv2
    import numpy

    share = min(_SMALL / max(image.shape), 1.0)
    small = cv2.resize(dark(image), None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=numpy.float64)
        return float(numpy.square(numpy.diff(rows)).sum())

    coarse = max(numpy.arange(-_MOST_SLOPE, _MOST_SLOPE + _COARSE, _COARSE), key=sharpness)
    angle = max(numpy.arange(coarse - _COARSE, coarse + _COARSE, _FINE), key=sharpness)
    if sharpness(angle) <= 1.02 * sharpness(0.0):
        return numpy.eye(3)
    height, width = image.shape
    return numpy.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0), (0.0, 0.0, 1.0)])


def _squared(image: Image) -> Image:
    """What makes the long rulings of a level picture flat and plumb.

    A point moves down by ``b·x + d·x·y`` and right by ``e·y + f·x·y``, with both ends of a flat ruling at one height
    and both ends of a plumb one at one side: linear equations for b, d and e, f.
    """
    import cv2
    import numpy

    height, width = image.shape
    mask = dark(image)
    flat = _leaning_alike(_long_lines(mask))
    plumb = _leaning_alike(_long_lines(mask.T.copy()))
    down, right = _displacement(flat, height), _displacement(plumb, width)
    corners = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], numpy.float32)
    there = [(x + right[0] * y + right[1] * x * y, y + down[0] * x + down[1] * x * y) for x, y in corners.astype(float)]
    turn: Image = cv2.getPerspectiveTransform(corners, numpy.array(there, numpy.float32))
    return turn


def _long_lines(mask: Image) -> Image:
    """The ends (x0, y0, x1, y1) of the long lines of a mask that run nearly flat."""
    import cv2
    import numpy

    piece = cv2.getStructuringElement(cv2.MORPH_RECT, (max(mask.shape) // 90, 1))
    lines = cv2.HoughLinesP(
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, piece),
        1,
        numpy.pi / 1800,
        max(mask.shape) // 16,
        minLineLength=min(mask.shape) // 6,
        maxLineGap=min(mask.shape) // 200,
    )
    ends = numpy.empty((0, 4)) if lines is None else lines.reshape(-1, 4).astype(numpy.float64)
    nearly: Image = ends[abs(ends[:, 2] - ends[:, 0]) > 20 * abs(ends[:, 3] - ends[:, 1])]
    return nearly


def _leaning_alike(ends: Image) -> Image:
    import numpy

    slopes = (ends[:, 3] - ends[:, 1]) / (ends[:, 2] - ends[:, 0])
    kept: Image = ends[abs(slopes - numpy.median(slopes)) < _ALIKE] if len(ends) else ends
    return kept


def _displacement(ends: Image, across: int) -> tuple[float, float]:
    """(b, d) of rulings from (x0, y0) to (x1, y1); d only where they stand well apart."""
    import numpy

    if not len(ends):
        return 0.0, 0.0
    x0, y0, x1, y1 = ends.T
    falls, along, both = y0 - y1, x1 - x0, x1 * y1 - x0 * y0
    if len(ends) < 6 or numpy.ptp(y0) < across / 4:
        return float(numpy.median(falls / along)), 0.0
    solution, *_ = numpy.linalg.lstsq(numpy.stack([along, both], axis=1), falls, rcond=None)
    return float(solution[0]), float(solution[1])
