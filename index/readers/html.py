"""Web pages: paragraphs and data tables in order. Tables that only lay out the page are taken apart."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.model import Page, ParsedDocument, RawTable, SourceFile, TextBlock
from index.readers.spans import SpanCell, table_of
from index.readers.wording import clean, joined_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPENING = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|meta|div|p|article|section)\b", re.I)
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "title", "nav", "aside", "footer")
) | frozenset(("form", "button", "select", "option", "iframe", "svg", "object"))
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "kbd", "label", "mark", "o:p")
) | frozenset(("q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var"))
_SERVER_TAG = re.compile(r"<%.*?%>", re.S)  # left over from the server's page templates
_PLACED = re.compile(r"position\s*:\s*absolute", re.I)
_MANY = 20  # placed pieces: a page converted from a printed one, not a decoration
_LEAST_PICTURE = 200  # pixels
_FURNITURE = frozenset(("footer", "foot", "nav", "navbar", "breadcrumb", "share", "bdsharebuttonbox", "sidebar"))
_MOST_SPAN = 1000
_LONG_CELL = 400  # characters; data cells are shorter than a page's body


class HtmlReader:
    """Any HTML, also what spreadsheets save as .xls; the page is not numbered."""

    name = "html"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        if b"\0" in head[:4096]:
            return False
        return bool(_OPENING.search(head[:4096])) and (
            head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" or _named_html(path)
        )

    def read(self, source: SourceFile) -> ParsedDocument:
        from lxml import etree

        content = source.path.read_bytes()
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        try:
            text = _SERVER_TAG.sub("", _decoded(content, source.name))
            root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        except (etree.LxmlError, ValueError) as error:
            raise ReadError(f"{source.name}：HTML 内容已损坏，无法读取。") from error
        if any("depth" in entry.message.lower() for entry in parser.error_log):
            raise ReadError(f"{source.name}：HTML 嵌套过深，无法读取。")
        if root is None:
            raise ReadError(f"{source.name}：HTML 里没有内容。")
        page = Page(None, tuple(_blocks(root)))
        return ParsedDocument(source, (page,), self.name, self.version, _unread(root, page))


def _unread(root: _Element, page: Page) -> tuple[str, ...]:
    """Where a page without tables has pictures or placed text instead, a warning: tables in them are not read."""
    if any(isinstance(block, RawTable) for block in page.blocks):
        return ()
    warnings: list[str] = []
    pictures = sum(not _hidden(image) and _shown_large(image) for image in root.iter("img"))
    if pictures:
        warnings.append(f"网页里没有表格，另有 {pictures} 张图片未读取，表格可能在图片里")
    if (
        sum(_PLACED.search(element.get("style") or "") is not None for element in root.iter("div", "span", "p"))
        >= _MANY
    ):
        warnings.append("网页的文字按坐标摆放，其中的表格未能还原，请提供原始文件")
    return tuple(warnings)


def _shown_large(image: _Element) -> bool:
    """Whether a picture may hold a table: not said to be small, as icons are."""
    sizes = [re.match(r"\s*(\d+)", image.get(name) or "") for name in ("width", "height")]
    return all(size is None or int(size.group(1)) >= _LEAST_PICTURE for size in sizes)


def _named_html(path: Path) -> bool:
    return path.suffix.lower() in (".html", ".htm", ".xhtml", ".shtml")


def _decoded(content: bytes, name: str) -> str:
    """By byte order mark, then UTF-8, then the declared encoding, then GB18030: pages often declare the wrong one."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]+)", content[:4096])
    for encoding in ("utf-8-sig", declared.group(1).decode("ascii") if declared else "", "gb18030"):
        try:
            return content.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding.lower(), encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    raise ReadError(f"{name}：网页编码无法识别，请另存为 UTF-8 后再试。")


def _blocks(element: _Element) -> Iterator[TextBlock | RawTable]:
    """The blocks below an element; running text is collected until a block-level element ends it."""
    pending: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            pending.append(piece)
            continue
        yield from _paragraph(pending)
        pending = []
        if isinstance(piece, RawTable):
            yield piece
    yield from _paragraph(pending)


def _paragraph(pieces: list[str]) -> Iterator[TextBlock]:
    text = re.sub(r"[ \t\r\n\f]+", " ", clean("".join(pieces).replace("\n", " "))).strip()
    if text:
        yield TextBlock(text)


class _Break:
    """A place where a line ends."""


_BREAK = _Break()


def _pieces(element: _Element) -> Iterator[str | RawTable | _Break]:
    tag = element.tag.lower() if isinstance(element.tag, str) else ""
    if tag in _SKIPPED or _hidden(element):
        return
    if tag == "table" and _is_data(element):
        yield _table(element)
        return
    block = tag not in _INLINE
    if block:
        yield _BREAK
    if element.text:
        yield element.text
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail
    if block:
        yield _BREAK


def _hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    names = f"{element.get('id') or ''} {element.get('class') or ''}".lower().split()
    return "display:none" in style or element.get("hidden") is not None or not _FURNITURE.isdisjoint(names)


def _is_data(table: _Element) -> bool:
    """At least two rows and two columns, no table inside, and no cell that holds a whole article."""
    if table.find(".//table") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    if len(rows) < 2 or max(map(len, rows), default=0) < 2:
        return False
    return len(rows) > 3 or all(len("".join(cell.itertext())) < _LONG_CELL for row in rows for cell in row)


def _table(table: _Element) -> RawTable:
    cells: list[SpanCell] = []
    taken: set[tuple[int, int]] = set()
    rows = list(table.iter("tr"))
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (r, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - r)
            right = _span(cell, "colspan")
            while any((r, column + extra) in taken for extra in range(1, right)):
                right -= 1
            taken.update((y, x) for y in range(r, r + down) for x in range(column, column + right))
            cells.append(SpanCell(r, column, _cell_text(cell), down, right))
            column += right
    return table_of(cells)


def _span(cell: _Element, name: str) -> int:
    digits = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(digits.group(1)), 1), _MOST_SPAN) if digits else 1


def _cell_text(cell: _Element) -> str:
    lines: list[str] = [""]
    for piece in _pieces(cell):
        if isinstance(piece, str):
            lines[-1] += re.sub(r"[ \t\r\n\f]+", " ", piece)
        else:
            lines.append("")
    first = next((line for line in lines if line.strip()), "")
    lead = re.match(r"[\u3000\xa0]*", first.lstrip(" "))  # what a browser shows as indentation
    indent = sum(2 if char == "\u3000" else 1 for char in lead.group()) if lead else 0
    text = joined_lines([line.strip() for line in lines])
    return "\u3000" * (indent // 2) + " " * (indent % 2) + text if text else ""
