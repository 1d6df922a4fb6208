"""A question reduced to what names are made of."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.parsing.model import Mention
from index.vocabulary.names import key


class Squeezed:
    """The question without spaces, quotes and brackets, each character remembering where it stood."""

    def __init__(self, plain: str) -> None:
        kept = [(i, ch) for i, ch in enumerate(plain) if key(ch)]
        self.text = "".join(ch for _, ch in kept)
        self.places = [i for i, _ in kept]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1

    def inside(self, spans: Iterable[tuple[int, int]]) -> list[bool]:
        """For each character whether it stands in one of the spans (of the question as written)."""
        kept = list(spans)
        return [any(start <= place < end for start, end in kept) for place in self.places]

    def block(self, blocked: list[bool], mentions: Iterable[Mention]) -> None:
        """Marks the characters of these mentions in ``blocked``."""
        for i, held in enumerate(self.inside((mention.start, mention.end) for mention in mentions)):
            blocked[i] = blocked[i] or held
