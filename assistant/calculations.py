"""Exact arithmetic on printed figures: a registry of operators, each with its formula in words of the trade.

``calculate("difference", fact_2023, fact_2022)`` gives a ``Calculation`` whose result is a ``Decimal`` (money in 元)
and whose quantum encloses every value that the rounding of the operands allows (interval arithmetic, see
docs/decisions/0003). ``evaluate`` recomputes from the operands alone, never from a stored result. Ratios are rounded
only where they are displayed, half up.
The operators and their operands are listed in assistant.operators, units and display are in assistant.display.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_UP, Decimal, localcontext
from itertools import product

from assistant.display import (
    PRECISION,
    RATIO_SCALES,
    CalculationError,
    converted,
    decimals_of,
    display,
    magnitude,
    rounded,
    value_in,
)
from assistant.model import Calculation, Constant, Operand
from assistant.operators import FACTOR_SECOND, OPERATORS, Operator, Values
from index.amounts import MONEY_UNITS, Amount, Count, Quantity, Ratio
from index.model import Fact

__all__ = [
    "OPERATORS",
    "RATIO_SCALES",
    "CalculationError",
    "calculate",
    "converted",
    "display",
    "evaluate",
    "facts_of",
    "formula",
    "is_change",
    "magnitude",
    "quantity_of",
    "rounded",
    "unsigned_formula",
    "value_in",
]


def quantity_of(operand: Operand) -> Quantity:
    """The quantity of a fact or constant as it stands; of a calculation: recomputed. CalculationError for words."""
    if isinstance(operand, Calculation):
        return evaluate(operand)
    if operand.quantity is None:
        raise CalculationError(f"“{operand.label if isinstance(operand, Fact) else operand.name}”没有数字，不能计算。")
    return operand.quantity


def facts_of(operand: Operand) -> tuple[Fact, ...]:
    """The facts that an operand rests on, in order of first use, each once."""
    if isinstance(operand, Fact):
        return (operand,)
    if isinstance(operand, Constant):
        return ()
    facts = (fact for inner in operand.operands for fact in facts_of(inner))
    return tuple({fact.id: fact for fact in facts}.values())


def calculate(operator: str, *operands: Operand, unit: str | None = None) -> Calculation:
    """Apply an operator. ``unit`` is the unit of the result's display (money, 元/件 …) or of the things counted."""
    return Calculation(operator, operands, _apply(operator, operands, unit))


def evaluate(calculation: Calculation) -> Quantity:
    """The result computed afresh from the operands; only the unit is taken from the stored result."""
    return _apply(calculation.operator, calculation.operands, calculation.result.unit)


def is_change(operand: Operand) -> bool:
    """Whether the sign of a calculation says increase or decrease."""
    return isinstance(operand, Calculation) and OPERATORS[operand.operator].change


def _apply(name: str, operands: tuple[Operand, ...], unit: str | None) -> Quantity:
    operator = OPERATORS.get(name)
    if operator is None:
        raise CalculationError(f"没有名为 {name} 的运算。")
    if not operator.arity[0] <= len(operands) <= operator.arity[1]:
        raise CalculationError(f"运算 {name} 需要 {operator.arity[0]} 个数，得到 {len(operands)} 个。")
    if name == "count":  # things may be counted that are words
        return _in_unit(Count(Decimal(len(operands)), unit or "", Decimal(0), ""), None)
    quantities = tuple(quantity_of(operand) for operand in operands)
    prototype = operator.dimension(quantities)
    factors = tuple(_factor(q) if name in FACTOR_SECOND and i else Decimal(1) for i, q in enumerate(quantities))
    with localcontext() as context:
        context.prec = PRECISION
        value = operator.value(tuple(q.value * f for q, f in zip(quantities, factors, strict=True)))
        if operator.linear:
            quantum = sum((q.quantum for q in quantities), Decimal(0))
            quantum = quantum / len(quantities) if name == "mean" else quantum
        else:
            quantum = _spanned(operator, quantities, factors, value)
    return _in_unit(replace(prototype, value=value, quantum=quantum), unit)


def _factor(quantity: Quantity) -> Decimal:
    return RATIO_SCALES[quantity.unit] if isinstance(quantity, Ratio) else Decimal(1)


def _spanned(operator: Operator, quantities: tuple[Quantity, ...], factors: Values, value: Decimal) -> Decimal:
    """Twice the largest distance from ``value`` to the image of a corner of the operands' intervals."""
    if len(quantities) > 3:  # maximum, minimum: monotone in all operands together
        corners = [tuple(q.interval.low for q in quantities), tuple(q.interval.high for q in quantities)]
    else:
        corners = list(product(*((q.interval.low, q.interval.high) for q in quantities)))
    farthest = Decimal(0)
    for corner in corners:
        try:
            image = operator.value(tuple(c * f for c, f in zip(corner, factors, strict=True)))
        except CalculationError:  # the divisor's interval touches zero: nothing is known but the order of magnitude
            image = 2 * value
        farthest = max(farthest, abs(image - value))
    return _one_digit_up(2 * farthest)


def _one_digit_up(quantum: Decimal) -> Decimal:
    return quantum.quantize(Decimal(1).scaleb(quantum.adjusted()), rounding=ROUND_UP) if quantum else quantum


def _in_unit(quantity: Quantity, unit: str | None) -> Quantity:
    if unit and unit != quantity.unit:
        quantity = converted(quantity, unit)
    return replace(quantity, text=display(quantity))


# ---------------------------------------------------------------- formulas

_PLUS_NEGATIVE = re.compile(r"\+ \(-([\d.]+%?)\)")
_MINUS_NEGATIVE = re.compile(r"− \(-([\d.]+%?)\)")


def formula(operand: Operand, unit: str | None = None) -> str:
    """The calculation in numbers as printed: ``5.80 − 6.50``; inner calculations in parentheses.

    Where the operands are printed in different money units all are given in ``unit`` (default: the result's).
    """
    if not isinstance(operand, Calculation):
        return _number(quantity_of(operand), unit)
    common = unit or _common_unit(operand)
    if operand.operator == "conversion":
        return f"{display(quantity_of(operand.operands[0]))} = {display(operand.result, unit)}"
    text = OPERATORS[operand.operator].render(tuple(_term(operand.operator, o, common) for o in operand.operands))
    return _MINUS_NEGATIVE.sub(r"+ \1", _PLUS_NEGATIVE.sub(r"− \1", text))


def unsigned_formula(operand: Operand, unit: str | None = None) -> str:
    """The formula of the magnitude: a negative difference or rate is written the other way round."""
    if isinstance(operand, Calculation) and operand.operator == "absolute_difference":
        return unsigned_formula(replace(operand, operator="difference"), unit)
    if isinstance(operand, Calculation) and len(operand.operands) == 2 and quantity_of(operand).value < 0:
        common = unit or _common_unit(operand)
        new, old = (_term(operand.operator, inner, common) for inner in operand.operands)
        if operand.operator in ("difference", "percentage_points"):
            return f"{old} − {new}"
        if operand.operator == "rate":
            return f"({old} − {new}) ÷ {old} × 100%"
    return formula(operand, unit)


def _term(operator: str, operand: Operand, unit: str | None) -> str:
    if not isinstance(operand, Calculation):
        if operator == "count" and operand.quantity is None:
            return ""
        text = _number(quantity_of(operand), unit)
        return f"({text})" if text.startswith("-") else text
    if operand.operator == "conversion":
        return _term(operator, operand.operands[0], unit)
    if operand.operator.startswith("previous"):  # an earlier year's value reads as a number: its own formula stands by
        return _number(quantity_of(operand), unit)
    text = formula(operand, unit)
    plain = operand.operator == operator == "sum"
    return text if plain or operator in ("count", "mean", "maximum", "minimum") else f"({text})"


def _leaves(operand: Operand) -> list[Quantity]:
    if isinstance(operand, Calculation):
        return [leaf for inner in operand.operands for leaf in _leaves(inner)]
    return [operand.quantity] if operand.quantity is not None else []


def _common_unit(operand: Calculation) -> str | None:
    printed = {leaf.unit for leaf in _leaves(operand) if isinstance(leaf, Amount)}
    if len(printed) <= 1:
        return None
    wanted = operand.result.unit
    return wanted if wanted in printed else max(printed, key=lambda unit: MONEY_UNITS[unit])


def _number(quantity: Quantity, unit: str | None) -> str:
    if isinstance(quantity, Amount):
        unit = unit if unit in MONEY_UNITS else quantity.unit
        value, quantum = value_in(quantity, unit), quantity.quantum / MONEY_UNITS[unit]
        as_printed = unit == quantity.unit and quantum
        return f"{rounded(value, decimals_of(quantum) if as_printed else max(2, decimals_of(value))):f}"
    places = decimals_of(quantity.quantum or quantity.value)
    sign = quantity.unit if isinstance(quantity, Ratio) and quantity.unit != "个百分点" else ""
    return f"{rounded(quantity.value, places):f}{sign}"
