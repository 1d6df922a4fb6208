"""Budget terms in a text with their plain meaning, which shows when a term is pointed at or focused.

The meanings are the vocabulary's own (``index/vocabulary/terms.jsonl``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from assistant.rendering.escaping import escape
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_CLASSES = frozenset(("fund_source", "income", "expenditure_total", "three_public", "operating", "procurement"))
_BY_NAME = frozenset(("economic",))  # explained where the name means one thing only
_SHORTEST = 3
_MOST = 4  # of one answer: a text full of marks is hard to read


class Explaining:
    """Marks terms in the texts of one answer, each where it first stands. ``name`` tells answers apart on a page."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen: list[str] = []

    def html(self, text: str, plain: Callable[[str], str] = escape) -> str:
        """The text with its terms marked; ``plain`` writes what stands between them."""
        parts, end = [], 0
        for start, stop, gloss in _terms(text):
            if len(self._seen) < _MOST and gloss not in self._seen:
                parts += [plain(text[end:start]), self._marked(text[start:stop], gloss)]
                end = stop
        return "".join((*parts, plain(text[end:])))

    def _marked(self, term: str, gloss: str) -> str:
        self._seen.append(gloss)
        name = f"bq-term-{self._name}-{len(self._seen)}"
        return (
            f'<dfn class="bq-term" tabindex="0" aria-describedby="{name}">{escape(term)}'
            f'<span class="bq-tip" role="tooltip" id="{name}">{escape(gloss)}</span></dfn>'
        )


def _terms(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, meaning) of the terms of a text, the longest at each place."""
    glosses, longest = _glosses()
    letters = [(position, letter) for position, ch in enumerate(text) for letter in key(ch)]
    read = "".join(letter for _, letter in letters)
    at = 0
    while at < len(read):
        size = next(
            (n for n in range(min(longest, len(read) - at), _SHORTEST - 1, -1) if read[at : at + n] in glosses), 0
        )
        if size:
            start, stop = letters[at][0], letters[at + size - 1][0] + 1
            yield _with_quote(text, start), stop, glosses[read[at : at + size]]
        at += size or 1


def _with_quote(text: str, start: int) -> int:
    """Where a term starts whose first word stands in quotes (“三公”经费)."""
    return start - 1 if start and text[start - 1] in '“"‘「' else start


@cache
def _glosses() -> tuple[dict[str, str], int]:
    """Meaning by name key, and the length of the longest name."""
    words = vocabulary()
    found: dict[str, str] = {}
    for name, ids in words.printed.items():
        term = words.terms[ids[0]]
        alone = len({words.terms[each].gloss for each in ids}) == 1
        known = term.term_class in _CLASSES or (term.term_class in _BY_NAME and alone)
        if known and term.gloss and len(name) >= _SHORTEST:
            found[name] = term.gloss
    return found, max(map(len, found), default=0)
