"""Dialogs over the page: the original page as a picture with cells boxed, a table with its cell marked."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

from assistant.rendering.escaping import escape
from assistant.rendering.proof_links import CellRequest, PageRequest, page_button, proof_button, save_buttons
from assistant.rendering.table_view import table_html
from index.model import BBox, BudgetDocument, BudgetTable

if TYPE_CHECKING:
    from index.readers.page_picture import PagePicture

_MARGIN = 1.5  # points between a cell and the frame around it


def sheet_html(picture: PagePicture, document: BudgetDocument, asked: PageRequest, note: str = "") -> str:
    """A dialog with the page and ways to its neighbours; ``note`` is said above the page."""
    title = f"{document.source.name} 第{asked.page}页"
    turn = "".join(
        proof_button(PageRequest(document=document.id, page=page), label)
        for page, label in ((asked.page - 1, "上一页"), (asked.page + 1, "下一页"))
        if 1 <= page <= document.page_count
    )
    said = f'<p class="bq-sheet-said" role="status">{escape(note)}</p>' if note else ""
    return dialog_html(
        title,
        turn,
        f'{said}<div class="bq-sheet-page" tabindex="0" role="region" aria-label="原页">{paper_html(picture, asked.boxes, title)}</div>',
    )


def paper_html(picture: PagePicture, boxes: tuple[BBox, ...], title: str) -> str:
    """The picture with its boxes, which are placed in shares of it so that they hold at any width."""
    source = b64encode(picture.content).decode()
    frames = "".join(_frame(box, picture) for box in boxes)
    image = f'<img src="data:image/webp;base64,{source}" alt="{escape(title)}">'
    return f'<div class="bq-paper">{image}{frames}</div>'


def _frame(box: BBox, picture: PagePicture) -> str:
    x0, y0, x1, y1 = box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN
    left, top = (x0 - picture.left) / picture.width, (y0 - picture.top) / picture.height
    width, height = (x1 - x0) / picture.width, (y1 - y0) / picture.height
    place = f"left:{left:.3%};top:{top:.3%};width:{width:.3%};height:{height:.3%}"
    return f'<span class="bq-box" style="{place}"></span>'


def table_dialog_html(document: BudgetDocument, table: BudgetTable, asked: CellRequest) -> str:
    """A dialog with the table as read."""
    row = table.rows[asked.row] if asked.row is not None and 0 <= asked.row < len(table.rows) else None
    cell = row.cell(asked.column) if row and asked.column is not None else None
    page = row.page if row else (table.pages[0] if table.pages else None)
    tools = page_button(document, page, [cell.bbox if cell else None]) + save_buttons(document, table.id)
    unit = f'<p class="bq-unit">单位：{escape(table.unit or "未注明")}</p>'
    content = f'<div class="bq-sheet-table">{unit}{table_html(table, asked.row, asked.column)}</div>'
    return dialog_html(f"{table.number}《{table.title}》", tools, content)


def dialog_html(title: str, tools: str, content: str) -> str:
    """A dialog under a title, with its tools and a way to close it."""
    name = escape(title)
    return (
        f'<dialog class="bq-sheet" aria-label="{name}"><div class="bq-sheet-head"><h2>{name}</h2>{tools}'
        f'<button type="button" class="bq-tool" data-close autofocus>关闭</button></div>{content}</dialog>'
    )


def later_html(dialog: str) -> str:
    """A dialog that takes the place of the one before it, and stays away where that has been closed meanwhile."""
    return dialog.replace('<dialog class="bq-sheet"', '<dialog class="bq-sheet" data-later', 1)


def message_html(text: str) -> str:
    """A dialog that says why there is nothing to see."""
    return dialog_html("无法显示", "", f'<p class="bq-sheet-note" role="alert">{escape(text)}</p>')
