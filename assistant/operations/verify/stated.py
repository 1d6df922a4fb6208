"""What the user says a figure is, as the range of values that would make it true: exactly, about, more or less than."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import FigureKind, FigureSpan, Quantity, Ratio, find_figures

_KINDS = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT, FigureKind.NUMBER)
_HUNDRED = Decimal(100)
_PERCENT = {"%": Decimal(1), "成": Decimal(10), "倍": _HUNDRED, "‰": Decimal("0.1"), "个百分点": Decimal(1)}

_ABOVE = re.compile(r"(?:(?<!不)(?:超过?|大于|高于|多于|突破)|过|逾|不止|不只)了?$")
_AT_LEAST = re.compile(r"(?:至少|起码|不少于|不低于|不下|达到了?)有?$")
_BELOW = re.compile(r"(?:不到|不足|(?<!不)(?:少于|低于|小于)|没到|没超过?|未超过?|不够)了?$")
_AT_MOST = re.compile(r"(?:不超过?|不高于|不多于|不大于|至多|最多|顶多)有?$")
_NEARLY = re.compile(r"(?:将近|接近|逼近|快到?|近)$")
_ABOUT = re.compile(r"(?:大约|大概|差不多|约为?|大致|估计)是?有?$")
_OR_MORE = re.compile(r"\s*(?:以上|往上|开外|朝上|还多|还要多|有余|挂零)")
_OR_LESS = re.compile(r"\s*(?:以下|以内|之内)")
_NOT_REACHED = re.compile(r"\s*(?:都|还|也)?(?:不到|不足|没到|不够)")
_OR_SO = re.compile(r"\s*(?:左右|上下|的样子)")
_AND_SOME = re.compile(r"[多余]")

_NOT_EVEN = re.compile(r"一[^,，。]{1,8}?(?:都|也)?没")  # 一辆公车都没有: no figure

_WORDS = (
    (re.compile(r"(?P<over>过|超过?|大)半(?!径)"), Decimal(50)),
    (re.compile(r"一半|半数|对半"), Decimal(50)),
    (re.compile(r"翻(?:了)?[一]?[番倍]"), Decimal(200)),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the question. ``low`` and ``high`` bound what it may be (元, %, or things), None: without bound;
    ``strict``: the bound itself does not count. ``start`` and ``end`` are its place in the plain question."""

    quantity: Quantity
    low: Decimal | None
    high: Decimal | None
    strict: bool
    start: int
    end: int

    @property
    def bounded(self) -> bool:
        """Whether it is worded as a bound (超过50万元), not as the figure itself."""
        return self.low is None or self.high is None

    def holds(self, actual: Quantity) -> bool:
        """Whether an actual figure, its sign aside, is what was stated; False for another dimension."""
        if type(actual) is not type(self.quantity):
            return False
        value, half = abs(_plain(actual, actual.value)), _plain(actual, actual.quantum) / 2
        if self.bounded:
            low, high = self.low, self.high
            if self.strict:
                return (low is None or value > low) and (high is None or value < high)
            return (low is None or value >= low) and (high is None or value <= high)
        assert self.low is not None
        assert self.high is not None
        if not half:
            return self.low <= value <= self.high
        return self.low < value + half and value - half < self.high  # neighbours that only touch are two figures


def read_stated(plain: str) -> tuple[Stated, ...]:
    """The figures of a plain question in order, words such as 一半 and 过半 among them."""
    found = [
        _stated(span, plain)
        for span in find_figures(plain)
        if span.kind in _KINDS and span.quantity is not None and not _NOT_EVEN.match(plain, span.start)
    ]
    for pattern, percent in _WORDS:
        for match in pattern.finditer(plain):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found.append(_in_words(match, percent, plain))
    return tuple(sorted(found, key=lambda stated: stated.start))


def _plain(quantity: Quantity, value: Decimal) -> Decimal:
    return value * _PERCENT.get(quantity.unit, Decimal(1)) if isinstance(quantity, Ratio) else value


def _stated(span: FigureSpan, plain: str) -> Stated:
    quantity = span.quantity
    assert quantity is not None
    value, quantum = abs(_plain(quantity, quantity.value)), _plain(quantity, quantity.quantum)
    return _bounds(quantity, value, quantum, span.start, span.end, plain)


def _in_words(match: re.Match[str], percent: Decimal, plain: str) -> Stated:
    ratio = Ratio(percent, "%", Decimal(1), match.group())
    if match.groupdict().get("over"):
        return Stated(ratio, percent, None, True, match.start(), match.end())
    return _bounds(ratio, percent, Decimal(1), match.start(), match.end(), plain)


def _bounds(quantity: Quantity, value: Decimal, quantum: Decimal, start: int, end: int, plain: str) -> Stated:
    before, after, text = _before(plain, start, quantity), plain[end:], plain[start:end]
    rough = max(quantum, _round_step(value))
    low: Decimal | None = value - quantum / 2
    high: Decimal | None = value + quantum / 2
    strict = False
    if _AT_MOST.search(before) or _OR_LESS.match(after):
        low, high = None, value
    elif _BELOW.search(before) or _NOT_REACHED.match(after):
        low, high, strict = None, value, True
    elif (_AT_LEAST.search(before) and not before.endswith(("达到", "达到了"))) or _OR_MORE.match(after):
        low, high = value, None
    elif _ABOVE.search(before):
        low, high, strict = value, None, True
    elif _AND_SOME.search(text) or _AND_SOME.match(after):
        low, high = value, value + rough
    elif _NEARLY.search(before):
        low, high = value - rough, value
    elif _ABOUT.search(before) or _OR_SO.match(after):
        low, high = value - rough / 2, value + rough / 2
    return Stated(quantity, low, high, strict, start, end)


_WHOLE_BETWEEN = re.compile(r"(不到|不足|不?超过|没超过?|至少|接近|将近)[^\d,，。、比]{2,14}$")


def _before(plain: str, start: int, quantity: Quantity) -> str:
    """The words before a figure that bound it; the whole may stand between (超过总支出一半)."""
    before = plain[max(0, start - 18) : start]
    between = _WHOLE_BETWEEN.search(before) if isinstance(quantity, Ratio) else None
    return between.group(1) if between else before[-6:]


def _round_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: a round figure is known no better (6600万: to 100万)."""
    if not value:
        return Decimal(0)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)
