"""Questions over a made-up final account of a school: claims of completion, items without a budget, scopes by name."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "某县第三小学2024年度单位决算"
_PAGE = "".join(
    (
        table(
            "公开01表",
            "收入支出决算总表",
            ("收入", "", "支出", ""),
            ("项目", "决算数", "项目", "决算数"),
            ("一、一般公共预算财政拨款收入", "900.00", "一、教育支出", "860.00"),
            ("二、其他收入", "60.00", "二、社会保障和就业支出", "80.00"),
            ("本年收入合计", "960.00", "本年支出合计", "940.00"),
            ("年初结转和结余", "10.00", "年末结转和结余", "30.00"),
            ("收入总计", "970.00", "支出总计", "970.00"),
        )
        .replace("<td>收入</td><td></td>", "<td colspan='2'>收入</td>")
        .replace("<td>支出</td><td></td>", "<td colspan='2'>支出</td>"),
        table(
            "公开03表",
            "支出决算表",
            ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
            ("", "合计", "940.00", "700.00", "240.00"),
            ("205", "教育支出", "860.00", "620.00", "240.00"),
            ("20502", "普通教育", "860.00", "620.00", "240.00"),
            ("2050202", "小学教育", "820.00", "620.00", "200.00"),
            ("2050299", "其他普通教育支出", "40.00", "", "40.00"),
            ("208", "社会保障和就业支出", "80.00", "80.00", ""),
        ),
        table(
            "公开05表",
            "一般公共预算财政拨款支出决算表",
            ("科目编码", "科目名称", "小计", "基本支出", "项目支出"),
            ("", "合计", "880.00", "650.00", "230.00"),
            ("205", "教育支出", "800.00", "570.00", "230.00"),
            ("20502", "普通教育", "800.00", "570.00", "230.00"),
            ("2050202", "小学教育", "760.00", "570.00", "190.00"),
            ("2050299", "其他普通教育支出", "40.00", "", "40.00"),
            ("208", "社会保障和就业支出", "80.00", "80.00", ""),
        ),
        "<p>五、一般公共预算财政拨款支出决算情况说明</p>",
        "<p>1．教育支出（类）普通教育（款）小学教育（项）。年初预算800.00万元，支出决算760.00万元，"
        "完成年初预算的95.00%，决算数小于年初预算数的主要原因是设备招标节约。</p>",
        "<p>2．教育支出（类）普通教育（款）其他普通教育支出（项）。年初预算0万元，支出决算40.00万元，"
        "决算数大于年初预算数的主要原因是年中追加取暖设备资金。</p>",
        "<p>六、一般公共预算财政拨款基本支出决算情况说明</p>",
        "<p>2024年度一般公共预算财政拨款基本支出650.00万元，其中：人员经费585.00万元，公用经费65.00万元。</p>",
        "<p>九、培训费支出情况</p>",
        "<p>2024年度培训费预算9.00万元，支出决算7.50万元，完成预算的83.33%。</p>",
        "<p>国内公务接待支出0.30万元，主要是接待县外教研组。</p>",
        "<p>公务用车购置费15.00万元，购置公务用车1辆，为山区教学点送餐车。</p>",
        "<p>十一、政府采购支出情况说明</p>",
        "<p>2024年度政府采购支出总额80.00万元，其中：政府采购货物支出50.00万元、政府采购服务支出30.00万元。"
        "政府采购授予中小企业合同金额60.00万元，占政府采购支出总额的75%。</p>",
        "<p>三、人员情况</p>",
        "<p>截至2024年底，本单位编制50人，实有人员47人。在校学生940名，教学班20个。</p>",
        table("公开08表", "国有资本经营预算财政拨款支出决算表", ("科目编码", "科目名称", "小计"), ("", "合计", "0.00")),
        "<p>注：本单位无国有资本经营预算财政拨款支出，故本表为空表。</p>",
        "<p>固定资产账面原值1,200.00万元，其中房屋900.00万元。</p>",
        "<p>第四部分 专业名词解释</p>",
        "<p>1．年末结转和结余：指当年未执行完毕、转到以后年度按原用途使用的资金。</p>",
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("school")) as one:
        yield one


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("某县第三小学2024年度收入总计多少？", "970.00", "万元"),  # the third of nothing
        ("一般公共预算基本支出是多少？", "650.00", "万元"),
        ("一般公共预算基本支出中人员经费占多少？", "90.00", "%"),
        ("授予中小企业的合同金额占比多少？", "75.00", "%"),
        ("学校“其他收入”折成元是多少元？", "600000.00", "元"),
        ("固定资产原值里，除房屋以外还有多少万元？", "300.00", "万元"),
        ("培训费要是用满预算还能再花多少？", "1.50", "万元"),
        ("要是把培训费预算用满，还能再花多少万？", "1.50", "万元"),
        ("政府采购货物与政府采购服务两项共安排多少万元？", "80.00", "万元"),
        ("按在校学生数平摊，本年支出合计相当于每名学生多少元？", "10000.00", "元"),
    ],
)
def test_figures(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("claim", "verdict", "value"),
    [
        ("小学教育已足额完成年初预算，是否属实？完成率几何？", "no", "95.00"),
        ("培训费足额完成预算了吗？完成率多少？", "no", "83.33"),
        ("小学教育的支出没用完年初预算，对吗？它完成年初预算的百分之几？", "yes", "95.00"),
        ("其他普通教育支出没用完年初预算，对吗？", "no", "40.00"),
        ("人员经费占一般公共预算基本支出的比例超过95%，对吗？", "no", "90.00"),
        ("采购合同全部授予了中小企业，这话对吗？占比多少？", "no", "75.00"),
    ],
)
def test_claims(assistant: Assistant, claim: str, verdict: str, value: str) -> None:
    answer = assistant.ask(claim)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.verdict, answer.value) == (verdict, Decimal(value))


def test_items_without_a_budget_have_an_amount_each(assistant: Assistant) -> None:
    answer = assistant.ask("哪些功能科目年初没有预算却发生了支出？分别是多少万元")
    assert isinstance(answer, CitedAnswer), answer
    assert [(item.name, item.value) for item in answer.items] == [("其他普通教育支出", Decimal("40.00"))]


def test_a_term_to_be_explained(assistant: Assistant) -> None:
    answer = assistant.ask("请解释年末结转和结余。")
    assert isinstance(answer, CitedAnswer)
    assert "以后年度" in answer.text


def test_a_supposed_cut_of_what_the_turn_before_named(assistant: Assistant) -> None:
    answer = assistant.ask("假设再砍一半呢？", ["2024年培训费决算多少？"])
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal("3.75")


def test_nobodys_number_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("教务主任的手机号是多少")
    assert isinstance(answer, Refusal)
    assert answer.reason == "personal"


@pytest.mark.parametrize("question", ["公开的表里哪张是空的？", "哪些表是空表？", "哪张表没有数据？"])
def test_empty_tables(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["国有资本经营预算财政拨款支出决算表"]


def test_why_a_table_is_empty_is_not_told_by_who_checked_for_secrets(assistant: Assistant) -> None:
    answer = assistant.ask("国有资本经营预算表为什么是空的？")
    assert isinstance(answer, CitedAnswer), answer
    assert "国有资本经营预算财政拨款支出" in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("公务接待主要接待了什么人？", "县外教研组"),
        ("当年新购的那台公务用车做什么用？", "送餐车"),
        ("小学教育为什么比预算少？", "招标节约"),
        ("年初一分钱没安排，其他普教支出怎么会有四十万？", "取暖设备"),
    ],
)
def test_told_in_a_sentence(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert words in answer.text


def test_another_body_is_not_the_school(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("医院的其他收入是多少？"), Refusal)
