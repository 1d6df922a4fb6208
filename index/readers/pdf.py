"""PDF: pypdfium2 says what stands on each page; pdfplumber finds the tables where there are rulings."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from ctypes import byref
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.model import Page, ParsedDocument, RawTable, SourceFile, TextBlock
from index.readers.glyphs import Glyph, lines_of
from index.readers.ruled import ruled_tables
from index.readers.rulings import Grid, ruled_grids
from index.readers.scans import Recogniser, is_installed
from index.readers.unruled import unruled_tables

if TYPE_CHECKING:
    import pypdfium2
    from pdfplumber.page import Page as PlumberPage

MAX_PAGES = 3000
_RECOGNISED = "内容由图像识别得来，数字请对照原件核对"
_SCAN_GLYPHS = 20  # a scanned page may still have a printed page number


class PdfReader:
    """Pages with text lines and tables in reading order; boxes in points from the top left of the page."""

    name = "pdf"
    version = "1"

    def accepts(self, head: bytes, path: Path) -> bool:  # noqa: ARG002
        return b"%PDF-" in head[:1024]

    def read(self, source: SourceFile) -> ParsedDocument:
        import pdfplumber
        import pypdfium2

        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        try:
            scanned = pypdfium2.PdfDocument(source.path)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(source.name, str(error)) from error
        count = len(scanned)
        if count == 0:
            raise ReadError(f"{source.name}：这份 PDF 没有任何页面。")
        if count > MAX_PAGES:
            raise ReadError(f"{source.name}：共 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后再试。")
        recogniser = Recogniser()
        try:
            with pdfplumber.open(source.path) as plumbed:
                found = [_page(scanned[i], plumbed.pages[i], i + 1, recogniser) for i in range(count)]
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # the parsers raise whatever a damaged file makes them stumble over
            raise ReadError(f"{source.name}：PDF 内容已损坏，无法读取（{type(error).__name__}）。") from error
        finally:
            scanned.close()
        pages = tuple(page for page, _ in found)
        return ParsedDocument(source, pages, self.name, self.version, tuple(note for _, note in found if note))


def _unreadable(name: str, message: str) -> ReadError:
    if "password" in message.lower():
        return ReadError(f"{name}：PDF 已加密，请先解除密码后再试。")
    return ReadError(f"{name}：PDF 已损坏或不完整，无法打开。")


def _page(sight: pypdfium2.PdfPage, plumbed: PlumberPage, number: int, recogniser: Recogniser) -> tuple[Page, str]:
    """A page and what must be said about it ("" as a rule)."""
    grids: list[Grid] = []
    if _has_rulings(sight):
        page = _turned(plumbed)
        glyphs = list(_plumbed_glyphs(page.chars))
        grids = ruled_grids(page) if glyphs else []
        page.close()
        plumbed.close()
    else:
        glyphs = list(_scanned_glyphs(sight))
    note, seen = "", None
    if len(glyphs) < _SCAN_GLYPHS and _has_picture(sight):
        seen = recogniser.recognise(sight)
        if seen:
            glyphs, grids = seen.glyphs, seen.grids
        note = f"第{number}页没有文字层，" + (_RECOGNISED if seen else _unread())
    elif not glyphs:
        note = f"第{number}页没有文字层"
    tables, rest = ruled_tables(grids, glyphs, number)
    blocks = _in_reading_order(tables, rest, number)
    return Page(number, seen.on_page(blocks) if seen else blocks, certain=seen is None), note


def _unread() -> str:
    return f"未读取（{'本次识别时间已用完' if is_installed() else '安装 rapidocr 后可以识别'}）"


def _turned(page: PlumberPage) -> PlumberPage:
    """The page turned so that its text is upright, where most of it was drawn sideways; boxes are those then seen."""
    sideways = [char for char in page.chars if not char["upright"]]
    if 2 * len(sideways) <= len(page.chars):
        return page
    upwards = sum(char["matrix"][1] > 0 for char in sideways)
    drawn = page.page_obj
    drawn.rotate = (drawn.rotate + (90 if 2 * upwards >= len(sideways) else 270)) % 360
    drawn.attrs["Rotate"] = drawn.rotate
    return type(page)(page.pdf, drawn, page.page_number, page.initial_doctop)


def _in_reading_order(tables: list[RawTable], rest: list[Glyph], number: int) -> tuple[TextBlock | RawTable, ...]:
    recovered, lines = unruled_tables(lines_of(rest), number)
    blocks: list[TextBlock | RawTable] = [*tables, *recovered]
    blocks += [TextBlock(line.text, number, line.bbox) for line in lines]
    return tuple(sorted(blocks, key=lambda block: (block.bbox[1], block.bbox[0]) if block.bbox else (0.0, 0.0)))


def _has_rulings(page: pypdfium2.PdfPage) -> bool:
    """Whether anything is drawn on the page (lines, rectangles), also inside forms."""
    import pypdfium2.raw as pdfium

    return any(islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=5), 1))


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether an image covers most of the page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    bounds = (picture.get_bounds() for picture in pictures)
    return any((x1 - x0) * (y1 - y0) > 0.5 * width * height for x0, y0, x1, y1 in bounds)


def _plumbed_glyphs(chars: list[dict[str, Any]]) -> Iterator[Glyph]:
    spaced = False
    for order, char in enumerate(chars):
        text = char["text"]
        if text.isspace() or not text:
            spaced = True
            continue
        yield Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], char["size"], spaced, order)
        spaced = False


def _scanned_glyphs(page: pypdfium2.PdfPage) -> Iterator[Glyph]:
    """The characters as pypdfium2 sees them (many times faster), turned upright where the page is rotated."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    spaced = False
    for index in range(pdfium.FPDFText_CountChars(text)):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char.isspace() or not char.isprintable():
            spaced = spaced or char.isspace()
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, index, byref(box)):
            continue
        size = pdfium.FPDFText_GetFontSize(text, index)
        x0, top, x1, bottom = _upright(page, box.left, box.top, box.right, box.bottom)
        yield Glyph(char, x0, top, x1, bottom, min(max(size, 1.0), max(x1 - x0, bottom - top)), spaced, index)
        spaced = False


def _upright(page: pypdfium2.PdfPage, x0: float, y1: float, x1: float, y0: float) -> tuple[float, float, float, float]:
    left, low, right, high = page.get_mediabox()
    match page.get_rotation():
        case 90:
            return y0 - low, x0 - left, y1 - low, x1 - left
        case 180:
            return right - x1, y0 - low, right - x0, y1 - low
        case 270:
            return high - y1, right - x1, high - y0, right - x0
        case _:
            return x0, high - y1, x1, high - y0
