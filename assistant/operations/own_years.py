"""Departments that are each named with a year and stage of their own: one figure of each, and what is asked of them.

甲局2023年决算、乙局2025年预算、丙局2024年预算，三公经费从高到低怎么排. Each department is asked in its own documents; what they have
is ranked, added up, set against each other, or told who has it. A share (哪家的项目支出占比最低) is a figure like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft, Item, Segment
from assistant.operations import own_figures
from assistant.operations.departments import ORDER
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, Desk, LastWordError, NotFoundError, PassError, Writer
from assistant.operations.own_figures import Own
from assistant.operations.ties import verdict_of
from assistant.operations.verify.stated import read_stated
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.owners import owners_said
from index.amounts import Amount, Ratio

name = "own_years"

_OTHER_KINDS = ("reason", "definition", "in_words", "hypothetical", "purpose", "contact", "except")
_PER = re.compile(r"人均|每人|每(?:一)?(?:辆|台|个人|名)|月均|单价")
_HAS = re.compile(r"(?:哪|谁)[^,，。;；?？有无没]{0,8}(?:有|没有?|无|未|不)(?!多少|几)")
_LACKS = re.compile(r"(?:哪|谁)[^,，。;；?？有无没]{0,8}(?:没|无|未|不)")
_LEAST = re.compile(r"最(?:少|小|低)")
_MOST = re.compile(r"最(?:多|大|高)|第[一二三四五六七八九\d]")
_APART = re.compile(r"(?:多|少|高|低|大|小|差)(?:了|出)?(?:多少|几(?!家|个局)|好多)|相差|差(?:额|距)")
_WHO = re.compile(r"谁|哪(?:一)?(?:个|家|边|头)")
_LESS = re.compile(r"(?:谁|哪)[^,，。;；?？]{0,14}?(?<![减缩])(?:更|较)?(?:少|小|低)")


def matches(question: ParsedQuestion) -> bool:
    if len(question.slots.departments) < 2 or question.cue(*_OTHER_KINDS) or _PER.search(question.plain):
        return False
    return any(
        len(turn.slots.years) > 1 or ("预算" in turn.plain and "决算" in turn.plain) for turn in _turns(question)
    )


def _turns(question: ParsedQuestion) -> list[ParsedQuestion]:
    """The turns of a conversation, the newest first: one that leans on another (哪家多) names no departments."""
    turns = [question]
    while turns[-1].previous is not None:
        turns.append(turns[-1].previous)
    return turns


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    said_in = ((turn, owners_said(turn.plain, desk.knowledge.documents)) for turn in _turns(desk.question))
    naming, owners = next(((turn, owners) for turn, owners in said_in if owners), (desk.question, ()))
    said = {(owner.year, owner.stage) for owner in owners}
    if len(owners) < 2 or len(said) < 2 or len({owner.department for owner in owners}) < len(owners):
        raise PassError("各部门问的是同一年。")
    if any(owner.year is None and owner.stage is None for owner in owners):
        raise PassError("有的部门没有说年份。")
    own = own_figures.asked(desk, owners, naming)
    presence = _HAS.search(plain) is not None and not desk.question.cue("rank", "sum", "difference")
    found = [own_figures.found_in(one, presence=presence) for one in own]
    if presence:
        return _say_presence(desk, found)
    if len({type(quantity_of(one.figure)) for one in found}) > 1:
        raise LastWordError("几个部门的数计量单位不同，不能比较。", "not_comparable")
    return _say(desk, found)


# ---------------------------------------------------------------- the answer


def _say(desk: Desk, found: Sequence[Own]) -> Draft:
    question = desk.question
    order, less = ORDER.search(question.plain) is not None, _is_least(question)
    ordered = sorted(found, key=lambda one: one.amount, reverse=not less)
    claims = question.cue("verify") or re.search(r"[吗吧][?？。]*$", question.plain) is not None
    if claims and not re.search(r"多少|几(?!乎)|哪|谁", question.plain):
        return _judge(desk, found)
    if found[0].change is not None:
        return _say_moved(desk, found)
    writer = Writer(desk)
    for i, one in enumerate(ordered if order else found):
        own_figures.tell(writer.say("；" if i else ""), one)
    if question.cue("share") and _JOINTLY.search(question.plain):
        return _say_joint_share(writer, found)
    if question.cue("sum", "mean"):
        return _say_total(writer, found, mean=question.cue("mean"))
    if question.cue("ratio") and len(found) == 2:
        if not found[1].amount:
            raise NotFoundError("作除数的一项为零，算不出倍数。", "no_comparison")
        ratio = calculate("ratio", found[0].figure, found[1].figure)
        return writer.say("，前者是后者的").figure(ratio).say("。").draft(ratio)
    if order:
        return writer.say("。").draft(ordered[0].figure, items=[_item(writer, one) for one in ordered])
    if _APART.search(question.plain) and (len(found) == 2 or _MOST.search(question.plain)):
        return _say_gap(writer, ordered if not less else ordered[::-1])
    asks_one = _WHO.search(question.plain) is not None and question.cue("rank", "compare", "difference")
    if not asks_one or question.cue("each"):
        return _say_each(desk, writer, found, ordered if asks_one else ())
    n = question.slots.n or 1
    if n > len(ordered):
        raise NotFoundError(f"只有{len(ordered)}个部门，没有第{n}个。")
    chosen = ordered[n - 1]
    place = f"排第{n}" if n > 1 else "最少" if less else "最多"
    writer.say(f"；{place}的是{chosen.owner.department}，为").figure(chosen.figure).say("。")
    return writer.draft(chosen.figure, items=[_item(writer, chosen)])


def _is_least(question: ParsedQuestion) -> bool:
    if _MOST.search(question.plain) and _LEAST.search(question.plain):
        return False
    return question.slots.ascending or bool(_LEAST.search(question.plain) or _LESS.search(question.plain))


def _item(writer: Writer, own: Own) -> Item:
    return writer.item(own.owner.department, own.figure)


def _say_each(desk: Desk, writer: Writer, found: Sequence[Own], ordered: Sequence[Own]) -> Draft:
    """The figure of each, and which comes first where that is asked besides (各是多少，谁最多)."""
    if ordered:
        word = "最少" if _is_least(desk.question) else "最多"
        writer.say(f"；{word}的是{ordered[0].owner.department}")
    return writer.say("。").draft(found[0].figure, items=[_item(writer, one) for one in found])


def _say_total(writer: Writer, found: Sequence[Own], *, mean: bool) -> Draft:
    if isinstance(quantity_of(found[0].figure), Ratio):
        raise LastWordError("比例不能相加。", "not_computable")
    items = [_item(writer, one) for one in found]
    total = calculate("sum", *(one.figure for one in found))
    writer.say("，合计").figure(total)
    if not mean:
        return writer.say("。").draft(total, items=items)
    average = calculate("mean", *(one.figure for one in found))
    return writer.say("，平均每家").figure(average).say("。").draft(average, items=items)


def _say_joint_share(writer: Writer, found: Sequence[Own]) -> Draft:
    """What share all parts together are of all wholes together."""
    part, whole = (
        calculate("sum", *(operand for one in found if (operand := getattr(one, side)) is not None))
        for side in ("part", "whole")
    )
    ratio = calculate("share", part, whole)
    writer.say("；合计").figure(part).say("，占合计").figure(whole).say("的").figure(ratio)
    return writer.say("。").draft(ratio)


def _say_moved(desk: Desk, found: Sequence[Own]) -> Draft:
    """How each department moved, and which of them most in the way asked for (谁降得多)."""
    plain = desk.question.plain
    wanted = Direction.DECREASE if _DOWN.search(plain) else Direction.INCREASE if _UP.search(plain) else None
    writer = Writer(desk)
    for i, one in enumerate(found):
        own_figures.tell(writer.say("；" if i else ""), one)
    moved = [one for one in found if one.change is not None and wanted in (None, one.change.direction)]
    if _WHO.search(plain) is None:
        return writer.say("。").draft(found[0].figure, items=[_item(writer, one) for one in found])
    if not moved:
        return writer.say(f"；没有{DIRECTION_WORDS[wanted] if wanted else '变动'}的。").draft()
    most = (min if _LEAST.search(plain) or _LESS.search(plain) else max)(moved, key=lambda one: abs(one.amount))
    writer.say(f"；{'最小' if _LEAST.search(plain) or _LESS.search(plain) else '最大'}的是{most.owner.department}，")
    direction = most.change.direction if most.change is not None else None
    by_rate = isinstance(quantity_of(most.figure), Ratio)
    writer.say((RATE_WORDS if by_rate else DIRECTION_WORDS)[direction] if direction is not None else "")
    return writer.figure(most.figure).say("。").draft(most.figure, direction=direction, items=[_item(writer, most)])


_JOINTLY = re.compile(r"(?:合计|加起来|加在一起|合起来|一共|总共|共)[^,，。]{0,2}占")
_DOWN = re.compile(r"降|减(?!去)|跌|压|砍|缩")
_UP = re.compile(r"涨|增|升|提高")


def _say_gap(writer: Writer, ordered: Sequence[Own]) -> Draft:
    """What lies between the largest and the smallest; ``ordered`` from the largest down."""
    first, last = ordered[0], ordered[-1]
    points = isinstance(quantity_of(first.figure), Ratio)
    gap = calculate("percentage_points" if points else "difference", first.figure, last.figure)
    writer.say(f"；{first.owner.department}比{last.owner.department}多").figure(gap).say("。")
    return writer.draft(gap, items=[_item(writer, first)])


def _say_presence(desk: Desk, found: Sequence[Own]) -> Draft:
    """Which departments have it, each with its figure, and what the others say of having none."""
    having = [one for one in found if one.operand is not None and one.amount]
    lacking = [one for one in found if one not in having]
    asked = lacking if _LACKS.search(desk.question.plain) else having
    writer = Writer(desk)
    for i, one in enumerate((*having, *lacking)):
        writer.say("；" if i else "")
        if one.lacks is not None:
            writer.say(f"{one.owner.department}：", *_inner(one.lacks.segments)).cite(*one.lacks.support)
        else:
            own_figures.tell(writer, one)
    items = [writer.item(one.owner.department, one.figure) for one in asked if one.operand is not None]
    head = asked[0].operand if asked else None
    return writer.say("。").draft(head, items=items)


def _inner(segments: Sequence[Segment]) -> list[Segment]:
    """Segments without the stop at their end."""
    *before, last = segments
    return [*before, last.removesuffix("。")] if isinstance(last, str) else [*segments]


# ---------------------------------------------------------------- claims


_NO = re.compile(r"不比|没有?[^,，。]{0,20}(?:多|高|大|少|低|小)")


def _judge(desk: Desk, found: Sequence[Own]) -> Draft:
    """Whether what is said of two departments holds: a multiple, a gap, or only which is more."""
    if len(found) != 2:
        raise LastWordError("请一次核对两个部门的比较。", "incomplete_question")
    plain = desk.question.plain
    first, second = found
    between = plain[first.owner.end : second.owner.start]
    if "比" not in between and any(first.owner.end <= one.start < second.owner.start for one in read_stated(plain)):
        return _judge_each(desk, found)
    behind = plain[second.owner.end :]
    stated = next((one for one in read_stated(plain) if one.start >= first.owner.end and _compares(one.quantity)), None)
    less = re.search(r"少|低|小", behind) is not None
    if stated is not None and isinstance(stated.quantity, Ratio):
        if not second.amount or stated.quantity.unit != "倍":
            raise LastWordError("没有认出所说的倍数，不能核对。", "not_comparable")
        more = re.search(r"[多高大]出?了?\s*$", plain[second.owner.end : stated.start]) is not None
        result = calculate("rate" if more else "ratio", first.figure, second.figure)
        holds = stated.holds(quantity_of(result))
    else:
        result = calculate("difference", first.figure, second.figure)
        gap = quantity_of(result).value
        if not less and not re.search(r"多|高|大|超", plain[first.owner.end :]):
            raise LastWordError("没有认出所说的是谁比谁多，不能核对。", "not_comparable")
        holds = (gap < 0 if less else gap > 0) is not bool(_NO.search(plain))
        holds = holds and (stated is None or stated.holds(quantity_of(result)))
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    for i, one in enumerate(found):
        own_figures.tell(writer.say("；" if i else ""), one)
    writer.say("，前者是后者的" if isinstance(quantity_of(result), Ratio) else "，相差").figure(result).say("。")
    return writer.draft(result, verdict=verdict)


def _judge_each(desk: Desk, found: Sequence[Own]) -> Draft:
    """Whether each department's figure is what is said of it in its own clause (甲局超过30万元，乙局不到15万元)."""
    stated = read_stated(desk.question.plain)
    ends = [*(one.owner.start for one in found[1:]), len(desk.question.plain)]
    said = [
        [s for s in stated if one.owner.end <= s.start < end and _compares(s.quantity)]
        for one, end in zip(found, ends, strict=True)
    ]
    if any(len(own) != 1 for own in said):
        raise LastWordError("没有认出对各部门各说的是多少，不能核对。", "not_comparable")
    writer = Writer(desk)
    verdict = verdict_of(
        writer, all(own[0].holds(quantity_of(one.figure)) for one, own in zip(found, said, strict=True))
    )
    for i, one in enumerate(found):
        own_figures.tell(writer.say("；" if i else ""), one)
    return writer.say("。").draft(found[0].figure, verdict=verdict)


def _compares(quantity: object) -> bool:
    return isinstance(quantity, Amount | Ratio)
