"""Each claimed figure equals what its stored facts give when calculated afresh, rounded as it is shown."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculations import CalculationError, converted, quantity_of, rounded, value_in
from assistant.checks.reading import Reading, constants_of, is_change, words
from assistant.model import Calculation, Constant, Operand
from index.amounts import Amount, Count, FigureSpan, Quantity, Ratio

_AT_MOST = ("近", "不到", "不足", "将近", "接近")  # the exact value is below the figure shown
_AT_LEAST = ("超", "逾", "超过", "多", "余")  # … above


def recomputed(reading: Reading) -> list[str]:
    problems = []
    for span, _, basis, shown in reading.claimed():
        try:
            exact = quantity_of(basis)
        except CalculationError as error:
            problems.append(str(error))
            continue
        if comparable(shown, exact) and not _equal(span, shown, exact, basis):
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
    scale = value_in(shown) / shown.value if shown.value else Decimal(1)
    quantum = shown.quantum * scale
    places = -quantum.adjusted() if quantum else 0
    return rounded(in_shown_unit(shown, exact), places) == value_in(shown)


def _equal(span: FigureSpan, shown: Quantity, exact: Quantity, basis: Operand) -> bool:
    if shown.value >= 0 > exact.value and (is_change(basis) or _absolute(basis)):
        exact = _negated(exact)  # “减少0.70万元”: directions checks the word
    if shows(shown, exact):
        return True
    gap = in_shown_unit(shown, exact) - value_in(shown)
    step = shown.quantum * (value_in(shown) / shown.value if shown.value else Decimal(1))
    if span.approximate in _AT_MOST:
        return -step < gap <= 0
    return span.approximate in _AT_LEAST and 0 <= gap < step


def _absolute(basis: Operand) -> bool:
    return isinstance(basis, Calculation) and basis.operator == "absolute_difference"


def _negated(quantity: Quantity) -> Quantity:
    if isinstance(quantity, Amount):
        return Amount(-quantity.value, quantity.unit, quantity.quantum, quantity.text)
    if isinstance(quantity, Ratio):
        return Ratio(-quantity.value, quantity.unit, quantity.quantum, quantity.text)
    return Count(-quantity.value, quantity.unit, quantity.quantum, quantity.text)


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
