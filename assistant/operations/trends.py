"""One metric over several years: printed in each year's document, in a column of last year, or derived from a change."""

from __future__ import annotations

from assistant.calculations import calculate
from assistant.evidence import Selection
from assistant.model import Calculation, Draft, Operand
from assistant.operations.desk import Desk, NotFoundError, Writer, missing
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import Measure


def derived(desk: Desk, query: MetricQuery, year: int) -> Calculation | None:
    """The value of an earlier year from the later year's value and the change printed for it."""
    now = desk.find(query, year + 1)
    if not now:
        return None
    change = desk.find(query, year + 1, Measure.CHANGE)
    if change and change.fact.base_year in (None, year) and type(change.quantity) is type(now.quantity):
        return calculate("previous", now.fact, change.fact)
    return None


def operand_for(desk: Desk, query: MetricQuery, year: int) -> tuple[Operand, Selection] | None:
    """The value of a year as printed, else derived; with the selection that names it."""
    found = desk.find(query, year)
    if found:
        return found.fact, found
    calculation = derived(desk, query, year)
    return (calculation, desk.find(query, year + 1)) if calculation is not None else None


def need_for(desk: Desk, query: MetricQuery, year: int) -> tuple[Operand, Selection]:
    found = operand_for(desk, query, year)
    if found is None:
        raise NotFoundError(missing(query, year, desk), "year_not_loaded" if year != desk.year else "not_in_documents")
    return found


def say_derived(writer: Writer, desk: Desk, query: MetricQuery, year: int, value: Calculation) -> Draft:
    now = desk.find(query, year + 1)
    change = desk.find(query, year + 1, Measure.CHANGE)
    writer.say(f"{year}年").name(now.best[0], query).say("为").figure(value)
    writer.say(f"，由{year + 1}年的").figure(now.fact).say("和").say(
        "增加" if change.quantity.value > 0 else "减少"
    ).figure(change.fact)
    writer.say("倒推。").cite(*change.support[:2], *now.support[:4])
    return writer.draft(value)


def each_year(desk: Desk, query: MetricQuery) -> Draft:
    writer = Writer(desk)
    items = []
    operands = []
    for i, year in enumerate(desk.question.slots.years):
        operand, named = need_for(desk, query, year)
        writer.say("，" if i else "")
        if not i:
            writer.name(named.best[0], query).say("：")
        writer.say(f"{year}年").figure(operand).cite(*named.support[:2])
        items.append(writer.item(f"{year}年", operand))
        operands.append(operand)
    if len(operands) > 1 and isinstance(named.quantity, Amount):
        values = [item.value for item in items]
        if len(set(values)) == 1:
            writer.say("，各年持平")
    return writer.say("。").draft(operands[-1], items=items)
