"""By how many percentage points the share of one part is above that of another (甲占比比乙占比高几个百分点)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.model import Calculation, Direction, Draft, Operand
from assistant.operations import terms
from assistant.operations.desk import Desk, NotFoundError, Writer, direction_of
from assistant.operations.terms import Term
from assistant.operations.unsaid_whole import unsaid_whole
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.scoping import find_departments

# 占比, or 占…的比重, and then 比 with the other part
_TWO = re.compile(
    r"(?:占比|比重|比例|份额|占(?!比)[^,，。;；?？]{2,16}?)的?[,，]?(?P<than>比(?![例重较值上去]))"
    # 甲占比和乙占比相差几个百分点
    r"|(?:占比|比重|比例|份额)(?P<and>[和与跟同])(?=[^,，。;；?？]{2,16}(?:占比|比重|比例|份额)[^,，。;；?？]{0,4}差[^,，。;；?？]{0,4}百分点)"
)


@dataclass(frozen=True, slots=True)
class _Share:
    query: MetricQuery
    part: Term
    whole: Operand
    ratio: Calculation


_POINTS = re.compile(r"百分点|个点|[多高低少大小]多少|差多少|相差")
_CHANGES = re.compile(r"[去上前]年|同比|上一年")


def between_two(question: ParsedQuestion) -> bool:
    """Whether the share of one department is set against that of another (甲局的占比比乙局高几个百分点)."""
    if len(question.slots.departments) != 2 or len(question.slots.years) > 1 or _CHANGES.search(question.plain):
        return False
    return question.cue("share") and _POINTS.search(question.plain) is not None


def as_said(desk: Desk) -> list[str]:
    """The departments in the order in which the question names them, each once; [] where it does not."""
    documents = desk.knowledge.documents
    by_id = {document.id: document.department for document in documents}
    named = [{by_id[one] for one in found.documents} for found in find_departments(desk.question.plain, documents)]
    order = [owners.pop() for owners in named if len(owners) == 1]
    return order if len(set(order)) == len(order) else []


def answer(desk: Desk) -> Draft | None:
    """The two shares and what lies between them; None where no two parts of one year are set against each other."""
    question = desk.question
    said = _TWO.search(question.plain)
    if said is None or len(question.slots.years) > 1:
        return None
    between = max(said.start("than"), said.start("and"))
    before = [query for query in question.queries if query.target.start < between]
    after = [query for query in question.queries if query.target.start > between]
    if not before or not after or max(len(before), len(after)) > 2:
        return None
    year = wanted_year(desk)
    wholes = [side[1] for side in (before, after) if len(side) > 1]
    first, second = (_share(desk, side[0], wholes, year) for side in (before, after))
    if quantity_of(first.whole).value != quantity_of(second.whole).value:
        raise NotFoundError("两项占的不是同一个总数，占比不能相比：请说明各占哪一项。", "not_comparable")
    return _say(desk, first, second, year)


def _share(desk: Desk, query: MetricQuery, wholes: list[MetricQuery], year: int) -> _Share:
    part = terms.need(desk, query, year)
    whole = terms.need(desk, wholes[0], year).operand if wholes else unsaid_whole(desk, part.named, year)[0]
    return _Share(query, part, whole, calculate("share", part.operand, whole))


def _say(desk: Desk, first: _Share, second: _Share, year: int) -> Draft:
    gap = calculate("percentage_points", first.ratio, second.ratio)
    direction = direction_of(gap)
    writer = Writer(desk).say(f"{year}年")
    for i, one in enumerate((first, second)):
        writer.say("；" if i else "").name(one.part.named.best[0], one.query).figure(one.part.operand)
        writer.say("，占").figure(one.whole).say("的").figure(one.ratio).cite(*one.part.named.support[:2])
    writer.say(f"；前者比后者{'低' if direction is Direction.DECREASE else '高'}").figure(gap).say("。")
    return writer.draft(gap, direction=direction)
