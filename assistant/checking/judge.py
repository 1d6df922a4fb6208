"""Claims → judgements: printed, recomputed, contradicted with the right figure, or not supported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.calculations import CalculationError, calculate, evaluate, formula
from assistant.checking.agreement import agree
from assistant.checking.claims import read_claims, unread
from assistant.checking.matching import Found, Shelf, look_up, look_up_name
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.checking.pairs import pairs, same_column, same_line
from assistant.knowledge import Knowledge
from assistant.model import Calculation
from index.amounts import Quantity, agrees
from index.model import Fact, Measure

_TOTAL = "支出总计"


def check_text(text: str, knowledge: Knowledge) -> tuple[Judgement, ...]:
    """A judgement on every figure of a text, in reading order."""
    shelf = Shelf.of(knowledge)
    claims = read_claims(text, knowledge)
    judged = [judge(claim, shelf) for claim in claims]
    judged += [Judgement(figure, Verdict.NOT_A_CLAIM) for figure in unread(text, claims)]
    return tuple(sorted(judged, key=lambda one: one.figure.start))


def faulty(judged: Iterable[Judgement]) -> bool:
    """Whether a figure of the text is contradicted or unsupported."""
    return any(one.verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED) for one in judged)


def judge(claim: Claim, shelf: Shelf) -> Judgement:
    """The verdict on one claim."""
    if claim.problem or not claim.documents:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note=claim.problem or "没有可核对的文件")
    answers = list(_JUDGES.get(claim.measure, _value)(claim, shelf))
    if not answers:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note="文件里没有找到与这个数对应的指标")
    return min(answers, key=lambda one: _ORDER.index(one.verdict))


_ORDER = (Verdict.VERIFIED, Verdict.RECOMPUTED, Verdict.DISPUTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


# ---------------------------------------------------------------- a value


def _value(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    for found in look_up(claim, shelf, claim.year):
        yield _against(claim, found)


def _against(claim: Claim, found: Found) -> Judgement:
    """A claimed quantity against the printed ones; another scope of the metric counts where the text names none."""
    fitting = tuple(
        f for f in found.scopes if f.quantity is not None and agree(claim.figure, claim.quantity, f.quantity)
    )
    exact = tuple(fact for fact in fitting if not _told_finer(fact, found, fitting))
    if exact:
        return Judgement(claim.figure, Verdict.VERIFIED, facts=exact)
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
    printed = _printed(claim, shelf)
    yield from printed
    if not any(one.verdict is Verdict.VERIFIED for one in printed):
        yield from _between_years(claim, shelf, "difference")


def _rate(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    printed = _printed(claim, shelf)
    yield from printed
    if any(one.verdict is Verdict.VERIFIED for one in printed):
        return
    derived = list(_between_years(claim, shelf, "rate"))
    yield from derived or _from_change(claim, shelf)


def _printed(claim: Claim, shelf: Shelf) -> list[Judgement]:
    """Changes, rates and shares that the documents print themselves."""
    return [_against(claim, found) for found in look_up(claim, shelf, claim.year, claim.measure)]


def _between_years(claim: Claim, shelf: Shelf, operator: str) -> Iterator[Judgement]:
    before_year = claim.base_year if claim.base_year is not None else claim.year - 1
    olds = look_up(replace(claim, stage=None), shelf, before_year)
    for new in look_up(claim, shelf, claim.year):
        for old in olds:
            yield from _derived(claim, operator, pairs(new, old, same_line))


def _from_change(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """The rate from this year's amount and its printed change, where last year's amount is printed nowhere."""
    changes = look_up(claim, shelf, claim.year, Measure.CHANGE)
    for new in look_up(claim, shelf, claim.year):
        for change in changes:
            yield from _derived(claim, "rate_from_change", pairs(new, change, same_line))


def _derived(claim: Claim, operator: str, operands: Iterable[tuple[Fact, Fact]]) -> Iterator[Judgement]:
    """The calculation on the first pair that gives the figure; else on the first pair."""
    wrong: Judgement | None = None
    for facts in operands:
        made = _calculated(operator, *facts)
        if made is None:
            continue
        if agree(claim.figure, claim.quantity, _exact(made.result)):
            yield Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=facts)
            return
        wrong = wrong or Judgement(claim.figure, Verdict.CONTRADICTED, formula(made), made.result, facts)
    if wrong is not None:
        yield wrong


def _exact(result: Quantity) -> Quantity:
    """A result as calculated from the printed figures: the text must give it to its own last digit."""
    return replace(result, quantum=Decimal(0))


def _calculated(operator: str, *facts: Fact) -> Calculation | None:
    try:
        made = calculate(operator, *facts)
        evaluate(made)
    except CalculationError:
        return None
    return made


# ---------------------------------------------------------------- a share


def _share(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """甲占乙的…: the words before 占 name the part, those after it the whole."""
    yield from _printed(claim, shelf)
    lead, _, rest = claim.sentence[: claim.place].rpartition("占")
    part = replace(claim, sentence=lead, place=len(lead), within=()) if lead else replace(claim, within=())
    wholes = look_up(replace(claim, sentence=rest, place=len(rest), names=()), shelf, claim.year) if rest else []
    wholes = wholes or [look_up_name(claim.base or _TOTAL, claim, shelf, claim.year)]
    for whole in filter(None, wholes):
        for found in look_up(part, shelf, claim.year):
            yield from _derived(claim, "share", pairs(found, whole, same_column))


_JUDGES: dict[Measure, Callable[[Claim, Shelf], Iterator[Judgement]]] = {
    Measure.VALUE: _value,
    Measure.CHANGE: _change,
    Measure.CHANGE_RATE: _rate,
    Measure.SHARE: _share,
}
