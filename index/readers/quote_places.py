"""Where a quoted sentence stands in a PDF: its page, and a box for each of its lines, by the text layer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import BBox
from index.readers.glyphs import Glyph
from index.readers.page_picture import GUARD
from index.readers.pdfium import sight_of
from index.readers.radicals import fold_radicals

_FURTHER = 8  # pages that a section may run on from the one it starts on
_SHORTEST = 8  # characters of a quote's beginning that are a place to show


@dataclass(frozen=True, slots=True)
class QuotePlace:
    page: int
    boxes: tuple[BBox, ...]


def quote_place(path: Path, first: int, quote: str) -> QuotePlace | None:
    """The quote's place on page ``first`` (from 1) or one of those behind it, in the points of ``page_picture``.

    Of a quote that runs over a page's end, the lines on its first page. None where no page's text has it: a scan, a
    file that is gone.
    """
    return place_among(_pages(path, first), quote) if path.is_file() else None


def place_among(pages: Iterable[tuple[int, Sequence[Glyph]]], quote: str) -> QuotePlace | None:
    """The quote's place on the first of these pages (number, characters) that has all of it, or else most of its
    beginning."""
    wanted = "".join(letter for ch in quote for letter in _letters(ch))
    if len(wanted) < 2:
        return None
    longest: list[int] = []
    begun: QuotePlace | None = None
    for page, glyphs in pages:
        found = _find(glyphs, wanted)
        place = QuotePlace(page, _boxes([glyphs[i] for i in dict.fromkeys(found)]))
        if len(found) == len(wanted):
            return place
        if len(found) > len(longest):
            longest, begun = found, place
    return begun


def _pages(path: Path, first: int) -> Iterator[tuple[int, Sequence[Glyph]]]:
    import pypdfium2

    with GUARD:
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError):
            return
        try:
            for page in range(max(first, 1), min(first + _FURTHER, len(document)) + 1):
                yield page, sight_of(document[page - 1]).glyphs
        finally:
            document.close()


def _letters(ch: str) -> str:
    """A character as it is compared: folded, without white space and what may be written in several ways."""
    return "".join(c for c in unicodedata.normalize("NFKC", fold_radicals(ch)).lower() if c.isalnum())


def _find(glyphs: Sequence[Glyph], wanted: str) -> list[int]:
    """The glyph of each letter of the quote, or of as much of its beginning as the page has; [] for none."""
    owners = [(letter, i) for i, glyph in enumerate(glyphs) for letter in _letters(glyph.text)]
    text = "".join(letter for letter, _ in owners)
    sizes = range(len(wanted), min(_SHORTEST, len(wanted)) - 1, -1)
    size = next((n for n in sizes if wanted[:n] in text), 0)
    start = text.find(wanted[:size])
    return [owner for _, owner in owners[start : start + size]]


def _boxes(glyphs: Sequence[Glyph]) -> tuple[BBox, ...]:
    """One box a line: glyphs that go on to the right at the same height."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        last = lines[-1][-1] if lines else None
        if last is not None and abs(glyph.middle - last.middle) < glyph.size / 2 and glyph.x0 >= last.x0:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return tuple(
        (min(g.x0 for g in line), min(g.top for g in line), max(g.x1 for g in line), max(g.bottom for g in line))
        for line in lines
    )
