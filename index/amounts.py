"""The only reader of numbers and units in the house.

Everything that looks like a figure in Chinese text is found and classified here: money in 元/万元/亿元, ratios,
counts, years, dates, classification codes, ordinals. Money is a ``Decimal`` in 元; a figure remembers the smallest
step it was printed with (its *quantum*), so that two figures are compared as rounding intervals
(value ± half a quantum), the way XBRL Calculations 1.1 compares reported facts. No float, no magic tolerance.
The units and fixed expressions are data: amounts.toml.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from index.figure_grammar import (
    AFTER,
    BEFORE,
    COUNTABLE,
    DATA,
    FIGURE,
    FRACTION,
    ONE_QUANTITY,
    ONE_YEAR,
    PATTERNS,
    RANGE_GAP,
)
from index.numerals import (
    POWERS,
    chinese_number,
    normalise_digits,
    read_chinese_number,
    read_count,
    read_number,
)
from index.quantities import (
    MONEY_UNITS,
    Amount,
    Count,
    FigureKind,
    FigureSpan,
    Interval,
    Quantity,
    Ratio,
    agrees,
)

__all__ = [
    "MONEY_UNITS",
    "Amount",
    "Count",
    "FigureKind",
    "FigureSpan",
    "Interval",
    "Quantity",
    "Ratio",
    "agrees",
    "find_figures",
    "money",
    "normalise_digits",
    "read_chinese_number",
    "read_count",
    "read_number",
    "read_quantity",
]

_RATIO_UNITS = {"个百分点": "个百分点", "百分点": "个百分点", "%": "%", "‰": "‰", "成": "成", "倍": "倍"}
_DEFINITE = frozenset(DATA["articles"]["definite"])
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "w": 10_000, "W": 10_000}
_STEPS = [Decimal(1).scaleb(-places) for places in range(60)]
_BY_SCALE = {scale: unit for unit, scale in MONEY_UNITS.items()}
_KINDS = {
    "phone": FigureKind.PHONE,
    "date": FigureKind.DATE,
    "code": FigureKind.CODE,
    "ordinal": FigureKind.ORDINAL,
}


# ---------------------------------------------------------------- the public functions


def find_figures(text: str) -> list[FigureSpan]:
    """Every figure of a text in reading order, classified; spans index ``text`` itself.

    >>> [f.text for f in find_figures("2023年预算5.8万元，下降10.77%")]
    ['2023年', '5.8万元', '10.77%']
    """
    plain = normalise_digits(text)
    found: list[FigureSpan] = []
    for match in FIGURE.finditer(plain):
        span = _span(match, plain, text)
        if span is not None:
            found.append(span)
    return _share_units(found, plain)


def read_quantity(text: str) -> Quantity | None:
    """One figure with its unit (``5.8万元``, ``百分之十点八``, ``五万八千元``, ``1辆``, ``7``), or None."""
    plain = normalise_digits(text).strip()
    if re.fullmatch(FRACTION, plain):
        return _fraction(plain, text)
    match = ONE_QUANTITY.fullmatch(plain)
    return _quantity(match, text, "") if match else None


def money(value: Decimal, quantum: Decimal, unit: str, text: str) -> Amount:
    """A number printed in a table whose unit line says ``unit``: scaled to 元."""
    scale = MONEY_UNITS[unit]
    return Amount(value * scale, unit, quantum * scale, text)


# ---------------------------------------------------------------- from a match to a figure


def _span(match: re.Match[str], plain: str, source: str) -> FigureSpan | None:
    start, end = match.span()
    while plain[start].isspace():
        start += 1
    text, printed = source[start:end], plain[start:end]
    name = PATTERNS[int((match.lastgroup or "p0")[1:])][0]
    match name:
        case "fixed":
            return None
        case "date":
            year = ONE_YEAR.match(printed)
            return FigureSpan(start, end, text, FigureKind.DATE, year=_year(year.group()) if year else None)
        case "year":
            return FigureSpan(start, end, text, FigureKind.YEAR, year=_year(printed))
        case "years":
            first, last = (match["since"] or match["bare_since"], match["until"] or match["bare_until"])
            return FigureSpan(start, end, text, FigureKind.YEAR, year=_year(last), first_year=_year(first))
        case "fraction":
            return _figure(start, end, plain, text, _fraction(printed, text), "")
        case "quantity":
            quantity = _quantity(match, text, plain[end : end + 4])
            return _figure(start, end, plain, text, quantity, "多" if match["some"] or match["more"] else "")
    return FigureSpan(start, end, text, _KINDS[name])


def _figure(start: int, end: int, plain: str, text: str, quantity: Quantity | None, about: str) -> FigureSpan | None:
    if quantity is None:
        return None
    kind = FigureKind.NUMBER
    if isinstance(quantity, Amount):
        kind = FigureKind.MONEY
    elif isinstance(quantity, Ratio):
        kind = FigureKind.RATIO
    elif quantity.unit or not text[-1].isdigit():
        kind = FigureKind.COUNT if quantity.unit else FigureKind.NUMBER
    if start and (before := BEFORE.search(plain, max(0, start - 5), start)):
        about = before.group().strip()
    elif AFTER.match(plain, end):
        about = "约"
    return FigureSpan(start, end, text, kind, quantity, approximate=about)


def _share_units(figures: list[FigureSpan], plain: str) -> list[FigureSpan]:
    """“5.8-6万元”, “10至15%”: the first number of a range has the unit printed after the second."""
    for place in range(len(figures) - 1):
        first, second = figures[place], figures[place + 1]
        if first.kind is not FigureKind.NUMBER or second.quantity is None or second.kind is FigureKind.NUMBER:
            continue
        if RANGE_GAP.fullmatch(plain, first.end, second.start):
            unit = normalise_digits(second.text).lstrip("0123456789.,-−")
            quantity = read_quantity(normalise_digits(first.text) + unit)
            if quantity is not None:
                figures[place] = replace(first, kind=second.kind, quantity=replace(quantity, text=first.text))
    return figures


def _year(printed: str) -> int | None:
    digits = re.sub(r"[\s年度'’‘]", "", printed)
    number = int(digits) if digits.isdecimal() else read_chinese_number(digits)
    if number is None:
        return None
    year = int(number)
    return year + 2000 if year < 100 else year


def _fraction(printed: str, text: str) -> Ratio | None:
    """百分之十点八 = 10.8%; 三分之一 = 33.33%, known to about 1%."""
    below, _, above = printed.partition("分之")
    number = _number(above)
    if below == "百":
        return Ratio(number[0], "%", number[1], text) if number else None
    base = _number(below) if below not in ("千", "万") else (Decimal(_SCALES[below]), Decimal(1))
    if number is None or base is None or base[0] == 0:
        return None
    share = (number[0] * 100 / base[0]).quantize(Decimal("0.01"))
    return Ratio(share, "%", Decimal(1) if below not in ("千", "万") else number[1] * 100 / base[0], text)


def _arabic(digits: str) -> tuple[Decimal, Decimal]:
    plain = digits.replace(",", "").replace("，", "")
    return Decimal(plain), _STEPS[min(len(plain.partition(".")[2]), len(_STEPS) - 1)]


def _number(digits: str) -> tuple[Decimal, Decimal] | None:
    if digits == "百":
        return Decimal(100), Decimal(1)
    return read_number(digits) or chinese_number(digits)


def _quantity(match: re.Match[str], text: str, following: str) -> Quantity | None:
    chinese, scale = match["chinese"], "".join((match["scale"] or "").split())
    number = chinese_number(chinese) if chinese else _arabic(match["arabic"])
    if number is None or match["some"] == "几" or (chinese and not _says_a_number(match, chinese, scale)):
        return None
    factor = _scale(scale)
    value, quantum = number[0] * factor, number[1] * factor
    if match["rest"]:  # 5万8千, 5万8
        step = _scale(match["rest_scale"] or "") if match["rest_scale"] else factor / 10
        rest = read_number(match["rest"])
        value, quantum = (value + rest[0] * step, rest[1] * step) if rest else (value, quantum)
    if match["sign"]:
        value = -value
    if match["ratio"]:
        unit, tenth = _RATIO_UNITS.get(match["ratio"]), Decimal(0)
        if unit is None:  # 两成半, 六成五
            unit, tenth = "成", _tenths(match["ratio"][1:])
        return Ratio(value + tenth, unit, Decimal("0.1") if tenth else quantum, text)
    if match["count"]:
        return Count(value, match["count"], quantum, text)
    big = (chinese or "")[-1:] + scale
    if match["money"] or (("万" in big or "亿" in big or big[-1:] in "wW") and big and not COUNTABLE.match(following)):
        return _amount(value, quantum, _money_unit(big, factor), text, match["each"])
    return Count(value, "", quantum, text)


def _tenths(said: str) -> Decimal:
    return (Decimal(5) if said == "半" else read_chinese_number(said) or Decimal(0)) / 10


def _amount(value: Decimal, quantum: Decimal, unit: str, text: str, each: str | None) -> Quantity:
    if each:
        return Count(value / MONEY_UNITS[unit], f"{unit}/{each}", quantum / MONEY_UNITS[unit], text)
    return Amount(value, unit, quantum, text)


def _says_a_number(match: re.Match[str], chinese: str, scale: str) -> bool:
    """Whether Chinese numerals mean a number here: not in 一项, 三五个, 三块 or alone as in 二, 十."""
    compound = any(c in POWERS + "万亿点" for c in chinese)
    if len(chinese) > 1 and not compound:
        return False
    listed = len(chinese) == 2 and chinese[0] == "十"  # 十四是…, 十四运
    if match["count"]:
        return chinese != "一" or match["count"] in _DEFINITE or bool(scale)
    if match["money"] == "块" and not scale:
        return compound and len(chinese) > 1
    return bool(match["money"] or match["ratio"] or scale) or (compound and len(chinese) > 1 and not listed)


@cache
def _scale(scale: str) -> Decimal:
    factor = Decimal(1)
    for character in scale:
        factor *= _SCALES[character]
    return factor


def _money_unit(big: str, factor: Decimal) -> str:
    if factor in _BY_SCALE:
        unit = _BY_SCALE[factor]
        if factor > 1:
            return unit
    if "亿" in big:
        return "亿元"
    return "万元" if "万" in big or factor >= 10_000 else "元"
