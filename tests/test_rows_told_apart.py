"""Sums of rows that share a name: told apart by their years or by a bracket, counted, or of one name altogether.

The document is made up: a page of HTML with a list of projects.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.parsing.suppositions import suppositions
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "晴川市测绘局"
_PROJECTS = (
    ("晴川市测绘局2025-2026年系统维保项目", "31.00"), ("晴川市测绘局2026-2027年系统维保项目", "12.50"),
    ("晴川市航摄队2025-2026年系统维保项目", "4.00"), ("晴川市航摄队2026-2027年系统维保项目", "3.00"),
    ("地图编制业务费", "20.00"), ("地图编制业务费", "8.00"), ("地图编制业务费", "2.00"),
    ("乡镇测量与标志保护补助资金", "40.00"), ("山区水准网改造补助资金", "60.00"), ("外业津贴", "9.00"),
    ("慰问金-东岭哨所", "5.00"), ("慰问金-西岭哨所", "6.00"), ("北滩驿站拆除工程", "7.00"), ("北滩驿站重建项目", "70.00"),
    ("观测墩（沿江）改造", "1.50"), ("沿江水尺更新项目", "2.50"), ("质保金", "0.60"), ("质保金-2025年水尺质保金", "0.40"),
)  # fmt: skip


def _page() -> str:
    total = sum(Decimal(amount) for _, amount in _PROJECTS)
    described = table("", "重点项目预算绩效目标情况", ("项目名称", "预算数"), ("局机关外业津贴项目", "9.00"))
    tables = described + table("表11", "项目支出预算情况表", ("项目名称", "合计"), *_PROJECTS, ("合计", f"{total}"))
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1><p>一、主要职责</p><p>{DEPARTMENT}负责测绘。</p>{tables}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("apart")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("晴川市测绘局两期系统维保项目（2025-2026年的和2026-2027年的）今年一共多少万", "43.5"),
        ("航摄队2025-2026年和2026-2027年系统维保项目合计多少万元", "7"),
        ("航摄队两个系统维保项目今年总共安排多少万元", "7"),
        ("两笔补助资金（乡镇标志保护、山区水准网）总共多少万元", "100"),
        ("叫“地图编制业务费”的项目有三笔，合计金额？", "30"),
        ("测绘局慰问金那两笔（东岭、西岭哨所）一共多少万元", "11"),
        ("慰问金给东岭哨所和西岭哨所的两笔一共多少", "11"),
        ("北滩驿站拆除和重建两个项目一共要花多少", "77"),
        ("名称带“沿江”字样的两个项目合计多少万元", "4"),
        ("两笔质保金一共多少", "1"),
        ("地图编制业务费有几笔，总额多少", "30"),
    ],
)
def test_rows_of_one_name_are_added_up(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert (answer.value, answer.unit) == (Decimal(value), "万元"), answer.text


@pytest.mark.parametrize(
    "question",
    [
        "两笔地图编制业务费合计多少",  # there are three
        "外业津贴两笔加起来多少",  # there is one
        "两笔补助资金（乡镇标志保护、海岛测量）总共多少",
        "三期系统维保项目一共多少钱",
        "外业津贴有两笔，一共多少",  # the other name is of the same one, in another table
    ],
)
def test_another_number_of_rows_is_not_added_up(assistant: Assistant, question: str) -> None:
    assert not isinstance(assistant.ask(question), CitedAnswer)


def test_by_what_share_a_thing_was_cut_is_no_supposition() -> None:
    assert suppositions("2026年比2025年砍掉百分之几", ()) == ()
    assert suppositions("砍掉会议费还剩多少", ())
