"""The narrative of the 公开01–13 layout: part by part, compared with 上年."""

from __future__ import annotations

from samples import selections as pick
from samples import sentences as say
from samples.figures import (
    change,
    in_wan,
    percent,
)
from samples.model import Ledger, SampleBudget, of
from samples.publication import Block, Heading
from samples.vocabulary import function_name

BASE = "上年"


def overview(budget: SampleBudget) -> list[Block]:
    units = "、".join(unit.name for unit in budget.units)
    composed = f"纳入{budget.year}年部门汇总预算编制范围的预算单位共计{len(budget.units)}家，具体包括：{units}。"
    return [
        Heading("第一部分 部门概况", 1, True),
        Heading("一、主要职能", 2),
        *say.duties(budget),
        *say.section(
            "二、机构设置及预算单位构成情况", say.organisation(budget), composed, say.staffing(budget), level=2
        ),
        *say.section(f"三、{budget.year}年度主要工作任务", budget.overall_goal, level=2),
    ]


def _class_sentences(now: Ledger, before: Ledger, budget: SampleBudget) -> list[str]:
    sentences = []
    for i, code in enumerate(now.codes(3), start=1):
        amount, last = now.total(of(function=code)), before.total(of(function=code))
        purpose = "、".join(dict.fromkeys(function_name(item) for item in now.codes(7) if item.startswith(code)))
        reason = f"主要原因是{budget.reasons[code]}。" if amount != last else ""
        sentences.append(
            f"（{i}）{function_name(code)}（类）支出{in_wan(amount)}，"
            f"主要用于{purpose}。{change(amount, last, BASE)}。{reason}"
        )
    return sentences


def narrative(budget: SampleBudget) -> list[Block]:
    now, before = budget.ledger, budget.last_year
    whole, last = now.total(), before.total()
    income = [
        f"（{i}）{name}{in_wan(amount)}，{change(amount, before.total(chosen), BASE)}。"
        for i, (name, chosen) in enumerate(pick.INCOME, start=1)
        for amount in (now.total(chosen),)
    ]
    carried = now.total(of(carried=True))
    parts = say.basic_and_projects(budget, BASE)
    public, last_public = pick.three_public(now), pick.three_public(before)
    return [
        Heading("第三部分 部门预算情况说明", 1, True),
        *say.section(
            "一、收支预算总体情况说明",
            f"{budget.department}{budget.year}年度收入、支出预算总计{in_wan(whole)}，"
            f"收、支预算总计{change(whole, last, BASE)}。其中：",
            f"（一）收入预算总计{in_wan(whole)}。包括：",
            f"1．本年收入合计{in_wan(whole - carried)}。",
            *income,
            f"2．上年结转结余为{in_wan(carried)}。",
            f"（二）支出预算总计{in_wan(whole)}。包括：",
            f"1．本年支出合计{in_wan(whole)}。",
            *_class_sentences(now, before, budget),
            "2．年终结转结余为0.00万元。",
            level=2,
        ),
        *say.section(
            "二、支出预算情况说明",
            f"{budget.department}{budget.year}年支出预算合计{in_wan(whole)}，其中："
            f"基本支出{in_wan(now.total(pick.basic))}，占{percent(now.total(pick.basic), whole)}；"
            f"项目支出{in_wan(now.total(pick.project))}，占{percent(now.total(pick.project), whole)}。",
            level=2,
        ),
        *say.section("三、一般公共预算支出情况说明", "其中：" + "；".join(parts) + "。", level=2),
        *say.section("四、政府性基金预算支出情况说明", say.fund_sentence(budget, BASE), level=2),
        *say.section(
            "五、一般公共预算“三公”经费支出情况说明",
            f"{budget.year}年度“三公”经费支出预算{in_wan(public)}，{change(public, last_public, BASE)}。其中：",
            *(f"{i}．{part}。" for i, part in enumerate(say.three_public_parts(budget, BASE), start=1)),
            level=2,
        ),
        *say.section(
            "六、机关运行经费支出情况说明", f"{budget.year}年" + say.agency_operating_sentence(budget, BASE), level=2
        ),
        *say.section("七、政府采购支出情况说明", f"{budget.year}年度" + say.procurement_sentence(budget), level=2),
        *say.section("八、国有资产占用情况说明", say.vehicles_sentence(budget), level=2),
        *say.section("九、预算绩效目标设置情况说明", say.performance_sentence(budget), level=2),
    ]
