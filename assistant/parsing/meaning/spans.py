"""Stretches of a plain sentence, and a sentence without what only divides it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the plain sentence and what it is: kind metric, code, quoted, or another reader's."""

    start: int
    end: int
    kind: str
    value: str = ""

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Squeezed:
    """A sentence without spaces, quotes and brackets, each character remembering where it stood."""

    def __init__(self, text: str) -> None:
        kept = [(i, ch) for i, ch in enumerate(text) if ch not in " “”\"'‘’「」『』()（）《》"]
        self.text = "".join(ch for _, ch in kept)
        self.places = [i for i, _ in kept]

    def span(self, start: int, end: int, kind: str, value: str) -> Span:
        return Span(self.places[start], self.places[end - 1] + 1, kind, value)
