"""Is what the user says true? The claim is compared with the documents; the right figure stands beside the verdict.

A claim has a relation (a value, a change, a share, a multiple, a gap, a sum, a rank, a number of members …) and often a
figure. ``RELATIONS`` are asked in order; the first that fits finds what the documents say of it and judges.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Draft
from assistant.operations.desk import Desk, LastWordError
from assistant.operations.verify import (
    changes,
    core,
    listed,
    order,
    origin,
    pairs,
    presence,
    product,
    targets,
    values,
    vehicles,
)
from assistant.operations.verify.claim import Claim
from assistant.operations.verify.origin import ALL_SAID
from assistant.operations.verify.stated import read_stated
from assistant.operations.verify.vehicle_words import speaks_of_vehicles
from assistant.operations.year_change import StatedOnlyError
from assistant.parsing.model import ParsedQuestion

name = "verify"
_CLAIMS = re.compile(
    r"(?:没|无|未|不(?:再|安排|出国|接待|买|购|列)|零|持平|不变|全|都|增|减|降|涨|超|到).{0,16}(?:吧|吗|嘛|不是)[?。!]*$|一[分个点辆][^,，。]{0,4}没有?[?]$"
)
_OPEN = re.compile(r"是多少|多少钱|有的话")
_ASKS_SHARE = re.compile(r"占[^,，。]{0,12}(?:多少|几|百分之几)|比重|占比(?:是|为)?多少")
_INTERROGATIVE = re.compile(r"多少|多大|多高|几|哪|什么|啥|谁|怎|咋|何|如果|假如|要是|假设|再(?:降|减|增|压|砍|涨)")
_LEFT_OPEN = re.compile(
    r"(?:[是为有叫]|(?:合计|一共|总共|共计|总计)(?:的?金额|数额)?|总[额数]|总金额|之和|加起来|相差|占比|比重)呢?[?？]\s*$"
)  # 金额最高的三个项目是？两类合计？三笔，合计金额？
# Whether there is none, asked in a sentence of its own (是不是真的不打算买公车了？).
_DENIED = re.compile(
    r"^[^。?？]*(?:是不是|是否|真的)[^。,，?？]{0,6}(?:不打算|没有?|不再?|未)(?!是)[^。,，?？]{2,12}[?？].*多少"
)
_WHETHER = re.compile(r"(?<!所)有没有")
_ENDS_ASKING = re.compile(r"[?？吗吧]\s*$")

RELATIONS = (
    core.CORE, listed.LISTED, product.PRODUCT, vehicles.VEHICLES, targets.TARGET, origin.TABLES, origin.CHANGES, origin.TIE, origin.ALL_FROM, origin.ALL_GIVEN, changes.FROM_TO, pairs.SUM, order.MOVED_MORE, order.TREND, order.UNCHANGED, presence.NONE,
    origin.EQUAL, pairs.GAP, order.MORE, pairs.MULTIPLE, pairs.SHARE, changes.CHANGE, order.DIRECTION, order.RANK,
    presence.NUMBER, values.VALUE, presence.STANDS, presence.UNREAD,
)  # fmt: skip


def matches(question: ParsedQuestion) -> bool:
    if question.cue("reason", "definition", "in_words") or (question.cue("purpose") and not question.cue("verify")):
        return False
    if not (question.queries or question.mentions):
        tables = question.cue("tie") and len(question.slots.tables) > 1
        return tables or _counts_members(question) or _tells_vehicles(question)
    if question.cue("verify") and (ALL_SAID.search(question.plain) or _DENIED.search(question.plain)):
        return True  # the figure is asked for besides
    if _ASKS_SHARE.search(question.plain) and not question.slots.figures:
        return False
    if _OPEN.search(question.plain) and not (question.cue("tie") or question.slots.figures or "属实" in question.plain):
        return False
    stated = _CLAIMS.search(question.plain) is not None or _states(question) or _tells_vehicles(question)
    stated = stated or (_WHETHER.search(question.plain) is not None and not _INTERROGATIVE.search(question.plain))
    return question.cue("verify") or stated


def _counts_members(question: ParsedQuestion) -> bool:
    """A number of members said to be so: 下面一共有6家单位，对吗."""
    return question.cue("verify") and bool(question.slots.level and question.slots.figures)


def _tells_vehicles(question: ParsedQuestion) -> bool:
    """A number of vehicles said to be so, or that there are none (今年不买车吧)."""
    plain = question.plain
    asks = _ENDS_ASKING.search(plain) is not None and not _INTERROGATIVE.search(plain)
    return (question.cue("verify") or asks) and speaks_of_vehicles(plain)


def _states(question: ParsedQuestion) -> bool:
    """A statement with a figure and a question mark (机关运行经费不到1800万？): nothing else is asked."""
    plain = question.plain
    return (
        bool(read_stated(plain))
        and _ENDS_ASKING.search(plain) is not None
        and not (_INTERROGATIVE.search(plain) or _LEFT_OPEN.search(plain))
    )


def answer(desk: Desk) -> Draft:
    desk = replace(desk, question=replace(desk.question, plain=_asked_openly(desk.question.plain)))
    claim = Claim.of(desk)
    relation = next(relation for relation in RELATIONS if relation.fits(claim))
    desk.trace.append(f"核对的说法：{relation.label}")
    try:
        return relation.judge(claim)
    except StatedOnlyError as only:
        raise LastWordError("文件只写了它的增减，没有写它的数，不能核对这个说法。", "not_comparable") from only


def _asked_openly(plain: str) -> str:
    """有没有X asks whether there is X, it does not claim that there is none; no place in the text shifts."""
    return _WHETHER.sub("  有", plain)
