"""Tables printed without rulings: columns recovered from where words stand, or left as lines of text.

A run of lines counts as a table when most of them end in numbers and the pieces of all its lines fall into columns
that do not overlap. Anything less clear stays text: a wrong column is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import BBox, RawTable
from index.readers.glyphs import Glyph, Line, box_around, line_text
from index.readers.indentation import indented

_GAP = 1.2  # of the character size, between the pieces of a line
_FIGURE = re.compile(r"[-−－]?\d[\d,，]*(\.\d+)?%?|[-—－]+")
_EXACT = re.compile(r"\d[.,]\d")
_LEAST_ROWS = 3
_MOST_HEADER_LINES = 4

Column = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Piece:
    line: Line
    text: str
    x0: float
    x1: float

    @property
    def is_figure(self) -> bool:
        return _FIGURE.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    pieces: tuple[_Piece, ...]

    @property
    def has_figures(self) -> bool:
        return len(self.pieces) > 1 and self.pieces[-1].is_figure


def unruled_tables(lines: Sequence[Line], number: int) -> tuple[list[RawTable], list[Line]]:
    """The tables recovered from the lines of a page, and the lines that stay text."""
    rows = [_Row(line, _pieces(line)) for line in lines]
    tables: list[RawTable] = []
    taken: set[int] = set()
    for first, last in _runs(rows):
        columns = _columns(rows[first:last])
        if columns is None:
            continue
        highest = max(max(taken, default=-1) + 1, first - _MOST_HEADER_LINES)
        top = first
        while top > highest and _is_header(rows[top - 1], columns):
            top -= 1
            columns = _with_empty_columns(rows[top], columns)
        tables.append(_table(rows[top:last], columns, number))
        taken.update(range(top, last))
    return tables, [row.line for index, row in enumerate(rows) if index not in taken]


def _pieces(line: Line) -> tuple[_Piece, ...]:
    groups: list[list[Glyph]] = []
    for glyph in line.glyphs:
        if groups and glyph.x0 - groups[-1][-1].x1 < _GAP * glyph.size:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return tuple(_Piece(Line(tuple(group)), line_text(group), group[0].x0, group[-1].x1) for group in groups)


def _runs(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """From the first to behind the last line with figures; between them at most one line in a row without."""
    start = end = None
    for index, row in enumerate(rows):
        if row.has_figures:
            start, end = (index if start is None else start), index + 1
        elif start is not None and end is not None and (index > end or len(row.pieces) != 1):
            yield from _long_enough(rows, start, end)
            start = end = None
    if start is not None and end is not None:
        yield from _long_enough(rows, start, end)


def _long_enough(rows: Sequence[_Row], start: int, end: int) -> Iterator[tuple[int, int]]:
    figures = [row for row in rows[start:end] if row.has_figures]
    exact = sum(bool(_EXACT.search(piece.text)) for row in figures for piece in row.pieces if piece.is_figure)
    if len(figures) >= _LEAST_ROWS and exact >= _LEAST_ROWS:
        yield start, end


def _columns(rows: Sequence[_Row]) -> list[Column] | None:
    """The stretches of the page width that the pieces fill; None where two pieces of a line fall into one."""
    columns: list[Column] = []
    for piece in sorted((piece for row in rows for piece in row.pieces), key=lambda piece: piece.x0):
        if columns and piece.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.x1))
        else:
            columns.append((piece.x0, piece.x1))
    for row in rows:
        places = [_place(piece, columns)[0] for piece in row.pieces]
        if len(set(places)) < len(places):
            return None
    return columns if len(columns) > 1 else None


def _place(piece: _Piece, columns: Sequence[Column]) -> tuple[int, int]:
    """First and last column under a piece (the nearest one where it stands between two)."""
    under = [index for index, (x0, x1) in enumerate(columns) if min(piece.x1, x1) - max(piece.x0, x0) > 0.5]
    if under:
        return under[0], under[-1]
    centre = (piece.x0 + piece.x1) / 2
    nearest = min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - centre))
    return nearest, nearest


def _is_header(row: _Row, columns: Sequence[Column]) -> bool:
    """Whether a line above belongs to the table: several pieces, no two over one column, no figures with points."""
    widened = _with_empty_columns(row, columns)
    apart = all(left[1] < right[0] for left, right in pairwise(_place(piece, widened) for piece in row.pieces))
    words = not any(_EXACT.search(piece.text) or re.search(r"[:：。]", piece.text) for piece in row.pieces)
    return len(row.pieces) > 1 and apart and words


def _with_empty_columns(header: _Row, columns: Sequence[Column]) -> list[Column]:
    """The columns and those that only the header fills: a piece that stands free of every column heads an empty one."""
    free = [
        (piece.x0, piece.x1)
        for piece in header.pieces
        if all(min(piece.x1, x1) - max(piece.x0, x0) <= 0.5 for x0, x1 in columns)
    ]
    return sorted([*columns, *free])


def _table(rows: Sequence[_Row], columns: Sequence[Column], number: int) -> RawTable:
    texts: list[list[str | None]] = []
    boxes: list[list[BBox | None]] = []
    words: dict[tuple[int, int], Sequence[Line]] = {}
    for r, row in enumerate(rows):
        _, top, _, bottom = row.line.bbox
        texts.append([""] * len(columns))
        boxes.append([(round(x0, 2), top, round(x1, 2), bottom) for x0, x1 in columns])
        for piece in row.pieces:
            first, last = _place(piece, columns)
            texts[r][first] = piece.text
            boxes[r][first] = (round(columns[first][0], 2), top, round(columns[last][1], 2), bottom)
            words[r, first] = (piece.line,)
            for covered in range(first + 1, last + 1):
                texts[r][covered] = boxes[r][covered] = None
    indented(texts, boxes, words)
    outer = box_around([glyph for row in rows for glyph in row.line.glyphs])
    return RawTable(tuple(map(tuple, texts)), number, tuple(map(tuple, boxes)), outer)
