"""What a row's label says by itself: its numbering, whether it is part of the row above, whether it is a total."""

from __future__ import annotations

import re

from index.numerals import read_chinese_number

_STYLES: tuple[re.Pattern[str], ...] = (
    re.compile(r"^[一二三四五六七八九十]+\s*[、.．,，]"),
    re.compile(r"^[（(]\s*[一二三四五六七八九十]+\s*[）)]"),
    re.compile(r"^\d{1,2}\s*[、.．,，](?!\d)"),
    re.compile(r"^[（(]\s*\d{1,2}\s*[）)]"),
    re.compile(r"^[①-⑳]"),
)
OF_WHICH = re.compile(r"^(?:其\s*中|其中)\s*[:：]?")
TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?(?:合计|金额合计|总计|总合计|全额|收支总计|(?:本年|当年)?(?:收入|支出|财政拨款收入|财政拨款支出)(?:合计|总计|小计)|本年(?:收支)?合计|"
    r"(?:收|支)总计|[^（(]{0,12}(?:收入|支出|费|拨款)(?:合计|总计)|部门合计|单位合计|本级合计)$"
)


def bare(label: str) -> str:
    """A label without its numbering and 其中： (``"其中：（一）因公出国（境）费"`` → 因公出国（境）费)."""
    text = OF_WHICH.sub("", label).strip()
    for style in _STYLES:
        text = style.sub("", text, count=1).strip()
    return text or label


def rank(label: str) -> int:
    """1 for 一、 2 for （一） 3 for 1. 4 for (1) 5 for ①; 0 for no numbering."""
    text = OF_WHICH.sub("", label).strip()
    return next((number for number, style in enumerate(_STYLES, 1) if style.match(text)), 0)


def ordinal(label: str) -> tuple[int, int] | None:
    """A label's rank with its number (``"（三）其他"`` → (2, 3)); None for no numbering, or none of these digits."""
    text = OF_WHICH.sub("", label).strip()
    for style, pattern in enumerate(_STYLES, 1):
        if match := pattern.match(text):
            digits = re.sub(r"[^\d一二三四五六七八九十]", "", match.group())
            number = int(digits) if digits.isdecimal() else read_chinese_number(digits)
            return None if number is None else (style, int(number))
    return None


def is_total(label: str) -> bool:
    return bool(TOTAL.match(re.sub(r"\s", "", label)))


def is_part_total(label: str) -> bool:
    """小计 and the like: the amount of the name that stands left of it."""
    return bool(re.fullmatch(r"小计|合计|总计", re.sub(r"\s", "", label)))
