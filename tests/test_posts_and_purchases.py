"""Posts not filled, purchases by their own column, classes of purchases told in prose, averages by a project's targets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_TEXT = """
<h1>松陵县水务局2024年部门预算</h1>
<p>一、部门基本情况</p>
<p>在职人员编制50人，其中：行政编制12人，全额补助事业编制30人，差额补助事业编制8人。在职实有44人，其中：行政人员10人，
全额补助事业人员27人，差额补助事业人员7人。车辆编制5辆，实有车辆4辆。</p>
<p>二、政府采购情况</p>
<p>2024年政府采购总额200.00万元，其中：货物预算40.00万元、工程预算110.00万元、服务预算50.00万元。</p>
"""
_PROJECTS = table(
    "预算05-1表",
    "部门项目支出预算表",
    ("项目名称", "合计", "本年一般公共预算"),
    ("合计", "130.00", "130.00"),
    ("河岸绿化养护补助资金", "90.00", "90.00"),
    ("山塘清淤项目", "40.00", "40.00"),
)
_TARGETS = table(
    "预算05-2表",
    "项目支出绩效目标表",
    ("项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"),
    ("河岸绿化养护补助资金", "产出指标", "数量指标", "养护面积", "=", "4500", "亩"),
    ("河岸绿化养护补助资金", "效益指标", "社会效益指标", "群众知晓率", "≥", "90", "%"),
    ("山塘清淤项目", "产出指标", "数量指标", "清淤山塘数", "=", "8", "座"),
)
_PURCHASES = table(
    "预算07表",
    "部门政府采购预算表",
    ("预算项目", "采购项目", "采购目录", "计量单位", "数量", "一般公共预算"),
    ("合计", "", "", "", "", "200.00"),
    ("一般公用经费", "办公桌椅采购", "A05010000 家具", "批", "1", "40.00"),
    ("山塘清淤项目", "山塘清淤施工", "B08000000 水利工程", "项", "1", "110.00"),
    ("河岸绿化养护补助资金", "绿化养护外包", "C13000000 养护服务", "项", "1", "50.00"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    page = _TEXT + _PROJECTS + _TARGETS + _PURCHASES
    with over_page("松陵县水务局2024年部门预算", page, tmp_path_factory.mktemp("posts")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "history", "value"),
    [
        ("编制满没满？缺几个人（编制数减在职人数）", (), "6"),
        ("在职编制还空着几个？", (), "6"),
        ("行政编制还空几个", (), "2"),
        ("全额补助事业编制还空几个", (), "3"),
        ("车辆编制还剩几辆没用", (), "1"),
        ("服务类采购占政府采购总额百分之几", (), "25.00"),
        ("它占总额百分之几？", ("2024年政府采购总额多少？", "工程类采购呢？"), "55.00"),
        ("一亩河岸绿化养护补助资金能补多少元？", (), "200"),
        ("河岸绿化养护补助资金平均每亩多少元", (), "200"),
    ],
)
def test_number(assistant: Assistant, question: str, history: tuple[str, ...], value: str) -> None:
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value is not None
    assert float(answer.value) == float(value), answer.text


def test_a_kind_of_posts_that_the_text_divides_is_not_guessed(assistant: Assistant) -> None:
    assert isinstance(assistant.ask("事业编制还空几个"), Refusal)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("政府采购预算列了哪几个采购项目，各多少万元？", ["办公桌椅采购", "山塘清淤施工", "绿化养护外包"]),
        ("政府采购都买些什么", ["家具", "水利工程", "养护服务"]),
        ("采购项目中金额最大的是哪个", ["山塘清淤施工"]),
    ],
)
def test_what_is_bought(assistant: Assistant, question: str, names: list[str]) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == names


def test_more_people_than_posts(tmp_path: Path) -> None:
    text = "截至上年底，本部门人员编制40人，其中行政编制15人，事业编制25人；实有人员43人，其中行政14人，事业29人。"
    page = f"<h1>松陵县粮食局2024年部门预算</h1><p>一、人员情况</p><p>{text}</p>"
    with over_page("松陵县粮食局2024年部门预算", page, tmp_path) as opened:
        beyond, left = opened.ask("编制满没满"), opened.ask("行政编制空缺几个")
        claimed = opened.ask("粮食局在岗人数是不是超过编制了？")
    assert isinstance(claimed, CitedAnswer)
    assert (claimed.verdict, claimed.value) == ("yes", 3)
    assert isinstance(beyond, CitedAnswer)
    assert "超出编制3人" in beyond.text
    assert isinstance(left, CitedAnswer)
    assert str(left.value) == "1"
