"""A PDF page as a grey picture of about the resolution that it was scanned with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2

    from index.readers.scans.networks import Image

_LEAST, _MOST, _USUAL = 100.0, 250.0, 200.0  # dots per inch
_MOST_PIXELS = 12_000_000


def page_picture(page: pypdfium2.PdfPage) -> tuple[Image, float]:
    """The picture and its pixels per point."""
    width, height = page.get_size()
    dots = min(max(max(_resolutions(page), default=_USUAL), _LEAST), _MOST)
    scale = min(dots / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn: Any = page.render(scale=scale, grayscale=True).to_numpy()
    image: Image = drawn.reshape(drawn.shape[:2])
    return image, scale


def _resolutions(page: pypdfium2.PdfPage) -> Iterator[float]:
    """Dots per inch of the pictures that cover a good part of the page."""
    import pypdfium2.raw as pdfium

    size = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        x0, y0, x1, y1 = picture.get_bounds()
        if (x1 - x0) * (y1 - y0) > 0.3 * size[0] * size[1]:
            yield 72 * (picture.get_px_size()[0] * picture.get_px_size()[1] / ((x1 - x0) * (y1 - y0))) ** 0.5
