"""Metrics said in other words than the tables print: with a source of funds, a code, a bracket, a unit, a turn before."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Clarification, Refusal
from assistant.service import Assistant
from assistant.table_names import places
from index.model import BudgetTable, TableKind
from tests.over_page import over_page

_NAME = "柳湾市园林绿化局2026年部门预算"
_PAGE = f"""<html><body><h1>{_NAME}</h1>
<p>一、主要职责</p><p>柳湾市园林绿化局负责全市园林绿化管理工作。</p>
<p>二、一般公共预算支出情况</p>
<p>（一）公园管理（项）820.00万元，比上年执行数减少80.00万元，下降8.89%，主要原因是项目调整。</p>
<p>三、机关运行经费情况</p>
<p>2026年本部门机关运行经费预算76.50万元，比2025年预算增加1.50万元，其中差旅费15.30万元。</p>
<p>2026年委托业务费预算20.00万元，比2025年减少5.00万元，下降20.00%。</p>
<p>四、政府采购情况</p>
<p>2026年本部门面向中小企业预留政府采购项目预算金额300.00万元，其中预留给小型和微型企业的政府采购项目预算180.00万元。</p>
<p>五、“三公”经费情况</p>
<p>2026年“三公经费”预算数为24万元，其中：公务车辆运行维护费预算17万元；公务接待费预算7万元。</p>
<p>六、会议费预算情况</p><p>2026年会议费预算40.00万元，比2025年减少10.00万元。2026年培训费预算25.00万元，比2025年增加5.00万元。</p>
<p>七、下属事业单位情况</p>
<p>2026年度，柳湾市种苗储备中心“三公经费”以外的一般开支预算数为11万元，其中：资料印刷费预算8万元；场地租赁费预算3万元。</p>
<p>八、国有资产占用情况</p>
<p>截至2026年1月31日，本部门固定资产金额900.00万元，分布构成情况为：房屋12,500.50平方米，车辆6辆。</p>
<p>表一 收支总表</p><p>单位：万元</p>
<table><tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td>一、一般公共预算资金</td><td>1500.00</td><td>一、城乡社区支出</td><td>1900.00</td></tr>
<tr><td>二、政府性基金预算资金</td><td>500.00</td><td>二、住房保障支出</td><td>100.00</td></tr>
<tr><td>收入总计</td><td>2000.00</td><td>支出总计</td><td>2000.00</td></tr></table>
<p>表九 财政拨款收支总表</p><p>单位：万元</p>
<table><tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td>一、本年收入</td><td>1900.00</td><td>一、本年支出</td><td>2000.00</td></tr>
<tr><td>（一）一般公共预算资金</td><td>1480.00</td><td>（一）城乡社区支出</td><td>1900.00</td></tr>
<tr><td>（二）政府性基金预算资金</td><td>420.00</td><td>（二）住房保障支出</td><td>100.00</td></tr>
<tr><td>二、上年结转</td><td>100.00</td><td></td><td></td></tr>
<tr><td>（一）一般公共预算拨款</td><td>20.00</td><td></td><td></td></tr>
<tr><td>（二）政府性基金预算拨款</td><td>80.00</td><td></td><td></td></tr>
<tr><td>收入总计</td><td>2000.00</td><td>支出总计</td><td>2000.00</td></tr></table>
<p>表二 支出总表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>2000.00</td><td>900.00</td><td>1100.00</td></tr>
<tr><td>212</td><td>城乡社区支出</td><td>1900.00</td><td>800.00</td><td>1100.00</td></tr>
<tr><td>21201</td><td>城乡社区管理事务</td><td>1900.00</td><td>800.00</td><td>1100.00</td></tr>
<tr><td>2120101</td><td>行政运行</td><td>1080.00</td><td>780.00</td><td>300.00</td></tr>
<tr><td>2120199</td><td>公园管理</td><td>820.00</td><td>20.00</td><td>800.00</td></tr>
<tr><td>221</td><td>住房保障支出</td><td>100.00</td><td>100.00</td><td>0.00</td></tr></table>
<p>表三 项目支出表</p><p>单位：万元</p>
<table><tr><td>项目名称</td><td>金额</td></tr>
<tr><td>合计</td><td>1100.00</td></tr>
<tr><td>古树名木保护</td><td>300.00</td></tr>
<tr><td>城市公园养护</td><td>800.00</td></tr></table>
<p>表四 财政拨款“三公”经费支出表</p><p>单位：万元</p>
<table><tr><td>“三公”经费财政拨款预算总额</td><td>因公出国（境）费用</td><td>公务接待费</td><td>公务用车运行维护费</td></tr>
<tr><td>24.00</td><td>0.00</td><td>7.00</td><td>17.00</td></tr></table>
<p>表五 部门支出总表（按单位）</p><p>单位：万元</p>
<table><tr><td>单位名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td>合计</td><td>2000.00</td><td>900.00</td><td>1100.00</td></tr>
<tr><td>柳湾市园林绿化局（本级）</td><td>1500.00</td><td>600.00</td><td>900.00</td></tr>
<tr><td>柳湾市东湖公园管护站</td><td>200.00</td><td>150.00</td><td>50.00</td></tr>
<tr><td>柳湾市西山公园管护站</td><td>300.00</td><td>150.00</td><td>150.00</td></tr></table>
<p>表六 政府性基金预算支出表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>500.00</td><td>0.00</td><td>500.00</td></tr>
<tr><td>212</td><td>城乡社区支出</td><td>500.00</td><td>0.00</td><td>500.00</td></tr></table>
<p>表七 一般公共预算支出表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td><td>基本支出</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>1500.00</td><td>900.00</td><td>600.00</td></tr>
<tr><td>212</td><td>城乡社区支出</td><td>1400.00</td><td>800.00</td><td>600.00</td></tr>
<tr><td>221</td><td>住房保障支出</td><td>100.00</td><td>100.00</td><td>0.00</td></tr></table>
<p>表八 一般公共预算基本支出表</p><p>单位：万元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>
<tr><td></td><td>合计</td><td>900.00</td></tr>
<tr><td>302</td><td>商品和服务支出</td><td>900.00</td></tr>
<tr><td>30215</td><td>会议费</td><td>8.00</td></tr>
<tr><td>30216</td><td>培训费</td><td>6.00</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("names")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("turns", "value", "unit"),
    [
        pytest.param("财政拨款“三公”经费一共多少", "24.00", "万元", id="a column that says its source"),
        pytest.param("接待费占三公的百分之几", "29.17", "%", id="a share of that column"),
        pytest.param("机关运行经费财政拨款预算多少", "76.50", "万元", id="the source behind the metric"),
        pytest.param("公园管理比上年执行数降了百分之几", "8.89", "%", id="against what was spent"),
        pytest.param("支出预算中，公园管理占城乡社区支出的比重", "43.16", "%", id="a side of the budget said first"),
        pytest.param("政府性基金在全部收入中占多大比重", "25.00", "%", id="all income"),
        pytest.param("公园管理（2120199）占城乡社区支出的百分之多少", "43.16", "%", id="a name and its code"),
        pytest.param("古树名木保护那块（项目支出）列了多少", "300.00", "万元", id="a bracket that narrows"),
        pytest.param("行政运行占项目支出的比例是多少", "27.27", "%", id="a row within a column"),
        pytest.param("给中小企业预留的采购额里，多大比例给了小微企业", "60.00", "%", id="one name in two words"),
        pytest.param(
            "政府采购里，预留给小型和微型企业的项目预算金额是多少", "180.00", "万元", id="set aside for small ones"
        ),
        pytest.param("委托业务费用到的财政拨款有多少", "20.00", "万元", id="the source used"),
        pytest.param("委托业务费用了多少财政拨款", "20.00", "万元", id="how much of the source is used"),
        pytest.param("名下房屋面积一共多少平方米", "12500.50", "平方米", id="an area by its unit"),
        pytest.param("古树名木保护项目今年总投入多少", "300.00", "万元", id="all that is put in"),
        pytest.param("柳湾种苗储备中心的场地租赁费是多少", "3.00", "万元", id="whose it is, where the sentence begins"),
        pytest.param("财政拔款“三公”经费一共多少", "24.00", "万元", id="a slip of writing"),
        pytest.param("公务用车运行维护费多少→那比接待费多几万", "10.00", "万元", id="against the turn before"),
        pytest.param("三公经费预算是多少→养车的钱呢", "17.00", "万元", id="a spoken name after a turn"),
        pytest.param("公园管理2120199列了多少", "820.00", "万元", id="a code right behind the name"),
        pytest.param("行政运行里项目支出占几成", "2.78", "成", id="a column within a row"),
        pytest.param("东湖公园管护站的项目支出占它总支出的百分之几", "25.00", "%", id="a unit's own total"),
        pytest.param("管护站的支出多少→柳湾市西山公园管护站", "300.00", "万元", id="the unit asked back for"),
        pytest.param("城乡社区支出是多少", "1900.00", "万元", id="not the table of one fund"),
        pytest.param("城乡社区支出政府性基金预算安排了多少", "500.00", "万元", id="the table of the fund said"),
        pytest.param(
            "机关运行经费里，差旅费占总额的百分之几", "20.00", "%", id="the total that the sentence begins with"
        ),
        pytest.param("三公经费中养公务用车的钱占多少百分比", "70.83", "%", id="a thing with its verb"),
        pytest.param("三公里的公务接待费是多少", "7.00", "万元", id="a part by its nature"),
        pytest.param(
            "上年结转里的政府性基金预算拨款是多少", "80.00", "万元", id="what is carried over, where it is said"
        ),
        pytest.param("委托业务费的财政拨款预算同比下降百分之多少", "20.00", "%", id="a change with the source behind"),
        pytest.param("机关运行经费跟去年比", "1.50", "万元", id="a change asked for in short"),
        pytest.param("2025年会议费是多少", "50.00", "万元", id="the value told beside its change"),
        pytest.param("会议费比培训费多多少", "15.00", "万元", id="both told for the whole department"),
        pytest.param("机关运行经费2025年是多少（2026年是76.5万元）", "75.00", "万元", id="the year not told"),
    ],
)
def test_it_is_found(assistant: Assistant, turns: str, value: str, unit: str) -> None:
    *history, question = turns.split("→")
    answer = assistant.ask(question, history)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.value is not None, answer.text
    assert (round(answer.value, 2), answer.unit) == (Decimal(value), unit), answer.text


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("政府性基金行政运行安排了多少", id="a fund that pays none of it"),
        pytest.param("古树名木研究院安排了多少", id="a body that only sounds like a project"),
        pytest.param("柳湾种苗交易中心的场地租赁费是多少", id="a body that shares words with the one told of"),
        pytest.param("其他公园管理支出是多少", id="another than the one printed"),
        pytest.param("湿地修复项目预算是多少", id="words before a total that are no name"),
        pytest.param("公园管理占全国绿化投入的百分之几", id="a whole that no document has"),
        pytest.param("古树名木保护（2120199）基本支出和项目支出各多少", id="columns that the row has not"),
    ],
)
def test_what_is_not_there_is_refused(assistant: Assistant, question: str) -> None:
    assert isinstance(answer := assistant.ask(question), Refusal), answer.text


def test_a_name_of_several_units_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.ask("管护站的支出多少")
    assert isinstance(answer, Clarification), answer.text
    assert answer.candidates == ("柳湾市东湖公园管护站", "柳湾市西山公园管护站")


def test_another_scope_is_named_in_words(assistant: Assistant) -> None:
    assert "另在一般公共预算支出口径（表七）中为1400.00万元" in assistant.ask("城乡社区支出是多少").text


def _tables(*kinds: TableKind, number: str = "") -> list[BudgetTable]:
    return [BudgetTable(f"t{i}", number, kind.value, kind, "万元", (1,), (), ()) for i, kind in enumerate(kinds)]


def test_tables_without_numbers_are_known_by_their_place() -> None:
    kinds = (
        TableKind.OTHER,
        TableKind.TOTAL_INCOME_EXPENDITURE,
        TableKind.TOTAL_INCOME,
        TableKind.TOTAL_EXPENDITURE,
        TableKind.FISCAL_APPROPRIATION,
        TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
    )
    assert places(_tables(*kinds)) == {"t1": "1", "t2": "2", "t3": "3", "t4": "4", "t5": "5"}
    assert places(_tables(*kinds, number="表一")) == {}
    assert places(_tables(*kinds[2:])) == {}


@pytest.mark.parametrize(
    ("question", "opening", "own"),
    [
        ("住房保障支出全部是基本支出吗", "是的", "100.00"),
        ("公园管理全都是项目支出吗", "不是", "800.00"),
    ],
)
def test_all_of_a_row_in_one_of_its_columns(assistant: Assistant, question: str, opening: str, own: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer.text
    assert answer.text.startswith(opening), answer.text
    assert own in answer.text, answer.text


def test_larger_than_what_is_said_to_be_in_it(assistant: Assistant) -> None:
    answer = assistant.ask("古树名木保护全部是基本支出吗")  # the project has no such column, all 基本支出 is more
    assert isinstance(answer, Refusal), answer.text


def test_columns_behind_a_row_and_a_space(assistant: Assistant) -> None:
    answer = assistant.ask("行政运行 基本支出和项目支出分别多少")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "780.00" in answer.text, answer.text
    assert "300.00" in answer.text, answer.text
    assert "1100.00" not in answer.text, answer.text


def test_what_is_the_matter_with_a_change(assistant: Assistant) -> None:
    answer = assistant.ask("公园管理比上年降了，啥情况？")
    assert isinstance(answer, CitedAnswer), answer.text
    assert "项目调整" in answer.text, answer.text
