"""Section text without white space, with the way back to the printed words; sentences and their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = "（(〔[【《", "）)〕]】》"
_LONGEST_BRACKET = 240


@dataclass(frozen=True, slots=True)
class Compact:
    """A paragraph without white space. ``places[i]`` is the offset of its i-th character in ``printed``."""

    text: str
    printed: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The printed words of a span, verbatim."""
        if start >= end:
            return ""
        return self.printed[self.places[start] : self.places[end - 1] + 1]


def compact(paragraph: str) -> Compact:
    places = tuple(i for i, character in enumerate(paragraph) if not character.isspace())
    return Compact("".join(paragraph[i] for i in places), paragraph, places)


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


def segment(text: str, position: int) -> tuple[int, int]:
    """The stretch between semicolons or stops around a position."""
    start = max(text.rfind(mark, 0, position) for mark in "。；;！？") + 1
    ends = [end for mark in "。；;！？" if (end := text.find(mark, position)) >= 0]
    return start, min(ends, default=len(text))


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
