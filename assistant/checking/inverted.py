"""Shares told before their part: 五成支出用于甲, 其中近九成是乙. They are read as 甲占…的五成."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.matching import stretches
from assistant.checking.model import Claim
from index.amounts import Ratio
from index.model import Measure

_PART = re.compile(
    r"(?:以[上下]|左右|上下|多)?(?:的)?(?P<whole>[^，,；;。：:＃、的]{0,20}?)(?:都|均|将|被|主要|全部|又|则)*"
    r"(?:用于|用在|用来|用作|花在了?|花到|投向了?|投入到?了?|投到|安排给|安排用于|来自于?|来源于|给了|流向了?|是|为|属于)"
    r"(?:了)?(?P<part>[^，,；;。：:＃]{2,30}?)(?:上|方面|领域)?(?=[，,；;。、（(！!]|＃|$)"
)
_NO_WHOLE = re.compile(r"^(?:的)?(?:钱|资金|支出|预算|经费|收入|财力|花销|开支|份额|比重|比例)?$")
_SHARES = re.compile(r"占|比重|比例|增|减|降|升|长|率|幅|完成|达到?")
_SCOPE_TAIL = re.compile(r"[＃\s]+|(?:之?中|里|其中|当中|内)?[，,：:、]*$|^(?:在|从|另有|还有|另外|其余|剩下的?)")


def turned(claim: Claim) -> Claim:
    """The claim with its part before its figure; the claim itself where it names its part already."""
    lead = re.split(r"[，,；;：:。]", claim.lead)[-1]
    if not isinstance(claim.quantity, Ratio) or claim.quantity.unit in ("倍", "个百分点"):
        return claim
    if claim.measure is not Measure.VALUE or _SHARES.search(lead):
        return claim
    match = _PART.match(claim.sentence[claim.place + len(claim.figure.text) :])
    if match is None:
        return claim
    whole = "" if _NO_WHOLE.match(match["whole"]) else match["whole"]
    whole = whole or next((scope for words in stretches(claim) if (scope := _scope(words))), "")
    told = f"{match['part']}占{whole}"
    return replace(claim, measure=Measure.SHARE, sentence=told, place=len(told), cuts=(), names=(), within=())


def _scope(words: str) -> str:
    """What a clause before the figure is about, as the whole of the share."""
    return re.sub(r"20\d\d年度?|^其中|(?:之中|当中|其中|中|里|内)$", "", _SCOPE_TAIL.sub("", words)).strip("，,、的")
