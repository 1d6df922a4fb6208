"""Indicator rows of a performance form: words under known headings → cells, and blocks joined row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.amounts import read_number
from index.layouts import load_layouts

_JOIN, _MISSING, _MID_LINE_START, _SPLIT_BLOCK, _IMPOSSIBLE = 2, 9, 6, 5, 10**9
_LONGEST_CELL = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A token with the line and the paragraph (lines between two empty ones) that it stands in."""

    text: str
    line: int
    block: int
    starts_line: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Indicator rows printed together: ``headings`` as (role, printed name), and the words below them."""

    headings: tuple[tuple[str, str], ...]
    words: tuple[Word, ...]


IndicatorRow = Mapping[str, str]  # role → text


def read_rows(block: Block, expected: int | None) -> list[dict[str, str]]:
    """A block's words dealt out to its columns; wrapped cells are joined, missing cells left out."""
    roles = [role for role, _ in block.headings]
    if len(roles) == 1:
        return [{roles[0]: text} for text in _single_column(block.words, expected)]
    return _deal(block.words, tuple(roles))


def _single_column(words: Sequence[Word], expected: int | None) -> list[str]:
    """One entry a paragraph where that gives the number expected, else one a line."""
    by_block = _grouped(words, "block")
    by_line = _grouped(words, "line")
    return by_block if expected is not None and len(by_block) == expected != len(by_line) else by_line


def _grouped(words: Sequence[Word], attribute: str) -> list[str]:
    groups: dict[int, str] = {}
    for word in words:
        key = getattr(word, attribute)
        groups[key] = groups.get(key, "") + word.text
    return list(groups.values())


def _deal(words: Sequence[Word], roles: tuple[str, ...]) -> list[dict[str, str]]:
    """The cheapest way to cut the words into rows of cells (wrapping and missing cells cost)."""
    table = _cheapest(words, roles)
    rows: list[dict[str, str]] = []
    position = 0
    while position < len(words) and table[position, 0, True][0] < _IMPOSSIBLE:
        row: dict[str, str] = {}
        start = position
        for column, role in enumerate(roles):
            count = table[position, column, position == start][1]
            if count:
                row[role] = "".join(word.text for word in words[position : position + count])
                position += count
        rows.append(row)
    return rows


def _cheapest(words: Sequence[Word], roles: tuple[str, ...]) -> dict[tuple[int, int, bool], tuple[int, int]]:
    """(position, column, row still empty) → (cost from there to the end, words that this cell takes)."""
    size, width = len(words), len(roles)
    table: dict[tuple[int, int, bool], tuple[int, int]] = {
        (size, column, empty): (_MISSING * (width - column) if not empty else 0, 0)
        for column in range(width + 1)
        for empty in (True, False)
    }
    for position in reversed(range(size)):
        table[position, width, True] = (_IMPOSSIBLE, 0)
        start = 0 if words[position].starts_line else _MID_LINE_START
        for empty in (True, False):
            if not empty:
                table[position, width, False] = (start + table[position, 0, True][0], 0)
            for column in reversed(range(width)):
                options = [(_MISSING + table[position, column + 1, empty][0], 0)]
                for count, cost in _cells(words, position, roles[column]):
                    options.append((cost + table[position + count, column + 1, False][0], count))
                table[position, column, empty] = min(options, key=lambda option: (option[0], -option[1]))
    return table


def _cells(words: Sequence[Word], position: int, role: str) -> list[tuple[int, int]]:
    """(number of words, cost) of every cell that may begin at a position; a cell goes on only at a new line."""
    found, text, apart = [], "", 0
    for count, word in enumerate(words[position : position + _LONGEST_CELL], start=1):
        if count > 1 and not word.starts_line:
            break
        text += word.text
        apart += _SPLIT_BLOCK if word.block != words[position].block else 0
        cost = _cell_cost(role, text)
        if cost is not None:
            found.append((count, cost + _JOIN * (count - 1) + apart))
    return found


def _cell_cost(role: str, text: str) -> int | None:
    """How odd a text is for a column; None when it cannot stand there."""
    words = load_layouts().words
    number = read_number(text) is not None
    match role:
        case "first":
            return 0 if text in words.indicator_first else (4 if text.endswith("指标") and len(text) <= 8 else None)
        case "second":
            return 0 if text.endswith("指标") and text not in words.indicator_first else (8 if not number else None)
        case "sign":
            return 0 if text in words.indicator_signs else None
        case "core":
            return 0 if text in ("是", "否") else None
        case "weight":
            return 0 if number or re.fullmatch(r"\d+(\.\d+)?[%分]", text) else None
        case "unit":
            return None if number or text in words.indicator_signs else (0 if len(text) <= 6 else 3)
        case "name":
            return None if number or text in words.indicator_signs or text in ("是", "否") else 0
    return None if text in words.indicator_signs else (0 if number else 1)


# ---------------------------------------------------------------- joining two blocks


@dataclass(frozen=True, slots=True)
class Joined:
    rows: tuple[dict[str, str], ...]
    certain: bool


def join_blocks(left: Sequence[IndicatorRow], right: Sequence[IndicatorRow], known: Sequence[IndicatorRow]) -> Joined:
    """Rows of two blocks put together: in printed order where nothing speaks against it, else by the only pairing fit.

    ``known``: complete indicators of the document's other forms; the same name there has the same unit and levels.
    """
    if len(left) != len(right):
        width = max(len(left), len(right))
        padded = [[*side, *({} for _ in range(width - len(side)))] for side in (left, right)]
        return Joined(tuple({**a, **b} for a, b in zip(*padded, strict=True)), False)
    fits = [[_fits({**a, **b}, known) for b in right] for a in left]
    if all(fits[i][i] for i in range(len(left))):
        return Joined(tuple({**a, **b} for a, b in zip(left, right, strict=True)), True)
    pairing = _only_pairing(fits)
    if pairing is None:
        return Joined(tuple({**a, **b} for a, b in zip(left, right, strict=True)), False)
    return Joined(tuple({**a, **right[pairing[i]]} for i, a in enumerate(left)), True)


def _fits(row: IndicatorRow, known: Sequence[IndicatorRow]) -> bool:
    """Whether two halves may be one indicator: words go with 定性, numbers with signs, and known names keep levels."""
    if "sign" in row and "value" in row:
        qualitative = row["sign"] in load_layouts().words.indicator_qualitative
        if qualitative == (read_number(row["value"]) is not None):
            return False
    same = [other for other in known if other.get("name") and other.get("name") == row.get("name")]
    return all(
        row[role] == other[role]
        for other in same
        for role in ("first", "second", "unit")
        if role in row and role in other
    )


def _only_pairing(fits: Sequence[Sequence[bool]]) -> list[int] | None:
    """The one perfect matching of a table of possible pairs; None when there is none or more than one."""
    found: list[list[int]] = []

    def extend(chosen: list[int]) -> None:
        if len(found) > 1:
            return
        if len(chosen) == len(fits):
            found.append(chosen)
            return
        for j, fit in enumerate(fits[len(chosen)]):
            if fit and j not in chosen:
                extend([*chosen, j])

    if len(fits) <= 12:
        extend([])
    return found[0] if len(found) == 1 else None
