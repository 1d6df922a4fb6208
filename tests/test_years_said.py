"""Years that belong to a name, years that a figure is measured by, and the parts of what is procured, said short."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page

_NAME = "松岭市测绘局2026年部门预算"
_PAGE = f"""<html><body><h1>{_NAME}</h1>
<p>一、主要职责</p><p>松岭市测绘局负责全市测绘管理工作。</p>
<p>二、支出情况</p>
<p>“基础测绘（项）”60.00万元。2025年当年预算执行数为24.00万元，2026年预算安排60.00万元，比2025年预算执行数增加150.00%。主要原因是航摄范围扩大。</p>
<p>三、政府采购支出预算情况说明</p>
<p>2026年度政府采购支出预算总额200.00万元，其中：拟采购货物支出80.00万元、拟采购工程支出0万元、拟购买服务支出120.00万元。</p>
<p>四、国有资产占用情况</p><p>本部门共有车辆5辆，其中：机要通信用车2辆、应急保障用车3辆。</p>
<p>表二 支出总表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>220</td><td>自然资源海洋气象等支出</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>22001</td><td>自然资源事务</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>2200101</td><td>行政运行</td><td>440.00</td><td>300.00</td><td>140.00</td></tr>
<tr><td>2200120</td><td>基础测绘</td><td>60.00</td><td>0.00</td><td>60.00</td></tr></table>
<p>表三 项目支出表</p><p>单位：万元</p>
<table><tr><td>项目名称</td><td>金额</td></tr>
<tr><td>合计</td><td>200.00</td></tr>
<tr><td>松岭市影像中心2026年-2027年机房托管项目</td><td>110.00</td></tr>
<tr><td>松岭市影像中心2025年机房托管项目</td><td>30.00</td></tr>
<tr><td>航摄飞行服务</td><td>60.00</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("years")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        pytest.param("松岭市影像中心2026年-2027年机房托管项目预算多少", "110.00", "万元", id="a span in a name"),
        pytest.param("2026年松岭市影像中心2026-2027年机房托管项目多少钱", "110.00", "万元", id="the span said short"),
        pytest.param("松岭市影像中心2026年至2027年机房托管项目的预算", "110.00", "万元", id="the span in words"),
        pytest.param("松岭市影像中心2025年机房托管项目预算多少", "30.00", "万元", id="the year before in a name"),
        pytest.param("2026年基础测绘的预算是2025年执行数的几倍", "2.50", "倍", id="by what was spent"),
        pytest.param("基础测绘相当于上年的多少倍", "2.50", "倍", id="by the year before"),
        pytest.param("编制说明第2条，基础测绘2026年预算安排对2025年执行数差额", "36.00", "万元", id="a place told"),
        pytest.param("2026年政府采购预算，货物占百分之几", "40.00", "%", id="goods"),
        pytest.param("政府采购预算，服务占几成", "6.00", "成", id="services"),
        pytest.param("测算：基本支出 ÷ 项目支出（结果以%表示）", "150.00", "%", id="a quotient in percent"),
        pytest.param("基础测绘在项目支出里占几个百分点的份额", "30.00", "%", id="a share in points"),
        pytest.param("机要通信用车比重多大", "40.00", "%", id="vehicles of all vehicles"),
    ],
)
def test_it_is_found(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None, answer.text
    assert (abs(round(answer.value, 2)), answer.unit) == (Decimal(value), unit), answer.text


def test_growth_in_times_is_a_change(assistant: Assistant) -> None:
    answer = assistant.ask("基础测绘2026年比2025年增长了几倍")
    assert "增长150.00%" in answer.text
    assert "2.50倍" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("基础测绘是前年的几倍", id="a year that nothing is told of"),
        pytest.param("航摄飞行服务是上年的几倍", id="nothing is told of the year before"),
        pytest.param("松岭市影像中心2027年机房托管项目预算多少", id="a year of no name"),
    ],
)
def test_it_is_refused(assistant: Assistant, question: str) -> None:
    assert isinstance(answer := assistant.ask(question), Refusal), answer.text
