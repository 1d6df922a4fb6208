"""When two values, or two pieces of text, are the same for a scorer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from index.amounts import MONEY_UNITS

_UNIT_SPELLINGS = {"％": "%", "百分点": "个百分点", "百分比": "%"}
_RATIO_UNITS = frozenset(("%", "个百分点", "‰", "成", "倍"))
_ANY_COUNT = frozenset(("", "个", "项"))
_MONEY_TOLERANCE = Decimal("0.005")


def same_value(
    value: Decimal | None, unit: str | None, gold: Decimal, gold_unit: str | None, tolerance: Decimal | None = None
) -> bool:
    """Whether a value is the gold value: money is converted to the gold's unit, other units must be the same.

    ``tolerance`` is in the gold's unit; without one it is 0.005 of that unit for money and ratios, 0 for counts.
    A gold unit of None means that the set does not say one: then the bare numbers are compared.
    """
    if value is None:
        return False
    if gold_unit is not None:
        converted = _converted(value, unit or "", gold_unit)
        if converted is None:
            return False
        value = converted
    if tolerance is None:
        exact = gold_unit is not None and gold_unit not in MONEY_UNITS and _unit(gold_unit) not in _RATIO_UNITS
        tolerance = Decimal(0) if exact else _MONEY_TOLERANCE
    return abs(value - gold) <= tolerance


def _unit(unit: str) -> str:
    return _UNIT_SPELLINGS.get(unit, unit)


def _converted(value: Decimal, unit: str, target: str) -> Decimal | None:
    unit, target = _unit(unit), _unit(target)
    if unit in MONEY_UNITS and target in MONEY_UNITS:
        return value * MONEY_UNITS[unit] / MONEY_UNITS[target]
    if unit == target:
        return value
    counts = not {unit, target} & (_RATIO_UNITS | MONEY_UNITS.keys())
    return value if counts and _ANY_COUNT & {unit, target} else None


def compact(text: str) -> str:
    """Text for comparison: NFKC, no white space, no thousands separators, one kind of quotation mark."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    return re.sub(r"[“”„\"'‘’「」]", "", plain)


def contains(text: str, wanted: str) -> bool:
    """Whether ``text`` (compact) holds ``wanted``; a number must not be a part of a longer one."""
    wanted = compact(wanted)
    if not wanted:
        return False
    before = r"(?<![\d.])" if wanted[0].isdigit() else ""
    after = r"(?![\d]|\.\d)" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


def holds_each(text: str, groups: Iterable[Iterable[str]]) -> bool:
    """Whether one alternative of every group is in the text."""
    plain = compact(text)
    return all(any(contains(plain, wanted) for wanted in group) for group in groups)


def table_number(text: str | None) -> str:
    """``表四``, ``表4``, ``公开04表``, ``预算04表`` → ``4``; "" when there is none."""
    if not text:
        return ""
    from index.amounts import read_chinese_number

    match = re.search(r"\d+(?:[-－.]\d+)?|[一二三四五六七八九十]+", unicodedata.normalize("NFKC", text))
    if match is None:
        return ""
    digits = match.group()
    value = None if digits[0].isdigit() else read_chinese_number(digits)
    return digits.lstrip("0") if value is None else str(value)
