"""部门决算: 行次 and 栏次, zeros printed, spending against the budget, header trees of up to four levels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.model import TableKind
from samples import selections as pick
from samples import sentences as say
from samples.figures import (
    Print,
    all_classes,
    change,
    economic,
    functional,
    in_wan,
    measures,
    numeral,
    percent,
    total_entry,
    values,
)
from samples.model import Chosen, SampleBudget, Source, of
from samples.publication import Block, Contents, Cover, Heading, Paragraph, Publication, Tabulated
from samples.sheet import Column, Entry, Sheet, paired, single

SHOW = Print(zero="0.00", thousands="")
INCOME = (
    ("一般公共预算财政拨款收入", pick.general),
    ("政府性基金预算财政拨款收入", pick.fund),
    ("上级补助收入", pick.nothing),
    ("事业收入", of(source=Source.BUSINESS)),
    ("经营收入", pick.nothing),
    ("附属单位上缴收入", pick.nothing),
    ("其他收入", of(source=Source.OTHER)),
)


def publish(budget: SampleBudget) -> Publication:
    tables = (
        _totals(budget),
        _income(budget),
        _expenditure(budget),
        _general(budget),
        _basic(budget),
        _three_public(budget),
        _fund(budget),
    )
    title = f"{budget.department}{budget.year}年度部门决算"
    entries = (
        "第一部分 部门概况",
        "第二部分 部门决算表",
        *(table.title for table in tables),
        "第三部分 决算情况说明",
        "第四部分 名词解释",
    )
    blocks: tuple[Block, ...] = (
        Cover((budget.department, f"{budget.year}年度部门决算")),
        Contents("目录", entries),
        Heading("第一部分 部门概况", 1),
        *say.duties(budget),
        Paragraph(say.organisation(budget)),
        Heading("第二部分 部门决算表", 1, True),
        *(Tabulated(table) for table in tables),
        *_narrative(budget),
        Heading("第四部分 名词解释", 1),
        *say.glossary("{c}、"),
    )
    return Publication(title, blocks)


def _sheet(
    budget: SampleBudget,
    kind: TableKind,
    number: int,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Entry | None, ...], ...],
    *notes: str,
) -> Sheet:
    counted = iter(range(1, len(columns) + 1))
    starts = {
        next(i for i, column in enumerate(columns) if column.side == side)
        for side in dict.fromkeys(c.side for c in columns)
    }
    ordinals = tuple(
        "栏次" if c in starts and column.role != "value" else str(next(counted)) if column.role == "value" else ""
        for c, column in enumerate(columns)
    )
    owner = f"部门：{budget.department}"
    return Sheet(kind, f"表{number}", title, "万元", owner, columns, rows, notes, ordinals, landscape=True)


def _lined(entries: list[Entry], first: int) -> list[Entry]:
    return [Entry(e.label, e.values, e.code, e.path, e.side, e.printed, str(first + i)) for i, e in enumerate(entries)]


def _totals(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("收入", "项目"), "label", "income", width=3),
        Column(("收入", "行次"), "serial", "income", width=0.6),
        Column(("收入", "决算数"), side="income"),
        Column(("支出", "项目"), "label", "expenditure", width=3),
        Column(("支出", "行次"), "serial", "expenditure", width=0.6),
        Column(("支出", "决算数"), side="expenditure"),
    )
    shown = measures(SHOW, pick.everything)
    whole = values(budget.ledger, shown)
    left = [
        Entry(name, (SHOW(budget.ledger.total(chosen)),), side="income", printed=f"{numeral(i)}、{name}")
        for i, (name, chosen) in enumerate(INCOME, start=1)
    ]
    right = all_classes(budget.ledger, shown, "{}、")
    nothing = (SHOW(Decimal(0)),)
    left += [
        Entry("本年收入合计", whole, side="income"),
        Entry("年初结转和结余", nothing, side="income"),
        Entry("总计", whole, side="income"),
    ]
    right += [
        Entry("本年支出合计", whole, side="expenditure"),
        Entry("年末结转和结余", nothing, side="expenditure"),
        Entry("总计", whole, side="expenditure"),
    ]
    rows = paired(_lined(left, 1), _lined(right, len(left) + 1), last=3)
    return _sheet(
        budget,
        TableKind.TOTAL_INCOME_EXPENDITURE,
        1,
        "收入支出决算总表",
        columns,
        rows,
        "注：本表反映部门本年度的总收支情况。",
    )


def _coded() -> tuple[Column, ...]:
    return Column(("项目", "功能分类科目编码"), "code", width=1.2), Column(("项目", "科目名称"), "label", width=3)


def _income(budget: SampleBudget) -> Sheet:
    columns = (
        *_coded(),
        Column(("本年收入合计",)),
        Column(("财政拨款收入",)),
        Column(("事业收入",)),
        Column(("其他收入",)),
    )
    shown = measures(SHOW, pick.everything, pick.fiscal, of(source=Source.BUSINESS), of(source=Source.OTHER))
    rows = [total_entry(budget.ledger, shown), *functional(budget.ledger, shown)]
    return _sheet(budget, TableKind.TOTAL_INCOME, 2, "收入决算表", columns, single(rows))


def _expenditure(budget: SampleBudget) -> Sheet:
    return _natures(budget, TableKind.TOTAL_EXPENDITURE, 3, "支出决算表", pick.everything)


def _general(budget: SampleBudget) -> Sheet:
    return _natures(
        budget, TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, 4, "一般公共预算财政拨款支出决算表", pick.general
    )


def _fund(budget: SampleBudget) -> Sheet:
    return _natures(budget, TableKind.GOVERNMENT_FUND_BUDGET, 7, "政府性基金预算财政拨款支出决算表", pick.fund)


def _natures(budget: SampleBudget, kind: TableKind, number: int, title: str, chosen: Chosen) -> Sheet:
    ledger = budget.ledger.only(chosen)
    columns = (*_coded(), Column(("本年支出合计",)), Column(("基本支出",)), Column(("项目支出",)))
    shown = measures(SHOW if ledger.lines else Print(), pick.everything, pick.basic, pick.project)
    rows = [total_entry(ledger, shown), *functional(ledger, shown)]
    notes = () if ledger.lines else ("注：本部门没有政府性基金预算财政拨款支出，故本表无数据。",)
    return _sheet(budget, kind, number, title, columns, single(rows), *notes)


def _basic(budget: SampleBudget) -> Sheet:
    """Two lists side by side: 人员经费 and 公用经费, each with codes."""
    ledger = budget.ledger.only(pick.general).only(pick.basic)
    shown = measures(SHOW, pick.everything)

    def columns(name: str, side: str) -> tuple[Column, ...]:
        return (
            Column((name, "科目编码"), "code", side, width=1.2),
            Column((name, "科目名称"), "label", side, width=2.6),
            Column((name, "金额"), side=side),
        )

    def entries(chosen: Chosen, label: str, side: str) -> list[Entry]:
        own = ledger.only(chosen)
        listed = [Entry(e.label, e.values, e.code, e.path, side, e.printed) for e in economic(own, shown)]
        return [*listed, Entry(label, values(own, shown), side=side)]

    left, right = (
        entries(pick.personnel, "人员经费合计", "personnel"),
        entries(pick.operating, "公用经费合计", "operating"),
    )
    both = (*columns("人员经费", "personnel"), *columns("公用经费", "operating"))
    sheet = _sheet(
        budget, TableKind.BASIC_EXPENDITURE, 5, "一般公共预算财政拨款基本支出决算表", both, paired(left, right, last=1)
    )
    return replace(sheet, ordinals=())


def _three_public(budget: SampleBudget) -> Sheet:
    cars = "公务用车购置及运行费"
    columns = tuple(
        Column((f"{budget.year}年度“三公”经费", *path))
        for stage in ("预算数", "决算数")
        for path in (
            (stage, "合计"),
            (stage, "因公出国（境）费"),
            (stage, cars, "小计"),
            (stage, cars, "购置费"),
            (stage, cars, "运行费"),
            (stage, "公务接待费"),
        )
    )
    codes = ((), ("30212",), ("31013", "30231"), ("31013",), ("30231",), ("30217",))
    amounts = tuple(
        SHOW(pick.three_public(ledger, *code)) for ledger in (budget.planned, budget.ledger) for code in codes
    )
    title = "一般公共预算财政拨款“三公”经费支出决算表"
    return _sheet(budget, TableKind.THREE_PUBLIC_EXPENSES, 6, title, columns, single([Entry("", amounts)]))


def _narrative(budget: SampleBudget) -> list[Block]:
    now, before, planned = budget.ledger, budget.last_year, budget.planned
    whole, last = now.total(), before.total()
    base = f"{budget.year - 1}年"
    public = []
    for code, name in pick.THREE_PUBLIC.items():
        spent, plan = pick.three_public(now, code), pick.three_public(planned, code)
        rate = f"，完成预算的{percent(spent, plan)}" if plan else ""
        public.append(f"{name}支出决算{in_wan(spent)}，预算{in_wan(plan)}{rate}")
    all_spent, all_planned = pick.three_public(now), pick.three_public(planned)
    return [
        Heading("第三部分 决算情况说明", 1, True),
        *say.section(
            "一、收入支出决算总体情况说明",
            f"{budget.year}年度收、支总计{in_wan(whole)}，{change(whole, last, base)}。",
            level=2,
        ),
        *say.section(
            "二、支出决算情况说明",
            f"本年支出合计{in_wan(whole)}，其中：基本支出{in_wan(now.total(pick.basic))}，"
            f"占{percent(now.total(pick.basic), whole)}；"
            f"项目支出{in_wan(now.total(pick.project))}，占{percent(now.total(pick.project), whole)}。",
            f"按功能分类：{say.share_list(budget)}。",
            level=2,
        ),
        *say.section(
            "三、一般公共预算财政拨款支出决算情况说明",
            f"年初预算为{in_wan(planned.total(pick.general))}，支出决算为{in_wan(now.total(pick.general))}，"
            f"完成年初预算的{percent(now.total(pick.general), planned.total(pick.general))}，"
            "主要原因是按实际进度支付。",
            level=2,
        ),
        *say.section(
            "四、“三公”经费支出决算情况说明",
            f"“三公”经费支出决算为{in_wan(all_spent)}，"
            f"完成预算{in_wan(all_planned)}的{percent(all_spent, all_planned)}。其中：{'；'.join(public)}。",
            level=2,
        ),
        *say.section("五、国有资产占用情况说明", say.vehicles_sentence(budget), level=2),
    ]
