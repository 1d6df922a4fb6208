"""One metric over several years: printed in each year's document, in a column of last year, or derived from a change."""

from __future__ import annotations

from assistant.calculations import quantity_of
from assistant.model import Calculation, Draft
from assistant.operations import terms
from assistant.operations.desk import Desk, Writer
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import Fact


def say_derived(writer: Writer, query: MetricQuery, year: int, term: terms.Term) -> Draft:
    """A year's value from the next year's and the change stated for it."""
    assert isinstance(term.operand, Calculation)
    now, change = term.operand.operands
    writer.say(f"{year}年").name(term.named.best[0], query).say("为").figure(term.operand)
    writer.say(f"，由{year + 1}年的").figure(now).say("和")
    writer.say("增加" if quantity_of(change).value > 0 else "减少").figure(change)
    writer.say("倒推。").cite(*(fact for fact in (change, now) if isinstance(fact, Fact)), *term.named.support[:4])
    return writer.draft(term.operand)


def each_year(desk: Desk, query: MetricQuery) -> Draft:
    writer = Writer(desk)
    items = []
    operands = []
    for i, year in enumerate(desk.question.slots.years):
        term = terms.need(desk, query, year)
        operand, named = term.operand, term.named
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
