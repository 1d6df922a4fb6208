"""Chunk → BudgetTable: header, rows, and every number in its column (or marked uncertain)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.dumps.elsewhere import Elsewhere
from index.dumps.headers import Header, find_header
from index.dumps.recover import Line, Placed, place
from index.dumps.rows import RowDraft, read_body
from index.dumps.split import Chunk
from index.layouts import ColumnLayout, TableLayout
from index.model import BudgetTable, Cell, Column, Row, TableKind
from index.tie_outs.identities import column_identities

_SIDES = {"income": "收入", "expenditure": "支出"}
DEFAULT_UNIT = "万元"


def read_table(
    chunk: Chunk, layout: TableLayout, others: Mapping[TableKind, BudgetTable], narrative: str, table_id: str
) -> BudgetTable:
    """One table of numbers. ``others``: tables already read, and ``narrative``: running text, to decide by."""
    body = read_body(chunk.lines, layout)
    header = find_header(layout, body.header, max((len(row.numbers) for row in body.rows), default=0))
    if body.numbered and body.numbered != len(header.columns):
        header = replace(header, spelled=False, complete=False)
    unit = body.unit or DEFAULT_UNIT
    table = BudgetTable(
        id=table_id,
        number=chunk.number,
        title=chunk.title,
        kind=layout.kind,
        unit=unit,
        pages=tuple(sorted({line.page for line in chunk.lines if line.page is not None})),
        columns=header.columns,
        rows=(),
        notes=body.notes,
    )
    columns = header.columns
    rows: tuple[Row, ...] = ()
    for side in _SIDES if layout.shape == "sided" else ("",):
        drafts = [row for row in body.rows if row.side == side]
        strip = _strip(drafts, side, columns, header)
        known = Elsewhere({**others, layout.kind: _with(table, columns, rows)}, narrative, unit)
        columns = strip.columns
        rows = (*rows, *_rows(drafts, strip, known, layout))
    reason = "" if any(row.cells for row in rows) else _reason(body.notes)
    return _with(table, columns, rows, reason)


def _with(table: BudgetTable, columns: tuple[Column, ...], rows: tuple[Row, ...], reason: str = "") -> BudgetTable:
    return BudgetTable(
        table.id, table.number, table.title, table.kind, table.unit, table.pages, columns, rows, table.notes, reason
    )


def _reason(notes: Sequence[str]) -> str:
    """Why a table is empty: the note that says so."""
    said = next((note for note in notes if re.search(r"无|没有|未", note)), notes[0] if notes else "")
    return re.sub(r"^(?:备注|附注|注|说明)[:：]", "", said)


# ---------------------------------------------------------------- one side's numbers into its columns


@dataclass(frozen=True, slots=True)
class _Strip:
    """The columns of one side: ``where`` are their indexes in the table's ``columns``, ``paths`` without the side."""

    columns: tuple[Column, ...]
    where: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]
    layouts: tuple[ColumnLayout | None, ...]
    named: bool  # whether every column has a printed name, and no name is left over
    spelled: bool  # whether the order of the columns was printed


def _strip(drafts: Sequence[RowDraft], side: str, columns: tuple[Column, ...], header: Header) -> _Strip:
    own = [k for k in range(len(header.columns)) if not side or columns[k].path[0] == _SIDES[side]]
    layouts = [header.layouts[k] for k in own]
    widest = max((len(draft.numbers) for draft in drafts), default=0)
    missing = max(0, widest - len(own))
    added = tuple(Column((*filter(None, [_SIDES.get(side, "")]), f"第{len(own) + k + 1}列")) for k in range(missing))
    where = (*own, *range(len(columns), len(columns) + missing))
    every = (*columns, *added)
    paths = tuple(every[k].path[1:] if side else every[k].path for k in where)
    spelled = header.spelled or len(where) == 1
    return _Strip(
        every, where, paths, (*layouts, *[None] * missing), not missing and (spelled or header.complete), spelled
    )


def _rows(drafts: Sequence[RowDraft], strip: _Strip, known: Elsewhere, layout: TableLayout) -> list[Row]:
    lines = [Line(draft.numbers, draft.parent) for draft in drafts]
    identities = column_identities(strip.paths) if strip.named else ()
    placed = place(lines, len(strip.where), identities, known.about(drafts, strip.layouts, layout))
    return [
        _row(draft, strip, done, strip.named and (strip.spelled or (bool(identities) and done.holds)))
        for draft, done in zip(drafts, placed, strict=True)
    ]


def _row(draft: RowDraft, strip: _Strip, placed: Placed, sure: bool) -> Row:
    numbers = zip(draft.numbers, placed.columns, placed.certain, strict=False)
    return Row(
        label=draft.label,
        cells=tuple(
            Cell(strip.where[k], number.text, number.value, certain and sure) for number, k, certain in numbers
        ),
        code=draft.code,
        path=draft.path,
        level=len(draft.path),
        side=draft.side,
        page=draft.page,
        quote=draft.quote,
        total=draft.total,
    )
