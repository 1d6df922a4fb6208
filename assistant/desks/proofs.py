"""The proofs that any page can open: the original page with cells boxed, and a table as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from assistant.rendering.delivery import delivery_html
from assistant.rendering.page_sheet import message_html, read_boxes, sheet_html
from assistant.rendering.table_files import table_file
from index.errors import BudgetQaError
from index.model import BudgetDocument
from index.readers.page_picture import PagePicture, page_picture

Load = Callable[[str], BudgetDocument | None]


class Proofs:
    """Pages and tables of the documents that ``load`` finds by id (None: there is none)."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._pictures = lru_cache(maxsize=24)(page_picture)

    def page(self, document: str, page: int, boxes: str = "") -> str:
        """A dialog with the page; one that says why where it cannot be shown."""
        found = self._load(document)
        if found is None:
            return message_html("原页", "这份文件已被移除。")
        try:
            picture = self._picture(found, page)
            drawn = read_boxes(boxes)
        except (BudgetQaError, ValueError) as error:
            return message_html("原页", str(error) if isinstance(error, BudgetQaError) else "方框的位置不对。")
        title = f"{found.source.name} 第{page}页"
        return sheet_html(picture, title, drawn, document, page, found.page_count)

    def _picture(self, document: BudgetDocument, page: int) -> PagePicture:
        if document.source.media_type != "pdf":
            raise BudgetQaError(f"{document.source.name} 不是 PDF，没有页面可以显示；请看左边读出的表格。")
        return self._pictures(Path(document.source.path), page)

    def table(self, document: str, table: str, kind: str) -> str:
        """The table as a download of this kind (csv, xlsx); nothing when it is gone."""
        found = self._load(document)
        wanted = next((t for t in found.tables if t.id == table), None) if found else None
        return delivery_html(table_file(found, wanted, kind)) if found and wanted else ""
