"""A metric's value in two years and the change between them: printed, derived from the change, or added up from parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Operand
from assistant.named import Named
from assistant.operations import added_change, terms
from assistant.operations.added_change import Part, changes_of_parts
from assistant.operations.desk import Desk, NotFoundError, direction_of, missing, query_text
from assistant.operations.stated_together import said_with
from assistant.operations.term_scopes import stated_from_source
from assistant.parsing.model import MetricQuery
from index.amounts import Ratio, agrees
from index.model import Fact, Measure


@dataclass(frozen=True, slots=True)
class Change:
    """Value, earlier value and the change between them; ``printed`` and ``printed_rate`` as the document states them."""

    now: Operand
    named: Selection
    before: Operand
    amount: Operand
    rate: Operand | None
    year: int
    base_year: int
    printed: Selection
    printed_rate: Selection
    parts: tuple[Part, ...] = ()  # whose changes were added up

    @property
    def direction(self) -> Direction:
        return direction_of(self.amount)


def find_change(desk: Desk, query: MetricQuery) -> Change:
    """The change of a metric between the years asked for (default: the document's year against the one before)."""
    year, base = compared(desk)
    query = stated_from_source(desk, query, year)
    now = terms.find(desk, query, year)
    if now is None:
        stated = _stated_alone(desk, query, year)
        if stated is None:
            raise NotFoundError(missing(query, year, desk))
        raise StatedOnlyError(stated)
    operand, named = now.operand, now.named
    printed = desk.find(query, year, Measure.CHANGE) if base == year - 1 else Selection()
    printed_rate = desk.find(query, year, Measure.CHANGE_RATE) if base == year - 1 else Selection()
    if not printed and base == year - 1:
        printed = _of_equal_total(desk, query, operand, year)
    beside = said_with(desk, printed or printed_rate, operand)
    if beside is not None and _meant_less(query, beside.best[0], named.best[0]):
        beside, printed, printed_rate = None, Selection(), Selection()
    if beside is not None:
        operand, named = beside.fact, beside
    parts: tuple[Part, ...] = ()
    before = _before(desk, query, operand, base, printed, printed_rate)
    if before is None and (parts := changes_of_parts(desk, query, operand, year, base)):
        before = added_change.before(operand, parts)
    if before is None:
        raise NotFoundError(
            f"文件里有“{query_text(query)}”{year}年的数，但没有{base}年的数，也没有写与{base}年的增减，不能比较。",
            "no_comparison",
        )
    amount: Operand = calculate("difference", operand, before)
    rate = calculate("rate", operand, before) if quantity_of(before).value else None
    return Change(operand, named, before, amount, rate, year, base, printed, printed_rate, parts)


def _meant_less(query: MetricQuery, named: Named, other: Named) -> bool:
    """Whether the metric names one figure by a meaning that comes after the one by which it names another: what the
    first is told of (公务用车运行维护费) is then only part of what is asked for (公务用车费用)."""
    return _rank_of_meaning(query, named) > _rank_of_meaning(query, other)


def _rank_of_meaning(query: MetricQuery, named: Named) -> int:
    if {named.row, named.column}.intersection(query.target.keys):
        return -1
    terms = named.row_terms | named.column_terms | named.implicit
    return next((rank for rank, term in enumerate(query.target.terms) if term in terms), len(query.target.terms))


def compared(desk: Desk) -> tuple[int, int]:
    """The year asked about and the year it is measured against."""
    years = desk.question.slots.years
    if len(years) > 1:
        return years[-1], years[0]
    if not years:
        return desk.year, desk.year - 1
    said = years[0]
    if re.search(rf"(?:比|较|与|和|同|跟)(?:起)?{said}年", desk.question.plain) and said < desk.year:
        return desk.year, said
    if said in desk.knowledge.years() or said >= desk.year:
        return said, said - 1
    return desk.year, said


class StatedOnlyError(Exception):
    """Only the change is printed, not the value."""

    def __init__(self, selection: Selection) -> None:
        super().__init__()
        self.selection = selection


_TOTALS = ("budget_total", "income_total", "expenditure_total")


def _of_equal_total(desk: Desk, query: MetricQuery, now: Operand, year: int) -> Selection:
    """The change printed for the other total, where income and expenditure are the same (收支预算总额)."""
    if not set(query.target.terms[:1]) & set(_TOTALS) or query.contexts:
        return Selection()
    for term in _TOTALS:
        twin = MetricQuery(replace(query.target, terms=(term,), keys=()))
        same = desk.find(twin, year)
        found = desk.find(twin, year, Measure.CHANGE)
        if same and found and same.quantity.value == quantity_of(now).value:
            return found
    return Selection()


def _stated_alone(desk: Desk, query: MetricQuery, year: int) -> Selection | None:
    found = desk.find(query, year, Measure.CHANGE)
    return found if found else None


def _before(
    desk: Desk, query: MetricQuery, now: Operand, base: int, printed: Selection, printed_rate: Selection
) -> Operand | None:
    if printed and type(printed.quantity) is type(quantity_of(now)):
        return calculate("previous", now, printed.fact)
    found = terms.find(desk, query, base)
    if found is not None and (found.kind != "derived" or base < (_year_of(now) or base + 1) - 1):
        return found.operand
    if printed_rate and isinstance(now, Fact):
        return calculate("previous_from_rate", now, printed_rate.fact)
    return None


def _year_of(operand: Operand) -> int | None:
    return operand.year if isinstance(operand, Fact) else None


def rate_of(desk: Desk, change: Change) -> Operand | None:
    """The printed rate; the computed one where none is printed, more decimals are asked for than it has, or it does not
    follow from the amounts shown beside it."""
    if change.printed_rate and isinstance(change.printed_rate.quantity, Ratio):
        places = -int(change.printed_rate.quantity.quantum.as_tuple().exponent)
        enough = desk.question.slots.decimals is None or desk.question.slots.decimals <= places
        if enough and (change.rate is None or agrees(change.printed_rate.quantity, quantity_of(change.rate))):
            return change.printed_rate.fact
    return change.rate
