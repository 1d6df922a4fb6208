"""Wholes that many documents print only in their parts, added up from one table of expenditure by economic item.

人员经费 is 工资福利支出 and 对个人和家庭的补助 of basic expenditure; 社会保障缴费 is since 2018 split into the items
30108 to 30112 (Classification of Government Revenue and Expenditure), of which a unit has those that it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations import rows as table_rows
from assistant.operations.desk import Desk
from assistant.operations.term import Term, summed
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import TableKind
from index.vocabulary.terms import vocabulary


@dataclass(frozen=True, slots=True)
class _Whole:
    """``needed`` must all be printed, ``optional`` are added where they are."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


_WHOLES = {
    "personnel_cost": _Whole(("wages_and_welfare", "individual_family_subsidy")),
    "social_security_contribution": _Whole(
        ("basic_pension_contribution", "other_social_security_contribution"),
        ("annuity_contribution", "basic_medical_contribution", "civil_servant_medical_contribution"),
    ),
}
_KINDS = (TableKind.BASIC_EXPENDITURE, TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC)


def made_up(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The sum of the parts in the first table that prints all that are needed; None where none does."""
    whole = _WHOLES.get(query.target.terms[0]) if query.target.terms and not query.target.keys else None
    if whole is None or query.contexts or desk.question.slots.tables:
        return None
    parts = {part: _cells(desk, query, part, year) for part in (*whole.needed, *whole.optional)}
    for table in dict.fromkeys(named.fact.provenance.table for named in parts[whole.needed[0]]):
        first = {part: next((one for one in found if _stands_in(one, table)), None) for part, found in parts.items()}
        if all(first[part] is not None for part in whole.needed):
            rows = [row for one in first.values() if one is not None for row in _rows_of_name(desk, one)]
            return summed(rows, "collective")
    return None


def _stands_in(named: Named, table: str | None) -> bool:
    return named.fact.provenance.table == table


def _rows_of_name(desk: Desk, named: Named) -> Sequence[Named]:
    """The row, with those of the same name beside another classification (for 机关 and for 事业)."""
    twins = table_rows.twins(desk, named)
    return twins if len(twins) > 1 else (named,)


def _cells(desk: Desk, query: MetricQuery, part: str, year: int) -> Sequence[Named]:
    """The likely cells of a part that stand in a table by economic item."""
    target = replace(query.target, text=vocabulary().terms[part].name, keys=(), terms=(part,))
    found: Selection = desk.find(MetricQuery(target), year)
    return [
        named
        for named in dict.fromkeys((*found.best, *found.others))
        if named.fact.table_kind in _KINDS
        and part in named.row_terms
        and isinstance(named.fact.quantity, Amount)
        and not named.owner
    ]
