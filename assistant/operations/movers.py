"""Which member of a whole moved most (or least) against the year before: 哪项降得最多, 增幅最大的是哪个."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.calculations import quantity_of
from assistant.model import Direction, Draft, Item, Operand
from assistant.operations import members, year_change
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, Desk, NotFoundError, Writer, name_of
from assistant.operations.moves import Move, Moves, find_moves
from assistant.operations.moves.scope import is_whole
from assistant.parsing.model import MetricQuery, ParsedQuestion

name = "movers"
_UP = r"(?:涨|增|升|多|上)"
_DOWN = r"(?:降|减|跌|砍|缩|少|压|下)"
_MOST = re.compile(
    rf"(?:{_UP}|{_DOWN}|变动?|变化|波动)(?:加|少|长|低|掉|动|降|幅)?(?:得|的|幅度?|率|速)?(?:是不是|是否|是)?最(?:多|大|高|厉害|明显|快|狠|猛|凶|小|少|慢|低)"
    rf"|最(?:大|明显|多|快|小|慢)的?(?:增|减|降|涨|变化)|(?:增|减|降|涨)[^,，。?？]{{0,4}}主要(?:来自|源于|集中在|体现在)哪|主要(?:是)?(?:增|减|降|涨)在?哪|(?:增|减|降|涨)[^,，。?？]{{0,4}}(?:主要)?(?:是|在)哪(?:一)?[项块个笔]"
)
_FALLING = re.compile(_DOWN)
_RISING = re.compile(_UP)
_LEAST = re.compile(r"最(?:小|少|慢|低)")
_BY_RATE = re.compile(r"幅|快|慢|比例|百分|%|率|速")


def matches(question: ParsedQuestion) -> bool:
    return _MOST.search(question.plain) is not None and not question.cue("reason")


def answer(desk: Desk) -> Draft:
    year, base = year_change.compared(desk)  # “比2025年” asks for the members of the year after it
    claimed = _claimed(desk.question)
    asked = members.asked(desk.question, desk.knowledge) if claimed is None else _whole_of(desk.question, claimed)
    found = find_moves(desk, asked, year, base)
    if found is None or (claimed is not None and not any(_is(move, claimed) for move in found.moves)):
        raise NotFoundError("文件里没有各项与上年相比的增减，不能排序。", "no_comparison")
    both = {wanted for match in _MOST.finditer(desk.question.plain) if (wanted := _wanted(match.group())) is not None}
    by_rate = _BY_RATE.search(desk.question.plain) is not None
    if len(both) > 1:
        return _say_both(desk, found, by_rate=by_rate)
    wanted = _wanted(_said(desk))
    fitting = _fitting(found, wanted, by_rate)
    if not fitting:
        return _say_none(desk, found)
    least = _LEAST.search(_said(desk)) is not None
    if least and wanted is None:
        fitting = [move for move in fitting if move.direction is not Direction.UNCHANGED] or fitting
    ordered = sorted(fitting, key=lambda move: _size(move, by_rate), reverse=not least)
    told = _say(desk, found, ordered, by_rate=by_rate)
    if claimed is None:
        return told
    right = _size(ordered[0], by_rate) == max(
        (_size(move, by_rate) for move in ordered if _is(move, claimed)), default=None
    )
    return replace(told, segments=("是的，" if right else "不是，", *told.segments), verdict="yes" if right else "no")


def _claimed(question: ParsedQuestion) -> MetricQuery | None:
    """The item of which it is claimed that it moved most (涨幅最大的是甲，对吗); None where none is."""
    named = [query for query in question.queries if not is_whole(query)] if question.cue("verify") else []
    return named[-1] if named else None


def _whole_of(question: ParsedQuestion, claimed: MetricQuery) -> MetricQuery | None:
    """What the claimed item is said to stand in: 三公经费里…"""
    if claimed.contexts:
        return MetricQuery(claimed.contexts[-1])
    return next((query for query in question.queries if query != claimed), None)


def _is(move: Move, claimed: MetricQuery) -> bool:
    target, named = claimed.target, move.named
    if {named.row, named.column}.intersection(target.keys) or (target.code and target.code == named.fact.code):
        return True
    return bool(set(target.terms[:1]) & (named.row_terms | named.column_terms))


def _fitting(found: Moves, wanted: Direction | None, by_rate: bool) -> list[Move]:
    """The moves of a direction that have the figure they are ordered by."""
    moved = [move for move in found.moves if not move.doubtful and _measure(move, by_rate) is not None]
    return [move for move in moved if wanted is None or move.direction is wanted]


def _say_both(desk: Desk, found: Moves, *, by_rate: bool) -> Draft:
    """What rose most and what fell most (增幅最大的和降幅最大的分别是什么)."""
    writer = Writer(desk).say(f"{found.year}年与{found.base_words}相比")
    items: list[Item] = []
    for wanted in (Direction.INCREASE, Direction.DECREASE):
        ordered = sorted(_fitting(found, wanted, by_rate), key=lambda move: -_size(move, by_rate))
        lead = RATE_WORDS[wanted] + "最快" if by_rate else DIRECTION_WORDS[wanted] + "最多"
        writer.say(f"；{lead}" if items else f"，{lead}").say("的是" if ordered else "的没有")
        for move in ordered[:1]:
            _say_change(writer.name(move.named).say("，"), move, with_rate=by_rate)
            writer.cite(move.named.fact)
            items.append(writer.item(name_of(move.named), _measure(move, by_rate) or move.now or move.named.fact))
    return writer.say("。").draft(items=items)


def _said(desk: Desk) -> str:
    said = _MOST.search(desk.question.plain)
    return said.group() if said else ""


def _wanted_of(desk: Desk) -> Direction | None:
    return _wanted(_said(desk))


def _wanted(said: str) -> Direction | None:
    said = re.sub(r"最[多少]", "", said)
    if _FALLING.search(said):
        return Direction.DECREASE
    return Direction.INCREASE if _RISING.search(said) else None


def _measure(move: Move, by_rate: bool) -> Operand | None:
    return move.rate if by_rate else move.amount


def _size(move: Move, by_rate: bool) -> Decimal:
    operand = _measure(move, by_rate)
    assert operand is not None
    return abs(quantity_of(operand).value)


def _say(desk: Desk, found: Moves, ordered: list[Move], *, by_rate: bool) -> Draft:
    first = ordered[0]
    headline = _measure(first, by_rate)
    assert headline is not None
    writer = Writer(desk).say(f"{found.year}年与{found.base_words}相比，{_lead(desk, first, by_rate)}的是")
    writer.name(first.named)
    if first.now is not None and first.before is not None and first.direction is not Direction.UNCHANGED:
        writer.say("，由").figure(first.before).say("变为").figure(first.now)
    _say_change(writer.say("，"), first, with_rate=by_rate)
    for other in ordered[1:3]:
        _say_change(writer.say("；其次是").name(other.named).say("，"), other, with_rate=by_rate)
        writer.cite(other.named.fact)
    writer.say("。").cite(first.named.fact)
    items = [
        writer.item(name_of(move.named), operand)
        for move in ordered[:3]
        if (operand := _measure(move, by_rate)) is not None
    ]
    desk.trace.append(f"{len(found.moves)}项中有{len(ordered)}项可比")
    return writer.draft(headline, direction=first.direction, items=items)


def _lead(desk: Desk, first: Move, by_rate: bool) -> str:
    least = _LEAST.search(_said(desk)) is not None
    if _wanted_of(desk) is None:
        return "变化最小" if least else "变化最大"
    if by_rate:
        return RATE_WORDS[first.direction] + ("最慢" if least else "最快")
    return DIRECTION_WORDS[first.direction] + ("最少" if least else "最多")


def _say_change(writer: Writer, move: Move, *, with_rate: bool) -> None:
    if move.amount is not None:
        writer.say(DIRECTION_WORDS[move.direction]).figure(move.amount)
        if with_rate and move.rate is not None:
            writer.say("（").figure(move.rate).say("）")
    elif move.rate is not None:
        writer.say(RATE_WORDS[move.direction]).figure(move.rate)


def _say_none(desk: Desk, found: Moves) -> Draft:
    """None of the members moved the way that the question takes for granted."""
    wanted = _wanted_of(desk)
    if len(found.moves) < found.members or wanted is None:
        raise NotFoundError("文件里没有全部各项与上年相比的增减，不能排序。", "no_comparison")
    writer = Writer(desk).say(f"{found.year}年与{found.base_words}相比，没有{DIRECTION_WORDS[wanted]}的项：")
    for i, move in enumerate(found.moves):
        writer.say("；" if i else "").name(move.named).say(DIRECTION_WORDS[move.direction])
        if move.direction is not Direction.UNCHANGED and move.amount is not None:
            writer.figure(move.amount)
        writer.cite(move.named.fact)
    return writer.say("。").draft()
