"""Numbers of a spreadsheet as its reader sees them: by the cell's number format, in decimal.

The printed precision matters: 12.3 shown as "12.30" was rounded to the hundredth, and is compared as such.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal

_SIGNIFICANT = Context(prec=15, rounding=ROUND_HALF_UP)  # what a spreadsheet keeps of a binary float


def printed(value: object, number_format: str) -> str:
    """A cell's value as text.

    >>> printed(1234.5, "#,##0.00"), printed(0.125, "0.0%"), printed(0, '0.00;-0.00;"-"')
    ('1,234.50', '12.5%', '-')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float | Decimal):
        return _number(decimal_of(value), number_format)
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    return value.isoformat() if isinstance(value, time) else str(value)


def decimal_of(value: float | Decimal) -> Decimal:
    """The decimal a user typed: a binary float's noise beyond 15 digits is dropped.

    >>> decimal_of(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, float):
        return _plain(_SIGNIFICANT.create_decimal(repr(value)))
    return Decimal(value)


def _plain(value: Decimal) -> Decimal:
    if not value.is_finite():
        return value
    short = value.normalize()
    return short.quantize(Decimal(1)) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


def _number(value: Decimal, number_format: str) -> str:
    if not value.is_finite():
        return str(value)
    section, signed = _section(value, number_format)
    pattern = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", section)
    if not section:
        return ""
    if re.search(r"general|@", section, re.I):
        return format(value, "f")
    if not re.search(r"[0#?]", pattern):
        return _literal(section).strip()
    if "/" in pattern or re.search(r"[eE][+-]", pattern):
        return format(value, "f")
    return _placed(value if signed else abs(value), section, pattern)


def _section(value: Decimal, number_format: str) -> tuple[str, bool]:
    """The part of the format for this value's sign, and whether the minus sign is still to be written."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format or "General")
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _placed(value: Decimal, section: str, pattern: str) -> str:
    core = re.search(r"[0#?][0#?,]*(\.[0#?]*)?|\.[0#?]+", pattern)
    places = core.group() if core else "0"
    whole, _, fraction = places.partition(".")
    scaled = value * 100 if "%" in pattern else value
    scaled = scaled.scaleb(-3 * (len(whole) - len(whole.rstrip(","))))
    rounded = scaled.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    digits = format(rounded, ",f" if "," in whole.strip(",") else "f")
    if fraction.endswith("#"):
        least = len(fraction.rstrip("#"))
        kept = digits.rstrip("0") if "." in digits else digits
        digits = kept + "0" * max(least - len(kept.partition(".")[2]), 0)
        digits = digits.rstrip(".")
    if "0" not in whole and digits.startswith(("0.", "-0.")) is False and rounded == 0 and not fraction:
        digits = ""
    literal = _literal(section)
    before, _, after = literal.partition("\0")
    return (before + digits + after).strip()


def _literal(section: str) -> str:
    """The format with its digits as one NUL: what is written before and after the number."""
    text = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    parts = re.findall(r'"([^"]*)"|\\(.)|([0#?][0#?,.]*|\.[0#?]+)|(.)', text)
    out = ""
    for quoted, escaped, digits, other in parts:
        if digits:
            out += "" if "\0" in out else "\0"
        else:
            out += quoted or escaped or other
    return out


def _date(value: date | datetime, number_format: str) -> str:
    if "年" in number_format or "[$-804]" in number_format:
        whole = f"{value.year}年{value.month}月"
        return whole + f"{value.day}日" if "d" in number_format.lower() else whole
    return value.isoformat()[:10]
