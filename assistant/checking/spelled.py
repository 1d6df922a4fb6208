"""Figures said in words: 翻了一番, 减半, 过半 are read as the digits they stand for (增长100%, 减少50%, 超50%)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from assistant.checking.words import any_of, words
from index.amounts import FigureKind, FigureSpan, normalise_digits

_LONGEST_WORD, _LONGEST_WHOLE = 5, 28
_END = r"(?=\s*(?:[，,。；;、！!？?（(）)\n]|的(?:水平|比重|比例|份额|支出$)|$))"


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in digits. ``starts``/``ends`` give for each character of ``text`` its place in ``source``."""

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def within(self, outer: Reading) -> Reading:
        """The same reading with its places in what ``outer`` was made from; ``source`` is the text of ``outer``."""
        starts = tuple(outer.starts[start] for start in self.starts)
        ends = tuple(outer.ends[end - 1] for end in self.ends)
        return Reading(outer.source, self.text, starts, ends)

    def restored(self, figure: FigureSpan) -> FigureSpan:
        """A figure of ``text`` as it stands in ``source``, with the word that makes it approximate."""
        start, end = self.starts[figure.start], self.ends[figure.end - 1]
        said = self.source[start:end]
        quantity = replace(figure.quantity, text=said) if figure.quantity and said != figure.text else figure.quantity
        before = self.source[:start]
        about = _word_before(before) or _word_after(self.source[end:]) or figure.approximate
        if not about and figure.kind is FigureKind.RATIO:
            about = _word_above(before)
        return replace(figure, start=start, end=end, text=said, quantity=quantity, approximate=about)


def in_digits(source: str) -> Reading:
    """The text with its worded figures in digits, and without the words after a figure that bound it (50%以上)."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for match in _pattern().finditer(source):
        _keep(source, place, match.start(), parts, starts, ends)
        says = _says(match)
        parts.append(says)
        starts += [match.start()] * len(says)
        ends += [match.end()] * len(says)
        place = match.end()
    _keep(source, place, len(source), parts, starts, ends)
    return Reading(source, "".join(parts), tuple(starts), tuple(ends))


def _keep(source: str, start: int, end: int, parts: list[str], starts: list[int], ends: list[int]) -> None:
    parts.append(source[start:end])
    starts += range(start, end)
    ends += range(start + 1, end + 1)


def _says(match: re.Match[str]) -> str:
    if match.lastgroup in ("bound", "least"):
        return ""
    number = int((match.lastgroup or "s0")[1:])
    return words().spelled[number].says.format(about=match.groupdict().get(f"about{number}") or "")


@cache
def _pattern() -> re.Pattern[str]:
    spelled = [
        rf"(?P<s{i}>{one.pattern.replace('(?P<about>', f'(?P<about{i}>')})" for i, one in enumerate(words().spelled)
    ]
    bound = rf"(?<=[%‰成倍元万亿半一二三四五六七八九数])(?P<bound>以[上下内]){_END}"
    of_share = r"|(?<=[%‰成半数])(?P<least>以[上下])(?=的|是|为|用|都|均|来自|花|投)"  # 一半以上的钱
    return re.compile("|".join((*spelled, bound)) + of_share)


@cache
def _before() -> re.Pattern[str]:
    data = words().approximate
    every = {*data.near, *data.under, *data.over, *data.about, *data.at_most, *data.at_least}
    return re.compile(rf"({any_of(every - {'多', '余', '来', '几', '强'})})(?:了|到|过)?\s*$")


@cache
def _above() -> re.Pattern[str]:
    """A word before the whole that a ratio is of: 不到基本支出的一半."""
    data = words().approximate
    every = {*data.near, *data.under, *data.over, *data.about} - {"多", "余", "来", "几", "强", "超出"}
    return re.compile(rf"({any_of(every)})(?:了|到|过|为|是)?[\u4e00-\u9fff（）“”]{{2,20}}的$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"\s*({any_of(words().approximate.after)})")


def _word_before(text: str) -> str:
    match = _before().search(normalise_digits(text[-_LONGEST_WORD:]))
    return match[1] if match else ""


def _word_above(text: str) -> str:
    match = _above().search(text[-_LONGEST_WHOLE:])
    return match[1] if match else ""


def _word_after(text: str) -> str:
    match = _after().match(text[:_LONGEST_WORD])
    return match[1] if match else ""
