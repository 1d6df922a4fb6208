"""How figures are written, to tell a misread one: groups of three digits, one point, no letters.

A line that reads like a figure is read again among the characters of figures alone, and from differently cut
pictures while it breaks the rules or the network hesitates; what most readings agree on is taken. Marks that were
taken for each other are put right only where the digits leave one way to do it (12,34 → 12.34, 1,23456 → 1,234.56).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable

from index.readers.scans.networks import Character, Reading

_FIGURE = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?%?")
_CONFUSABLE = re.compile(r"[-0-9.,%OoQDCcUlIi|!SsBZzg、。·'`:;—–_~ ]+")
_SURE = 0.93
_MENDED = (
    (re.compile(r"(-?\d{1,3}(?:,\d{3})+)(\d{2})"), r"\1.\2"),  # the point is lost
    (re.compile(r"(-?\d{1,3}(?:,\d{3})*),(\d{1,2})"), r"\1.\2"),  # a point read as a comma
)
_POINTS_ONLY = re.compile(r"-?\d{1,3}(\.\d{3})+\.\d{1,2}")  # commas read as points
_SPACED = re.compile(r"[.,]{2,}")

Read = Callable[[], Iterable[Reading]]


def is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def looks_like_figure(text: str) -> bool:
    """Whether a line may be a figure with some characters misread."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    digits = sum(char.isdecimal() for char in plain)
    return bool(_CONFUSABLE.fullmatch(plain)) and (2 * digits >= len(plain) or plain in ("O", "o"))


def mended(text: str) -> str:
    """The figure with points and commas put right where only one way is possible; else the text itself.

    >>> mended("1,23456"), mended("58.461.30"), mended("12,34"), mended("1234")
    ('1,234.56', '58,461.30', '12.34', '1234')
    """
    if is_figure(text):
        return text
    single = _SPACED.sub(lambda run: run.group()[0], text)
    if _POINTS_ONLY.fullmatch(single):
        whole, _, decimals = single.rpartition(".")
        single = whole.replace(".", ",") + "." + decimals
    for pattern, written in _MENDED:
        if not is_figure(single) and pattern.fullmatch(single):
            single = pattern.sub(written, single)
    return single if is_figure(single) else text


def best_figure(first: Reading, again: Read) -> tuple[Character, ...]:
    """The characters of a line that looks like a figure; ``again`` yields readings of other cuts of its picture."""
    if is_figure(_text(first.figure)) and _text(first.figure) == first.text and first.confidence >= _SURE:
        return first.figure
    votes: defaultdict[str, float] = defaultdict(float)
    seen: dict[str, tuple[Character, ...]] = {}
    for reading in (first, *again()):
        text = _text(reading.figure)
        written = mended(text)
        if is_figure(written):
            votes[written] += min(c.confidence for c in reading.figure) * (1.0 if written == text else 0.5)
            seen.setdefault(written, _marked(reading.figure, written))
    if not votes:
        return first.characters
    return seen[max(votes, key=lambda written: votes[written])]


def _text(characters: Iterable[Character]) -> str:
    return "".join(character.text for character in characters)


def _marked(characters: tuple[Character, ...], written: str) -> tuple[Character, ...]:
    """The characters with the marks of ``written``: digits keep their places."""
    digits = iter([character for character in characters if character.text.isdecimal()])
    placed: list[Character] = []
    for char in written:
        if char.isdecimal():
            placed.append(next(digits))
        else:
            before = placed[-1].centre + 1e-4 if placed else 0.0
            same = (c.centre for c in characters if c.text == char and c.centre > before)
            placed.append(Character(char, next(same, before), 0.5))
    return tuple(placed)
