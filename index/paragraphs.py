"""Printed lines → paragraphs: page furniture dropped, wrapped lines joined, page breaks remembered.

Where the reader knows boxes, margins decide: a line at the left margin goes on with the line above, an indented one
begins a paragraph. Without boxes the length of the line above and its last character decide.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from index.model import TextBlock

PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*共\s*\d+\s*页)?[-—–－·\s]*$")
_CHART = re.compile(r"^(?:\d[\d,]*\.\d{1,2}\s*)+$|^(?:20\d\d\s*年度?\s*){2,}$")  # figures and years beside its columns
_MARKUP = re.compile(r"^\s*<%@|^\s*<[a-zA-Z!/][^>]*>\s*$")
_TERMINAL = re.compile(r"[。！？；：:;!?.…]$")
_SPREAD_NUMBER = re.compile(r"(?<![\d.])\d(?: \d?(?:[.,]?\d)*){2,}(?!\d)")
NUMBERING = re.compile(
    r"^\s*(?:第\s*[一二三四五六七八九十\d]+\s*(?:部分|章)|[一二三四五六七八九十]\s*[一二三四五六七八九十]?\s*[、.．]"
    r"|[（(]\s*[一二三四五六七八九十]+\s*[）)]|\d{1,2}\s*[、.．](?!\d)|[（(]\s*\d{1,2}\s*[）)]|[①-⑳])"
)
_BARE_PART = re.compile(r"第[一二三四五六七八九十\d]+(?:部分|章)")
_OPEN, _CLOSE = "（(〔[【《", "）)〕]】》"
_LONGEST_BRACKET = 240  # characters: a longer bracket was never closed
_WRAPPED_FROM = 15  # characters: narrower text is a list of short paragraphs
_WRAPPED_AT = 120  # characters: a longer line was never wrapped by a page


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``left``/``right`` in points, None without boxes; ``top``: whether its page begins with it."""

    text: str
    page: int | None
    left: float | None = None
    right: float | None = None
    top: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``breaks``: (offset, page) of each page it runs over, the first at offset 0."""

    text: str
    breaks: tuple[tuple[int, int | None], ...]
    centred: bool = False
    top: bool = False

    @property
    def page(self) -> int | None:
        return self.breaks[0][1]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    em: float

    def indented(self, line: Line) -> bool:
        return line.left is not None and line.left > self.left + 0.8 * self.em

    def full(self, line: Line) -> bool:
        return line.right is not None and line.right >= self.right - 2.2 * self.em

    def short(self, line: Line) -> bool:
        return line.right is not None and line.right < self.right - 8 * self.em

    def centred(self, line: Line) -> bool:
        if line.left is None or line.right is None:
            return False
        gap, rest = line.left - self.left, self.right - line.right
        return gap > 3 * self.em and rest > 3 * self.em and abs(gap - rest) < 4 * self.em


def paragraphs(blocks: Sequence[TextBlock]) -> tuple[Paragraph, ...]:
    """The paragraphs of a document in reading order, without page numbers and running headers."""
    lines = list(_lines(blocks))
    margins = _page_margins(lines)
    full_length = _full_length(lines)
    found: list[list[Line]] = []
    for line in lines:
        if found and _continues(found[-1], line, margins, full_length):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(_paragraph(group, margins) for group in found)


# ---------------------------------------------------------------- lines


def _lines(blocks: Sequence[TextBlock]) -> Iterator[Line]:
    visible = [block for block in blocks if block.bbox is None or block.bbox[3] > 0]
    furniture = _furniture(visible)
    page: object = object()
    for block in visible:
        for text in block.text.splitlines():
            bare = _without_spread(text.strip())
            if not bare or _MARKUP.match(bare):
                continue
            if block.page is not None and (PAGE_NUMBER.match(bare) or bare in furniture):
                continue
            if block.bbox is not None and _CHART.match(bare):
                continue
            left, right = (block.bbox[0], block.bbox[2]) if block.bbox else (None, None)
            yield Line(bare, block.page, left, right, top=block.page != page)
            page = block.page


def _furniture(blocks: Sequence[TextBlock]) -> frozenset[str]:
    """Running headers and footers: the same first or last line on many pages."""
    by_page: dict[int, list[str]] = {}
    for block in blocks:
        if block.page is not None and block.bbox is not None:
            by_page.setdefault(block.page, []).append(block.text.strip())
    counts: Counter[str] = Counter()
    for texts in by_page.values():
        words = [text for text in texts if not PAGE_NUMBER.match(text)]
        counts.update({*words[:1], *words[-1:]})
    least = max(3, len(by_page) // 5)
    return frozenset(text for text, count in counts.items() if count >= least)


def _without_spread(text: str) -> str:
    """A number whose digits are letter-spaced (``2 0 2 6``) as one word."""

    def close(match: re.Match[str]) -> str:
        parts = match.group().split(" ")
        return "".join(parts) if max(map(len, parts[:-1])) <= 4 else match.group()

    return _SPREAD_NUMBER.sub(close, text)


# ---------------------------------------------------------------- which lines belong together


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text) or 1.0


def _page_margins(lines: Sequence[Line]) -> dict[int | None, _Margins]:
    """Margins of each page; a page with few lines takes those of the nearest page with many."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None and line.left is not None:
            pages.setdefault(line.page, []).append(line)
    known: dict[int, _Margins] = {}
    for page, group in pages.items():
        long = [line for line in group if len(line.text) >= 12]
        if len(long) >= 3:
            em = median((line.right - line.left) / _width(line.text) for line in long)  # type: ignore[operator]
            lefts = [line.left for line in long if line.left is not None]
            known[page] = _Margins(min(lefts), max(line.right or 0.0 for line in long), em)
    margins: dict[int | None, _Margins] = {}
    for page in pages:
        nearest = min(known, key=lambda other: abs(other - page), default=None)
        if nearest is not None:
            margins[page] = known[nearest]
    return margins


def _full_length(lines: Sequence[Line]) -> int:
    """The length of a full line in a text without boxes; 0 where lines are whole paragraphs."""
    lengths = sorted(len("".join(line.text.split())) for line in lines if line.left is None)
    if not lengths or lengths[-1] > _WRAPPED_AT:
        return 0
    usual = lengths[len(lengths) * 3 // 4]
    return usual if usual >= _WRAPPED_FROM else 0


def _continues(above: Sequence[Line], line: Line, margins: dict[int | None, _Margins], full_length: int) -> bool:
    last = above[-1]
    if is_caption(line.text) or (is_caption(last.text) and not last.text.startswith(("注", "备注"))):
        return False
    if last.page is not None and line.page is not None and line.page - last.page > 1:
        return False
    ended = bool(_TERMINAL.search(last.text))
    numbered = NUMBERING.match(line.text) is not None
    if line.left is None or line.page not in margins or last.page not in margins:
        return _continues_by_length(above, line, full_length, ended=ended, numbered=numbered)
    here, there = margins[line.page], margins[last.page]
    full = there.full(last)
    if here.indented(line) and _runs_on(above, line, there, ended=ended or numbered):
        return True
    if here.indented(line) or _is_heading_line(above):
        return full and not ended and _is_heading_line(above) and not here.indented(line) and not numbered
    if numbered and (ended or not full):
        return False
    if there.centred(last) and len(above) == 1:
        return False
    return full or not (ended or there.short(last))


def _runs_on(above: Sequence[Line], line: Line, margins: _Margins, *, ended: bool) -> bool:
    """Whether a sentence goes on in a line that only seems indented: its section is set narrower than the page."""
    first, last = above[0], above[-1]
    unfinished = not ended and not margins.short(last) and _PROSE.search(last.text) is not None
    aligned = first.left is not None and line.left is not None and line.left <= first.left + 0.4 * margins.em
    return unfinished and aligned and last.page == line.page and not margins.centred(last)


_PROSE = re.compile(r"[，。；]")


def _continues_by_length(above: Sequence[Line], line: Line, full_length: int, *, ended: bool, numbered: bool) -> bool:
    if not full_length or line.left is not None:
        return False
    full = len("".join(above[-1].text.split())) >= full_length - 3
    if numbered and (ended or not full or _is_heading_line(above)):
        return False
    if _is_heading_line(above) and not full:
        return False
    return full or not ended


def _is_heading_line(above: Sequence[Line]) -> bool:
    """A lone numbered line without sentence or figure, as headings are."""
    if len(above) != 1 or not NUMBERING.match(above[0].text):
        return False
    return not re.search(r"[，。；：:;,]|万元|亿元", above[0].text)


_CAPTION = re.compile(
    r"^(?:公开|附|预算|决算|部门|单位)*表\s*[一二三四五六七八九十\d]+(?:[-—－]\d+)?(?:\s|$|[：:])|^(?:公开|部门|单位)?\d+表"
    r"|^[（(]?(?:备?注|说明)\s*\d*\s*[：:]|^图\s*\d|(?:^|\s)(?:金额)?单位\s*[：:]\s*(?:人民币)?(?:万元|元|亿元|千元)"
    r"|^(?:编制|填报|预算|公开|主管|资金主管|预算主管)?(?:部门|单位)(?:名称|（单位）|\(单位\))?\s*[：:](?!.*。\s*$)"
)
_TABLE_TITLE = re.compile(r"^[^，。；：]{4,60}表\s*(?:[（(【].{1,20}[）)】])?$")


def is_caption(text: str) -> bool:
    """Whether a line belongs to a table: its number, title, owner, unit or note."""
    return bool(_CAPTION.search(text) or _TABLE_TITLE.match(text))


def _paragraph(group: Sequence[Line], margins: dict[int | None, _Margins]) -> Paragraph:
    text, breaks = group[0].text, [(0, group[0].page)]
    for above, line in pairwise(group):
        if line.page != above.page:
            breaks.append((len(text), line.page))
        latin = text[-1:].isascii() and text[-1:].isalpha() and line.text[:1].isascii() and line.text[:1].isalpha()
        text += (" " if latin else "") + line.text
    first = group[0]
    page = margins.get(first.page)
    return Paragraph(
        text, tuple(breaks), centred=page is not None and len(group) == 1 and page.centred(first), top=first.top
    )


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, its full stop included; a stop inside brackets does not end it."""
    start = depth = opened = 0
    for i, character in enumerate(text):
        if character in _OPEN:
            depth, opened = depth + 1, i if depth == 0 else opened
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in "。！？" and (depth == 0 or i - opened > _LONGEST_BRACKET):
            depth = 0
            yield start, i + 1
            start = i + 1
    if start < len(text):
        yield start, len(text)


def is_bare_part(text: str) -> bool:
    """第三部分 printed alone, its title on the next line."""
    return _BARE_PART.fullmatch("".join(text.split())) is not None
