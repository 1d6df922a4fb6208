"""Text that a page draws but does not show: neither the reader nor the comparison with the text layer sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.text_layer import text_layer
from index.readers.clipping import Clipping
from index.readers.pdfium import sight_of

canvas = pytest.importorskip("reportlab.pdfgen.canvas")

WIDE, CELL = (50, 100, 500, 600), (60, 650, 80, 20)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A page that shows its middle: words in the window, above it, above the page, and over the edge of a cell."""
    drawn = canvas.Canvas(str(tmp_path / "sheet.pdf"), pagesize=(600, 800))
    for window, words in ((WIDE, {"within": 400, "above": 720, "outside": 830}), (CELL, {"overflow": 640})):
        drawn.saveState()
        path = drawn.beginPath()
        path.rect(*window)
        drawn.clipPath(path, stroke=0, fill=0)
        for word, height in words.items():
            drawn.drawString(60, height, word)
        drawn.restoreState()
    drawn.drawString(60, 50, "free")
    drawn.save()
    return tmp_path / "sheet.pdf"


def test_the_reader_sees_what_the_page_shows(sheet: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(sheet)
    text = "".join(glyph.text for glyph in sight_of(document[0]).glyphs)
    document.close()
    assert sorted(text) == sorted("within" + "overflow" + "free")


def test_so_does_the_text_layer(sheet: Path) -> None:
    rows = next(iter(text_layer(sheet)))
    assert [row.text for row in rows] == ["overflow", "within", "free"]  # from the top


def test_windows_are_at_least_half_as_wide_as_the_page(sheet: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(sheet)
    texts = [found for found in document[0].get_objects() if found.type == 1]
    assert [Clipping(600).shows(found.raw, sideways=False) for found in texts] == [True, False, False, True, True]
    assert [Clipping(2000).shows(found.raw, sideways=False) for found in texts] == [True] * 5
    document.close()
