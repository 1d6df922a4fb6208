"""Tables as files: exact numbers, headers over their columns, and words that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from openpyxl import load_workbook

from assistant.rendering.table_files import table_file
from assistant.rendering.workbooks import Sheet, csv_bytes, workbook_bytes
from tests.example import DOCUMENT, THREE_PUBLIC


def test_a_table_as_a_workbook() -> None:
    file = table_file(DOCUMENT, THREE_PUBLIC, "xlsx")
    assert file.name == "某市档案馆-2031年-表四-一般公共预算“三公”经费支出表.xlsx"
    rows = list(load_workbook(io.BytesIO(file.content)).active.values)
    assert rows[0][:2] == ("表四 一般公共预算“三公”经费支出表", "单位：万元")
    assert rows[3] == ("科目", "合计", "因公出国（境）费", "小计", "公务用车运行维护费", "公务接待费")
    assert rows[4] == ("合计", 9.4, None, 8.2, 8.2, 1.2)
    assert rows[5][0] == "　某市档案馆（本级）"


def test_a_table_as_csv() -> None:
    content = table_file(DOCUMENT, THREE_PUBLIC, "csv").content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[4] == ["合计", "9.40", "", "8.20", "8.20", "1.20"]


def test_a_file_name_holds_no_path() -> None:
    table = replace(THREE_PUBLIC, title='a/b\\c:"d"')
    assert table_file(DOCUMENT, table, "csv").name == "某市档案馆-2031年-表四-a_b_c__d_.csv"


def test_words_are_never_formulas() -> None:
    sheet = Sheet("表", [["科目"]], [["=1+1"], ["-12.5"], ["@cmd"]])
    cell = load_workbook(io.BytesIO(workbook_bytes([sheet]))).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s") or cell.quotePrefix
    assert list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"))))[1:] == [["'=1+1"], ["-12.5"], ["'@cmd"]]
