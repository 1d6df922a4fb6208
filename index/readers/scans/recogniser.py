"""A scanned page → its characters and grids, until the time for the file is spent."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.model import RawTable, TextBlock
from index.readers.glyphs import Glyph
from index.readers.limits import allow
from index.readers.rulings import Grid, grids_of_image
from index.readers.scans.networks import Networks, load_networks, models_folder
from index.readers.scans.picture import page_picture
from index.readers.scans.straighten import Straightened, moved, straightened
from index.readers.scans.strokes import rulings_of
from index.readers.scans.turns import quarter_turns
from index.readers.scans.words import glyphs_of, paper_of

if TYPE_CHECKING:
    import pypdfium2

    from index.readers.scans.networks import Image

_FINDING_DOTS = 120 / 72  # pixels per point in which lines of text are looked for


def is_installed() -> bool:
    return models_folder() is not None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was seen on a page, in points of the straightened picture, and the way back to the page."""

    glyphs: list[Glyph]
    grids: list[Grid]
    straight: Straightened

    def on_page(self, blocks: Sequence[TextBlock | RawTable]) -> tuple[TextBlock | RawTable, ...]:
        """Blocks made of what was seen, with their boxes in points of the page."""
        return tuple(self._table(block) if isinstance(block, RawTable) else self._text(block) for block in blocks)

    def _text(self, block: TextBlock) -> TextBlock:
        return replace(block, bbox=self.straight.on_page(block.bbox) if block.bbox else None)

    def _table(self, table: RawTable) -> RawTable:
        boxes = tuple(tuple(self.straight.on_page(box) if box else None for box in row) for row in table.bboxes or ())
        outer = self.straight.on_page(table.bbox) if table.bbox else None
        return replace(table, bboxes=boxes or None, bbox=outer)


@dataclass(slots=True)
class Recogniser:
    """Recognises pages until ``seconds`` have been spent; after that, and where RapidOCR is missing, None.

    Each page also asks for ``page_seconds`` more of the time that the file may take.
    """

    seconds: float = 1500.0
    page_seconds: float = 40.0
    _networks: Networks | None = None
    _spent: float = 0.0

    def recognise(self, page: pypdfium2.PdfPage) -> Recognised | None:
        networks = self._loaded()
        if networks is None or self._spent > self.seconds:
            return None
        allow(self.page_seconds)
        started = time.monotonic()
        seen = recognised(*page_picture(page), networks)
        self._spent += time.monotonic() - started
        return seen

    def _loaded(self) -> Networks | None:
        folder = models_folder()
        if self._networks is None and folder is not None:
            self._networks = load_networks(folder)
        return self._networks


def recognised(image: Image, scale: float, networks: Networks) -> Recognised:
    """What stands on the picture of a page, ``scale`` pixels per point."""
    found = _found(image, scale, networks)
    turns = quarter_turns(image, found, networks)
    straight = straightened(image, scale, turns)
    boxes = moved(found, straight)
    edges, covered = rulings_of(straight.image, scale)
    grids = grids_of_image(edges) if found else []
    paper = paper_of(straight.image, covered, grids, boxes, scale)
    return Recognised(list(glyphs_of(paper, grids, boxes, networks)), grids, straight)


def _found(image: Image, scale: float, networks: Networks) -> list[Image]:
    """The boxes around lines of text, in pixels of the picture."""
    import cv2

    share = min(_FINDING_DOTS / scale, 1.0)
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else image
    return [box / share for box in networks.lines(small)]
