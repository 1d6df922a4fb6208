"""What a share, or a figure beside another, would be under a supposed change."""

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
            "表三",
            "支出总表",
            ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
            ("201", "一般公共服务支出", "500.00", "300.00", "200.00"),
            ("20105", "统计信息事务", "500.00", "300.00", "200.00"),
            ("", "合计", "500.00", "300.00", "200.00"),
        ),
        table(
            "表七",
            "项目支出表",
            ("项目名称", "合计", "一般公共预算拨款"),
            ("灯塔普查外包服务", "80.00", "80.00"),
            ("岛礁测量业务", "120.00", "120.00"),
            ("合计", "200.00", "200.00"),
        ),
        table(
            "表八",
            "一般公共预算“三公”经费支出表",
            ("项目", "预算数"),
            ("合计", "40.00"),
            ("因公出国（境）费", "20.00"),
            ("公务接待费", "4.00"),
            ("公务用车购置及运行费", "16.00"),
            ("其中：公务用车购置费", "10.00"),
            ("公务用车运行维护费", "6.00"),
        ),
        "<h2>三、“三公”经费情况说明</h2><p>2026年公务接待费预算4.00万元，比2025年预算增加1.00万元。</p>",
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某市海事统计局2026年部门预算", PAGE, tmp_path_factory.mktemp("supposed")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("如果不安排因公出国，剩下的三公经费里公务用车占多大比例", "80", "%"),
        ("假如今年不买车，公务接待费占三公经费多少", "13.33", "%"),
        ("灯塔普查外包服务压减一半、别的都不动，项目支出占总支出的比例会变成多少", "34.78", "%"),
        ("接待费翻一番的话，它在三公经费里占百分之几", "18.18", "%"),
        ("三公里公务接待费占多少比例，如果出国费砍一半的话", "13.33", "%"),
        ("如果接待费减一半，它占三公的比例会下降几个百分点", "4.74", "个百分点"),
        ("如果三公里的出国费取消，公务用车占几成", "8", "成"),
        ("如果接待费压减10%，比去年多多少", "0.6", "万元"),
        ("如果接待费压减10%，比2025年增长百分之几", "20", "%"),
        ("如果运行维护费再增加5万元，比接待费多多少", "7", "万元"),
        ("如果项目支出减少50万元，基本支出是它的几倍", "2", "倍"),
        ("假如今年不出国也不买车，三公经费里接待费占多少", "40", "%"),
        ("三公经费如果再压10%，占总支出的比重是多少", "7.26", "%"),
        ("不买车的话，三公经费能降百分之几", "25", "%"),
        ("如果接待费减少1万元，降幅是多少", "25", "%"),
        ("出国费压减一半之后，三公经费里哪一项最多", "16", "万元"),
    ],
)
def test_after_a_supposed_change(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None
    assert (round(answer.value, 2), answer.unit) == (Decimal(value), unit), answer.text
    assert "仅为推算" in answer.text


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("剔除出国费之后，接待费占三公的比例", "20"),
        ("扣除公务接待费后，公务用车运行维护费占三公经费的比重", "16.67"),
        ("除了出国费，其余两项占三公经费的比例是多少", "50"),
    ],
)
def test_share_of_what_is_left(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None
    assert round(answer.value, 2) == Decimal(value), answer.text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("接待费要是翻倍，会超过公务用车运行维护费吗", "yes"),
        ("公务用车运行维护费如果压一半，是不是比接待费还多", "no"),
        ("接待费砍掉一半的话，还比去年多吗", "no"),
        ("如果出国费砍一半，在三公里还是最大的一项吗", "no"),
        ("如果出国费减少1万元，在三公里还是最大的一项吗", "yes"),
        ("公务用车购置费不安排，是吗", "no"),
        ("今年不出国吧", "no"),
    ],
)
def test_whether_it_would_hold(assistant: Assistant, question: str, verdict: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.verdict == verdict


@pytest.mark.parametrize(
    "question",
    [
        "如果灯塔普查外包服务砍一半，在项目里还是最大的吗",
        "如果灯塔普查外包服务砍一半，公务接待费占三公的比例是多少",  # nothing tells that it is among the three
        "如果接待费减一半，比重是多少",
        "除因公出国外，三公经费占总支出的比例",  # what is left out is no part of the share
    ],
)
def test_what_cannot_be_told_is_refused(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)
