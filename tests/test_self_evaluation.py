"""Questions over self-evaluation forms of two made-up projects."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page

_HEAD = "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年初目标值（A）</td><td>实际完成值（B）</td><td>得分</td></tr>"


def _form(project: str, budget: str, spent: str, rate: str, indicators: str, score: str) -> str:
    return (
        f"<p>2023年度{project}自评表</p><table border='1'>"
        f"<tr><td colspan='2'>项目名称</td><td colspan='4'>{project}</td></tr>"
        "<tr><td colspan='2'>主管部门</td><td>某县城管局</td><td>项目实施单位</td><td colspan='2'>某县绿化站</td></tr>"
        "<tr><td rowspan='2' colspan='2'>预算执行情况（万元）（20分）</td><td></td><td>预算数（A）</td><td>执行数（B）</td>"
        "<td>执行率（B/A）</td></tr>"
        f"<tr><td>年度财政资金总额</td><td>{budget}</td><td>{spent}</td><td>{rate}</td></tr>"
        f"{_HEAD}{indicators}<tr><td colspan='5'>总分</td><td>{score}</td></tr></table>"
    )


_PAGE = (
    "<h1>某县绿化站2023年度单位决算</h1>"
    "<p>2023年度本年支出合计900.00万元。</p>"
    + _form(
        "河岸步道维护项目",
        "100.00",
        "90.00",
        "90.00%",
        "<tr><td>产出指标</td><td>质量指标</td><td>步道完好率</td><td>≥95%</td><td>93%</td><td>18</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>维护步道长度</td><td>≥12公里</td><td>13公里</td><td>20</td></tr>",
        "96",
    )
    + _form(
        "广场花卉布置项目",
        "50.00",
        "48.00",
        "96.00%",
        "<tr><td>产出指标</td><td>数量指标</td><td>布置花坛数量</td><td>≥8个</td><td>9个</td><td>20</td></tr>"
        "<tr><td>满意度指标</td><td>服务对象满意度指标</td><td>游园群众满意度</td><td>≥90%</td><td>94%</td><td>10</td></tr>",
        "98.5",
    )
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page("某县绿化站2023年度单位决算", _PAGE, tmp_path_factory.mktemp("forms")) as answering:
        yield answering


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("河岸步道维护的预算执行率是多少", "90.00", "%"),
        ("广场花卉项目自评总分多少", "98.5", "分"),
        ("两个自评项目实际执行数合计多少", "138.00", "万元"),
        ("两个自评项目谁的得分高，差几分", "2.5", "分"),
        ("自评得分最低的项目是哪个", "96", "分"),
        ("如果河岸步道项目的执行率提到95%，能花出去多少万元", "95.00", "万元"),
    ],
)
def test_figures_of_forms(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert (answer.value, answer.unit) == (Decimal(value), unit), answer.text


def test_what_a_form_tells_of_an_indicator(assistant: Assistant) -> None:
    answer = assistant.ask("步道完好率目标定多少、实际做到多少、得几分？")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "目标值为≥95%，实际完成值为93%，得分为18" in answer.text


def test_a_turn_sets_one_project_against_the_one_before(assistant: Assistant) -> None:
    answer = assistant.ask("跟广场花卉那个项目比，谁的得分高？差几分", ("河岸步道维护项目自评多少分？",))
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value == Decimal("2.5")
