"""Two metrics (or one metric in two tables, units or years) against each other: which is more, and by how much."""

from __future__ import annotations

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft, Item, Operand
from assistant.operations import trends
from assistant.operations.desk import Desk, NotFoundError, Writer, name_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion

name = "difference"


def matches(question: ParsedQuestion) -> bool:
    pairs = len(question.queries) > 1 or len(question.slots.years) == 2
    return pairs and question.cue("difference", "compare")


def sides(desk: Desk) -> list[tuple[str, Operand, Selection]]:
    queries = desk.queries()
    years = desk.question.slots.years
    if len(years) == 2 and len(queries) == 1:
        found = [(f"{year}年", *trends.need_for(desk, queries[0], year)) for year in years]
    else:
        year = wanted_year(desk)
        found = []
        for query in queries[:2]:
            operand, named = trends.need_for(desk, query, year)
            found.append((name_of(named.best[0], query), operand, named))
    if len(found) < 2:
        raise NotFoundError("比较需要两个数：请说明是哪两项，或哪两年。", "incomplete_question")
    return found


def answer(desk: Desk) -> Draft:
    (first_name, first, first_named), (second_name, second, second_named) = sides(desk)
    if type(quantity_of(first)) is not type(quantity_of(second)):
        raise NotFoundError("两个数的计量单位不同，不能比较。", "not_comparable")
    gap = calculate("difference", first, second)
    writer = Writer(desk)
    years = desk.question.slots.years
    for i, (label, operand, named) in enumerate(
        ((first_name, first, first_named), (second_name, second, second_named))
    ):
        writer.say("，" if i else "")
        if len(years) == 2 and label.endswith("年"):
            writer.say("" if i else "").name(named.best[0]).say(label)
        else:
            writer.say("" if i else f"{named.fact.year}年").name(named.best[0])
        writer.figure(operand).cite(*named.support[:3])
    value = quantity_of(gap).value
    if value == 0:
        writer.say("，两者相同，相差").figure(gap).say("。")
        return writer.draft(gap)
    larger = first_name if value > 0 else second_name
    bigger = (first_named if value > 0 else second_named).best[0]
    writer.say("，")
    if larger.endswith("年"):
        writer.say(larger)
    else:
        writer.name(bigger)
    writer.say("多").figure(gap).say("。")
    return writer.draft(
        gap, items=(Item(larger, writer.headline(first if value > 0 else second)[0], writer.headline(first)[1]),)
    )
