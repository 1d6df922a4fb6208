"""Terms that are an economic item's rows within basic and within project expenditure together."""

from __future__ import annotations

import re
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
    if query.contexts:
        return _from_source(desk, query, found)
    first = found.best[0]
    fact = first.fact
    if fact.table_kind is not TableKind.BASIC_EXPENDITURE or not first.row or first.column or not fact.code:
        return None
    if desk.question.slots.tables or _says_scope(desk):
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


_SAYS_SOURCE = (
    (frozenset(("fiscal_appropriation", "fiscal_appropriation_income")), re.compile(r"财政拨款|财拨")),
    (frozenset(("general_public_budget", "general_public_budget_income")), re.compile(r"一般公共预算")),
)  # terms of a source of funds, and how a sentence or the title of a table says it


def without_source(query: MetricQuery) -> tuple[MetricQuery, list[re.Pattern[str]]] | None:
    """An item without the source of funds that it is asked from, and how documents say that source; None where none is."""
    names = (*query.contexts, query.target)
    words = {name: said for name in names for terms, said in _SAYS_SOURCE if terms & set(name.terms[:2])}
    items = [name for name in names if name not in words]
    return (MetricQuery(items[0]), list(words.values())) if words and len(items) == 1 else None


def stated_from_source(desk: Desk, query: MetricQuery, year: int) -> MetricQuery:
    """The bare item where a sentence that says its source of funds states its change; else the query itself."""
    split = without_source(query)
    if split is None:
        return query
    printed = desk.find(split[0], year, Measure.CHANGE) or desk.find(split[0], year, Measure.CHANGE_RATE)
    said = bool(printed) and all(words.search(_told_by(desk, printed.best[0])) for words in split[1])
    return split[0] if said and printed.best[0].narrative else query


def _from_source(desk: Desk, query: MetricQuery, found: Selection) -> Term | None:
    """The item as far as it is paid from a source, where all that the figure of both tables rests on says that source."""
    split = without_source(query)
    if split is None or found.best[0].fact.table_kind is not TableKind.BASIC_EXPENDITURE:
        return None
    bare, said = split
    every = desk.find(bare, found.fact.year)
    term = widened(desk, bare, every) if every else None
    if term is None:
        return None
    rests_on = term.named.best[:1] if term.named.best[0].narrative else term.named.best
    return term if all(words.search(_told_by(desk, named)) for words in said for named in rests_on) else None


def _told_by(desk: Desk, named: Named) -> str:
    """The sentence that states a figure with the heading it stands under, the title of the table that prints it."""
    if named.narrative:
        return "".join((*named.fact.provenance.section[-1:], named.fact.provenance.quote))
    table = desk.knowledge.table_of(named.fact)
    return table.title if table is not None else ""


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
