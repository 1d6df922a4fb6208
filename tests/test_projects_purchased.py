"""A made-up budget with a project that is purchased in part: its purchase is not its budget."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "某区园林局2024年部门预算"
_PAGE = table(
    "表10",
    "政府采购项目支出情况表",
    ("政府采购品目编码", "政府采购品目名称", "采购项目名称", "计量单位", "采购数量", "预算金额"),
    ("", "合计", "", "", "", "1,000,000.00"),
    ("C13040000", "绿化养护服务", "公园绿地养护（2024—2026年）", "项", "1", "700,000.00"),
    ("A02021000", "办公设备", "便携式计算机", "台", "10", "50,000.00"),
    ("C16020000", "信息系统运维服务", "智慧园林平台运维", "项", "1", "250,000.00"),
    unit="元",
) + table(
    "表11",
    "项目支出情况表",
    ("项目名称", "功能科目", "预算金额"),
    ("合计", "", "140.00"),
    ("公园绿地养护", "2120501城乡社区环境卫生", "90.00"),
    ("智慧园林平台运维", "2120501城乡社区环境卫生", "30.00"),
    ("古树名木普查", "2120501城乡社区环境卫生", "20.00"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("purchased")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("公园绿地养护占政府采购预算总额的百分之几", "70.00"),
        ("公园绿地养护，项目预算金额比其政府采购预算金额多多少万元？", "20.00"),
        ("智慧园林平台运维的项目预算比它的采购预算多多少万元？", "5.00"),
    ],
)
def test_what_is_purchased_of_a_project(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    "question", ["古树名木普查占政府采购预算总额的百分之几", "古树名木普查的项目预算比其采购预算多多少？"]
)
def test_a_project_without_a_purchase_is_refused(assistant: Assistant, question: str) -> None:
    assert not isinstance(assistant.ask(question), CitedAnswer)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("政府采购表上，品目属货物（A类编码）的采购项目有哪些，预算各多少元？", ["便携式计算机"]),
        ("政府采购要买哪些服务？", ["绿化养护服务", "信息系统运维服务"]),
    ],
)
def test_purchases_of_a_kind_by_their_code_in_the_catalogue(
    assistant: Assistant, question: str, told: list[str]
) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert [item.name for item in answer.items] == told


def test_amounts_with_what_was_carried_over_are_not_those_of_the_year(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = table(
        "表七",
        "一般公共预算项目支出情况表",
        ("科目名称", "项目名称", "项目支出合计"),
        ("城乡社区", "公园绿地养护", "90.00"),
        ("城乡社区", "古树名木普查", "20.00"),
        ("", "合计", "110.00"),
    )
    with over_page(_NAME, page, tmp_path_factory.mktemp("carried")) as assistant:
        assert isinstance(assistant.ask("2024年一共有哪些项目，各安排多少钱？"), CitedAnswer)
        assert not isinstance(assistant.ask("2024年一共有哪些项目，各安排多少钱（含上年结余）？"), CitedAnswer)
