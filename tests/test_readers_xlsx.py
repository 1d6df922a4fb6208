"""Workbooks as departments publish them: several tables on a sheet, hidden parts, titles in sheet names, empty tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from index.model import BudgetTable, ParsedDocument
from index.readers import open_source, read_here
from index.tables import build_tables

Rows = Sequence[Sequence[object]]

INCOME: Rows = (
    ("项目", "2024年预算数", "2023年预算数", "增减"),
    ("一、一般公共预算拨款", 100.5, 90, 10.5),
    ("二、政府性基金", 20, 30, -10),
    ("合计", 120.5, 120, 0.5),
)
EXPENDITURE: Rows = (
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    (201, "一般公共服务支出", 30, 10, 20),
    (20101, "人大事务", 30, 10, 20),
    (2010101, "行政运行", 10, 10, None),
    (2010102, "一般行政管理事务", 20, None, 20),
    (None, "合计", 30, 10, 20),
)
INCOME_READ = [
    ("一、一般公共预算拨款", {"2024年预算数": "100.5", "2023年预算数": "90", "增减": "10.5"}),
    ("二、政府性基金", {"2024年预算数": "20", "2023年预算数": "30", "增减": "-10"}),
    ("合计", {"2024年预算数": "120.5", "2023年预算数": "120", "增减": "0.5"}),
]
EXPENDITURE_READ = [
    ("201 一般公共服务支出", {"合计": "30", "基本支出": "10", "项目支出": "20"}),
    ("20101 人大事务", {"合计": "30", "基本支出": "10", "项目支出": "20"}),
    ("2010101 行政运行", {"合计": "10", "基本支出": "10"}),
    ("2010102 一般行政管理事务", {"合计": "20", "项目支出": "20"}),
    ("合计", {"合计": "30", "基本支出": "10", "项目支出": "20"}),
]


def put(sheet: Worksheet, top: int, left: int, rows: Rows) -> None:
    for r, row in enumerate(rows, start=top):
        for c, value in enumerate(row, start=left):
            if value is not None:
                sheet.cell(r, c, value)


def rule(sheet: Worksheet, area: str) -> None:
    for row in sheet[area]:
        for cell in row:
            cell.border = Border(*[Side(style="thin")] * 4)


def saved(book: openpyxl.Workbook, folder: Path) -> ParsedDocument:
    path = folder / "公开表.xlsx"
    book.save(path)
    return read_here(open_source(path))


def read(table: BudgetTable) -> list[tuple[str, dict[str, str]]]:
    return [
        (
            f"{row.code or ''} {row.label}".strip(),
            {"/".join(table.columns[cell.column].path): cell.text for cell in row.cells},
        )
        for row in table.rows
    ]


@pytest.mark.parametrize("ruled", [False, True], ids=["bare", "ruled"])
def test_tables_one_below_the_other(ruled: bool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, [["表1"], ["收入总表"], ["部门：某局", None, None, "单位：万元"]])
    put(sheet, 4, 1, INCOME)
    put(sheet, 9, 1, [["表2"], ["支出总表"], [None, None, None, "单位：元"]])
    put(sheet, 12, 1, EXPENDITURE)
    if ruled:
        rule(sheet, "A4:D7")
        rule(sheet, "A12:E17")
    first, second = build_tables(saved(book, tmp_path))
    assert [(t.number, t.title, t.unit) for t in (first, second)] == [
        ("表1", "收入总表", "万元"),
        ("表2", "支出总表", "元"),
    ]
    assert read(first) == INCOME_READ
    assert read(second) == EXPENDITURE_READ


@pytest.mark.parametrize("ruled", [False, True], ids=["bare", "ruled"])
@pytest.mark.parametrize("heading", [False, True], ids=["alone", "under one heading"])
def test_tables_side_by_side(ruled: bool, heading: bool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    if heading:
        sheet["A1"] = "某局2024年部门预算公开表"
        sheet.merge_cells("A1:J1")
    put(sheet, 2, 1, [["收入总表"], [None, None, None, "单位：万元"], *INCOME])
    put(sheet, 2, 6, [["支出总表"], [None, None, None, None, "单位：万元"], *EXPENDITURE])
    if ruled:
        rule(sheet, "A4:D7")
        rule(sheet, "F4:J9")
    first, second = build_tables(saved(book, tmp_path))
    assert [(t.title, t.unit) for t in (first, second)] == [("收入总表", "万元"), ("支出总表", "万元")]
    assert read(first) == INCOME_READ
    assert read(second) == EXPENDITURE_READ


def test_two_sides_of_one_table_stay_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(
        book.active,
        1,
        1,
        [
            ["收支总表"],
            [None, None, None, None, "单位：万元"],
            ["收入", None, None, "支出"],
            ["项目", "预算数", None, "项目", "预算数"],
            ["一般公共预算", 10, None, "教育支出", 4],
            ["事业收入", 2, None, "卫生健康支出", 8],
            ["收入总计", 12, None, "支出总计", 12],
        ],
    )
    (table,) = build_tables(saved(book, tmp_path))
    assert (table.title, table.unit) == ("收支总表", "万元")
    assert [(row.side, row.label, row.cells[0].text) for row in table.rows] == [
        ("income", "一般公共预算", "10"),
        ("income", "事业收入", "2"),
        ("income", "收入总计", "12"),
        ("expenditure", "教育支出", "4"),
        ("expenditure", "卫生健康支出", "8"),
        ("expenditure", "支出总计", "12"),
    ]


def test_hidden_rows_columns_and_far_blanks_are_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, 1, 1, [["支出总表"], ["单位：万元"]])
    put(sheet, 3, 1, [[*row[:2], "内部", *row[2:]] for row in EXPENDITURE[:3]])
    put(sheet, 6, 1, [[20102, "草稿", "内部", 1, 1], [None, "合计", None, 30, 10, 20], ["打印日期：", "2024-02-03"]])
    sheet.merge_cells("A1:F1")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[6].hidden = True
    sheet["XFD3"] = sheet["A1048576"] = " "
    document = saved(book, tmp_path)
    assert document.warnings == ("工作表“Sheet”有1 行、1 列已隐藏，未读取",)
    (table,) = build_tables(document)
    assert read(table) == [EXPENDITURE_READ[0], EXPENDITURE_READ[1], EXPENDITURE_READ[4]]


def test_workbook_with_a_contents_sheet_and_titles_in_sheet_names(tmp_path: Path) -> None:
    names = [f"表{number}" for number in "一二三四五六七八九"] + [f"表十{number}" for number in "一二三四五六"]
    book = openpyxl.Workbook()
    book.active.title = "目录"
    put(book.active, 1, 1, [["目录"], *[[name, "项目支出表", "是否空表：否"] for name in names]])
    for number, name in enumerate(names):
        sheet = book.create_sheet(f"{name} 项目支出表")
        put(sheet, 1, 1, [["单位：万元"], ["项目名称", "合计", "财政拨款"], [f"项目{number}", "1,234.50", 1000]])
    tables = build_tables(saved(book, tmp_path))
    assert [(t.number, t.title, t.unit, len(t.rows)) for t in tables] == [
        (name, "项目支出表", "万元", 1) for name in names
    ]
    assert read(tables[14]) == [("项目14", {"合计": "1,234.50", "财政拨款": "1000"})]


def test_reason_of_an_empty_table_inside_its_frame(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    reason = "某局2024年没有政府性基金预算安排的支出，故本表为空。"
    put(sheet, 1, 1, [["附件2"], ["政府性基金预算支出表"], ["单位：万元"], EXPENDITURE[0], [reason]])
    sheet.merge_cells("A5:E5")
    rule(sheet, "A4:E5")
    (table,) = build_tables(saved(book, tmp_path))
    assert (table.title, table.rows, table.empty_reason) == ("政府性基金预算支出表", (), reason)


def test_headers_of_three_levels_with_column_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    put(
        sheet,
        1,
        1,
        [
            ["一般公共预算支出表"],
            ["编制单位：某局", None, None, None, None, None, "金额单位：元"],
            ["功能分类科目", None, "2024年预算数", None, None, None, "上年执行数"],
            ["编码", "名称", "小计", "基本支出", None, "项目支出"],
            [None, None, None, "人员经费", "公用经费"],
            ["栏次", None, 1, 2, 3, 4, 5],
            ["201", "一般公共服务支出", "600.00", 100, 200, 300, 550],
            ["20101", "人大事务", "600.00", 100, 200, 300, 550],
            ["合计", None, "600.00", 100, 200, 300, 550],
        ],
    )
    for area in ("A3:B3", "C3:F3", "G3:G5", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:F5", "A6:B6", "A9:B9"):
        sheet.merge_cells(area)
    rule(sheet, "A3:G9")
    (table,) = build_tables(saved(book, tmp_path))
    assert table.unit == "元"
    values = {
        "2024年预算数/小计": "600.00",
        "2024年预算数/基本支出/人员经费": "100",
        "2024年预算数/基本支出/公用经费": "200",
        "2024年预算数/项目支出": "300",
        "上年执行数": "550",
    }
    assert read(table) == [("201 一般公共服务支出", values), ("20101 人大事务", values), ("合计", values)]


def test_headings_centred_over_columns_without_merging(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(
        book.active,
        1,
        1,
        [
            ["支出总表"],
            ["科目编码", "科目名称", "合计", "其中", None, "上年数", None],
            [None, None, None, "基本支出", "项目支出", "预算数", "执行数"],
            [201, "一般公共服务支出", 30, 10, 20, 25, 24],
        ],
    )
    (table,) = build_tables(saved(book, tmp_path))
    assert [column.path for column in table.columns] == [
        ("合计",),
        ("基本支出",),
        ("项目支出",),
        ("上年数", "预算数"),
        ("上年数", "执行数"),
    ]


def test_formulas_that_were_never_calculated_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, 1, 1, [["收入总表"], ["项目", "预算数"], ["事业收入", 1], ["合计", "=SUM(B3:B3)"]])
    (warning,) = saved(book, tmp_path).warnings
    assert "1 个公式" in warning
