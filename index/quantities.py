"""What a figure says: money in 元, a ratio, a count; each with the smallest step it was printed with."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿元": Decimal(100_000_000),
}


class FigureKind(StrEnum):
    """What a figure in text is; only the first four carry a quantity that must be proved."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    CODE = "code"
    ORDINAL = "ordinal"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range of decimals: all the values a printed figure may stand for."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def contains(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money. ``value`` and ``quantum`` in 元; ``unit`` and ``text`` as printed (``5.80`` + ``万元``)."""

    value: Decimal
    unit: str
    quantum: Decimal
    text: str

    @property
    def interval(self) -> Interval:
        return _interval(self.value, self.quantum)

    def in_unit(self, unit: str) -> Decimal:
        """The value expressed in another money unit (exact)."""
        return self.value / MONEY_UNITS[unit]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio. ``value`` in ``unit``: 10.77 for 10.77%, 2 for 2成, 1.5 for 1.5倍, 0.5 for 0.5个百分点."""

    value: Decimal
    unit: str
    quantum: Decimal
    text: str

    @property
    def interval(self) -> Interval:
        return _interval(self.value, self.quantum)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things (辆, 人, 项 …), money for each thing (元/人), or a bare number (``unit`` is empty)."""

    value: Decimal
    unit: str
    quantum: Decimal
    text: str

    @property
    def interval(self) -> Interval:
        return _interval(self.value, self.quantum)


Quantity = Amount | Ratio | Count


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """A figure found in a text: ``text == source[start:end]``. ``quantity`` is None for years, dates, codes …"""

    start: int
    end: int
    text: str
    kind: FigureKind
    quantity: Quantity | None = None
    year: int | None = None
    first_year: int | None = None  # of a range of years: 2021—2023年
    approximate: str = ""  # the word that makes the figure approximate: 约, 近, 超, 不到, 多 …


def _interval(value: Decimal, quantum: Decimal) -> Interval:
    half = quantum / 2
    return Interval(value - half, value + half)


def agrees(left: Quantity, right: Quantity) -> bool:
    """Whether two printed quantities may be the same value: same dimension and overlapping rounding intervals."""
    if type(left) is not type(right):
        return False
    if not isinstance(left, Amount) and left.unit != right.unit:
        return False
    return left.interval.overlaps(right.interval)
