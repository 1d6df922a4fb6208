"""Each claimed figure equals what its stored facts give when calculated afresh, rounded as it is shown."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculations import CalculationError, converted, magnitude, quantity_of, rounded, value_in
from assistant.checks.reading import Reading, constants_of, is_change, words
from assistant.model import Calculation, Constant, Operand
from index.amounts import MONEY_UNITS, Amount, Count, FigureSpan, Quantity, Ratio

_AT_MOST = ("近", "不到", "不足", "将近", "接近")  # the exact value is below the figure shown
_AT_LEAST = ("超", "逾", "超过", "突破", "多")  # … above


def recomputed(reading: Reading) -> list[str]:
    problems = []
    for span, _, basis, shown in reading.claimed():
        try:
            exact = quantity_of(basis)
        except CalculationError as error:
            problems.append(str(error))
            continue
        if comparable(shown, exact) and not holds(span, shown, exact, basis):
            problems.append(f"“{span.text}”与依据不符：按来源计算应为{exact.text}。")
    return problems + _constants(reading)


def comparable(shown: Quantity, exact: Quantity) -> bool:
    """Whether the two have one dimension (what differs is reported by units)."""
    if type(shown) is not type(exact):
        return False
    if isinstance(shown, Ratio):
        return (shown.unit == "个百分点") == (exact.unit == "个百分点")
    return isinstance(shown, Amount) or shown.unit == exact.unit or "" in (shown.unit, exact.unit)


def in_shown_unit(shown: Quantity, exact: Quantity) -> Decimal:
    """The exact value as a number in the unit of the figure shown."""
    return value_in(
        exact if isinstance(shown, Count) and not exact.unit else converted(exact, shown.unit or exact.unit)
    )


def shows(shown: Quantity, exact: Quantity) -> bool:
    """Whether the figure is the exact value, rounded half up to the figure's own last digit."""
    step = _step(shown)
    return rounded(in_shown_unit(shown, exact), -step.adjusted() if step else 0) == value_in(shown)


def _step(shown: Quantity) -> Decimal:
    """The last digit shown, in the unit shown: 0.01 for 5.80万元."""
    return shown.quantum / MONEY_UNITS[shown.unit] if isinstance(shown, Amount) else shown.quantum


def holds(span: FigureSpan, shown: Quantity, exact: Quantity, basis: Operand) -> bool:
    """Whether a figure says what its basis gives: exactly as rounded, or on the side that “近” or “超过” names."""
    if shown.value >= 0 > exact.value and (is_change(basis) or _absolute(basis)):
        exact = magnitude(exact)  # “减少0.70万元”: directions checks the word
    gap = in_shown_unit(shown, exact) - value_in(shown)
    if span.approximate in _AT_MOST:
        return -_step(shown) < gap <= 0
    if span.approximate in _AT_LEAST:
        return 0 <= gap < _step(shown)
    return shows(shown, exact)


def _absolute(basis: Operand) -> bool:
    return isinstance(basis, Calculation) and basis.operator == "absolute_difference"


def _constants(reading: Reading) -> list[str]:
    """Constants are the user's own numbers or the calendar's; anything else would be a figure from nowhere."""
    bases = (claim.basis for claim in reading.claims if claim.basis is not None)
    constants = (constant for basis in bases for constant in constants_of(basis))
    return [
        f"计算中用到的“{constant.quantity.text}”既不是提问中的数，也没有出处。"
        for constant in constants
        if not _given(constant, reading)
    ]


def _given(constant: Constant, reading: Reading) -> bool:
    quantity = constant.quantity
    if isinstance(quantity, Amount) and value_in(quantity) == 1:
        return True  # “每万元”: one of the unit that the question divides by
    if isinstance(quantity, Count):
        if quantity.value in words()["calendar"].get(quantity.unit, ()):
            return True
        years = sorted({fact.year for fact in reading.facts})
        if quantity.unit == "年" and years and quantity.value in (years[-1] - years[0], years[-1] - years[0] + 1):
            return True
    return any(
        comparable(given, quantity) and abs(in_shown_unit(given, quantity)) == abs(value_in(given))
        for given in reading.question_figures
    )
