"""Plain text dumps: every line a block, in order; form feeds separate pages."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

from index.errors import ReadError
from index.model import Page, ParsedDocument, SourceFile, TextBlock

_SUFFIXES = frozenset({".txt", ".text", ".md", ".tsv", ".log"})
_MISTAKEN = frozenset({"", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".htm", ".html"})  # names that text may bear
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class TextReader:
    """Reads .txt dumps in UTF-8, GB18030 or UTF-16.

    Empty lines are kept as blocks with empty text: in a dump they are the only trace of where a row or a paragraph
    ends. Pages are numbered only where form feeds mark them.
    """

    name = "text"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        suffix = path.suffix.lower()
        if suffix in _MISTAKEN:
            return _is_chinese(head)
        if suffix not in _SUFFIXES:
            return False
        return any(head.startswith(bom) for bom, _ in _BOMS) or _utf16_without_bom(head) != "" or b"\0" not in head

    def read(self, source: SourceFile) -> ParsedDocument:
        try:
            content = source.path.read_bytes()
        except OSError as error:
            raise ReadError(f"{source.name}：无法读取文件（{error.strerror}），请检查路径和权限。") from error
        text = _decode(content, source.name).replace("\r\n", "\n").replace("\r", "\n")
        parts = text.split("\f")
        if parts and not parts[-1].strip():
            parts = parts[:-1] or parts
        numbered = len(parts) > 1
        pages = tuple(
            Page(number if numbered else None, tuple(_blocks(part, number if numbered else None)))
            for number, part in enumerate(parts, start=1)
        )
        return ParsedDocument(source, pages, self.name, self.version)


def _blocks(part: str, page: int | None) -> list[TextBlock]:
    return [TextBlock(_clean(line), page) for line in part.split("\n")]


def _clean(line: str) -> str:
    """Radical code points to characters; invisible marks dropped; leading spaces kept (they show the level)."""
    mended = "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fd5" else c for c in line)
    return mended.translate(_INVISIBLE).rstrip()


_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF, 0x00AD)) | {0x00A0: " ", 0x3000: " ", 0x2002: " "}


def _is_chinese(head: bytes) -> bool:
    """Whether bytes without a telling name are Chinese text beyond doubt: no control characters, many ideographs."""
    for encoding in ("utf-8", "gb18030"):
        text = head.decode(encoding, "ignore")
        if len(text.encode(encoding)) < len(head) - 3 or re.search(r"[\x00-\x08\x0e-\x1f]", text):
            continue
        ideographs = len(re.findall("[\u4e00-\u9fff]", text))
        if ideographs >= 10 and ideographs > len(text) * 0.2:
            return True
    return False


def _utf16_without_bom(head: bytes) -> str:
    """The byte order of UTF-16 text that has no mark: ASCII digits and line ends leave every other byte zero."""
    sample = head[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even and not odd:
        return "utf-16-be"
    return "utf-16-le" if odd and not even else ""


def _decode(content: bytes, name: str) -> str:
    marked = next((encoding for bom, encoding in _BOMS if content.startswith(bom)), "")
    for encoding in (marked or _utf16_without_bom(content), "utf-8", "gb18030", "big5"):
        if not encoding:
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError(f"{name}：不是 UTF-8、GB18030 或 UTF-16 文本，请另存为 UTF-8 后再试。")
