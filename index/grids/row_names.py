"""What names each row of a side: its label, its code, the names in outer columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.grids.hierarchy import is_part_total, is_total
from index.grids.sides import Side
from index.grids.slots import GridRow, Slot

_MARKED_CODE = re.compile(
    r"^[\[【（(](\d{3,15})[\]】）)]\s*(.+)$"  # [201]一般公共服务支出
    r"|^(\d{6,9}[A-Z]\d{8,})[\s_\-—.]*(.+)$"  # a project's code
    r"|^(\d{3,15})[\s_\-—.]+(\D.*)$"  # 30101-基本工资
    r"|^((?:[12345]\d{2})(?:\d{2}){0,2})([^\d\s年月.,].*)$"  # 30101基本工资
)
_NONE = "无"  # where a table has nothing to list, in its first column
_PART = 3  # digits of 类, the longest part of a code


@dataclass(frozen=True, slots=True)
class RowName:
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


def names_of(side: Side, lines: Sequence[GridRow]) -> list[RowName]:
    """The name of each line on a side; parts of a code that a line leaves out are those of the lines above, as is the
    unit named once before its rows."""
    parts: list[str] = []
    return _with_owners(side, lines, [_name(side, line, parts) for line in lines])


def _with_owners(side: Side, lines: Sequence[GridRow], found: list[RowName]) -> list[RowName]:
    """Rows below a unit's first one, in whose column of units nothing is printed, are that unit's too."""
    if len(side.owners) != 1:
        return found
    (column,) = side.owners
    owned: list[RowName] = []
    above = ""
    for line, name in zip(lines, found, strict=True):
        said = line.slots[column].text
        own = name.column == side.label and not is_total(name.label)
        above = said if said and own else above if own and not line.slots[column].right else ""
        missing = own and not said and above and not name.prefix
        owned.append(replace(name, prefix=(above,)) if missing else name)
    return owned


def _name(side: Side, line: GridRow, parts: list[str]) -> RowName:
    """``parts`` remembers the 类/款/项 of the rows above for rows that leave them out."""
    codes = [_code_text(line.slots[c]) for c in side.codes]
    words = [text for text in codes if text and (is_total(text) or text == _NONE)]
    if words:
        return RowName(words[0])
    code, spare = _code(side, codes, parts)
    column = _label_column(side, line)
    if column is None:
        return RowName("", code, spare=spare)
    slot = line.slots[column]
    prefix = tuple(
        split_code(text)[1]
        for c in side.stubs
        if c < column and (text := line.slots[c].text) and line.slots[c].right == 0 and not is_total(text)
    )
    if code is None:
        code, label = split_code(slot.text)
        if code is not None:
            return RowName(label, code, column, side.stubs.index(column), slot.indent, prefix)
    return RowName(slot.text, code, column, side.stubs.index(column), slot.indent, prefix, spare)


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
    amount); else the label's own; else, where that is blank or merged downwards, the first other stub with a name (not
    one that only says what a further line of the same project is classified as)."""
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
    if slot.text:
        beyond = [c for c in beyond if c not in side.classes]
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
