"""What share of a whole a part would be, or by how many points that share would move, if a figure changed as supposed.

如果不安排因公出国，剩下的三公经费里公务用车占多大比例; 项目支出压减10%后，基本支出占总支出的比重变成多少.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.operations import terms
from assistant.operations.desk import DIRECTION_WORDS, Desk, LastWordError, Writer, direction_of
from assistant.operations.proportion import parts_and_whole
from assistant.operations.share import in_tenths
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
from assistant.parsing.model import MetricQuery, ParsedQuestion

_ASKED = re.compile(r"占|比重|份额|所?占?比例")
_POINTS = re.compile(r"(?:几|多少)个?(?:百分)?点")
_IN_IT = re.compile(r"[”\"]?(?:经费|支出|预算|总额)*(?:里面|里头|里|之中|当中|中)")


def asks_share(plain: str) -> bool:
    """Whether a share is asked for by the question without suppositions and names."""
    return _ASKED.search(plain) is not None


def answer(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """The share after the change; ``changed`` are the figures supposed to change. LastWordError where the documents do
    not tell how the change bears on part or whole."""
    year = wanted_year(desk)
    parts, whole = _asked_of(desk.question, changed)
    if len(parts) != 1:
        raise LastWordError("假设之后的比重一次只能推算一项，请分开来问。", "incomplete_question")
    own = [one for one in changed if one.query.target is parts[0].target]
    if own:
        of_part, of_whole = Term(own[0].now, own[0].found), terms.need(desk, whole, year)
    else:
        of_part, of_whole = terms.need_all(desk, (parts[0], whole), year)
    part = Moved(parts[0], of_part, after_change(of_part, changed))
    outer = Moved(whole, of_whole, after_change(of_whole, changed, must_hold=True))
    _must_fit(part, outer)
    unit = "成" if in_tenths(desk.question) else None
    now, then = calculate("share", part.after, outer.after, unit=unit), calculate("share", part.now, outer.now)
    return _say(desk, changed, part, outer, (now, then))


def _asked_of(question: ParsedQuestion, changed: Sequence[Changed]) -> tuple[tuple[MetricQuery, ...], MetricQuery]:
    """The parts and the whole of the share, from what is said beside the supposition; 它 is what changes."""
    spans = [span_of(one, question.plain) for one in changed]
    plain = outside(question.plain, spans)
    mentions = tuple(m for m in question.mentions if not any(a <= m.start < b for a, b in spans))
    if len(mentions) > 1:
        queries = tuple(MetricQuery(mention) for mention in mentions)
        parts, whole = parts_and_whole(
            replace(question, plain=plain, mentions=mentions, queries=queries, previous=None)
        )
        if whole is not None:
            return parts, whole
    if len(mentions) == 1 and len(changed) == 1:
        said, it = mentions[0], changed[0].query
        place = plain.find("占")
        if said.start > place >= 0 or _IN_IT.match(plain, said.end):
            return (MetricQuery(it.target, it.contexts),), MetricQuery(said)
        if it.contexts:
            return (MetricQuery(said),), MetricQuery(it.contexts[-1], it.contexts[:-1])
    raise LastWordError("没有认出假设之后问的是哪一项占哪一项，请说全。", "incomplete_question")


def _must_fit(part: Moved, whole: Moved) -> None:
    if quantity_of(whole.after).value <= 0:
        raise LastWordError("假设之后的分母不大于零，算不出占比。", "no_comparison")
    if part.now == whole.now or quantity_of(part.after).value > quantity_of(whole.after).value:
        raise LastWordError("没有认出假设之后问的是哪一项占哪一项，请说全。", "incomplete_question")


def _say(desk: Desk, changed: Sequence[Changed], part: Moved, whole: Moved, shares: tuple[Operand, Operand]) -> Draft:
    writer, (now, then) = Writer(desk), shares
    say_supposed(writer, changed)
    writer.say("，其他不变，则")
    for i, one in enumerate((part, whole)):
        say_moved(writer.say("、" if i else ""), one)
    writer.say("，前者占后者的").figure(now)
    if not _POINTS.search(desk.question.plain):
        return writer.say(ONLY_SUPPOSED).draft(now)
    moved = calculate("percentage_points", now, then)
    direction = direction_of(moved)
    writer.say("，比原来的").figure(then).say(DIRECTION_WORDS[direction]).figure(moved)
    return writer.say(ONLY_SUPPOSED).draft(moved, direction=direction)
