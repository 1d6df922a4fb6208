"""The original page as a picture with cells boxed, and the buttons that open it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.rendering.escaping import escape
from index.model import BBox

if TYPE_CHECKING:
    from index.readers.page_picture import PagePicture

_MARGIN = 1.5  # points between a cell and the frame around it


def page_button(document: str, page: int | None, boxes: Iterable[BBox] = (), label: str = "看原页") -> str:
    """A button that opens a page of a document; nothing where the page is unknown."""
    if page is None:
        return ""
    drawn = ";".join(",".join(f"{edge:.1f}" for edge in box) for box in boxes)
    return (
        f'<button type="button" class="bq-tool" data-page="{page}" data-doc="{escape(document)}" '
        f'data-boxes="{drawn}" aria-haspopup="dialog">{label}</button>'
    )


def read_boxes(text: str) -> tuple[BBox, ...]:
    """The boxes that ``page_button`` wrote; raises ValueError on anything else."""
    boxes = []
    for part in text.split(";")[:50] if text else ():
        x0, y0, x1, y1 = map(float, part.split(","))
        boxes.append((x0, y0, x1, y1))
    return tuple(boxes)


def sheet_html(picture: PagePicture, title: str, boxes: Sequence[BBox], document: str, page: int, pages: int) -> str:
    """A dialog with the page; boxes are placed in shares of the picture, so that they hold at any width."""
    frames = "".join(_frame(box, picture) for box in boxes)
    name = escape(title)
    source = b64encode(picture.content).decode()
    turn = "".join(
        page_button(document, other, (), label)
        for other, label in ((page - 1, "上一页"), (page + 1, "下一页"))
        if 1 <= other <= pages
    )
    return (
        f'<dialog class="bq-sheet" aria-label="{name}"><div class="bq-sheet-head"><h2>{name}</h2>{turn}'
        f'<button type="button" class="bq-tool" data-close autofocus>关闭</button></div>'
        f'<div class="bq-sheet-page"><div class="bq-paper">'
        f'<img src="data:image/webp;base64,{source}" alt="{name}">{frames}</div></div></dialog>'
    )


def _frame(box: BBox, picture: PagePicture) -> str:
    x0, y0, x1, y1 = box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN
    left, top = (x0 - picture.left) / picture.width, (y0 - picture.top) / picture.height
    width, height = (x1 - x0) / picture.width, (y1 - y0) / picture.height
    place = f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"
    return f'<span class="bq-box" style="{place}"></span>'


def message_html(title: str, text: str) -> str:
    """A dialog that says why there is nothing to see."""
    return (
        f'<dialog class="bq-sheet bq-sheet-note" aria-label="{escape(title)}"><p>{escape(text)}</p>'
        '<button type="button" class="bq-tool" data-close autofocus>关闭</button></dialog>'
    )
