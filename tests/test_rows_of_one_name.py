"""Claims about a name that stands on several rows, and units ranked by what stands under each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.model import CitedAnswer, Clarification, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

PAGE = table(
    "表七",
    "项目支出表",
    ("单位名称", "项目名称", "合计", "一般公共预算"),
    ("某市海洋观测局", "", "220.00", "220.00"),
    ("", "码头维护", "90.00", "90.00"),
    ("", "5%抽样测深", "60.00", "60.00"),
    ("", "潜水作业", "70.00", "70.00"),
    ("某市潮汐预报中心", "", "60.00", "60.00"),
    ("", "码头维护", "40.00", "40.00"),
    ("", "潜水作业", "20.00", "20.00"),
    ("某市浮标管理中心", "", "30.00", "30.00"),
    ("", "潜水作业", "30.00", "30.00"),
    ("合计", "", "310.00", "310.00"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市海洋观测局2026年部门预算", PAGE, tmp_path_factory.mktemp("rows")) as opened:
        yield opened


@pytest.mark.parametrize("question", ["码头维护是90万元，对吗", "码头维护是40万元，对吗"])
def test_which_row_is_asked_back(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Clarification), answer.text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("码头维护一共130万元，对吗", "yes"),
        ("码头维护是50万元，对吗", "no"),
        ("某市潮汐预报中心的码头维护是40万元，对吗", "yes"),
        ("5%抽样测深是60万元，对不对", "yes"),
    ],
)
def test_verdict(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict, answer.text


@pytest.mark.parametrize(
    ("question", "unit", "value"),
    [
        ("潜水作业最多的是哪个单位", "某市海洋观测局", 70),
        ("哪个中心的潜水作业最多", "某市浮标管理中心", 30),
    ],
)
def test_units_of_the_kind_asked_for(assistant: Assistant, question: str, unit: str, value: int) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == value, answer.text
    assert answer.items[0].name.startswith(unit)


def test_no_unit_of_the_kind_asked_for(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("哪个支队的潜水作业最多"), Refusal)
