"""A department by some characters of its name; a row by the amount that the question says; the use of that amount."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

_TEXT = """
<h1>岚溪县文化广电体育旅游局2025年部门预算</h1>
<p>一、支出预算情况</p>
<p>2025年岚溪县文化广电体育旅游局支出预算总额400.00万元。按支出功能科目划分：文化旅游体育与传媒支出300.00万元，较上年预算安排
增加30.00万元，增长11.11%；住房保障支出60.00万元，较上年预算安排增加2.00万元，增长3.45%；其他支出40.00万元，较上年预算安排减少
10.00万元，下降20.00%。</p>
<p>二、政府性基金情况</p>
<p>2025年政府性基金预算支出40.00万元，主要用于体育彩票公益金支持的村级球场修缮。</p>
<p>三、项目情况说明</p>
<p>1.山水旅游推广及旅行社奖励资金</p>
<p>年度预算安排：150万元，其中：车站媒体推广投放60万元，旅行社奖励90万元。</p>
"""
_SUMS = table(
    "表7",
    "一般公共预算“三公”经费支出表",
    ("合计", "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"),
    ("9.00", "0.00", "4.00", "0.00", "5.00"),
)
_PROJECTS = table(
    "表10",
    "部门预算项目支出表",
    ("项目名称", "合计", "一般公共预算", "上年结转"),
    ("合计", "180.00", "150.00", "30.00"),
    ("山水旅游推广及旅行社奖励资金", "150.00", "150.00", ""),
    ("2024年山水旅游推广结转资金", "30.00", "", "30.00"),
)


_BY_ITEM = table(
    "表2",
    "部门收入总表",
    ("科目编码", "科目名称", "合计", "上年结转", "财政拨款"),
    ("", "合计", "400.00", "30.00", "370.00"),
    ("207", "文化旅游体育与传媒支出", "300.00", "30.00", "270.00"),
    ("2070113", "旅游宣传", "180.00", "30.00", "150.00"),
) + table(
    "表3",
    "部门支出总表",
    ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
    ("", "合计", "400.00", "220.00", "180.00"),
    ("207", "文化旅游体育与传媒支出", "300.00", "120.00", "180.00"),
    ("2070113", "旅游宣传", "180.00", "", "180.00"),
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    page = _TEXT + _BY_ITEM + _SUMS + _PROJECTS
    with over_page("岚溪县文化广电体育旅游局2025年部门预算", page, tmp_path_factory.mktemp("said")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("岚溪县文广体旅局2025年三公经费多少", "9.00"),
        ("文旅局三公经费是多少", "9.00"),
        ("那150万元山水旅游推广资金，媒体推广投放占多少比重？", "40.00"),
        ("旅游宣传支出（部门支出总表口径）中，上年结转占多大比例？", "16.67"),
    ],
)
def test_figure(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert str(answer.value) == value


def test_the_use_of_an_amount(assistant: Assistant) -> None:
    answer = assistant.ask("体育彩票公益金的40万准备干什么用？")
    assert isinstance(answer, CitedAnswer), answer
    assert "球场修缮" in answer.text


def test_a_name_of_several_codes_counts_among_the_classes(assistant: Assistant) -> None:
    answer = assistant.ask("按功能分类看，哪一类支出预算比上年减少了？")
    assert isinstance(answer, CitedAnswer), answer
    assert [item.name for item in answer.items] == ["其他支出"]
    rate = assistant.ask("降幅是多少？", ["按功能分类看，哪一类支出预算比上年减少了？"])
    assert isinstance(rate, CitedAnswer), rate
    assert (str(rate.value), rate.direction) == ("20.00", "decrease")


def test_what_the_amount_between_two_figures_is(assistant: Assistant) -> None:
    answer = assistant.ask("项目支出合计180万元，里面150万元是今年安排的，差的那部分是什么钱？")
    assert isinstance(answer, CitedAnswer), answer
    assert "30.00万元" in answer.text


@pytest.mark.parametrize("question", ["云岭县文旅局三公经费多少", "文物局三公经费多少"])
def test_another_bureau_is_none_by_its_characters(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)
