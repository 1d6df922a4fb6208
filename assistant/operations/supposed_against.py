"""A figure changed as supposed, set against the year before or against another figure.

如果接待费再压10%，比去年少多少; 公务接待费压缩一半后和公务用车运行维护费相差多少; 项目支出减少500万元，基本支出是它的几倍.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.operations import terms
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, Desk, LastWordError, Writer, direction_of, name_of
from assistant.operations.supposed import (
    ONLY_SUPPOSED,
    Changed,
    Moved,
    after_change,
    outside,
    say_moved,
    say_supposed,
    span_of,
)
from assistant.operations.terms import Term
from assistant.operations.value import wanted_year
from assistant.operations.year_change import find_change
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.parse import group
from index.amounts import Amount

_YEAR_BEFORE = re.compile(
    r"(?:比|较|和|跟|与|同)(?:起)?(?:去年|上年|上一年|前一年)|(?:去年|上年|上一年)度?(?:相比|对比)|同比"
)
_OTHER_YEAR = re.compile(r"(?:比|较|和|跟|与|同)(?:起)?(?:前年|(?:20)?\d\d年)")
_MORE = re.compile(
    r"(?:比|较|和|跟|与|同)[^,，。]{1,20}?(?:多|少|高|低|大|小|贵|差)|相差|差多少|差额|超过|谁[更]?多|哪[^,，。]{0,4}多"
)
_TIMES = re.compile(r"几倍|多少倍|倍数")
_RATE = re.compile(r"百分之|百分比|百分点|幅度|[增降涨跌]幅|(?:增长|下降|增减)率|几个点|几成")
_YES_NO = re.compile(
    r"(?P<word>多|高|大|少|低|小)(?:了|些|一些)?(?:吗|嘛|么|不)[?？。]?$|(?P<over>超过)[^,，。]{1,14}(?:吗|嘛|么|不)[?？。]?$"
    r"|(?:是不是|是否|会不会)[^,，。]{1,20}?(?P<whether>多|高|大|少|低|小)(?:了|些)?[?？。]?$"
)
_BY_HOW_MUCH = re.compile(
    r"(?:少|降|减|压|省|节约|增|多|涨|升|提高)[^,，。;；?？]{0,5}(?:百分之几|百分之多少|几个点|百分比)|[降增涨跌减]幅|(?:下降|增长)率"
)
_ITSELF = re.compile(r"[比较跟和与同](?:原来|现在|之前|原预算|以前|原先)")  # the change itself is asked for
_RANK = re.compile(r"最[大多高小少低]|第[一二三四五六几\d]|排[在第名行]|名次|大头")


def asked_against(plain: str, year: int) -> str:
    """What the changed figure is set against by the question without suppositions and names: 年 (the year before that
    of the documents, ``year``), 项 (another figure), 名 (a rank), 率 (itself before the change, in percent), 否 (not computed here: an earlier year),
    "" (nothing)."""
    if _ITSELF.search(plain):
        return ""
    plain = plain.replace(f"{year - 1}年", "上年")
    if _OTHER_YEAR.search(plain):
        return "否"
    if _RANK.search(plain):
        return "名"
    if _YEAR_BEFORE.search(plain):
        return "年"
    if _BY_HOW_MUCH.search(plain):
        return "率"
    return "项" if _MORE.search(plain) or _TIMES.search(plain) else ""


def against_year(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """By how much a figure would then differ from the year before."""
    others = _others(desk, changed)
    if len(others) > 1 or (not others and len(changed) != 1):
        raise LastWordError("假设之后与上年的比较一次只能推算一项，请分开来问。", "incomplete_question")
    one = _moved(desk, others[0], changed) if others else _own(changed[0])
    before = find_change(desk, one.query).before
    gap = calculate("difference", one.after, before)
    direction = direction_of(gap)
    writer = _begin(desk, changed, (one,)).say("；上年为").figure(before)
    rate = calculate("rate", one.after, before) if quantity_of(before).value else None
    spans = [span_of(other, desk.question.plain) for other in changed]
    if _RATE.search(outside(desk.question.plain, spans)):
        if rate is None:
            raise LastWordError("上年数为零，算不出增减幅度。", "no_comparison")
        writer.say("，比上年", RATE_WORDS[direction]).figure(rate)
        return writer.say(ONLY_SUPPOSED).draft(rate, direction=direction)
    writer.say("，比上年", DIRECTION_WORDS[direction])
    if quantity_of(gap).value:
        writer.figure(gap)
    verdict = _verdict(desk.question, quantity_of(gap).value > 0, quantity_of(gap).value < 0)
    return _judged(writer.say(ONLY_SUPPOSED).draft(gap, direction=direction, verdict=verdict))


def against_itself(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """By how many percent a whole (or what changes itself) would fall or rise."""
    others = _others(desk, changed)
    if len(others) > 1 or (not others and len(changed) != 1):
        raise LastWordError("假设之后的幅度一次只能推算一项，请分开来问。", "incomplete_question")
    one = _moved(desk, others[0], changed) if others else _own(changed[0])
    if one.after == one.now or not quantity_of(one.now).value:
        raise LastWordError("没有认出假设之后问的是哪一项的幅度。", "incomplete_question")
    rate = calculate("rate", one.after, one.now)
    direction = direction_of(rate)
    writer = _begin(desk, changed, (one,)).say("，", RATE_WORDS[direction]).figure(rate)
    return writer.say(ONLY_SUPPOSED).draft(rate, direction=direction)


def against_other(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """By how much, or how many times, a figure would then differ from another."""
    if len(changed) != 1:
        raise LastWordError("假设之后的比较一次只能推算一项的增减，请分开来问。", "incomplete_question")
    others = _others(desk, changed)
    if len(others) == 2:
        first, second = (_moved(desk, one, changed) for one in others)
    elif len(others) == 1:
        first, second = _own(changed[0]), _moved(desk, others[0], changed)
        if _said_first(desk.question.plain, others[0]):
            first, second = second, first
    else:
        raise LastWordError("没有认出假设之后要与哪一项比较，请说全。", "incomplete_question")
    if not all(isinstance(quantity_of(one.now), Amount) for one in (first, second)) or first.now == second.now:
        raise LastWordError("没有认出假设之后要与哪一项比较，请说全。", "incomplete_question")
    writer = _begin(desk, changed, (first, second))
    if _TIMES.search(desk.question.plain):
        if not quantity_of(second.after).value:
            raise LastWordError("作除数的一项为零，算不出倍数。", "no_comparison")
        times = calculate("ratio", first.after, second.after)
        return writer.say("，前者是后者的").figure(times).say(ONLY_SUPPOSED).draft(times)
    more = quantity_of(first.after).value - quantity_of(second.after).value
    ahead, behind = (first, second) if more >= 0 else (second, first)
    gap = calculate("difference", ahead.after, behind.after)
    verdict = _verdict(desk.question, more > 0, more < 0)
    if not more:
        return _judged(writer.say("，两者相同", ONLY_SUPPOSED).draft(gap, verdict=verdict))
    writer.say("，").name(ahead.term.named.best[0], ahead.query).say("多").figure(gap).say(ONLY_SUPPOSED)
    name = name_of(ahead.term.named.best[0], ahead.query)
    return _judged(writer.draft(gap, verdict=verdict, items=() if verdict else (writer.item(name, ahead.after),)))


def _others(desk: Desk, changed: Sequence[Changed]) -> list[MetricQuery]:
    """What is named beside the suppositions, without what is only said to stay as it is."""
    plain = desk.question.plain
    spans = [span_of(one, plain) for one in changed]
    beside = [m for m in desk.question.mentions if not any(start <= m.start < end for start, end in spans)]
    return list(group(outside(plain, spans), beside, desk.knowledge))


def _own(one: Changed) -> Moved:
    return Moved(one.query, Term(one.now, one.found), one.after)


def _moved(desk: Desk, query: MetricQuery, changed: Sequence[Changed]) -> Moved:
    term = terms.need(desk, query, wanted_year(desk))
    return Moved(query, term, after_change(term, changed))


def _begin(desk: Desk, changed: Sequence[Changed], asked: Sequence[Moved]) -> Writer:
    writer = Writer(desk)
    say_supposed(writer, changed)
    writer.say("，其他不变，则")
    for i, one in enumerate(asked):
        say_moved(writer.say("、" if i else ""), one)
    return writer


_IT = re.compile(r"[^,，。;；]{0,10}(?:是|比|为|超过)[^,，。;；]{0,3}[它其]")


def _said_first(plain: str, other: MetricQuery) -> bool:
    """Whether the other figure is measured by the changed one (基本支出是它的几倍)."""
    return _IT.match(plain, other.target.end) is not None


def _verdict(question: ParsedQuestion, more: bool, less: bool) -> str | None:
    """Whether what is asked to be affirmed holds (还比去年多吗); None where only a figure is asked for."""
    asked = _YES_NO.search(question.plain)
    if asked is None:
        return None
    holds = more if asked["over"] or (asked["word"] or asked["whether"]) in "多高大" else less
    return "yes" if holds else "no"


def _judged(draft: Draft) -> Draft:
    """The draft with its verdict said first."""
    if draft.verdict is None:
        return draft
    return replace(draft, segments=("是的，" if draft.verdict == "yes" else "不是，", *draft.segments))
