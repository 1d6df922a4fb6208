"""All income beside all spending, a project beside its own source of funds, wholes that are printed only in parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

PAGE = "".join(
    (
        table(
            "表二",
            "部门收入总表",
            ("项目", "预算数"),
            ("财政拨款收入", "800.00"),
            ("单位资金", "150.00"),
            ("本年收入合计", "950.00"),
        ),
        table(
            "表三",
            "部门支出总表",
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("220", "自然资源海洋气象等支出", "900.00", "550.00", "350.00"),
            ("22002", "海洋管理事务", "900.00", "550.00", "350.00"),
            ("", "本年支出合计", "900.00", "550.00", "350.00"),
        ),
        table(
            "表六",
            "一般公共预算基本支出表",
            ("科目编码", "部门预算支出经济分类科目", "合计"),
            ("301", "工资福利支出", "400.00"),
            ("30108", "机关事业单位基本养老保险缴费", "40.00"),
            ("30109", "职业年金缴费", "20.00"),
            ("30110", "职工基本医疗保险缴费", "15.00"),
            ("30112", "其他社会保障缴费", "5.00"),
            ("30101", "基本工资", "320.00"),
            ("302", "商品和服务支出", "60.00"),
            ("30201", "办公费", "60.00"),
            ("303", "对个人和家庭的补助", "90.00"),
            ("30302", "退休费", "90.00"),
            ("", "合计", "550.00"),
        ),
        table(
            "表七",
            "项目支出表",
            ("项目名称", "合计", "财政拨款收入", "单位资金"),
            ("项目名称", "合计", "一般公共预算", "单位资金"),
            ("航标自动观测", "120.00", "100.00", "20.00"),
            ("岛礁测量业务", "230.00", "150.00", "80.00"),
            ("合计", "350.00", "250.00", "100.00"),
        ),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市海洋观测局2026年部门预算", PAGE, tmp_path_factory.mktemp("wholes")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("收入比支出多多少", "50"),
        ("今年收入和支出差多少", "50"),
        ("航标自动观测总投入比财政拨款多多少", "20"),
        ("岛礁测量业务比单位资金多多少", "150"),
        ("人员支出多少", "490"),
        ("社保交了多少", "80"),
        ("给职工交社保要花多少钱", "80"),
    ],
)
def test_figure(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


def test_income_and_spending_are_not_equal(assistant: Assistant) -> None:
    answer = assistant.ask("收入和支出相等吗")
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == "no"


def test_a_source_that_the_project_has_not(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("航标自动观测总投入比政府性基金多多少"), Refusal)
