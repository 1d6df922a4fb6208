"""What a sentence lists as the parts of a figure, which a table gives for a wider whole; a purchase by its verb; a claimed
direction; what is left without a purchase; places that a document does not name. The document is made up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "云岭县档案局"
_TEXT = """
<p>三、机关运行经费安排情况</p>
<p>2026年，我部门机关运行经费共计安排50.00万元，主要用于日常运行支出。其中：办公费9.00万元，取暖费24.00万元，差旅费17.00万元。</p>
<p>四、“三公”经费情况说明</p>
<p>公务用车购置及运行维护费25.00万元，比上年预算增加17.00万元。其中：公务用车购置费18.00万元，主要用于购置已达报废年限的档案转运用车1辆，比上年预算增加18.00万元；
公务用车运行维护费7.00万元，主要用于查档巡检所需的燃料费、维修费，比上年预算减少1.00万元。</p>
<p>五、协作情况</p><p>安排“结对帮扶”协作专项12.00万元，用于结对县档案数字化。</p>
"""


def _page() -> str:
    tables = (
        table("表6", "一般公共预算基本支出表", ("科目编码", "科目名称", "合计", "人员经费", "公用经费"),
               ("", "合计", "300.00", "180.00", "120.00"), ("301", "工资福利支出", "180.00", "180.00", ""),
               ("30101", "基本工资", "180.00", "180.00", ""), ("302", "商品和服务支出", "120.00", "", "120.00"),
               ("30201", "办公费", "30.00", "", "30.00"), ("30208", "取暖费", "48.00", "", "48.00"),
               ("30211", "差旅费", "42.00", "", "42.00")),
        table("表7", "财政拨款“三公”经费支出表", ("项目", "2025年预算数", "2026年预算数", "增减额"),
               ("合计", "20.00", "30.00", "10.00"), ("1.因公出国（境）费用", "0.00", "0.00", "0.00"),
               ("2.公务接待费", "12.00", "5.00", "-7.00"), ("3.公务用车购置及运行维护费", "8.00", "25.00", "17.00"),
               ("其中：公务用车购置费", "0.00", "18.00", "18.00"), ("公务用车运行维护费", "8.00", "7.00", "-1.00")),
        table("表5", "一般公共预算支出情况表", ("科目编码", "科目名称", "2025年执行数", "2026年预算数", "增减额"),
               ("", "合计", "330.00", "312.00", "-18.00"), ("201", "一般公共服务支出", "330.00", "312.00", "-18.00"),
               ("20126", "档案事务", "330.00", "312.00", "-18.00"), ("2012601", "行政运行", "290.00", "300.00", "10.00"),
               ("2012604", "档案馆", "10.00", "12.00", "2.00"), ("2012699", "其他档案事务支出", "30.00", "", "-30.00")),
        table("表8", "部门项目支出情况表", ("项目名称", "项目单位", "合计"),
               ("合计", "", "12.00"), ("“结对帮扶”协作专项", DEPARTMENT, "12.00")),
    )  # fmt: skip
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1>{_TEXT}{''.join(tables)}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("prose")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("机关运行经费里哪一项花得最多？", "24"),
        ("机关运行经费里最少的是哪一项？", "9"),
        ("取暖费占机关运行经费百分之几？", "48"),  # not the table's, which is of all units
        ("局机关取暖那块钱，占机关运行经费百分之几？", "48"),
        ("取暖费占公用经费的百分之几？", "40"),
        ("2026年买的公车花多少万元？", "18"),
        ("要是那辆公车不买了，今年三公经费会剩多少万元？", "12"),
        ("要是不买公车了，三公经费会剩多少万元？", "12"),
        ("如果不安排公务接待，三公经费还剩多少万元？", "25"),
        ("局机关的机关运行经费多少万元？", "50"),
        ("表5里2025年有执行数、2026年却没给预算的是哪个项级科目？", "30"),
        ("公务接待费按接待250人次算，每人次多少元？", "200"),
        ("结对帮扶协作专项的钱按接待400人次摊，每人次合多少元？", "300"),
    ],
)
def test_part_of_its_own_whole(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


def test_a_purchase_is_known_by_its_verb(assistant: Assistant) -> None:
    answer = assistant.ask("今年要买的那台公车是干什么用的？")
    assert isinstance(answer, CitedAnswer)
    assert "档案转运" in answer.text


@pytest.mark.parametrize(
    ("question", "verdict", "rate"),
    [
        ("“三公”经费总额较上年是下降的，这话对不对？", "no", "50.00%"),
        ("公务接待费比上年减少了，对吗？", "yes", "58.33%"),
    ],
)
def test_a_claimed_direction_is_answered_with_the_rate(
    assistant: Assistant, question: str, verdict: str, rate: str
) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict
    assert rate in answer.text


@pytest.mark.parametrize(
    "turns",
    [
        ("要是那辆公车不买了，今年三公经费会剩多少万元？", "那比2025年预算少多少万元？"),
        ("哪些项级科目今年没有安排预算？",),
        ("要是会议全开线上的，三公经费还剩多少万元？",),
        ("要是那辆转运车不买了，今年三公经费会剩多少万元？",),  # no vehicle is called so in its own right
    ],
)
def test_what_is_not_worked_out_is_not_told(assistant: Assistant, turns: tuple[str, ...]) -> None:
    assert isinstance(assistant.ask(turns[-1], turns[:-1]), Refusal)


@pytest.mark.parametrize("question", ["结对帮扶协作专项是跟哪个县结对的？", "结对帮扶协作专项是和哪里结对？"])
def test_a_place_that_is_not_named(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)
