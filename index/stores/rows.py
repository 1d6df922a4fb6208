"""A document as rows of the SQL tables: plain mappings, ready for one ``INSERT`` a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.model import BudgetDocument, BudgetTable, Definition, Fact, Finding, Section
from index.stores.schema import Base, DefinitionRow, FactRow, FindingRow, SectionRow, TableRow

Values = dict[str, Any]


def rows_of(document: BudgetDocument) -> Iterator[tuple[type[Base], list[Values]]]:
    """The rows of every table that has any, without the document's own."""
    groups: tuple[tuple[type[Base], list[Values]], ...] = (
        (TableRow, [_table(table) for table in document.tables]),
        (FactRow, [_fact(fact) for fact in document.facts]),
        (SectionRow, [_section(section) for section in document.sections]),
        (DefinitionRow, [_definition(definition) for definition in document.definitions]),
        (FindingRow, [_finding(finding) for finding in document.findings]),
    )
    for kind, rows in groups:
        if rows:
            yield kind, [{"document": document.id, "position": position, **row} for position, row in enumerate(rows)]


def _table(table: BudgetTable) -> Values:
    return {
        "id": table.id,
        "number": table.number,
        "title": table.title,
        "kind": table.kind.value,
        "unit": table.unit,
        "subject": table.subject,
        "pages": list(table.pages),
        "columns": [list(column.path) for column in table.columns],
    }


def _fact(fact: Fact) -> Values:
    quantity, source = fact.quantity, fact.provenance
    return {
        "id": fact.id,
        "label": fact.label,
        "code": fact.code,
        "measure": fact.measure.value,
        "year": fact.year,
        "stage": fact.stage.value,
        "table_kind": fact.table_kind.value if fact.table_kind else None,
        "side": fact.side,
        "subject": fact.subject,
        "row_path": list(fact.row_path),
        "column_path": list(fact.column_path),
        "text": fact.text,
        "value": quantity.value if quantity else None,
        "unit": quantity.unit if quantity else None,
        "quantum": quantity.quantum if quantity else None,
        "dimension": type(quantity).__name__.lower() if quantity else None,
        "certain": fact.certain,
        "page": source.page,
        "table_id": source.table,
        "row_index": source.row,
        "column_index": source.column,
        "quote": source.quote,
    }


def _section(section: Section) -> Values:
    return {"path": list(section.path), "page": section.page, "text": section.text}


def _definition(definition: Definition) -> Values:
    return {"term": definition.term, "text": definition.text}


def _finding(finding: Finding) -> Values:
    return {
        "code": finding.code,
        "level": finding.level,
        "message": finding.message,
        "formula": finding.formula,
        "difference": finding.difference,
    }
