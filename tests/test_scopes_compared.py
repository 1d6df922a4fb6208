"""All of a department's budget beside what public finance appropriates, and the shares of two parts: made-up figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Direction, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "云岭县气象局"


def _page() -> str:
    tables = (
        table("表1", "部门收支总表", ("项目", "预算数", "项目", "预算数"),
               ("一、一般公共预算拨款收入", "700.00", "一、社会保障和就业支出", "120.00"),
               ("二、政府性基金预算拨款收入", "60.00", "二、自然资源海洋气象等支出", "680.00"),
               ("三、事业收入", "40.00", "三、住房保障支出", "50.00"),
               ("本年收入合计", "800.00", "本年支出合计", "850.00"),
               ("上年结转结余", "50.00", "结转下年", ""), ("收入总计", "850.00", "支出总计", "850.00")),
        table("表2", "部门支出总表", ("科目编码", "科目名称", "合计", "人员支出", "日常公用支出", "项目支出"),
               ("", "合计", "850.00", "340.00", "85.00", "425.00"),
               ("208", "社会保障和就业支出", "120.00", "120.00", "", ""),
               ("20805", "行政事业单位养老支出", "120.00", "120.00", "", ""),
               ("220", "自然资源海洋气象等支出", "680.00", "170.00", "85.00", "425.00"),
               ("22005", "气象事务", "680.00", "170.00", "85.00", "425.00"),
               ("221", "住房保障支出", "50.00", "50.00", "", "")),
        table("表3", "财政拨款收支总表", ("项目", "预算数", "项目", "预算数"),
               ("一、本年收入", "760.00", "一、本年支出", "810.00"),
               ("（一）一般公共预算拨款", "700.00", "（一）社会保障和就业支出", "120.00"),
               ("（二）政府性基金预算拨款", "60.00", "（二）自然资源海洋气象等支出", "640.00"),
               ("二、上年结转", "50.00", "（三）住房保障支出", "50.00"),
               ("（一）一般公共预算拨款", "35.00", "", ""), ("（二）政府性基金预算拨款", "15.00", "", ""),
               ("收入总计", "810.00", "支出总计", "810.00")),
        table("表9", "部门固定资产占用情况表", ("项目", "数量", "价值（金额单位：万元）"),
               ("资产总额", "—", "2000.00"), ("1、房屋（平方米）", "1600.00", "480.00"),
               ("其中：办公用房（平方米）", "500.00", "125.00"), ("2、车辆（台、辆）", "16", "312.00")),
    )  # fmt: skip
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1>{''.join(tables)}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("scopes")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("财政拨款收支总预算是多少万元？", "810"),
        ("财政拨款支出总计多少？", "810"),
        ("财政拨款收入总计多少万元？", "810"),
        ("部门收支总预算是多少万元？", "850"),
        ("支出总计多少万元？", "850"),
        ("部门支出总计和财政拨款支出总计差了多少万元？", "40"),
        ("财政拨款收支总预算占部门收支总预算的百分之多少？", "95.29"),
        ("气象事务（款）比行政事业单位养老支出（款）多安排多少万元？", "560"),
        ("社会保障和就业支出比住房保障支出多花多少万元？", "70"),
        ("部门有多少辆车？", "16"),
        ("账上车辆平均一台值多少万元？", "19.5"),
    ],
)
def test_scope(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("一般公共预算的结转是多少？",), "35"),
        (("政府性基金的上年结转有多少万元？",), "15"),
        (("一般公共预算拨款收入多少？", "加上一般公共预算的结转一共多少万元？"), "735"),
        (("住房保障支出多少？", "再加上社会保障和就业支出一共多少万元？"), "170"),
    ],
)
def test_left_over_and_added(assistant: Assistant, turns: tuple[str, ...], value: str) -> None:
    answer = assistant.ask(turns[-1], turns[:-1])
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    ("question", "value", "direction"),
    [
        ("项目支出占比比人员支出占比高几个百分点？", "10", Direction.INCREASE),
        ("日常公用支出占支出总计的比重比人员支出低多少个百分点？", "30", Direction.DECREASE),
    ],
)
def test_shares_set_against_each_other(assistant: Assistant, question: str, value: str, direction: Direction) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert (answer.value, answer.unit, answer.direction) == (Decimal(value), "个百分点", direction)


def test_where_two_scopes_differ(assistant: Assistant) -> None:
    answer = assistant.ask("财政拨款收支总预算比部门收支总预算少多少万元，差在哪类收入上？")
    assert isinstance(answer, CitedAnswer), answer.text
    assert (answer.value, answer.direction) == (Decimal(40), Direction.DECREASE)
    assert [item.name for item in answer.items] == ["事业收入"]


def test_where_two_items_differ_is_not_told(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("住房保障支出比社会保障和就业支出少多少，差在哪？"), Refusal)


def test_a_share_of_last_year_is_not_made_up(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("项目支出占比比上年高几个百分点？"), Refusal)
