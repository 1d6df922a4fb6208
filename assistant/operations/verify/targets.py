"""Claims about the target of an indicator (产量要在1.2万吨以上, 监测次数不少于98次), or a number that a description states.

The figure is held against that very indicator, found by the question's words and of the same unit. What a description
or a sentence states may confirm a claim; only an indicator's own cell contradicts one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Draft
from assistant.operations.counted import alike
from assistant.operations.desk import LastWordError, Writer
from assistant.operations.target import CLEAR, ENOUGH, Fit, ranked, say
from assistant.operations.ties import verdict_of
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated as Said
from assistant.operations.verify.stated import read_stated
from assistant.stated import Stated, as_money
from index.amounts import Amount, Count, Ratio, agrees
from index.vocabulary.names import key

_WORDS = re.compile(r"指标|目标|绩效|要达到|要完成|要求")
_ELSE = re.compile(r"占|[比较](?:去|上|前|20)|同比|增长了|下降了|权重|几个指标|核心")
_EACH = re.compile(r"每|/|人均|单价|标准")
_AT_LEAST = re.compile(r"≥|>=|(?:大于|高于|多于)(?:等于)?|不(?:少|低|小)于|不低于|至少")
_AT_MOST = re.compile(r"≤|<=|(?:小于|低于|少于)(?:等于)?|不(?:超过|高于|大于|多于)|以内|控制在")
_NAMED, _WELL_NAMED = 0.3, 0.75  # of the pairs of an indicator's name that the question says


def _figure(claim: Claim) -> Said | None:
    figures = read_stated(claim.plain)
    return figures[0] if len(figures) == 1 else None


def _fitting(claim: Claim) -> list[Fit]:
    """The figures that the claim may be of, the likeliest first; those about as likely follow it."""
    said = _figure(claim)
    if said is None or _ELSE.search(claim.plain):
        return []
    plain = f"{claim.plain[: said.start]} {claim.plain[said.end :]}"
    words = key(plain)
    asks = _WORDS.search(plain) is not None

    def accepts(one: Stated) -> Stated | None:
        comparable = as_money(one) if isinstance(said.quantity, Amount) and _EACH.search(plain) else one
        if comparable is None or not _same_kind(said, comparable):
            return None
        by_name = _named(comparable, words)
        loosely = asks and not isinstance(said.quantity, Amount)
        return comparable if by_name >= (_NAMED if loosely else _WELL_NAMED) else None

    found = [fit for fit in ranked(claim.desk, plain, accepts) if fit.score >= ENOUGH]
    return [fit for fit in found if found[0].score < CLEAR * fit.score]


def _same_kind(said: Said, one: Stated) -> bool:
    if isinstance(said.quantity, Count):
        return isinstance(one.quantity, Count) and said.quantity.unit != "" and one.quantity.unit in alike(said.quantity.unit)  # fmt: skip
    return type(one.quantity) is type(said.quantity)


def _named(one: Stated, words: str) -> float:
    """How much of a figure's own name the question says: the share of its pairs of characters."""
    name = key(one.fact.label)
    pairs = {name[i : i + 2] for i in range(len(name) - 1)} or {name}
    return sum(pair in words for pair in pairs) / len(pairs)


def _fits(claim: Claim) -> bool:
    found = _fitting(claim)
    if not found:
        return False
    return _WORDS.search(claim.plain) is not None or not claim.attached


def _judge(claim: Claim) -> Draft:
    said = _figure(claim)
    assert said is not None
    found = [fit.one for fit in _fitting(claim)]
    right = [one for one in found if _holds(said, one)]
    indicators = [one for one in found if not one.said and one.fact.provenance.table]
    if right and len(right) < len(found) and not all(_alike(one, right[0]) for one in indicators):
        named = {one.fact.subject for one in indicators if key(one.fact.subject) in key(claim.plain)}
        right = [one for one in right if one.fact.subject in named]
        found = [one for one in found if one.fact.subject in named]
        indicators = [one for one in indicators if one in found]
    if right:
        return _told(claim, right, holds=True)
    if not indicators or not all(_alike(one, indicators[0]) for one in indicators):
        raise LastWordError("没有认出所说的是哪一个指标的目标值，请说出项目和指标的名称。", "incomplete_question")
    return _told(claim, indicators, holds=False)


def _holds(said: Said, one: Stated) -> bool:
    """Whether a target is what is said: the same figure; more or less than one only where it is worded so (超过)."""
    quantity = replace(one.quantity, unit=said.quantity.unit) if isinstance(one.quantity, Count) else one.quantity
    if not said.bounded or said.strict:
        return said.holds(quantity)
    opposite = _AT_MOST if said.high is None else _AT_LEAST
    return agrees(said.quantity, quantity) and not opposite.search(one.fact.text)


def _alike(one: Stated, other: Stated) -> bool:
    return agrees(one.quantity, replace(other.quantity, unit=one.quantity.unit)) if isinstance(other.quantity, Count | Ratio) else agrees(one.quantity, other.quantity)  # fmt: skip


def _told(claim: Claim, found: list[Stated], *, holds: bool) -> Draft:
    writer = Writer(claim.desk)
    verdict = verdict_of(writer, holds)
    draft = say(claim.desk, found[0], found[1:])
    return replace(draft, segments=(*writer.segments, *draft.segments), verdict=verdict)


TARGET = Relation("指标值", _fits, _judge)
