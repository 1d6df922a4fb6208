"""XLSX through openpyxl: the narrative on a first sheet, each table on a sheet of its own, amounts as shown."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from samples import publication as published
from samples.sheet import Grid, Sheet, Table, grid
from samples.writers.archive import settle

FIXED = datetime(2024, 1, 1)
_EDGE = Side(style="thin")


def save(publication: published.Publication, path: Path) -> None:
    book = Workbook()
    book.properties.creator = "示例生成器"
    book.properties.created = book.properties.modified = FIXED
    words = book.active
    words.title = "情况说明"
    words.column_dimensions["A"].width = 110
    for row, text in enumerate(_lines(publication), start=1):
        words.cell(row, 1, text).alignment = Alignment(wrap_text=True)
    for number, table in enumerate(publication.tables, start=1):
        _table(book.create_sheet(f"{number:02}"), table)
    book.save(path)
    settle(path)


def _lines(publication: published.Publication) -> list[str]:
    lines: list[str] = []
    for block in publication.blocks:
        match block:
            case published.Cover(texts):
                lines += texts
            case published.Contents(title, entries):
                lines += [title, *entries]
            case published.Heading(text) | published.Paragraph(text):
                lines.append(text)
    return lines


def _table(page: Worksheet, table: Table) -> None:
    drawn = grid(table)
    width = len(drawn.widths)
    top = 1
    for text in (table.number, table.title):
        if text:
            page.cell(top, 1, text).font = Font(bold=True)
            page.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
            top += 1
    page.cell(top, 1, table.owner)
    page.cell(top, width, f"单位：{table.unit}")
    _cells(page, drawn, top + 1, numbers=isinstance(table, Sheet))
    for row, note in enumerate(table.notes, start=top + 1 + drawn.height):
        page.cell(row, 1, note)
    for column, share in enumerate(drawn.widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = 12 * share


def _cells(page: Worksheet, drawn: Grid, top: int, *, numbers: bool) -> None:
    for cell in drawn.cells:
        row, column = top + cell.row, cell.column + 1
        spot = page.cell(row, column, cell.text or None)
        if numbers and cell.align == "right" and cell.text:
            _number(spot, cell.text)
        spot.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=True)
        spot.border = Border(_EDGE, _EDGE, _EDGE, _EDGE)
        if cell.rows > 1 or cell.columns > 1:
            page.merge_cells(
                start_row=row, end_row=row + cell.rows - 1, start_column=column, end_column=column + cell.columns - 1
            )


def _number(spot: object, text: str) -> None:
    """A real number with the format that shows it as printed."""
    plain = text.replace(",", "")
    decimals = len(plain.partition(".")[2])
    spot.value = float(plain) if decimals else int(plain)  # type: ignore[attr-defined]
    point = "." + "0" * decimals if decimals else ""
    spot.number_format = ("#,##0" if "," in text or len(plain) < 7 else "0") + point  # type: ignore[attr-defined]
