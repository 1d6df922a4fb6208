"""Figures that a sentence draws from figures it has just said: 甲…、乙…，合计…; 甲…，乙…，甲多…; 占乙…的…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculations import CalculationError, calculate, formula
from assistant.checking.agreement import agree
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.model import Constant
from index.amounts import Amount, Count, Quantity, Ratio
from index.model import Measure
from index.vocabulary.names import key

_LINK = r"(?:为|是|达|约|近|超|有|计|了|出|：|:)*$"
_TOTAL = re.compile(
    rf"(?:^|[，,；;、：:])(?:以上|上述|这)?(?:[两二三四五六七八九十\d]+[项者笔类个行])?(?:支出|经费)?(?:合计|共计|总计|总共|一共|加起来|之和|累计|合共|共){_LINK}"
)
_MORE = re.compile(rf"(?:^|[，,；;、：:])(?P<name>[^，,；;：:]{{2,}}?)(?P<verb>多|高|大|少|低|小){_LINK}")
_GAP = re.compile(rf"(?:相差|差额|差距|差){_LINK}")
_LEFT = re.compile(r"(?:扣除|减去|除去|剔除)")
_SHARE = re.compile(r"占[^，,；;。]*$")
_SHARE_OF_ALL = re.compile(rf"^[，,、（(]?占(?:比|全部|总数|总量)?的?(?:比重|比例)?{_LINK}")
_OF = re.compile(r"^的(?:比重|比例)?(?:约|近|超过?|不到|为|是|达)*$")
_TIMES = re.compile(rf"(?P<one>前者|后者|其)?(?:约|大约)*(?:是|为|相当于)(?:约|大约)*(?:后者|前者|其)的{_LINK}")
_POINTS = re.compile(
    rf"(?:增加|减少|提高|下降|上升|降低|加快|放缓|扩大|收窄|回落|提升|高|低|多|少|相差|差)(?:了|出)*{_LINK}"
)
_FALLS = frozenset("少低小减降缓窄落")
_WHOLE = 100  # %
_FORMER = re.compile(rf"(?P<one>前者|后者)比(?:前者|后者)(?P<verb>多|高|大|少|低|小)(?:出|了)*{_LINK}")
_PER = re.compile(
    rf"(?:平均|人均|[台辆户件人]均|每)+(?P<unit>[辆台套人名项个家件户间])?[车次]?(?:的?(?:成本|价格|费用|支出|均价|单价))?{_LINK}"
)
_BARE_GAP = re.compile(rf"(?:^|[，,、])(?:前者|后者|两者)?(?:多|高|少|低|相差)(?:出|了)*{_LINK}")


@dataclass(frozen=True, slots=True)
class Said:
    """A figure of the sentence that is proved: as an operand its printed amount counts, not its rounding."""

    claim: Claim
    judgement: Judgement

    @property
    def quantity(self) -> Quantity:
        printed = self.judgement.facts[0].quantity if self.judgement.facts else None
        exact = self.judgement.verdict is Verdict.VERIFIED and type(printed) is type(self.claim.quantity)
        return printed if exact and printed is not None else self.claim.quantity

    @property
    def words(self) -> str:
        return key(self.claim.lead)


def drawn(claim: Claim, said: Sequence[Said]) -> Judgement | None:
    """The verdict by the proved figures before it in the sentence; None where the words draw on none of them."""
    wrong: Judgement | None = None
    for operator, operands, sign in _readings(claim, said):
        try:
            made = calculate(operator, *(Constant(one.quantity) for one in operands))
        except CalculationError:
            continue
        if operator == "per_unit":  # 万元 for each of the things is told as an amount
            made = replace(made, result=Amount(made.result.value, "元", made.result.quantum, made.result.text))
        if operator == "share" and made.result.value > _WHOLE:
            continue  # what is greater is no part
        result = replace(made.result, quantum=Decimal(0))
        facts = tuple(fact for one in operands for fact in one.judgement.facts[:1])
        if sign == 0:
            result = replace(result, value=abs(result.value))
        if result.value * (sign or 1) >= 0 and agree(claim.figure, _unsigned(claim.quantity), _unsigned(result)):
            return Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=facts)
        wrong = wrong or Judgement(claim.figure, Verdict.CONTRADICTED, formula(made), made.result, facts)
    return wrong


def draws(claim: Claim) -> bool:
    """Whether the words say that the figure is drawn from those before it, and is no metric's own (扣除…后为)."""
    return re.search(
        r"(?:扣除|减去|除去|剔除)[^，,；;。]*后", claim.sentence[: claim.place][-_CLOSE:]
    ) is not None and (_AFTER.match(claim.lead) is not None)


_CLOSE, _AFTER = 30, re.compile(rf"^(?:以)?后(?:还|仍|剩下?|余|剩余)*{_LINK}")


def _unsigned(quantity: Quantity) -> Quantity:
    return replace(quantity, value=abs(quantity.value))


def _readings(claim: Claim, said: Sequence[Said]) -> Iterator[tuple[str, tuple[Said, ...], int]]:
    """(operator, operands, sign wanted: 1, −1, 0 for any) by the words before the figure, the fullest first."""
    lead, own = claim.lead, type(claim.quantity)
    alike = [one for one in said if type(one.quantity) is own and one.claim.measure in (Measure.VALUE, Measure.SHARE)]
    if own is not Ratio:
        yield from _each(lead, said)
        yield from _of_amounts(lead, alike)
    elif claim.quantity.unit == "个百分点":
        shares = [one for one in said if isinstance(one.quantity, Ratio) and one.quantity.unit != "个百分点"]
        if len(shares) >= 2 and _POINTS.search(lead) and shares[-1].claim.measure is shares[-2].claim.measure:
            yield _points(lead, shares[-2], shares[-1])
    elif claim.measure is Measure.CHANGE_RATE:
        yield from _rates(claim, said)
    else:
        amounts = [one for one in said if isinstance(one.quantity, Amount | Count)]
        if amounts and _SHARE_OF_ALL.match(lead):  # 共有5辆，其中…4辆，占八成
            part = amounts[-1]
            wholes = [one for one in amounts[:-1] if type(one.quantity) is type(part.quantity)]
            if len(wholes) > 1:  # which of them is meant only shows where it fits
                wholes = [whole for whole in wholes if _is_share(claim, part, whole)]
            yield from (("share", (part, whole), 1) for whole in reversed(wholes))
            return
        if len(amounts) >= 2 and _OF.match(lead.strip()) and _SHARE.search(amounts[-1].claim.lead):
            yield "share", tuple(amounts[-2:]), 1
        elif len(amounts) >= 2 and (times := _TIMES.search(lead)):
            first, second = amounts[-2:]
            yield "ratio", (second, first) if times["one"] == "后者" else (first, second), 1


def _is_share(claim: Claim, part: Said, whole: Said) -> bool:
    if not whole.quantity.value:
        return False
    share = Ratio(part.quantity.value / whole.quantity.value * 100, "%", Decimal(0), "")
    return agree(claim.figure, claim.quantity, share)


def _each(lead: str, said: Sequence[Said]) -> Iterator[tuple[str, tuple[Said, ...], int]]:
    """购车14辆，购置费342万元，平均每辆…: the amount over the number of what it buys."""
    unit = _PER.search(lead)
    amounts = [one for one in said if isinstance(one.quantity, Amount)]
    counts = [one for one in said if isinstance(one.quantity, Count)]
    if unit and amounts and counts and (unit["unit"] or "") in counts[-1].quantity.unit:
        yield "per_unit", (amounts[-1], counts[-1]), 1


def _of_amounts(lead: str, alike: Sequence[Said]) -> Iterator[tuple[str, tuple[Said, ...], int]]:
    if len(alike) < 2:
        return
    last = tuple(alike[-2:])
    more = _MORE.search(lead)
    if _TOTAL.search(lead):
        for count in range(len(alike), 1, -1):
            yield "sum", tuple(alike[-count:]), 1
    elif former := _FORMER.search(lead):
        operands = last if former["one"] == "前者" else last[::-1]
        yield "difference", operands, -1 if former["verb"] in _FALLS else 1
    elif more:
        for first, second in (last, last[::-1]):
            if key(more["name"]) in first.words and key(more["name"]) not in second.words:
                yield "difference", (first, second), -1 if more["verb"] in _FALLS else 1
    elif _GAP.search(lead) or (_BARE_GAP.search(lead) and all(one.claim.measure is Measure.VALUE for one in last)):
        yield "difference", last, 0
    elif _LEFT.search(last[1].claim.lead):
        yield "difference", last, 1


def _rates(claim: Claim, said: Sequence[Said]) -> Iterator[tuple[str, tuple[Said, ...], int]]:
    """支出甲万元，比上年减少乙万元，降幅…: the rate of the amount and the change said last."""
    change = next((one for one in reversed(said) if one.claim.measure is Measure.CHANGE), None)
    before = said[: said.index(change)] if change else ()
    values = (one for one in reversed(before) if one.claim.measure is Measure.VALUE)
    new = next((one for one in values if change and one.claim.year == change.claim.year), None)  # not the base's year
    if change and new and type(new.quantity) is type(change.quantity):
        yield "rate_from_change", (new, change), -1 if claim.quantity.value < 0 else 1


def _points(lead: str, first: Said, second: Said) -> tuple[str, tuple[Said, ...], int]:
    """The later year less the earlier; of one year any order."""
    if first.claim.year == second.claim.year:
        return "percentage_points", (first, second), 0
    new, old = (first, second) if first.claim.year > second.claim.year else (second, first)
    return "percentage_points", (new, old), -1 if any(word in lead for word in _FALLS) else 1
