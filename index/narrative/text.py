"""Section text without white space, with the way back to the printed words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Compact:
    """A paragraph without white space, its commas, colons and semicolons full-width outside numbers.

    ``places[i]`` is the offset of its i-th character in ``printed``.
    """

    text: str
    printed: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The printed words of a span, verbatim."""
        if start >= end:
            return ""
        return self.printed[self.places[start] : self.places[end - 1] + 1]


def compact(paragraph: str) -> Compact:
    """White space goes, except between two digits: 12  102 are two numbers."""
    kept: list[int] = []
    for match in re.finditer(r"(\S+)(\s*)", paragraph):
        kept.extend(range(match.start(1), match.end(1)))
        following = paragraph[match.end() : match.end() + 1]
        if (
            match[2]
            and match[1][-1].isdigit()
            and following.isdigit()
            and not _torn(match[1], paragraph[match.end() :])
        ):
            kept.append(match.start(2))
    text = "".join(paragraph[i] for i in kept)
    return Compact(_MARK.sub(lambda mark: _FULL_WIDTH[mark.group()], text), paragraph, tuple(kept))


_FULL_WIDTH = {",": "，", ":": "：", ";": "；"}
_MARK = re.compile(r"(?<!\d)[,:;]|[,:;](?!\d)")
_YEAR_HEAD = re.compile(r"(?<!\d)(?:2|20|20\d)$")


def _torn(left: str, right: str) -> bool:
    """Whether a gap stands inside a number: 86,68 5.29 (a group of thousands has three digits), 202 6年."""
    head, tail = _YEAR_HEAD.search(left), re.match(r"(\d{1,3})年", right)
    if head and tail and re.fullmatch(r"20\d\d", head.group() + tail[1]):
        return True
    group = re.search(r"\d,(\d{1,2})$", left)
    rest = re.match(r"\d+", right)
    return bool(group and rest and len(group[1]) + len(rest.group()) == 3)


def segment(text: str, position: int) -> tuple[int, int]:
    """The stretch between semicolons or stops around a position; those inside a bracket beside it do not count."""
    depths, stops = _stops(text)
    here, place = depths[position], bisect_left(stops, position)
    start = next((stops[i] + 1 for i in range(place - 1, -1, -1) if depths[stops[i]] <= here), 0)
    return start, next((stops[i] for i in range(place, len(stops)) if depths[stops[i]] <= here), len(text))


@lru_cache(maxsize=4)
def _stops(text: str) -> tuple[list[int], list[int]]:
    """(how many brackets each character stands in, the places of the marks that end a clause)."""
    return _depths(text), [i for i, mark in enumerate(text) if mark in "。；;！？"]


def _depths(text: str) -> list[int]:
    """How many brackets each character stands in."""
    depths, depth = [], 0
    for character in text:
        if character in "）)":
            depth = max(0, depth - 1)
        depths.append(depth)
        if character in "（(":
            depth += 1
    return depths


def brackets(text: str) -> list[tuple[int, int]]:
    """(start, end) of outermost bracketed stretches, brackets included."""
    found, depth, opened = [], 0, 0
    for i, character in enumerate(text):
        if character in "（(":
            opened = i if depth == 0 else opened
            depth += 1
        elif character in "）)" and depth:
            depth -= 1
            if depth == 0:
                found.append((opened, i + 1))
    return found


def clean_quote(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text).strip("，,；; ")
