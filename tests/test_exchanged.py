"""A turn that exchanges the head of a name or the stage; round numbers said without a digit; a summary called 收入支出决算表."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.over_page import over_page

_NAME = "榆川县民生局2023年度部门决算"
_PAGE = f"""<html><body><h1>{_NAME}</h1>
<p>一、主要职责</p><p>榆川县民生局负责全县社会救助工作。</p>
<p>公开01表 收入支出决算表</p><p>单位：元</p>
<table><tr><td colspan="2">收入</td><td colspan="2">支出</td></tr>
<tr><td>项目</td><td>金额</td><td>项目</td><td>金额</td></tr>
<tr><td>一、财政拨款收入</td><td>25000000.00</td><td>一、社会保障和就业支出</td><td>25000000.00</td></tr>
<tr><td>本年收入合计</td><td>25000000.00</td><td>本年支出合计</td><td>25000000.00</td></tr>
<tr><td>总计</td><td>25000000.00</td><td>总计</td><td>25000000.00</td></tr></table>
<p>公开03表 支出决算表</p><p>单位：元</p>
<table><tr><td>科目编码</td><td>科目名称</td><td>本年支出合计</td><td>基本支出小计</td><td>人员经费</td><td>公用经费</td><td>项目支出</td></tr>
<tr><td></td><td>合计</td><td>25000000.00</td><td>5000000.00</td><td>4000000.00</td><td>1000000.00</td><td>20000000.00</td></tr>
<tr><td>208</td><td>社会保障和就业支出</td><td>25000000.00</td><td>5000000.00</td><td>4000000.00</td><td>1000000.00</td><td>20000000.00</td></tr>
<tr><td>20802</td><td>民政管理事务</td><td>5000000.00</td><td>5000000.00</td><td>4000000.00</td><td>1000000.00</td><td></td></tr>
<tr><td>2080201</td><td>行政运行</td><td>5000000.00</td><td>5000000.00</td><td>4000000.00</td><td>1000000.00</td><td></td></tr>
<tr><td>20819</td><td>最低生活保障</td><td>20000000.00</td><td></td><td></td><td></td><td>20000000.00</td></tr>
<tr><td>2081901</td><td>城市最低生活保障金支出</td><td>8000000.00</td><td></td><td></td><td></td><td>8000000.00</td></tr>
<tr><td>2081902</td><td>农村最低生活保障金支出</td><td>12000000.00</td><td></td><td></td><td></td><td>12000000.00</td></tr></table>
<p>公开09表 “三公”经费决算表</p><p>单位：元</p>
<table><tr><td>项目</td><td>预算数</td><td>决算数</td></tr>
<tr><td>“三公”经费合计</td><td>90000.00</td><td>60000.00</td></tr>
<tr><td>公务接待费</td><td>90000.00</td><td>60000.00</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(_NAME, _PAGE, tmp_path_factory.mktemp("exchanged")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("before", "turn", "value"),
    [
        ("农村最低生活保障金支出多少元？", "那城市的呢？", 8000000),
        ("城市最低生活保障金支出决算", "农村呢", 12000000),
        ("公务接待费决算多少元", "预算呢", 90000),
        ("公务接待费预算多少元", "决算是多少", 60000),
    ],
)
def test_a_turn_exchanges_one_thing(assistant: Assistant, before: str, turn: str, value: int) -> None:
    answer = assistant.ask(turn, [before])
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(value)


@pytest.mark.parametrize(
    ("question", "count"),
    [("支出过千万元的项级科目有几个？", 1), ("支出上百万的项级科目有几个", 3), ("不到千万的项级科目有几个", 2)],
)
def test_round_numbers_are_conditions(assistant: Assistant, question: str, count: int) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(count)


def test_a_subtotal_among_the_parts_is_no_part(assistant: Assistant) -> None:
    (document,) = assistant.view(None).documents
    assert not [finding for finding in document.findings if finding.level == "error"]
