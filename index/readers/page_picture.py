"""A PDF page as a picture for people to look at, with its place in the points in which boxes are given."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from pathlib import Path

from index.errors import ReadError
from index.readers.pdfium import reading_frame

_DOTS = 110  # per inch: small print stays legible, a page stays near 100 kB
_MOST_PIXELS = 6_000_000
GUARD = threading.Lock()  # pdfium serves one thread at a time


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A WebP picture of ``width`` × ``height`` points whose top left corner is (``left``, ``top``) of the page."""

    content: bytes
    left: float
    top: float
    width: float
    height: float


def page_picture(path: Path, number: int) -> PagePicture:
    """Page ``number`` (from 1), turned as it was read. Raises ReadError when there is no such page."""
    import pypdfium2

    if not path.is_file():
        raise ReadError(f"{path.name}：原文件已不在读入时的位置，无法显示原页；请重新读入。")
    with GUARD:
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise ReadError(f"{path.name}：原文件打不开，无法显示原页。") from error
        try:
            if not 1 <= number <= len(document):
                raise ReadError(f"{path.name}：没有第{number}页。")
            return _picture(document[number - 1])
        finally:
            document.close()


def _picture(page: object) -> PagePicture:
    turn, left, top, width, height = reading_frame(page)
    scale = min(_DOTS / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    drawn = page.render(scale=scale, rotation=turn).to_pil()  # type: ignore[attr-defined]
    content = io.BytesIO()
    drawn.convert("RGB").save(content, "WEBP", quality=80, method=2)
    return PagePicture(content.getvalue(), left, top, width, height)
