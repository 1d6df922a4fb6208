"""Items of a made-up final account by how far their budgets were carried out: bounds, the first few, two set against
each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "某县气象局2023年度部门决算"
_PAGE = table(
    "公开05表",
    "一般公共预算财政拨款支出决算表",
    ("科目编码", "科目名称", "年初预算数", "决算数"),
    ("", "合计", "800.00", "871.00"),
    ("220", "自然资源海洋气象等支出", "800.00", "871.00"),
    ("22005", "气象事务", "800.00", "871.00"),
    ("2200504", "气象事业机构", "500.00", "520.00"),
    ("2200506", "气象探测", "100.00", "130.00"),
    ("2200508", "气象预报预测", "100.00", "118.00"),
    ("2200509", "气象服务", "60.00", "57.00"),
    ("2200510", "气象装备保障维护", "40.00", "36.00"),
    ("2200599", "其他气象事务支出", "0.00", "10.00"),
) + table(
    "公开10表",
    "财政拨款“三公”经费、会议费和培训费支出决算表",
    ("项目", "预算数", "决算数"),
    ("会议费", "8.00", "6.00"),
    ("培训费", "9.00", "6.40"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("carried_out")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("预算完成率超过115%的科目有几个（年初没有预算的不算）？", "2"),
        ("完成年初预算不到95%的项级科目有几个？", "1"),
        ("决算超过年初预算20%以上的科目有几个", "1"),
        ("会议费和培训费，哪一项比预算节约得更多，多节约多少", "0.60"),
        ("气象探测与气象预报预测，决算超预算更多的是哪个，多多少", "12.00"),
    ],
)
def test_figures(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("超预算最多的前三个科目是谁，各超多少？", [("气象探测", "30.00"), ("气象事业机构", "20.00"), ("气象预报预测", "18.00")]),
        ("没花完预算的科目中，节约最多的两个是谁", [("气象装备保障维护", "4.00"), ("气象服务", "3.00")]),
    ],
)  # fmt: skip
def test_the_first_few(assistant: Assistant, question: str, told: list[tuple[str, str]]) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert [(item.name, item.value) for item in answer.items] == [(name, Decimal(value)) for name, value in told]


def test_one_below_and_one_beyond_its_budget_are_not_set_against_each_other(assistant: Assistant) -> None:
    assert not isinstance(assistant.ask("气象服务和气象探测，哪个比预算节约更多？"), CitedAnswer)


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        ((), "气象探测决算占年初预算的百分之多少？", "130.00"),
        ((), "气象服务决算是年初预算的百分之几", "95.00"),
        (("2023年会议费决算数是多少？",), "比全年预算省下来多少？", "2.00"),
    ],
)
def test_the_budget_is_the_items_own(assistant: Assistant, history: tuple[str, ...], question: str, value: str) -> None:
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None
    assert abs(round(answer.value, 2)) == Decimal(value), answer.text
