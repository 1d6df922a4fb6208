"""Members by name with their figures: all, or those over or under a threshold."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.knowledge import Named
from assistant.model import Draft
from assistant.operations import members
from assistant.operations.desk import Desk, Writer, name_of
from assistant.parsing.model import ParsedQuestion, Threshold
from index.amounts import Amount
from index.model import Measure

name = "list"


_WHICH = re.compile(r"哪(?:几|些)(?:个|项|款|类|笔|家|种)?.{0,4}[,，].{0,3}(?:各|分别)")


def matches(question: ParsedQuestion) -> bool:
    wants = (
        _WHICH.search(question.plain)
        or (question.cue("list") and (not question.cue("each") or "哪" in question.plain))
        or (question.cue("filter") and question.slots.threshold is not None)
    )
    of_one = len(question.queries) < 2 or question.slots.level == "指标"
    return bool(wants) and bool(question.queries or question.slots.level) and of_one


def answer(desk: Desk) -> Draft:
    question = desk.question
    group = members.find_members(desk, question.queries[0] if question.queries else None)
    kept = [named for named in group.members if passes(named, question.slots.threshold)]
    if question.slots.threshold is not None:
        kept.sort(key=lambda named: -quantity_of(named.fact).value)
    return say_members(desk, group, kept)


def passes(named: Named, threshold: Threshold | None) -> bool:
    if threshold is None:
        return True
    quantity = quantity_of(named.fact)
    if not isinstance(quantity, Amount) or not isinstance(threshold.quantity, Amount):
        return False
    limit = threshold.quantity.value
    return quantity.value > limit if threshold.op == ">" else quantity.value < limit


def say_members(desk: Desk, group: members.Group, kept: list[Named]) -> Draft:
    writer = Writer(desk)
    if not kept:
        return writer.say("没有符合条件的项。").cite(*(named.fact for named in group.members[:4])).draft()
    writer.say(f"{kept[0].fact.year}年，共").figure(count_of(kept, "项")).say("：")
    items = []
    for i, named in enumerate(kept):
        writer.say("；" if i else "").name(named)
        if named.fact.measure is Measure.VALUE:
            writer.figure(named.fact)
            items.append(writer.item(name_of(named), named.fact))
        writer.cite(named.fact)
    return writer.say("。").draft(items=items)


def count_of(kept: list[Named], unit: str):  # type: ignore[no-untyped-def]
    from assistant.calculations import calculate

    return calculate("count", *(named.fact for named in kept), unit=unit)
