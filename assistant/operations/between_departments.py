"""A metric of one department by that of another: how many times it is, whether it is more or less as the user says."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.operations import departments
from assistant.operations.departments import Own
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer, direction_of
from assistant.operations.moved import in_one_unit
from assistant.operations.share_gap import as_said
from assistant.operations.ties import verdict_of
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, agrees

name = "between_departments"

_MORE, _LESS = "多高大贵", "少低小"
_ORDER = re.compile(rf"[{_MORE}{_LESS}](?!少)")
_CLAIMS = re.compile(r"[吧吗][?？]?$")
_ASKS = re.compile(r"多少|几|哪|谁")
_NOT_SIMPLE = re.compile(r"没|不如|不比|不及|未|[去上]年|同比|20\d\d年.*20\d\d年")


def matches(question: ParsedQuestion) -> bool:
    if len(question.slots.departments) != 2 or not question.queries or question.cue("rank", "share"):
        return False
    if question.cue("ratio"):
        return True
    if _asks_gap(question):
        return True
    if question.cue("change"):
        return False
    claimed = question.cue("verify") or _CLAIMS.search(question.plain) is not None
    simple = "比" in question.plain and not _NOT_SIMPLE.search(question.plain) and not _ASKS.search(question.plain)
    return claimed and simple and _states_gap(question)


# 甲局比乙局少花多少: against another department, not against another year.
_AGAINST_OWNER = re.compile(
    r"(?:比|较)(?![较例重值]|起?[去上前本今]一?年|(?:20)?\d\d年|同期|预算)[^,，。;；?？]*(?:多|少|高|低|大|小|差)[^,，。;；?？]{0,3}(?:多少|几)"
)


def _asks_gap(question: ParsedQuestion) -> bool:
    moved = re.search(r"同比|[去上前]年|[增涨升降减跌]", question.plain)
    return _AGAINST_OWNER.search(question.plain) is not None and moved is None and not question.cue("verify")


def _states_gap(question: ParsedQuestion) -> bool:
    """Whether no figure is said, or one amount: by how much the one is more (比乙局多3万元)."""
    figures = question.slots.figures
    return not figures or (len(figures) == 1 and isinstance(figures[0], Amount))


def answer(desk: Desk) -> Draft:
    query = departments.one_metric(desk)
    first, second = _as_said(desk, query)
    writer = Writer(in_one_unit(desk, [first.operand, second.operand]))
    if desk.question.cue("ratio"):
        _tell(writer, query, (first, second))
        if not quantity_of(second.operand).value:
            raise NotFoundError("作除数的一项为零，算不出倍数。", "no_comparison")
        times = calculate("ratio", first.operand, second.operand)
        return writer.say("，前者是后者的").figure(times).say("。").draft(times)
    gap = calculate("difference", first.operand, second.operand)
    if _asks_gap(desk.question):
        return _say_gap(writer, query, (first, second), gap)
    value = quantity_of(gap)
    holds = _holds(desk, value.value > 0, value.value < 0)
    holds = holds and all(agrees(replace(value, value=abs(value.value)), said) for said in desk.question.slots.figures)
    verdict = verdict_of(writer, holds)
    _tell(writer, query, (first, second))
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


def _as_said(desk: Desk, query: MetricQuery) -> tuple[Own, Own]:
    """The two departments in the order in which the question names them. PassError where it does not name each once."""
    order = as_said(desk)
    if len(order) != 2:
        raise PassError("没有认出是哪个部门比哪个部门。")
    found = {one.owner: one for one in departments.found_of_each(desk, query)}
    return found[order[0]], found[order[1]]


def _tell(writer: Writer, query: MetricQuery, pair: tuple[Own, Own]) -> None:
    for i, one in enumerate(pair):
        writer.say("，" if i else "", f"{one.owner}{one.term.named.fact.year}年").name(one.term.named.best[0], query)
        writer.figure(one.operand).cite(*one.term.named.support[:2])


def _say_gap(writer: Writer, query: MetricQuery, pair: tuple[Own, Own], gap: Operand) -> Draft:
    """By how much the department named first has more or less than the other."""
    _tell(writer, query, pair)
    if not quantity_of(gap).value:
        return writer.say("，两者相同，相差").figure(gap).say("。").draft(gap)
    more = quantity_of(gap).value > 0
    writer.say("，", pair[0].owner, "多" if more else "少").figure(gap).say("。")
    items = [writer.item(one.owner, one.operand) for one in pair]
    return writer.draft(gap, direction=direction_of(gap), items=items)


def _holds(desk: Desk, more: bool, less: bool) -> bool:
    """Whether the order said after 比 is that of the figures. PassError where no order is said there."""
    said = _ORDER.search(desk.question.plain, desk.question.plain.index("比"))
    if said is None:
        raise PassError("没有认出所说的是多还是少。")
    return more if said.group()[0] in _MORE else less
