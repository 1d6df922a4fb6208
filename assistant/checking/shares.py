"""Shares: of the whole that is said, of the one said before, of what the part belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.calculations import CalculationError, calculate, formula
from assistant.checking.derived import WHOLE, derived, exact, fits
from assistant.checking.drawn import Said
from assistant.checking.matching import Found, Shelf, look_up, look_up_name
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.checking.pairs import pairs, same_column
from assistant.model import Constant
from index.amounts import Amount, Count, Ratio
from index.model import Fact, Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_TOTAL = "支出总计"


def of_whole(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """甲占乙的…: the words before 占 name the part, those after it the whole."""
    before = claim.sentence[: claim.place]
    lead, _, rest = before.rpartition("占") if "占" in claim.lead else ("", "", "")
    part = replace(claim, sentence=lead, place=len(lead), within=()) if lead else replace(claim, within=())
    wholes = (
        look_up(
            replace(claim, sentence=rest, place=len(rest), names=(), within=()),
            shelf,
            claim.year,
            kinds=(Amount, Count),
        )
        if rest
        else []
    )
    parts = look_up(part, shelf, claim.year, kinds=(Amount, Count))
    wholes = wholes or _said_whole(claim, lead or before, shelf)
    named = _TOTAL if claim.base[:1] in ("", "比", "到", "达", "据", "去") or _ALL.fullmatch(claim.base) else claim.base
    wholes = wholes or [look_up_name(name, claim, shelf, claim.year) for name in (named, *_above(parts, named))]
    for whole in filter(None, wholes):
        for found in parts:
            yield from derived(claim, "share", pairs(found, whole, same_column))


_ALL = re.compile(
    r"(?:全部|整个|全年|当年|本年|部门|单位|总|财政)*(?:预算|支出|开支|资金|盘子)(?:总?额|总量|总数|总规模|规模)?"
)


def _said_whole(claim: Claim, lead: str, shelf: Shelf) -> list[Found]:
    """The whole that the clause before the part says (政府采购预算中，甲占…); none where it says none."""
    said = _IN_WHOLE.search(lead)
    whole = look_up_name(said["whole"], claim, shelf, claim.year) if said else Found()
    return [whole] if whole else []


_IN_WHOLE = re.compile(
    r"(?P<whole>[^，,；;。：:＃]{2,})(?:之中|当中|其中|中|里|内)(?:[，,、：:][^；;。]*|[^，,；;。：:]*)$"
)


def _above(parts: Iterable[Found], named: str) -> list[str]:
    """What the parts belong to, where a share is of a whole that is not said (其中…占比六成)."""
    if named != _TOTAL:
        return []
    terms = vocabulary().terms
    above = [fact.row_path[-1] for part in parts for fact in part.best if fact.row_path]
    for part in parts:
        for term in vocabulary().of_label(part.best[0].label):
            parent = terms[term].parent
            above += [terms[parent].name] if parent in terms else []
    return list(dict.fromkeys(above))


def like_before(claim: Claim, whole: Fact | None, said: Sequence[Said], shelf: Shelf) -> Judgement | None:
    """A share without a whole is of the whole of the one before (甲6万元，占四分之一；乙18万元，占四分之三), or of an
    amount that its sentence has said (甲20万元，几乎全部是乙，占99%)."""
    amounts = [fact for one in said if one.claim.measure is Measure.VALUE for fact in one.judgement.facts[:1]]
    wholes = [one for one in (whole, *reversed(amounts)) if one is not None and one.document in claim.documents]
    if claim.measure is not Measure.SHARE or not wholes:
        return None
    if not _NO_WHOLE.search(claim.lead) or _IN_WHOLE.search(claim.sentence[: claim.place]):
        return None
    for part in look_up(claim, shelf, claim.year, kinds=(Amount, Count)):
        tries = ((fact, one) for one in wholes for fact in part.scopes if fact.id != one.id)
        judged = next(derived(claim, "share", tries), None)
        if judged and judged.verdict is Verdict.RECOMPUTED:
            return judged
    return None


_NO_WHOLE = re.compile(r"(?:占|占比|比重|比例)?(?:为|是|到|达到?|约|近|将近|接近|超过?|不到|不足|高达|仅|只|了)*$")


def share_of_said(claim: Claim, said: Sequence[Said], shelf: Shelf) -> Judgement | None:
    """两项合计…，占支出总额的…: the part is the figure just drawn, the whole is named; None where it does not hold."""
    whole = _OF_WHOLE.match(claim.lead)
    if whole is None or not said or not isinstance(claim.quantity, Ratio) or claim.quantity.unit == "个百分点":
        return None
    part = said[-1]
    if not whole["name"] and _IN_WHOLE.search(claim.sentence[: claim.place]):
        return None  # 基本支出中，甲…，占…: the whole is said
    name = whole["name"] or _TOTAL
    found = shelf.find(name, claim.documents, claim.year, claim.stage, kinds=(type(part.quantity),))
    so_called = [f for f in found.others if key(name) in map(key, (f.label, *f.column_path))]
    for fact in (*found.best, *so_called):
        try:
            made = calculate("share", Constant(part.quantity), fact)
        except CalculationError:
            continue
        if made.result.value <= WHOLE and fits(claim, exact(made.result)):
            return Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=(*part.judgement.facts[:1], fact))
    return None


_OF_WHOLE = re.compile(r"^[，,、（(]?占(?P<name>[^，,；;。＃]*?)的?(?:比重|比例)?(?:为|是|达到?|约|近|超过?|的|高达)*$")
