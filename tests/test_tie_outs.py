"""Arithmetic identities: what is claimed, what holds by rounding, what does not, and what stays silent."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from index.amounts import read_number
from index.dumps import dump_tables
from index.model import BudgetTable, Cell, Column, Row, SourceFile, TableKind
from index.readers.text import TextReader
from index.tie_outs import (
    ColumnIdentity,
    RowFamily,
    check_tables,
    claims_of,
    column_identities,
    coverage,
    read_sheets,
    row_families,
    table_coverage,
)

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
    assert codes(table(left, right, kind=kind, columns=columns)) == [("tie_out.income_expenditure", "error")]


def test_the_same_total_in_two_tables_and_two_units() -> None:
    summary = table(
        Row("支出总计", (_cell(1, "300,000.00"),), side="expenditure", total=True),
        kind=TableKind.TOTAL_INCOME_EXPENDITURE,
        columns=(("收入", "预算数"), ("支出", "预算数")),
        unit="元",
    )
    assert codes(table(*GOOD), summary) == []
    more = (row("合计", "31.00", "21.00", "10.00"), *GOOD[1:], row("其他支出", "1.00", "1.00", code="229"))
    assert codes(table(*more), summary) == [("tie_out.same_figure", "error")]


def income(*rows: Row) -> BudgetTable:
    columns = (("收入", "金额"), ("支出", "金额"))
    return replace(table(*rows, kind=TableKind.TOTAL_INCOME_EXPENDITURE, columns=columns), id="summary")


def received(*rows: Row, columns: tuple[tuple[str, ...], ...] = (("本年收入合计",), ("财政拨款收入",))) -> BudgetTable:
    return table(*rows, kind=TableKind.TOTAL_INCOME, columns=columns)


def test_a_function_named_after_a_fund_is_not_that_funds_income() -> None:
    summary = income(Row("二、政府性基金预算财政拨款收入", (_cell(0, "9.00"),), side="income"))
    functions = received(
        row("合计", "30.00", "30.00"),
        row("其他支出", "30.00", "30.00", code="229"),
        row("其他政府性基金及对应专项债务收入安排的支出", "30.00", "30.00", code="22904", path=("其他支出",)),
    )
    assert codes(summary, functions) == []


def test_what_is_not_of_the_treasury_is_not_its_appropriation() -> None:
    used = Row("使用非财政拨款结余（含专用结余）", (_cell(0, "1.00"),), side="income")
    columns = (("本年收入合计",), ("财政拨款收入",), ("其他收入",))
    assert codes(income(used), received(row("合计", "30.00", "29.00", "1.00"), columns=columns)) == []


def test_years_to_come_are_not_this_years_figure() -> None:
    plan = table(
        row("合计", "30.00", "31.00"),
        kind=TableKind.PROJECT_EXPENDITURE,
        columns=(("一般公共预算", "2024年"), ("一般公共预算", "2025年")),
    )
    plan = replace(plan, title="项目支出中期规划预算表")
    whole = table(row("合计", "50.00", "20.00", "30.00"), kind=TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE)
    assert codes(plan, whole) == []


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


def place_texts(claim_tables: list[BudgetTable]) -> set[tuple[str, ...]]:
    """The claims that prove something, as the texts of their cells."""
    claims = (claim for claim in claims_of(read_sheets(claim_tables)) if claim.proves)
    cells = (tuple(claim_tables[p.table].rows[p.row].cell(p.column) for p in claim.places) for claim in claims)
    return {tuple(cell.text for cell in row if cell is not None) for row in cells}


def test_changes_between_years() -> None:
    columns = (("上年", "小计"), ("本年", "小计"), ("增减变化情况", "小计"), ("增减变化情况", "增减率（%）"))
    good = table(row("会议费", "5.00", "4.00", "-1.00", "-20"), columns=columns)
    assert ("4.00", "5.00", "-1.00") in place_texts([good])
    wrong = table(
        row("会议费", "5.00", "4.00", "-1.00", "-20"),
        row("培训费", "6.00", "9.00", "3.00", "50"),
        row("差旅费", "8.00", "9.00", "2.00", "12.5"),
        columns=columns,
    )
    assert codes(wrong) == [("tie_out.change", "error")]


def test_a_rate_that_its_amounts_do_not_give() -> None:
    columns = (("2024年预算数",), ("2025年预算数",), ("增减%",))
    rows = [row(name, "10.00", "11.00", "10.0") for name in ("一所", "二所", "三所", "四所")]
    assert codes(table(*rows, columns=columns)) == []
    assert codes(table(*rows, row("五所", "10.00", "15.00", "5.0"), columns=columns)) == [("tie_out.rate", "error")]


def test_quantities_and_unit_prices() -> None:
    columns = (("数量",), ("单价（万元）",), ("金额",))
    rows = [row(name, "3", "0.50", "1.50") for name in ("台式机", "打印机", "复印机", "空调")]
    assert codes(table(*rows, columns=columns)) == []
    wrong = table(*rows, row("投影仪", "2", "0.80", "16.00"), columns=columns)
    assert codes(wrong) == [("tie_out.product", "error")]


def test_running_totals_of_a_side() -> None:
    names = ("一般公共预算拨款收入", "其他收入", "本年收入合计", "上年结转", "收入总计")
    amounts = ("8.00", "2.00", "10.00", "1.00", "11.00")
    rows = [
        Row(name, (_cell(0, text),), side="income", total=name.endswith("计"))
        for name, text in zip(names, amounts, strict=True)
    ]
    kind, columns = TableKind.TOTAL_INCOME_EXPENDITURE, (("收入", "预算数"), ("支出", "预算数"))
    assert codes(table(*rows, kind=kind, columns=columns)) == []
    assert coverage([table(*rows, kind=kind, columns=columns)]) == (5, 5)
    wrong = [*rows[:3], Row("上年结转", (_cell(0, "3.00"),), side="income"), rows[4]]
    assert codes(table(*wrong, kind=kind, columns=columns)) == [("tie_out.mismatch", "error")]


def test_fen_are_exact_and_wan_are_rounded() -> None:
    def three(unit: str) -> BudgetTable:
        return table(row("合计", "30.01", "20.00", "10.00"), row("教育支出", "30.00", "20.00", "10.00"), unit=unit)

    assert ("tie_out.mismatch", "error") in codes(three("元"))
    assert {code for code, _ in codes(three("万元"))} == {"tie_out.rounding"}


def test_zeros_prove_nothing() -> None:
    nothing = table(row("合计", "0.00", "0.00", "0.00"), row("教育支出", "0.00", "0.00", "0.00", code="205"))
    assert coverage([nothing]) == (0, 0)
    assert [(t.zeros, t.zeros_proved) for t in table_coverage([nothing])] == [(6, 0)]


def test_counts_and_codes_are_no_amounts() -> None:
    columns = (("数量",), ("预算金额",), ("支出经济科目编码",))
    assert coverage([table(row("合计", "3", "9.00", "30201"), row("电脑", "3", "9.00", "30201"), columns=columns)]) == (
        2,
        2,
    )


def test_the_same_row_under_two_headings_is_the_same_figure() -> None:
    whole = table(*GOOD, kind=TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE)
    parts = table(
        row("合计", "20.00", "15.00", "5.00"),
        row("工资福利支出", "15.00", "15.00", code="301"),
        row("商品和服务支出", "5.00", "", "5.00", code="302"),
        kind=TableKind.BASIC_EXPENDITURE,
        columns=(("合计",), ("人员经费",), ("公用经费",)),
    )
    parts = replace(parts, title="一般公共预算基本支出表")
    assert ("20.00", "20.00") in place_texts([whole, parts])
