"""Pictures of pages: what was read in a box is drawn in that box, however the page is turned or cropped."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from index.errors import ReadError
from index.readers.page_picture import PagePicture, page_picture
from index.readers.pdfium import sight_of

SAMPLE = next((Path(__file__).parents[1] / "samples" / "documents").glob("*2025*预算.pdf"))


def turned(folder: Path, rotation: int, cropped: int) -> Path:
    """The sample's third page turned, with this many points cropped off its left and top."""
    import pypdfium2

    document, made = pypdfium2.PdfDocument(SAMPLE), pypdfium2.PdfDocument.new()
    made.import_pages(document, [2])
    page = made[0]
    left, low, right, high = page.get_mediabox()
    page.set_cropbox(left + cropped, low, right, high - cropped)
    page.set_rotation(rotation)
    target = folder / "turned.pdf"
    made.save(target)
    made.close()
    document.close()
    return target


@pytest.mark.parametrize(("rotation", "cropped"), [(0, 0), (90, 0), (180, 0), (270, 0), (0, 30), (90, 30)])
def test_what_is_read_stands_where_it_is_drawn(tmp_path: Path, rotation: int, cropped: int) -> None:
    import pypdfium2

    path = turned(tmp_path, rotation, cropped)
    with pypdfium2.PdfDocument(path) as document:
        glyphs = sight_of(document[0]).glyphs
    picture = page_picture(path, 1)
    image = Image.open(io.BytesIO(picture.content)).convert("L")
    inked = sum(has_ink(image, picture, (glyph.x0, glyph.top, glyph.x1, glyph.bottom)) for glyph in glyphs)
    assert len(glyphs) > 50
    assert inked > 0.95 * len(glyphs)


def has_ink(image: Image.Image, picture: PagePicture, box: tuple[float, float, float, float]) -> bool:
    x, y = image.width / picture.width, image.height / picture.height
    place = (
        round((box[0] - picture.left) * x), round((box[1] - picture.top) * y),
        round((box[2] - picture.left) * x) + 1, round((box[3] - picture.top) * y) + 1,
    )  # fmt: skip
    darkest, _ = image.crop(place).getextrema()
    return isinstance(darkest, int) and darkest < 160


@pytest.mark.parametrize("number", [0, 999])
def test_a_page_that_is_not_there_is_named(number: int) -> None:
    with pytest.raises(ReadError, match=f"没有第{number}页"):
        page_picture(SAMPLE, number)


def test_a_file_that_has_gone_is_named() -> None:
    with pytest.raises(ReadError, match="原文件已不在"):
        page_picture(Path("gone.pdf"), 1)
