"""The JSON that other programs rely on: answers, tables as read, findings, the list of documents."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assistant.model import Answer, Citation, CitedAnswer, Clarification, Refusal, ShownFigure
from index.amounts import MONEY_UNITS
from index.model import BudgetDocument, BudgetTable, Finding, Row

if TYPE_CHECKING:
    from index.stores import DocumentSummary

Json = dict[str, Any]


def number(value: Decimal | None) -> int | float | None:
    """A decimal as a JSON number; the only place where one leaves exact arithmetic."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def answer_json(answer: Answer, *, question_id: str = "", elapsed_ms: float | None = None) -> Json:
    """One line of a results file; keys without a value in this outcome are null or empty."""
    line: Json = {
        "id": question_id,
        "outcome": "answer",
        "answer": answer.text,
        "value": None,
        "unit": None,
        "direction": None,
        "verdict": None,
        "items": [],
        "figures": [],
        "citations": [],
        "candidates": [],
        "reason": None,
        "elapsed_ms": elapsed_ms,
    }
    match answer:
        case CitedAnswer():
            line |= {
                "value": number(answer.value),
                "unit": _headline_unit(answer.unit),
                "direction": answer.direction,
                "verdict": answer.verdict,
                "items": [
                    {"name": i.name, "value": number(i.value), "unit": _headline_unit(i.unit)} for i in answer.items
                ],
                "figures": [figure_json(figure) for figure in answer.figures],
                "citations": [citation_json(citation) for citation in answer.citations],
            }
        case Clarification():
            line |= {"outcome": "clarification", "candidates": list(answer.candidates)}
        case Refusal():
            line |= {
                "outcome": "refusal",
                "reason": answer.reason,
                "citations": [citation_json(citation) for citation in answer.citations],
            }
    return line


def _headline_unit(unit: str | None) -> str | None:
    """The unit that the value is counted in: money for one thing each (万元/辆) is money, as it is asked for."""
    money, _, thing = (unit or "").partition("/")
    return (money if thing and money in MONEY_UNITS else unit) or None


def figure_json(figure: ShownFigure) -> Json:
    return {
        "text": figure.text,
        "value": number(figure.value),
        "unit": figure.unit,
        "status": figure.status,
        "formula": figure.formula or None,
        "sources": list(figure.sources),
    }


def citation_json(citation: Citation) -> Json:
    return {
        "n": citation.n,
        "document": citation.document,
        "department": citation.department,
        "year": citation.year,
        "table": citation.table,
        "title": citation.title,
        "section": citation.section,
        "row": citation.row,
        "column": citation.column,
        "page": citation.page,
        "bbox": list(citation.bbox) if citation.bbox else None,
        "quote": citation.quote,
    }


def tables_json(document: BudgetDocument) -> Json:
    """A document's tables as read, with its findings."""
    return {
        "document": {
            "file": document.source.name,
            "department": document.department,
            "region": document.region,
            "year": document.year,
            "stage": document.stage,
            "scope": document.scope,
        },
        "tables": [_table_json(table) for table in document.tables],
        "findings": findings_json(document.findings),
    }


def _table_json(table: BudgetTable) -> Json:
    return {
        "number": table.number,
        "title": table.title,
        "kind": table.kind,
        "unit": table.unit,
        "pages": list(table.pages),
        "columns": [{"path": list(column.path)} for column in table.columns],
        "rows": [_row_json(row) for row in table.rows],
        "notes": list(table.notes),
        **({"subject": table.subject} if table.subject else {}),
        **({"empty_reason": table.empty_reason} if table.empty_reason else {}),
    }


def _row_json(row: Row) -> Json:
    return {
        "code": row.code,
        "label": row.label,
        "path": list(row.path),
        "page": row.page,
        **({"side": row.side} if row.side else {}),
        "cells": [
            {
                "column": cell.column,
                "text": cell.text,
                "value": None if cell.value is None else str(cell.value),
                "certain": cell.certain,
            }
            for cell in row.cells
        ],
    }


def findings_json(findings: Iterable[Finding]) -> list[Json]:
    return [
        {
            "code": finding.code,
            "level": finding.level,
            "message": finding.message,
            "cells": [{"table": table, "row": row, "column": column} for table, row, column in finding.cells],
            "formula": finding.formula or None,
            "difference": None if finding.difference is None else str(finding.difference),
        }
        for finding in findings
    ]


def summary_json(document: DocumentSummary) -> Json:
    """One entry of ``budget-qa documents --json``."""
    return {
        "id": document.id,
        "file": document.file,
        "department": document.department,
        "region": document.region,
        "year": document.year,
        "stage": document.stage,
        "scope": document.scope,
        "pages": document.pages,
        "tables": document.tables,
        "facts": document.facts,
        "findings": document.findings,
    }
