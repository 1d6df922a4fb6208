"""Which member of a whole moved most against the year before: 哪项降得最多, 增幅最大的是哪个."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.model import Direction, Draft, Operand
from assistant.named import Named
from assistant.operations import change, members
from assistant.operations.change import Change
from assistant.operations.desk import DIRECTION_WORDS, Desk, NotFoundError, Writer, name_of
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion

name = "movers"
_UP = r"(?:涨|增|升|多|上)"
_DOWN = r"(?:降|减|跌|砍|缩|少|压|下)"
_MOST = re.compile(
    rf"(?:{_UP}|{_DOWN}|变动?|变化|波动)(?:加|少|长|低|掉|动|幅)?(?:得|的|幅度?)?最(?:多|大|厉害|明显|快|狠|猛|凶)"
    rf"|最(?:大|明显|多)的?(?:增|减|降|涨|变化)|主要(?:是)?(?:增|减|降|涨)在?哪|(?:增|减|降|涨)[^,，。?？]{{0,4}}(?:主要)?(?:是|在)哪(?:一)?[项块个笔]"
)
_FALLING = re.compile(_DOWN)
_RISING = re.compile(_UP)
_BY_RATE = re.compile(r"幅|快|比例|百分|%")
_MANY = 60


def matches(question: ParsedQuestion) -> bool:
    return _MOST.search(question.plain) is not None and not question.cue("reason")


def answer(desk: Desk) -> Draft:
    said = _MOST.search(desk.question.plain)
    assert said is not None
    year, _ = change.compared(desk)  # “比2025年” asks for the members of the year after it
    group = members.find_members(
        replace(desk, question=desk.question.with_slots(years=(year,))), members.asked(desk.question)
    )
    moved = [found for named in group.members[:_MANY] if (found := _change_of(desk, named)) is not None]
    wanted = _wanted(said.group())
    if not moved or len(group.members) > _MANY:
        raise NotFoundError("文件里没有各项与上年相比的增减，不能排序。", "no_comparison")
    compared = moved
    moved = [(named, found) for named, found in moved if wanted is None or found.direction is wanted]
    if not moved:
        return _say_none(desk, compared, len(group.members))
    by_rate = _BY_RATE.search(desk.question.plain) is not None
    ordered = sorted(moved, key=lambda pair: -abs(quantity_of(_measure(pair[1], by_rate)).value))
    return _say(desk, ordered, len(group.members))


def _wanted(said: str) -> Direction | None:
    if _FALLING.search(said):
        return Direction.DECREASE
    return Direction.INCREASE if _RISING.search(said) else None


def _change_of(desk: Desk, named: Named) -> tuple[Named, Change] | None:
    own, terms = (named.row, named.row_terms) if named.row else (named.column, named.column_terms)
    query = MetricQuery(Mention(0, 0, name_of(named), (own,), tuple(sorted(terms)), named.fact.code))
    try:
        found = change.find_change(replace(desk, trace=[]), query)
    except (NotFoundError, change.StatedOnlyError):
        return None
    same = quantity_of(found.now).value == quantity_of(named.fact).value
    return (named, found) if same else None


def _measure(found: Change, by_rate: bool) -> Operand:
    return (found.rate or found.amount) if by_rate else found.amount


def _say(desk: Desk, ordered: list[tuple[Named, Change]], members_in_all: int) -> Draft:
    named, found = ordered[0]
    by_rate = _BY_RATE.search(desk.question.plain) is not None and found.rate is not None
    writer = Writer(desk).say(f"{found.year}年与{found.base_year}年相比，")
    writer.say("变化最大的是" if _wanted_of(desk) is None else f"{DIRECTION_WORDS[found.direction]}最多的是")
    writer.name(named).say("，由").figure(found.before).say("变为").figure(found.now)
    writer.say(f"，{DIRECTION_WORDS[found.direction]}").figure(found.amount)
    if by_rate and found.rate is not None:
        writer.say("（").figure(found.rate).say("）")
    for other, its in ordered[1:3]:
        writer.say("；其次是").name(other).say(f"，{DIRECTION_WORDS[its.direction]}").figure(its.amount)
        writer.cite(*its.printed.support[:1], *its.named.support[:1])
    writer.say("。").cite(*found.printed.support[:2], *found.named.support[:2])
    headline: Operand = found.rate if by_rate and found.rate is not None else found.amount
    items = [writer.item(name_of(member), its.amount) for member, its in ordered[:3]]
    desk.trace.append(f"{members_in_all}项中有{len(ordered)}项可比")
    return writer.draft(headline, direction=found.direction, items=items)


def _say_none(desk: Desk, compared: list[tuple[Named, Change]], members_in_all: int) -> Draft:
    """None of the members moved the way that the question takes for granted."""
    wanted = _wanted_of(desk)
    if len(compared) < members_in_all or wanted is None:
        raise NotFoundError("文件里没有全部各项与上年相比的增减，不能排序。", "no_comparison")
    writer = Writer(desk).say(
        f"{compared[0][1].year}年与{compared[0][1].base_year}年相比，没有{DIRECTION_WORDS[wanted]}的项："
    )
    for i, (named, found) in enumerate(compared):
        writer.say("；" if i else "").name(named).say(DIRECTION_WORDS[found.direction])
        if found.direction is not Direction.UNCHANGED:
            writer.figure(found.amount)
        writer.cite(*found.printed.support[:1], *found.named.support[:1])
    return writer.say("。").draft()


def _wanted_of(desk: Desk) -> Direction | None:
    said = _MOST.search(desk.question.plain)
    return _wanted(said.group()) if said else None
