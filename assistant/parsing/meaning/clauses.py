"""Two questions in one utterance: where the sentence is cut.

A sentence may be cut where it pauses. A linear model tells whether what follows a pause asks anew, by the signs and
the first and last words on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path

from assistant.parsing.meaning.linear import Blocks, Linear, load
from assistant.parsing.meaning.signs import signs

_SURE = 0.4  # most sentences with a pause ask one thing
WEIGHTS = Path(__file__).parent / "clauses.safetensors"
PAUSE = re.compile(r"[,，?？;；。!！]+ ?|(?<=[^a-zA-Z\d]) (?=[^a-zA-Z\d])")


@cache
def _model() -> Linear:
    return load(WEIGHTS)


def parts(text: str, mask: Callable[[str], str]) -> tuple[str, ...]:
    """The sentence cut where a further question begins; one piece where it asks one thing."""
    return cut(text, mask, lambda blocks: _model().scores(blocks)["cut"] > _SURE)


def cut(text: str, mask: Callable[[str], str], asks_anew: Callable[[Blocks], bool]) -> tuple[str, ...]:
    found, start = [], 0
    for pause, after in pauses(text):
        if asks_anew(blocks(mask(text[start : pause.start()]), mask(text[pause.end() : after]), pause.group())):
            found.append(text[start : pause.start()])
            start = pause.end()
    return (*found, text[start:])


def pauses(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The pauses between words, each with where the piece after it ends."""
    marks = [mark for mark in PAUSE.finditer(text) if text[: mark.start()].strip() and text[mark.end() :].strip()]
    for mark, further in zip_longest(marks, marks[1:]):
        yield mark, further.start() if further else len(text)


def blocks(left: str, right: str, mark: str) -> Blocks:
    """Features of a pause between two masked pieces."""
    one, other = _names(left), _names(right)
    pairs = [f"x {a} {b}" for a in one for b in other]
    words = [f"le {left[-2:]}", f"rs {right[:2]}", f"rs3 {right[:3]}", f"re {right[-2:]}", f"mark {mark.strip()[:1]}"]
    words += [f"ls {left[:2]}", f"sizes {min(len(left) // 4, 4)} {min(len(right) // 4, 4)}"]
    words += [f"r{right[at : at + 2]}" for at in range(len(right) - 1)]
    return [f"l {name}" for name in one] + [f"r {name}" for name in other], pairs, words


def _names(masked: str) -> list[str]:
    return sorted({name for names in signs(masked) for name in names}) or ["none"]
