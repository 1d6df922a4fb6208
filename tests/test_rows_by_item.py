"""Tables whose rows are units and items in columns of words, and totals with and without what was carried over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page, table

_TOTALS = (
    "<p>预算01-1表</p><p>财务收支预算总表</p><p>单位：万元</p><table border='1'>"
    "<tr><td colspan='2'>收入</td><td colspan='2'>支出</td></tr>"
    + "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>"
        for row in (
            ("项目", "预算数", "项目（按功能分类）", "预算数"),
            ("一、一般公共预算", "900.00", "一、农林水支出", "1,000.00"),
            ("二、单位资金", "50.00", "", ""),
            ("本年收入合计", "950.00", "本年支出合计", "1,000.00"),
            ("上年结转结余", "50.00", "年终结转结余", ""),
            ("收入总计", "1,000.00", "支出总计", "1,000.00"),
        )
    )
    + "</table>"
)
_EXPENDITURE = (
    "<p>预算01-3表</p><p>部门支出预算表</p><p>单位：万元</p><table border='1'>"
    "<tr><td rowspan='2'>科目编码</td><td rowspan='2'>科目名称</td><td rowspan='2'>合计</td>"
    "<td colspan='3'>一般公共预算</td><td rowspan='2'>单位资金</td></tr>"
    "<tr><td>小计</td><td>基本支出</td><td>项目支出</td></tr>"
    "<tr><td></td><td>合计</td><td>1,000.00</td><td>950.00</td><td>700.00</td><td>250.00</td><td>50.00</td></tr>"
    "<tr><td>213</td><td>农林水支出</td><td>1,000.00</td><td>950.00</td><td>700.00</td><td>250.00</td><td>50.00</td></tr>"
    "</table>"
)
_BASIC = table(
    "预算04表",
    "部门基本支出预算表（人员类、运转类公用经费项目）",
    ("单位名称", "项目名称", "功能科目编码", "功能科目名称", "经济科目编码", "经济科目名称", "一般公共预算拨款合计"),
    ("合计", "", "", "", "", "", "700.00"),
    ("云泉县林业局（本级）", "行政人员工资", "2130201", "行政运行", "30101", "基本工资", "200.00"),
    ("云泉县林业局（本级）", "一般公用经费", "2130201", "行政运行", "30201", "办公费", "30.00"),
    ("云泉县国有林场", "事业人员工资", "2130204", "事业机构", "30101", "基本工资", "300.00"),
    ("云泉县国有林场", "一般公用经费", "2130204", "事业机构", "30201", "办公费", "20.00"),
    ("云泉县种苗站", "事业人员工资", "2130204", "事业机构", "30101", "基本工资", "140.00"),
    ("云泉县种苗站", "一般公用经费", "2130204", "事业机构", "30201", "办公费", "10.00"),
)
_BONUS = table(
    "预算04-2表",
    "部门基本支出预算表（奖金）",
    (
        "单位名称",
        "项目代码",
        "项目名称",
        "科目编码",
        "科目名称",
        "经济科目编码",
        "经济科目名称",
        "一般公共预算拨款合计",
    ),
    ("合计", "", "", "", "", "", "", "45.00"),
    ("云泉县国有林场", "5300000000000000001707", "人员支出", "2130204", "事业机构", "30103", "奖金", "15.00"),
    ("云泉县国有林场", "5300000000000000001708", "人员支出", "2130205", "森林培育", "30103", "奖金", "10.00"),
    ("云泉县种苗站", "5300000000000000001709", "人员支出", "2130204", "事业机构", "30103", "奖金", "20.00"),
)
_PROJECTS = table(
    "预算05-1表",
    "部门项目支出预算表",
    ("项目名称", "项目单位", "合计", "本年一般公共预算", "单位资金"),
    ("合计", "", "300.00", "250.00", "50.00"),
    ("林区道路维护经费", "云泉县国有林场", "250.00", "250.00", ""),
    ("苗木销售成本项目", "云泉县种苗站", "50.00", "", "50.00"),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    page = "<h1>云泉县林业局2024年部门预算</h1>" + _TOTALS + _EXPENDITURE + _BASIC + _BONUS + _PROJECTS
    with over_page("云泉县林业局2024年部门预算", page, tmp_path_factory.mktemp("rows")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2024年收入预算总额多少？", "1000.00"),
        ("总收入是多少", "1000.00"),
        ("本年收入合计多少", "950.00"),
        ("项目支出一共多少", "300.00"),
        ("项目支出占总支出的比重", "30.00"),
        ("一般公共预算的项目支出多少", "250.00"),
        ("基本支出预算表里各单位的基本工资（30101）总共多少？", "640.00"),
        ("基本支出里的办公费，三处加起来有多少？", "60.00"),
        ("国有林场的基本工资是多少？", "300.00"),
        ("国有林场办公费多少", "20.00"),
        ("三家单位的办公费加起来多少", "60.00"),
    ],
)
def test_figure(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value is not None
    assert float(answer.value) == float(value), answer.text


def test_units_are_ordered_by_what_their_rows_have_together(assistant: Assistant) -> None:
    answer = assistant.ask("哪家单位的奖金最多")
    assert isinstance(answer, CitedAnswer), answer
    assert [(item.name, str(item.value)) for item in answer.items] == [("云泉县国有林场", "25.00")]


def test_each_part_has_its_own_share(assistant: Assistant) -> None:
    answer = assistant.ask("基本支出和项目支出分别占支出总计的百分之几")
    assert isinstance(answer, CitedAnswer), answer
    assert [str(item.value) for item in answer.items] == ["70.00", "30.00"]


_MERGED = (
    "<h1>云泉县林业局2024年部门预算</h1><p>预算05-1表</p><p>部门项目支出预算表</p><p>单位：万元</p><table border='1'>"
    "<tr><td>项目分类</td><td>项目名称</td><td>项目单位</td><td>功能科目</td><td>经济科目</td><td>合计</td></tr>"
    "<tr><td>合计</td><td></td><td></td><td></td><td></td><td>90.00</td></tr>"
    "<tr><td rowspan='2'>311 专项业务类</td><td rowspan='2'>林火监测专项经费</td><td rowspan='2'>云泉县种苗站</td>"
    "<td>2130234</td><td>30226 劳务费</td><td>40.00</td></tr>"
    "<tr><td>2130234</td><td>30218 专用材料费</td><td>20.00</td></tr>"
    "<tr><td>312 民生类</td><td>造林补助资金</td><td>云泉县国有林场</td><td>2130209</td><td>30305 生活补助</td><td>18.00</td></tr>"
    "<tr><td>311 专项业务类</td><td>候鸟监测经费</td><td>云泉县国有林场</td><td>2130212</td><td>30227 委托业务费</td><td>12.00</td></tr>"
    "</table>"
)


@pytest.mark.parametrize(
    ("question", "value"), [("专项业务类项目合计多少", "72.00"), ("林火监测专项经费一共安排多少？", "60.00")]
)
def test_rows_of_a_merged_cell_are_all_added_up(tmp_path: Path, question: str, value: str) -> None:
    with over_page("云泉县林业局2024年部门预算", _MERGED, tmp_path) as opened:
        answer = opened.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert str(answer.value) == value
