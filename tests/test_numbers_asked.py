"""Numbers asked for in other words than the document's: a rate, a gap of two counts, a kind of vehicles, a source."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Direction, Refusal
from assistant.service import Assistant
from tests.over_page import over_page

_NAME = "松岭市林业局2026年部门预算"
_PAGE = f"""<html><body><h1>{_NAME}</h1>
<p>一、人员情况</p>
<p>截止2025年底，本部门人员编制80人，其中行政编制30人、事业编制50人；实有人员87人，其中行政29人、事业58人。</p>
<p>二、支出情况</p>
<p>“护林补贴（项）”支出60.00万元，与上年相比增加20.00万元，增长50%。主要原因是护林员增加。</p>
<p>三、委托业务费情况</p>
<p>2026年本部门委托业务费财政拨款预算为90.00万元，比上年预算减少10.00万元，下降10.00%。</p>
<p>2026年本部门政府采购预算80.00万元。</p>
<p>2026年本部门面向中小企业预留政府采购项目预算金额48.00万元，其中，预留给小型和微型企业的政府采购项目预算为30.00万元。</p>
<p>四、国有资产占有使用情况</p>
<p>截至2025年12月31日，本部门共有车辆40辆，其中：执法执勤用车10辆、特种专业技术用车6辆。</p>
<p>表二 支出总表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>213</td><td>农林水支出</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>21302</td><td>林业和草原</td><td>500.00</td><td>300.00</td><td>200.00</td></tr>
<tr><td>2130201</td><td>行政运行</td><td>440.00</td><td>300.00</td><td>140.00</td></tr>
<tr><td>2130299</td><td>护林补贴</td><td>60.00</td><td>0.00</td><td>60.00</td></tr></table>
<p>表六 一般公共预算基本支出表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>
<tr><td></td><td>合计</td><td>300.00</td></tr>
<tr><td>302</td><td>商品和服务支出</td><td>300.00</td></tr>
<tr><td>30201</td><td>办公费</td><td>285.00</td></tr>
<tr><td>30227</td><td>委托业务费</td><td>15.00</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("numbers")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        pytest.param("2026年护林补贴的增长率是多少", "50.00", "%", id="rate by its name"),
        pytest.param("委托业务费财政拨款比上一年跌了百分之几", "10.00", "%", id="rate of a source"),
        pytest.param("委托业务费财政拨款是多少", "90.00", "万元", id="of a source, in words alone"),
        pytest.param("委托业务费用了多少财政拨款", "90.00", "万元", id="a verb behind the name"),
        pytest.param("2026年的采购给中小企业留了多少万元的份额", "48.00", "万元", id="an amount, no share"),
        pytest.param("截至2025年底，实有人员超出编制几个人", "7.00", "人", id="beyond what is allowed"),
        pytest.param("行政编制超过实有行政人员几个人", "1.00", "人", id="short of what is allowed"),
        pytest.param("截至2025年底实有人员比编制多几个人", "7.00", "人", id="more than, run together"),
        pytest.param("实有人数超出编制多少名", "7.00", "人", id="counted by another word"),
        pytest.param("实有人员比人员编制多几个人", "7.00", "人", id="more than"),
        pytest.param("共有车辆里执法执勤用车的比例", "25.00", "%", id="share, without a verb"),
        pytest.param("支出总计中，项目支出占到几成（按百分比说）", "40.00", "%", id="tenths in percent"),
    ],
)
def test_it_is_found(assistant: Assistant, question: str, value: str, unit: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None, answer.text
    assert (abs(round(answer.value, 2)), answer.unit) == (Decimal(value), unit), answer.text


def test_a_fall_is_told_as_one(assistant: Assistant) -> None:
    answer = assistant.ask("委托业务费财政拨款比上一年跌了百分之几")
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.direction is Direction.DECREASE


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("这些车里，机要通信用车有几辆", id="a kind that is not told"),
        pytest.param("应急保障用车多少辆", id="another kind"),
        pytest.param("截至2021年底，实有人员有几个人", id="another year"),
        pytest.param("办公费的增长率是多少", id="a rate that nothing tells"),
    ],
)
def test_it_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, Refusal), answer.text
