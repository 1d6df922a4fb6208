"""The rows of an ordinary table: labels, codes, cells, sides and hierarchy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.amounts import read_number
from index.grids.headers import column_paths, header_depth, is_ruler, without_ruler_words
from index.grids.hierarchy import Entry, is_part_total, is_total, placed
from index.grids.sides import Role, Side, roles, side_kind, split_sides
from index.grids.slots import Grid, GridRow, Slot
from index.model import Cell, Column, Row

_MARKED_CODE = re.compile(
    r"^[\[【（(](\d{3,15})[\]】）)]\s*(.+)$"  # [201]一般公共服务支出
    r"|^(\d{6,9}[A-Z]\d{8,})[\s_\-—.]*(.+)$"  # a project's code
    r"|^(\d{3,15})[\s_\-—.]+(\D.*)$"  # 30101-基本工资
    r"|^((?:[12345]\d{2})(?:\d{2}){0,2})([^\d\s年月.,].*)$"  # 30101基本工资
)
_TORN_AMOUNT = re.compile(r"^-?\d{1,3}(?:,\d{3})*\.\d?$")
_OVERFLOW = re.compile(
    r"^[\u4e00-\u9fff]{1,2}(-?[\d,]+\.\d{2}|-?\d{5,})$"
)  # the end of a label that ran into the amount
_NONE = "无"  # where a table has nothing to list, in its first column
_PLAIN_NAME = re.compile(r"^(?:科目名称|项目名称|名称|项目|科目)$")
_PART = 3  # digits of 类, the longest part of a code
LONG_TEXT = 20  # characters: texts that may go on over a page


@dataclass(frozen=True, slots=True)
class Body:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def read_body(grid: Grid) -> Body:
    """Columns and rows of a grid whose caption rows are already cut off."""
    grid = without_ruler_words(grid)
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
    named: list[Column] = []
    rows: list[Row] = []
    namers: set[int] = set()
    for position, side in enumerate(sides):
        names = _names(side, lines)
        spare = sorted({name.spare[0] for name in names if name.spare})
        named += [Column(paths[c][:1]) for c in spare]
        offset = len(named)
        namers |= {offset + i for i, group in enumerate(side.values) if group[0] in side.stubs}
        named += [Column(path) for path in _side_paths(side, sides, paths)]
        kind = side_kind(side.name, position) if len(sides) > 1 else ""
        rows += _side_rows(side, list(zip(names, lines, strict=True)), offset, kind, spare)
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


def _names(side: Side, lines: Sequence[GridRow]) -> list[_Name]:
    parts: list[str] = []
    return [_name(side, line, parts) for line in lines]


def _side_rows(
    side: Side, lines: Sequence[tuple[_Name, GridRow]], offset: int, kind: str, spare: Sequence[int]
) -> list[Row]:
    drafts: list[tuple[Entry, tuple[Cell, ...], GridRow]] = []
    for name, line in lines:
        cells = _cells(side, line, offset, name)
        if cells and name.spare:
            column, code = name.spare
            cells = (Cell(offset - len(spare) + spare.index(column), code, bbox=line.slots[column].bbox), *cells)
        if not cells and (not (name.label or name.code) or _runs_into_next(side, line)):
            continue
        values = {cell.column - offset: cell.value for cell in cells if cell.column >= offset}
        numbers = tuple(values.get(i) for i, group in enumerate(side.values) if group[0] not in side.words)
        drafts.append((Entry(name.label, name.code, name.stub, name.indent, numbers, name.prefix), cells, line))
    entries = placed([entry for entry, _, _ in drafts])
    return [
        Row(
            label=entry.label,
            cells=cells,
            code=entry.code,
            path=entry.path,
            level=len(entry.path),
            side=kind,
            page=line.page,
            quote=_quote(side, line) if kind else line.quote,
            total=entry.total or (not entry.label and not entry.code and len(drafts) == 1),
        )
        for entry, (_, cells, line) in zip(entries, drafts, strict=True)
    ]


def _runs_into_next(side: Side, line: GridRow) -> bool:
    """Whether the row's label goes on into the label of the side at the right: one total for both."""
    beyond = max(c for group in side.values for c in group) + 1 if side.values else len(line.slots)
    return side.label is not None and beyond < len(line.slots) and line.slots[beyond].right >= beyond - side.label


@dataclass(frozen=True, slots=True)
class _Name:
    """What names a row: its label (found in ``column``), its code, the names in outer columns; ``spare`` is a second
    code that it prints, with its column: a unit's row has the unit's code and tells the item that its projects are of.
    """

    label: str
    code: str | None = None
    column: int | None = None
    stub: int = 0
    indent: int | None = 0
    prefix: tuple[str, ...] = ()
    spare: tuple[int, str] | None = None


def _name(side: Side, line: GridRow, parts: list[str]) -> _Name:
    """``parts`` remembers the 类/款/项 of the rows above for rows that leave them out."""
    codes = [_code_text(line.slots[c]) for c in side.codes]
    words = [text for text in codes if text and (is_total(text) or text == _NONE)]
    if words:
        return _Name(words[0])
    code, spare = _code(side, codes, parts)
    column = _label_column(side, line)
    if column is None:
        return _Name("", code, spare=spare)
    slot = line.slots[column]
    prefix = tuple(
        split_code(text)[1]
        for c in side.stubs
        if c < column and (text := line.slots[c].text) and line.slots[c].right == 0 and not is_total(text)
    )
    if code is None:
        code, label = split_code(slot.text)
        if code is not None:
            return _Name(label, code, column, side.stubs.index(column), slot.indent, prefix)
    return _Name(slot.text, code, column, side.stubs.index(column), slot.indent, prefix, spare)


def _code_text(slot: Slot) -> str:
    """What a column of codes says in a row; the header's own 类 | 款 | 项 may reach down to the total."""
    return "" if slot.right or slot.text in ("类", "款", "项") else slot.text


def split_code(text: str) -> tuple[str | None, str]:
    """(code, name) of a cell that prints both: ``[201]…``, ``2010301 …``, ``30101-…``; (None, text) of any other."""
    match = _MARKED_CODE.match(text)
    if match is None:
        return None, text
    code, name = (group for group in match.groups() if group)
    return code, name


def _label_column(side: Side, line: GridRow) -> int | None:
    """The column that names this row: the innermost under the label's header (小计 there is the outer name's own
    amount); else the label's own; else, where that is blank or merged downwards, the first other stub with a name."""
    if side.label is None:
        return None
    deeper = [c for c in side.inner if (text := line.slots[c].printed) and not is_part_total(text)]
    if deeper:
        return deeper[-1]
    slot = line.slots[side.label]
    if is_part_total(slot.text):
        outer = [c for c in side.stubs if c < side.label and line.slots[c].printed]
        return outer[-1] if outer else side.label
    if slot.text and not slot.down:
        return side.label
    beyond = [c for c in side.stubs if line.slots[c].printed and (not slot.text or c > side.label)]
    if beyond:
        return beyond[0]
    return side.label if slot.text else None


def _code(side: Side, texts: list[str], parts: list[str]) -> tuple[str | None, tuple[int, str] | None]:
    """A row's code: the parts joined, or, where the row prints one in a column of another code (单位编码), that one;
    then the other of the two, with the column that it starts in."""
    joint = [text for c, text in zip(side.codes, texts, strict=True) if c in side.parts]
    left = side.parts | side.repeated if any(joint) else side.parts
    others = [(c, text) for c, text in zip(side.codes, texts, strict=True) if c not in left and text]
    if not joint and len(texts) > 1 and all(len(text) <= _PART for text in texts):
        return _joined_code(texts, parts), None
    joined = _joined_code([joint[0], *(_padded(text) for text in joint[1:])], parts) if joint else None
    own = [(c, text) for c, text in others if len(text) >= _PART or joined is None]
    if joined is None or not others:
        return (own[-1][1] if own else joined), None
    return (own[-1][1], (min(side.parts), joined)) if own else (joined, others[-1])


def _padded(part: str) -> str:
    """款 or 项 with its two digits, where a sheet's number lost the zero."""
    return part.zfill(2) if part.isdigit() else part


def _joined_code(codes: list[str], parts: list[str]) -> str | None:
    """类/款/项 columns as one code: ``["", "08", ""]`` under 205 is 20508."""
    filled = [i for i, text in enumerate(codes) if text]
    if not filled:
        return None
    if not all(len(text) <= _PART for text in codes):
        return codes[filled[-1]]
    if filled[0] == 0:
        parts[:] = codes
    else:
        parts[:] = [*parts[: filled[0]], *([""] * (filled[0] - len(parts))), *codes[filled[0] :]]
    return "".join(parts[: filled[-1] + 1]) or None


def _cells(side: Side, line: GridRow, offset: int, name: _Name) -> tuple[Cell, ...]:
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
