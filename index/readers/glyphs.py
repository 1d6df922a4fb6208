"""Placed characters → lines of text. Coordinates are PDF points, origin at the top left.

Spaces are judged by distance, not by the space characters of a PDF, which are as often missing as superfluous:
one space for a visible gap, two for a gap as wide as between columns, none inside a number that the PDF splits
("1, 234 .50"). Characters drawn twice for boldness count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from index.model import BBox
from index.readers.radicals import fold_radicals
from index.readers.wording import is_number_line, seam, starts_item

_VISIBLE_GAP = 0.4  # of the character size
_COLUMN_GAP = 1.5
_JOINED_NUMBER_GAP = 0.8
_ROOMY = frozenset("、，。；：！？（）《》“”")  # punctuation whose own box is mostly blank
_LATIN = re.compile(r"[A-Za-z0-9]")
_NUMBER = re.compile(r"[-−－]?(\d{1,3}([,，]\d{3})*|\d+)(\.\d+)?%?")
_SENTENCE_END = re.compile(r"[。；;！？：:]$")


class Glyph(NamedTuple):
    """A printed character that is not a space; ``x1 − x0`` is its advance, ``size`` the font size."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    spaced: bool  # a space character stands before it
    order: int = 0  # place in the page's content

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """The characters of one printed line from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def bbox(self) -> BBox:
        return box_around(self.glyphs)

    @property
    def size(self) -> float:
        sizes = sorted(glyph.size for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @property
    def text(self) -> str:
        return line_text(self.glyphs)


def box_around(glyphs: Sequence[Glyph]) -> BBox:
    return (
        round(min(g.x0 for g in glyphs), 2),
        round(min(g.top for g in glyphs), 2),
        round(max(g.x1 for g in glyphs), 2),
        round(max(g.bottom for g in glyphs), 2),
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Characters that stand at one height form a line; lines from top to bottom."""
    groups: list[list[Glyph]] = []
    middle = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.middle):
        if groups and abs(glyph.middle - middle) <= 0.45 * min(glyph.size, groups[-1][0].size * 2):
            groups[-1].append(glyph)
            middle += (glyph.middle - middle) / len(groups[-1])
        else:
            groups.append([glyph])
            middle = glyph.middle
    return [Line(run) for group in groups for run in _runs(_without_doubles(sorted(group, key=lambda g: g.x0)))]


def _runs(glyphs: tuple[Glyph, ...]) -> list[tuple[Glyph, ...]]:
    """Texts printed over each other at one height are taken apart: each was drawn in one go from left to right."""
    if not any(_overprinted(left, right) for left, right in pairwise(glyphs)):
        return [glyphs]
    strokes: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.order):
        last = strokes[-1][-1] if strokes else None
        if last and last.x0 < glyph.x0 < last.x1 + _COLUMN_GAP * glyph.size and not _overprinted(last, glyph):
            strokes[-1].append(glyph)
        else:
            strokes.append([glyph])
    runs: list[list[Glyph]] = []
    for stroke in strokes:
        free = next((run for run in runs if not any(_overlap(stroke, glyph) for glyph in run)), None)
        if free is None:
            runs.append(stroke)
        else:
            free.extend(stroke)
    return [tuple(sorted(run, key=lambda g: g.x0)) for run in runs]


def _overprinted(left: Glyph, right: Glyph) -> bool:
    """Punctuation does not count: its wide box is often squeezed into the next character's."""
    words = left.text.isalnum() and right.text.isalnum()
    return words and min(left.x1, right.x1) - right.x0 > 0.35 * min(left.x1 - left.x0, right.x1 - right.x0)


def _overlap(stroke: Sequence[Glyph], glyph: Glyph) -> bool:
    return min(stroke[-1].x1, glyph.x1) - max(stroke[0].x0, glyph.x0) > 0.6 * (glyph.x1 - glyph.x0)


def _without_doubles(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    kept: list[Glyph] = []
    for glyph in glyphs:
        recent = kept[-3:]
        if not any(g.text == glyph.text and abs(g.x0 - glyph.x0) < 0.2 * glyph.size for g in recent):
            kept.append(glyph)
    return tuple(kept)


def line_text(glyphs: Sequence[Glyph]) -> str:
    """The text of a line, with spaces where the eye sees them."""
    parts: list[str] = []
    previous: Glyph | None = None
    token = ""  # what stands since the last space
    for glyph in glyphs:
        space = _space(previous, glyph, token) if previous else ""
        token = glyph.text if space else token + glyph.text
        parts.append(space + glyph.text)
        previous = glyph
    return fold_radicals("".join(parts))


def _space(left: Glyph, right: Glyph, token: str) -> str:
    size = max(left.size, right.size, 1.0)
    gap = (right.x0 - left.x1) / size
    numeric = left.text[-1] in "0123456789.,，" and right.text[0] in "0123456789.,，"
    if numeric and gap < _JOINED_NUMBER_GAP and _continues_number(token, right.text):
        return ""
    if gap >= _COLUMN_GAP:
        return "  "
    if left.text in _ROOMY:
        return ""
    if gap >= _VISIBLE_GAP:
        return " "
    both_latin = _LATIN.match(left.text[-1]) and _LATIN.match(right.text[0])
    return " " if both_latin and (right.spaced or gap > 0.25) else ""


def _continues_number(token: str, following: str) -> bool:
    """Whether a digit, point or comma after a small gap belongs to the number before the gap."""
    if token[-1] in ".,，":
        return True
    if following in ".,，":
        return "." not in token
    decimals = re.search(r"\.(\d*)$", token)
    return len(decimals.group(1)) < 2 if decimals else False


def cell_text(lines: Sequence[Line], right_edge: float) -> str:
    """The text of a table cell. Wrapped lines are joined with nothing between them (a space between two Latin words).

    A line break is kept ("\\n") only where two complete numbers stand below each other, or where a new numbered item
    starts after a line that ends before the cell's right edge: there the break is meant, not forced by the width.
    """
    text = ""
    previous: Line | None = None
    for line in lines:
        if previous is None:
            text = line.text
        else:
            text += _break(previous, line, right_edge) + line.text
        previous = line
    return text if "\n" in text else _mended_number(text)


def _break(previous: Line, line: Line, right_edge: float) -> str:
    above, below = previous.text, line.text
    room = right_edge - previous.bbox[2]
    forced = room < 1.6 * line.glyphs[0].size
    if is_number_line(above) and is_number_line(below):
        whole = above + below
        continues = bool(_NUMBER.fullmatch(whole)) and not ("." in above and "." in below)
        return "" if continues and (forced or above[-1] in ".,，" or below[0] in ".,，") else "\n"
    if starts_item(below) and forced and not _SENTENCE_END.search(above):
        return ""
    return seam(above, below)


def _mended_number(text: str) -> str:
    if " " not in text or not re.fullmatch(r"[-−－]?[\d,，. ]+%?", text) or "  " in text:
        return text
    joined = text.replace(" ", "")
    return joined if re.fullmatch(r"[-−－]?\d{1,3}([,，]\d{3})+(\.\d+)?|[-−－]?\d+\.\d+", joined) else text
