"""Sheets that are one table: continued over pages, with the caption or header repeated or without either."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from index.grids.captions import Sheet
from index.grids.headers import column_paths, header_depth, is_total_row
from index.grids.performance import is_performance
from index.grids.slots import Grid, GridRow, Slot, extents, without_empty_columns
from index.model import BBox

Edge = tuple[float, float]
_SUBJECTS = ("项目名称", "政策名称", "专项名称", "部门名称", "部门（单位）名称", "部门(单位)名称")
_NEAR = 3  # points between lines that are one line


def join_continuations(sheets: list[Sheet]) -> list[Sheet]:
    """Each table once, its rows in order over all of its pages."""
    tables: list[Sheet] = []
    for sheet in sheets:
        if not sheet.grid:
            continue
        grown = _continued(tables[-1], sheet) if tables else None
        if grown is None:
            tables.append(_inherit_number(sheet, tables))
        else:
            tables[-1] = grown
    return [replace(table, grid=without_empty_columns(table.grid)) for table in tables if not _is_prose(table)]


def forms(sheet: Sheet) -> list[Sheet]:
    """Each form on its own where one grid holds several of them, one below another without a space (项目名称 again)."""
    grid = sheet.grid
    cuts = [0, *(r for r, row in enumerate(grid) if r and _begins_form(row)), len(grid)]
    parts = [grid[start:end] for start, end in pairwise(cuts)]
    if len(parts) < 2 or not all(map(is_performance, parts)):
        return [sheet]
    last = len(parts) - 1
    return [
        replace(sheet, grid=without_empty_columns(part), notes=sheet.notes if i == last else ())
        for i, part in enumerate(parts)
    ]


def _begins_form(row: GridRow) -> bool:
    """Whether a row names what a form is about; the header of a list of indicators names columns."""
    return bool(row.words) and row.words[0] in _SUBJECTS and not any("指标" in word for word in row.words)


def _is_prose(sheet: Sheet) -> bool:
    """A line of running text that is framed or shaded, not a table."""
    return len(sheet.grid) == 1 and not (sheet.title or sheet.number)


def _inherit_number(sheet: Sheet, tables: list[Sheet]) -> Sheet:
    """A further sheet under the same title, unnumbered, carries the number of the first; a further form right below one
    has its title too."""
    if (
        not (sheet.title or sheet.number or sheet.heading)
        and sheet.follows
        and tables
        and _is_next_form(sheet, tables[-1])
    ):
        return replace(sheet, title=tables[-1].title, heading=tables[-1].heading, number=tables[-1].number)
    if sheet.title and not sheet.number and tables and tables[-1].title == sheet.title:
        return replace(sheet, number=tables[-1].number)
    return sheet


def _is_next_form(sheet: Sheet, before: Sheet) -> bool:
    return _names_subject(sheet.grid) and _names_subject(before.grid) and is_performance(before.grid)


def _continued(table: Sheet, sheet: Sheet) -> Sheet | None:
    depth = header_depth(table.grid)
    header, again = table.grid[:depth], header_depth(sheet.grid)
    same_header = again > 0 and _same_header(header, sheet.grid[:again])
    same_caption = sheet.title == table.title and sheet.number in ("", table.number)
    captioned = bool(sheet.number or sheet.title)
    if _numbered_again(table, sheet) and (same_header or again == 0 or _fits_below(table, sheet)):
        return _grown(table, sheet, again, same_header)
    goes_on = same_header or ((again == 0 or _same_ruling(table, sheet)) and not _starts_anew(table, sheet))
    if captioned and not (same_caption and goes_on and not _starts_anew(table, sheet)):
        return None
    if not captioned and not (_follows_on(table, sheet, again, same_header)):
        return None
    return _grown(table, sheet, again, same_header)


def _grown(table: Sheet, sheet: Sheet, again: int, same_header: bool) -> Sheet | None:
    body = _without_repeats(sheet.grid[again:], table.grid) if same_header else sheet.grid
    grid = _joined(table.grid, body)
    if grid is None:
        return None
    return replace(table, grid=grid, notes=table.notes + sheet.notes)


def _numbered_again(table: Sheet, sheet: Sheet) -> bool:
    """Whether only the table's number, not its title, is printed above the next page of it."""
    consecutive = sheet.page is not None and table.grid[-1].page == sheet.page - 1
    return consecutive and sheet.number == table.number != "" and not sheet.title and not _starts_anew(table, sheet)


def _fits_below(table: Sheet, sheet: Sheet) -> bool:
    return _same_ruling(table, sheet) or (_names_subject(table.grid) and is_performance(sheet.grid))


def _follows_on(table: Sheet, sheet: Sheet, again: int, same_header: bool) -> bool:
    """Whether a sheet without caption goes on with the table before it."""
    if sheet.follows and (same_header or again == 0 or _is_tail(sheet, table)):
        return True
    return not sheet.unit and (_same_ruling(table, sheet) or _completes_form(table, sheet))


def _without_repeats(body: Grid, grid: Grid) -> Grid:
    """Some forms print the total row again on every page, right below the header."""
    if body and is_total_row(body[0]) and any(body[0].printed == row.printed for row in grid):
        return body[1:]
    return body


def _starts_anew(table: Sheet, sheet: Sheet) -> bool:
    """Tables that describe one thing each (performance targets) repeat caption and header for the next thing. A list
    whose first column is headed 项目名称 repeats its header word for word and describes nothing."""
    said, before = _subject_rows(sheet.grid), _subject_rows(table.grid)
    return bool(said and before) and (said != before or is_performance(sheet.grid))


def _names_subject(grid: Grid) -> bool:
    return bool(_subject_rows(grid))


def _subject_rows(grid: Grid) -> list[tuple[str, ...]]:
    """The words of the rows at the top that name what the whole table is about."""
    return [tuple(row.words) for row in grid[:2] if any(word.startswith(_SUBJECTS) for word in row.words[:1])]


def _is_tail(sheet: Sheet, table: Sheet) -> bool:
    """A page that goes on in mid-table may start with rows that look like a header (text only)."""
    width = len(table.grid[0].slots)
    return sheet.page is not None and len(sheet.grid[0].slots) <= width and table.grid[-1].page == sheet.page - 1


def _completes_form(table: Sheet, sheet: Sheet) -> bool:
    """The indicators of a form whose boxes stand on the page before."""
    consecutive = sheet.page is not None and table.grid[-1].page == sheet.page - 1
    return consecutive and sheet.follows and _names_subject(table.grid) and is_performance(sheet.grid)


def _same_ruling(table: Sheet, sheet: Sheet) -> bool:
    """Whether a page goes on with the very columns of the page before, though words stand between them."""
    if sheet.page is None or table.grid[-1].page != sheet.page - 1:
        return False
    edges, lines = _left_edges(table.grid), _left_edges(sheet.grid)
    known = all(any(abs(line - edge) < _NEAR for edge in edges) for line in lines)
    return len(lines) >= 3 and known and abs(_right_edge(table.grid) - _right_edge(sheet.grid)) < _NEAR


def _left_edges(grid: Grid) -> set[float]:
    return {round(slot.bbox[0]) for row in grid for slot in row.slots if slot.own and slot.bbox is not None}


def _right_edge(grid: Grid) -> float:
    return max((slot.bbox[2] for row in grid for slot in row.slots if slot.bbox is not None), default=0)


def _same_header(header: Grid, again: Grid) -> bool:
    """Whether two headers say the same over each column, though a merged cell may be closed off in one of them."""
    if not header:
        return False
    paths = column_paths(header)
    return _texts(header) == _texts(again) or (any(paths) and paths == column_paths(again))


def _texts(rows: Grid) -> list[tuple[str, ...]]:
    return [tuple(slot.text for slot in row.slots) for row in rows]


def _joined(base: Grid, rows: Grid) -> Grid | None:
    """``rows`` below ``base`` on common columns: those of ``base``, else those of the finer grid where both are as
    wide; None where they do not fit."""
    if not rows:
        return base
    if len(rows[0].slots) == len(base[0].slots):
        return base + rows
    if placed := _all_placed(rows, _edges(base)):
        return base + placed
    if abs(_right_edge(base) - _right_edge(rows)) >= _NEAR:
        return None
    if finer := _all_placed(base, _edges(rows)):
        return finer + rows
    united = _united(base, rows)
    upper, lower = _all_placed(base, united), _all_placed(rows, united)
    return upper + lower if upper and lower else None


def _united(base: Grid, rows: Grid) -> list[Edge | None]:
    """The columns between all lines of two grids that are equally wide."""
    lines: list[float] = []
    for x in sorted(_left_edges(base) | _left_edges(rows)):
        if not lines or x - lines[-1] >= _NEAR:
            lines.append(x)
    return [(x, after) for x, after in pairwise([*lines, _right_edge(base)])]


def _all_placed(rows: Grid, edges: list[Edge | None]) -> Grid | None:
    placed = [_placed(row, edges) for row in rows]
    return None if None in placed else tuple(row for row in placed if row is not None)


def _edges(base: Grid) -> list[Edge | None]:
    width = len(base[0].slots)
    return extents([[row.slots[c].bbox for row in base if row.slots[c].own] for c in range(width)], 0)


def _placed(row: GridRow, edges: list[Edge | None]) -> GridRow | None:
    slots: list[Slot | None] = [None] * len(edges)
    for slot in row.slots:
        if slot.right or slot.bbox is None:
            continue
        covered = _columns_under(slot.bbox, edges)
        if not covered or any(slots[c] is not None for c in covered):
            return None
        for i, c in enumerate(covered):
            slots[c] = replace(slot, right=i)
    return replace(row, slots=tuple(slot or Slot("") for slot in slots))


def _columns_under(box: BBox, edges: list[Edge | None]) -> list[int]:
    return [c for c, edge in enumerate(edges) if edge and box[0] - 2 <= (edge[0] + edge[1]) / 2 <= box[2] + 2]
