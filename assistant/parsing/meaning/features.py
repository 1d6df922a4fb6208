"""What a sentence shows to the linear models: names of features, in blocks that weigh alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.parsing.meaning.signs import LETTERS, signs

_SHORT = re.compile(r"[\s,，。?？!！]")
_PALE = frozenset(("compare", "instead", "inside", "unit", *LETTERS))  # signs that a bare follow-up shows as well
_FEW = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said before: its intent (``change.rate``: with what tells apart its kinds) and its masked words."""

    asked: str
    masked: str

    @property
    def intent(self) -> str:
        return self.asked.partition(".")[0]


def blocks(text: str, masked: str, before: Turn | None) -> tuple[list[str], list[str], list[str]]:
    """Pieces of the masked sentence, pieces of its words, and its signs with those of the turn before."""
    return list(_pieces("m", masked)), list(_pieces("t", text)), list(_signs(masked, before))


def _pieces(block: str, text: str) -> Iterator[str]:
    """Runs of one, two and three characters."""
    bound = f"^{text}$"
    for size in (1, 2, 3):
        for at in range(len(bound) - size + 1):
            yield f"{block}{bound[at : at + size]}"


def _signs(masked: str, before: Turn | None) -> Iterator[str]:
    read = signs(masked)
    all_ = sorted({name for names in read for name in names})
    yield from (f"u {name}" for name in all_)
    yield from (f"p {one} {other}" for i, one in enumerate(all_) for other in all_[i + 1 :])
    flat = ["^", *(names[0] for names in read), "$"]
    yield from (f"b {one} {two}" for one, two in pairwise(flat))
    yield from (f"t {one} {two} {three}" for one, two, three in zip(flat, flat[1:], flat[2:], strict=False))
    words = [name for name in flat if name not in LETTERS]
    yield from (f"c {one} {two}" for one, two in pairwise(words))
    yield from (f"n {letter}{min(masked.count(letter), 3)}" for letter in "MDPTN")
    size = len(_SHORT.sub("", masked))
    yield f"length {min(size // 4, 6)}"
    if before is None:
        yield "first"
        return
    yield "follows"
    yield f"after {before.asked}"
    yield f"after {before.intent} size {min(size // 3, 5)}"
    yield f"after {before.intent} told {len([name for name in all_ if name not in _PALE])}"
    yield from (f"after {before.intent} {name}" for name in all_)
    earlier = {name for names in signs(before.masked) for name in names}
    yield from (f"h {name}" for name in earlier)
    if len(all_) < _FEW:
        yield from (f"h {name} {other}" for name in earlier for other in all_)
