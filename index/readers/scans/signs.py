"""Signs of relation that stand alone in a cell (≥, ≤): two parts one above the other, which no letter has.

The reading network takes the slanted ⩾ for a letter; the form of the ink tells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_LETTER = re.compile(r"[A-Za-z<>≥≤]")
_PART = 0.6  # of the width of the sign, that each of its two parts is wide at least


def relation_sign(read: str, picture: Image) -> str:
    """The sign that the picture of a lone character shows, "" where it is none; ``read`` is what it was taken for."""
    import cv2
    import numpy

    if not _LETTER.fullmatch(read):
        return ""
    width = picture.shape[1]
    darkest, paper = float(picture.min()), float(numpy.percentile(picture, 95))
    ink = (picture < (darkest + paper) / 2).astype(numpy.uint8)
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=4)
    parts = [(int(box[1]), index) for index, box in enumerate(boxes) if index and box[2] >= _PART * width]
    if len(parts) != 2 or len(boxes) > 4:
        return ""
    upper = marks == min(parts)[1]
    left, right = _spread(upper[:, : width // 3]), _spread(upper[:, -(width // 3) :])
    if min(left, right) > 0.6 * max(left, right):
        return ""
    return "≥" if left > right else "≤"


def _spread(ink: Image) -> int:
    """How many rows lie between the first and the last that hold ink."""
    import numpy

    rows = numpy.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if len(rows) else 0
