"""Readers: file bytes → ParsedDocument. One module a format, chosen by content, not by suffix.

A new format is a class with ``name``, ``version``, ``accepts`` and ``read``, and one line in READERS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from index.errors import ReadError
from index.model import ParsedDocument, SourceFile
from index.readers.docx import DocReader, DocxReader
from index.readers.html import HtmlReader
from index.readers.limits import Limits, PageProgress, run_limited
from index.readers.packages import Container, container_of
from index.readers.pdf import PdfReader
from index.readers.text import TextReader
from index.readers.xlsx import XlsReader, XlsxReader

Result = TypeVar("Result")

_HEAD = 8192  # bytes that a reader sees when it decides


class Reader(Protocol):
    """``version`` changes whenever the same bytes would be read differently: stored documents are then read anew."""

    name: str
    version: str

    def accepts(self, head: bytes, path: Path) -> bool:
        """Whether the file, judged by its first bytes, is of this format."""
        ...

    def read(self, source: SourceFile) -> ParsedDocument:
        """Reads the whole file; raises ReadError with one Chinese line when it cannot."""
        ...


READERS: tuple[Reader, ...] = (
    PdfReader(),
    XlsxReader(),
    DocxReader(),
    XlsReader(),
    DocReader(),
    HtmlReader(),
    TextReader(),
)


def open_source(path: Path) -> SourceFile:
    """The file's hash and media type; ReadError when it is missing, empty or no regular file."""
    if not path.exists():
        raise ReadError(f"{path.name}：文件不存在（{path}）。")
    if not path.is_file():
        raise ReadError(f"{path.name}：不是普通文件。")
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            digest.update(head)
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ReadError(f"{path.name}：无法读取文件（{error.strerror}），请检查权限。") from error
    if not head:
        raise ReadError(f"{path.name}：文件是空的。")
    return SourceFile(path, digest.hexdigest(), _reader_for(head, path).name)


def read(path: Path, limits: Limits = Limits()) -> ParsedDocument:  # noqa: B008
    """Reads a file of any known format in a process of its own; ReadError when it cannot be read within the limits."""
    return read_and(_itself, path, limits)


def read_and(
    then: Callable[[ParsedDocument], Result],
    path: Path,
    limits: Limits = Limits(),  # noqa: B008
    progress: PageProgress | None = None,
) -> Result:
    """What ``then`` (a function of a module) makes of the file, all of it in the process that reads the file."""
    source = open_source(path)
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise ReadError(f"{path.name}：文件有 {size >> 20} MB，超过 {limits.file_bytes >> 20} MB 的上限。")
    return run_limited(partial(_read_and, then), source, path.name, limits, progress)


def _itself(parsed: ParsedDocument) -> ParsedDocument:
    return parsed


def _read_and(then: Callable[[ParsedDocument], Result], source: SourceFile) -> Result:
    return then(read_here(source))


def read_here(source: SourceFile) -> ParsedDocument:
    """Reads the file in this process, without limits."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD)
    return _reader_for(head, source.path).read(source)


def _reader_for(head: bytes, path: Path) -> Reader:
    reader = next((reader for reader in READERS if reader.accepts(head, path)), None)
    if reader is None:
        raise ReadError(f"{path.name}：{_refusal(head, path)}")
    return reader


_IMAGES = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF"}


def _refusal(head: bytes, path: Path) -> str:
    """Why no reader takes the file."""
    image = next((name for mark, name in _IMAGES.items() if head.startswith(mark)), None)
    if image:
        return f"这是 {image} 图片，不是文档，请提供 PDF、XLSX、DOCX、HTML 或 TXT。"
    match container_of(head, path):
        case Container.LOCKED:
            return "文件已加密，请先解除密码后再试。"
        case Container.BROKEN:
            return "文件已损坏或不完整，无法打开。"
        case Container.FIXED_LAYOUT:
            return "暂不能读取 OFD，请另存为 PDF 后再试。"
        case _:
            return "不认识的文件格式，可读的有 PDF、XLSX、XLS、DOCX、DOC、HTML 和 TXT。"
