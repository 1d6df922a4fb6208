"""Performance tables (绩效目标表): labelled boxes, then indicators by 一级 / 二级 / 三级指标."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.grids.body import Body, read_cell
from index.grids.boxes import read_boxes
from index.grids.headers import column_paths
from index.grids.hierarchy import is_total
from index.grids.row_names import split_code
from index.grids.slots import Grid, GridRow
from index.model import Column, Row

_LEVEL = re.compile(
    r"^(?:[一二三四]级指标|指标类型|指标类别|指标内容|指标名称|指标|三级指标名称|分解指标|绩效指标名称|指标解释名称)$"
)
_DEEPEST = re.compile(r"^(?:[三四]级指标.*|指标名称|指标内容|指标|绩效指标名称)$")
_NAME_BESIDE_LEVELS = re.compile(r"^(?:具体|绩效)指标(?:名称)?$")  # right of 二级指标: the indicator, not the margin
_SCORE = re.compile(r"得分|评分")
_SCORE_TOTAL = re.compile(r"^(?:自评|评价)?(?:总得?分|得分合计|合计|总计)$")
_TARGET = re.compile(r"指标值|目标值|指标性质|权重|^年度指标|^预期")
_SUBJECT = re.compile(
    r"^(?:(?:项目|政策|政策和项目|专项|专项资金|项目（政策）|转移支付)名称|(?:部门|单位|部门（单位）)名称)$"
)


@dataclass(frozen=True, slots=True)
class Performance:
    body: Body
    subject: str


def is_performance(grid: Grid) -> bool:
    """Whether a grid lists indicators with their target values."""
    return _indicator_header(grid) is not None


def _indicator_header(grid: Grid) -> int | None:
    for r, row in enumerate(grid[:40]):
        words = [slot.text for slot in row.slots]
        levels = {word for word in words if _LEVEL.match(word)}
        targets = {word for word in words if _TARGET.search(word)}
        if (levels and (len(levels) >= 2 or targets)) or len(targets) >= 2:
            return r
    return None


def read_performance(grid: Grid) -> Performance:
    """Boxes become rows with one value in the column 内容; indicators become rows under their level names."""
    line = _indicator_header(grid)
    assert line is not None, "checked by is_performance"
    header = grid[line]
    levels = _levels(header)
    start = line - _header_above(header)
    end = line + 2 if _has_second_line(grid, line, levels) else line + 1
    boxes = read_boxes(grid[:start])
    paths = column_paths(grid[start:end])
    leaf = max([c for c in levels if _DEEPEST.match(header.slots[c].text)] or levels)
    subjects = [c for c in range(levels[0]) if paths[c] and not _is_margin(paths[c])]
    values = [
        c for c in range(leaf + 1, len(paths)) if c not in levels and paths[c] and grid[end - 1].slots[c].right == 0
    ]
    owner = _Owner.of(subjects, paths)
    spread = {c: len(boxes.columns) + i for i, c in enumerate((*owner.values, *values))}
    columns = (*boxes.columns, *(Column(paths[c]) for c in spread))
    named = (*levels, *((owner.name,) if owner.name is not None else ()))
    lines = _named_over_breaks(grid[end:], named)
    totals = [line for line in lines if not owner.values and _is_score_total(line, levels)]
    listed = tuple(line for line in lines if line not in totals)
    rows = (
        *boxes.rows,
        *_indicators(listed, levels, owner, values, spread),
        *(_score_total(line, spread, columns) for line in totals),
    )
    subject = next((row.cells[0].text for row in boxes.rows if _SUBJECT.match(row.label) and row.cells), "")
    return Performance(Body(columns, rows), subject)


def _header_above(header: GridRow) -> int:
    """How many lines above belong to the header: two or more of its columns reach up there (one alone is a margin)."""
    depths = sorted((slot.down for slot in header.slots if slot.text and slot.right == 0), reverse=True)
    return depths[1] if len(depths) > 1 else 0


def _levels(header: GridRow) -> list[int]:
    """The columns that name an indicator, outermost first; all before the first target where none is headed so."""
    named = [c for c, slot in enumerate(header.slots) if slot.right == 0 and _LEVEL.match(slot.text)]
    first = next((c for c, slot in enumerate(header.slots) if _TARGET.search(slot.text)), len(header.slots))
    if named:
        inner = [c for c in range(named[-1] + 1, first) if _NAME_BESIDE_LEVELS.match(header.slots[c].text)]
        return [*named, *inner[:1]]
    return [c for c in range(first) if header.slots[c].text and header.slots[c].down == 0] or [first - 1]


@dataclass(frozen=True, slots=True)
class _Owner:
    """The columns left of the indicators in a list of projects: the project's name, its code, what it gets."""

    name: int | None
    code: int | None
    values: tuple[int, ...]

    @classmethod
    def of(cls, columns: list[int], paths: list[tuple[str, ...]]) -> _Owner:
        code = next((c for c in columns if re.search(r"编码|代码|编号", paths[c][-1])), None)
        others = [c for c in columns if c != code]
        name = next((c for c in others if re.search(r"名称|项目$", paths[c][-1])), others[0] if others else None)
        return cls(name, code, tuple(c for c in others if c != name))


def _has_second_line(grid: Grid, start: int, levels: list[int]) -> bool:
    """Whether the row below still belongs to the header: the level names reach down into it."""
    if start + 1 >= len(grid):
        return False
    below = grid[start + 1]
    return all(below.slots[c].down == 1 for c in levels) and bool(below.words)


def _named_over_breaks(lines: Grid, columns: Sequence[int]) -> Grid:
    """A merged name that a page break cuts is printed in the middle, on one of the two pages: the blank cell at the end
    of the first page or at the top of the second has the name of the other part."""
    named = list(lines)
    breaks = [r for r in range(1, len(lines)) if lines[r].page != lines[r - 1].page]
    for c in columns:
        if not any(line.slots[c].down for line in lines):
            continue
        for r in reversed(breaks):
            below, above = named[r].slots[c], named[r - 1].slots[c]
            if below.printed and not (above.text or above.right):
                _name_block(named, c, r - 1 - above.down, below.text)
        for r in breaks:
            below, above = named[r].slots[c], named[r - 1].slots[c]
            if above.text and below.own and not below.text:
                _name_block(named, c, r, above.text)
    return tuple(named)


def _name_block(lines: list[GridRow], c: int, start: int, name: str) -> None:
    """Writes a name into the merged cell of column ``c`` that begins in a line."""
    for k in range(start, len(lines)):
        slot = lines[k].slots[c]
        if slot.text or (k > start and slot.down != k - start):
            return
        lines[k] = replace(lines[k], slots=(*lines[k].slots[:c], replace(slot, text=name), *lines[k].slots[c + 1 :]))


def _is_margin(path: tuple[str, ...]) -> bool:
    """The narrow column that only says 绩效指标 along the side, or numbers the rows."""
    return "指标" in path[-1] or path[-1] == "序号"


def _indicators(lines: Grid, levels: list[int], owner: _Owner, values: list[int], spread: dict[int, int]) -> list[Row]:
    rows: list[Row] = []
    carried = [""] * len(levels)
    subject = ""
    latest: int | None = None  # the row of the project whose indicators are being read
    for line in lines:
        if line.blank:
            continue
        if owner.name is not None and any(line.slots[c].printed for c in (owner.name, *owner.values)):
            row = _owner_row(line, owner, spread)
            if latest is not None and _continues(row, rows[latest]):
                rows[latest] = _completed(rows[latest], row)
            else:
                subject, latest = row.label, None
                if row.cells or row.total:
                    latest = len(rows)
                    rows.append(row)
        names = _carry(line, levels, carried)
        cells = tuple(read_cell(spread[c], line.slots[c]) for c in values if line.slots[c].printed)
        if not cells and not line.slots[levels[-1]].printed:
            continue
        label = next((name for name in reversed(names) if name), "")
        above = names[: len(names) - 1 - names[::-1].index(label)] if label else []
        path = ((subject,) if subject else ()) + tuple(filter(None, above))
        rows.append(Row(label, cells, path=path, level=len(path), page=line.page, quote=line.quote))
    return rows


def _is_score_total(line: GridRow, levels: list[int]) -> bool:
    """总分 below the indicators."""
    first = next((c for c, text in enumerate(line.printed) if text), None)
    return first is not None and first <= levels[-1] and bool(_SCORE_TOTAL.match(line.slots[first].text))


def _score_total(line: GridRow, spread: dict[int, int], columns: Sequence[Column]) -> Row:
    """What stands in the columns; one figure in a wide cell of its own is the score."""
    label, *beside = [(c, slot) for c, slot in enumerate(line.slots) if slot.printed]
    cells = tuple(read_cell(spread[c], slot) for c, slot in beside if c in spread)
    scores = [i for i in spread.values() if _SCORE.search(columns[i].leaf)]
    if not cells and len(beside) == 1 and scores:
        cells = (read_cell(scores[-1], beside[0][1]),)
    return Row(label[1].text, cells, page=line.page, quote=line.quote, total=True)


def _continues(row: Row, latest: Row) -> bool:
    """Whether a project's row is the rest of the one on the page before: printed again (its code may be missing on one
    of them), or without a name."""
    texts = {cell.column: cell.text for cell in row.cells if cell.value is not None}
    if any(texts.get(cell.column, cell.text) != cell.text for cell in latest.cells if cell.value is not None):
        return False
    named = row.label == latest.label and (row.code == latest.code or None in (row.code, latest.code))
    return row.page != latest.page and (named or not (row.label or row.code))


def _completed(row: Row, rest: Row) -> Row:
    """A project's row with the cells, and the ends of long texts, that the next page holds."""
    cells = {cell.column: cell for cell in row.cells}
    for cell in rest.cells:
        first = cells.setdefault(cell.column, replace(cell, certain=True))
        if first.value is None and cell.value is None and cell.text not in first.text:
            cells[cell.column] = replace(first, text=first.text + cell.text)
    return replace(row, code=row.code or rest.code, cells=tuple(cells[c] for c in sorted(cells)))


def _owner_row(line: GridRow, owner: _Owner, spread: dict[int, int]) -> Row:
    """A project with its amounts; uncertain, and without a name, where its name was not found with them."""
    assert owner.name is not None, "only lists of projects have owners"
    code, name = split_code(line.slots[owner.name].text)
    if owner.code is not None and (printed := line.slots[owner.code].printed):
        code, name = (code, name or printed) if is_total(printed) else (printed, name)
    cells = tuple(read_cell(spread[c], line.slots[c]) for c in owner.values if line.slots[c].printed)
    if not name:
        cells = tuple(replace(cell, certain=False) for cell in cells)
    quote = " ".join([line.slots[owner.name].printed, *(cell.text for cell in cells)]).strip()
    return Row(name, cells, code, page=line.page, quote=quote, total=is_total(name))


def _carry(line: GridRow, levels: list[int], carried: list[str]) -> list[str]:
    """The level names of a row; merged (or, over a page break, missing) upper names come from the rows above."""
    for i, c in enumerate(levels):
        slot = line.slots[c]
        if slot.text and slot.right == 0:
            if slot.own and carried[i] != slot.text:
                carried[i + 1 :] = [""] * (len(levels) - i - 1)
            carried[i] = slot.text
        elif i == len(levels) - 1:
            carried[i] = ""
    return list(carried)
