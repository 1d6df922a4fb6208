"""A PDF page as a grey picture of about the resolution that it was scanned with, without coloured stamps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2

    from index.readers.scans.networks import Image

_LEAST, _MOST, _USUAL = 100.0, 250.0, 200.0  # dots per inch
_RED = 40  # grey levels that red leads the other colours by
_BRIGHT = 150  # the least red of a seal on bare paper; print under it is darker
_SEAL = 60.0  # points; official seals are 38 to 50 mm wide
_MOST_PIXELS = 12_000_000


def page_picture(page: pypdfium2.PdfPage) -> tuple[Image, float]:
    """The picture and its pixels per point."""
    width, height = page.get_size()
    dots = min(max(max(_resolutions(page), default=_USUAL), _LEAST), _MOST)
    scale = min(dots / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn: Any = page.render(scale=scale, rev_byteorder=True).to_numpy()
    return without_stamps(drawn[:, :, :3], scale), scale


def without_stamps(coloured: Image, pixels_per_point: float) -> Image:
    """The picture (red, green, blue) in grey; red marks as large as a seal are seen through a red glass.

    Under a seal the black print stays. Small red print (a heading, a figure) is print and stays dark.
    """
    import cv2
    import numpy

    grey: Image = cv2.cvtColor(coloured, cv2.COLOR_RGB2GRAY)
    red = coloured[:, :, 0]
    marked = (red.astype(numpy.int16) - coloured[:, :, 1:].max(axis=2) > _RED).astype(numpy.uint8)
    if not marked.any():
        return grey
    near = round(4 * pixels_per_point) * 2 + 1
    _, places, boxes, _ = cv2.connectedComponentsWithStats(cv2.dilate(marked, numpy.ones((near, near), numpy.uint8)))
    seals = boxes[:, 2:4].min(axis=1) > _SEAL * pixels_per_point
    seals[0] = False
    inside = seals[places]
    grey[inside] = red[inside]
    grey[inside & (red > _BRIGHT) & (grey < numpy.percentile(grey, 80))] = int(numpy.percentile(grey, 80))
    return grey


def _resolutions(page: pypdfium2.PdfPage) -> Iterator[float]:
    """Dots per inch of the pictures that cover a good part of the page."""
    import pypdfium2.raw as pdfium

    size = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        x0, y0, x1, y1 = picture.get_bounds()
        if (x1 - x0) * (y1 - y0) > 0.3 * size[0] * size[1]:
            yield 72 * (picture.get_px_size()[0] * picture.get_px_size()[1] / ((x1 - x0) * (y1 - y0))) ** 0.5
