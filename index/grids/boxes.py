"""Labelled boxes of a form (项目名称, 主管部门, 项目资金 …): keys with their values, lists inside the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.grids.body import Body, read_body, read_cell
from index.grids.slots import Grid, GridRow, Slot
from index.model import Column, Row

CONTENT = "内容"
_SHORT_KEY = re.compile(r"^[^，。；、]{1,10}$")
_KEY = 14  # characters of a key at most
_NUMERIC = re.compile(r"^[\d,.]+$|[:：]$")
_AMOUNT = re.compile(r"^-?[\d,]+(?:\.\d+)?(?:万元|元)?$")
_FIGURE = re.compile(r"^-?[\d,]+(?:\.\d+)?(?:万元|元|[%％分])?$|^[—-]$")
_TEXT_KEY = re.compile(r"目标$|内容$|概述$|说明$")  # what stands over a text, however short
_LIST_HEADER = re.compile(
    r"(?:名称|内容|金额|总额|数量|时间|措施|任务|构成|资金|拨款|预算|预算数|执行数|支出数|执行率|得分|分值|权重|主要工作)(?:[（(].*[）)])?$"
)


def read_boxes(lines: Grid) -> Body:
    """Every box as a row with one cell in the column 内容; a list in the form (年度主要任务 …) keeps its columns."""
    columns = [Column((CONTENT,))] if any(not line.blank for line in lines) else []
    rows: list[Row] = []
    pending = ""
    skip = 0
    for i, line in enumerate(lines):
        if skip:
            skip -= 1
            continue
        spans = _spans(line)
        own = [slot for slot in spans if slot.own]
        if not any(slot.text for slot in own) and not (i and _keys_above(lines[i - 1], line)):
            continue
        if len(spans) == 1:
            pending = _lone_box(spans[0], line, pending, rows)
            continue
        if (length := _list_length(lines, i)) and (body := _inner_list(lines[i : i + length], spans[0], len(columns))):
            columns += body.columns
            rows += body.rows
            skip = length - 1
            continue
        if above := _keys_above(lines[i - 1], line) if i else ():
            rows += [_box_row(key, value, line, path) for key, value, path in above]
            continue
        if i + 1 < len(lines) and _keys_above(line, lines[i + 1]):
            continue
        rows += _pairs(spans, line)
    return Body(tuple(columns), tuple(rows))


def _pairs(spans: list[Slot], line: GridRow) -> list[Row]:
    """Key, value, key, value …; an odd number of cells (or a number in a key's place) shows that the first names a
    group of boxes. A box of the rows above that reaches down at the right end is no part of this row."""
    while len(spans) > 1 and not spans[-1].own:
        spans = spans[:-1]
    if len(spans) < 2:
        return []
    grouped = spans[1].own and (spans[0].down or _asks(spans[1]) > _asks(spans[0]))
    offset = 1 if grouped else min((len(spans) % 2, 1 - len(spans) % 2), key=lambda start: _misread(spans[start:]))
    path = (spans[0].text,) if offset and spans[0].text else ()
    return [_box_row(key.text, value, line, path) for key, value in _keyed(spans[offset:]) if value.own and key.text]


def _keyed(spans: list[Slot]) -> Iterator[tuple[Slot, Slot]]:
    """Each key with its value; a key that another key follows (…：, or the same words) has none."""
    i = 0
    while i + 1 < len(spans):
        key, value = spans[i], spans[i + 1]
        alone = _asks(value) or (value.text == key.text and bool(_SHORT_KEY.match(key.text)))
        yield key, Slot("") if alone else value
        i += 1 if alone else 2


def _asks(slot: Slot) -> bool:
    return slot.text.endswith(("：", ":"))


def _misread(spans: list[Slot]) -> int:
    """The number of cells that stand in the wrong place: numbers or blanks as keys, keys (…：) as values."""
    keys, values = spans[::2], spans[1::2]
    return sum(not key.text or bool(_AMOUNT.match(key.text)) for key in keys) + sum(map(_asks, values))


def _list_length(lines: Grid, i: int) -> int:
    """The number of lines of a list that starts at line ``i``: a margin cell spans it, its first line is headers."""
    margin, *headers = _spans(lines[i])
    named = headers[1:] if headers and headers[0].own and not headers[0].text else headers  # names may have no header
    if not margin.own or len(named) < 2 or not all(_LIST_HEADER.search(slot.text) for slot in named):
        return 0
    length = 1
    while i + length < len(lines) and (
        lines[i + length].slots[0].down == length or not lines[i + length].slots[0].text
    ):
        length += 1
    return length if length > 2 or (length == 2 and _holds_figures(lines[i + 1], named)) else 0


def _holds_figures(line: GridRow, headers: list[Slot]) -> bool:
    """Whether a line has a figure under each of the headers, whose texts may be told apart by their boxes only."""
    figures = [slot for slot in _spans(line) if slot.own and _FIGURE.match(slot.text)]
    return len(figures) >= len(headers)


def _inner_list(lines: Grid, margin: Slot, offset: int) -> Body | None:
    left = next((c for c, slot in enumerate(lines[0].slots) if c and slot.right == 0), 1)
    inner = tuple(replace(line, slots=line.slots[left:]) for line in lines)
    body = read_body(inner)
    if not body.rows:
        return None
    rows = tuple(
        replace(
            row,
            label=row.label or margin.text,
            path=(margin.text, *row.path) if row.label else (),
            level=row.level + 1 if row.label else 0,
            cells=tuple(replace(cell, column=cell.column + offset) for cell in row.cells),
        )
        for row in body.rows
    )
    return Body(body.columns, rows)


def _keys_above(line: GridRow, below: GridRow) -> list[tuple[str, Slot, tuple[str, ...]]]:
    """(key, value, group) where a row of short headings stands right over a row of their texts."""
    keys, values = _spans(line), _spans(below)
    if len(keys) != len(values) or len(keys) < 2 or not keys[0].own or values[0].down != 1:
        return []
    pairs = list(zip(keys[1:], values[1:], strict=True))
    if not all(key.own and value.own and 2 <= len(key.text) <= _KEY for key, value in pairs):
        return []
    told = any(len(value.text) > _KEY for _, value in pairs) or all(_TEXT_KEY.search(key.text) for key, _ in pairs)
    blank = not any(value.text for _, value in pairs)
    if not (told or blank) or any(_NUMERIC.search(key.text) for key, _ in pairs):
        return []
    return [(key.text, value, (keys[0].text,)) for key, value in pairs]


def _lone_box(slot: Slot, line: GridRow, pending: str, rows: list[Row]) -> str:
    """A box over the whole width: a heading whose text follows in the next row, or that text."""
    if pending:
        rows.append(_box_row(pending, slot, line, ()))
        return ""
    key, mark, rest = slot.text.partition("：")
    if mark and rest and len(key) <= 12:
        rows.append(_box_row(key, Slot(rest, bbox=slot.bbox), line, ()))
        return ""
    return slot.text if len(slot.text) <= 20 else ""


def _spans(line: GridRow) -> list[Slot]:
    """The cells that a row crosses, each once, with covered ones (from above) in their place."""
    return [slot for slot in line.slots if slot.right == 0]


def _box_row(label: str, value: Slot, line: GridRow, path: tuple[str, ...]) -> Row:
    cells = (read_cell(0, value),) if value.text else ()
    name = label.strip("：: ")
    return Row(name, cells, path=path, level=len(path), page=line.page, quote=f"{label} {value.text}".strip())
