"""The narrative of the indented layout: compares with 上年执行数, item by item."""

from __future__ import annotations

from samples import selections as pick
from samples import sentences as say
from samples.figures import change, in_wan, percent
from samples.model import SampleBudget
from samples.publication import Block, Heading, Paragraph

BASE = "上年执行数"


def narrative(budget: SampleBudget) -> list[Block]:
    now, executed = budget.ledger, budget.last_execution
    whole, general = now.total(), now.total(pick.general)
    last = "上年预算数"
    public, last_public = pick.three_public(now), pick.three_public(budget.last_year)
    parts = (("人员支出", pick.personnel), ("日常公用支出", pick.operating), ("项目支出", pick.project))
    by_use = "；".join(
        f"{name}{in_wan(now.total(chosen))}，占{percent(now.total(chosen), whole)}" for name, chosen in parts
    )
    items = say.items_with_execution(budget, BASE)
    return [
        *say.section("一、部门概况"),
        Heading("（一）主要职能", 2),
        *say.duties(budget),
        *say.section("（二）机构设置情况", say.organisation(budget), say.staffing(budget), level=2),
        *say.section(f"二、{budget.year}年部门预算安排情况说明"),
        *say.section(
            "（一）收支预算情况的总体说明", f"{budget.department}{budget.year}年收支总预算{in_wan(whole)}。", level=2
        ),
        *say.section(
            "（二）收入预算情况说明",
            f"{budget.year}年收入预算{in_wan(whole)}，{change(whole, executed.total(), BASE)}。"
            f"其中：一般公共预算拨款收入{in_wan(general)}，占{percent(general, whole)}。",
            level=2,
        ),
        *say.section(
            "（三）支出预算情况说明",
            f"{budget.year}年支出预算{in_wan(whole)}，{change(whole, executed.total(), BASE)}。",
            f"1.按支出功能分类：{say.share_list(budget)}。",
            f"2.按支出用途分类：{by_use}。",
            level=2,
        ),
        *say.section(
            "（四）一般公共预算当年拨款情况说明",
            f"{budget.year}年一般公共预算拨款{in_wan(general)}，"
            f"{change(general, executed.total(pick.general), BASE)}。",
            *(f"（{i}）{sentence}" for i, sentence in enumerate(items, start=1)),
            level=2,
        ),
        *say.section(
            "（五）一般公共预算基本支出和项目支出情况说明",
            "；".join(say.basic_and_projects(budget, last)) + "。",
            level=2,
        ),
        *say.section(
            "（六）一般公共预算“三公”经费预算情况说明",
            f"{budget.year}年“三公”经费预算数为{in_wan(public)}，{change(public, last_public, last)}。具体如下：",
            *(f"{i}.{part}。" for i, part in enumerate(say.three_public_parts(budget, last), start=1)),
            level=2,
        ),
        *say.section("（七）政府性基金预算支出情况说明", say.fund_sentence(budget, last), level=2),
        Heading("（八）其他重要事项的情况说明", 2),
        Paragraph(f"1.机关运行经费情况。{budget.year}年" + say.agency_operating_sentence(budget, last)),
        Paragraph(f"2.政府采购情况。{budget.year}年" + say.procurement_sentence(budget)),
        Paragraph("3.国有资产占有使用情况。" + say.vehicles_sentence(budget)),
        Paragraph("4.预算绩效情况。" + say.performance_sentence(budget)),
    ]
