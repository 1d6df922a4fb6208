"""Questions over a table of details: its dearest entries, one entry for each head, whether it adds up to the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_PAGE = (
    "<h1>某市养蜂局2026年部门预算</h1>"
    "<p>一、预算收支情况。2026年项目支出90.00万元。</p>"
    "<p>二、公开情况说明。根据保密规定，部分涉密项目在公开时予以剔除。</p>"
    + table(
        "表4",
        "培训费明细表",
        ("培训名称", "人数", "金额"),
        ("蜂场主培训会", "50", "6.00"),
        ("采蜜机具培训", "20", "3.00"),
        ("蜂病防治培训", "40", "1.00"),
    )
    + table(
        "表1",
        "一般公共预算基本支出表",
        ("科目编码", "科目名称", "合计"),
        ("", "合计", "40.00"),
        ("302", "商品和服务支出", "40.00"),
        ("30201", "办公费", "30.00"),
        ("30216", "培训费", "10.00"),
    )
    + table("表2", "项目支出表", ("项目名称", "合计"), ("蜂场补贴", "50.00"), ("蜜源调查", "15.00"))
    + table(
        "表3",
        "政府采购预算表",
        ("采购项目", "采购目录", "预算金额"),
        ("合计", "", "30.00"),
        ("蜂场守护服务", "C05保安服务", "21.00"),
        ("蜜源调查", "C21房屋租赁服务", "9.00"),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市养蜂局2026年部门预算", _PAGE, tmp_path_factory.mktemp("bees")) as answering:
        yield answering


def test_the_dearest_entries(assistant: Assistant) -> None:
    answer = assistant.ask("培训计划里最烧钱的两场培训是哪些，各多少万")
    assert isinstance(answer, CitedAnswer), answer
    assert [(item.name, item.value) for item in answer.items] == [
        ("蜂场主培训会", Decimal("6.00")),
        ("采蜜机具培训", Decimal("3.00")),
    ]


def test_one_entry_for_each_head(assistant: Assistant) -> None:
    answer = assistant.ask("采蜜机具培训那场，人均合多少元？", ("今年要办哪些培训？",))
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(1500)


@pytest.mark.parametrize(
    ("question", "verdict", "value"),
    [
        ("培训费明细表3项金额合计，与培训费预算数是否一致？", "yes", "10.00"),
        ("公开的两个项目相加等于项目支出总额90万元吗？", "no", "65.00"),
    ],
)
def test_whether_what_is_listed_adds_up(assistant: Assistant, question: str, verdict: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.verdict, answer.value) == (verdict, Decimal(value))


def test_another_number_of_entries_is_not_judged(assistant: Assistant) -> None:
    assert not isinstance(assistant.ask("培训费明细表7项金额合计，与培训费预算数是否一致？"), CitedAnswer)


def test_why_the_projects_published_are_less(assistant: Assistant) -> None:
    answer = assistant.ask("为啥对不上？", ("项目支出预算是多少？", "可是公开出来的两个项目加起来没这么多"))
    assert isinstance(answer, CitedAnswer), answer
    assert "剔除" in answer.text


def test_entries_of_purchases_by_their_own_names(assistant: Assistant) -> None:
    answer = assistant.ask("政府采购明细里，预算超过20万元的是哪几项？分别多少")
    assert isinstance(answer, CitedAnswer), answer
    assert "蜂场守护服务（保安服务）" in answer.text
