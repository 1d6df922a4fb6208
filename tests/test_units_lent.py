"""A table that prints no unit: read in the one its neighbours print, and a finding says so."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from index.amounts import Amount
from index.model import BudgetDocument
from index.readers import open_source, read_here
from index.understanding import understand

ROWS = (("项目", "2024年预算数"), ("教育支出", "1,234.50"), ("合计", "1,234.50"))


def document(folder: Path, *units: str, header: str = "2024年预算数") -> BudgetDocument:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, unit in enumerate(units, 1):
        sheet = book.create_sheet(f"表{number}")
        sheet.append([f"表{number}"])
        sheet.append(["支出总表"])
        if unit:
            sheet.append([f"单位：{unit}"])
        for name, amount in ROWS:
            sheet.append([name, header if amount == ROWS[0][1] else amount])
    path = folder / "青山市园林局2024年部门预算.xlsx"
    book.save(path)
    return understand(read_here(open_source(path)))


def about_units(made: BudgetDocument) -> list[tuple[str, str]]:
    return [(finding.level, finding.message) for finding in made.findings if finding.code == "table.unit"]


def test_unit_of_the_other_tables_is_taken_and_said(tmp_path: Path) -> None:
    made = document(tmp_path, "万元", "", "万元")
    assert about_units(made) == [("info", "表2没有注明金额单位，按其他各表的单位“万元”读取。")]
    values = {fact.quantity.value for fact in made.facts if isinstance(fact.quantity, Amount)}
    assert values == {12_345_000}


def test_numbers_stay_without_unit_where_the_others_differ(tmp_path: Path) -> None:
    made = document(tmp_path, "万元", "", "元")
    assert about_units(made) == [("info", "表2没有注明金额单位，其中的数字没有当作金额读取。")]


@pytest.mark.parametrize(("units", "header"), [(("万元", "万元"), "预算数"), (("万元", ""), "预算数（万元）")])
def test_units_that_are_printed_need_no_word(units: tuple[str, ...], header: str, tmp_path: Path) -> None:
    assert about_units(document(tmp_path, *units, header=header)) == []
