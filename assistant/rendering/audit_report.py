"""The audit of a document as a report that stands alone: an HTML page, or a workbook with the cells coloured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from urllib.parse import quote

from assistant.rendering.delivery import HTML, XLSX, File, file_name
from assistant.rendering.escaping import escape
from assistant.rendering.findings import (
    CellPlace,
    by_level,
    difference_text,
    finding_words_html,
    level_counts_html,
    places,
)
from assistant.rendering.labels import LEVEL
from assistant.rendering.table_files import table_sheet
from assistant.rendering.table_view import table_html
from assistant.rendering.terminal import document_heading
from assistant.rendering.workbooks import Sheet, Value, workbook_bytes
from index.model import BudgetDocument, Finding

_SHOWN_CELLS = 3  # cells of one finding that are shown in their tables
_HEADS = ("文件", "级别", "说明", "算式", "相差", "单元格", "页", "代码")


def report_file(documents: Sequence[BudgetDocument], kind: str) -> File:
    """The report as a file of this ``kind``: html or xlsx."""
    title = documents[0].source.path.stem if len(documents) == 1 else f"{len(documents)}份文件"
    name = file_name(title, "审核")
    if kind == "xlsx":
        return File(f"{name}.xlsx", XLSX, report_workbook(documents))
    return File(f"{name}.html", HTML, report_html(documents).encode())


def report_html(documents: Sequence[BudgetDocument]) -> str:
    """A page that needs nothing else; its links to pages work where it lies beside the documents."""
    style = files("assistant.rendering").joinpath("page.css").read_text("utf-8")
    body = "".join(_document(document) for document in documents)
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>预算文件审核报告</title>'
        f'<style>{style}</style></head><body class="bq-report"><h1>预算文件审核报告</h1>{body}</body></html>'
    )


def _document(document: BudgetDocument) -> str:
    items = "".join(_finding(document, finding) for finding in by_level(document.findings))
    summary = level_counts_html(document.findings) or "没有发现不一致之处。"
    return f'<section><h2>{escape(document_heading(document))}</h2><p class="bq-summary">{summary}</p><ol>{items}</ol></section>'


def _finding(document: BudgetDocument, finding: Finding) -> str:
    cells = list(places(document, finding))
    shown = "".join(_excerpt(document, cell) for cell in cells[:_SHOWN_CELLS])
    more = f'<p class="bq-hint">另有 {len(cells) - _SHOWN_CELLS} 个单元格。</p>' if len(cells) > _SHOWN_CELLS else ""
    return f'<li class="bq-finding">{finding_words_html(finding)}{shown}{more}</li>'


def _excerpt(document: BudgetDocument, cell: CellPlace) -> str:
    page = f"第{cell.page}页" if cell.page else ""
    if page and document.source.media_type == "pdf":
        page = f'<a href="{escape(quote(document.source.name))}#page={cell.page}">{page}</a>'
    table = table_html(cell.table, cell.row, cell.column)
    return f"<details><summary>{escape(cell.name)}：{escape(cell.text or '（空）')} {page}</summary>{table}</details>"


def report_workbook(documents: Sequence[BudgetDocument]) -> bytes:
    """A sheet of findings, then each table that one names, with the cells coloured."""
    rows = [_row(document, finding) for document in documents for finding in by_level(document.findings)]
    sheets = [Sheet("发现", [_HEADS], rows)]
    for document in documents:
        named: dict[str, set[CellPlace]] = defaultdict(set)
        for finding in document.findings:
            for cell in places(document, finding):
                named[cell.table.id].add(cell)
        sheets += [_marked(cells) for cells in named.values()]
    return workbook_bytes(sheets)


def _row(document: BudgetDocument, finding: Finding) -> list[Value]:
    cells = list(places(document, finding))
    where = "\n".join(f"{cell.name}：{cell.text or '（空）'}" for cell in cells)
    pages = "、".join(str(page) for page in sorted({cell.page for cell in cells if cell.page}))
    level = LEVEL.get(finding.level, finding.level)
    gap = difference_text(finding.difference)
    return [document.source.name, level, finding.message, finding.formula, gap, where, pages, finding.code]


def _marked(cells: set[CellPlace]) -> Sheet:
    table = next(iter(cells)).table
    sheet = table_sheet(table)
    lead = len(sheet.rows[0]) - len(table.columns)
    marked = frozenset((cell.row, lead + cell.column) for cell in cells)
    return Sheet(sheet.title, sheet.heads, sheet.rows, marked)
