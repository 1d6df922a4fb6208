"""The rows of an ordinary table: labels, codes, cells, sides and hierarchy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import read_number
from index.grids.banners import beside, by_banner
from index.grids.headers import column_paths, header_depth, is_ruler, without_ruler_words
from index.grids.hierarchy import Entry, is_total, placed
from index.grids.row_names import RowName, names_of
from index.grids.runs import runs
from index.grids.sides import Role, Side, roles, side_kind, split_sides
from index.grids.slots import Grid, GridRow, Slot
from index.model import Cell, Column, Row

_TORN_AMOUNT = re.compile(r"^-?\d{1,3}(?:,\d{3})*\.\d?$")
_OVERFLOW = re.compile(
    r"^[\u4e00-\u9fff]{1,2}(-?[\d,]+\.\d{2}|-?\d{5,})$"
)  # the end of a label that ran into the amount
_PLAIN_NAME = re.compile(r"^(?:科目名称|项目名称|名称|项目|科目)$")
LONG_TEXT = 20  # characters: texts that may go on over a page


@dataclass(frozen=True, slots=True)
class Body:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_body(grid: Grid) -> Body:
    """Columns and rows of a grid whose caption rows are already cut off."""
    body = Body((), ())
    for part in by_banner(without_ruler_words(grid)):
        read = _read_part(part)
        body = Body((*body.columns, *read.columns), (*body.rows, *beside(read.rows, body.columns)))
    return body


def _read_part(grid: Grid) -> Body:
    depth = header_depth(grid)
    header = grid[:depth]
    lines = tuple(
        row for row in _below(grid[depth:]) if not row.blank and not is_ruler(row) and not _repeats(row, header)
    )
    lines = _rejoined(lines)
    paths = _headed(_with_overflow(column_paths(header), lines) or [()] * len(grid[0].slots))
    idle = _idle(header, lines)
    columns = [Role.SKIP if c in idle else role for c, role in enumerate(roles(paths, lines))]
    sides = split_sides(paths, columns, lines)
    lists = runs(sides, paths, lines)
    named: list[Column] = []
    rows: list[Row] = []
    namers: set[int] = set()
    for position, run in enumerate(lists):
        names = [names_of(side, lines) for side in run]
        spare = sorted({name.spare[0] for part in names for name in part if name.spare})
        named += [Column(paths[c][:1]) for c in spare]
        offset = len(named)
        namers |= {offset + i for i, group in enumerate(run[0].values) if group[0] in run[0].stubs}
        named += [Column(path) for path in _side_paths(run[0], [other[0] for other in lists], paths)]
        kind = side_kind(run[0].name, position) if len(lists) > 1 else ""
        drafts = [
            draft
            for side, part in zip(run, names, strict=True)
            for draft in _drafts(side, list(zip(part, lines, strict=True)), offset, spare)
        ]
        rows += _placed_rows(drafts, kind, quoted=len(sides) > 1)
    return _without(namers - {cell.column for row in rows for cell in row.cells}, named, rows)


def _below(lines: Grid) -> Grid:
    """Lines in which a header that reaches one line too far down (beside 栏次 and 合计) has no text; one that reaches
    further is a name along the side."""
    if len(lines) < 2:
        return lines
    first, second = lines[:2]
    slots = (
        Slot("") if slot.down and not below.down > 1 else slot
        for slot, below in zip(first.slots, second.slots, strict=True)
    )
    return (replace(first, slots=tuple(slots)), *lines[1:])


def _without(columns: set[int], named: list[Column], rows: list[Row]) -> Body:
    """The body less some columns that hold no cells (columns of names, each of which names its row)."""
    if not columns:
        return Body(tuple(named), tuple(rows))
    kept = {old: new for new, old in enumerate(c for c in range(len(named)) if c not in columns)}
    moved = (replace(row, cells=tuple(replace(cell, column=kept[cell.column]) for cell in row.cells)) for row in rows)
    return Body(tuple(named[c] for c in kept), tuple(moved))


def _with_overflow(paths: list[tuple[str, ...]], lines: tuple[GridRow, ...]) -> list[tuple[str, ...]]:
    """A header whose last character ran over into the first amount below has it back."""
    whole: list[tuple[str, ...]] = []
    for c, path in enumerate(paths):
        run = _OVERFLOW.match(lines[0].slots[c].printed) if lines and path else None
        whole.append((*path[:-1], path[-1] + run.string[: run.start(1)]) if run else path)
    return whole


def _headed(paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """A column without a header of its own continues the one at its left (项目名称 over two columns of names)."""
    return [path or (paths[c - 1] if c else ()) for c, path in enumerate(paths)]


def _rejoined(lines: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """A row that a page break cut in two, in one: the second half holds only the rest of long texts."""
    whole: list[GridRow] = []
    for line in lines:
        if whole and whole[-1].page != line.page and _is_rest(line, whole[-1]):
            slots = (
                replace(slot, text=slot.text + rest.printed) if rest.printed else slot
                for slot, rest in zip(whole[-1].slots, line.slots, strict=True)
            )
            whole[-1] = replace(whole[-1], slots=tuple(slots))
        else:
            whole.append(line)
    return tuple(whole)


def _is_rest(line: GridRow, above: GridRow) -> bool:
    """Whether a row only goes on with cells of the row above: the rest of long texts, or of a torn name or amount."""
    filled = [c for c, text in enumerate(line.printed) if text]
    halves = [(above.slots[c].printed, line.printed[c]) for c in filled]
    if len(filled) <= 2 and min(filled) > 0 and all(len(upper) > LONG_TEXT for upper, _ in halves):
        return True
    if not all(upper for upper, _ in halves) or any(_is_whole_amount(text) for text in line.printed):
        return False
    exact = any(_is_whole_amount(text) for text in above.printed)
    return any(_is_torn_name(*half) or (exact and _is_torn_amount(*half)) for half in halves)


def _is_torn_name(upper: str, lower: str) -> bool:
    """A bracket opens in one half and closes in the other."""
    opened = upper.count("（") + upper.count("(") - upper.count("）") - upper.count(")")
    closed = lower.count("）") + lower.count(")") - lower.count("（") - lower.count("(")
    return opened == closed == 1


def _is_torn_amount(upper: str, lower: str) -> bool:
    """The last decimal stands in the lower half."""
    return bool(_TORN_AMOUNT.match(upper) and re.fullmatch(r"\d{1,2}", lower))


def _is_whole_amount(text: str) -> bool:
    return bool(re.fullmatch(r"-?[\d,]+\.\d{2}", text))


def _repeats(row: GridRow, header: Grid) -> bool:
    """A header row printed again in mid-table."""
    texts = tuple(slot.text for slot in row.slots)
    return any(texts == tuple(slot.text for slot in line.slots) for line in header)


def _idle(header: Grid, lines: Sequence[GridRow]) -> set[int]:
    """Columns under a leaf header that spans several, of which only some ever hold a cell: the others."""
    if not header:
        return set()
    leaf = next((row for row in reversed(header) if not is_ruler(row)), header[-1])
    idle: set[int] = set()
    start = 0
    for c in range(1, len(leaf.slots) + 1):
        if c < len(leaf.slots) and leaf.slots[c].right:
            continue
        group = range(start, c)
        used = {i for i in group if any(line.slots[i].printed for line in lines)}
        if len(group) > 1:
            idle.update(set(group) - (used or {start}))
        start = c
    return idle


def _side_paths(side: Side, sides: list[Side], paths: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Value columns under their side's heading; sides that share it are told apart by their label's header."""
    own = [paths[group[0]][:-1] or paths[group[0]] if len(group) > 1 else paths[group[0]] for group in side.values]
    if len(sides) == 1:
        return own
    others = {paths[group[0]] for other in sides if other is not side for group in other.values}
    if not others.intersection(own) or side.label is None:
        return [path if side.name in path or not side.name else (side.name, *path) for path in own]
    leaf = tuple(part for part in paths[side.label][-1:] if not _PLAIN_NAME.match(part))
    return [(*path[:-1], *(part for part in leaf if part not in path), *path[-1:]) for path in own]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row before its place among the others is known."""

    entry: Entry
    cells: tuple[Cell, ...]
    line: GridRow
    side: Side


def _drafts(side: Side, lines: Sequence[tuple[RowName, GridRow]], offset: int, spare: Sequence[int]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for name, line in lines:
        cells = _cells(side, line, offset, name)
        if cells and name.spare:
            column, code = name.spare
            cells = (Cell(offset - len(spare) + spare.index(column), code, bbox=line.slots[column].bbox), *cells)
        if not cells and (not (name.label or name.code) or _runs_into_next(side, line)):
            continue
        values = {cell.column - offset: cell.value for cell in cells if cell.column >= offset}
        numbers = tuple(values.get(i) for i, group in enumerate(side.values) if group[0] not in side.words)
        entry = Entry(name.label, name.code, name.stub, name.indent, numbers, name.prefix)
        drafts.append(_Draft(entry, cells, line, side))
    return drafts


def _placed_rows(drafts: Sequence[_Draft], kind: str, quoted: bool) -> list[Row]:
    """The rows of one list under their ancestors; ``quoted`` rows are quoted without what other lists print there."""
    entries = placed([draft.entry for draft in drafts])
    return [
        Row(
            label=entry.label,
            cells=draft.cells,
            code=entry.code,
            path=entry.path,
            level=len(entry.path),
            side=kind,
            page=draft.line.page,
            quote=_quote(draft.side, draft.line) if quoted else draft.line.quote,
            total=entry.total or (not entry.label and not entry.code and len(drafts) == 1),
        )
        for entry, draft in zip(entries, drafts, strict=True)
    ]


def _runs_into_next(side: Side, line: GridRow) -> bool:
    """Whether the row's label goes on into the label of the side at the right: one total for both."""
    beyond = max(c for group in side.values for c in group) + 1 if side.values else len(line.slots)
    return side.label is not None and beyond < len(line.slots) and line.slots[beyond].right >= beyond - side.label


def _cells(side: Side, line: GridRow, offset: int, name: RowName) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for i, group in enumerate(side.values):
        slot = line.slots[group[0]]
        text = "".join(line.slots[c].printed for c in group)
        if not text or group[0] == name.column or (is_total(text) and text == name.label):
            continue
        if group[0] in side.words:
            cells.append(Cell(offset + i, text, bbox=slot.bbox))
        else:
            cells.append(read_cell(offset + i, slot))
    return tuple(cells)


def read_cell(column: int, slot: Slot) -> Cell:
    """A slot's text as a cell: a number (in the table's unit, 10.5 for 10.5%), a dash, or words."""
    number = read_number(slot.text.rstrip("%％").lstrip(",，"))
    if number is None and (overflow := _OVERFLOW.match(slot.text)):
        number = read_number(overflow.group(1))
        return Cell(column, overflow.group(1), number[0] if number else None, certain=False, bbox=slot.bbox)
    return Cell(column, slot.text, number[0] if number else None, bbox=slot.bbox)


def _quote(side: Side, line: GridRow) -> str:
    columns = sorted({*side.codes, *side.stubs, *(c for group in side.values for c in group)})
    return " ".join(text for c in columns if (text := line.slots[c].printed))
