"""Whether a figure as worded says what a document gives: by the precision it claims, and by 约, 近, 超, 不到."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.calculations import CalculationError, converted
from index.amounts import Amount, Count, FigureSpan, Quantity, Ratio

_BELOW = frozenset(("近", "不到", "不足", "将近", "接近", "低于", "少于", "未超过", "不超过", "以内", "以下"))
_ABOVE = frozenset(("超", "逾", "超过", "突破", "多", "余", "高于", "不低于", "至少", "达到", "以上", "来", "几"))


def agree(figure: FigureSpan, claimed: Quantity, true: Quantity) -> bool:
    """Whether the figure may stand for ``true``.

    Printed alike, or told more finely than the document prints, it must be equal; rounded, it is the true value to its
    own last digit. 近/不到 allow one step below the figure, 超/多 one above, 约
    half a step to both sides; a step is one unit of its last digit that is not zero.
    """
    given = _in_dimension(claimed, true)
    if given is None:
        return False
    value, quantum = given
    if claimed.value < 0:  # 降幅近六成 is near in size
        value, claimed = -value, replace(claimed, value=-claimed.value)
    gap = value - claimed.value
    if not value:
        return not claimed.value  # nothing is nothing, however finely told
    step = _step(claimed)
    if figure.approximate in _BELOW:
        return -step <= gap <= 0
    if figure.approximate in _ABOVE:
        return 0 <= gap < step
    if figure.approximate:
        return abs(gap) <= step / 2
    if claimed.quantum <= quantum:
        return gap == 0
    return abs(gap) <= claimed.quantum / 2


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
        same = claimed.unit == true.unit or "" in (claimed.unit, true.unit) or {claimed.unit, true.unit} <= _THINGS
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


_THINGS = frozenset(("个", "项", "家", "台", "套", "件", "台套"))


def _step(quantity: Quantity) -> Decimal:
    """One unit of the last digit that is not zero: 100万 for 600万, 10 for 660, never less than the quantum."""
    value = abs(quantity.value)
    if not value:
        return quantity.quantum
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "printed figures are finite"
    return max(Decimal(1).scaleb(exponent), quantity.quantum)
