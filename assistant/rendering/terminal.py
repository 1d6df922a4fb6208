"""Answers, documents and findings as plain Chinese text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.model import Answer, Citation, CitedAnswer, Clarification, Refusal
from assistant.rendering.labels import LEVEL, SCOPE, STAGE, STATUS
from index.model import BudgetDocument, BudgetTable, Finding, Scope, Stage

if TYPE_CHECKING:
    from index.stores import DocumentSummary


def printable(text: str) -> str:
    """Document and user text without control characters, so that no file can steer the terminal."""
    return "".join(ch for ch in text if ch == "\n" or unicodedata.category(ch) not in ("Cc", "Cf"))


def width(text: str) -> int:
    """Columns a text takes in a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> list[str]:
    """Rows as lines with aligned columns."""
    if not rows:
        return []
    columns = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        (indent + "  ".join(cell + " " * (columns[i] - width(cell)) for i, cell in enumerate(row))).rstrip()
        for row in rows
    ]


def answer_text(answer: Answer) -> str:
    """The answer, then its figures with status and formula, then its citations."""
    lines = [answer.text]
    match answer:
        case CitedAnswer():
            if answer.figures:
                figures = [(f.text, STATUS[f.status], f.formula) for f in answer.figures]
                lines += ["", "数字", *aligned(figures, "  ")]
            lines += _citations(answer.citations, "出处")
        case Clarification():
            lines += [f"  · {candidate}" for candidate in answer.candidates]
        case Refusal():
            lines += _citations(answer.citations, "相关内容")
    return printable("\n".join(lines))


def trace_text(answer: Answer) -> str:
    return printable("\n".join(["", "过程", *(f"  {step}" for step in answer.trace)])) if answer.trace else ""


def _citations(citations: Iterable[Citation], heading: str) -> list[str]:
    lines: list[str] = []
    for citation in citations:
        lines.append(f"  [{citation.n}] {place(citation)}")
        lines.append(f"      「{citation.quote}」")
    return ["", heading, *lines] if lines else []


def place(citation: Citation) -> str:
    """Where a citation stands: file, table or section, page, row and column."""
    parts = [citation.document]
    if citation.table or citation.title:
        parts.append(f"{citation.table or ''}{f'《{citation.title}》' if citation.title else ''}")
    elif citation.section:
        parts.append(citation.section)
    if citation.page:
        parts.append(f"第{citation.page}页")
    if citation.row:
        parts.append(f"行：{citation.row}")
    if citation.column:
        parts.append(f"列：{citation.column}")
    return " · ".join(parts)


def documents_text(documents: Sequence[DocumentSummary]) -> str:
    header = ("编号", "部门", "年度", "类别", "口径", "页", "表", "数据", "发现", "文件")
    rows = [
        (
            d.id,
            d.department,
            str(d.year),
            STAGE[Stage(d.stage)],
            SCOPE[Scope(d.scope)],
            *(str(n) for n in (d.pages, d.tables, d.facts, d.findings)),
            d.file,
        )
        for d in documents
    ]
    return printable("\n".join(aligned([header, *rows])))


def document_heading(document: BudgetDocument) -> str:
    return printable(
        f"{document.source.name}：{document.department} {document.year}年{SCOPE[document.scope]}{STAGE[document.stage]}"
    )


def tables_text(document: BudgetDocument) -> str:
    parts = [document_heading(document), *(_table(table) for table in document.tables)]
    return printable("\n\n".join(parts))


def _table(table: BudgetTable) -> str:
    pages = "、".join(str(page) for page in table.pages)
    heading = (
        f"{table.number}《{table.title}》" + (f" 第{pages}页" if pages else "") + f" 单位：{table.unit or '未注明'}"
    )
    if not table.rows:
        return f"{heading}\n  （空表{f'：{table.empty_reason}' if table.empty_reason else ''}）"
    header = ("编码", "科目", *("/".join(column.path) for column in table.columns))
    rows = []
    for row in table.rows:
        texts = {cell.column: cell.text + ("" if cell.certain else "？") for cell in row.cells}
        label = "　" * row.level + row.label
        rows.append((row.code or "", label, *(texts.get(i, "") for i in range(len(table.columns)))))
    return "\n".join([heading, *aligned([header, *rows], "  "), *(f"  {note}" for note in table.notes)])


def findings_text(document: BudgetDocument) -> str:
    """The tie-out findings, errors first; says so when there are none."""
    heading = document_heading(document)
    if not document.findings:
        return f"{heading}\n  未发现勾稽问题。"
    order = {"error": 0, "warning": 1, "info": 2}
    ranked = sorted(document.findings, key=lambda finding: order.get(finding.level, 3))
    return printable("\n".join([heading, *(line for finding in ranked for line in _finding(finding))]))


def _finding(finding: Finding) -> list[str]:
    lines = [f"  [{LEVEL.get(finding.level, finding.level)}] {finding.message}（{finding.code}）"]
    if finding.formula:
        gap = "" if finding.difference is None else f"，相差 {_plain(finding.difference)}"
        lines.append(f"      {finding.formula}{gap}")
    return lines


def _plain(value: Decimal) -> str:
    return f"{value:,f}"
