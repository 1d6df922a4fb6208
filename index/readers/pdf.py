"""PDF: pypdfium2 says what stands on each page; tables come from its rulings, or from its columns of words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.model import Page, ParsedDocument, RawTable, SourceFile, TextBlock
from index.readers.glyphs import Glyph, lines_of
from index.readers.limits import page_jobs
from index.readers.pdfium import sight_of
from index.readers.ruled import ruled_tables
from index.readers.rulings import ruled_grids
from index.readers.scans import Recogniser, is_installed
from index.readers.unruled import unruled_tables

if TYPE_CHECKING:
    import pypdfium2

MAX_PAGES = 10_000
_RECOGNISED = "内容由图像识别得来，数字请对照原件核对"
_LOST = "无法读取"
_SCAN_GLYPHS = 20  # a scanned page may still have a printed page number


class PdfReader:
    """Pages with text lines and tables in reading order; boxes in points from the top left of the page."""

    name = "pdf"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:  # noqa: ARG002
        return b"%PDF-" in head[:1024]

    def read(self, source: SourceFile) -> ParsedDocument:
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(source.path)
        except pypdfium2.PdfiumError as error:
            raise _unreadable(source.name, str(error)) from error
        count = len(document)
        if count == 0:
            raise ReadError(f"{source.name}：这份 PDF 没有任何页面。")
        if count > MAX_PAGES:
            raise ReadError(f"{source.name}：共 {count} 页，超过 {MAX_PAGES} 页的上限，请拆分后再试。")
        try:
            pages, notes = _read_pages(document, Recogniser())
        finally:
            document.close()
        if all(not page.blocks for page in pages) and any(_LOST in note for note in notes):
            raise ReadError(f"{source.name}：PDF 内容已损坏，无法读取（{notes[0]}）。")
        return ParsedDocument(source, pages, self.name, self.version, notes)


def _read_pages(document: pypdfium2.PdfDocument, recogniser: Recogniser) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """All pages, and what must be said about some. A page that cannot be read is empty and named."""
    pages: list[Page] = []
    notes: list[str] = []
    for number, given_up in page_jobs(len(document)):
        page, note = Page(number, ()), ""
        if not given_up:
            try:
                page, note = _page(document[number - 1], number, recogniser)
            except MemoryError:
                given_up = "内存超过上限"
            except Exception as error:  # the parsers raise whatever a damaged page makes them stumble over
                given_up = f"内容已损坏（{type(error).__name__}）"
        if given_up:
            note = f"第{number}页{_LOST}：{given_up}"
        pages.append(page)
        notes += [note] if note else []
    return tuple(pages), tuple(notes)


def _unreadable(name: str, message: str) -> ReadError:
    if "password" in message.lower():
        return ReadError(f"{name}：PDF 已加密，请先解除密码后再试。")
    return ReadError(f"{name}：PDF 已损坏或不完整，无法打开。")


def _page(page: pypdfium2.PdfPage, number: int, recogniser: Recogniser) -> tuple[Page, str]:
    """A page and what must be said about it ("" as a rule)."""
    sight = sight_of(page)
    glyphs = sight.glyphs
    grids = ruled_grids(sight.strokes) if glyphs else []
    note, seen = "", None
    if len(glyphs) < _SCAN_GLYPHS and _has_picture(page):
        seen = recogniser.recognise(page)
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


def _in_reading_order(tables: list[RawTable], rest: list[Glyph], number: int) -> tuple[TextBlock | RawTable, ...]:
    recovered, lines = unruled_tables(lines_of(rest), number)
    blocks: list[TextBlock | RawTable] = [*tables, *recovered]
    blocks += [TextBlock(line.text, number, line.bbox) for line in lines]
    return tuple(sorted(blocks, key=lambda block: (block.bbox[1], block.bbox[0]) if block.bbox else (0.0, 0.0)))


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether an image covers most of the page."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=5)
    bounds = (picture.get_bounds() for picture in pictures)
    return any((x1 - x0) * (y1 - y0) > 0.5 * width * height for x0, y0, x1, y1 in bounds)
