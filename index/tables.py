"""Raw grids → budget tables: captions, continuations, header trees, sides, row hierarchy, kind, unit."""

from __future__ import annotations

import re

from index.grids.body import Body, read_body
from index.grids.captions import Sheet, sheets
from index.grids.continuation import forms, join_continuations
from index.grids.kinds import table_kind
from index.grids.performance import is_performance, read_performance
from index.model import BudgetTable, ParsedDocument, TableKind

_EMPTY_NOTE = re.compile(
    r"无数据|空表|表均?为空|无此项|无该项|无发生额|没有使用|未安排|没有.{0,20}(?:支出|预算|安排)"
    r"|^注?[:：]?.{0,12}无.{0,30}(?:支出|预算|收支)"
)


def build_tables(parsed: ParsedDocument) -> tuple[BudgetTable, ...]:
    """The budget tables of a document in reading order; text dumps have their columns recovered instead of read."""
    if parsed.reader == "text":
        from index.dumps import dump_tables

        return dump_tables(parsed)
    tables: list[BudgetTable] = []
    for sheet in (form for joined in join_continuations(sheets(parsed.pages)) for form in forms(joined)):
        table = _table(sheet, f"t{len(tables) + 1}")
        if table is not None:
            tables.append(table)
    return tuple(tables)


def _table(sheet: Sheet, identifier: str) -> BudgetTable | None:
    subject = ""
    if is_performance(sheet.grid):
        performance = read_performance(sheet.grid)
        body, subject = performance.body, performance.subject
    else:
        body = read_body(sheet.grid)
    if _is_contents(sheet, body):
        return None
    return BudgetTable(
        id=identifier,
        number=sheet.number,
        title=sheet.title or sheet.heading,
        kind=_kind(sheet, body),
        unit=sheet.unit,
        pages=tuple(sorted({row.page for row in sheet.grid if row.page is not None})),
        columns=body.columns,
        rows=body.rows,
        notes=sheet.notes,
        empty_reason=_empty_reason(body, sheet.notes),
        subject=subject,
        owner=sheet.owner,
    )


def _kind(sheet: Sheet, body: Body) -> TableKind:
    kind = table_kind(sheet.title or sheet.heading, body)
    if is_performance(sheet.grid) and kind is not TableKind.DEPARTMENT_PERFORMANCE:
        return TableKind.PROJECT_PERFORMANCE
    return kind


def _is_contents(sheet: Sheet, body: Body) -> bool:
    """A list of the tables that follow (目录, 是否空表), or one of page numbers, is no budget table."""
    headers = "".join("".join(column.path) for column in body.columns)
    if "空表" in headers or "目录" in sheet.title or re.fullmatch(r"页\s*(?:码|次|数)", headers):
        return True
    words = [word for row in sheet.grid for word in row.words]
    return not words or sum("……" in word or "....." in word for word in words) * 3 > len(words)


def _empty_reason(body: Body, notes: tuple[str, ...]) -> str:
    """Why a table holds no amounts, as its note says it; "" for a table with amounts."""
    if any(cell.value for row in body.rows for cell in row.cells):
        return ""
    return next((note for note in notes if _EMPTY_NOTE.search(note)), "")
