"""The word beside a change (减少, 上升 …) agrees with the sign of the change, and a plain value is not called one."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from assistant.calculations import CalculationError, quantity_of
from assistant.checks.reading import Reading, any_of, is_change, words
from assistant.model import Calculation, Constant, Operand
from index.amounts import FigureSpan, Quantity


def directions(reading: Reading) -> list[str]:
    problems: list[str] = []
    for span, claim, basis, shown in reading.claimed():
        try:
            exact = _signed(basis)
        except CalculationError:
            continue  # reported by recomputed
        changing = is_change(basis) or _is_absolute(basis)
        if isinstance(basis, Constant) or not exact:
            continue
        wording = _wording(reading, span, changing)
        if wording is None:
            if changing and shown.value > 0 > exact and not _neutral(reading, span, basis):
                problems.append(f"“{span.text}”是减少，文中没有写明。")
        elif not changing:
            problems.append(f"“{claim.claim.text}”不是增减数，却写成了变动。")
        elif wording * (-1 if shown.value < 0 else 1) * exact < 0:
            problems.append(f"“{span.text}”的增减方向与依据相反。")
    return problems + _movements(reading)


def _signed(basis: Operand) -> Decimal:
    if isinstance(basis, Calculation) and basis.operator == "absolute_difference":
        return quantity_of(basis.operands[0]).value - quantity_of(basis.operands[1]).value
    return quantity_of(basis).value


def _is_absolute(basis: Operand) -> bool:
    return isinstance(basis, Calculation) and basis.operator == "absolute_difference"


def _neutral(reading: Reading, span: FigureSpan, basis: Operand) -> bool:
    return _is_absolute(basis) or any_of("neutral").search(reading.sentence_before(span.start)) is not None


def _wording(reading: Reading, span: FigureSpan, changing: bool) -> int | None:
    """+1 for a word of increase before the figure, −1 of decrease, None for none.

    A change takes the last word of its clause, else of its sentence; a plain value only one right before it.
    """
    clause = reading.clause_before(span.start)
    if not changing:
        adjacent = _adjacent().search(_neutralised(clause))
        return _sign(adjacent.group(1)) if adjacent else None
    for text in (clause, reading.sentence_before(span.start)):
        found = _direction().findall(_neutralised(text))
        if found:
            return _sign(found[-1])
    return None


def _movements(reading: Reading) -> list[str]:
    """“由6.50万元降至5.80万元”: the second figure lies on the side that the word says."""
    problems = []
    previous: tuple[FigureSpan, Quantity] | None = None
    for span, _, _, shown in reading.claimed():
        if previous is not None and type(previous[1]) is type(shown):
            between = reading.text[previous[0].end : span.start]
            word = re.fullmatch(rf"\D*?({_direction().pattern})\D{{0,2}}[至到]\s*(?:了|约)?", between)
            if word and (shown.value - previous[1].value) * _sign(word.group(1)) < 0:
                problems.append(f"“{previous[0].text}”到“{span.text}”的方向写反了。")
        previous = (span, shown)
    return problems


def _sign(word: str) -> int:
    return 1 if word in words()["increase"] else -1


def _neutralised(text: str) -> str:
    return any_of("not_directions").sub(lambda match: "□" * len(match.group()), text)


@cache
def _direction() -> re.Pattern[str]:
    both = sorted((*words()["increase"], *words()["decrease"]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, both)))


@cache
def _adjacent() -> re.Pattern[str]:
    return re.compile(rf"({_direction().pattern})(?:{any_of('fillers').pattern})*$")
