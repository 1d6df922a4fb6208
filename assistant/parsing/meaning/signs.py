"""Words that tell what is asked (``signs.toml``), read off a masked sentence from left to right."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

LETTERS = "MDPTNFOS"


@cache
def _words() -> dict[str, tuple[str, ...]]:
    with (Path(__file__).parent / "signs.toml").open("rb") as stream:
        classes: dict[str, str] = tomllib.load(stream)["signs"]
    found: dict[str, tuple[str, ...]] = {}
    for name, words in classes.items():
        for word in words.lower().split():
            found[word] = (*found.get(word, ()), name)
    return found


@cache
def _longest() -> int:
    return max(map(len, _words()))


@cache
def signs(masked: str) -> tuple[tuple[str, ...], ...]:
    """The signs of a masked sentence in reading order; a word may be a sign of two classes."""
    words, text = _words(), masked.lower()
    found: list[tuple[str, ...]] = []
    at = 0
    while at < len(masked):
        if masked[at] in LETTERS:
            found.append((masked[at],))
            at += 1
            continue
        size = next((n for n in range(min(_longest(), len(text) - at), 0, -1) if text[at : at + n] in words), 0)
        if size:
            found.append(words[text[at : at + size]])
        at += size or 1
    return tuple(found)
