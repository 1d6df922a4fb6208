"""Where a quoted sentence stands on a scanned page: the page is recognised again when somebody wants to see it.

That takes seconds a page, so the pages of a process are recognised one at a time, and the last ones are remembered.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from index.readers.glyphs import Glyph, lines_of
from index.readers.page_picture import GUARD
from index.readers.pdfium import sight_of
from index.readers.quote_places import QuotePlace, place_among
from index.readers.scans.networks import Networks, load_networks, models_folder
from index.readers.scans.picture import page_picture
from index.readers.scans.recogniser import Recognised, recognised

_FURTHER = 1  # pages that a sentence may run over to
_ONE_AT_A_TIME = threading.Lock()


def scanned_quote_place(path: Path, first: int, quote: str) -> QuotePlace | None:
    """The quote's place on the picture of page ``first`` (from 1) or the next, in the points of the page.

    None where no scan has it, and where RapidOCR is missing.
    """
    if not path.is_file():
        return None
    changed = path.stat().st_mtime_ns
    seen: dict[int, Recognised] = {}

    def pages() -> Iterator[tuple[int, Sequence[Glyph]]]:
        for number in range(max(first, 1), first + _FURTHER + 1):
            with _ONE_AT_A_TIME:
                page = _page(path, changed, number)
            if page is not None:
                seen[number] = page
                yield number, [glyph for line in lines_of(page.glyphs) for glyph in line.glyphs]

    place = place_among(pages(), quote)
    if place is None:
        return None
    return replace(place, boxes=tuple(seen[place.page].straight.on_page(box) for box in place.boxes))


@lru_cache(maxsize=64)
def _page(path: Path, changed: int, number: int) -> Recognised | None:  # noqa: ARG001 - a changed file is another file
    """What is seen on a page that is a picture; None for other pages and where it cannot be recognised."""
    import pypdfium2

    networks = _networks()
    if networks is None:
        return None
    with GUARD:
        try:
            document = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError):
            return None
        try:
            if not 1 <= number <= len(document) or sight_of(document[number - 1]).glyphs:
                return None
            image, scale = page_picture(document[number - 1])
        finally:
            document.close()
    return recognised(image, scale, networks)


@cache
def _networks() -> Networks | None:
    folder = models_folder()
    return load_networks(folder) if folder is not None else None
