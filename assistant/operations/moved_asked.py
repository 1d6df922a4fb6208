"""What a question asks of items that moved: the direction, a limit, the first of them, their number or their sum."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from assistant.model import Direction
from assistant.parsing.model import ParsedQuestion, Threshold
from index.amounts import Ratio, read_chinese_number


@cache
def words(name: str) -> re.Pattern[str]:
    """The words of a list of the data file, as one pattern."""
    lists = tomllib.loads((Path(__file__).parent / "moved_items.toml").read_text("utf-8"))
    return re.compile("|".join(f"(?:{one})" for one in lists[name]))


@dataclass(frozen=True, slots=True)
class Asked:
    """``direction`` None: either; ``limit`` bounds the change (``of_change``) or the value; ``first``: so many of the
    largest, ``nth``: that one alone; ``every``: each with its change, be it none; ``still``: those without a change too; ``zeroed``: fallen to nothing."""

    direction: Direction | None
    limit: Threshold | None
    of_change: bool
    by_rate: bool
    first: int | None
    nth: int | None
    ascending: bool
    every: bool
    still: bool
    zeroed: bool
    counts: bool
    summed: bool

    @staticmethod
    def of(question: ParsedQuestion) -> Asked:
        plain = question.plain
        limit = question.slots.threshold
        if limit is None or not limit.quantity.value:  # 有没有减少的科目: no figure that is nothing
            limit = _exactly(question)
        summed = words("summed").search(plain) is not None
        every = words("every").search(plain) is not None and "哪" not in plain and limit is None and not summed
        return Asked(
            direction=None if every else direction_said(asking_clause(plain)),
            limit=limit,
            of_change=limit is not None and _bounds_change(plain, limit),
            by_rate=_by_rate(question, limit),
            first=first_asked(question),
            nth=question.slots.n,
            ascending=question.slots.ascending,
            every=every,
            still=words("same").search(plain) is not None,
            zeroed=words("zero").search(plain) is not None,
            counts=_NUMBER.search(plain) is not None and "哪" not in plain,
            summed=summed,
        )


def is_move(plain: str) -> bool:
    """Whether rising or falling is spoken of; 多 and 少 mean it only against a year."""
    strong = any(words(name).search(plain) for name in ("up", "down", "turned"))
    weak = any(words(name).search(plain) for name in ("more", "less", "same", "either"))
    return bool(strong) or bool(weak and (words("against").search(plain) or _TWO_YEARS.search(plain)))


_TWO_YEARS = re.compile(r"20\d\d年?[^,，。;；]{0,6}?(?:和|与|跟|、)20\d\d年")


def direction_said(plain: str) -> Direction | None:
    """The direction asked for, None for either."""
    if words("either").search(plain):
        return None
    for names in (("up", "down"), ("more", "less")):
        rose, fell = (words(name).search(plain) is not None for name in names)
        if rose or fell:
            return None if rose and fell else Direction.INCREASE if rose else Direction.DECREASE
    return Direction.UNCHANGED if words("same").search(plain) else None


def asking_clause(plain: str) -> str:
    """The clause that asks which, where it tells a direction of its own (甲增加了5%，其中哪些科目是下降的)."""
    clauses = re.split(r"[,，。;；?？]", plain)
    asking = [clause for clause in clauses if words("which").search(clause) and direction_said(clause) is not None]
    return asking[0] if len(asking) == 1 else plain


def first_asked(question: ParsedQuestion) -> int | None:
    """How many of those that moved most are asked for (增长最快的三个)."""
    said = _FIRST.search(question.plain)
    if said is not None:
        digits = said.group(1)
        return int(digits) if digits.isdigit() else int(read_chinese_number(digits) or 1)
    return question.slots.n if question.slots.top else None


_FIRST = re.compile(r"最(?:快|多|大|猛|狠|厉害|明显)的?前?([两二三四五六七八九十\d]+)(?=[个项类款])")
_RATE = re.compile(r"[增降涨跌减升]幅|幅度|[快慢]|增速|百分|比例|%|[增下变][长降动]率")
_SUMS = re.compile(r"多少(?:钱|万|元)|金额")
_NUMBER = re.compile(r"(?:几|多少)(?:个|项|款|类|笔|块|种)(?!百?分?点)")


def _by_rate(question: ParsedQuestion, limit: Threshold | None) -> bool:
    """Whether changes are told as rates: asked for in words (增幅, 最快) or by a limit in percent."""
    if (limit is not None and isinstance(limit.quantity, Ratio)) or question.slots.unit in ("%", "成", "个百分点"):
        return True
    return _RATE.search(question.plain) is not None and _SUMS.search(question.plain) is None


def _exactly(question: ParsedQuestion) -> Threshold | None:
    """A change said to be just so large (下降了100%的)."""
    if words("doubled").search(question.plain):
        return Threshold(">=", Ratio(Decimal(100), "%", Decimal(0), "100%"))
    clause = asking_clause(question.plain)
    for figure in question.slots.figures:
        before = clause[: max(0, clause.find(figure.text))]
        if isinstance(figure, Ratio) and re.search(r"(?:增|长|降|减|少|跌|涨|升|幅)(?:了|掉|为|是|达)*$", before):
            return Threshold("=", figure)
    return None


def _bounds_change(plain: str, limit: Threshold) -> bool:
    """Whether a limit is one of the change (增加5万元以上), not of the value (100万元以上的科目里)."""
    if isinstance(limit.quantity, Ratio):
        return True
    place = plain.find(limit.quantity.text)
    clause = re.split(r"[,，。;；]", plain[:place])[-1] if place >= 0 else ""
    after = plain[place + len(limit.quantity.text) :][:6]
    before = any(words(name).search(clause) for name in ("up", "down", "more", "less"))
    return before or re.match(r"(?:以上|以下|以内)?的?(?:增|减|涨|降|变|波)", after) is not None
