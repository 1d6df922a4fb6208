"""A document's findings as HTML: by level, each with its formula, difference and cells, and the ways to see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.rendering.escaping import escape
from assistant.rendering.labels import LEVEL
from assistant.rendering.proof_links import CellRequest, page_button, proof_button
from index.model import BBox, BudgetDocument, BudgetTable, Finding

_LEVELS = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell that a finding names: where it is, what it prints."""

    table: BudgetTable
    row: int
    column: int

    @property
    def text(self) -> str:
        cell = self.table.rows[self.row].cell(self.column)
        return cell.text if cell else ""

    @property
    def page(self) -> int | None:
        return self.table.rows[self.row].page

    @property
    def box(self) -> BBox | None:
        cell = self.table.rows[self.row].cell(self.column)
        return cell.bbox if cell else None

    @property
    def name(self) -> str:
        row = self.table.rows[self.row]
        column = "／".join(self.table.columns[self.column].path)
        return f"{self.table.number or self.table.title} · {row.label or row.code or f'第{self.row + 1}行'} · {column}"


def places(document: BudgetDocument, finding: Finding) -> Iterator[CellPlace]:
    """The cells of a finding that the document has."""
    tables = {table.id: table for table in document.tables}
    for name, row, column in finding.cells:
        table = tables.get(name)
        if table and 0 <= row < len(table.rows) and 0 <= column < len(table.columns):
            yield CellPlace(table, row, column)


def by_level(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first, then warnings, then what only rounds."""
    return sorted(findings, key=lambda one: _LEVELS.index(one.level) if one.level in _LEVELS else len(_LEVELS))


def difference_text(difference: Decimal | None) -> str:
    """At most two decimals where it is no money to the 分 (a calculated rate)."""
    if difference is None:
        return ""
    exponent = difference.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < -6
    return f"{difference.quantize(Decimal('0.01')) if long else difference:,f}"


def level_counts_html(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    return "".join(
        f'<span class="bq-badge bq-level-{level}">{LEVEL[level]} {counts[level]}</span>'
        for level in _LEVELS
        if counts[level]
    )


def findings_html(document: BudgetDocument) -> str:
    """All findings, errors first."""
    name = escape(document.source.name)
    if not document.findings:
        return f'<p class="bq-hint" role="status">{name}：没有发现不一致之处。</p>'
    items = "".join(_item(document, finding) for finding in by_level(document.findings))
    counts = level_counts_html(document.findings)
    return f'<div class="bq-audit"><p class="bq-summary" role="status">{name}：{counts}</p><ol>{items}</ol></div>'


def _item(document: BudgetDocument, finding: Finding) -> str:
    cells = list(places(document, finding))
    return (
        f'<li class="bq-finding">{finding_words_html(finding)}{_cells(document, cells)}{_pages(document, cells)}</li>'
    )


def finding_words_html(finding: Finding) -> str:
    """What a finding says: its level, message, and formula with difference where the message has not told it; without
    its cells."""
    gap = difference_text(finding.difference)
    told = finding.formula in finding.message
    formula = "" if told else f"{finding.formula}{f'，相差 {gap}' if gap else ''}"
    level = escape(finding.level)
    return (
        f'<p><span class="bq-badge bq-level-{level}">{escape(LEVEL.get(finding.level, finding.level))}</span>'
        f"{escape(finding.message)}</p>" + (f'<p class="bq-formula">{escape(formula)}</p>' if formula else "")
    )


def _cells(document: BudgetDocument, cells: Sequence[CellPlace]) -> str:
    rows = "".join(
        f"<li><span>{escape(cell.name)}</span><strong>{escape(cell.text or '（空）')}</strong>"
        + proof_button(
            CellRequest(document=document.id, table=cell.table.id, row=cell.row, column=cell.column), "看表格"
        )
        + "</li>"
        for cell in cells
    )
    if not rows:
        return ""
    return f'<details class="bq-cells"><summary>涉及的单元格（{len(cells)}）</summary><ul>{rows}</ul></details>'


def _pages(document: BudgetDocument, cells: Sequence[CellPlace]) -> str:
    """One button a page, with all the finding's cells on it boxed."""
    pages = sorted({cell.page for cell in cells if cell.page is not None})
    buttons = "".join(
        page_button(document, page, [cell.box for cell in cells if cell.page == page], f"看第{page}页")
        for page in pages
    )
    return f'<p class="bq-tools">{buttons}</p>' if buttons else ""
