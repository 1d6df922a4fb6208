"""A table as read, for spreadsheets: codes, labels with their level, and the figures as exact numbers."""

from __future__ import annotations

from assistant.rendering.delivery import CSV, XLSX, File, file_name
from assistant.rendering.workbooks import Sheet, Value, csv_bytes, workbook_bytes
from index.model import BudgetDocument, BudgetTable, Row


def table_file(document: BudgetDocument, table: BudgetTable, kind: str) -> File:
    """The table as a file of this ``kind``: csv or xlsx."""
    sheet = table_sheet(table)
    name = file_name(document.department, f"{document.year}年", table.number, table.title)
    if kind == "csv":
        return File(f"{name}.csv", CSV, csv_bytes(sheet))
    return File(f"{name}.xlsx", XLSX, workbook_bytes([sheet]))


def table_sheet(table: BudgetTable) -> Sheet:
    """The title and unit, one header line for each level, then the rows; a side says whether income or expenditure."""
    coded, sided = any(row.code for row in table.rows), any(row.side for row in table.rows)
    lead = (*(("收支",) if sided else ()), *(("编码",) if coded else ()), "科目")
    depth = max((len(column.path) for column in table.columns), default=1)
    title = [f"{table.number} {table.title}".strip(), f"单位：{table.unit or '未注明'}"]
    heads = [title] + [
        [*(lead if level == depth - 1 else ("",) * len(lead)), *(_header(c.path, level, depth) for c in table.columns)]
        for level in range(max(depth, 1))
    ]
    return Sheet(table.title or table.number, heads, [_row(row, table, coded, sided) for row in table.rows])


def _header(path: tuple[str, ...], level: int, depth: int) -> str:
    """Headers stand at the bottom of their column, so that the last header line names every column."""
    place = level - (depth - len(path))
    return path[place] if place >= 0 else ""


_SIDES = {"income": "收入", "expenditure": "支出"}


def _row(row: Row, table: BudgetTable, coded: bool, sided: bool) -> list[Value]:
    cells = {cell.column: cell for cell in row.cells}
    lead: list[Value] = [_SIDES.get(row.side, "")] if sided else []
    lead += [row.code] if coded else []
    lead.append("　" * row.level + row.label)
    figures: list[Value] = []
    for column in range(len(table.columns)):
        cell = cells.get(column)
        figures.append(None if cell is None else cell.text if cell.value is None else cell.value)
    return lead + figures
