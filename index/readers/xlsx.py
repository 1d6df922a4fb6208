"""Spreadsheets: XLSX by openpyxl, XLS by xlrd. Each visible sheet is a page; numbers are read as they are printed."""

from __future__ import annotations

import re
import warnings
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import ReadError
from index.model import Page, ParsedDocument, SourceFile
from index.readers.number_format import printed
from index.readers.packages import Container, check_unpacking, container_of
from index.readers.regions import Sheet, without_hidden
from index.readers.sheets import page_of
from index.readers.wording import joined_lines

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


# a formula cell without a value; one whose result is the empty text (t="str") has been calculated
_NO_RESULT = re.compile(rb"<c\b(?![^>]*t=.str)[^>]*><f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


class XlsxReader:
    """Cached values of formulas are read; a formula that was never calculated leaves a warning."""

    name = "xlsx"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        return container_of(head, path) is Container.SHEETS

    def read(self, source: SourceFile) -> ParsedDocument:
        import openpyxl

        check_unpacking(source.path)
        try:
            with warnings.catch_warnings(), source.path.open("rb") as stream:  # of a path it would judge the suffix
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(stream, data_only=True)
        except MemoryError:
            raise
        except Exception as error:  # openpyxl raises KeyError, ValueError, XML errors … for damaged files
            raise ReadError(f"{source.name}：XLSX 内容已损坏，无法读取（{type(error).__name__}）。") from error
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = [f"工作表“{s.title}”已隐藏，未读取" for s in book.worksheets if s.sheet_state != "visible"]
        pages: list[Page] = []
        for number, sheet in enumerate(visible, start=1):
            rows, columns = _xlsx_hidden(sheet)
            pages.append(page_of(without_hidden(_xlsx_sheet(sheet), rows, columns), number))
            hidden += _hidden_parts(sheet.title, len(rows), len(columns))
        return ParsedDocument(source, tuple(pages), self.name, self.version, (*hidden, *_uncalculated(source)))


def _hidden_parts(name: str, rows: int, columns: int) -> list[str]:
    """A warning that a sheet has hidden rows or columns with something in them."""
    parts = [f"{count} {kind}" for count, kind in ((rows, "行"), (columns, "列")) if count]
    return [f"工作表“{name}”有{'、'.join(parts)}已隐藏，未读取"] if parts else []


def _xlsx_hidden(sheet: Worksheet) -> tuple[set[int], set[int]]:
    """The hidden rows and columns that hold something."""
    filled_rows = {row for (row, _), cell in sheet._cells.items() if cell.value is not None}
    filled_columns = {column for (_, column), cell in sheet._cells.items() if cell.value is not None}
    rows = {row for row in filled_rows if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden}
    columns = {
        column
        for dimension in list(sheet.column_dimensions.values())
        if dimension.hidden
        for column in filled_columns
        if (dimension.min or 0) <= column <= (dimension.max or 0)
    }
    return rows, columns


def _uncalculated(source: SourceFile) -> tuple[str, ...]:
    """A warning where formulas have no stored result: their cells cannot be read."""
    with zipfile.ZipFile(source.path) as package:
        sheets = [name for name in package.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        count = sum(len(_NO_RESULT.findall(package.read(name))) for name in sheets)
    return (f"{count} 个公式没有保存计算结果，未读取；请用表格软件打开并保存后再试",) if count else ()


def _xlsx_sheet(sheet: Worksheet) -> Sheet:
    zeros = sheet.sheet_view.showZeros is not False
    # the stored cells only: a stray cell in row 1,048,576 must not make a million rows
    stored: list[Cell] = [cell for cell in sheet._cells.values() if hasattr(cell, "number_format")]
    cells = {(cell.row, cell.column): text for cell in stored if (text := _xlsx_text(cell, zeros)).strip()}
    spans = {
        (area.min_row, area.min_col): (area.max_row - area.min_row + 1, area.max_col - area.min_col + 1)
        for area in sheet.merged_cells.ranges
    }
    bordered = frozenset((cell.row, cell.column) for cell in stored if _has_border(cell))
    return Sheet(sheet.title, cells, spans, bordered)


def _xlsx_text(cell: Cell, zeros: bool) -> str:
    if cell.value is None or (not zeros and cell.value == 0):
        return ""
    if isinstance(cell.value, str):
        text = joined_lines(cell.value.splitlines())
    else:
        text = printed(cell.value, cell.number_format)
    return "　" * int(cell.alignment.indent or 0) + text if text else ""


def _has_border(cell: Cell) -> bool:
    if not cell.has_style:
        return False
    border = cell.border
    return sum(bool(side and side.style) for side in (border.left, border.right, border.top, border.bottom)) >= 2


class XlsReader:
    """The old binary format."""

    name = "xls"
    version = "2"

    def accepts(self, head: bytes, path: Path) -> bool:
        return container_of(head, path) is Container.OLD_SHEETS

    def read(self, source: SourceFile) -> ParsedDocument:
        import xlrd

        try:
            book = xlrd.open_workbook(str(source.path), formatting_info=True, logfile=_Silent())
            sheets = book.sheets()
            hidden = [f"工作表“{sheet.name}”已隐藏，未读取" for sheet in sheets if sheet.visibility != 0]
            pages: list[Page] = []
            for number, sheet in enumerate((sheet for sheet in sheets if sheet.visibility == 0), start=1):
                rows, columns = _xls_hidden(sheet)
                pages.append(page_of(without_hidden(_xls_sheet(book, sheet), rows, columns), number))
                hidden += _hidden_parts(sheet.name, len(rows), len(columns))
        except MemoryError:
            raise
        except Exception as error:  # xlrd raises struct errors, IndexError, AssertionError … for damaged files
            if "encrypted" in str(error).lower():
                raise ReadError(f"{source.name}：XLS 已加密，请先解除密码后再试。") from error
            raise ReadError(f"{source.name}：XLS 内容已损坏，无法读取（{type(error).__name__}）。") from error
        return ParsedDocument(source, tuple(pages), self.name, self.version, tuple(hidden))


def _xls_hidden(sheet: Any) -> tuple[set[int], set[int]]:
    rows = {row for row, about in sheet.rowinfo_map.items() if about.hidden and row < sheet.nrows}
    columns = {column for column, about in sheet.colinfo_map.items() if about.hidden and column < sheet.ncols}
    return rows, columns


class _Silent:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None: ...


def _xls_sheet(book: Any, sheet: Any) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    bordered: set[tuple[int, int]] = set()
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            style = book.xf_list[cell.xf_index]
            border = style.border
            lines = (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
            if sum(map(bool, lines)) >= 2:
                bordered.add((row, column))
            text = _xls_text(book, sheet, cell, style)
            if text.strip():
                cells[row, column] = text
    spans = {(top, left): (bottom - top, right - left) for top, bottom, left, right in sheet.merged_cells}
    return Sheet(sheet.name, cells, spans, frozenset(bordered))


def _xls_text(book: Any, sheet: Any, cell: Any, style: Any) -> str:
    import xlrd

    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    number_format = book.format_map[style.format_key].format_str
    if cell.ctype == xlrd.XL_CELL_TEXT:
        text = joined_lines(cell.value.splitlines())
    elif cell.ctype == xlrd.XL_CELL_DATE:
        text = printed(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        text = str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    elif cell.value == 0 and not sheet.show_zero_values:
        text = ""
    else:
        text = printed(cell.value, number_format)
    return "　" * style.alignment.indent_level + text if text else ""
