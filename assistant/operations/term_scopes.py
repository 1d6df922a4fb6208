"""Terms that are an economic item's rows within basic and within project expenditure together."""

from __future__ import annotations

from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.term import Term, summed
from assistant.parsing.model import MetricQuery
from index.amounts import Amount, agrees
from index.model import Measure, TableKind

_ALL_ECONOMIC = (TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC, TableKind.GOVERNMENT_ECONOMIC)


def widened(desk: Desk, query: MetricQuery, found: Selection) -> Term | None:
    """An economic item that one table gives within basic and another within project expenditure, asked for as such."""
    first = found.best[0]
    fact = first.fact
    if fact.table_kind is not TableKind.BASIC_EXPENDITURE or not first.row or first.column or not fact.code:
        return None
    if query.contexts or desk.question.slots.tables or _says_scope(desk):
        return None
    same = [
        named
        for named in desk.knowledge.by_document[fact.document].by_code[fact.code]
        if named.row == first.row
        and not named.column
        and named.fact.year == fact.year
        and isinstance(named.fact.quantity, Amount)
        and named.fact.measure is Measure.VALUE
    ]
    if any(named.fact.table_kind in _ALL_ECONOMIC for named in same):
        return None
    project = next((named for named in same if named.fact.table_kind is TableKind.PROJECT_EXPENDITURE), None)
    if project is None:
        return _stated_wider(found)
    term = summed((first, project), "widened")
    stated = [
        named
        for named in (*found.best, *found.others)
        if named.narrative and agrees(_quantity(named), quantity_of(term.operand))
    ]
    if not stated:
        return replace(term, named=Selection((first, project)))
    return Term(stated[0].fact, Selection((*stated, first, project)), (first, project))


def _stated_wider(found: Selection) -> Term | None:
    """The greater figure that a sentence gives for the whole department, where only basic expenditure has a table."""
    first = found.best[0]
    for named in found.others:
        same = named.row == first.row and not named.column and isinstance(named.fact.quantity, Amount)
        if named.narrative and same and _quantity(named).value > _quantity(first).value:
            return Term(named.fact, Selection((named,), (first,), found.score))
    return None


def _says_scope(desk: Desk) -> bool:
    return any(word in desk.question.plain for word in ("基本支出", "项目支出", "公用经费", "人员经费"))


def _quantity(named: Named) -> Amount:
    quantity = named.fact.quantity
    assert isinstance(quantity, Amount)
    return quantity
