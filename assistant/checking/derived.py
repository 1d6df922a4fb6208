"""A figure against what printed figures give by a calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.calculations import CalculationError, calculate, evaluate, formula
from assistant.checking.agreement import agree, comparable
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.model import Calculation
from index.amounts import Quantity
from index.model import Fact


def fits(claim: Claim, true: Quantity) -> bool:
    """Whether the figure may stand for ``true``: it, or the range that it is an end of."""
    if claim.range is None:
        return agree(claim.figure, claim.quantity, true)
    low, high = claim.range
    return comparable(low, true) and low.value <= true.value <= high.value


def derived(claim: Claim, operator: str, tries: Iterable[tuple[Fact, ...]]) -> Iterator[Judgement]:
    """The calculation on the first pair that gives the figure; else on the first pair."""
    wrong: Judgement | None = None
    for facts in tries:
        made = _calculated(operator, *facts)
        if made is None:
            continue
        if fits(claim, exact(made.result)) and not (operator == "share" and made.result.value > WHOLE):
            yield Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=facts)
            return
        wrong = wrong or Judgement(claim.figure, Verdict.CONTRADICTED, formula(made), made.result, facts)
    if wrong is not None:
        yield wrong


WHOLE = 100  # %: no share is greater


def exact(result: Quantity) -> Quantity:
    """A result as calculated from the printed figures: the text must give it to its own last digit."""
    return replace(result, quantum=Decimal(0))


def _calculated(operator: str, *facts: Fact) -> Calculation | None:
    try:
        made = calculate(operator, *facts)
        evaluate(made)
    except CalculationError:
        return None
    return made
