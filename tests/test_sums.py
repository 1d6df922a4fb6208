"""Sums of rows said in part, of rows of one name, of instalments; averages over numbers printed beside an amount.

The documents are made up: a page of HTML with a list of projects, one of meetings, and a passage of plans by quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Clarification, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "晴川市港航局"
_TEXT = """
<p>一、主要职责</p><p>晴川市港航局负责全市渡口和航道的日常管理。</p>
<p>二、重点项目说明</p>
<p>晴川市港航局建设的北滩码头改造工程位于北滩镇。</p>
<p>年度预算安排</p>
<p>第一季度用款计划20.00万元，第二季度用款计划30.50万元，第三季度用款计划25.00万元，第四季度用款计划24.50万元。</p>
<p>三、国有资产占用情况说明</p>
<p>截至2025年12月31日，本部门共有车辆8辆，单位价值100万元以上的设备1台（套）。</p>
"""
_PROJECTS = (
    ("甲渡口疏浚维护费", "12.00"), ("乙渡口疏浚维护经费", "30.00"), ("丙渡口照明改造", "9.00"), ("公车统管租赁", "5.00"),
    ("航标灯更换", "44.00"), ("公车统管租赁", "7.50"), ("南湾驿站建设项目", "60.00"), ("南湾驿站拆除项目", "6.00"),
)  # fmt: skip
_MEETINGS = (
    ("航道养护推进会", "40", "20,000.00"),
    ("渡口安全分析会", "60", "15,000.00"),
    ("船员座谈会", "80", "10,000.00"),
)


def _page() -> str:
    tables = (
        table(
            "表8", "一般公共预算“三公”经费支出表", ("合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"), ("21.00", "3.00", "0.00", "16.00", "2.00"),
        ),
        table("表11", "项目支出预算情况表", ("项目名称", "合计"), *_PROJECTS, ("合计", "173.50")),
        table("", "会议费明细表", ("会议名称", "人数", "金额"), *_MEETINGS, unit="元"),
    )  # fmt: skip
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1>{_TEXT}{''.join(tables)}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("sums")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("甲渡口和乙渡口的疏浚维护费一共多少万元", "42", "万元"),
        ("两处疏浚——甲渡口、乙渡口，疏浚维护费合计多少万元", "42", "万元"),
        ("公车统管租赁有两行，全部加起来多少万元", "12.5", "万元"),
        ("南湾驿站的两个项目加起来多少万元", "66", "万元"),
        ("丙渡口照明改造、航标灯更换两个项目合计多少万元", "53", "万元"),
        ("北滩码头改造工程四个季度的用款计划加一起多少万元", "100", "万元"),
        ("第一季度和第二季度用款计划一共多少万元", "50.5", "万元"),
        ("渡口安全分析会平均每人多少元", "250", "元"),
        ("公务用车运行维护费除以车辆数，平均一辆车合多少万元", "2", "万元"),
        ("公务接待费要是砍掉一半，其他不动，三公经费变成多少万元", "20", "万元"),
        ("会议费明细表里三个会加起来多少人参加", "180", "人"),
        ("会议费明细表里渡口安全分析会和船员座谈会加起来多少人", "140", "人"),
        ("会议费明细表里的会议合计多少元", "45000", "元"),
        ("公务接待费和因公出国费各压10%，两项一共能省多少万元", "0.5", "万元"),
        ("公务用车运行维护费减到10万元的话三公合计多少万元", "15", "万元"),
        ("三公里面除了公务接待费其余加起来是多少万元", "19", "万元"),
        ("如果再减少2辆车，按现在每辆车的运行维护费算能省多少万元", "4", "万元"),
        ("所有项目加起来多少万元", "173.5", "万元"),
        ("平均每个项目多少万元", "21.69", "万元"),
        ("公务接待费＋因公出国费，两样一共多少万元", "5", "万元"),
        ("出国、公车、接待三块相加，三公总额到底多少万元", "21", "万元"),
        ("晴川市港航局的接待费与出国费两类合计？", "5", "万元"),
        ("假如取消因公出国，三公经费降到多少万元", "18", "万元"),
        ("三公经费里如果取消公务接待费，还剩多少万元", "19", "万元"),
        ("如果三公经费提到30万元，比现在多多少万元", "9", "万元"),
        ("航标灯更换打八折能省多少万元", "8.8", "万元"),
        ("三公经费里养车花的和买车花的相差多少万元", "16", "万元"),
        ("除了公务接待费，三公经费还剩多少万元", "19", "万元"),
        ("三公经费里不是公务接待费的有多少万元", "19", "万元"),
        ("三公经费中不属于因公出国费的那部分是多少万元", "18", "万元"),
    ],
)
def test_sum(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None
    assert round(answer.value, 2) == Decimal(value), answer.text
    assert answer.unit == unit


@pytest.mark.parametrize(
    "question",
    [
        "甲渡口、乙渡口和丁渡口的疏浚维护费合计多少",  # one of the three is nowhere
        "会议费明细表里四个会加起来多少人参加",  # it lists three
        "南湾驿站的三个项目加起来多少",  # there are two
        "西湾码头工程四个季度的用款计划加一起多少",  # the plan is another project's
        "公务接待费人均多少元",  # nothing says for how many
        "航标灯更换砍三成，三公经费变成多少",  # no part of it
        "三公经费里不属于航标灯更换的有多少",  # nor is it left out of it
        "不属于公务接待费的支出有多少",  # of which whole?
    ],
)
def test_sum_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Refusal | Clarification), answer.text


def test_number_and_money_of_one_row(assistant: Assistant) -> None:
    answer = assistant.ask("渡口安全分析会多少人参加，要花多少钱？")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "60" in answer.text, answer.text
    assert "15000" in answer.text.replace(",", ""), answer.text


def test_number_without_the_money_asked_beside_it(assistant: Assistant) -> None:
    answer = assistant.ask("单位价值100万元以上的设备有几台，要花多少钱？")
    assert isinstance(answer, Refusal), answer.text


def test_number_of_things_and_an_expense_of_its_own_name(assistant: Assistant) -> None:
    answer = assistant.ask("车辆有多少辆，公务用车运行维护费多少万元？")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "8辆" in answer.text, answer.text
    assert "16.00万元" in answer.text, answer.text
