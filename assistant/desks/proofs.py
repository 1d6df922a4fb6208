"""The proofs that any page can open: the original page with cells boxed, a table with its cell, a table as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from assistant.rendering.delivery import delivery_html
from assistant.rendering.documents import content_html
from assistant.rendering.page_sheet import dialog_html, later_html, message_html, sheet_html, table_dialog_html
from assistant.rendering.proof_links import CellRequest, DocumentRequest, PageRequest, SaveRequest, read_request
from assistant.rendering.table_files import table_file
from assistant.rendering.terminal import document_heading
from index.errors import BudgetQaError
from index.model import RECOGNISED, BudgetDocument, BudgetTable
from index.readers.page_picture import page_picture
from index.readers.quote_places import quote_place
from index.readers.scans.quote_places import scanned_quote_place

Load = Callable[[str], BudgetDocument | None]


class Proofs:
    """Pages and tables of the documents that ``load`` finds by id (None: there is none)."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._pictures = lru_cache(maxsize=24)(page_picture)
        self._places = lru_cache(maxsize=256)(quote_place)
        self._scanned_places = lru_cache(maxsize=256)(scanned_quote_place)

    def open(self, request: str) -> tuple[str, str]:
        """(dialog, delivery) for the request of a button, as HTML, one of them empty; what fails is a dialog too."""
        try:
            asked = read_request(request)
            document = self._load(asked.document)
            if document is None:
                raise BudgetQaError("这份文件已被移除。")
            match asked:
                case PageRequest():
                    return self._page(document, asked), ""
                case CellRequest():
                    return table_dialog_html(document, _table(document, asked.table), asked), ""
                case DocumentRequest():
                    return dialog_html(document_heading(document), "", content_html(document)), ""
                case SaveRequest():
                    return "", delivery_html(table_file(document, _table(document, asked.table), asked.kind))
        except BudgetQaError as error:
            return message_html(str(error)), ""

    def stages(self, request: str) -> Iterator[tuple[str, str]]:
        """As ``open``; a sentence of a scan has its page first and, once it is found there, the page with it marked."""
        scanned = self._on_a_scan(request)
        if scanned is None:
            yield self.open(request)
            return
        document, asked = scanned
        try:
            yield self._page(document, asked, "正在这一页上找所引的句子，请稍候。"), ""
            place = self._scanned_places(Path(document.source.path), asked.page, asked.quote)
            if place is not None:
                asked = asked.model_copy(update={"page": place.page, "boxes": place.boxes})
            note = "" if place is not None else "没有在图像上找到所引句子的位置，请自行查看。"
            yield later_html(self._page(document, asked, note)), ""
        except BudgetQaError as error:
            yield message_html(str(error)), ""

    def _on_a_scan(self, request: str) -> tuple[BudgetDocument, PageRequest] | None:
        """The document and what is asked of it, where that is a sentence without a place of a document of scans."""
        try:
            asked = read_request(request)
        except BudgetQaError:
            return None
        document = self._load(asked.document)
        if document is None or not isinstance(asked, PageRequest) or not asked.quote or asked.boxes:
            return None
        if all(finding.code != RECOGNISED for finding in document.findings):
            return None
        known = self._places(Path(document.source.path), asked.page, asked.quote)
        return (document, asked) if known is None else None

    def _page(self, document: BudgetDocument, asked: PageRequest, note: str = "") -> str:
        if document.source.media_type != "pdf":
            raise BudgetQaError(f"{document.source.name} 不是 PDF，没有页面可以显示，请看读出的表格。")
        path = Path(document.source.path)
        if asked.quote and not asked.boxes:
            place = self._places(path, asked.page, asked.quote)
            if place is not None:
                asked = asked.model_copy(update={"page": place.page, "boxes": place.boxes})
        return sheet_html(self._pictures(path, asked.page), document, asked, note)


def _table(document: BudgetDocument, wanted: str) -> BudgetTable:
    table = next((table for table in document.tables if table.id == wanted), None)
    if table is None:
        raise BudgetQaError(f"{document.source.name} 里已没有这张表，请重新提问。")
    return table
