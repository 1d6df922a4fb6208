"""Figures that two tables give of one name: a project and its purchases, one expense in two tables, a part of a table's
total that another table prints."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_PAGE = (
    "<h1>某市灯塔局2026年部门预算</h1>"
    "<p>机关运行经费20.00万元，比上年减少22.00万元，下降52.38%，主要原因是上年把灯塔站的经费计入。</p>"
    "<p>资本性支出61.00万元，比上年增加60.00万元，增长6000.00%，主要原因是购置测光仪器。</p>"
    + table(
        "表1",
        "部门支出总表",
        ("科目名称", "合计"),
        ("合计", "100.00"),
        ("人员经费支出", "40.00"),
        ("专项业务经费支出", "60.00"),
    )
    + table(
        "表2",
        "专项业务经费支出表",
        ("项目名称", "项目金额"),
        ("合计", "60.00"),
        ("航道灯塔检修", "45.00"),
        ("灯塔档案整理", "15.00"),
    )
    + table(
        "表3",
        "政府采购预算表",
        ("采购项目", "采购目录", "预算金额"),
        ("合计", "", "30.00"),
        ("航道灯塔检修", "A05测光仪器", "22.00"),
        ("航道灯塔检修", "C16检测服务", "8.00"),
    )
    + table(
        "表4",
        "一般公共预算“三公”经费支出预算表",
        ("项目", "预算数"),
        ("合计", "9.00"),
        ("公务接待费", "2.00"),
        ("公务用车运行费", "7.00"),
    )
    + table(
        "表5",
        "一般公共预算基本支出经济分类情况表",
        ("科目编码", "科目名称", "预算数"),
        ("", "合计", "40.00"),
        ("302", "商品和服务支出", "40.00"),
        ("30201", "办公费", "35.50"),
        ("30217", "公务接待费", "1.50"),
        ("30231", "公务用车运行维护费", "3.00"),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市灯塔局2026年部门预算", _PAGE, tmp_path_factory.mktemp("lights")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("航道灯塔检修安排多少钱", "45.00"),
        ("航道灯塔检修的采购预算是多少", "30.00"),
        ("“三公”表中的公务用车运行费比基本支出经济分类表里的公务用车运行维护费多列多少万元", "4.00"),
        ("三公经费表里的公务接待费与基本支出经济分类表里的公务接待费相差多少", "0.50"),
        ("要是航道灯塔检修整笔取消，专项业务经费还剩多少万元", "15.00"),
    ],
)
def test_the_table_said_or_the_widest_is_read(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(value)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("机关运行经费怎么腰斩了", "上年把灯塔站的经费计入"),
        ("资本性支出怎么猛增这么多", "购置测光仪器"),
        ("资本性支出涨了60倍，买啥了？", "购置测光仪器"),
    ],
)
def test_a_change_said_in_strong_words_asks_for_its_reason(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert says in answer.text


@pytest.mark.parametrize("question", ["联系人李某某一个月工资多少", "灯塔局查出哪家企业有问题、涉及多少钱"])
def test_what_no_budget_tells_is_refused(assistant: Assistant, question: str) -> None:
    assert not isinstance(assistant.ask(question), CitedAnswer)
