"""Where all of a budget and what public finance appropriates differ: the sources of income that are no appropriation."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.model import Operand
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.rows import once
from index.amounts import Amount, agrees
from index.model import Measure, TableKind
from index.vocabulary.terms import vocabulary

_ASKED = re.compile(r"差(?:额|距)?(?:在|是|来自|主要是)+(?:哪|什么|啥)")
_APPROPRIATED = frozenset(("fiscal_appropriation", "fiscal_appropriation_income"))
_NO_OTHER_SOURCE = re.compile(r"结转|结余|拨款|公共预算|政府性基金|国有资本")


def asked(plain: str) -> bool:
    """Whether a question asks where a difference lies (差在哪两类收入上)."""
    return _ASKED.search(plain) is not None


def sources(desk: Desk, gap: Operand) -> tuple[Named, ...]:
    """The sources that make up the difference to the last step; () where they do not."""
    for index in desk.knowledge.indexes:
        rows = once(
            named
            for named in index.named
            if named.fact.table_kind is TableKind.TOTAL_INCOME_EXPENDITURE
            and named.fact.side == "income"
            and named.fact.measure is Measure.VALUE
            and isinstance(named.fact.quantity, Amount)
            and named.fact.quantity.value
            and named.fact.year == desk.told_year
            and not named.fact.row_path
            and _is_other_source(named)
        )
        if rows and agrees(quantity_of(calculate("sum", *(one.fact for one in rows))), _size(gap)):
            return rows
    return ()


def _is_other_source(named: Named) -> bool:
    words = vocabulary()
    above = {term for one in named.row_terms for term in (one, *words.ancestors(one))}
    return bool(named.row) and not _NO_OTHER_SOURCE.search(named.row) and not above & _APPROPRIATED


def _size(gap: Operand) -> Amount:
    quantity = quantity_of(gap)
    assert isinstance(quantity, Amount), "both sides are sums of money"
    return quantity if quantity.value >= 0 else Amount(-quantity.value, quantity.unit, quantity.quantum, quantity.text)
