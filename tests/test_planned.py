"""Amounts that a table of plans gives for later years, over a made-up budget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_PROJECTS = table(
    "预算05-1表",
    "部门项目支出预算表",
    ("项目名称", "项目单位", "合计", "本年一般公共预算", "单位资金"),
    ("合计", "", "90.00", "80.00", "10.00"),
    ("古树名木养护经费", "石溪县园林站", "50.00", "50.00", ""),
    ("苗圃灌溉管网改造项目", "石溪县园林站", "40.00", "30.00", "10.00"),
)
_PLANS = (
    "<p>预算12表</p><p>部门项目支出中期规划预算表</p><p>单位：万元</p><table border='1'>"
    "<tr><td rowspan='2'>项目名称</td><td colspan='3'>本年一般公共预算拨款</td></tr>"
    "<tr><td>2024年</td><td>2025年</td><td>2026年</td></tr>"
    "<tr><td>合计</td><td>80.00</td><td>95.00</td><td>60.00</td></tr>"
    "<tr><td>古树名木养护经费</td><td>50.00</td><td>55.00</td><td>60.00</td></tr>"
    "<tr><td>苗圃灌溉管网改造项目</td><td>30.00</td><td>40.00</td><td></td></tr></table>"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("石溪县园林局2024年部门预算", _PROJECTS + _PLANS, tmp_path_factory.mktemp("planned")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "history", "value", "direction"),
    [
        ("中期规划里古树名木养护经费2026年打算安排多少？", (), "60.00", ""),
        ("2026年呢", ("中期规划里古树名木养护经费2025年安排多少？",), "60.00", ""),
        ("按中期规划表，2025年项目总额比2024年多安排多少？", (), "15.00", "increase"),
        ("规划的项目总额2026年比2025年是增是减，变化多少？", (), "35.00", "decrease"),
        ("古树养护经费三年规划一共多少", (), "165.00", ""),
        ("2025年规划的项目里哪个最多？", (), "55.00", ""),
        ("今年的项目支出一共多少", (), "90.00", ""),
    ],
)
def test_an_amount_of_a_year_of_the_plan(
    assistant: Assistant, question: str, history: tuple[str, ...], value: str, direction: str
) -> None:
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer
    assert str(answer.value) == value
    assert not direction or answer.direction == direction


def test_what_a_year_of_the_plan_no_longer_has(assistant: Assistant) -> None:
    answer = assistant.ask("哪个项目到2026年就没规划资金了？")
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["苗圃灌溉管网改造项目"]


@pytest.mark.parametrize("question", ["2027年规划多少", "2026年三公经费预算多少", "规划里2026年的三公经费多少"])
def test_what_the_plan_does_not_give_is_refused(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)
