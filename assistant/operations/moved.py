"""Which of several departments moved most in one metric against the year before, or how each of them moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculations import quantity_of
from assistant.model import Direction, Draft, Operand
from assistant.operations import year_change
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, Desk, LastWordError, NotFoundError, Writer, missing
from assistant.operations.year_change import Change
from assistant.parsing.model import MetricQuery
from index.amounts import MONEY_UNITS

_UP = r"(?:涨|增|升|提高|上调)"
_DOWN = r"(?:降|减|跌|砍|缩|压|下调)"
_WAY = rf"(?:{_UP}|{_DOWN}|变动?|变化|波动)(?:加|少|长|低|掉|动|降|滑|跌)?"
_HOW = r"(?P<how>多|大|高|厉害|明显|快|狠|猛|凶|少|小|慢|低)"
_MOST = re.compile(
    rf"(?P<way>{_WAY})(?:了|得|的|幅度?|速度?|率)*(?:最|更|较)为?{_HOW}"
    r"|(?P<most>最(?:大|明显|多)的?(?:增|减|降|涨|变化))"
    rf"|(?P<rate>{_WAY}(?:幅度?|速)(?:大|高|快)(?!多少))"
    rf"|(?P<between>{_WAY}(?:幅度?|速)(?:谁|哪(?:个|家))(?:的)?(?:更|最|较)?(?:大|高|快))"
    rf"|(?P<adverb>{_WAY}得(?:多|狠|快|厉害|猛|凶)(?!少))"
)
_WHICH = re.compile(
    rf"(?:谁|哪(?:个|家|些|几家)?)[^,，。;；?？]{{0,12}}?(?P<way>{_UP}|{_DOWN})(?:加|长|少|低)?(?:了|的)"
)
_BY_RATE = re.compile(r"幅|快|慢|比例|百分|速|%|率")
_BY_AMOUNT = re.compile(r"(?:多少|几)(?:个)?(?:钱|元|万|亿)|额")


def matches(plain: str) -> bool:
    """Whether a question asks which of several moved most (谁降得最狠), or which moved at all (谁涨了)."""
    return _MOST.search(plain) is not None or _WHICH.search(plain) is not None


@dataclass(frozen=True, slots=True)
class _Own:
    """How one department moved; ``rate`` None where the year before had nothing."""

    owner: str
    change: Change
    rate: Operand | None

    def measure(self, by_rate: bool) -> Operand | None:
        return self.rate if by_rate else self.change.amount


def answer(desk: Desk, query: MetricQuery) -> Draft:
    """How a metric of each department moved. NotFoundError names what one of them lacks."""
    found = [_own(owner, own, query) for owner, own in desk.per_department()]
    if len({(one.change.year, one.change.base_year) for one in found}) > 1:
        raise LastWordError("读入的不是同一年的文件，增减不能放在一起比较。", "not_comparable")
    writer = Writer(in_one_unit(desk, [one.change.now for one in found]))
    for i, one in enumerate(found):
        _tell(writer.say("；" if i else ""), one, query)
    writer.say("。")
    said = _MOST.search(desk.question.plain)
    if said is None and (which := _WHICH.search(desk.question.plain)) is not None:
        return _say_which(writer, found, which["way"])
    if said is None:
        by_rate = desk.question.cue("rate")
        head = found[0].measure(by_rate) or found[0].change.amount
        items = [writer.item(one.owner, one.measure(by_rate) or one.change.amount) for one in found]
        return writer.draft(head, direction=found[0].change.direction, items=items)
    return _say_most(desk, writer, found, said)


def in_one_unit(desk: Desk, operands: Sequence[Operand]) -> Desk:
    """The desk for telling amounts in 万元, where departments print them in several units and none is asked for."""
    units = {quantity_of(operand).unit for operand in operands}
    mixed = len(units) > 1 and units <= set(MONEY_UNITS) and desk.question.slots.unit not in MONEY_UNITS
    keeps = not mixed or desk.question.slots.unit
    return desk if keeps else replace(desk, question=desk.question.with_slots(unit="万元"))


def _own(owner: str, desk: Desk, query: MetricQuery) -> _Own:
    try:
        found = year_change.find_change(desk, query)
    except year_change.StatedOnlyError:
        raise LastWordError(missing(query, desk.year, desk), "no_comparison") from None
    except NotFoundError as lacking:
        text = lacking.refusal.text
        raise LastWordError(text if owner in text else f"{owner}：{text}", lacking.refusal.reason) from None
    return _Own(owner, found, year_change.rate_of(desk, found))


def _tell(writer: Writer, one: _Own, query: MetricQuery) -> None:
    found = one.change
    writer.say(f"{one.owner}{found.year}年").name(found.named.best[0], query).say("为").figure(found.now)
    writer.say(f"，比{found.base_year}年")
    if found.direction is Direction.UNCHANGED:
        writer.say("持平")
    else:
        writer.say(DIRECTION_WORDS[found.direction]).figure(found.amount)
        if one.rate is not None:
            writer.say(f"（{RATE_WORDS[found.direction]}").figure(one.rate).say("）")
    writer.cite(*found.printed.support[:1], *found.printed_rate.support[:1], *found.named.support[:2])


def _say_which(writer: Writer, found: Sequence[_Own], way: str) -> Draft:
    """The departments that moved as said (谁涨了)."""
    wanted = Direction.DECREASE if re.search(_DOWN, way) else Direction.INCREASE
    kept = [one for one in found if one.change.direction is wanted]
    if not kept:
        return writer.say(f"没有{DIRECTION_WORDS[wanted]}的部门。").draft()
    writer.say(f"{DIRECTION_WORDS[wanted]}的是", "、".join(one.owner for one in kept), "。")
    items = [writer.item(one.owner, one.change.amount) for one in kept]
    return writer.draft(kept[0].change.amount, direction=wanted, items=items)


def _say_most(desk: Desk, writer: Writer, found: Sequence[_Own], said: re.Match[str]) -> Draft:
    way = said.group()
    wanted = Direction.DECREASE if re.search(_DOWN, way) else Direction.INCREASE if re.search(_UP, way) else None
    candidates = [one for one in found if wanted is None or one.change.direction is wanted]
    if not candidates:
        return writer.say(f"没有{DIRECTION_WORDS[wanted] if wanted else '变化'}的部门。").draft()
    by_rate = desk.question.cue("rate") or _BY_RATE.search(desk.question.plain) is not None
    open_ = not by_rate and not _BY_AMOUNT.search(desk.question.plain)
    least = (said["how"] or "") in ("少", "小", "慢", "低")
    chosen = _furthest(candidates, by_rate, least)
    head = chosen.measure(by_rate)
    assert head is not None
    word = DIRECTION_WORDS[wanted] if wanted else "变化"
    writer.say(f"{word}{'幅度' if by_rate else '数额'}{'最小' if least else '最大'}的是{chosen.owner}，")
    writer.say((RATE_WORDS if by_rate else DIRECTION_WORDS)[chosen.change.direction]).figure(head)
    if open_ and (other := _furthest(candidates, True, least)) is not chosen:
        writer.say(f"；按幅度是{other.owner}")
    return writer.say("。").draft(head, direction=chosen.change.direction, items=[writer.item(chosen.owner, head)])


def _furthest(candidates: Sequence[_Own], by_rate: bool, least: bool) -> _Own:
    """The department that moved most (least), by rate or amount. LastWordError where one of them has no rate."""
    if any(one.measure(by_rate) is None for one in candidates):
        raise LastWordError("有的部门上年没有数，算不出增减幅度，不能比较。", "no_comparison")
    ordered = sorted(candidates, key=lambda one: abs(quantity_of(one.measure(by_rate) or one.change.amount).value))
    return ordered[0 if least else -1]
