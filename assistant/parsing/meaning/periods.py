"""The years a sentence speaks of: this, last, before_last, next, a year, a span, the last so many."""

from __future__ import annotations

import re

from assistant.parsing.meaning.spans import Span
from index.amounts import FigureKind, find_figures
from index.numerals import read_chinese_number

_WORDS = (
    ("before_last", r"大?前年|上上年|再前一年"),
    ("last", r"去年|上年(?!结转|结余|未|没花)|上一?个?年(?!结)|旧年(?:子)?|头一?年|前一年|昨年|上年度|昨(?=\s*变)"),
    ("year_after_next", r"后年"),
    ("next", r"明年|来年|下一?年(?!结)|下年度|次年"),
    ("this", r"今年|本年(?:度)?|当年(?!财政)|这一年|现在(?=.{0,6}比)|今(?=\s*vs)"),
)
_DIGIT = "零一二三四五六七八九"
_YEAR = r"(?:20\d{2}|二[零〇○][零〇○一二三][零〇○一二三四五六七八九]|(?<![\d.])[12]\d|二[零〇○一二三四五六七八九]|[12][零〇○一二三四五六七八九]|一[一二三四五六七八九])"
_SPAN = re.compile(
    rf"({_YEAR})年?(?:度)?(?:一直)?(?:排?到|至|-|—+|~|–|→|－|－)(今年?|{_YEAR})(?:年|五个|四个|三个|期间|累计|走势|各年|里|逐年|\D|$)"
)
_LIST = re.compile(rf"({_YEAR})年?(?:(?:[、,， ]|和|与)({_YEAR})年?)+")
_TWO = re.compile(
    rf"(?:由|从)?({_YEAR})年?(?:度|初)?(?:的)?(?:数|决算|预算)?(?:比|较|对|到|同|跟|与|相比|-|/)\s*({_YEAR})(?:年|的|,|，|\D|$)"
)
_PLAN = {"十三五": "2016-2020", "十四五": "2021-2025", "十五五": "2026-2030", "十二五": "2011-2015"}
_RECENT = re.compile(r"(?:近|最近|过去|这)([一二两三四五六七八九十\d]+)(?:个)?年")
_SINCE = re.compile(rf"({_YEAR})年?(?:以来|至今|起|算起|开始|到现在|为基[期年]|为100)")


def period_spans(text: str) -> list[Span]:
    """Spans of kind period, in reading order; the value is the period as the data writes it."""
    found: list[Span] = []
    for match in _SPAN.finditer(text):
        first, last = _year(match.group(1)), _year(match.group(2)) or "this"
        if last == "this" or (first < last and _sure(match)):
            _add(found, Span(match.start(), match.end(2), "period", f"{first}-{last}"))
    for match in _SINCE.finditer(text):
        _add(found, Span(match.start(), match.end(), "period", f"{_year(match.group(1))}-this"))
    for name, span in _PLAN.items():
        for match in re.finditer(name, text):
            _add(found, Span(match.start(), match.end(), "period", span))
    for pattern in (_LIST, _TWO):
        for match in pattern.finditer(text):
            if _sure(match) and not (pattern is _TWO and "-" in match.group() and "20" not in match.group()):
                for one in re.finditer(_YEAR, match.group()):
                    _add(
                        found,
                        Span(match.start() + one.start(), match.start() + one.end(), "period", _year(one.group())),
                    )
    for figure in find_figures(text):
        if figure.kind is FigureKind.YEAR and figure.year:
            _add(found, Span(figure.start, figure.end, "period", str(figure.year)))
    for match in re.finditer(
        rf"({_YEAR})(?=年(?!均|级|来|后|前)|决算|预算)|(?<![\d.])20[12]\d(?![\d.%]|\s*[万元个项])", text
    ):
        _add(found, Span(match.start(), match.end(), "period", _year(match.group())))
    for match in _RECENT.finditer(text):
        size = int(match.group(1)) if match.group(1).isdigit() else int(read_chinese_number(match.group(1)) or 0)
        if size > 2:
            _add(found, Span(match.start(), match.end(), "period", f"last_{size}"))
    for name, pattern_ in _WORDS:
        for match in re.finditer(pattern_, text):
            _add(found, Span(match.start(), match.end(), "period", name))
    return sorted(found, key=lambda span: span.start)


def _add(found: list[Span], span: Span) -> None:
    if not any(span.overlaps(other) for other in found):
        found.append(span)


def _sure(match: re.Match[str]) -> bool:
    """Two-digit years count where 年 stands, or where both are written alike and both are of this century's years."""
    text = match.group()
    after = match.string[match.end() : match.end() + 2]
    return (
        "年" in text + after
        or "20" in text
        or all(one.isdigit() and 15 <= int(one) <= 35 for one in match.groups() if one)
        or not any(ch.isdigit() for ch in text)
    )


def _year(said: str) -> str:
    if said in ("今", "今年"):
        return ""
    digits = "".join(str(_DIGIT.index(ch)) if ch in _DIGIT else "0" if ch in "〇○" else ch for ch in said)
    return digits if len(digits) == 4 else "20" + digits


def before(period: str) -> str:
    """The year before a period."""
    following = {"next": "this", "this": "last", "last": "before_last"}
    return str(int(period) - 1) if period.isdigit() else following.get(period, "")
