"""Units named by a short name or by their code, their projects, and what a table says of them in words.

The document is made up: units with codes in a table of income, rows below each unit in a table of expenditure, a list of
projects with a subtotal for each unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Direction, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "云岭满族蒙古族自治县文化体育局"
_PLACE = "云岭满族蒙古族自治县"
_OFFICE, _LIBRARY, _SCHOOL, _CENTRE = (
    f"{DEPARTMENT}机关", f"{_PLACE}图书馆", f"{_PLACE}少年儿童体育学校", f"{_PLACE}体育工程服务中心",
)  # fmt: skip


def _page() -> str:
    tables = (
        table("表1", "部门预算收入总表", ("单位代码", "单位名称", "合计", "一般公共预算拨款", "事业收入", "上年结转结余"),
               ("", "合计", "1000.00", "880.00", "70.00", "50.00"),
               ("417001", _OFFICE, "400.00", "400.00", "", ""), ("417002", _LIBRARY, "250.00", "220.00", "30.00", ""),
               ("417003", _SCHOOL, "200.00", "160.00", "40.00", ""), ("417004", _CENTRE, "150.00", "100.00", "", "50.00")),
        table("表2", "部门预算支出总表", ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
               ("", "合计", "1000.00", "600.00", "400.00"),
               ("207", "文化旅游体育与传媒支出", "1000.00", "600.00", "400.00"),
               ("20701", "文化和旅游", "630.00", "390.00", "240.00"),
               ("2070101", "行政运行", "300.00", "240.00", "60.00"), ("2070104", "图书馆", "330.00", "150.00", "180.00"),
               ("20703", "体育", "370.00", "210.00", "160.00"), ("2070307", "体育场馆", "370.00", "210.00", "160.00")),
        table("表3", "部门预算分单位支出表", ("单位代码", "单位名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"),
               ("417001", _OFFICE, "", "小计", "400.00", "240.00", "160.00"),
               ("417001", _OFFICE, "2070101", "行政运行", "300.00", "240.00", "60.00"),
               ("417001", _OFFICE, "2070104", "图书馆", "100.00", "", "100.00"),
               ("417002", _LIBRARY, "", "小计", "250.00", "150.00", "100.00"),
               ("417002", _LIBRARY, "2070104", "图书馆", "230.00", "150.00", "80.00"),
               ("417002", _LIBRARY, "2070307", "体育场馆", "20.00", "", "20.00"),
               ("417003", _SCHOOL, "", "小计", "200.00", "130.00", "70.00"),
               ("417003", _SCHOOL, "2070307", "体育场馆", "200.00", "130.00", "70.00"),
               ("417004", _CENTRE, "", "小计", "150.00", "80.00", "70.00"),
               ("417004", _CENTRE, "2070307", "体育场馆", "150.00", "80.00", "70.00")),
        table("表4", "部门预算项目支出表", ("单位代码", "单位名称", "项目名称", "科目编码", "合计", "一般公共预算"),
               ("", "", "合计", "", "400.00", "400.00"),
               ("417001", _OFFICE, "小计", "", "160.00", "160.00"),
               ("417001", _OFFICE, "文化市场巡查", "2070101", "60.00", "60.00"),
               ("417001", _OFFICE, "流动书车配送", "2070104", "100.00", "100.00"),
               ("417002", _LIBRARY, "小计", "", "100.00", "100.00"),
               ("417002", _LIBRARY, "馆藏文献购置", "2070104", "55.00", "55.00"),
               ("417002", _LIBRARY, "书库恒温改造", "2070104", "25.00", "25.00"),
               ("417002", _LIBRARY, "馆前健身角", "2070307", "20.00", "20.00"),
               ("417003", _SCHOOL, "小计", "", "70.00", "70.00"),
               ("417003", _SCHOOL, "苗子集训", "2070307", "70.00", "70.00"),
               ("417004", _CENTRE, "小计", "", "70.00", "70.00"),
               ("417004", _CENTRE, "跑道翻新", "2070307", "70.00", "70.00")),
        table("", "部门机构设置情况", ("单位名称", "单位性质", "单位规格", "经费保障形式"),
               (_OFFICE, "行政", "正科级", "财政拨款"), (_LIBRARY, "事业", "副科级", "财政性资金基本保证"),
               (_SCHOOL, "事业", "副科级", "财政性资金基本保证"), (_CENTRE, "事业", "股级", "财政性资金定额补助")),
    )  # fmt: skip
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1>{''.join(tables)}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("short")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        ("图书馆的收入总计是多少万元？", "250"),  # the item of that name has no income
        ("图书馆的事业收入有多少", "30"),
        ("2026年图书馆（项）支出多少万元？", "330"),
        ("体育学校的收入总计比图书馆少多少万元？", "50"),
        ("图书馆和体育学校的收入总计一共多少万元？", "450"),
        ("少体校的收入总计是多少？", "200"),
        ("体校的收入总计是多少？", "200"),
        ("图书馆的收入总计是多少？ -> 那体育工程服务中心呢？", "150"),
        ("417003这个单位今年预算收入合计", "200"),
        ("417004单位的项目支出是多少？", "70"),
        ("417002和417003的基本支出相差多少万元？", "20"),
        ("上年结转结余里，体育工程服务中心占了多大比例？", "100"),
        ("四家预算单位里，收入总计排在末位的是哪家？", "150"),
        ("收入总计垫底的单位是哪家", "150"),
        ("云岭图书馆的项目资金加总多少万元？", "100"),
        ("项目支出表一共列了几个项目（小计、合计行不算）？", "7"),
        (f"把{_LIBRARY}的项目列出来 -> 最大的那个占三个合计的百分之多少？", "55"),
        (f"{_LIBRARY}最大的项目占支出总计的百分之多少？", "5.5"),
        ("收入总计最多的单位占全部的百分之几？", "40"),
        (f"{_LIBRARY}有哪些项目？ -> 其中体育场馆科目安排的那个，总共多少万？", "20"),
    ],
)
def test_value_over_units(assistant: Assistant, turns: str, value: str) -> None:
    answer = assistant.ask(*_asked(turns))
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal(value), answer.text


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("体育场馆这笔支出分到了哪几个单位，各多少？", (_LIBRARY, _SCHOOL, _CENTRE)),
        ("各单位的体育场馆支出分别是多少？", (_LIBRARY, _SCHOOL, _CENTRE)),
        ("哪几家下属单位是副科级？", (_LIBRARY, _SCHOOL)),
        ("股级的单位有哪些？", (_CENTRE,)),
    ],
)
def test_units_listed(assistant: Assistant, question: str, items: tuple[str, ...]) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert tuple(item.name for item in answer.items) == items


@pytest.mark.parametrize(
    ("question", "direction"),
    [
        ("图书馆的收入总计比体育学校高多少？", Direction.INCREASE),
        ("体育学校的收入总计比图书馆少多少？", Direction.DECREASE),
    ],
)
def test_the_first_is_set_against_the_second(assistant: Assistant, question: str, direction: Direction) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert (answer.value, answer.direction) == (Decimal(50), direction)


def test_what_a_table_says_of_a_unit(assistant: Assistant) -> None:
    answer = assistant.ask(f"{_CENTRE}是什么规格？")
    assert isinstance(answer, CitedAnswer)
    assert "股级" in answer.text


@pytest.mark.parametrize(
    "question",
    ["哪几家单位是正处级？", "417009这个单位今年预算收入合计多少", "党校的收入总计是多少？", "哪些单位是参公单位？"],
)
def test_what_is_not_printed_is_not_answered(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)


def _asked(turns: str) -> tuple[str, list[str]]:
    *before, last = (turn.strip() for turn in turns.split("->"))
    return last, before
