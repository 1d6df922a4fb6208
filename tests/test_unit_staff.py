"""Questions over made-up tables of a department's units: people and posts, spending, and things bought with unit codes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_NAME = "某市园林局2025年部门预算"
_PAGE = "".join(
    (
        "<p>二、部门机构设置情况</p>",
        "<p>所属二层预算单位为：某市苗木技术学校、某市公园管理中心、某市湿地保护中心。共有3个二层预算单位。</p>",
        table(
            "附件1",
            "人员构成情况表",
            ("单位代码", "单位名称", "编制数", "", "在职人员", "编外聘用", "预算合计（万元）"),
            ("", "", "行政", "事业", "", "", ""),
            ("310001", "某市园林局（本级）", "20", "0", "18", "0", "500.00"),
            ("310002", "某市苗木技术学校", "0", "60", "52", "4", "900.00"),
            ("310003", "某市公园管理中心", "0", "35", "33", "12", "700.00"),
            ("310004", "某市湿地保护中心", "0", "15", "16", "0", "300.00"),
            ("", "合计", "20", "110", "119", "16", "2400.00"),
            unit="人",
        )
        .replace("<td>编制数</td><td></td>", "<td colspan='2'>编制数</td>")
        .replace("<td>单位代码</td>", "<td rowspan='2'>单位代码</td>")
        .replace("<td>单位名称</td>", "<td rowspan='2'>单位名称</td>")
        .replace("<td>在职人员</td>", "<td rowspan='2'>在职人员</td>")
        .replace("<td>编外聘用</td>", "<td rowspan='2'>编外聘用</td>")
        .replace("<td>预算合计（万元）</td>", "<td rowspan='2'>预算合计（万元）</td>")
        .replace(
            "<td></td><td></td><td>行政</td><td>事业</td><td></td><td></td><td></td>", "<td>行政</td><td>事业</td>"
        ),
        table(
            "附件2",
            "政府采购预算表",
            ("单位代码", "采购项目名称", "采购类型", "品目编码", "预算金额"),
            ("", "合计", "", "", "66.00"),
            ("310002", "实训台采购", "货物", "A02010100", "20.00"),
            ("310002", "校园保洁服务", "服务", "C21040000", "6.00"),
            ("310003", "割草机采购", "货物", "A02460900", "40.00"),
        ),
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("units")) as one:
        yield one


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("公园管理中心在职的有多少人？", "33"),
        ("公园中心和湿地中心在职的加起来多少人啊", "49"),
        ("苗木技术学校有多少编制？", "60"),
        ("苗木技术学校空编多少", "8"),
        ("公园中心比湿地中心的在职人员多几个人？", "17"),
        ("公园中心和苗木学校编外聘用的一共多少人", "16"),
    ],
)
def test_people_of_units(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), "人")


def test_a_turn_sets_people_against_posts(assistant: Assistant) -> None:
    answer = assistant.ask("它实际在岗的比编制少几个？", ["公园管理中心有多少编制？"])
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(2)


def test_the_unit_with_most_posts(assistant: Assistant) -> None:
    answer = assistant.ask("哪个单位编制最多？")
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["某市苗木技术学校"]


def test_a_unit_that_is_not_there_is_not_left_out_silently(assistant: Assistant) -> None:
    answer = assistant.ask("公园中心和动物园在职的加起来多少人")
    assert not isinstance(answer, CitedAnswer) or answer.value != Decimal(33)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("苗木学校的预算比湿地中心多出多少万元？", "600.00"),
        ("公园中心的预算比湿地中心多多少万元", "400.00"),
    ],
)
def test_what_units_have_against_each_other(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(value)


@pytest.mark.parametrize(
    ("question", "unit"),
    [("哪个预算单位的预算最小", "某市湿地保护中心"), ("4个单位里头谁预算最多", "某市苗木技术学校")],
)
def test_what_is_bought_is_no_unit(assistant: Assistant, question: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer | Refusal)
    assert isinstance(answer, Refusal) or [item.name for item in answer.items] == [unit]


def test_a_turn_asks_for_the_names(assistant: Assistant) -> None:
    answer = assistant.ask("都叫啥名字", ["园林局有几个二层预算单位？"])
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["某市苗木技术学校", "某市公园管理中心", "某市湿地保护中心"]


@pytest.mark.parametrize("question", ["列出政府采购预算表中全部货物类项目及金额。", "政府采购里货物类的都有哪些？"])
def test_what_is_bought_of_a_kind(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert [(item.name, item.value) for item in answer.items] == [
        ("实训台采购", Decimal("20.00")),
        ("割草机采购", Decimal("40.00")),
    ]


def test_people_are_no_posts_and_the_own_office_is_one_unit(assistant: Assistant) -> None:
    answer = assistant.ask("园林局本级在职多少人？")
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(18)


@pytest.mark.parametrize("question", ["局本级采购了哪些东西？", "湿地保护中心采购了哪些东西？"])
def test_what_one_unit_buys_is_not_all_that_is_bought(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not isinstance(answer, CitedAnswer) or len(answer.items) < 3
