"""By how many one stated number of things goes beyond another (实有人数超出编制几个人)."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, Writer, when
from assistant.operations.things import best_stated
from assistant.parsing.model import ParsedQuestion

name = "surplus"
_ASKED = re.compile(
    r"(?P<first>[^,，。;；?？]+?)(?:[,，])?(?:超出|超过|超|少于|低于|多于|比|较)(?:了)?(?P<second>[^,，。;；?？\d]{2,12}?)"
    r"(?:数|人数)?的?(?:还|要|实际)?(?:多|少|超|缺)?(?:了|出)?(?:出)?(?:几|多少)(?:个)?(?P<unit>人(?!次|民币)|名|辆|台|套)"
)
_EARLIER = re.compile(r"(?:[去上前]年|20\d\d年度?|年初|同期)")


def matches(question: ParsedQuestion) -> bool:
    """Whether two counts are set against each other otherwise than ``difference`` knows."""
    said = _ASKED.search(question.plain)
    if said is None or _EARLIER.search(said["second"]) or question.cue("verify", "sum", "rank", "except"):
        return False
    return not question.cue("difference", "compare") or any("比" in query.target.text for query in question.queries)


def answer(desk: Desk) -> Draft:
    said = _ASKED.search(desk.question.plain)
    assert said is not None
    unit = "人" if said["unit"] == "名" else said["unit"]
    first, second = (best_stated(desk, f"{side}几{unit}", None) for side in (said["first"], said["second"]))
    if first is None or second is None or not _comparable(first, second):
        raise NotFoundError("比较需要两个数，文件里没有找到所问的两个数量。", "not_in_documents")
    more, less = (first, second) if quantity_of(first.fact).value >= quantity_of(second.fact).value else (second, first)
    gap = calculate("difference", more.fact, less.fact)
    writer = Writer(desk).say(when(desk, first.fact)).name(first).say("为").figure(first.fact).cite(first.fact)
    writer.say("，").name(second).say("为").figure(second.fact).cite(second.fact)
    writer.say("，").name(more).say("多").figure(gap)
    return writer.say("。").draft(gap)


def _comparable(first: Named, second: Named) -> bool:
    """Whether two numbers are of one document and year, and not one and the same."""
    return (
        first.fact.id != second.fact.id
        and first.fact.document == second.fact.document
        and first.fact.year == second.fact.year
        and quantity_of(first.fact).unit == quantity_of(second.fact).unit
    )
