"""What the words right before a figure make of it, where a document's own prose would not say it so.

降幅超五成, 占比近三成, 比一年前少了300元: the figure is a rate, a share or a change of the metric named before.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.model import Claim
from assistant.checking.words import Nearness, any_of, words
from index.amounts import Ratio
from index.model import Measure
from index.narrative.clauses import last_clause, sign_of, signed, without_base
from index.narrative.cues import adjacent_verb

_QUALIFIERS = {word for kind in Nearness for word in getattr(words().approximate, kind)} - set("来几强")
_LINK = r"(?:为|是|达到?|约|近|超过?|逾|高达|仅|不足|不到|接近|大约|在)*$"
_FALL = re.compile(rf"(?:降幅|跌幅|减幅|降低幅度|下降幅度){_LINK}")
_RISE = re.compile(rf"(?:增幅|增速|涨幅|升幅|增长率|增长幅度){_LINK}")
_SHARE = re.compile(rf"(?:占比|比重|比例|占[^，。；：占]{{0,30}}?){_LINK}")
_BARE = re.compile(rf"[，,（(](?:{any_of(_QUALIFIERS)}|达到?|为|即|也就是)*")
_THAN_BEFORE = re.compile(
    r"[比较](?:上一?年度?|去年|前一年|一年前|(?P<year>20\d\d)年)(?:的?同期|时)?(?P<verb>多|高|增|涨|升|少|低|减|降)"
    rf"(?:了|出|支|花|安排|到|{any_of(_QUALIFIERS)})*$"
)
_SIMPLY = re.compile(
    rf"^[，,、（(]?(?:也就是|即|总额|相当于)?(?P<year>(?!))?(?P<verb>多|少)(?:出|了|花|支|收|安排|{any_of(_QUALIFIERS)})+$"
)  # 增长1.02%，多出…
_FROM = re.compile(r"[由从自](?:上一?年|去年|(?P<year>20\d\d)年)度?(?:预算|决算|执行)?数?的?$")
_UNTIL = re.compile(
    r"(?:猛|激|骤|陡|剧|暴|大|大幅|迅速|一路|逐步)*(?:下?降|减少?|压减|压缩|缩减|增加?|增长|上?升|涨|提高)(?:到|至|为)"
)  # 由21万元降到6万元
_ABOUT = re.compile(rf"(?:了|{any_of(word for word in _QUALIFIERS)})+$")
_OVER_YEARS = re.compile(
    r"(?<!连续)(?<!近)(?P<n>[两二三四五])年(?:累计|共|合计|总共|间|内|来)*(?=[增减上下提降])"
)  # 两年增长46.25%
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_LESS = frozenset("少低减降")


def worded(claim: Claim, year: int) -> Claim:
    """The claim as its words mean it; ``year`` is the one that its sentence speaks of."""
    lead = claim.lead
    compared = _THAN_BEFORE.search(lead)
    if compared and claim.year == int(compared["year"] or year - 1) < year:
        claim = replace(claim, year=year)  # 比去年少: last year is what it is compared with
    over = _OVER_YEARS.search(last_clause(lead)[0])
    if over and claim.measure in (Measure.CHANGE, Measure.CHANGE_RATE):
        return replace(claim, base_year=claim.year - _COUNTS[over["n"]])
    if isinstance(claim.quantity, Ratio) and claim.measure in (Measure.VALUE, Measure.CHANGE_RATE):
        if _FALL.search(lead):
            return _rate(claim, -1)
        if _RISE.search(lead):
            return _rate(claim, 1)
        shared = _SHARE.search(claim.sentence[: claim.place])
        bare = claim.cuts and _BARE.fullmatch(lead)  # 项目支出2131万元，超过三分之一
        if claim.measure is Measure.VALUE and claim.quantity.unit not in ("倍", "个百分点") and (shared or bare):
            return replace(claim, measure=Measure.SHARE)
    if claim.measure is Measure.VALUE and (told := _ABOUT.sub("", lead)) != lead:
        claim = _changed(claim, told)  # 压减超过…: the verb is not right before the figure
    since = _FROM.search(lead)
    if since and claim.measure is Measure.VALUE:
        return replace(claim, year=int(since["year"]) if since["year"] else claim.year - 1, stage=None)
    if re.search("[由从]$", lead) and claim.measure is Measure.VALUE:
        after = claim.sentence[claim.place + len(claim.figure.text) :]
        return replace(claim, year=claim.year - 1, stage=None) if _UNTIL.match(after) else claim
    than = _THAN_BEFORE.search(lead) or (_SIMPLY.match(lead) if claim.cuts else None)
    if than and claim.measure is Measure.VALUE:
        measure = Measure.CHANGE_RATE if isinstance(claim.quantity, Ratio) else Measure.CHANGE
        sign = -1 if than["verb"] in _LESS else 1
        base = int(than["year"]) if than["year"] else claim.year - 1
        return replace(claim, measure=measure, quantity=signed(claim.quantity, sign), base_year=base)
    return claim


def _changed(claim: Claim, lead: str) -> Claim:
    """The claim as a change where the words end in a verb of change, and not in 增至, 降到."""
    verb = adjacent_verb().match(without_base(last_clause(lead)[0])[0])
    if verb is None or verb["flat"] or verb["subject"].endswith("新"):
        return claim
    measure = Measure.CHANGE_RATE if isinstance(claim.quantity, Ratio) else Measure.CHANGE
    return replace(claim, measure=measure, quantity=signed(claim.quantity, sign_of(verb)))


def _rate(claim: Claim, sign: int) -> Claim:
    quantity = replace(claim.quantity, value=abs(claim.quantity.value) * sign)
    return replace(claim, measure=Measure.CHANGE_RATE, quantity=quantity)
