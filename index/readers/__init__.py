"""Readers: file bytes → ParsedDocument. One module a format, chosen by content, not by suffix.

A new format is a class with ``name``, ``version``, ``accepts`` and ``read``, and one line in READERS.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from index.errors import ReadError
from index.model import ParsedDocument, SourceFile
from index.readers.limits import Limits, run_limited
from index.readers.pdf import PdfReader
from index.readers.text import TextReader

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


READERS: tuple[Reader, ...] = (PdfReader(), TextReader())


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
    source = open_source(path)
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise ReadError(f"{path.name}：文件有 {size >> 20} MB，超过 {limits.file_bytes >> 20} MB 的上限。")
    return run_limited(read_here, source, path.name, limits)


def read_here(source: SourceFile) -> ParsedDocument:
    """Reads the file in this process, without limits."""
    with source.path.open("rb") as stream:
        head = stream.read(_HEAD)
    return _reader_for(head, source.path).read(source)


def _reader_for(head: bytes, path: Path) -> Reader:
    reader = next((reader for reader in READERS if reader.accepts(head, path)), None)
    if reader is None:
        raise ReadError(f"{path.name}：不认识的文件格式，可读的有 PDF、XLSX、XLS、DOCX、DOC、HTML 和 TXT。")
    return reader
