"""Table cells → facts: quantity, measure, year, stage and label of each kind of column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from index.amounts import Amount, Count, Ratio
from index.facts import table_facts
from index.model import (
    BudgetDocument,
    BudgetTable,
    Cell,
    Column,
    Fact,
    Measure,
    Row,
    Scope,
    SourceFile,
    Stage,
    TableKind,
)


def facts(
    columns: list[tuple[str, ...]],
    *rows: Row,
    kind: TableKind = TableKind.OTHER,
    unit: str = "万元",
    stage: Stage = Stage.BUDGET,
) -> tuple[Fact, ...]:
    table = BudgetTable("t1", "表一", "某表", kind, unit, (3,), tuple(map(Column, columns)), rows)
    source = SourceFile(Path("x.pdf"), "0" * 64, "application/pdf")
    return table_facts(BudgetDocument("d", source, "某局", "某省", 2023, stage, Scope.DEPARTMENT, (table,), ()))


def row(label: str, *texts: str | None, path: tuple[str, ...] = ()) -> Row:
    from index.amounts import read_number

    numbers = [(text, read_number(text.rstrip("%")) if text else None) for text in texts]
    printed = tuple(
        Cell(c, text, number[0] if number else None) for c, (text, number) in enumerate(numbers) if text is not None
    )
    quote = " ".join([label, *(text for text in texts if text)])
    return Row(label, printed, path=path, level=len(path), page=3, quote=quote)


def test_a_cell_is_money_in_the_tables_unit() -> None:
    (fact,) = facts([("2023年预算数", "基本支出")], row("（一）行政运行", "151.58", path=("一、公共服务",)))
    assert fact.id == "d:t1:0:0"
    assert fact.quantity == Amount(Decimal("1515800.00"), "万元", Decimal("100.00"), "151.58")
    assert (fact.label, fact.row_path, fact.column_path) == ("行政运行", ("公共服务",), ("2023年预算数", "基本支出"))
    assert (fact.measure, fact.year, fact.stage) == (Measure.VALUE, 2023, Stage.BUDGET)
    assert (fact.provenance.page, fact.provenance.quote) == (3, "（一）行政运行 151.58")


@pytest.mark.parametrize(
    ("column", "year", "stage"),
    [
        (("2022年预算数", "合计"), 2022, Stage.BUDGET),
        (("2022年执行数",), 2022, Stage.FINAL),
        (("上年预算数",), 2022, Stage.BUDGET),
        (("上年结转",), 2023, Stage.BUDGET),
        (("比上年预算数增减",), 2023, Stage.BUDGET),
        (("一般公共预算",), 2023, Stage.BUDGET),
    ],
)
def test_year_and_stage_of_a_column(column: tuple[str, ...], year: int, stage: Stage) -> None:
    (fact,) = facts([column], row("合计", "1.00"))
    assert (fact.year, fact.stage) == (year, stage)


def test_final_accounts_print_the_budget_beside_them() -> None:
    budget, final = facts(
        [("预算数", "合计"), ("决算数", "合计")],
        row("", "2.00", "1.00"),
        kind=TableKind.THREE_PUBLIC_EXPENSES,
        stage=Stage.FINAL,
    )
    assert (budget.stage, final.stage) == (Stage.BUDGET, Stage.FINAL)


@pytest.mark.parametrize(
    ("column", "text", "measure", "kind"),
    [
        ("比上年增减额", "-0.70", Measure.CHANGE, Amount),
        ("增减%", "-10.77", Measure.CHANGE_RATE, Ratio),
        ("增长率", "5.00%", Measure.CHANGE_RATE, Ratio),
        ("占比（%）", "55.10", Measure.SHARE, Ratio),
        ("指标权重(%)", "20", Measure.WEIGHT, Ratio),
        ("数量（辆）", "3", Measure.VALUE, Count),
        ("备注", "按要求安排", Measure.TEXT, type(None)),
        ("金额", "—", Measure.TEXT, type(None)),
    ],
)
def test_measure_of_a_column(column: str, text: str, measure: Measure, kind: type) -> None:
    (fact,) = facts([(column,)], row("公务接待费", text))
    assert fact.measure is measure
    assert isinstance(fact.quantity, kind)


def test_a_lone_unlabelled_row_is_named_by_its_columns() -> None:
    columns = [("合计",), ("公务用车购置及运行费", "小计"), ("公务接待费",)]
    assert [fact.label for fact in facts(columns, row("", "3.00", "2.00", "1.00"))] == [
        "合计",
        "公务用车购置及运行费",
        "公务接待费",
    ]


def test_the_nearest_unit_counts() -> None:
    (boxed,) = facts([("内容",)], row("年度资金总额", "90.00", path=("项目资金（万元）",)), unit="元")
    assert boxed.quantity == Amount(Decimal("900000.00"), "万元", Decimal("100.00"), "90.00")


@pytest.mark.parametrize(
    ("cells", "text", "quantity"),
    [
        (("≥", "100", "万件"), "≥100万件", Count(Decimal(1_000_000), "件", Decimal(10_000), "≥100万件")),
        (("≥", "90", "%"), "≥90%", Ratio(Decimal(90), "%", Decimal(1), "≥90%")),
        ((None, "≤5万元", None), "≤5万元", Amount(Decimal(50000), "万元", Decimal(10000), "≤5万元")),
        ((None, "≥13459.00(平方米)", None), "≥13459.00(平方米)", None),
        (("定性", "优", None), "优", None),
        ((None, "2022年11月30日前完成", None), "2022年11月30日前完成", None),
    ],
)
def test_indicator_targets(cells: tuple[str | None, ...], text: str, quantity: object) -> None:
    columns = [("指标性质",), ("指标值",), ("计量单位",)]
    found = facts(columns, row("满意度", *cells), kind=TableKind.PROJECT_PERFORMANCE)
    fact = next(fact for fact in found if fact.column_path == ("指标值",))
    assert fact.text == text
    if quantity is not None:
        assert fact.quantity == quantity
        assert fact.measure is Measure.VALUE


def test_uncertain_cells_make_uncertain_facts() -> None:
    table_row = Row("项目", (Cell(0, "1.00", Decimal("1.00"), certain=False),))
    (fact,) = facts([("金额",)], table_row)
    assert not fact.certain


def test_kinds_of_what_is_counted_are_counted_too() -> None:
    found = facts(
        [("统计数",)],
        row("（一）车辆数合计（辆）", "4"),
        row("1．机要通信用车", "3", path=("（一）车辆数合计（辆）",)),
        row("（二）单价100万元以上设备（台，套）", "2"),
        row("（三）政府采购支出合计", "90"),
        row("1．货物支出", "30", path=("（三）政府采购支出合计",)),
    )
    assert [(type(fact.quantity), getattr(fact.quantity, "unit", "")) for fact in found] == [
        (Count, "辆"),
        (Count, "辆"),
        (Count, "台/套"),
        (Amount, "万元"),
        (Amount, "万元"),
    ]


@pytest.mark.parametrize(
    ("header", "measure"),
    [
        ("增减额", Measure.CHANGE),
        ("增减比例", Measure.CHANGE_RATE),
        ("增减变化率", Measure.CHANGE_RATE),
        ("变动百分比", Measure.CHANGE_RATE),
    ],
)
def test_how_much_and_by_what_part(header: str, measure: Measure) -> None:
    (fact,) = facts([(header,)], row("公务接待费", "-20.00%" if measure is Measure.CHANGE_RATE else "-1.50"))
    assert fact.measure is measure


def test_a_table_of_staff_counts_people_and_no_money() -> None:
    columns: list[tuple[str, ...]] = [("编制数", "行政"), ("在职人员",), ("工资（万元）",)]
    found = facts(columns, row("某所", "12", "10", "3.50"), unit="人")
    assert [(type(fact.quantity), fact.quantity.unit) for fact in found if fact.quantity is not None] == [
        (Count, "人"),
        (Count, "人"),
        (Amount, "万元"),
    ]
