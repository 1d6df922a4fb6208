"""Exact arithmetic on printed figures: a registry of operators, each with its formula in words of the trade.

``calculate("difference", fact_2023, fact_2022)`` gives a ``Calculation`` whose result is a ``Decimal`` (money in 元)
and whose quantum encloses every value that the rounding of the operands allows (interval arithmetic, see
docs/decisions/0003). ``evaluate`` recomputes from the operands alone, never from a stored result. Ratios are rounded
only where they are displayed, half up.

Operators and their operands:

=====================  ==========================================================================
sum, mean              a, b, …              same dimension
difference             a − b (− c …)        signed; direction words are checked against its sign
absolute_difference    |a − b|              for “相差” without a direction
share                  a ÷ b × 100%         part, whole
ratio                  a ÷ b 倍
rate                   (a − b) ÷ b × 100%   new, old; signed
rate_from_change       c ÷ (a − c) × 100%   value, its signed change
previous               a − c                value, its signed change
previous_from_rate     a ÷ (1 + r)          value, its signed rate in %
percentage_points      a% − b%              two ratios in %
annual_rate            ((a ÷ b)^(1/n) − 1) × 100%   new, old, number of years
count                  the number of operands (``unit`` names the things counted)
per_unit               a ÷ n                money over a count: 元/件; ``unit`` such as 万元/人
scale, divide          a × k, a ÷ k         k without dimension (a count, %, 成 or 倍)
apply_rate             a × (1 + r)          r signed, in %, 成 or 倍
conversion             a                    in another unit
maximum, minimum       the largest, the smallest
=====================  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from itertools import product

from assistant.model import Calculation, Constant, Operand
from index.amounts import MONEY_UNITS, Amount, Count, Quantity, Ratio
from index.errors import BudgetQaError
from index.model import Fact

_PRECISION = 50
_HUNDRED = Decimal(100)
RATIO_SCALES: dict[str, Decimal] = {
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
    "成": Decimal("0.1"),
    "倍": Decimal(1),
    "个百分点": Decimal("0.01"),
}

Values = tuple[Decimal, ...]


class CalculationError(BudgetQaError):
    """Operands that cannot be calculated with: another dimension, words, a zero divisor."""


@dataclass(frozen=True, slots=True)
class Operator:
    """``value`` maps operand values to the result's value; ``dimension`` names the result's unit and its type.

    ``value`` must be monotone in each operand: the result's interval is then spanned by the operands' end points.
    """

    value: Callable[[Values], Decimal]
    dimension: Callable[[tuple[Quantity, ...]], Quantity]
    render: Callable[[tuple[str, ...]], str]
    arity: tuple[int, int]
    linear: bool = False  # every operand counts at most once with weight ±1/n: quanta may simply be added
    change: bool = False  # the sign of the result is a direction


# ---------------------------------------------------------------- dimensions (a unit prototype of the result)


def _same(operands: tuple[Quantity, ...]) -> Quantity:
    first = operands[0]
    for other in operands[1:]:
        same_unit = isinstance(first, Amount) or first.unit == other.unit or not first.unit or not other.unit
        if type(first) is not type(other) or not same_unit:
            raise CalculationError(f"单位不同，不能放在一起计算：{first.text} 与 {other.text}。")
    return first


def _of_first(operands: tuple[Quantity, ...]) -> Quantity:
    return operands[0]


def _first_by_factor(operands: tuple[Quantity, ...]) -> Quantity:
    if isinstance(operands[1], Amount):
        raise CalculationError(f"不能乘以或除以金额：{operands[1].text}。")
    return operands[0]


def _percent(operands: tuple[Quantity, ...]) -> Quantity:
    _same(operands[:2])
    return Ratio(Decimal(0), "%", Decimal(0), "")


def _times(operands: tuple[Quantity, ...]) -> Quantity:
    _same(operands)
    return Ratio(Decimal(0), "倍", Decimal(0), "")


def _points(operands: tuple[Quantity, ...]) -> Quantity:
    if not all(isinstance(operand, Ratio) for operand in operands):
        raise CalculationError("百分点之差只能由两个百分比算出。")
    return Ratio(Decimal(0), "个百分点", Decimal(0), "")


def _number_of(operands: tuple[Quantity, ...]) -> Quantity:  # noqa: ARG001 - the operands only have to be there
    return Count(Decimal(0), "", Decimal(0), "")


def _per(operands: tuple[Quantity, ...]) -> Quantity:
    above, below = operands
    if isinstance(below, Count) and isinstance(above, Amount | Count):
        unit = "元" if isinstance(above, Amount) else above.unit
        return Count(Decimal(0), f"{unit}/{below.unit or '个'}", Decimal(0), "")
    raise CalculationError(f"不能按单位平均：{above.text} ÷ {below.text}。")


# ---------------------------------------------------------------- arithmetic


def _divide(dividend: Decimal, divisor: Decimal) -> Decimal:
    if divisor == 0:
        raise CalculationError("除数为零，无法计算比例。")
    return dividend / divisor


def _annual_rate(values: Values) -> Decimal:
    new, old, years = values
    growth = _divide(new, old)
    if growth <= 0 or years <= 0:
        raise CalculationError("基数或年数不为正，无法计算年均增长率。")
    return (growth ** (1 / years) - 1) * _HUNDRED


def _less(values: Values) -> Decimal:
    return values[0] - sum(values[1:], Decimal(0))


def _joined(sign: str) -> Callable[[tuple[str, ...]], str]:
    return lambda texts: f" {sign} ".join(texts)


_MANY = 10_000
OPERATORS: dict[str, Operator] = {
    "sum": Operator(lambda v: sum(v, Decimal(0)), _same, _joined("+"), (1, _MANY), linear=True),
    "difference": Operator(_less, _same, _joined("−"), (2, _MANY), linear=True, change=True),
    "absolute_difference": Operator(
        lambda v: abs(v[0] - v[1]), _same, lambda t: f"|{t[0]} − {t[1]}|", (2, 2), linear=True
    ),
    "share": Operator(lambda v: _divide(v[0], v[1]) * _HUNDRED, _percent, lambda t: f"{t[0]} ÷ {t[1]} × 100%", (2, 2)),
    "ratio": Operator(lambda v: _divide(v[0], v[1]), _times, _joined("÷"), (2, 2)),
    "rate": Operator(
        lambda v: _divide(v[0] - v[1], v[1]) * _HUNDRED,
        _percent,
        lambda t: f"({t[0]} − {t[1]}) ÷ {t[1]} × 100%",
        (2, 2),
        change=True,
    ),
    "rate_from_change": Operator(
        lambda v: _divide(v[1], v[0] - v[1]) * _HUNDRED,
        _percent,
        lambda t: f"{t[1]} ÷ ({t[0]} − {t[1]}) × 100%",
        (2, 2),
        change=True,
    ),
    "previous": Operator(_less, _same, _joined("−"), (2, 2), linear=True),
    "previous_from_rate": Operator(
        lambda v: _divide(v[0], 1 + v[1]), _first_by_factor, lambda t: f"{t[0]} ÷ (1 + {t[1]})", (2, 2)
    ),
    "percentage_points": Operator(_less, _points, _joined("−"), (2, 2), linear=True, change=True),
    "annual_rate": Operator(
        _annual_rate, _percent, lambda t: f"(({t[0]} ÷ {t[1]})^(1/{t[2]}) − 1) × 100%", (3, 3), change=True
    ),
    "mean": Operator(
        lambda v: _divide(sum(v, Decimal(0)), Decimal(len(v))),
        _same,
        lambda t: f"({' + '.join(t)}) ÷ {len(t)}",
        (1, _MANY),
        linear=True,
    ),
    "count": Operator(lambda v: Decimal(len(v)), _number_of, lambda t: f"计数 {len(t)}", (0, _MANY), linear=True),
    "per_unit": Operator(lambda v: _divide(v[0], v[1]), _per, _joined("÷"), (2, 2)),
    "scale": Operator(lambda v: v[0] * v[1], _first_by_factor, _joined("×"), (2, 2)),
    "divide": Operator(lambda v: _divide(v[0], v[1]), _first_by_factor, _joined("÷"), (2, 2)),
    "apply_rate": Operator(lambda v: v[0] * (1 + v[1]), _first_by_factor, lambda t: f"{t[0]} × (1 + {t[1]})", (2, 2)),
    "conversion": Operator(lambda v: v[0], _of_first, lambda t: t[0], (1, 1), linear=True),
    "maximum": Operator(max, _same, lambda t: f"max({'，'.join(t)})", (1, _MANY)),
    "minimum": Operator(min, _same, lambda t: f"min({'，'.join(t)})", (1, _MANY)),
}
_FACTOR_SECOND = ("previous_from_rate", "scale", "divide", "apply_rate")  # the second operand has no dimension


# ---------------------------------------------------------------- the public functions


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
    factors = tuple(_factor(q) if name in _FACTOR_SECOND and i else Decimal(1) for i, q in enumerate(quantities))
    with localcontext() as context:
        context.prec = _PRECISION
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


# ---------------------------------------------------------------- units and display


def converted(quantity: Quantity, unit: str) -> Quantity:
    """The same quantity in another unit of its dimension; CalculationError where there is none."""
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
    above, _, below = unit.partition("/")
    wanted_above, _, wanted_below = wanted.partition("/")
    if not unit or unit == wanted:
        return Decimal(1)
    if below == wanted_below and above in MONEY_UNITS and wanted_above in MONEY_UNITS:
        return MONEY_UNITS[above] / MONEY_UNITS[wanted_above]
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
        context.prec = _PRECISION
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
    number = rounded(value, places)
    return f"{number if number else abs(number):f}{quantity.unit}"


def _decimals(value: Decimal) -> int:
    """The number of decimals that a value needs: 2 for 1.250."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _places(quantity: Quantity, value: Decimal) -> int:
    exact = _decimals(value)
    scale = MONEY_UNITS[quantity.unit] if isinstance(quantity, Amount) else Decimal(1)
    printed = _decimals(quantity.quantum / scale) if quantity.quantum else exact
    if isinstance(quantity, Ratio):
        return min(exact, 2) if quantity.unit in ("成", "倍") and not quantity.quantum else 2
    if isinstance(quantity, Count):
        return 2 if "/" in quantity.unit else min(exact, max(printed, 2))
    if quantity.unit == "元":
        return printed if exact <= printed else min(exact, max(printed, 2))
    return max(2, min(exact, printed))


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
        return f"{rounded(value, _decimals(quantum) if as_printed else max(2, _decimals(value))):f}"
    places = _decimals(quantity.quantum or quantity.value)
    sign = quantity.unit if isinstance(quantity, Ratio) and quantity.unit != "个百分点" else ""
    return f"{rounded(quantity.value, places):f}{sign}"
