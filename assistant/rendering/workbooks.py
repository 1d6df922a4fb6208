"""Sheets of text and exact numbers as an Excel file, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.rendering.terminal import printable

Value = str | Decimal | int | None
_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would run instead of show


@dataclass(frozen=True, slots=True)
class Sheet:
    """``rows`` below ``heads``; ``marked`` are the (row, column) to colour, 0-based in ``rows``; ``links`` go with them."""

    title: str
    heads: Sequence[Sequence[str]]
    rows: Sequence[Sequence[Value]]
    marked: frozenset[tuple[int, int]] = frozenset()


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The sheets as XLSX; text is always text, never a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    fill, bold, wrap = (
        PatternFill("solid", fgColor="FFE9A8"),
        Font(bold=True),
        Alignment(wrap_text=True, vertical="top"),
    )
    taken: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_sheet_name(sheet.title, taken))
        for r, row in enumerate((*sheet.heads, *sheet.rows), 1):
            for c, value in enumerate(row, 1):
                if value is None or value == "":
                    continue
                cell = page.cell(r, c)
                if isinstance(value, str):
                    cell.value, cell.data_type = printable(value), "s"
                else:
                    cell.value = value
                    cell.number_format = _number_format(value)
                cell.alignment = wrap
                if r <= len(sheet.heads):
                    cell.font = bold
                elif (r - 1 - len(sheet.heads), c - 1) in sheet.marked:
                    cell.fill = fill
        page.freeze_panes = page.cell(len(sheet.heads) + 1, 1)
        _fit(page, sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _number_format(value: Decimal | int) -> str:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "#,##0" + (f".{'0' * places}" if places else "")


def _sheet_name(title: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel forbids, and unlike the other sheets' names."""
    plain = "".join(ch for ch in printable(title) if ch not in "[]:*?/\\'") or "表"
    name, number = plain[:31], 1
    while name in taken:
        number += 1
        name = f"{plain[:27]}_{number}"
    taken.add(name)
    return name


def _fit(page: object, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    rows = (*sheet.heads, *sheet.rows)
    for column in range(max((len(row) for row in rows), default=0)):
        longest = max((len(str(row[column] or "")) for row in rows if column < len(row)), default=0)
        page.column_dimensions[get_column_letter(column + 1)].width = min(max(10, longest * 1.6), 48)  # type: ignore[attr-defined]


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as CSV that Excel opens as Chinese (UTF-8 with its mark)."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (*sheet.heads, *sheet.rows):
        writer.writerow([_csv_value(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _csv_value(value: Value) -> str:
    if not isinstance(value, str):
        return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = printable(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("+-").isdigit()
