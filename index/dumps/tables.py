"""Chunk → BudgetTable: header, rows, and every number in its column (or marked uncertain)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from index.amounts import MONEY_UNITS, read_number
from index.dumps.headers import Header, find_header
from index.dumps.recover import Known, Placed, place
from index.dumps.recover import Line as NumberLine
from index.dumps.rows import Body, RowDraft, read_body
from index.dumps.split import Chunk
from index.layouts import Anchor, ColumnLayout, TableLayout
from index.model import BudgetTable, Cell, Column, Row, TableKind
from index.tie_outs.identities import column_identities


def read_table(
    chunk: Chunk, layout: TableLayout, others: Mapping[TableKind, BudgetTable], narrative: str, table_id: str
) -> BudgetTable:
    """One table of numbers. ``others``: tables already read, and ``narrative``: running text, to decide by."""
    body = read_body(chunk.lines, layout)
    header = find_header(layout, body.header)
    rows, columns = _placed_rows(body, header, layout, others, narrative)
    pages = tuple(sorted({line.page for line in chunk.lines if line.page is not None}))
    empty = not any(row.cells for row in rows)
    return BudgetTable(
        id=table_id,
        number=chunk.number,
        title=chunk.title,
        kind=layout.kind,
        unit=body.unit or "万元",
        pages=pages,
        columns=columns,
        rows=rows,
        notes=body.notes,
        empty_reason=_reason(body.notes) if empty else "",
    )


def _reason(notes: Sequence[str]) -> str:
    said = next((note for note in notes if "无" in note or "没有" in note), notes[0] if notes else "")
    return re.sub(r"^(?:备注|附注|注|说明)[:：]", "", said)


def _placed_rows(
    body: Body, header: Header, layout: TableLayout, others: Mapping[TableKind, BudgetTable], narrative: str
) -> tuple[tuple[Row, ...], tuple[Column, ...]]:
    sides = ("income", "expenditure") if layout.shape == "sided" else ("",)
    columns = list(header.columns)
    rows: list[Row] = []
    for side in sides:
        drafts = [(i, draft) for i, draft in enumerate(body.rows) if draft.side == side]
        offset = drafts[0][0] if drafts else 0
        where = [k for k, column in enumerate(header.columns) if not side or _SIDE_WORD[side] == column.path[0]]
        widest = max((len(draft.numbers) for _, draft in drafts), default=0)
        named = len(where)
        for k in range(named, widest):
            where.append(len(columns))
            columns.append(Column((f"第{k + 1}列",)))
        read = [rows_ for rows_ in rows if rows_.cells]
        known = _known(drafts, offset, [header.layouts[k] if k < len(header.layouts) else None for k in where], others, read, layout.kind, narrative, body.unit or "万元")
        lines = [NumberLine(d.numbers, None if d.parent is None else d.parent - offset) for _, d in drafts]
        identities = column_identities([columns[k].path[1:] if side else columns[k].path for k in where])
        placed = place(lines, len(where), identities if named == len(where) else (), known)
        rows += [_row(draft, where, done, named >= widest) for (_, draft), done in zip(drafts, placed, strict=True)]
    return tuple(rows), tuple(columns)


_SIDE_WORD = {"income": "收入", "expenditure": "支出"}


def _row(draft: RowDraft, where: Sequence[int], placed: Placed, named: bool) -> Row:
    cells = tuple(
        Cell(where[column], number.text, number.value, certain and named)
        for number, column, certain in zip(draft.numbers, placed.columns, placed.certain, strict=False)
    )
    return Row(
        label=draft.label,
        cells=cells,
        code=draft.code,
        path=draft.path,
        level=len(draft.path),
        side=draft.side,
        page=draft.page,
        quote=draft.quote,
        total=draft.total,
    )


# ---------------------------------------------------------------- what is known about the total row from elsewhere


def _known(
    drafts: Sequence[tuple[int, RowDraft]],
    offset: int,
    layouts: Sequence[ColumnLayout | None],
    others: Mapping[TableKind, BudgetTable],
    own_rows: Sequence[Row],
    own_kind: TableKind,
    narrative: str,
    unit: str,
) -> dict[int, dict[int, Known]]:
    total = next((i - offset for i, draft in reversed(drafts) if draft.total), None)
    if total is None:
        return {}
    columns: dict[int, Known] = {}
    for position, layout in enumerate(layouts):
        if layout is None:
            continue
        rows_of = {kind: (table.rows, table.unit) for kind, table in others.items()} | {own_kind: (tuple(own_rows), unit)}
        exact = [a for a in (_anchored(anchor, rows_of, unit) for anchor in layout.equals) if a is not None]
        least = [a for a in (_anchored(anchor, rows_of, unit) for anchor in layout.at_least) if a is not None]
        stated = _stated(layout.stated, narrative, unit)
        if exact or stated:
            columns[position] = Known((*exact, *stated))
        elif least:
            columns[position] = Known(tuple(least), exact=False)
    return {total: columns}


def _anchored(
    anchor: Anchor, rows_of: Mapping[TableKind, tuple[tuple[Row, ...], str]], unit: str
) -> tuple[Decimal, Decimal] | None:
    """The sum (and half quantum) of an anchor's rows, taken in their first certain cell; None when there are none."""
    rows, other_unit = rows_of.get(anchor.kind, ((), unit))
    matching = [
        row
        for row in rows
        if (not anchor.side or row.side == anchor.side)
        and (row.code == anchor.code if anchor.code else bool(re.search(anchor.label, row.label)))
    ]
    if not matching:
        return None
    value = half = Decimal(0)
    rate = MONEY_UNITS[other_unit] / MONEY_UNITS[unit]
    for row in matching:
        for cell in row.cells[:1]:
            if cell.value is None or not cell.certain:
                continue
            value += cell.value * rate
            half += _quantum(cell) / 2 * rate
    return value, half


def _quantum(cell: Cell) -> Decimal:
    number = read_number(cell.text)
    return number[1] if number else Decimal(1)


def _stated(names: Sequence[str], narrative: str, unit: str) -> list[tuple[Decimal, Decimal]]:
    """Amounts that the running text gives under a name (公务用车购置费 0万元); nothing stated rounds to a zero."""
    found = []
    for name in names:
        for match in re.finditer(rf"{re.escape(name)}(?:预算|支出|安排|数|合计|为|共)*([\d,，]+(?:\.\d+)?)(亿元|万元|元)", narrative):
            number = read_number(match.group(1))
            if number is None:
                continue
            rate = MONEY_UNITS[match.group(2)] / MONEY_UNITS[unit]
            found.append((number[0] * rate, number[1] / 2 * rate if number[0] else Decimal(0)))
    return found

