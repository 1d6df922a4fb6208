"""The text layer of a PDF as rows of tokens, read without any table grid: what the tables are compared with.

Characters come from pdfminer (the reader has its own eyes), as far as they are shown, stand in rows by their height, and in tokens by the gaps
between them. Nothing here knows of rulings or cells.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from index.readers.radicals import fold_radicals

_ROW = 0.4  # of the character size: baselines closer than this stand in one row
_FREE = 0.7  # of the character size: a number with such a gap on both sides stands in a column of its own
_TOUCHING = 0.3
_WRAPPED = 5.0  # digit widths from the first to the second line of a number that is wrapped around a row
_LINE = 3.5  # digit widths: no line of a wrapped number is further below
_TORN = re.compile(r"[-－−]?\d{1,3}(?:[,，]\d{3})*\.\d")
_SPLIT_NUMBER = 0.8  # "25180591 .33" is one number
_AMOUNT = re.compile(r"[-－−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)\.\d{2}(?![%％]|\d+(?:[^\d,.]|$))")
NUMBER = re.compile(r"[-－−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[%％]?")


class Char(NamedTuple):
    text: str
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Token:
    """Characters without a visible gap. ``left`` and ``right``: the free space beside it, in character sizes."""

    text: str
    x0: float
    x1: float
    left: float = 99.0
    right: float = 99.0
    tail: str = ""  # digits right below that may be the end of a number which its cell wraps

    @property
    def is_number(self) -> bool:
        return NUMBER.fullmatch(self.text) is not None

    def stands_over(self, other: Token) -> bool:
        """Whether both are aligned at the left, at the right or by their centres."""
        left, right = abs(self.x0 - other.x0), abs(self.x1 - other.x1)
        return min(left, right, abs(self.x0 + self.x1 - other.x0 - other.x1) / 2) < 2

    def is_completed_by(self, below: Token) -> bool:
        """Whether this is an amount without its last decimal, and that stands below it."""
        inside = self.x0 - 2 <= below.x0 and below.x1 <= self.x1 + 2
        return inside and below.text.isdigit() and len(below.text) == 1 and bool(_TORN.fullmatch(self.text))

    @property
    def is_free(self) -> bool:
        return self.left > _FREE and self.right > _FREE


@dataclass(frozen=True, slots=True)
class TextRow:
    """What stands at one height of a page, from left to right."""

    page: int
    baseline: float
    tokens: tuple[Token, ...]

    @property
    def numbers(self) -> tuple[Token, ...]:
        return tuple(token for token in self.tokens if token.is_number)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens if not token.is_number)

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)


def text_layer(path: Path) -> Iterator[tuple[TextRow, ...]]:
    """The rows of each page from top to bottom; sideways pages are turned upright."""
    import pdfplumber

    from eval.shown_text import shown_chars

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            yield text_rows(shown_chars(page), number)
            page.close()


def text_rows(chars: Sequence[dict[str, Any]], page: int) -> tuple[TextRow, ...]:
    """pdfplumber's characters of a page as rows."""
    return tuple(_with_tails(_with_wrapped(list(_rows(_placed(chars), page)))))


def _placed(found: Sequence[dict[str, Any]]) -> list[Char]:
    """Places along and across the direction of the text; across counts the baseline, downwards."""
    sideways = [char for char in found if not char["upright"]]
    printed = [char for char in found if char["text"].strip()]
    if 2 * len(sideways) <= len(found):
        return [Char(c["text"], c["x0"], c["x1"], -c["matrix"][5], c["size"]) for c in printed]
    if 2 * sum(char["matrix"][1] > 0 for char in sideways) >= len(sideways):
        return [Char(c["text"], -c["bottom"], -c["top"], c["matrix"][4], c["size"]) for c in printed]
    return [Char(c["text"], c["top"], c["bottom"], -c["matrix"][4], c["size"]) for c in printed]


def _rows(chars: list[Char], page: int) -> Iterator[TextRow]:
    group: list[Char] = []
    for char in sorted(chars, key=lambda char: char.baseline):
        if group and char.baseline - sum(c.baseline for c in group) / len(group) > _ROW * min(
            char.size, group[-1].size
        ):
            yield _row(group, page)
            group = []
        group.append(char)
    if group:
        yield _row(group, page)


def _with_wrapped(rows: list[TextRow]) -> list[TextRow]:
    """The rows with numbers that their cells wrap around a row's height (an amount without its last decimal in the
    row above, that decimal in the row below) whole and in that row."""
    moved = {i: list(row.tokens) for i, row in enumerate(rows)}
    for i in range(1, len(rows) - 1):
        if not any(_AMOUNT.fullmatch(token.text) for token in rows[i].tokens):
            continue
        for upper in rows[i - 1].tokens:
            lower = next((t for t in rows[i + 1].tokens if upper.is_completed_by(t)), None)
            between = any(min(t.x1, upper.x1) > max(t.x0, upper.x0) for t in rows[i].tokens)
            if lower is None or between or rows[i + 1].baseline - rows[i - 1].baseline > _WRAPPED * _width(upper):
                continue
            moved[i - 1].remove(upper)
            moved[i + 1].remove(lower)
            moved[i].append(replace(upper, text=upper.text + lower.text))
    return [
        replace(row, tokens=tuple(sorted(moved[i], key=lambda token: token.x0)))
        for i, row in enumerate(rows)
        if moved[i]
    ]


def _width(token: Token) -> float:
    """Of a character."""
    return (token.x1 - token.x0) / len(token.text)


def _with_tails(rows: list[TextRow]) -> Iterator[TextRow]:
    for index, row in enumerate(rows):
        below = rows[index + 1 : index + 4]
        yield replace(row, tokens=tuple(replace(token, tail=_tail(token, row, below)) for token in row.tokens))


def _tail(token: Token, row: TextRow, below: Sequence[TextRow]) -> str:
    if not token.is_number:
        return ""
    furthest = row.baseline + _LINE * _width(token)
    return next(
        (
            other.text
            for line in below
            if line.baseline <= furthest
            for other in line.tokens
            if other.text.isdigit() and token.x0 - 2 <= other.x0 and other.x1 <= token.x1 + 2
        ),
        "",
    )


def _row(chars: list[Char], page: int) -> TextRow:
    kept: list[Char] = []
    for char in sorted(chars, key=lambda char: char.x0):  # a character drawn twice for boldness counts once
        if not any(c.text == char.text and abs(c.x0 - char.x0) < 0.2 * char.size for c in kept[-3:]):
            kept.append(char)
    pieces: list[list[Char]] = [[kept[0]]]
    for left, right in pairwise(kept):
        if _apart(left, right):
            pieces.append([right])
        else:
            pieces[-1].append(right)
    baseline = sum(char.baseline for char in chars) / len(chars)
    tokens = [token for piece in pieces for token in _tokens(piece)]
    return TextRow(page, baseline, tuple(_spaced(tokens, kept[0].size)))


def _apart(left: Char, right: Char) -> bool:
    gap = (right.x0 - left.x1) / max(left.size, right.size, 1.0)
    if _is_digit(left.text) and right.text in ".,":
        return gap > _SPLIT_NUMBER
    return gap > _TOUCHING or (gap > 0.1 and _is_digit(left.text) != _is_digit(right.text))


def _is_digit(text: str) -> bool:
    return text in "0123456789.,-%"


def _tokens(chars: list[Char]) -> Iterator[Token]:
    """Amounts that touch each other, or the words beside them, are tokens of their own."""
    text = "".join(char.text[:1] for char in chars)
    ends = sorted({0, len(text), *(end for match in _AMOUNT.finditer(text) for end in match.span())})
    for start, end in pairwise(ends):
        part = chars[start:end]
        yield Token(fold_radicals("".join(char.text for char in part)), part[0].x0, part[-1].x1)


def _spaced(tokens: list[Token], size: float) -> Iterator[Token]:
    for index, token in enumerate(tokens):
        left = (token.x0 - tokens[index - 1].x1) / size if index else 99.0
        right = (tokens[index + 1].x0 - token.x1) / size if index + 1 < len(tokens) else 99.0
        yield replace(token, left=left, right=right)
