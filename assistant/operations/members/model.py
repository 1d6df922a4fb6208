"""A group of members, and what makes a cell one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.knowledge import DocumentIndex
from assistant.named import Named
from assistant.operations.desk import Desk
from index.amounts import Amount
from index.model import Measure

WHOLES = (
    "income_total",
    "expenditure_total",
    "general_public_budget",
    "general_public_budget_expenditure",
    "budget_total",
)


@dataclass(frozen=True, slots=True)
class Group:
    """Members in the order of their table; ``whole`` names what they are members of."""

    whole: str
    members: tuple[Named, ...]
    level: str = ""


def year(desk: Desk, index: DocumentIndex) -> int:
    """The year whose figures are meant: the last one said, else the document's own."""
    return desk.question.slots.years[-1] if desk.question.slots.years else index.document.year


_ECONOMIC = re.compile(r"经济(?:分类|科目|类|性质|用途|口径)|(?:部门|政府|支出|按)经济")


def by_economic_class(desk: Desk) -> bool:
    """Whether the economic classification is spoken of; 循环经济 in a name is no such word."""
    return _ECONOMIC.search(desk.question.plain) is not None


def is_amount(named: Named) -> bool:
    return named.fact.certain and named.fact.measure is Measure.VALUE and isinstance(named.fact.quantity, Amount)


def is_member(named: Named) -> bool:
    return bool(named.row) and not named.column and is_amount(named)


def fits_tables(desk: Desk, index: DocumentIndex, named: Named) -> bool:
    wanted = desk.question.slots.tables
    return not wanted or index.stands_in(named.fact, wanted)
