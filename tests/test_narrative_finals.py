"""What final accounts say in running text: budget and result item by item, reasons, shares, what was counted."""

from __future__ import annotations

from decimal import Decimal

from index.model import Measure, Stage
from tests.test_narrative import facts


def test_an_item_named_before_its_figures() -> None:
    items = "1.教育支出（类）普通教育（款）小学教育（项）"
    for text in (
        f"{items}：支出决算为6万元，完成预算75%，决算数小于预算数的主要原因是学生减少。",
        f"{items}。年初预算为8万元，支出决算为6万元，完成年初预算的75%，支出决算数小于年初预算数的主要原因：学生减少。",
    ):
        found = facts(text, stage=Stage.FINAL)
        assert {(fact.label, fact.row_path) for fact in found} == {("小学教育", ("教育支出", "普通教育"))}
        spent = next(fact for fact in found if fact.measure is Measure.VALUE and fact.stage is Stage.FINAL)
        assert (spent.quantity and spent.quantity.value, spent.reason) == (Decimal(60_000), "学生减少")
        share = found[-1]
        assert (share.measure, share.reason) == (Measure.SHARE, "学生减少")
        assert "预算" in share.base


def test_an_item_on_a_line_of_its_own() -> None:
    text = "1、教育支出（类）教育厅（室）及相关事务（款）行政运行（项）。\n年初预算为8万元，支出决算为6万元。"
    assert [(fact.label, fact.row_path, fact.stage) for fact in facts(text, stage=Stage.FINAL)] == [
        ("行政运行", ("教育支出", "教育厅（室）及相关事务"), Stage.BUDGET),
        ("行政运行", ("教育支出", "教育厅（室）及相关事务"), Stage.FINAL),
    ]


def test_what_money_is_used_for_in_parts() -> None:
    found = facts(
        "2024年支出预算80万元，主要用于以下方面：教育支出（类）60万元，占75%；住房保障支出（类）20万元，占25%。"
    )
    assert [(fact.label, fact.measure, fact.row_path) for fact in found[1:3]] == [
        ("教育支出", Measure.VALUE, ("支出预算",)),
        ("教育支出", Measure.SHARE, ("支出预算",)),
    ]


def test_the_pieces_of_a_chart_say_nothing() -> None:
    assert facts("■基本支出，16.26% ■项目支出，83.74%") == ()
    assert facts("款收入，0.05% ■其他收入，0.94%") == ()
    assert facts("■基本支出80万元，占16.26%。")


def test_one_matter_counted_twice() -> None:
    found = facts("国内公务接待5批次，60人次（不包括陪同人员），共计支出1万元。")
    assert [(fact.label, fact.text) for fact in found[:2]] == [
        ("国内公务接待", "5批次"),
        ("国内公务接待", "60人次"),
    ]


def test_groups_and_guests_received() -> None:
    found = facts("公务接待费2万元，全年共接待来访团组6个、来宾42人次，主要是检查指导。")
    assert [fact.label for fact in found[1:]] == ["接待来访团组", "接待来宾"]


def test_people_at_what_money_is_for() -> None:
    found = facts("2024年本部门开支会议费2万元，用于召开防疫会议，人数120人，内容为春防部署。")
    assert [(fact.label, fact.row_path, fact.purpose) for fact in found] == [
        ("会议费", (), "召开防疫会议"),
        ("人数", ("会议费",), ""),
    ]
    found = facts("全年因公出国（境）团组2个，累计9人次。")
    assert [fact.label for fact in found] == ["因公出国（境）团组"] * 2


def test_a_heading_about_its_metric() -> None:
    found = facts("本部门2024年度机关运行经费支出5万元。", heading="九、关于机关运行经费支出说明")
    assert [fact.label for fact in found] == ["机关运行经费支出"]


def test_the_total_of_appropriations_is_not_the_years_own() -> None:
    found = facts("2024年度财政拨款收、支总计均为90万元。与上年相比，财政拨款收、支总计各增加5万元。")
    assert [fact.label for fact in found] == ["财政拨款收入总计", "财政拨款支出总计"] * 2
    found = facts("2024年度财政拨款收、支总预算90万元。与上年相比，财政拨款收、支总计各增加5万元。")
    assert [fact.label for fact in found] == ["财政拨款收入", "财政拨款支出"] * 2


def test_shares_of_several_amounts() -> None:
    found = facts("按用途分类，包括人员支出30万元、日常公用支出10万元、项目支出60万元，分别占30%、10%、60%。")
    assert [(fact.label, fact.text) for fact in found if fact.measure is Measure.SHARE] == [
        ("人员支出", "30%"), ("日常公用支出", "10%"), ("项目支出", "60%"),
    ]  # fmt: skip


def test_each_reason_belongs_to_what_it_compares_with() -> None:
    found = facts(
        "2024年“三公”经费财政拨款支出年初预算为8万元，支出决算为6万元，完成年初预算的75%。较上年增加2万元。"
        "决算数小于年初预算数的主要原因是定点维修。决算数较上年增加的主要原因是新购车辆。",
        stage=Stage.FINAL,
    )
    assert [(fact.measure, fact.reason) for fact in found[1:]] == [
        (Measure.VALUE, "定点维修"),
        (Measure.SHARE, "定点维修"),
        (Measure.CHANGE, "新购车辆"),
    ]


def test_two_comparisons_with_a_reason_each() -> None:
    found = facts(
        "机关运行经费支出9万元，比年初预算数增加2万元，主要原因是物业费上涨；比上年决算数减少1万元，主要原因是差旅费减少。",
        stage=Stage.FINAL,
    )
    assert [(fact.base_year, fact.reason) for fact in found[1:]] == [(2024, "物业费上涨"), (2023, "差旅费减少")]


def test_a_further_comparison_ends_a_reason() -> None:
    found = facts(
        "公务接待费支出预算为3万元，支出决算为2万元，完成预算的66.67%，决算数小于预算数的主要原因是厉行节约，"
        "与上年相比减少1万元，主要原因是接待批次减少。",
        stage=Stage.FINAL,
    )
    assert [(fact.measure, fact.stage, fact.reason) for fact in found] == [
        (Measure.VALUE, Stage.BUDGET, ""),
        (Measure.VALUE, Stage.FINAL, "厉行节约"),
        (Measure.SHARE, Stage.FINAL, "厉行节约"),
        (Measure.CHANGE, Stage.FINAL, "接待批次减少"),
    ]
    assert {fact.label for fact in found} == {"公务接待费"}


def test_why_it_fell_is_said_after_what_was_counted() -> None:
    found = facts("公务接待费预算为3万元，较上年减少1万元，接待批次为9次。减少的原因是压减会议。")
    assert [(fact.text, fact.reason) for fact in found] == [
        ("3万元", "压减会议"),
        ("1万元", "压减会议"),
        ("9次", ""),
    ]


def test_there_is_none_of_several() -> None:
    for text, labels in (
        ("无政府性基金预算支出，也无国有资本经营预算支出。", ["政府性基金预算支出", "国有资本经营预算支出"]),
        ("没有使用政府性基金预算和国有资本经营预算拨款安排的支出。", ["政府性基金预算", "国有资本经营预算拨款"]),
        ("无政府性基金预算收支。", ["政府性基金预算收入", "政府性基金预算支出"]),
        ("未安排公务用车购置及运行维护费。", ["公务用车购置及运行维护费"]),
    ):
        assert [fact.label for fact in facts(f"本部门2024年{text}")] == labels


def test_what_kind_of_budget_a_figure_is() -> None:
    found = facts(
        "2024年度一般公共预算财政拨款支出年初预算为7万元，全年预算为9万元，支出决算为8万元，比全年预算数减少1万元。",
        stage=Stage.FINAL,
    )
    assert [(fact.column_path, fact.stage) for fact in found[:3]] == [
        (("年初预算",), Stage.BUDGET),
        (("全年预算",), Stage.BUDGET),
        ((), Stage.FINAL),
    ]
    assert (found[3].measure, found[3].base_year, found[3].base) == (Measure.CHANGE, 2024, "全年预算数")


def test_the_year_and_kind_behind_a_name_are_no_part_of_it() -> None:
    found = facts("“三公”经费2024年预算数为9万元，比2023年减少1万元，其中：公务接待费2024年预算5万元。")
    assert [(fact.label, fact.row_path) for fact in found] == [
        ("“三公”经费", ()),
        ("“三公”经费", ()),
        ("公务接待费", ("“三公”经费",)),
    ]


def test_why_the_whole_changed_is_not_why_its_last_part_did() -> None:
    found = facts("2024年预算收入9万元，其中：拨款收入8万元；事业收入1万元。与上年相比增加2万元，主要原因是人员增加。")
    assert [(fact.label, fact.reason) for fact in found] == [
        ("预算收入", ""),
        ("拨款收入", ""),
        ("事业收入", ""),
        ("预算收入", "人员增加"),
    ]


def test_why_the_account_differs_from_the_budget_is_said_of_the_item() -> None:
    found = facts(
        "1.气象事务（款）气象服务（项）。年初预算50.00万元，支出决算46.00万元，完成年初预算的92.00%。"
        "决算数与年初预算数的差异原因：设备采购推迟。",
        stage=Stage.FINAL,
    )
    assert {fact.label for fact in found} == {"气象服务"}
    assert [fact.reason for fact in found if fact.stage is Stage.FINAL] == ["设备采购推迟"] * 2


def test_what_is_left_at_the_end_is_told_as_what_it_is_for() -> None:
    found = facts("3.年末结转和结余9.00万元。结转和结余事项：雷达站建设尾款。", stage=Stage.FINAL)
    assert [(fact.label, fact.purpose) for fact in found] == [("年末结转和结余", "雷达站建设尾款")]
