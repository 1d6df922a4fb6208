"""The totals of a final account: what came in and was spent in the year (本年收入合计, 本年支出合计) is less than the grand
total (总计), which also holds what was carried over; in a budget the two are mostly one figure."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.parsing.model import MetricQuery
from index.model import Fact, TableKind
from index.vocabulary.names import key

_OF_YEAR = {"income_total": "current_year_income", "expenditure_total": "current_year_expenditure"}
_TABLES = {TableKind.TOTAL_INCOME: "current_year_income", TableKind.TOTAL_EXPENDITURE: "current_year_expenditure"}
_GRAND_SAID = re.compile(r"总计|收支|盘子")


def is_grand(label: str) -> bool:
    """Whether a row is the grand total, what is carried over included."""
    return key(label).endswith("总计")


def total_terms(fact: Fact) -> tuple[str, ...]:
    """What a grand total of a final account's tables of income and spending stands for; () where the rule for
    budgets holds."""
    if fact.table_kind in _TABLES:
        return (_TABLES[fact.table_kind],)
    grand = f"{fact.side}_total"
    if grand not in _OF_YEAR:
        return ()
    if is_grand(fact.label):
        return (grand, "budget_total")
    return (_OF_YEAR[grand],) if key(fact.label).startswith("本年") else (grand, _OF_YEAR[grand])


def prose_terms(label: str, terms: frozenset[str]) -> frozenset[str]:
    """What a final account's prose names by 收入合计 or 支出合计: that of the year, as it says 总计 for the grand total."""
    if is_grand(label) or not terms.intersection(_OF_YEAR):
        return terms
    return frozenset(_OF_YEAR.get(term, term) for term in terms)


def of_the_year(query: MetricQuery) -> MetricQuery:
    """A question for all income or spending, put to a final account: that of the year comes before the grand total,
    unless the grand total is named (支出总计)."""
    terms = query.target.terms
    if terms[:1] == ("government_procurement_total",):  # what was bought, not what was planned to be
        return replace(query, target=replace(query.target, terms=("procurement_actual_total", *terms)))
    if not terms or terms[0] not in _OF_YEAR or _GRAND_SAID.search(query.target.text):
        return query
    of_year = tuple(dict.fromkeys((_OF_YEAR[terms[0]], *terms)))
    keys = tuple(name for name in query.target.keys if not is_grand(name))
    return replace(query, target=replace(query.target, terms=of_year, keys=keys))
