"""Whether a figure as worded says what a document gives: by the precision it claims, and by 约, 近, 超, 不到."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from assistant.calculations import CalculationError, converted
from assistant.checking.words import Nearness, nearness
from index.amounts import Amount, Count, FigureSpan, Quantity, Ratio, read_chinese_number

_WORDED = Decimal("1.5")  # 三分之一 and 一半 are nobody's exact share: within 1.5 points
_DOUBLED = Decimal(5)  # 翻番: of 100%
_WHOLE_TIMES = Decimal("0.1")  # 两倍: of a number of times without decimals
_TENTH, _NEAR = Decimal("0.1"), Decimal("0.15")
_FRACTION = re.compile(r"(?P<below>[^百千万]+)分之")


def agree(figure: FigureSpan, claimed: Quantity, true: Quantity) -> bool:
    """Whether the figure may stand for ``true``.

    Printed alike, or told more finely than the document prints, it must be equal; rounded, it is the true value to its
    own last digit. 近 allows fifteen in a hundred below, 不到 one step below the figure, 超/多 one above, 约
    half a step to both sides; a step is one unit of its last digit that is not zero. 不超过, 以上 are bounds.
    """
    given = _in_dimension(claimed, true)
    if given is None:
        return False
    value, quantum = given
    if claimed.value < 0:  # 降幅近六成 is near in size
        value, claimed = -value, replace(claimed, value=-claimed.value)
    gap = value - claimed.value
    kind = nearness(figure.approximate)
    if kind in (Nearness.AT_MOST, Nearness.AT_LEAST):
        return value >= 0 and (gap <= 0 if kind is Nearness.AT_MOST else gap >= 0)
    if not value:
        return not claimed.value  # nothing is nothing, however finely told
    step = _step(claimed)
    match kind:
        case Nearness.NEAR:
            return -min(step, claimed.value * _NEAR) <= gap <= 0
        case Nearness.UNDER:
            return value > 0 and -max(step, _to_rounder(claimed)) <= gap < 0
        case Nearness.OVER:
            return 0 <= gap < step
        case Nearness.ABOUT:
            return abs(gap) <= max(min(step / 2, claimed.value * _TENTH), _rounding(claimed))
    if claimed.quantum <= quantum and not _is_worded(claimed):
        return gap == 0
    return abs(gap) <= _rounding(claimed)


def _rounding(claimed: Quantity) -> Decimal:
    """How far from the true value a figure without 约 may be."""
    if _is_worded(claimed):
        return _DOUBLED if claimed.value >= 100 else _WORDED
    half = claimed.quantum / 2
    return min(half, _WHOLE_TIMES) if isinstance(claimed, Ratio) and claimed.unit == "倍" else half


def _is_worded(claimed: Quantity) -> bool:
    """Whether a ratio is said by words that round by themselves: 一半, 三分之一, 翻番."""
    return isinstance(claimed, Ratio) and (
        (any(word in claimed.text for word in "半番倍斩") and claimed.unit == "%")
        or bool(_FRACTION.match(claimed.text))
    )


def _to_rounder(claimed: Quantity) -> Decimal:
    """From a figure down to the rounder one below it: 50 to 10."""
    step = _step(claimed)
    return claimed.value - step if claimed.value == 5 * step else Decimal(0)


def too_fine(claimed: Quantity, true: Quantity) -> bool:
    """Whether the document prints too roughly to tell: the figure is within the rounding of ``true``."""
    given = _in_dimension(claimed, true)
    return given is not None and bool(given[0]) and abs(given[0] - claimed.value) <= given[1] / 2


def comparable(claimed: Quantity, true: Quantity) -> bool:
    """Whether both are money, both ratios of one kind, or counts of one thing."""
    return _in_dimension(claimed, true) is not None


def _in_dimension(claimed: Quantity, true: Quantity) -> tuple[Decimal, Decimal] | None:
    """(value, quantum) of ``true`` on the scale of ``claimed``; None where the two are different things."""
    if isinstance(claimed, Amount) and isinstance(true, Amount):
        return true.value, true.quantum
    if isinstance(claimed, Count) and isinstance(true, Count):
        units = {claimed.unit, true.unit}
        same = len(units) == 1 or "" in units or any(units <= alike for alike in _ALIKE)
        return (true.value, true.quantum) if same else None
    if isinstance(claimed, Ratio) and isinstance(true, Ratio):
        if (claimed.unit == "个百分点") != (true.unit == "个百分点"):
            return None
        try:
            scaled = converted(true, claimed.unit)
        except CalculationError:
            return None
        return scaled.value, scaled.quantum
    return None


# Units of a number that say the same.
_ALIKE = (
    frozenset(("个", "项", "家", "台", "套", "件", "台套", "台（套）", "台(套)", "台/套", "件（套）", "件(套)")),
    frozenset(("人", "名")),
    frozenset(("辆", "台", "部")),
)


def _step(quantity: Quantity) -> Decimal:
    """One unit of the last digit that is not zero: 100万 for 600万, 10 for 660, never less than the quantum."""
    value = abs(quantity.value)
    if not value:
        return quantity.quantum
    if _is_worded(quantity):
        return _to_next_fraction(quantity)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "printed figures are finite"
    return max(Decimal(1).scaleb(exponent), quantity.quantum)


def _to_next_fraction(quantity: Quantity) -> Decimal:
    """From a third to halfway to two thirds; from a half to all; from 翻一番 to 翻两番."""
    fraction = _FRACTION.match(quantity.text)
    if fraction is None:
        return max(abs(quantity.value), Decimal(50))
    below = read_chinese_number(fraction["below"]) or Decimal(fraction["below"])
    return Decimal(50) / below
