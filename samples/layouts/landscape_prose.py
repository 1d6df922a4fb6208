"""The narrative of the landscape layout."""

from __future__ import annotations

from samples import selections as pick
from samples import sentences as say
from samples.figures import (
    change_only,
    in_wan,
)
from samples.model import Chosen, SampleBudget, Source, of
from samples.publication import Block, Heading, Paragraph

_SPOKEN = (
    ("一般公共预算财政拨款", pick.general),
    ("政府性基金预算财政拨款", pick.fund),
    ("事业收入", of(source=Source.BUSINESS)),
    ("其他收入", of(source=Source.OTHER)),
)


def narrative(budget: SampleBudget, title: str) -> list[Block]:
    now, before, base = budget.ledger, budget.last_year, f"{budget.year - 1}年"
    sources = "，".join(f"{name}{in_wan(now.total(chosen))}" for name, chosen in _SPOKEN if now.total(chosen))
    appropriation, last = now.total(pick.general), before.total(pick.general)
    parts = "；".join(say.basic_and_projects(budget, base))
    public, last_public = pick.three_public(now), pick.three_public(before)
    return [
        Heading(title, 0),
        *say.section("一、单位基本情况"),
        Heading("（一）主要职责", 2),
        *say.duties(budget),
        *say.section("（二）机构设置", say.organisation(budget), say.staffing(budget), level=2),
        *say.section(
            "二、部门收支总体情况",
            f"（一）收入预算：{budget.year}年年初预算数{in_wan(now.total())}，其中："
            f"{sources}。收入{change_only(now.total(), before.total(), base)}。",
            f"（二）支出预算：{budget.year}年年初预算数{in_wan(now.total())}，其中：{say.class_list(now)}。"
            f"支出{change_only(now.total(), before.total(), base)}，"
            f"主要是基本支出{_moved(budget, pick.basic)}，项目支出{_moved(budget, pick.project)}。",
        ),
        *say.section(
            "三、财政拨款情况说明",
            f"{budget.year}年一般公共预算财政拨款支出{in_wan(appropriation)}，"
            f"{change_only(appropriation, last, base)}。其中：{parts}。",
            say.fund_sentence(budget, base),
        ),
        *say.section(
            "四、“三公”经费情况说明",
            f"{budget.year}年“三公”经费预算{in_wan(public)}，{change_only(public, last_public, base)}。"
            f"其中：{'；'.join(say.three_public_parts(budget, base))}。",
        ),
        *say.section(
            "五、其他重要事项的情况说明",
            f"（一）机关运行经费。{budget.year}年" + say.agency_operating_sentence(budget, base),
            "（二）政府采购情况。所属各预算单位" + say.procurement_sentence(budget),
            "（三）绩效目标设置情况。" + say.performance_sentence(budget),
            "（四）国有资产占有使用情况。" + say.vehicles_sentence(budget),
            "（五）委托业务费情况。" + say.entrusted_sentence(budget),
        ),
        Heading("六、专业性名词解释"),
        *say.glossary("（{c}）"),
        Paragraph(f"部门预算公开联系人：{budget.contact}  联系方式：{budget.phone}"),
    ]


def _moved(budget: SampleBudget, chosen: Chosen) -> str:
    difference = budget.ledger.total(chosen) - budget.last_year.total(chosen)
    if not difference:
        return "无变化"
    return f"{'增加' if difference > 0 else '减少'}{in_wan(abs(difference))}"
