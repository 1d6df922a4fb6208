"""Sentences with amounts → facts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from eval.narrative import GoldFigure, read_gold, score_narrative
from index.definitions import read_contact, read_definitions
from index.dumps import narrative_lines
from index.model import Fact, Measure, Section, Stage, TextBlock
from index.narrative import read_facts
from index.readers import read
from index.sections import read_sections

SEED = Path(__file__).parents[1].parent / "shared" / "seed"
GOLDEN = Path(__file__).parent / "golden" / "seed_narrative.json"


def facts(text: str, heading: str = "", year: int = 2024, stage: Stage = Stage.BUDGET) -> tuple[Fact, ...]:
    return read_facts([Section((heading,) if heading else (), text, 3)], document_id="d", year=year, stage=stage)


def brief(found: Sequence[Fact]) -> list[tuple[str, str, Decimal | None]]:
    return [(fact.label, fact.measure.value, fact.quantity.value if fact.quantity else None) for fact in found]


class TestValues:
    def test_names_and_amounts(self) -> None:
        found = facts("2024年收入预算300万元，其中：事业收入100万元、其他收入200.50万元。")
        assert brief(found) == [
            ("收入预算", "value", Decimal(3_000_000)),
            ("事业收入", "value", Decimal(1_000_000)),
            ("其他收入", "value", Decimal("2005000.0")),
        ]
        assert [fact.row_path for fact in found] == [(), ("收入预算",), ("收入预算",)]

    def test_classes_named_in_prose(self) -> None:
        (fact,) = facts("一般公共服务支出（类）财政事务（款）行政运行（项）2024年预算数12.30万元。")
        assert (fact.label, fact.row_path) == ("行政运行", ("一般公共服务支出", "财政事务"))

    def test_class_of_the_heading(self) -> None:
        (fact,) = facts("1.财政事务（款）行政运行（项）12万元。", heading="（一）一般公共服务支出（类）")
        assert fact.row_path == ("一般公共服务支出", "财政事务")

    @pytest.mark.parametrize(
        "text",
        [
            "（1）行政运行（2010601）8万元",
            "2010601-行政运行8万元",
            "一般公共服务支出（201类）财政事务（06款）行政运行（01项）8万元",
            "1、行政运行（2010601）2024年预算数为8万元",
        ],
    )
    def test_codes(self, text: str) -> None:
        (fact,) = facts(text)
        assert (fact.label, fact.code) == ("行政运行", "2010601")

    def test_metric_in_the_heading_only(self) -> None:
        (fact,) = facts("2024年预算安排7.00万元。", heading="（一）因公出国（境）经费")
        assert fact.label == "因公出国（境）经费"

    def test_income_and_expenditure_at_once(self) -> None:
        found = facts("某市某局2024年度收、支总预算50万元。")
        assert [(fact.label, fact.side) for fact in found] == [("收入预算", "income"), ("支出预算", "expenditure")]

    def test_what_has_been_allotted_is_no_part_of_the_name(self) -> None:
        (fact,) = facts("2024年，根据渔港管理办法，已安排渔港养护共同事权转移支付资金610.17万元，主要用于航标更新。")
        assert fact.label == "渔港养护共同事权转移支付资金"

    def test_last_years_figure_beside_this_years(self) -> None:
        found = facts("2024年收入预算90万元，比2023年年初预算数80万元增加10万元，增长12.5%。")
        assert [(fact.measure, fact.year, fact.quantity.value) for fact in found if fact.quantity] == [
            (Measure.VALUE, 2024, Decimal(900_000)),
            (Measure.VALUE, 2023, Decimal(800_000)),
            (Measure.CHANGE, 2024, Decimal(100_000)),
            (Measure.CHANGE_RATE, 2024, Decimal("12.5")),
        ]

    def test_budget_that_was_completed(self) -> None:
        value, budget, rate = facts("公务接待费支出决算为3万元，完成预算4万元的75%。", stage=Stage.FINAL)
        assert [(fact.label, fact.stage) for fact in (value, budget)] == [
            ("公务接待费", Stage.FINAL),
            ("公务接待费", Stage.BUDGET),
        ]
        assert rate.measure is Measure.SHARE

    def test_items_numbered_with_their_codes(self) -> None:
        found = facts("1.2080501行政单位离退休3万元，主要用于补助。\n2.2080801死亡抚恤5万元，主要用于补助。")
        assert [(fact.label, fact.code) for fact in found] == [("行政单位离退休", "2080501"), ("死亡抚恤", "2080801")]

    def test_the_whole_of_the_paragraph_before_is_compared(self) -> None:
        found = facts(
            "2024年财务总收入90万元，其中：事业收入30万元，上年结转60万元。\n与上年80万元对比增加10万元，增长12.5%。"
        )
        assert [(fact.label, fact.year, fact.measure) for fact in found[3:]] == [
            ("财务总收入", 2023, Measure.VALUE),
            ("财务总收入", 2024, Measure.CHANGE),
            ("财务总收入", 2024, Measure.CHANGE_RATE),
        ]

    def test_a_change_of_nothing_stays_with_its_part(self) -> None:
        found = facts("“三公”经费9万元。其中：因公出国（境）费0万元，比上年增加0万元，增长0%；公务接待费9万元。")
        assert [fact.label for fact in found[1:4]] == ["因公出国（境）费"] * 3

    def test_a_torn_sentence_goes_on_about_its_part(self) -> None:
        found = facts("“三公”经费9万元，其中：公务接待费3万元，\n比上年增加1万元。")
        assert found[-1].label == "公务接待费"

    def test_basic_and_project_expenditure_are_no_parts_of_each_other(self) -> None:
        found = facts("按类别划分：基本支出60万元，其中：工资福利支出50万元；项目支出20万元。")
        assert [(fact.label, fact.row_path) for fact in found[1:]] == [
            ("工资福利支出", ("基本支出",)),
            ("项目支出", ()),
        ]

    def test_thresholds_are_part_of_a_name(self) -> None:
        (fact,) = facts("单价100万元（含）以上的设备2台（套）。")
        assert fact.quantity is not None
        assert fact.quantity.value == 2

    def test_counts(self) -> None:
        found = facts("截至2023年12月31日，本部门共有车辆5辆，其中机要通信用车1辆、其他用车4辆。")
        assert [(fact.label, fact.quantity.value) for fact in found if fact.quantity] == [
            ("共有车辆", 5), ("机要通信用车", 1), ("其他用车", 4),
        ]  # fmt: skip
        assert {fact.year for fact in found} == {2024}

    def test_what_a_matter_covers_is_not_all_there_is(self) -> None:
        found = facts("项目均实行绩效目标管理，共计3个一级项目，涉及资金20万元，政府性基金预算拨款5万元。")
        assert [(fact.label, fact.row_path) for fact in found[1:]] == [
            ("涉及资金", ("绩效目标管理",)),
            ("政府性基金预算拨款", ("绩效目标管理",)),
        ]

    def test_equipment_is_bought_like_the_vehicles_before_it_and_no_part_of_them(self) -> None:
        found = facts("安排购置车辆1辆，其中：其他用车1辆；单价100万元（含）以上设备0台（套）。")
        assert [(fact.label, fact.row_path) for fact in found] == [
            ("购置车辆", ()),
            ("其他用车", ("购置车辆",)),
            ("购置单价100万元（含）以上设备", ()),
        ]

    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("由甲局等16个三级事业单位组成", "三级事业单位"),
            ("局下设1个事业单位为某中心", "事业单位"),
            ("纳入部门汇总预算编制范围的预算单位共计1家", "预算单位"),
            ("委本级内设处室27个", "内设处室"),
        ],
    )
    def test_what_is_counted(self, text: str, label: str) -> None:
        assert [fact.label for fact in facts(f"{text}。")] == [label]

    def test_people_are_counted_of_what_was_named(self) -> None:
        found = facts("会议费预算18万元，拟召开年度会议，人数800人。")
        assert (found[1].label, found[1].row_path) == ("人数", ("会议费",))

    def test_parts_told_by_side(self) -> None:
        found = facts("财政拨款收支总预算9万元。收入包括：其他收入9万元。支出包括：教育支出9万元。")
        assert [(fact.label, fact.row_path) for fact in found[2:]] == [
            ("其他收入", ("财政拨款收入",)),
            ("教育支出", ("财政拨款支出",)),
        ]

    def test_a_piece_of_a_torn_number_has_no_name(self) -> None:
        assert [fact.label for fact in facts("人员经费1,541.50.00万元，较上年增加493万元。")] == ["", "人员经费"]

    def test_from_and_to(self) -> None:
        found = facts("养老服务专项资金由2023年177万元增加至237万元。")
        assert [(fact.label, fact.year) for fact in found] == [("养老服务专项资金", 2023), ("养老服务专项资金", 2024)]

    def test_an_allocation_keeps_whose_it_is(self) -> None:
        (fact,) = facts("当年政府性基金预算当年拨款3万元。")
        assert fact.label.endswith("政府性基金预算当年拨款")

    def test_marks_of_half_width(self) -> None:
        found = facts("共有车辆5辆,其中业务用车4辆,其他用车1辆。")
        assert [(fact.label, fact.row_path) for fact in found[1:]] == [
            ("业务用车", ("共有车辆",)),
            ("其他用车", ("共有车辆",)),
        ]

    def test_unattributed_figures_answer_nothing(self) -> None:
        (fact,) = facts("795万元")
        assert fact.label == ""

    def test_two_numbers_with_a_gap_are_two(self) -> None:
        assert not any(fact.text.startswith("12102") for fact in facts("截至2023年12  102辆公务用车。"))

    def test_torn_thousands_are_one(self) -> None:
        (fact,) = facts("支出预算86,68 5.29万元。")
        assert fact.quantity is not None
        assert fact.quantity.value == Decimal("866852900")


class TestChanges:
    def test_signed_with_base(self) -> None:
        _, change, rate = facts("公务接待费3万元，比上年预算数减少1.5万元，下降33.33%。")
        assert (change.label, change.measure) == ("公务接待费", Measure.CHANGE)
        assert change.quantity is not None
        assert change.quantity.value == Decimal(-15_000)
        assert (change.base, change.base_year, change.year) == ("上年预算数", 2023, 2024)
        assert rate.quantity is not None
        assert rate.quantity.value == Decimal("-33.33")

    def test_execution_as_base(self) -> None:
        _, change = facts("收入预算90万元，比上年执行数增加8万元。")
        assert change.base == "上年执行数"

    @pytest.mark.parametrize("words", ["与上年持平", "比2023年预算持平", "与上年预算数相同", "较上年没有发生增减变化"])
    def test_unchanged(self, words: str) -> None:
        _, change = facts(f"会议费2万元，{words}。")
        assert (change.label, change.measure) == ("会议费", Measure.CHANGE)
        assert change.quantity is not None
        assert change.quantity.value == 0

    def test_nearly_unchanged_is_no_figure(self) -> None:
        _, statement = facts("会议费2万元，与上年基本持平。")
        assert (statement.measure, statement.quantity) == (Measure.TEXT, None)

    def test_short_subject_takes_the_full_name(self) -> None:
        found = facts("收入预算：2024年年初预算数9万元，其中：其他收入1万元。收入较2023年减少2万元。")
        assert found[-1].label == "收入预算"

    def test_changes_inside_a_reason(self) -> None:
        found = facts("支出预算9万元，比上年减少5万元，主要是基本支出减少2万元，项目支出减少3万元。")
        assert brief(found)[1:] == [
            ("支出预算", "change", Decimal(-50_000)),
            ("基本支出", "change", Decimal(-20_000)),
            ("项目支出", "change", Decimal(-30_000)),
        ]
        assert found[1].reason == "基本支出减少2万元，项目支出减少3万元"

    def test_values_in_brackets(self) -> None:
        found = facts("公务用车费6万元（购置费2万元，比上年减少1万元；公务用车运行维护费4万元。）比上年减少1万元。")
        assert [fact.label for fact in found][1:] == ["购置费", "购置费", "公务用车运行维护费", "公务用车费"]

    def test_rate_in_brackets(self) -> None:
        found = facts("培训费3万元，较上年减少1万元（25%），减少的主要原因是压减培训。")
        assert brief(found)[2] == ("培训费", "change_rate", Decimal(-25))
        assert found[2].reason == "压减培训"


class TestWhoseChange:
    """Arithmetic says whose change it is where the words alone give it to another."""

    def test_behind_a_list_of_parts_it_is_of_the_whole(self) -> None:
        found = facts("2024年预算收入100万元，其中：财政拨款80万元、其他收入20万元，较上年减少50万元，下降33.33%。")
        assert [(fact.label, fact.measure.value, fact.row_path) for fact in found[-2:]] == [
            ("预算收入", "change", ()),
            ("预算收入", "change_rate", ()),
        ]

    def test_what_follows_from_the_part_stays_with_it(self) -> None:
        found = facts("2024年预算收入100万元，其中：财政拨款80万元、其他收入20万元，较上年减少5万元，下降20%。")
        assert [fact.label for fact in found[-2:]] == ["其他收入", "其他收入"]

    @pytest.mark.parametrize(("rate", "value"), [("增加0.50%", 10_000), ("减少0.50%", -10_000), ("增加5%", None)])
    def test_a_change_without_its_verb(self, rate: str, value: int | None) -> None:
        found = facts(f"2024年机关运行经费安排201万元，比上年1万元，{rate}。")
        changes = [fact.quantity.value for fact in found if fact.measure is Measure.CHANGE and fact.quantity]
        assert changes == ([] if value is None else [Decimal(value)])


class TestWords:
    def test_reason_ends_at_the_semicolon_and_purpose_at_the_comparison(self) -> None:
        found = facts(
            "其中：基本支出5万元，主要用于工资发放，比上年增加1万元，主要原因是人员增加；项目支出4万元，与上年持平。"
        )
        assert {fact.reason for fact in found if fact.label == "基本支出"} == {"人员增加"}
        assert {fact.purpose for fact in found if fact.label == "基本支出"} == {"工资发放"}
        assert not any(fact.reason for fact in found if fact.label == "项目支出")

    def test_what_it_is_for_by_its_parts(self) -> None:
        (fact, part) = facts("项目支出9万元，主要是为保障业务开展的支出，其中：教育支出3万元，主要用于培训。")
        assert (fact.purpose, part.purpose) == ("保障业务开展的支出", "培训")

    def test_listed_reasons_go_on(self) -> None:
        found = facts("会议费2万元，比上年减少1万元，主要原因是：一是压减会议；二是改为视频。")
        assert found[1].reason == "一是压减会议；二是改为视频"

    def test_reason_in_its_own_sentence(self) -> None:
        (*_, statement) = facts("财政拨款支出增加的主要原因是项目调整。")
        assert (statement.label, statement.reason) == ("财政拨款支出", "项目调整")

    def test_a_quote_holds_the_reason(self) -> None:
        found = facts("会议费2万元，比上年减少1万元。主要原因是压减会议。")
        assert found[1].reason == "压减会议"
        assert found[1].provenance.quote.endswith("主要原因是压减会议")

    def test_there_is_none(self) -> None:
        (fact,) = facts("本部门2024年没有使用政府性基金预算拨款安排的支出。")
        assert (fact.label, fact.measure, fact.quantity) == ("政府性基金预算拨款", Measure.TEXT, None)

    def test_quotes_are_verbatim(self) -> None:
        text = "2024 年“三公”经费预算 5.8 万元，比 2023 年减少 0.7 万元。"
        assert all(fact.provenance.quote in text for fact in facts(text))


class TestDefinitions:
    def test_the_command_system_is_no_meaning(self) -> None:
        text = "1.水利（款）防汛（项）：指防汛业务支出，包括防汛值班，防汛指挥系统运行维护等。"
        found = read_definitions([Section(("名词解释",), text)], "d")
        assert [definition.term for definition in found] == ["水利（款）防汛（项）", "防汛"]

    def test_entries_and_those_inside(self) -> None:
        text = "（一）基本支出：指保障运转的支出。\n（二）“三公”经费：指三类经费。其中，公务接待费反映接待支出；公务用车购置费反映购车支出。"
        found = read_definitions([Section(("六、名词解释",), text, 9)], "d")
        assert [definition.term for definition in found] == ["基本支出", "“三公”经费", "公务接待费", "公务用车购置费"]
        assert found[2].text == "反映接待支出"

    @pytest.mark.parametrize("line", ["预算公开咨询：某人，电话0100-1234567。", "咨询电话：010-12345678"])
    def test_contact_by_other_words(self, line: str) -> None:
        assert read_contact([Section(("六、名词解释",), line, 9)], ()) == line

    def test_contact(self) -> None:
        section = Section(("六、名词解释",), "联系人：某人 联系方式：010-12345678", 9)
        assert read_contact([section], ()) == "联系人：某人 联系方式：010-12345678"


@pytest.mark.shared
@pytest.mark.skipif(not SEED.is_dir(), reason="no ../shared")
class TestSeed:
    def test_facts(self) -> None:
        (path,) = SEED.glob("*.txt")
        sections = read_sections(narrative_lines(read(path)))
        found = list(read_facts(sections, document_id="d", year=2023, stage=Stage.BUDGET))
        for wanted in json.loads(GOLDEN.read_text("utf-8")):
            assert any(_is(fact, wanted) for fact in found), wanted
        assert not [fact.text for fact in found if not fact.label]


GOLD = Path(__file__).parent / "golden" / "narrative"
READ_QUICKLY = (
    "bj-audit-2026-budget-narrative.pdf",
    "cq-transport-2018-budget.html",
    "js-cppcc-2018-budget.pdf",
    "zhengzhou-landres-2015-budget-narrative.html",
)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.is_dir(), reason="no ../shared")
@pytest.mark.parametrize("name", READ_QUICKLY)
def test_figures_of_published_narratives(name: str) -> None:
    path = SEED.parent / "documents" / name
    gold = read_gold(GOLD / f"{path.stem}.csv")
    blocks = [block for page in read(path).pages for block in page.blocks if isinstance(block, TextBlock)]
    year = max(figure.year for figure in gold)
    found = read_facts(read_sections(blocks), document_id="d", year=year, stage=Stage.BUDGET)
    score = score_narrative(found, gold)
    assert score.precision >= 0.97, score.wrong
    assert score.recall >= 0.95, (score.wrong, score.missed)


def test_a_figure_under_another_metric_counts_as_wrong() -> None:
    gold = [
        GoldFigure("三公", 1, "value", ("公务接待费",), "", 2024, "budget", None, "", "2万元"),
        GoldFigure("三公", 2, "change", ("公务接待费",), "", 2024, "budget", 2023, "预算", "-1万元"),
    ]
    right = score_narrative(facts("公务接待费2万元，比上年预算数减少1万元。"), gold)
    assert (right.right, right.claimed, right.stated) == (2, 2, 2)
    wrong = score_narrative(facts("会议费2万元，比上年预算数增加1万元。"), gold)
    assert (wrong.right, len(wrong.wrong)) == (0, 2)


def _is(fact: Fact, wanted: dict[str, object]) -> bool:
    value = None if fact.quantity is None else fact.quantity.value
    said = wanted["value"]
    if value != (None if said is None else Decimal(str(said))) or fact.measure.value != wanted["measure"]:
        return False
    if "row_path" in wanted and list(fact.row_path) != wanted["row_path"]:
        return False
    return all(
        getattr(fact, name) == wanted[name] for name in ("label", "side", "base_year", "reason") if name in wanted
    )
