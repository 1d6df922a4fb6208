"""Indentation of label cells: in many tables the only trace of which row belongs to which.

The distance between a label's first character and the left edge of its cell becomes leading spaces: a full-width
space for each character width beyond the leftmost label of the column, an ordinary space for a half. Centred and
right-aligned cells have no indentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.model import BBox
from index.readers.glyphs import Line

_WORDS = re.compile(r"[A-Za-z\u3400-\u9fff]")
_SAME = 0.3  # of the character size: offsets closer than this are one level


@dataclass(frozen=True, slots=True)
class _Label:
    row: int
    column: int
    left: float  # free space on both sides, in character sizes
    right: float
    edge: float  # free space at the left of the leftmost line: less than ``left`` where the first line is indented

    @property
    def centred(self) -> bool:
        return self.left > 0.6 and abs(self.left - self.right) < 0.5

    @property
    def flush_right(self) -> bool:
        return self.right < 0.7 and self.left > self.right + 1


def indented(
    texts: list[list[str | None]],
    boxes: Sequence[Sequence[BBox | None]],
    lines: Mapping[tuple[int, int], Sequence[Line]],
) -> None:
    """Puts the leading spaces into ``texts``."""
    for column in range(max(map(len, texts), default=0)):
        labels = [
            label
            for row in range(len(texts))
            if (label := _label(row, column, texts[row][column], boxes[row][column], lines.get((row, column), ())))
        ]
        for label in labels:
            texts[label.row][column] = _spaces(label, labels) + (texts[label.row][column] or "")


def _label(row: int, column: int, text: str | None, box: BBox | None, lines: Sequence[Line]) -> _Label | None:
    if not text or box is None or not lines or not _WORDS.search(text):
        return None
    first = lines[0]
    size = max(first.size, 1.0)
    x0, _, x1, _ = first.bbox
    edge = min(line.bbox[0] for line in lines)
    return _Label(row, column, (x0 - box[0]) / size, (box[2] - x1) / size, (edge - box[0]) / size)


def _spaces(label: _Label, labels: Sequence[_Label]) -> str:
    aligned = [other for other in labels if not other.centred]
    if len(aligned) < 0.4 * len(labels) or sum(other.flush_right for other in labels) > 0.6 * len(labels):
        return ""
    base = _base(aligned)
    if label.centred and not any(abs(other.left - label.left) < _SAME for other in aligned):
        return ""
    halves = round((label.left - base) * 2)
    return "\u3000" * (halves // 2) + " " * (halves % 2) if halves > 0 else ""


def _base(labels: Sequence[_Label]) -> float:
    """Where a column's text begins: at its leftmost label, or where that label's further lines stand, for a page may
    hold indented labels only."""
    leftmost = min(label.left for label in labels)
    return min((label.edge for label in labels if label.left - leftmost < _SAME), default=leftmost)
