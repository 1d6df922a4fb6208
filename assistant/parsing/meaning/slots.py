"""Slots that words tell: stage, what figure of a change, unit, decimals, scope, rank, threshold, table, column, claim."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant.parsing.meaning.model import Bound, Claim
from assistant.parsing.meaning.spans import Span
from index.amounts import Amount, FigureKind, FigureSpan, Ratio, find_figures
from index.numerals import read_chinese_number


@cache
def _file() -> dict[str, Any]:
    with (Path(__file__).parent / "words.toml").open("rb") as stream:
        return tomllib.load(stream)


@cache
def _table(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    section = _file()
    for part in name.split("."):
        section = section[part]
    return tuple((value, re.compile("|".join(f"(?:{one})" for one in ones))) for value, ones in section.items())


def told(name: str, text: str) -> str:
    """The first value of a table of ``words.toml`` whose words stand in the text; "" when none does."""
    return next((value for value, pattern in _table(name) if pattern.search(text)), "")


_AGE = {"next": "F", "year_after_next": "F"}


def masked(text: str, spans: list[Span]) -> str:
    """The sentence with a letter for what each span is: M a figure, D a department, P a period (F to come, O long ago), T a table."""
    letters = {
        "metric": "M",
        "code": "M",
        "quoted": "M",
        "free": "M",
        "bare": "M",
        "owner": "D",
        "unit": "D",
        "period": "P",
        "table": "T",
        "number": "N",
        "scope": "S",
    }
    numbers = [
        Span(one.start, one.end, "number")
        for one in find_figures(text)
        if one.kind in (FigureKind.MONEY, FigureKind.RATIO)
        and not any(one.start < span.end and span.start < one.end for span in spans)
    ]
    made = text
    for span in sorted([*spans, *numbers], key=lambda one: -one.start):
        letter = _AGE.get(span.value, letters[span.kind]) if span.kind == "period" else letters[span.kind]
        if span.kind == "period" and span.value.isdigit():
            letter = "O" if int(span.value) < 2016 else "F" if int(span.value) >= 2030 else "P"
        made = made[: span.start] + letter + made[span.end :]
    return made


# ---------------------------------------------------------------- rank and threshold

_ORDINAL = r"([一二三四五六七八九十两仨俩几\d]+)"
_TOP = re.compile(
    rf"(?:前|头|top\s*|最[大高多小少低](?:的)?|倒数(?!第)|垫底的)(?:前)?{_ORDINAL}(?![月季期成天万千百亿年])|(?:扩到|改成|只要前|看前){_ORDINAL}|(?:哪|的){_ORDINAL}(?:家|个|名|项|款)"
)
_NTH = re.compile(rf"(?:第|老){_ORDINAL}(?!部分|页|条|批|张|列|行|类|产业|季|期|次)")
_LAST = re.compile(r"倒数第" + _ORDINAL)


def position(text: str) -> int | None:
    """第二 → 2, 前五 → 5; None where no number is said."""
    for pattern in (_LAST, _TOP, _NTH):
        match = pattern.search(text)
        if match:
            said = next(group for group in match.groups() if group)
            number = {"仨": 3, "俩": 2, "几": 0}.get(said) if said in "仨俩几" else _integer(said)
            return number or None
    return None


def _integer(said: str) -> int | None:
    value = Decimal(said) if said.isdigit() else read_chinese_number(said)
    return int(value) if value is not None else None


_OPS = (
    ("between", r"介于|之间|到.{1,8}之间"),
    (">=", r"不少于|不低于|至少|够得上|够这个数|达到|够(?=\d)|上了|起$|及以上"),
    ("<=", r"不超过|不高于|不大于|至多|以内|及以下"),
    ("<", r"(?<!不)低于|小于|少于|不足|不到|没到|没超过|未达|没过"),
    (">", r"(?:门槛|标准|线)?(?:提高?到|抬到|升到)|超过|大于|高于|多于|突破|超|破|冒过|过了?|多过|跌过"),
)
_AFTER = (
    (">=", r"\s*(?:\([^)]*\))?\)?(?:元)?(?:以上|往上|及以上|起)"),
    ("<", r"\s*(?:以下|以内)"),
    ("between", r"之间"),
)
_SPANNED = re.compile(r"(?:元|块)?(?:到|至|-|—|~|～|和|与)+")
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}  # down by more than a tenth is below -10 %
_ZERO = re.compile(
    r"(?:没有?|未)(?:安排|列|编|预算)|[一半][分辆台个](?:.{0,3}都|也)?没|(?:是|为|等于)(?:零|0)|一分(?:钱)?(?:没|未)(?:有|变)|没有这一项|空的|空表|没有数"
)


def bound(text: str) -> Bound | None:
    """The condition on members that a sentence sets."""
    figures = [one for one in find_figures(text) if _measures(one)]
    loose = None if figures else _loose(text)
    if loose is not None:
        return loose
    for at, figure in enumerate(figures):
        before, after = text[max(0, figure.start - 8) : figure.start], text[figure.end : figure.end + 8]
        op = next((op for op, pattern in _AFTER if re.match(pattern, after)), "")
        op = op or next(
            (
                op
                for op, pattern in _OPS
                if re.search(rf"(?:{pattern})[^\d一二三四五六七八九十百千万,，]{{0,3}}$", before)
            ),
            "",
        )
        op = op or ("<" if re.match(r"(?:元|块)?(?:钱)?(?:都)?不到", after) else "")
        if at + 1 < len(figures) and (op == "between" or _SPANNED.fullmatch(text[figure.end : figures[at + 1].start])):
            value, unit = _value(figure)
            upper, unit_ = _value(figures[at + 1])
            return Bound("between", value, unit_ or unit, upper)
        if op:
            value, unit = _value(figure)
            fallen = unit == "%" and _FALL.search(text[: figure.start].rstrip("超过到"))
            return Bound(_TURNED.get(op, op), -value, unit) if fallen else Bound(op, value, unit)
    for op, pattern in _MOVED:
        if not figures and pattern.search(text):
            return Bound(op, Decimal(0))
    return Bound("=", Decimal(0)) if _ZERO.search(text) and not _NOT_ZERO.search(text) else None


_NOT_ZERO = re.compile(r"(?:不为|非|含|包括|连).{0,4}(?:零|0|空)|空表占")
_MOVED = (
    ("<", re.compile(r"负增长|(?:下降|减少|降低|缩水|降|减)了?的(?:科目|项目|单位|有|呢|是)")),
    (">", re.compile(r"正增长|(?:上涨|增长|增加|涨|增)了?的(?:科目|项目|单位|有|呢|是)|不为零|非零|有数的")),
)

_LOOSE = re.compile(r"(上|过|破|超过?|大于|冒过|不到|低于|不足|提到)(一)?(百|千)?(万|亿)(?![\d元]*[\d])(以上|的)?")


def _loose(text: str) -> Bound | None:
    """过百万, 上千万, 破亿: a unit of counting said as a number."""
    match = _LOOSE.search(text)
    if match is None or not (match.group(3) or match.group(4) == "亿"):
        return None
    size = {"百": 100, "千": 1000}.get(match.group(3) or "", 1)
    op = "<" if match.group(1) in ("不到", "低于", "不足") else ">=" if match.group(1) == "上" else ">"
    return Bound(op, Decimal(size), match.group(4) + "元")


def _measures(figure: FigureSpan) -> bool:
    return figure.kind in (FigureKind.MONEY, FigureKind.RATIO) and figure.quantity is not None


def _value(figure: FigureSpan) -> tuple[Decimal, str]:
    quantity = figure.quantity
    if isinstance(quantity, Amount):
        unit = quantity.unit
        factor = {"亿元": 10**8, "万元": 10**4, "千元": 1000}.get(unit, 1)
        return Decimal(quantity.value) / factor, unit
    if isinstance(quantity, Ratio):
        value = Decimal(quantity.value)
        return (value * 10, "%") if quantity.unit == "成" else (value, quantity.unit)
    assert quantity is not None
    return Decimal(quantity.value), ""


# ---------------------------------------------------------------- claims

_ENUMERATES = re.compile(
    r"[\d一二两三四五六七八九十]+(?:个|家|项|年|栏|行|类|笔|样)(?:.{0,2}小项|.{0,2}分项|都|连|合并|加|相加|局|部门|之和|横加)?"
)
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\d.])\d+(?:\.\d+)?")
_FALL = re.compile(
    r"(?:砍掉|砍|削减|下调|调低|下降|降|减少|减|压减|压缩|压|跌|缩水|少)(?:了|率|幅)?(?:是|为)?[^\d,，。]{0,8}$"
)


def claim(text: str, spans: list[Span]) -> Claim | None:
    """What is to be verified or assumed: its figure (a fall is negative) or its words."""
    taken = [span for span in spans if span.kind in ("period", "code", "table")]
    figures = [one for one in find_figures(text) if one.kind in (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT)]
    for figure in figures:
        if figure.quantity is None or any(span.start <= figure.start < span.end for span in taken):
            continue
        if figure.kind is FigureKind.COUNT and _ENUMERATES.match(text[figure.start :]) and told("claim", text):
            continue
        value, unit = _value(figure)
        if unit == "折":
            return Claim(text[figure.start : figure.end], value * 10 - 100, "%")
        if unit in ("%", "成", "倍") and _FALL.search(text[: figure.start]):
            value = -value
        return Claim(text[figure.start : figure.end], value, unit or figure.quantity.unit)
    for match in _NUMBER.finditer(text):
        if not any(span.start <= match.start() < span.end for span in taken):
            return Claim(match.group(), Decimal(match.group().replace(",", "")))
    reduced = re.search(r"打([一二三四五六七八九对])折", text)
    if reduced:
        kept = Decimal(5) if reduced.group(1) == "对" else read_chinese_number(reduced.group(1)) or Decimal(10)
        return Claim(reduced.group(), Decimal(kept) * 10 - 100, "%")
    words = told("claim", text)
    return Claim(text, Decimal(-50), "%") if words == "减少一半" else Claim(words or text)


# ---------------------------------------------------------------- tables and columns

_TABLE = re.compile(
    r"(?:公开|附)?表\s*(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})(?![\d类级条款项个张元])(?:、表[一二三四五六七八九十]+)?"
    r"|公开\s*\d{1,2}\s*表|(?:财政拨款|部门)?收支总表|(?:三公(?:经费)?|绩效|政采明细|采购明细|基金(?:支出)?|政府性基金|基本支出|收入预算|支出预算|收入|支出总?|项目明细)表"
    r"|(?:一般公共预算|政府性基金|国有资本经营|财政拨款|政府采购|部门|单位|三公|经费|收支|收入|支出|基本支出|项目支出|采购|绩效|预算|总|明细|情况|目标|拨款|基金|国资|政采|资产){2,6}表(?!示|述|格|态)"
    r"|[\u4e00-\u9fff]{2,6}那张表"
)
_COLUMN = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”]{1,6}?)(?:预算|小计)?(?:那|这)?一?(?P<kind>栏|列)(?!入|出|了|为|支|示|的是|个|表|明|一|数|多少|在|单|的|举|清|几|到)"
    r"|(?P<total>合计|小计)(?=是多少|列|栏)|列减去(?P<minus>小计)列"
)


def table_spans(text: str) -> list[Span]:
    return [Span(match.start(), match.end(), "table", match.group()) for match in _TABLE.finditer(text)]


def scope_spans(text: str) -> list[Span]:
    """Spans of kind scope: words that say in which fund or kind of expenditure a figure is meant."""
    found = [match.span() for _, pattern in _table("scope") for match in pattern.finditer(text)]
    return [Span(start, end, "scope") for start, end in found]


def column(text: str) -> str:
    numbered = re.search(r"第[一二三四五六七八九十\d]+[列栏]", text)
    if numbered:
        return numbered.group()
    match = _COLUMN.search(text)
    if match is None:
        return ""
    name = match["name"] or match["total"] or match["minus"]
    name = re.sub(r"^.*(?:的|里|,|，|看|头|那|对应|表|这|到|填)(?=.)", "", name)
    return "" if len(name) < 2 or _NO_COLUMN.search(name) else name


_NO_COLUMN = re.compile(
    r"给我|按次|同样|同一|对一|和|跟|逐|分别|依次|单独|全部|都|各|再|全|罗|排|序|开|编|未|没|并|请|^(?:其中|这|那|一|哪)$|[三两几]$|收入$|费$|要|应等"
)
