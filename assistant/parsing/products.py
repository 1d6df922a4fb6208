"""A product that a question spells out: 66人、每人每月710元、12个月."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from index.amounts import Amount, Count, FigureSpan, find_figures, read_quantity
from index.figure_grammar import DATA

_TIMES_UNITS = frozenset(
    (*DATA["count_units"], "个月", "月", "天", "日", "周", "季度", "学期", "课时", "小时", "趟", "顿")
)
_PRICE_BEFORE = re.compile(r"(?:每|人均|户均|月均|标准|单价)[^,，。;；、\d]{0,10}$|[×x*乘]以?$")
_PRICE_AFTER = re.compile(r"(?:/|一|每)(?:人|名|个?月|年|天|日|次|期|场|户|台|辆|套|件|班|课时|小时)|[×x*]|的?标准")
_BOUNDED = re.compile(r"超过?|不到|不足|低于|高于|多于|少于|大于|小于|以[上下内]|至少|最多|将近|够不?够")
_EACH = re.compile(r"(?:每|第)(?:一)?$")
_MONTHLY = re.compile(r"每(?:人|名|户)?[/·.]?每?个?月|月均|/(?:人[/·.]?)?月|/月")
_ALL_MONTHS = re.compile(r"全年|一(?:整)?年|整年")
_EACH_SAID = re.compile(r"(?:每[人名位户台辆套件次期场班个]?个?[月年天日]?|[人户月]均)+(?=[^每]{0,6}$)")


@dataclass(frozen=True, slots=True)
class Product:
    """``price`` is the money for ``each`` thing (and month …), ``factors`` how many there are; ``claimed``: what the
    product is said to come to, None where nothing is said. A price by the month has the months among its factors.
    What the user says is exact: an amount agrees with the product where it rounds to it."""

    price: Amount
    each: str  # 每人每月, as said; "" where another word says it
    factors: tuple[Count, ...]
    claimed: Amount | None


def read_product(plain: str) -> Product | None:
    """The product of one price and one or more numbers of things; None where the question spells out none."""
    if _BOUNDED.search(plain):
        return None
    spans = [span for span in find_figures(plain) if span.quantity is not None]
    prices = [(span, amount) for span in spans if (amount := _price(plain, span)) is not None]
    if len(prices) != 1:
        return None
    (at, price), *_ = prices
    factors = tuple(span.quantity for span in spans if span is not at and _is_factor(plain, span))
    others = [span.quantity for span in spans if span is not at and isinstance(span.quantity, Amount)]
    counts = tuple(one for one in factors if isinstance(one, Count))
    if not counts or len(others) > 1 or len({one.unit for one in counts}) != len(counts):
        return None
    if _MONTHLY.search(plain) and not any("月" in one.unit for one in counts):
        months = read_quantity("12个月") if _ALL_MONTHS.search(plain) else None
        if not isinstance(months, Count):
            return None
        counts = (*counts, months)
    said = _EACH_SAID.search(plain[: at.start])
    price = replace(price, quantum=Decimal(0)) if others else price
    counts = tuple(replace(one, quantum=Decimal(0)) for one in counts)
    return Product(
        price, said.group() if said else "", counts, next((one for one in others if isinstance(one, Amount)), None)
    )


def _price(plain: str, span: FigureSpan) -> Amount | None:
    """The money for each thing that a figure says (每人每月710元); None for any other figure."""
    if not isinstance(span.quantity, Amount):
        return None
    each = _PRICE_BEFORE.search(plain[: span.start]) or _PRICE_AFTER.match(plain[span.end :])
    return span.quantity if each else None


def _is_factor(plain: str, span: FigureSpan) -> bool:
    """Whether a figure says how many things there are (66人, 12个月), not one of them (每1人)."""
    counted = span.quantity
    return (
        isinstance(counted, Count)
        and counted.unit in _TIMES_UNITS
        and counted.value > 0
        and not _EACH.search(plain[: span.start])
    )
