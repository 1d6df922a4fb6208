"""Claims that something is there or not, or how many there are."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.model import Draft
from assistant.operations import absence, counting, text
from assistant.operations.desk import LastWordError, Writer, asks_things, when
from assistant.operations.quotation import quoted
from assistant.operations.ties import verdict_of
from assistant.operations.value import words
from assistant.operations.verify.claim import Claim, Relation
from assistant.parsing.model import MetricQuery
from index.amounts import Amount, Count, Ratio

_NONE = re.compile(
    r"(没有|没|无|未)(安排|使用|列|预算|花|买|购|一辆|一分|了|[^,，。]{0,6}(预算|安排|支出|经费))|一(辆|分|个|台).{0,8}(都|也)?没|没花|为零|是零|是0"
    r"|不(?:打算|准备|计划)再?(?:买|购|换|更新|添|出国|安排|接待|办|开)"
    r"|(?<![买排列花用购编是要会能])不再?(?:安排|使用|编?列(?!入|支)|买|购|花)(?!的)"
)


_MEMBERS = frozenset(("", "个", "家", "项", "所", "张", "条", "类", "款", "种", "笔"))


_NOT = re.compile(r"(?:没有?|未|无|不)(?:再|任何|安排|编列|编制|列|有|使用|涉及|发生)*[“\"]?$")
_ASKS_NOT = re.compile(r"有没有?$")


def _denies(claim: Claim) -> bool:
    if claim.stated:
        return False
    return _NONE.search(claim.plain) is not None or bool(_named_after_not(claim))


def _named_after_not(claim: Claim) -> list[MetricQuery]:
    """The metrics right after a word that denies them, and those joined to the first (没有货物和工程)."""
    found: list[MetricQuery] = []
    for query in claim.queries:
        start = min(one.start for one in (query.target, *query.contexts))
        joined = found and re.fullmatch(r"[类预算采购]*[和与及、或]", claim.plain[found[-1].target.end : start])
        before = (claim.plain[:start], claim.plain[: query.target.start])
        if joined or any(_NOT.search(words) and not _ASKS_NOT.search(words) for words in before):
            found.append(query)
    return found


def _none(claim: Claim) -> Draft:
    several = _named_after_not(claim)
    if len(several) > 1:
        return _none_of(claim, several)
    query = several[0] if several else _denied(claim)
    found = claim.desk.find(query, claim.year)
    if not found:
        none = absence.said_absent(claim.desk, query)
        told = quoted(claim.desk, none, "是的，文件写：") if none else words(claim.desk, query, claim.year)
        return replace(told, verdict="yes")
    if asks_things(claim.plain) and isinstance(found.quantity, Amount):
        raise LastWordError(f"文件里没有找到“{query.target.text}”的数量，只有金额。")
    writer, verdict = claim.opening(found.quantity.value == 0)
    writer.say(when(claim.desk, found.fact)).name(found.best[0], query).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:4]).draft(found.fact, verdict=verdict)


def _none_of(claim: Claim, queries: list[MetricQuery]) -> Draft:
    found = [claim.desk.need(query, claim.year) for query in queries]
    writer, verdict = claim.opening(all(selection.quantity.value == 0 for selection in found))
    writer.say(when(claim.desk, found[0].fact))
    for i, (selection, query) in enumerate(zip(found, queries, strict=True)):
        writer.say("，" if i else "").name(selection.best[0], query).say("为").figure(selection.fact)
        writer.cite(*selection.support[:2])
    told = next((selection for selection in found if selection.quantity.value), found[0])
    return writer.say("。").draft(told.fact, verdict=verdict)


def _denied(claim: Claim) -> MetricQuery:
    """What is said to be none: the metric inside the words that deny, or the nearest before them."""
    said = _NONE.search(claim.plain)
    assert said is not None
    inside = [query for query in claim.queries if said.start() <= query.target.start < said.end()]
    before = [query for query in claim.queries if query.target.start < said.start()]
    return (inside or before[-1:] or list(claim.queries))[0]


def _numbers(claim: Claim) -> bool:
    """A number of members (6家单位, 15个项目): not a number of things that a metric counts (200万人, 98次)."""
    counted = any(isinstance(one.quantity, Count) and one.quantity.unit in _MEMBERS for one in claim.stated)
    other = any(isinstance(one.quantity, Amount | Ratio) for one in claim.stated)
    return counted and not other and bool(claim.question.slots.level)


def _number(claim: Claim) -> Draft:
    stated = next(one for one in claim.stated if isinstance(one.quantity, Count))
    draft = counting.answer(claim.desk)
    assert draft.value is not None
    holds = stated.holds(replace(stated.quantity, value=draft.value))
    writer = Writer(claim.desk)
    verdict = verdict_of(writer, holds)
    return replace(draft, segments=(*writer.segments, *draft.segments), verdict=verdict)


def _stands(claim: Claim) -> Draft:
    """A bare “有…吗”: yes where a figure above zero is printed, no where the document says that there is none."""
    query = _vehicles_meant(claim, claim.queries[0])
    found = claim.desk.find(query, claim.year)
    none = absence.said_absent(claim.desk, query) if not found else []
    if none:
        return replace(
            quoted(claim.desk, none, "没有，文件写：" if _asks_if_any(claim) else "不是，文件写："), verdict="no"
        )
    blank = text.blank_row(claim.desk, query) if not found and claim.year == claim.desk.year else None
    if blank is not None:
        return replace(blank, verdict="no")
    found = found or claim.desk.need(query, claim.year)
    writer, verdict = _there_is(claim, quantity_of(found.fact).value != 0)
    writer.say(when(claim.desk, found.fact)).name(found.best[0], query).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:4]).draft(found.fact, verdict=verdict)


def _vehicles_meant(claim: Claim, query: MetricQuery) -> MetricQuery:
    """有公务用车吗 asks for the vehicles owned, not for money spent on vehicles."""
    if not re.search(r"车辆?$", query.target.text) or re.search(r"费|钱|经费|支出|安排|购|买|预算", claim.plain):
        return query
    return replace(query, target=replace(query.target, keys=(), terms=("vehicles_owned",)))


def _asks_if_any(claim: Claim) -> bool:
    return re.search(r"是不是|是否|对[吗吧]|是[吗吧]", claim.plain) is None


def _there_is(claim: Claim, holds: bool) -> tuple[Writer, str]:
    """The verdict in the words of the question: 有 or 没有 of “有…吗”, else 是的 or 不是."""
    if not _asks_if_any(claim):
        return claim.opening(holds)
    said = "有，" if re.search(r"有", claim.plain) else "是的，"
    return Writer(claim.desk).say(said if holds else "没有，"), "yes" if holds else "no"


_STANDS = re.compile(r"有没有|[有列编设含]|安排|发生|涉及|使用|开支|购置|购买|买|花|公开|存在")


_OF_WORDS = re.compile(r"内设|下设|下属|所属|隶属|直属|职责|职能|负责|承担")  # told in words, not by a figure


def _says_it_stands(claim: Claim) -> bool:
    """Whether a figure is only said to be there."""
    names = [query.target for query in claim.queries]
    rest = "".join(c for i, c in enumerate(claim.plain) if not any(n.start <= i < n.end for n in names))
    return _STANDS.search(rest) is not None and not _OF_WORDS.search(claim.plain)


def _unread(claim: Claim) -> Draft:  # noqa: ARG001
    raise LastWordError("没有认出要核对的是什么说法，请说出数字、增减或比较的对象。", "incomplete_question")


NONE = Relation("没有", _denies, _none)
NUMBER = Relation("个数", _numbers, _number)
STANDS = Relation("有", _says_it_stands, _stands)
UNREAD = Relation("没有认出", lambda claim: True, _unread)  # noqa: ARG005
