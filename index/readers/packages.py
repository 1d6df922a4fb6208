"""What kind of container a file is (zip package or OLE file), and whether unpacking it is safe."""

from __future__ import annotations

import mmap
import zipfile
from enum import StrEnum
from pathlib import Path

from index.errors import ReadError

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED = 400 << 20
_SUSPICIOUS = 30 << 20  # from here on the compression ratio matters
_MOST_RATIO = 150
_MOST_MEMBERS = 20_000


class Container(StrEnum):
    SHEETS = "xlsx"
    WORDS = "docx"
    OLD_SHEETS = "xls"
    OLD_WORDS = "doc"
    LOCKED = "encrypted"
    FIXED_LAYOUT = "ofd"
    BROKEN = "broken"
    OTHER = "other"


def container_of(head: bytes, path: Path) -> Container:
    """The kind of a zip or OLE file; OTHER for anything else."""
    if head.startswith(ZIP_MARK):
        return _zip_kind(path)
    return _ole_kind(path) if head.startswith(OLE_MARK) else Container.OTHER


def _zip_kind(path: Path) -> Container:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return Container.BROKEN
    if "xl/workbook.xml" in names:
        return Container.SHEETS
    if "word/document.xml" in names:
        return Container.WORDS
    return Container.FIXED_LAYOUT if "OFD.xml" in names else Container.OTHER


def _ole_kind(path: Path) -> Container:
    streams = {
        "EncryptedPackage": Container.LOCKED,
        "WordDocument": Container.OLD_WORDS,
        "Workbook": Container.OLD_SHEETS,
        "Book": Container.OLD_SHEETS,
    }
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        named = (kind for name, kind in streams.items() if content.find(f"{name}\0".encode("utf-16-le")) >= 0)
        return next(named, Container.BROKEN)


def check_unpacking(path: Path) -> None:
    """ReadError when the package would unpack to far more than a document needs (a zip bomb) or is damaged."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            locked = any(member.flag_bits & 1 for member in members)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ReadError(f"{path.name}：文件已损坏或不完整，无法打开。") from error
    if locked:
        raise ReadError(f"{path.name}：文件已加密，请先解除密码后再试。")
    size = sum(member.file_size for member in members)
    packed = max(sum(member.compress_size for member in members), 1)
    if size > _MOST_UNPACKED or len(members) > _MOST_MEMBERS or (size > _SUSPICIOUS and size / packed > _MOST_RATIO):
        raise ReadError(f"{path.name}：解压后约 {size >> 20} MB，异常庞大，为安全起见不读取。")
