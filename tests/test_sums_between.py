"""Sums and differences over what stands in different places: two tables, owned and bought, a whole and the listed projects.

The document is made up: a page of HTML with tables of economic items, a list of projects and passages of running text.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page, table

DEPARTMENT = "晴川市渔政局"
_TEXT = """
<p>一、主要职责</p><p>晴川市渔政局负责全市渔船和渔港的日常管理。</p>
<p>二、支出预算说明</p>
<p>2026年支出预算900万元，其中基本支出500万元，项目支出400万元。</p>
<p>三、会议费、培训费预算情况说明</p>
<p>1.会议费预算支出80万元，比上年预算增加30万元，主要原因是渔汛会商增多。</p>
<p>2.培训费预算支出45万元，比上年预算增加12万元，主要原因是船员培训增多。</p>
<p>四、一般性支出情况</p>
<p>2026年会议费预算80万元，拟召开会议16次，人数640人；培训费预算45万元，拟开展船员培训，人数900人。</p>
<p>五、国有资产占用情况说明</p>
<p>截至2025年12月31日，本部门共有车辆18辆，其中执法执勤用车11辆、特种专业技术用车7辆。
2026年部门预算安排购置车辆4辆，其中执法执勤用车3辆、特种专业技术用车1辆。</p>
"""


def _page() -> str:
    tables = (
        table("表6", "一般公共预算基本支出表（按经济分类）", ("科目编码", "科目名称", "预算数"),
               ("", "合计", "500.00"), ("30201", "办公费", "460.00"), ("30227", "委托业务费", "40.00")),
        table("表7", "一般公共预算项目支出表（按经济分类）", ("科目编码", "科目名称", "预算数"),
               ("", "合计", "400.00"), ("30201", "办公费", "115.00"), ("30227", "委托业务费", "285.00")),
        table("表8", "一般公共预算“三公”经费支出表",
               ("合计", "因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"), ("160.00", "3.00", "92.00", "60.00", "5.00")),
        table("表11", "项目支出预算情况表", ("项目名称", "合计"),
               ("渔港疏浚经费", "120.00"), ("增殖放流经费", "75.00"), ("渔船检验经费", "55.00"), ("合计", "250.00")),
        table("表12", "政府采购预算表", ("项目名称", "采购品目", "采购方式", "总计"),
               ("合计", "", "", "96.00"), ("渔港疏浚经费", "", "", "60.00"), ("", "潜水服务", "分散采购", "45.00"),
               ("", "租船服务", "分散采购", "15.00"), ("渔船检验经费", "", "", "36.00"), ("", "潜水服务", "分散采购", "36.00")),
        table("表3", "一般公共预算支出表", ("科目编码", "科目名称", "合计"),
               ("222", "粮油物资储备支出", "60.00"), ("2220502", "鱼苗储备", "31.00"), ("2220504", "饲料储备", "20.00"),
               ("2220505", "渔网储备", "9.00")),
    )  # fmt: skip
    return f"<html><body><h1>{DEPARTMENT}2026年部门预算</h1>{_TEXT}{''.join(tables)}</body></html>"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", _page(), tmp_path_factory.mktemp("between")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("委托业务费，基本支出表（表6）和项目支出表（表7）两处加一起是多少万元", "325"),
        ("把表6、表7的委托业务费加总，是多少万元", "325"),
        ("表6里的办公费和表7里的委托业务费加起来是多少万元", "745"),
        ("2026年购置4辆公务用车，平均每辆预算多少万元", "23"),
        ("现有车辆加上今年打算买的，一共会有多少辆", "22"),
        ("执法执勤用车原有的和今年新购置的一共几辆", "14"),
        ("会议费和培训费都涨了，哪一项涨得多？多涨了多少万元", "18"),
        ("会议费和培训费哪个增加得更多，相差多少万元", "18"),
        ("鱼苗、饲料、渔网这三种储备的钱加到一块儿，总共多少万元", "60"),
        ("鱼苗和渔网两项储备合计多少万元", "40"),
        ("政府采购预算表里各处列的“潜水服务”合在一起是多少万元", "81"),
        ("项目支出合计400万，扣掉表11里列名的三个项目，还有多少万元没列出来", "150"),
    ],
)
def test_what_stands_in_different_places_is_taken_together(assistant: Assistant, question: str, value: str) -> None:
    answer = assistant.ask(question)
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal(value), answer.text


def test_persons_are_those_of_the_matter_asked_about(assistant: Assistant) -> None:
    answer = assistant.ask("按计划培训人数算，人均多少元？", ("2026年培训费预算是多少？",))
    assert isinstance(answer, CitedAnswer), answer
    assert answer.value == Decimal("500"), answer.text


@pytest.mark.parametrize(
    "question",
    [
        "项目支出减去所列的四个项目还剩多少万元",  # three are listed
        "项目支出合计500万，扣掉列名的三个项目，还剩多少万元",  # it is another amount
    ],
)
def test_a_rest_is_not_told_of_what_the_document_has_otherwise(assistant: Assistant, question: str) -> None:
    assert isinstance(assistant.ask(question), Refusal)
