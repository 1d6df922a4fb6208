"""What one source of funds left over from the year before (一般公共预算的结转), a row below 上年结转 in the table of appropriations."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.term import Term
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.terms import vocabulary

_SAID = frozenset(("prior_year_carry_over", "prior_year_fiscal_carry_over"))
_SOURCES = frozenset(("income", "fund_source"))
_LEFT_OVER, _NEXT_YEAR = re.compile(r"结转|结余"), re.compile(r"年末|年终|下年")


def carried_over(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The one figure of the source named; None where none is named, or the documents have none or several."""
    if not _SAID.intersection(query.target.terms[:1]) or len(query.contexts) != 1:
        return None
    source = query.contexts[0]
    found = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.year == year and _is_of(named, source) and _is_left_over(named)
    ]
    if len({quantity_of(named.fact).value for named in found}) != 1:
        return None
    return Term(found[0].fact, Selection(tuple(found)))


def _is_of(named: Named, source: Mention) -> bool:
    known = vocabulary().terms
    terms = {term for term in source.terms if known[term].term_class in _SOURCES}
    return named.row in source.keys or bool(terms & named.row_terms)


def _is_left_over(named: Named) -> bool:
    fact = named.fact
    above = fact.row_path[-1] if fact.row_path else ""
    amount = fact.measure is Measure.VALUE and isinstance(fact.quantity, Amount) and fact.certain and not named.column
    return amount and _LEFT_OVER.search(above) is not None and _NEXT_YEAR.search(above) is None
