"""Numbers that a question itself says: how many share an amount, how much a thing is, how many vehicles are bought."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_PAGE = (
    "<h1>某市渡口局2026年部门预算</h1>"
    "<p>一、委托业务费情况。2026年委托业务费预算90万元。</p>"
    "<p>二、国有资产情况。2026年一般公共预算安排购置车辆4辆。</p>"
    + table(
        "表1", "项目支出表", ("项目名称", "合计"), ("合计", "150.00"), ("船工补助", "60.00"), ("委托业务费", "90.00")
    )
    + table(
        "表3",
        "收入总表",
        ("项目", "预算数"),
        ("一般公共预算财政拨款", "160.00"),
        ("其他收入", "40.00"),
        ("收入总计", "200.00"),
    )
    + table(
        "表2",
        "一般公共预算“三公”经费支出预算表",
        ("项目", "预算数"),
        ("合计", "62.00"),
        ("公务用车购置费", "50.00"),
        ("公务用车运行费", "12.00"),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市渡口局2026年部门预算", _PAGE, tmp_path_factory.mktemp("ferry")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "before", "value"),
    [
        ("船工补助按保障24人算，人均多少万元？", (), "2.50"),
        ("按15个渡工岗位平摊，每个岗位对应多少万元", ("船工补助安排了多少？",), "4.00"),
        ("渡口局今年要买4辆车，平均一辆多少万", (), "12.50"),
        ("收入总计中非财政拨款的“其他收入”占比是多少？", (), "20.00"),
        ("其他收入占收入总计（含上年结转）的比重是多少", (), "20.00"),
        ("渡口局2026年90万元的委托业务费要是再压10%，还剩多少万元", (), "81.00"),
    ],
)
def test_the_number_said_is_taken_for_what_it_says(
    assistant: Assistant, question: str, before: tuple[str, ...], value: str
) -> None:
    answer = assistant.ask(question, before)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(value)


@pytest.mark.parametrize(("said", "verdict"), [(4, "yes"), (9, "no")])
def test_vehicles_said_to_be_bought(assistant: Assistant, said: int, verdict: str) -> None:
    answer = assistant.ask(f"渡口局2026年打算新买{said}辆公车，预算里是这么安排的吗？")
    assert isinstance(answer, CitedAnswer), answer
    assert answer.verdict == verdict
