"""What a user supposes of a figure: 再降0.1万元, 压缩10%, 砍掉一半, 只花了九成, 降到80万元; its words are in the TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from index.amounts import Amount, Ratio, find_figures, read_chinese_number

Kind = Literal["by", "times", "to"]


@dataclass(frozen=True, slots=True)
class Supposition:
    """A figure that changes ``by`` a signed quantity, is only so many ``times`` itself, or comes ``to`` a sum.

    ``start`` and ``end`` are where the question says it; ``spent``: the share is of what is spent, the rest is left;
    ``ahead``: the words stand before what they change (取消会议费).
    """

    start: int
    end: int
    kind: Kind
    quantity: Amount | Ratio
    spent: bool = False
    ahead: bool = False


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "suppositions.toml").read_text("utf-8"))


@cache
def wording(name: str) -> re.Pattern[str]:
    """The words of suppositions under a name of the data file."""
    return re.compile(_words()[name])


_DISCOUNT = re.compile(r"(?:打|按)([一二三四五六七八九\d][一二三四五六七八九\d.]?)折")
_SHORT_NAME = 2  # may be a verb taken for part of a name (执行)
_SAYS_WHICH = re.compile(r"的?[这那]?笔?#")
_CLAUSE_END = re.compile(r"[,，。;；?？!！]")


def spoken(plain: str) -> tuple[Supposition, ...]:
    """Shares that words say without a figure: 一半, 翻一番, 打八折."""
    found: list[Supposition] = []
    supposing = wording("supposing").search(plain) is not None
    sharing = wording("sharing").search(plain) is not None
    for one in _words()["spoken"]:
        if (one.get("supposing") and not supposing) or (one.get("sharing") and not sharing):
            continue
        kind: Kind = "times" if "times" in one else "by"
        for match in re.finditer(one["words"], plain):
            value, ahead = _percent(Decimal(one[kind])), bool(one.get("ahead"))
            share = Supposition(match.start(), match.end(), kind, value, kind == "times", ahead)
            if not any(share.start < other.end and other.start < share.end for other in found):
                found.append(share)
    for match in _DISCOUNT.finditer(plain):
        said = match.group(1)
        digits = said if re.fullmatch(r"[\d.]+", said) else "".join(str(read_chinese_number(ch)) for ch in said)
        percent = Decimal(digits) * (10 if len(digits) == 1 or "." in digits else 1)
        found.append(Supposition(match.start(), match.end(), "times", _percent(percent)))
    return tuple(found)


def _percent(value: Decimal) -> Ratio:
    return Ratio(value, "%", Decimal(0), f"{abs(value)}%")


def suppositions(plain: str, names: Sequence[tuple[int, int]]) -> tuple[Supposition, ...]:
    """Everything that a question supposes, in its order; ``names`` are spans whose words say no change."""
    bare = _without_names(plain, names)
    found = list(spoken(bare))
    for span in find_figures(plain):
        quantity = span.quantity
        if not isinstance(quantity, Amount | Ratio) or quantity.unit == "个百分点":
            continue
        if any(span.start < other.end and other.start < span.end for other in found):
            continue
        one = _read(bare, span.start, span.end, quantity)
        if one is not None:
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _read(bare: str, start: int, end: int, quantity: Amount | Ratio) -> Supposition | None:
    """The supposition that a figure belongs to, None where no word says a change."""
    begin = max((match.end() for match in _CLAUSE_END.finditer(bare, 0, start)), default=0)
    stop = _CLAUSE_END.search(bare, end)
    before, after = bare[begin:start].rstrip(), bare[end : stop.start() if stop else len(bare)]
    if reached := wording("brought_to").search(before):
        return Supposition(begin + reached.start(), end, "times" if isinstance(quantity, Ratio) else "to", quantity)
    if isinstance(quantity, Ratio) and (spent := wording("only_part").search(before)):
        return Supposition(begin + spent.start(), end, "times", quantity, spent=True)
    if isinstance(quantity, Ratio) and wording("taken_as").search(before) and wording("taken_after").search(after):
        return Supposition(start, end, "times", quantity)
    if isinstance(quantity, Amount) and _SAYS_WHICH.match(after) and not _sign(before, ""):
        return None  # 99万元的委托业务费再压10%: how much the thing is
    sign = _sign(before, after)
    return Supposition(start, end, "by", replace(quantity, value=sign * quantity.value)) if sign else None


def _sign(before: str, after: str) -> int:
    """1 for an increase, −1 for a decrease, 0 where the clause says neither: the word nearest before the figure."""
    said = [(match.end(), -1) for match in wording("down").finditer(before)]
    said += [(match.end(), 1) for match in wording("up").finditer(before)]
    if said:
        return max(said)[1]
    following = [(match.start(), -1) for match in wording("down").finditer(after)]
    following += [(match.start(), 1) for match in wording("up").finditer(after)]
    return min(following)[1] if following else 0


def _without_names(plain: str, names: Sequence[tuple[int, int]]) -> str:
    """The question with # for the characters of names."""
    for start, end in names:
        if end - start > _SHORT_NAME:
            plain = plain[:start] + "#" * (end - start) + plain[end:]
    return plain


def spoken_shares(plain: str, names: Sequence[tuple[int, int]]) -> tuple[Ratio, ...]:
    """The user's own figures that stand in words alone, outside the spans of names."""
    return tuple(
        one.quantity if one.quantity.value >= 0 else replace(one.quantity, value=-one.quantity.value)
        for one in spoken(_without_names(plain, names))
        if isinstance(one.quantity, Ratio)
    )


def spent_in_part(plain: str) -> bool:
    """Whether a question supposes that only a share of a figure was spent (只花了九成)."""
    return any(one.spent for one in suppositions(plain, ()))
