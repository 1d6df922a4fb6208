"""Which pixels of a grey picture are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.readers.scans.networks import Image

_FAINT, _CLEAR = 0.10, 0.30  # of the contrast between paper and ink
_LEAST_FAINT, _LEAST_CLEAR = 9.0, 20.0  # grey levels


def printed(image: Image) -> Image:
    """255 where something is printed: darker than the paper around it, and clearly so somewhere in the same stroke.

    The second half keeps the grain of the paper out without thinning faint strokes.
    """
    import cv2
    import numpy

    paper, black = numpy.percentile(image[::3, ::3], (80, 0.5))
    around = cv2.medianBlur(
        cv2.resize(image, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), 2 * (min(image.shape) // 120) + 11
    )
    depth = cv2.resize(around, image.shape[::-1]).astype(numpy.int16) - image
    faint = (depth > max(_FAINT * (paper - black), _LEAST_FAINT)).astype(numpy.uint8)
    clear = depth > max(_CLEAR * (paper - black), _LEAST_CLEAR)
    count, strokes = cv2.connectedComponents(faint)
    kept = numpy.zeros(count, numpy.uint8)
    kept[strokes[clear]] = 255
    kept[0] = 0
    mask: Image = kept[strokes]
    return mask
