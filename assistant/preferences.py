"""Which table a metric is usually read in: of two cells with the same name, the one of the widest usual scope leads."""

from __future__ import annotations

from assistant.named import TABLE_TOTALS, Named
from assistant.parsing.model import Mention
from index.model import BudgetTable, TableKind
from index.vocabulary.terms import vocabulary

_K = TableKind
# Forms that report these beside “三公”经费 hold all appropriations for them, projects' too; tables of basic expenditure do not.
_REPORTED_BESIDE = frozenset(("meeting_fee", "training_fee"))
# Where a metric of each class is looked for first; the widest usual scope leads.
_PREFERRED: dict[str, tuple[TableKind, ...]] = {
    "functional": (
        _K.TOTAL_EXPENDITURE, _K.TOTAL_INCOME_EXPENDITURE, _K.FISCAL_APPROPRIATION_EXPENDITURE, _K.FISCAL_APPROPRIATION,
        _K.GENERAL_PUBLIC_BUDGET_EXPENDITURE, _K.TOTAL_INCOME,
    ),
    "economic": (_K.GENERAL_PUBLIC_BUDGET_ECONOMIC, _K.BASIC_EXPENDITURE, _K.GOVERNMENT_ECONOMIC),
    "three_public": (_K.THREE_PUBLIC_EXPENSES,),
    "operating": (_K.AGENCY_OPERATING_COST, _K.BASIC_EXPENDITURE),
    "procurement": (_K.GOVERNMENT_PROCUREMENT,),
    "income": (_K.TOTAL_INCOME_EXPENDITURE, _K.TOTAL_INCOME, _K.FISCAL_APPROPRIATION),
    "expenditure_total": (_K.TOTAL_INCOME_EXPENDITURE, _K.TOTAL_EXPENDITURE, _K.PROJECT_EXPENDITURE, _K.FISCAL_APPROPRIATION_EXPENDITURE, _K.GENERAL_PUBLIC_BUDGET_EXPENDITURE, _K.BASIC_EXPENDITURE),
    "fund_source": (_K.TOTAL_INCOME_EXPENDITURE, _K.TOTAL_INCOME, _K.FISCAL_APPROPRIATION),
    "performance": (_K.DEPARTMENT_PERFORMANCE, _K.PROJECT_PERFORMANCE),
}  # fmt: skip
KIND_TERMS: dict[TableKind, frozenset[str]] = {
    kind: frozenset(terms) for kind, terms in TABLE_TOTALS.items()
} | {
    _K.DEPARTMENT_PERFORMANCE: frozenset(("overall_performance_target", "performance_target")),
    _K.PROJECT_PERFORMANCE: frozenset(("project_performance_target", "performance_target", "project_expenditure")),
    _K.BASIC_EXPENDITURE: frozenset(("basic_expenditure", "basic_expenditure_gpb", "general_public_budget")),
    _K.GENERAL_PUBLIC_BUDGET_ECONOMIC: frozenset(("general_public_budget", "general_public_budget_expenditure")),
    _K.FISCAL_APPROPRIATION: frozenset(("fiscal_appropriation", "fiscal_appropriation_income", "fiscal_appropriation_expenditure")),
    _K.FISCAL_APPROPRIATION_EXPENDITURE: frozenset(("fiscal_appropriation", "fiscal_appropriation_expenditure")),
    _K.TOTAL_INCOME: frozenset(("income_total", "current_year_income")),
    _K.TOTAL_EXPENDITURE: frozenset(("expenditure_total", "current_year_expenditure")),
}  # fmt: skip


def preference(named: Named, mention: Mention, table: BudgetTable | None) -> float:
    """A little more for the tables where a metric of this class is usually read."""
    if table is None:
        three_public = any(
            vocabulary().terms[term].term_class == "three_public"
            for term in mention.terms[:1]
            if term in vocabulary().terms
        )
        return -0.8 if not three_public or any("三公" in part for part in named.fact.provenance.section) else -1.4
    terms = [vocabulary().terms[term] for term in mention.terms[:1] if term in vocabulary().terms]
    if table.kind in _PREFERRED["performance"] and terms and terms[0].term_class != "performance":
        return -1.0  # an amount repeated above indicators is a copy of the one in the budget tables
    if "规划" in table.title:
        return -1.5  # the year's amounts repeated before those planned for later years
    order = _PREFERRED.get(terms[0].term_class, ()) if terms else _default_order(mention)
    if terms and terms[0].id in _OF_GENERAL_BUDGET:
        if table.kind in _OF_ALL_MONEY:
            return -1.5 - 0.01 * named.column_depth
        order = (_K.BASIC_EXPENDITURE, _K.GENERAL_PUBLIC_BUDGET_EXPENDITURE, *order)
    if table.kind is _K.THREE_PUBLIC_EXPENSES and _REPORTED_BESIDE.intersection(mention.terms[:1]):
        order = (table.kind, *order)
    gain = 1.5 - 0.2 * order.index(table.kind) if table.kind in order else 0.0
    if terms and terms[0].term_class == "income":
        gain += 0.5 if named.fact.side == "income" else -0.5
    if terms and terms[0].term_class == "expenditure_total":
        gain += -0.5 if named.fact.side == "income" else 0.0
    return gain - 0.01 * named.column_depth


_OF_GENERAL_BUDGET = frozenset(("basic_expenditure_gpb",))  # what is so called is spent from the general budget alone
_OF_ALL_MONEY = frozenset((_K.TOTAL_EXPENDITURE, _K.TOTAL_INCOME_EXPENDITURE, _K.TOTAL_INCOME))


def _default_order(mention: Mention) -> tuple[TableKind, ...]:
    if mention.code and mention.code[0] == "3":
        return _PREFERRED["economic"]
    return _PREFERRED["functional"]
