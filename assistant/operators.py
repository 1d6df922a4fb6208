"""The operators of calculations, each with its arithmetic, the dimension of its result and its formula.

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
per_amount             n ÷ (a ÷ k)          things for each k (1万元) of money
scale, divide          a × k, a ÷ k         k without dimension (a count, %, 成 or 倍)
apply_rate             a × (1 + r)          r signed, in %, 成 or 倍
conversion             a                    in another unit
maximum, minimum       the largest, the smallest
=====================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.display import CalculationError
from index.amounts import Amount, Count, Quantity, Ratio

_HUNDRED = Decimal(100)
Values = tuple[Decimal, ...]


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
        if isinstance(first, Count) and first.unit != other.unit and {first.unit, other.unit} <= _PERSONS:
            first, same_unit = replace(first, unit="人"), isinstance(other, Count)
        if type(first) is not type(other) or not same_unit:
            raise CalculationError(f"单位不同，不能放在一起计算：{first.text} 与 {other.text}。")
    return first


_PERSONS = {"人", "名", "位"}  # 编制46名, 在职43人: persons by either word


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
    if isinstance(below, Amount) and isinstance(above, Count):
        return Count(Decimal(0), f"{above.unit or '个'}/元", Decimal(0), "")
    raise CalculationError(f"不能按单位平均：{above.text} ÷ {below.text}。")


def _things(operands: tuple[Quantity, ...]) -> Quantity:
    things, money, each = operands
    if isinstance(things, Count) and isinstance(money, Amount) and isinstance(each, Amount):
        return Count(Decimal(0), things.unit, Decimal(0), "")
    raise CalculationError(f"不能按金额平均：{things.text} ÷ {money.text}。")


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
    "per_amount": Operator(lambda v: _divide(v[0], _divide(v[1], v[2])), _things, lambda t: f"{t[0]} ÷ {t[1]}", (3, 3)),
    "scale": Operator(lambda v: v[0] * v[1], _first_by_factor, _joined("×"), (2, 2)),
    "divide": Operator(lambda v: _divide(v[0], v[1]), _first_by_factor, _joined("÷"), (2, 2)),
    "apply_rate": Operator(lambda v: v[0] * (1 + v[1]), _first_by_factor, lambda t: f"{t[0]} × (1 + {t[1]})", (2, 2)),
    "conversion": Operator(lambda v: v[0], _of_first, lambda t: t[0], (1, 1), linear=True),
    "maximum": Operator(max, _same, lambda t: f"max({'，'.join(t)})", (1, _MANY)),
    "minimum": Operator(min, _same, lambda t: f"min({'，'.join(t)})", (1, _MANY)),
}
FACTOR_SECOND = ("previous_from_rate", "scale", "divide", "apply_rate")  # the second operand has no dimension
