"""Claims of a change: by how much a metric rose or fell, or from which value to which."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Operand
from assistant.operations import year_change
from assistant.operations.desk import DIRECTION_WORDS, LastWordError, direction_of, when
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated
from assistant.parsing.model import MetricQuery
from index.amounts import Amount, Ratio

_FROM_TO = re.compile(r"(?:从|由)[^,，。]*?\d[^,，。]*?(?:到|至|成|为)")


# ---------------------------------------------------------------- from one value to another


def _goes_from_to(claim: Claim) -> bool:
    amounts = [one for one in claim.stated if isinstance(one.quantity, Amount)]
    return len(amounts) == 2 and len(claim.queries) == 1 and _FROM_TO.search(claim.plain) is not None


def _from_to(claim: Claim) -> Draft:
    first, second = (one for one in claim.stated if isinstance(one.quantity, Amount))
    found = year_change.find_change(claim.desk, claim.queries[0])
    holds = first.holds(quantity_of(found.before)) and second.holds(quantity_of(found.now))
    writer, verdict = claim.opening(holds)
    writer.say(f"{found.base_year}年").name(found.named.best[0]).say("为").figure(found.before)
    writer.say(f"，{found.year}年为").figure(found.now).say("。")
    writer.cite(*found.printed.support[:2], *found.named.support[:3])
    return writer.draft(found.now, verdict=verdict)


# ---------------------------------------------------------------- changes


def _is_change(claim: Claim) -> bool:
    return bool(claim.free) and claim.changing and bool(claim.queries)


def _change(claim: Claim) -> Draft:
    if len(claim.queries) > 1 and len(claim.free) >= len(claim.queries):
        return _changes(claim)
    _refuse_more_changes(claim)
    try:
        found = year_change.find_change(claim.desk, claim.queries[0])
    except year_change.StatedOnlyError as only:
        return _only_change(claim, only.selection)
    operands = [_changed_by(found, one) for one in claim.free]
    operand = operands[-1]
    expected = Direction.DECREASE if claim.down and not claim.up else Direction.INCREASE
    actual = found.direction
    values = all(one.holds(quantity_of(found.now)) for _, one in claim.attached)
    close = all(one.holds(quantity_of(by)) for one, by in zip(claim.free, operands, strict=True))
    holds = close and actual is expected and values
    writer, verdict = claim.opening(holds)
    writer.say(f"{found.year}年").name(found.named.best[0]).say("为").figure(found.now)
    writer.say(f"，比{found.base_year}年{DIRECTION_WORDS[actual]}")
    for i, by in enumerate(dict.fromkeys(operands)):
        writer.say("、" if i else "").figure(by)
    return (
        writer.say("。")
        .cite(*found.printed.support[:2], *found.named.support[:3])
        .draft(operand, direction=actual, verdict=verdict)
    )


def _only_change(claim: Claim, printed: Selection) -> Draft:
    """Where the documents print the change and not the value itself."""
    by = quantity_of(printed.fact)
    same = [one for one in claim.free if type(one.quantity) is type(by)]
    if claim.attached or len(same) != len(claim.free):
        raise LastWordError("文件只写了它的增减，没有写所说的数。", "not_comparable")
    direction = direction_of(printed.fact)
    expected = Direction.DECREASE if claim.down and not claim.up else Direction.INCREASE
    writer, verdict = claim.opening(direction is expected and all(one.holds(by) for one in same))
    writer.say(when(claim.desk, printed.fact)).name(printed.best[0]).say(f"比上年{DIRECTION_WORDS[direction]}")
    writer.figure(printed.fact).say("。").cite(*printed.support[:3])
    return writer.draft(printed.fact, direction=direction, verdict=verdict)


def _refuse_more_changes(claim: Claim) -> None:
    """A figure said of one metric does not prove what is said of another beside it (X涨了2.5%，Y也跟着涨)."""
    for query in claim.queries[1:]:
        if re.search(r"[,，;；。]", claim.plain[claim.free[0].end : query.target.start]):
            raise LastWordError("问题里不止一个说法，请分开来问。", "incomplete_question")


def _changed_by(found: year_change.Change, stated: Stated) -> Operand:
    """The change as what was stated: an amount or a rate; the rate as printed where it is what was stated."""
    if not isinstance(stated.quantity, Ratio) or found.rate is None:
        return found.amount
    printed = found.printed_rate.fact if found.printed_rate else None
    fits = printed is not None and stated.holds(quantity_of(printed)) and stated.holds(quantity_of(found.rate))
    return printed if printed is not None and fits else found.rate


_TOWARDS = re.compile(r"(增|涨|升|多)|(减|降|跌|少|缩)")


def _changes(claim: Claim) -> Draft:
    """“甲增加75万元、乙减少125万元”: each metric with the change said after it."""
    said = [
        (query, one)
        for query in claim.queries
        for one in [next((one for one in claim.free if one.start >= query.target.end), None)]
        if one is not None and not _named_between(claim, query, one)
    ]
    if len(said) != len(claim.queries):
        raise LastWordError("所说的各项与数字对不上号，请逐项来问。", "incomplete_question")
    found = [(year_change.find_change(claim.desk, query), query, one) for query, one in said]
    holds = [
        one.holds(quantity_of(_changed_by(each, one))) and _towards(claim, query, one) in (None, each.direction)
        for each, query, one in found
    ]
    writer, verdict = claim.opening(all(holds))
    for i, (each, _, one) in enumerate(found):
        writer.say("；" if i else "").name(each.named.best[0]).say(
            f"比{each.base_year}年{DIRECTION_WORDS[each.direction]}"
        )
        writer.figure(_changed_by(each, one)).cite(*each.printed.support[:1], *each.named.support[:2])
    last, _, stated = found[-1]
    return writer.say("。").draft(_changed_by(last, stated), direction=last.direction, verdict=verdict)


def _named_between(claim: Claim, query: MetricQuery, one: Stated) -> bool:
    return any(query.target.end <= other.target.start < one.start for other in claim.queries)


def _towards(claim: Claim, query: MetricQuery, one: Stated) -> Direction | None:
    said = _TOWARDS.search(claim.plain, query.target.end, one.start)
    if said is None:
        return None
    return Direction.INCREASE if said.group(1) else Direction.DECREASE


FROM_TO = Relation("从多少到多少", _goes_from_to, _from_to)
CHANGE = Relation("增减", _is_change, _change)
