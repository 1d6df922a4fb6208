"""Quantities in other units and as text: two decimals by default, half up, never fewer digits than were printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from index.amounts import MONEY_UNITS, Amount, Count, Quantity, Ratio
from index.errors import BudgetQaError

PRECISION = 50
RATIO_SCALES: dict[str, Decimal] = {
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
    "倍": Decimal(1),
    "个百分点": Decimal("0.01"),
}


class CalculationError(BudgetQaError):
    """Operands that cannot be calculated with: another dimension, words, a zero divisor."""


def converted(quantity: Quantity, unit: str) -> Quantity:
    """The same quantity in another unit of its dimension; CalculationError where there is none."""
    if unit == quantity.unit:
        return quantity
    if isinstance(quantity, Amount) and unit in MONEY_UNITS:
        return replace(quantity, unit=unit)
    if isinstance(quantity, Ratio) and unit in RATIO_SCALES and "个百分点" not in (unit, quantity.unit):
        factor = RATIO_SCALES[quantity.unit] / RATIO_SCALES[unit]
        return replace(quantity, value=quantity.value * factor, quantum=quantity.quantum * factor, unit=unit)
    if isinstance(quantity, Count):
        factor = _per_factor(quantity.unit, unit)
        return replace(quantity, value=quantity.value * factor, quantum=quantity.quantum * factor, unit=unit)
    raise CalculationError(f"不能把 {quantity.text or quantity.unit} 换算成{unit}。")


def _per_factor(unit: str, wanted: str) -> Decimal:
    """From 元/人 to 万元/人: 1/10000; a bare number takes any unit; CalculationError where the things differ."""
    if not unit or unit == wanted:
        return Decimal(1)
    above, _, below = unit.partition("/")
    wanted_above, _, wanted_below = wanted.partition("/")
    return _unit_factor(above, wanted_above) / _unit_factor(below, wanted_below)


def _unit_factor(unit: str, wanted: str) -> Decimal:
    """From 元 to 万元: 1/10000; from 万件 to 件: 10000; CalculationError where the things differ."""
    if unit == wanted:
        return Decimal(1)
    if unit in MONEY_UNITS and wanted in MONEY_UNITS:
        return MONEY_UNITS[unit] / MONEY_UNITS[wanted]
    for scale, word in ((Decimal(10_000), "万"), (Decimal(100_000_000), "亿")):
        if unit == word + wanted:
            return scale
        if wanted == word + unit:
            return 1 / scale
    raise CalculationError(f"不能把{unit}换算成{wanted}。")


def value_in(quantity: Quantity, unit: str | None = None) -> Decimal:
    """The number as it reads in a unit (default: the quantity's own): 58000 元 in 万元 is 5.8."""
    quantity = converted(quantity, unit) if unit and unit != quantity.unit else quantity
    return quantity.in_unit(quantity.unit) if isinstance(quantity, Amount) else quantity.value


def magnitude(quantity: Quantity) -> Quantity:
    """The quantity without its sign, for “减少0.70万元”."""
    return replace(quantity, value=abs(quantity.value), text=quantity.text.lstrip("-−"))


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, away from zero, as people round: 0.125 → 0.13, −0.125 → −0.13."""
    with localcontext() as context:
        context.prec = PRECISION
        return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def display(quantity: Quantity, unit: str | None = None, decimals: int | None = None) -> str:
    """A figure with its unit. Money has two decimals and never fewer than printed; 元 only those printed;
    percentages two; counts as they are. A negative number has a leading "-".

    >>> from index.amounts import read_quantity
    >>> display(read_quantity("662.22万元"), "亿元")
    '0.066222亿元'
    """
    quantity = converted(quantity, unit) if unit and unit != quantity.unit else quantity
    value = value_in(quantity)
    places = _places(quantity, value) if decimals is None else decimals
    number = rounded(value, places if value or decimals is not None else 0)  # nothing is “0万元”, not “0.00万元”
    return f"{number if number else abs(number):f}{quantity.unit}"


def decimals_of(value: Decimal) -> int:
    """The number of decimals that a value needs: 2 for 1.250."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _places(quantity: Quantity, value: Decimal) -> int:
    exact = decimals_of(value)
    scale = MONEY_UNITS[quantity.unit] if isinstance(quantity, Amount) else Decimal(1)
    printed = decimals_of(quantity.quantum / scale) if quantity.quantum else exact
    if isinstance(quantity, Ratio):
        return min(exact, 2) if quantity.unit in ("成", "倍") and not quantity.quantum else 2
    if isinstance(quantity, Count):
        return 2 if "/" in quantity.unit else min(exact, max(printed, 2))
    if quantity.unit == "元":
        return printed if exact <= printed else min(exact, max(printed, 2))
    return max(2, min(exact, printed))
