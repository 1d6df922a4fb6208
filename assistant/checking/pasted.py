"""Tables in a text (Markdown, tabs, columns of spaces, 甲：12.3 under 单位：万元) as sentences.

Each cell becomes “行的列 数 单位。” with the unit that its column, or a line above, prints; a table without a unit or
without headers over several columns says nothing that can be judged and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.checking.spelled import Reading

_MONEY = r"(?:亿|万|千|百)?元"
_NUMBER = re.compile(rf"[-－−]?\d[\d,，]*(?:\.\d+)?(?P<unit>%|％|{_MONEY}|[辆台套个人家项件])?")
_UNIT = re.compile(
    rf"[（(\[【]\s*(?:单位[:：])?\s*(?P<unit>{_MONEY}|%|％)\s*[）)\]】]|单位\s*[:：]?\s*(?P<line>{_MONEY})"
)
_RULE = re.compile(r"[\s|:：\-—+=]+")
_SPLITS = (re.compile(r"\|"), re.compile(r"\t"), re.compile(r"[ \u3000]{2,}"), re.compile(r"[:：]"))
_CODES = re.compile(r"编码|代码|序号|编号|^号$")
_MOVES = re.compile(r"增减|增长|变化|变动|同比|增幅|较上|比上")
_SHARES = re.compile(r"占比|比重|比例")
_RATES = re.compile(r"%|％|率|幅|占比|比重|比例|百分")
_YEAR = re.compile(r"20\d\d年?")
_REACH = 3  # lines above a table in which its unit may stand
_FEWEST = 2  # rows of a table, its header too
_DECORATION = "*_` #>"


@dataclass(frozen=True, slots=True)
class _Cell:
    """The words of a cell and where they stand in the text."""

    text: str
    start: int
    end: int


_Row = tuple[_Cell, ...]


def in_prose(source: str) -> Reading:
    """The text with its tables as sentences; every figure knows its place in the source."""
    made = _Made([], [], [])
    before: list[str] = []
    place = 0
    for separator, start, end, rows in _blocks(source):
        sentences = list(_told(rows, _unit_above(before), separator)) if len(rows) >= _FEWEST else []
        if sentences:
            made.keep(source, place, start)
            for words, number, unit in sentences:
                made.say(words, number.start)
                made.keep(source, number.start, number.end)
                made.say(f"{unit}。", number.end)
            place = end
        before += source[start:end].split("\n")
    made.keep(source, place, len(source))
    return Reading(source, "".join(made.parts), tuple(made.starts), tuple(made.ends))


@dataclass(frozen=True, slots=True)
class _Made:
    """The new text piece by piece, with the place in the source of each character."""

    parts: list[str]
    starts: list[int]
    ends: list[int]

    def keep(self, source: str, start: int, end: int) -> None:
        self.parts.append(source[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def say(self, words: str, place: int) -> None:
        self.parts.append(words)
        self.starts.extend([place] * len(words))
        self.ends.extend([place] * len(words))


# ---------------------------------------------------------------- finding tables


def _blocks(source: str) -> Iterator[tuple[int, int, int, list[_Row]]]:
    """(separator, start, end, rows) of each stretch of lines that are split alike; a stretch of prose has no rows."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", source)]
    kinds = [_separator(line) for _, line in lines]
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda one: one[0]):
        members = [line for _, line in group]
        start, end = members[0][0], members[-1][0] + len(members[-1][1])
        rows = (
            [_cells(line, at, _SPLITS[kind]) for at, line in members if not _RULE.fullmatch(line)] if kind >= 0 else []
        )
        yield kind, start, end, rows


def _separator(line: str) -> int:
    """Which of the ways a line is split into cells; −1 for prose."""
    if line.count("|") >= 2:
        return 0
    for kind, pattern in enumerate(_SPLITS[1:], 1):
        cells = [cell.strip(_DECORATION) for cell in pattern.split(line.strip()) if cell.strip()]
        numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in cells)
        worded = any(not _NUMBER.fullmatch(cell) for cell in cells)
        short = all(len(cell) <= 40 and "。" not in cell for cell in cells)
        if len(cells) >= 2 and short and worded and (numbers or kind < len(_SPLITS) - 1):
            return kind
    return -1


def _cells(line: str, offset: int, pattern: re.Pattern[str]) -> _Row:
    cells: list[_Cell] = []
    start = 0
    for end in (*(match.start() for match in pattern.finditer(line)), len(line)):
        piece = line[start:end]
        match = pattern.match(piece)
        skipped = match.end() if match and start else 0
        text = piece[skipped:].strip(_DECORATION)
        at = start + piece.find(text, skipped) if text else start + skipped
        cells.append(_Cell(text, offset + at, offset + at + len(text)))
        start = end
    if pattern is _SPLITS[0]:  # a row of Markdown begins and ends with its mark
        cells = cells[not cells[0].text : len(cells) - (not cells[-1].text)]
    return tuple(cells)


def _unit_above(before: Sequence[str]) -> str:
    for line in reversed(before[-_REACH:]):
        if said := _unit_in(line):
            return said
    return ""


def _unit_in(words: str) -> str:
    match = _UNIT.search(words)
    return (match["unit"] or match["line"]) if match else ""


# ---------------------------------------------------------------- telling their cells


def _told(rows: Sequence[_Row], unit: str, separator: int) -> Iterator[tuple[str, _Cell, str]]:
    """(words before, number, unit after) of each cell that can be told in words."""
    headed = not any(_NUMBER.fullmatch(cell.text) for cell in rows[0]) and separator != len(_SPLITS) - 1
    header = [cell.text for cell in rows[0]] if headed else []
    unit = next((said for text in header if (said := _unit_in(text)) and "元" in said), "") or unit
    for row in rows[headed:]:
        label = next((cell.text for cell in row if cell.text and not _NUMBER.fullmatch(cell.text)), "")
        numbers = [
            (place, cell)
            for place, cell in enumerate(row)
            if _NUMBER.fullmatch(cell.text) and not (place < len(header) and _CODES.search(header[place]))
        ]
        if not label or (len(numbers) > 1 and len(header) != len(row)):
            continue
        for place, cell in numbers:
            told = _words(label, header[place] if len(header) == len(row) else "", cell, unit)
            if told:
                yield told


def _words(label: str, header: str, cell: _Cell, unit: str) -> tuple[str, _Cell, str] | None:
    """How a cell is said; None where nothing tells its unit."""
    number = _NUMBER.fullmatch(cell.text)
    name = _UNIT.sub("", header).strip()
    said = _unit_in(header) or ("%" if _RATES.search(header) else unit)
    if number is None or not (number["unit"] or said):
        return None
    after = "" if number["unit"] else said
    if _MOVES.search(name):
        down = cell.text[0] in "-－−"
        verb = ("下降" if down else "增长") if "%" in (after or cell.text) else ("减少" if down else "增加")
        bare = _Cell(cell.text.lstrip("-－−"), cell.end - len(cell.text.lstrip("-－−")), cell.end)
        return f"{label}比上年{verb}", bare, after
    if _SHARES.search(name):
        return f"{label}占比", cell, after
    year = _YEAR.search(name)
    when = f"{year.group().rstrip('年')}年" if year else ""
    column = _YEAR.sub("", name).strip("度 ")
    return f"{when}{label}{f'的{column}' if column and not _PLAIN.fullmatch(column) else column}", cell, after


_PLAIN = re.compile(r"(?:年初|部门|本年)?(?:预算|决算|支出|收入|执行)?(?:数|金额|数额|总额|额|安排)?")
