"""The sentences of the narrative: amounts, changes, reasons and purposes, all computed from the ledgers.

``base`` names what a change is measured against (``2022年``, ``上年预算数`` …); each layout brings its own.
"""

from __future__ import annotations

from samples.figures import because, change, change_only, in_wan, numeral, percent
from samples.model import Ledger, SampleBudget, of
from samples.publication import Block, Heading, Paragraph
from samples.selections import (
    PROCUREMENT,
    agency_operating,
    basic,
    fiscal,
    fund,
    general,
    procurement,
    project,
    three_public,
)
from samples.vocabulary import economic_name, full_function_name, function_name, words


def class_list(ledger: Ledger) -> str:
    """``一般公共服务支出12.00万元，教育支出3.00万元``."""
    return "，".join(f"{function_name(code)}{in_wan(ledger.total(of(function=code)))}" for code in ledger.codes(3))


def duties(budget: SampleBudget) -> list[Block]:
    return [Paragraph(f"{i}.{duty}") for i, duty in enumerate(budget.duties, start=1)]


def organisation(budget: SampleBudget) -> str:
    offices = "、".join(budget.offices)
    below = [unit.name for unit in budget.units if not unit.administrative]
    under = f"下属{len(below)}个预算单位：{'、'.join(below)}。" if below else "没有下属预算单位。"
    return f"本部门内设{len(budget.offices)}个科室：{offices}。{under}"


def staffing(budget: SampleBudget) -> str:
    posts = sum(unit.posts for unit in budget.units)
    staff = sum(unit.staff for unit in budget.units)
    return f"截至{budget.year - 1}年12月31日，本部门核定编制{posts}人，实有在职人员{staff}人。"


def basic_and_projects(budget: SampleBudget, base: str) -> list[str]:
    """One sentence for 基本支出 and one for 项目支出 of the general public budget, with purpose and reason."""
    now, before = budget.ledger.only(general), budget.last_year.only(general)
    main = words("narrative")["purposes"]["basic"]
    names = "、".join(dict.fromkeys(line.project for line in now.lines if line.project))
    sentences = []
    for name, chosen, purpose, key in (
        ("基本支出", basic, main, "basic"),
        ("项目支出", project, names + "等", "project"),
    ):
        said = change_only(now.total(chosen), before.total(chosen), base)
        reason = because(budget.reasons.get(key)) if "持平" not in said else ""
        sentences.append(f"{name}{in_wan(now.total(chosen))}，{said}{reason}，主要用于{purpose}")
    return sentences


def fund_sentence(budget: SampleBudget, base: str) -> str:
    now, before = budget.ledger.total(fund), budget.last_year.total(fund)
    if not now:
        return f"本部门{budget.year}年没有使用政府性基金预算拨款安排的支出。"
    names = "、".join(dict.fromkeys(line.project for line in budget.ledger.lines if fund(line)))
    reason = because(budget.reasons.get(names)) if now != before else ""
    return (
        f"{budget.year}年政府性基金预算支出{in_wan(now)}，主要用于{names}，{change_only(now, before, base)}{reason}。"
    )


def three_public_parts(budget: SampleBudget, base: str) -> list[str]:
    """One sentence for each part of “三公”经费."""
    parts = []
    for code, name in (
        ("30212", "因公出国（境）费用"),
        ("30217", "公务接待费"),
        ("30231", "公务用车运行维护费"),
        ("31013", "公务用车购置费"),
    ):
        now, before = three_public(budget.ledger, code), three_public(budget.last_year, code)
        reason = because(budget.reasons.get(code)) if now != before else ""
        parts.append(f"{name}{in_wan(now)}，{change_only(now, before, base)}{reason}")
    return parts


def agency_operating_sentence(budget: SampleBudget, base: str) -> str:
    now, before = agency_operating(budget, budget.ledger), agency_operating(budget, budget.last_year)
    reason = because(budget.reasons.get("agency")) if now != before else ""
    return (
        f"机关运行经费{in_wan(now)}，{change(now, before, base)}{reason}。"
        "主要用于办公费、印刷费、邮电费、水电费、差旅费、会议费和培训费等。"
    )


def procurement_sentence(budget: SampleBudget) -> str:
    parts = "、".join(
        f"政府采购{name}预算{in_wan(procurement(budget.ledger, kind))}" for kind, name in PROCUREMENT.items()
    )
    return f"政府采购预算总额{in_wan(procurement(budget.ledger))}，其中：{parts}。"


def vehicles_sentence(budget: SampleBudget) -> str:
    listed = "、".join(f"{name}{count}辆" for name, count in budget.vehicles.items())
    return (
        f"截至{budget.year - 1}年12月31日，本部门共有车辆{sum(budget.vehicles.values())}辆，其中：{listed}。"
        f"单价100万元以上设备{budget.equipment}台（套）。"
        f"{budget.year}年部门预算安排购置车辆{budget.vehicles_bought}辆。"
    )


def performance_sentence(budget: SampleBudget) -> str:
    amount = budget.ledger.total(of(project=tuple(item.name for item in budget.projects)))
    return f"{budget.year}年本部门{len(budget.projects)}个项目实行绩效目标管理，涉及财政拨款{in_wan(amount)}。"


def entrusted_sentence(budget: SampleBudget) -> str:
    amount = budget.ledger.only(fiscal).total(of(economic="30227"))
    return f"{budget.year}年{economic_name('30227')}涉及财政拨款资金{in_wan(amount)}。"


def items_with_execution(budget: SampleBudget, prefix: str) -> list[str]:
    """A sentence for every 项 of the general public budget, compared with last year's execution."""
    now, before = budget.ledger.only(general), budget.last_execution.only(general)
    sentences = []
    for code in now.codes(7):
        spent, amount = before.total(of(function=code)), now.total(of(function=code))
        purpose = budget.purposes.get(code, function_name(code))
        said = change(amount, spent, prefix)
        reason = because("按年度实际需要安排") if amount != spent else ""
        sentences.append(f"{full_function_name(code)}{in_wan(amount)}，主要用于{purpose}，{said}{reason}。")
    return sentences


def glossary(style: str) -> list[Block]:
    """Definitions, numbered; ``style`` has {n} (Arabic) or {c} (Chinese numeral) and ends where the term begins."""
    return [
        Paragraph(style.format(n=i, c=numeral(i)) + f"{entry['term']}：{entry['text']}")
        for i, entry in enumerate(words("narrative")["definition"], start=1)
    ]


def section(title: str, *paragraphs: str, level: int = 1, new_page: bool = False) -> list[Block]:
    return [Heading(title, level, new_page), *(Paragraph(text) for text in paragraphs)]


def share_list(budget: SampleBudget) -> str:
    """The classes of all expenditure with their shares."""
    whole = budget.ledger.total()
    return "；".join(
        f"{function_name(code)}{in_wan(amount)}，占{percent(amount, whole)}"
        for code in budget.ledger.codes(3)
        for amount in (budget.ledger.total(of(function=code)),)
    )
