"""Claims → judgements: printed, recomputed, contradicted with the right figure, or not supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product

from assistant.checking.across import across
from assistant.checking.agreement import comparable, too_fine
from assistant.checking.claims import read_claims, unread
from assistant.checking.composed import composed, operands
from assistant.checking.derived import derived, fits
from assistant.checking.disputes import disputed
from assistant.checking.drawn import Said, drawn, draws
from assistant.checking.inventory import judge_count
from assistant.checking.matching import Found, Shelf, grouped, look_up, look_up_again
from assistant.checking.model import Claim, Judgement, Rank, Trend, Verdict
from assistant.checking.pairs import pairs, same_line
from assistant.checking.ranking import judge_rank
from assistant.checking.shares import like_before, of_whole, share_of_said
from assistant.checking.trends import judge_trend
from assistant.checking.verbatim import judge_listed, judge_quoted
from assistant.knowledge import Knowledge
from index.amounts import Amount, Count, Ratio, agrees
from index.model import Fact, Measure, Stage
from index.narrative.clauses import base_kind


def check_text(text: str, knowledge: Knowledge) -> tuple[Judgement, ...]:
    """A judgement on every figure of a text, in reading order."""
    shelf = Shelf.of(knowledge)
    claims = read_claims(text, knowledge)
    judged = list(_in_turn(text, claims, shelf))
    judged += [Judgement(figure, Verdict.NOT_A_CLAIM) for figure in unread(text, claims)]
    return tuple(sorted(judged, key=lambda one: one.figure.start))


_QUOTED = 80  # characters that may be a quotation
_DOUBTED = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


def _in_turn(text: str, claims: Iterable[Claim], shelf: Shelf) -> Iterator[Judgement]:
    """Each claim by the documents; where these do not prove it, by what its sentence has proved before it, or as a quotation."""
    said: list[Said] = []
    before: list[Said] = []  # of the sentence before
    whole: Fact | None = None  # of the share proved last
    for claim in claims:
        if said and said[-1].claim.origin != claim.origin:
            before, said = said, []
        reach = [*before, *said] if _BOTH.search(claim.lead) else said
        judged = (drawn(claim, said) if draws(claim) else None) or judge(claim, shelf, said)
        if judged.verdict in _DOUBTED and claim.remark is None and not claim.problem:
            judged = (
                like_before(claim, whole, said, shelf)
                or drawn(claim, reach)
                or share_of_said(claim, said, shelf)
                or judge_listed(claim)
                or judged
            )
        if judged.verdict in _DOUBTED and claim.remark is None and not claim.problem:
            judged = judge_quoted(claim, text[max(0, claim.figure.end - _QUOTED) : claim.figure.end], shelf) or judged
        if judged.verdict in _PROVED and claim.remark is None:
            said.append(Said(claim, judged))
            if claim.measure is Measure.SHARE and len(judged.facts) == _PAIR:
                whole = judged.facts[-1]
        yield judged


_BOTH = re.compile("前者|后者|[两二]者|[两二]项")
_PAIR = 2  # the part and the whole
_PROVED = (Verdict.VERIFIED, Verdict.RECOMPUTED)


def faulty(judged: Iterable[Judgement]) -> bool:
    """Whether a figure of the text is contradicted or unsupported."""
    return any(one.verdict in _DOUBTED for one in judged)


def judge(claim: Claim, shelf: Shelf, said: Sequence[Said] = ()) -> Judgement:
    """The verdict on one claim; ``said`` is what its sentence has proved before it."""
    if claim.problem or not claim.documents:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note=claim.problem or "没有可核对的文件")
    if isinstance(claim.remark, Rank):
        amounts = [one for one in said if one.claim.measure is Measure.VALUE][-1:]
        told = [fact for one in amounts for fact in one.judgement.facts]
        return judge_rank(claim, claim.remark, shelf, told)
    if isinstance(claim.remark, Trend):
        return judge_trend(claim, claim.remark, shelf)
    compared = across(claim, shelf) if claim.against else None
    made = composed(claim, shelf) if not claim.against else None
    if compared is not None:
        operator, signed_claim, tries = compared
        answers = list(derived(signed_claim, operator, tries))
    elif claim.against:
        answers = []
    elif made is not None:
        operator, signed_claim, tries = made
        answers = list(derived(signed_claim, operator, operands(tries)))
    else:
        answers = list(_JUDGES.get(claim.measure, _value)(claim, shelf))
    if not answers:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note="文件里没有找到与这个数对应的指标")
    return min(answers, key=lambda one: _ORDER.index(one.verdict))


_ORDER = (Verdict.VERIFIED, Verdict.RECOMPUTED, Verdict.DISPUTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


# ---------------------------------------------------------------- a value


def _value(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    stock = judge_count(claim, shelf) if isinstance(claim.quantity, Count) else None
    if stock is not None:
        yield stock
        return
    printed = _printed(claim, shelf)
    yield from printed or _from_next_year(claim, shelf)


def _from_next_year(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """Last year's amount, where only this year's and the change from it are printed."""
    year = claim.year + 1
    for new in look_up(replace(claim, stage=None), shelf, year, kinds=(type(claim.quantity),)):
        for measure, operator in ((Measure.CHANGE, "previous"), (Measure.CHANGE_RATE, "previous_from_rate")):
            changes = shelf.find(new.words, claim.documents, year, None, measure)
            from_it = [fact for fact in changes.scopes if fact.base_year in (None, claim.year)]
            if claim.stage is not None:  # a change is from last year's budget, where it does not say else
                from_it = [f for f in from_it if _STAGES.get(base_kind(f.base), Stage.BUDGET) is claim.stage]
            made = list(derived(claim, operator, product(new.scopes, from_it)))
            yield from made
            if made:
                break


def _against(claim: Claim, found: Found, shelf: Shelf) -> Judgement:
    """A claimed quantity against the printed ones; another scope of the metric counts where the text names none."""
    fitting = tuple(f for f in found.scopes if f.quantity is not None and fits(claim, f.quantity))
    exact = tuple(fact for fact in fitting if not _told_finer(fact, found, fitting))
    if exact:
        doubt = disputed(exact, found.scopes, shelf)
        if doubt is not None:
            return Judgement(claim.figure, Verdict.DISPUTED, facts=(*exact, *doubt[0]), note=doubt[1])
        return Judgement(claim.figure, Verdict.VERIFIED, facts=exact)
    if not fitting and all(f.quantity is not None and too_fine(claim.quantity, f.quantity) for f in found.best):
        return Judgement(claim.figure, Verdict.UNSUPPORTED, facts=found.best, note="文件没有印到这么精确")
    return Judgement(claim.figure, Verdict.CONTRADICTED, expected=found.quantity(), facts=found.best)


def _told_finer(fact: Fact, found: Found, fitting: tuple[Fact, ...]) -> bool:
    """Whether the amount is printed more finely elsewhere, where it does not fit (17.72万元 beside 177240元)."""
    rough = fact.quantity
    assert rough is not None, "facts without a quantity are not looked for"
    return any(
        fine.quantity is not None and fine.quantity.quantum < rough.quantum and agrees(fine.quantity, rough)
        for fine in found.scopes
        if fine not in fitting
    )


# ---------------------------------------------------------------- a change, a rate


def _change(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    if _PLAN.search(claim.sentence, 0, claim.place):
        yield from _against_plan(claim, shelf, "difference")
        return
    printed = _printed(claim, shelf)
    yield from printed
    if not any(one.verdict is Verdict.VERIFIED for one in printed):
        yield from _between_years(claim, shelf, "difference")


def _rate(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    if _PLAN.search(claim.sentence, 0, claim.place):
        yield from _against_plan(claim, shelf, "rate")
        return
    printed = _printed(claim, shelf)
    yield from printed
    if any(one.verdict is Verdict.VERIFIED for one in printed):
        return
    between = list(_between_years(claim, shelf, "rate"))
    yield from between or _from_change(claim, shelf)


def _printed(claim: Claim, shelf: Shelf) -> list[Judgement]:
    """What the documents print themselves: amounts, or changes, rates and shares against the base that is claimed."""
    founds = [_on_the_same_base(found, claim) for found in look_up(claim, shelf, claim.year, claim.measure)]
    return [_against(claim, found, shelf) for found in founds if found and comparable(claim.quantity, found.quantity())]


def _on_the_same_base(found: Found, claim: Claim) -> Found:
    if claim.measure not in (Measure.CHANGE, Measure.CHANGE_RATE):
        return found
    kind, year = base_kind(claim.base), claim.base_year
    same = [
        fact
        for fact in found.scopes
        if (not kind or base_kind(fact.base) in ("", kind)) and (not year or fact.base_year in (None, year))
    ]
    return grouped(same)


def _between_years(claim: Claim, shelf: Shelf, operator: str) -> Iterator[Judgement]:
    before_year = claim.base_year if claim.base_year is not None else claim.year - 1
    kinds = _of_values(claim)
    for new in look_up(claim, shelf, claim.year, kinds=kinds):
        stage = _stage_of_base(claim)
        own = new.best[0].stage
        olds = look_up_again(new, claim, shelf, before_year, stage or own)
        if stage is not None:  # the base that is named, or none
            olds = [old for old in olds if old.best[0].stage is stage]
        for old in olds:
            yield from derived(claim, operator, pairs(new, old, same_line))


def _stage_of_base(claim: Claim) -> Stage | None:
    """Budget or final account of the base year, where the sentence says with which it compares."""
    return _STAGES.get(base_kind(claim.base))


_STAGES = {"预算数": Stage.BUDGET, "执行数": Stage.FINAL, "决算数": Stage.FINAL}


def _of_values(claim: Claim) -> tuple[type, ...]:
    """The quantities that a change or rate is reckoned from."""
    points = isinstance(claim.quantity, Ratio) and claim.quantity.unit == "个百分点"
    if points:
        return (Ratio,)
    return (Amount, Count) if isinstance(claim.quantity, Ratio) else (type(claim.quantity),)


def _against_plan(claim: Claim, shelf: Shelf, operator: str) -> Iterator[Judgement]:
    """A final account compared with the budget of its own year."""
    kinds = _of_values(claim)
    olds = look_up(replace(claim, stage=Stage.BUDGET), shelf, claim.year, kinds=kinds)
    for new in look_up(replace(claim, stage=Stage.FINAL), shelf, claim.year, kinds=kinds):
        for old in olds:
            yield from derived(claim, operator, pairs(new, old, same_line))


_PLAN = re.compile(r"[比较](?:年初|全年)?预算(?!.*(?:上年|去年|20\d\d年))")


def _from_change(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """The rate from this year's amount and its printed change, where last year's amount is printed nowhere."""
    printed = look_up(claim, shelf, claim.year, Measure.CHANGE, (Amount,))
    changes = [change for found in printed if (change := _on_the_same_base(found, claim))]
    for new in look_up(claim, shelf, claim.year, kinds=(Amount,)):
        for change in changes:
            yield from derived(claim, "rate_from_change", pairs(new, change, same_line))


# ---------------------------------------------------------------- a share


def _share(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    yield from _printed(claim, shelf)
    yield from of_whole(claim, shelf)


_JUDGES: dict[Measure, Callable[[Claim, Shelf], Iterator[Judgement]]] = {
    Measure.VALUE: _value,
    Measure.CHANGE: _change,
    Measure.CHANGE_RATE: _rate,
    Measure.SHARE: _share,
}
