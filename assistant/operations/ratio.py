"""How many times one metric is another, or a metric of one year is that of another year."""

from __future__ import annotations

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.operations import terms
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion

name = "ratio"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("ratio") and bool(question.queries)


def answer(desk: Desk) -> Draft:
    queries = desk.queries()
    years = desk.question.slots.years
    if len(queries) == 1 and len(years) == 2:
        first, second = (terms.need(desk, queries[0], year) for year in (years[1], years[0]))
    elif len(queries) >= 2:
        first, second = terms.need_all(desk, queries[:2], wanted_year(desk))
    else:
        raise NotFoundError("求倍数需要两个数：请说明是哪两项，或哪两年。", "incomplete_question")
    if not quantity_of(second.operand).value:
        raise NotFoundError("作除数的一项为零，算不出倍数。", "no_comparison")
    result = calculate("ratio", first.operand, second.operand)
    writer = Writer(desk)
    for i, term in enumerate((first, second)):
        writer.say("，" if i else "", f"{years[1 - i] if len(years) == 2 else wanted_year(desk)}年")
        writer.name(term.named.best[0]).figure(term.operand).cite(*term.named.support[:2])
    return writer.say("，前者是后者的").figure(result).say("。").draft(result)
