"""Numbers as written: Arabic with thousands separators, full-width, Chinese. No units here."""

from __future__ import annotations

import re
from decimal import Decimal

CHINESE_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
CHINESE_DIGITS |= {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零一二三四五六七八九〇○两十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
POWERS = "".join(_POWERS)
_BLANKS = frozenset(("", "-", "—", "–", "——", "－", "/", "\\"))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），：；？！"} | {
    ord("﹪"): ord("%"),
    ord("﹣"): ord("-"),
}
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?|\.\d+")
_BRACKETED = re.compile(r"[(（][\d,]+\.\d+[)）]")


def normalise_digits(text: str) -> str:
    """Full-width digits, letters and points to ASCII, one character for one (so that spans keep their place)."""
    return text.translate(_FULL_WIDTH)


def read_number(text: str) -> tuple[Decimal, Decimal] | None:
    """A cell's text as (value, quantum); None when it is not one number.

    >>> read_number("1,234.50")
    (Decimal('1234.50'), Decimal('0.01'))
    >>> read_number("—") is None
    True
    """
    compact = re.sub(r"\s+", "", normalise_digits(text)).replace("，", ",")
    if compact in _BLANKS:
        return None
    sign = ""
    if compact[0] in "-−–" and len(compact) > 1:
        sign, compact = "-", compact[1:]
    elif _BRACKETED.fullmatch(compact):
        sign, compact = "-", compact[1:-1]
    if not _NUMBER.fullmatch(compact):
        return None
    digits = compact.replace(",", "")
    return Decimal(sign + digits), Decimal(1).scaleb(-len(digits.partition(".")[2]))


def read_chinese_number(text: str) -> Decimal | None:
    """``一百四十九`` → 149, ``二零二三`` → 2023, ``三点五亿`` → 350000000, ``一百五`` → 150; or None."""
    read = chinese_number(text)
    return read[0] if read else None


def read_count(said: str) -> int:
    """A number of things as said (12, 十二, 两); 0 for anything else."""
    return int(said) if said.isdecimal() else int(read_chinese_number(said) or 0)


def chinese_number(text: str) -> tuple[Decimal, Decimal] | None:
    """A Chinese number as (value, quantum): the quantum of 一百四十九万 is 万, as it is of 149万; of 五万八千, 千."""
    whole, point, fraction = text.partition("点")
    scale = Decimal(1)
    if point:
        while fraction and fraction[-1] in _BIG:
            scale, fraction = scale * _BIG[fraction[-1]], fraction[:-1]
    if not whole or any(c not in CHINESE for c in whole) or whole[0] in _BIG:
        return None
    if any(c in _POWERS or c in _BIG for c in whole):
        value = Decimal(_chinese_integer(whole))
    else:
        value = Decimal("".join(str(CHINESE_DIGITS[c]) for c in whole))
    if not point:
        return value, _quantum(whole)
    if not fraction or any(c not in CHINESE_DIGITS for c in fraction):
        return None
    value += Decimal("0." + "".join(str(CHINESE_DIGITS[c]) for c in fraction))
    return value * scale, scale.scaleb(-len(fraction))


def _quantum(whole: str) -> Decimal:
    tail = max(whole.rfind(big) for big in _BIG)
    if tail < 0:
        return Decimal(1)
    if tail == len(whole) - 1:
        return Decimal(_chinese_integer("一" + "".join(c for c in whole[tail - 1 :] if c in _BIG)))
    if len(whole) - tail == 2:  # 三万二
        return Decimal(_BIG[whole[tail]] // 10)
    return Decimal(_POWERS.get(whole[-1], 1))


def _chinese_integer(text: str) -> int:
    total = section = digit = 0
    last_power = 1
    zero = False
    for ch in text:
        if ch in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[ch]
            zero = zero or digit == 0
        elif ch in _POWERS:
            section += (digit or 1) * _POWERS[ch]
            last_power, digit, zero = _POWERS[ch], 0, False
        else:
            amount = section + digit
            total = (total + amount) * _BIG[ch] if ch == "亿" else total + amount * _BIG[ch]
            last_power, section, digit, zero = _BIG[ch], 0, 0, False
    if digit and last_power > 10 and not zero:  # 一百五 = 150, 三万二 = 32000
        digit *= last_power // 10
    return total + section + digit
