"""Word documents: DOCX by its XML, DOC by way of LibreOffice. Paragraphs and tables in order; pages are not known."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ReadError
from index.model import Page, ParsedDocument, RawTable, SourceFile, TextBlock
from index.readers.numbering import Numbering
from index.readers.packages import Container, check_unpacking, container_of
from index.readers.spans import SpanCell, table_of
from index.readers.wording import clean, joined_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = frozenset(  # what a deletion or a move took away, and properties
    (_MC_FALLBACK, *(_W + name for name in ("del", "moveFrom", "pPr", "rPr")))
)
_CONVERSION_SECONDS = 120


class DocxReader:
    """Automatic numbers of headings and lists (一、 （一） 1.) are written out, as they are part of what is printed."""

    name = "docx"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        return container_of(head, path) is Container.WORDS

    def read(self, source: SourceFile) -> ParsedDocument:
        import docx

        check_unpacking(source.path)
        try:
            document = docx.Document(str(source.path))
            numbering = Numbering.of(document)
            blocks = tuple(_blocks(document.element.body, numbering))
        except (ReadError, MemoryError):
            raise
        except Exception as error:  # python-docx raises KeyError, XML errors … for damaged files
            raise ReadError(f"{source.name}：DOCX 内容已损坏，无法读取（{type(error).__name__}）。") from error
        return ParsedDocument(source, (Page(None, blocks),), self.name, self.version)


class DocReader:
    """The old binary format, converted by LibreOffice where that is installed."""

    name = "doc"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        return container_of(head, path) is Container.OLD_WORDS

    def read(self, source: SourceFile) -> ParsedDocument:
        office = shutil.which("soffice") or shutil.which("libreoffice")
        if office is None:
            raise ReadError(f"{source.name}：读取 DOC 需要安装 LibreOffice；也可以先另存为 DOCX 再试。")
        with tempfile.TemporaryDirectory() as folder:
            converted = _converted(office, source, Path(folder))
            document = DocxReader().read(SourceFile(converted, source.sha256, "docx"))
        return replace(document, source=source, reader=self.name)


def _converted(office: str, source: SourceFile, folder: Path) -> Path:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    original = folder / "original.doc"
    shutil.copyfile(source.path, original)
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(original)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_CONVERSION_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise ReadError(f"{source.name}：LibreOffice 未能转换这份 DOC，请另存为 DOCX 再试。") from error
    converted = folder / "original.docx"
    if not converted.exists():
        raise ReadError(f"{source.name}：LibreOffice 未能转换这份 DOC，请另存为 DOCX 再试。")
    return converted


def _blocks(body: _Element, numbering: Numbering) -> Iterator[TextBlock | RawTable]:
    for element in body:
        if element.tag == _W + "p":
            for line in _lines(element, numbering):
                yield TextBlock(line)
        elif element.tag == _W + "tbl" and element.find(f".//{_W}tbl") is not None:
            for cell in element.iter(_W + "tc"):  # a table that holds tables only lays out the page
                if _table_around(cell) is element:
                    yield from _blocks(cell, numbering)
        elif element.tag == _W + "tbl":
            yield _table(element, numbering)
        elif element.tag in (
            _W + "sdt",
            _W + "sdtContent",
            _W + "ins",
            _W + "moveTo",
            _W + "smartTag",
            _W + "customXml",
        ):
            yield from _blocks(element, numbering)


def _table_around(cell: _Element) -> _Element | None:
    return next(cell.iterancestors(_W + "tbl"), None)


def _lines(paragraph: _Element, numbering: Numbering) -> list[str]:
    label = numbering.label(paragraph)
    text = label + "".join(_runs(paragraph))
    return [line for raw in text.split("\n") if (line := clean(raw)).strip()]


def _runs(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag == _W + "tab":
            yield "  " if child.getparent().tag == _W + "r" else ""
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag == _W + "txbxContent":
            yield from (part for paragraph in child.iter(_W + "p") for part in ("\n", *_runs(paragraph), "\n"))
        elif child.tag not in _UNSEEN and child.find(f"{_W}rPr/{_W}vanish") is None:
            yield from _runs(child)


def _table(table: _Element, numbering: Numbering) -> RawTable:
    cells: list[SpanCell] = []
    growing: dict[int, int] = {}  # column → index in cells of the cell that a vMerge continues
    rows = (row for row in _inside(table, "tr") if row.find(f"{_W}trPr/{_W}del") is None)
    for r, row in enumerate(rows):
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _inside(row, "tc"):
            right = max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(_W + "val") != "restart" and column in growing:
                origin = cells[growing[column]]
                cells[growing[column]] = replace(origin, down=r - origin.row + 1)
            else:
                growing.pop(column, None)
                if merge is not None:
                    growing[column] = len(cells)
                cells.append(SpanCell(r, column, _cell_text(cell, numbering), 1, right))
            column += right
    return table_of(cells)


def _inside(element: _Element, name: str) -> Iterator[_Element]:
    """Children of that name, also inside content controls, not inside nested tables."""
    for child in element:
        if child.tag == _W + name:
            yield child
        elif child.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            yield from _inside(child, name)


def _cell_text(cell: _Element, numbering: Numbering) -> str:
    paragraphs = [p for p in cell.iter(_W + "p") if not any(a.tag == _MC_FALLBACK for a in p.iterancestors())]
    lines = [line for paragraph in paragraphs for line in _lines(paragraph, numbering)]
    text = joined_lines(lines)
    return _indent(paragraphs[0]) + text if text and paragraphs else text


def _indent(paragraph: _Element) -> str:
    """Leading full-width spaces for a paragraph's indent (in hundredths of a character or twentieths of a point)."""
    indent = paragraph.find(f"{_W}pPr/{_W}ind")
    alignment = paragraph.find(f"{_W}pPr/{_W}jc")
    if indent is None or (alignment is not None and alignment.get(_W + "val") in ("center", "right", "end")):
        return ""
    halves = 0
    for chars, twips in (("leftChars", "left"), ("firstLineChars", "firstLine")):
        if indent.get(_W + chars):
            halves += round(int(indent.get(_W + chars)) / 50)
        elif indent.get(_W + twips):
            halves += round(float(indent.get(_W + twips)) / 105)
    return "　" * (halves // 2) + " " * (halves % 2) if halves > 0 else ""


def _number(element: _Element | None, default: int) -> int:
    value = element.get(_W + "val") if element is not None else None
    return int(value) if value and value.isdigit() else default
