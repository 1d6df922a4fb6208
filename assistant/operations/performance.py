"""The tables of performance indicators: which one a question means, and its rows of indicators."""

from __future__ import annotations

from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.rows import facts_of_row
from assistant.table_names import is_table
from index.model import BudgetTable, Fact, TableKind
from index.vocabulary.names import key

KINDS = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE)


def tables(desk: Desk) -> list[tuple[str, BudgetTable]]:
    """Performance tables with their document, the one the question names first (by number, title or 整体/项目)."""
    plain = desk.question.plain
    kinds = list(KINDS)
    if "项目" in plain and "整体" not in plain:
        kinds.reverse()
    found = [
        (index.document.id, table)
        for kind in kinds
        for index in desk.knowledge.indexes
        for table in index.document.tables
        if table.kind is kind and len(table.columns) > 1
    ]
    numbers = desk.question.slots.tables
    named = [item for item in found if is_table(item[1], numbers)] if numbers else []
    subject = [item for item in found if item[1].subject and key(item[1].subject) in key(plain)]
    return named or subject or found


def indicator_rows(desk: Desk, document_id: str, table: BudgetTable) -> list[Named]:
    return [
        named
        for named in desk.knowledge.by_document[document_id].named
        if named.fact.provenance.table == table.id and is_indicator(named)
    ]


def is_indicator(named: Named) -> bool:
    """Whether a cell of a performance table stands in an indicator's row, not in a labelled box."""
    leaf = key(named.fact.column_path[-1]) if named.fact.column_path else ""
    return bool(named.row) and (bool(named.fact.row_path) or "指标" in leaf or "权重" in leaf or leaf == "计量单位")


def cells(desk: Desk, fact: Fact) -> dict[str, Fact]:
    """The cells of the row that a fact stands in, by the last part of their column."""
    return {key(part.column_path[-1]): part for part in facts_of_row(desk, fact) if part.column_path}


def core_mark(desk: Desk, fact: Fact) -> Fact | None:
    """The cell that says whether an indicator is a core indicator (是否核心指标), None where there is none."""
    return next((part for column, part in cells(desk, fact).items() if "核心" in column), None)


def says_core(desk: Desk, named: Named) -> bool:
    mark = core_mark(desk, named.fact)
    return mark is not None and mark.text.strip() == "是"
