"""Arithmetic identities: what is claimed, what holds by rounding, what does not, and what stays silent."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from index.amounts import read_number
from index.dumps import dump_tables
from index.model import BudgetTable, Cell, Column, Row, SourceFile, TableKind
from index.readers.text import TextReader
from index.tie_outs import ColumnIdentity, RowFamily, check_tables, column_identities, coverage, row_families

SEED = Path(__file__).parents[1].parent / "shared" / "seed" / "beibei-govservice-2023-budget.txt"
COLUMNS = (("合计",), ("基本支出",), ("项目支出",))


def row(label: str, *texts: str, code: str | None = None, path: tuple[str, ...] = (), side: str = "") -> Row:
    cells = tuple(_cell(column, text) for column, text in enumerate(texts) if text)
    return Row(label, cells, code, path, len(path), side, total=label in ("合计", "收入总计", "支出总计"))


def _cell(column: int, text: str) -> Cell:
    number = read_number(text)
    return Cell(column, text, number[0] if number else None)


def table(
    *rows: Row,
    kind: TableKind = TableKind.TOTAL_EXPENDITURE,
    columns: tuple[tuple[str, ...], ...] = COLUMNS,
    unit: str = "万元",
) -> BudgetTable:
    return BudgetTable(kind.value, "表八", "支出总表", kind, unit, (), tuple(map(Column, columns)), rows)


def codes(*tables: BudgetTable) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check_tables(tables, "d")]


GOOD = (
    row("合计", "30.00", "20.00", "10.00"),
    row("教育支出", "30.00", "20.00", "10.00", code="205"),
    row("普通教育", "25.00", "20.00", "5.00", code="20502", path=("教育支出",)),
    row("进修及培训", "5.00", "", "5.00", code="20508", path=("教育支出",)),
)


def test_what_adds_up_gives_no_finding_and_covers_every_amount() -> None:
    assert codes(table(*GOOD)) == []
    assert coverage([table(*GOOD)]) == (11, 11)


def test_rounding_is_information() -> None:
    rows = (*GOOD[:2], row("普通教育", "25.01", "20.00", "5.01", code="20502", path=("教育支出",)), GOOD[3])
    findings = check_tables([table(*rows)], "d")
    assert {(f.code, f.level, f.difference) for f in findings} == {("tie_out.rounding", "info", Decimal("-0.01"))}
    assert "≈" in findings[0].formula


def test_a_cell_that_breaks_one_sum_is_an_error_with_its_cells() -> None:
    rows = (*GOOD[:2], row("普通教育", "25.00", "20.00", "5.00", code="20502", path=("教育支出",)), GOOD[3])
    wrong = (*rows[:3], row("进修及培训", "7.00", "", "7.00", code="20508", path=("教育支出",)))
    findings = check_tables([table(*wrong)], "d")
    assert all(finding.code == "tie_out.mismatch" for finding in findings)
    assert ("total_expenditure", 3, 2) in {cell for finding in findings for cell in finding.cells}
    assert "相差2万元" in findings[0].message


def test_a_missing_row_is_a_warning() -> None:
    without = (
        row("合计", "60.00", "40.00", "20.00"),
        *GOOD[1:],
        row("农林水支出", "20.00", "10.00", "10.00", code="213"),
        row("水利", "20.00", "10.00", "10.00", code="21303", path=("农林水支出",)),
        row("行政运行", "20.00", "10.00", "10.00", code="2130301", path=("农林水支出", "水利")),
    )
    assert set(codes(table(*without))) == {("tie_out.mismatch", "warning")}


def test_names_alone_are_not_believed_where_nothing_adds_up() -> None:
    rows = (row("合计", "30.00"), row("一所", "10.00"), row("二所", "5.00"))
    assert codes(table(*rows, columns=(("金额",),))) == []


def test_uncertain_cells_take_no_part() -> None:
    doubtful = Row("教育支出", (Cell(0, "9.00", Decimal("9.00"), certain=False),), "205")
    assert codes(table(row("合计", "30.00", "20.00", "10.00"), doubtful)) == []


def test_income_equals_expenditure() -> None:
    columns = (("收入", "预算数"), ("支出", "预算数"))
    left = Row("收入总计", (_cell(0, "10.00"),), side="income", total=True)
    right = Row("支出总计", (_cell(1, "11.00"),), side="expenditure", total=True)
    kind = TableKind.TOTAL_INCOME_EXPENDITURE
    assert codes(table(left, right, kind=kind, columns=columns)) == [("tie_out.mismatch", "error")]


def test_the_same_total_in_two_tables_and_two_units() -> None:
    summary = table(
        Row("支出总计", (_cell(1, "300,000.00"),), side="expenditure", total=True),
        kind=TableKind.TOTAL_INCOME_EXPENDITURE,
        columns=(("收入", "预算数"), ("支出", "预算数")),
        unit="元",
    )
    assert codes(table(*GOOD), summary) == []
    more = (row("合计", "31.00", "21.00", "10.00"), *GOOD[1:], row("其他支出", "1.00", "1.00", code="229"))
    assert codes(table(*more), summary) == [("tie_out.mismatch", "error")]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (COLUMNS, (ColumnIdentity(0, (1, 2)),)),
        ((("合计",), ("人员经费",), ("日常公用经费",)), (ColumnIdentity(0, (1, 2)),)),
        (
            (
                ("合计",),
                ("因公出国（境）费",),
                ("车", "小计"),
                ("车", "公务用车购置费"),
                ("车", "公务用车运行费"),
                ("公务接待费",),
            ),
            (ColumnIdentity(2, (3, 4)),),
        ),
        (
            (("总计",), ("基本支出", "小计"), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",)),
            (ColumnIdentity(0, (1, 4)), ColumnIdentity(1, (2, 3))),
        ),
        ((("合计",), ("上年预算数",), ("本年预算数",)), ()),
        ((("合计",), ("基本支出",), ("项目支出",), ("增减额",)), ()),
        ((("合计",), ("基本支出",), ("项目支出", "总数"), ("项目支出", "扣除基建后")), ()),
        ((("小计",), ("其中：基本支出",), ("项目支出",)), (ColumnIdentity(0, (1, 2)),)),
    ],
)
def test_column_identities(paths: tuple[tuple[str, ...], ...], expected: tuple[ColumnIdentity, ...]) -> None:
    assert column_identities(paths) == expected


def test_row_families_hold_direct_children_only() -> None:
    assert row_families(GOOD) == (RowFamily(0, (1,)), RowFamily(1, (2, 3)))


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
def test_the_seed_adds_up_but_for_rounding() -> None:
    digest = hashlib.sha256(SEED.read_bytes()).hexdigest()
    tables = dump_tables(TextReader().read(SourceFile(SEED, digest, "text/plain")))
    findings = check_tables(tables, "seed")
    assert {finding.level for finding in findings} == {"info"}
    assert {abs(finding.difference) for finding in findings if finding.difference} == {Decimal("0.01")}
    totals = {finding.formula.split(" ≈ ")[0] for finding in findings}
    assert totals == {"52.83", "15.97", "411.22"}
    covered, amounts = coverage(tables)
    assert covered == amounts == 205
