"""公开01表…公开13表 in 万元: contents, parts, every functional class with blanks, running header, empty tables."""

from __future__ import annotations

from index.model import TableKind
from samples import selections as pick
from samples import sentences as say
from samples.figures import (
    Print,
    all_classes,
    economic,
    functional,
    measures,
    numeral,
    total_entry,
    values,
)
from samples.layouts.public_forms_prose import narrative, overview
from samples.model import Chosen, SampleBudget, Source, of
from samples.publication import Block, Contents, Cover, Heading, Paragraph, Publication, Tabulated
from samples.sheet import Column, Entry, Sheet, paired, single

SHOW = Print()
CODE = Column(("科目编码",), "code", width=1.1)
NAME = Column(("科目名称",), "label", width=3)


def publish(budget: SampleBudget) -> Publication:
    tables = (
        _totals(budget),
        _income(budget),
        _expenditure(budget),
        _fiscal(budget),
        _functional(budget, 5, pick.fiscal),
        _economic(budget, 6, pick.fiscal),
        _functional(budget, 7, pick.general),
        _economic(budget, 8, pick.general),
        _three_public(budget),
        _small(budget, 10, pick.fund),
        _small(budget, 11, of(source=Source.CAPITAL)),
        _agency(budget),
        _procurement(budget),
    )
    title = f"{budget.department}{budget.year}年度部门预算公开"
    entries = (
        "第一部分 部门概况",
        "第二部分 部门预算表",
        *(table.title for table in tables),
        "第三部分 部门预算情况说明",
        "第四部分 名词解释",
    )
    blocks: tuple[Block, ...] = (
        Cover((f"{budget.year}年度", budget.department, "部门预算公开")),
        Contents("目录", entries),
        *overview(budget),
        Heading("第二部分 部门预算表", 1, True),
        *(Tabulated(table) for table in tables),
        *narrative(budget),
        Heading("第四部分 名词解释", 1, True),
        *say.glossary("{c}、"),
        Paragraph(f"预算公开联系人：{budget.contact}，联系电话：{budget.phone}。"),
    )
    return Publication(title, blocks, title, "- {n} -")


def _sheet(
    budget: SampleBudget,
    kind: TableKind,
    number: int,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Entry | None, ...], ...],
    *notes: str,
    ordinals: tuple[str, ...] = (),
    landscape: bool = False,
) -> Sheet:
    owner = f"部门：{budget.department}"
    return Sheet(kind, f"公开{number:02}表", title, "万元", owner, columns, rows, notes, ordinals, landscape)


def _two_sides() -> tuple[Column, ...]:
    return (
        Column(("收入", "项目"), "label", "income", width=3),
        Column(("收入", "预算数"), side="income"),
        Column(("支出", "项目"), "label", "expenditure", width=3),
        Column(("支出", "预算数"), side="expenditure"),
    )


def _totals(budget: SampleBudget) -> Sheet:
    now, carried = budget.ledger.only(of(carried=False)), budget.ledger.only(of(carried=True))
    column = measures(SHOW, pick.everything)
    numbered = [
        Entry(name, (SHOW(budget.ledger.total(chosen)),), side="income", printed=f"{numeral(i)}、{name}")
        for i, (name, chosen) in enumerate(pick.INCOME, start=1)
    ]
    whole = values(budget.ledger, column)
    left = [
        *numbered,
        Entry("本年收入合计", values(now, column), side="income"),
        Entry("上年结转结余", values(carried, column), side="income"),
        Entry("收入总计", whole, side="income"),
    ]
    right = [
        *all_classes(budget.ledger, column, "{}、"),
        Entry("本年支出合计", whole, side="expenditure"),
        Entry("年终结转结余", ("",), side="expenditure"),
        Entry("支出总计", whole, side="expenditure"),
    ]
    kind = TableKind.TOTAL_INCOME_EXPENDITURE
    return _sheet(budget, kind, 1, "收支总表", _two_sides(), paired(left, right, last=3))


def _income(budget: SampleBudget) -> Sheet:
    """Income by unit: 本年收入 by source, then 上年结转结余."""
    heads = (
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
        "财政专户管理资金",
        "事业收入",
        "事业单位经营收入",
        "上级补助收入",
        "附属单位上缴收入",
        "其他收入",
    )
    columns = (
        Column(("部门代码",), "code", width=1.3),
        Column(("部门名称",), "label", width=3),
        Column(("合计",), width=1.4),
        Column(("本年收入", "小计"), width=1.4),
        *(Column(("本年收入", head)) for head in heads),
        Column(("上年结转结余", "小计")),
        Column(("上年结转结余", "一般公共预算")),
        Column(("上年结转结余", "政府性基金预算")),
    )
    shown = measures(
        SHOW,
        pick.everything,
        of(carried=False),
        *(chosen for _, chosen in pick.INCOME),
        of(carried=True),
        pick.general_carried,
        pick.fund_carried,
    )
    rows = [
        total_entry(budget.ledger, shown),
        Entry(budget.department, values(budget.ledger, shown), budget.units[0].code[:3]),
    ]
    rows += [
        Entry(
            unit.name,
            values(budget.ledger.only(of(unit=i)), shown),
            unit.code,
            (budget.department,),
            printed="\u3000" + unit.name,
        )
        for i, unit in enumerate(budget.units)
    ]
    return _sheet(budget, TableKind.TOTAL_INCOME, 2, "收入总表", columns, single(rows), landscape=True)


def _expenditure(budget: SampleBudget) -> Sheet:
    columns = (
        CODE,
        NAME,
        Column(("合计",)),
        Column(("基本支出",)),
        Column(("项目支出",)),
        Column(("事业单位经营支出",)),
        Column(("上缴上级支出",)),
        Column(("对附属单位补助支出",)),
    )
    shown = measures(SHOW, pick.everything, pick.basic, pick.project, pick.nothing, pick.nothing, pick.nothing)
    rows = [total_entry(budget.ledger, shown), *functional(budget.ledger, shown, "\u3000")]
    return _sheet(budget, TableKind.TOTAL_EXPENDITURE, 3, "支出总表", columns, single(rows))


def _fiscal(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.fiscal)
    column = measures(SHOW, pick.everything)
    names = (
        ("一般公共预算拨款", Source.GENERAL),
        ("政府性基金预算拨款", Source.FUND),
        ("国有资本经营预算拨款", Source.CAPITAL),
    )

    def block(heading: str, label: str, carried: bool) -> list[Entry]:
        own = ledger.only(of(carried=carried))
        return [
            Entry(label, values(own, column), side="income", printed=heading + label),
            *(
                Entry(
                    name,
                    values(own.only(of(source=source)), column),
                    path=(label,),
                    side="income",
                    printed=f"（{numeral(i)}）{name}",
                )
                for i, (name, source) in enumerate(names, start=1)
            ),
        ]

    whole = values(ledger, column)
    left = [
        *block("一、", "本年收入", False),
        *block("二、", "上年结转", True),
        Entry("收入总计", whole, side="income"),
    ]
    listed = [
        Entry(entry.label, entry.values, path=("本年支出",), side="expenditure", printed=entry.printed)
        for entry in all_classes(ledger, column, "（{}）")
    ]
    right = [
        Entry("本年支出", whole, side="expenditure", printed="一、本年支出"),
        *listed,
        Entry("年终结转结余", ("",), side="expenditure", printed="二、年终结转结余"),
        Entry("支出总计", whole, side="expenditure"),
    ]
    return _sheet(
        budget, TableKind.FISCAL_APPROPRIATION, 4, "财政拨款收支总表", _two_sides(), paired(left, right, last=1)
    )


def _functional(budget: SampleBudget, number: int, chosen: Chosen) -> Sheet:
    ledger = budget.ledger.only(chosen)
    columns = (
        CODE,
        NAME,
        Column(("合计",)),
        Column(("基本支出", "小计")),
        Column(("基本支出", "人员经费")),
        Column(("基本支出", "公用经费")),
        Column(("项目支出",)),
    )
    shown = measures(SHOW, pick.everything, pick.basic, pick.personnel, pick.operating, pick.project)
    kind, title = {
        5: (TableKind.FISCAL_APPROPRIATION_EXPENDITURE, "财政拨款支出表（功能科目）"),
        7: (TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, "一般公共预算支出表"),
    }[number]
    return _sheet(
        budget, kind, number, title, columns, single([total_entry(ledger, shown), *functional(ledger, shown, "\u3000")])
    )


def _economic(budget: SampleBudget, number: int, chosen: Chosen) -> Sheet:
    ledger = budget.ledger.only(chosen).only(pick.basic)
    own = "本年财政拨款基本支出" if number == 6 else "本年一般公共预算基本支出"
    left = "部门预算支出经济分类科目"
    columns = (
        Column((left, "科目编码"), "code", width=1.2),
        Column((left, "科目名称"), "label", width=3),
        Column((own, "合计")),
        Column((own, "人员经费")),
        Column((own, "公用经费")),
    )
    shown = measures(SHOW, pick.everything, pick.personnel, pick.operating)
    title = "财政拨款基本支出表（经济科目）" if number == 6 else "一般公共预算基本支出表"
    rows = single([total_entry(ledger, shown), *economic(ledger, shown, "\u3000")])
    return _sheet(budget, TableKind.BASIC_EXPENDITURE, number, title, columns, rows)


def _three_public(budget: SampleBudget) -> Sheet:
    show = Print(zero="0.00")
    cars = "公务用车购置及运行维护费"
    columns = (
        Column(("“三公”经费合计",)),
        Column(("因公出国（境）费",)),
        Column((cars, "小计")),
        Column((cars, "公务用车购置费")),
        Column((cars, "公务用车运行维护费")),
        Column(("公务接待费",)),
        Column(("会议费",)),
        Column(("培训费",)),
    )
    codes = ((), ("30212",), ("31013", "30231"), ("31013",), ("30231",), ("30217",), ("30215",), ("30216",))
    amounts = tuple(show(pick.three_public(budget.ledger, *code)) for code in codes)
    title = "一般公共预算“三公”经费、会议费、培训费支出表"
    return _sheet(
        budget, TableKind.THREE_PUBLIC_EXPENSES, 9, title, columns, single([Entry("", amounts)]), landscape=True
    )


def _small(budget: SampleBudget, number: int, chosen: Chosen) -> Sheet:
    """政府性基金 and 国有资本经营: often empty, with a note; the second has a 栏次 row."""
    ledger = budget.ledger.only(chosen)
    name = "政府性基金预算" if number == 10 else "国有资本经营预算"
    shown = measures(SHOW, pick.everything, pick.basic, pick.project)
    if number == 10:
        own = f"本年{name}支出"
        columns = (CODE, NAME, Column((own, "合计")), Column((own, "基本支出")), Column((own, "项目支出")))
        ordinals: tuple[str, ...] = ()
    else:
        columns = (
            Column(("项目", "功能分类科目编码"), "code", width=1.4),
            Column(("项目", "科目名称"), "label", width=2),
            Column(("本年支出合计",)),
            Column(("基本支出",)),
            Column(("项目支出",)),
        )
        ordinals = ("栏次", "", "1", "2", "3")
    notes = () if ledger.lines else (f"注：本部门无{name}，也没有使用{name}安排的支出，故本表无数据。",)
    rows = single([total_entry(ledger, shown), *functional(ledger, shown, "\u3000")])
    kind = TableKind.GOVERNMENT_FUND_BUDGET if number == 10 else TableKind.STATE_CAPITAL_BUDGET
    return _sheet(budget, kind, number, f"{name}支出表", columns, rows, *notes, ordinals=ordinals)


def _agency(budget: SampleBudget) -> Sheet:
    units = tuple(i for i, unit in enumerate(budget.units) if unit.administrative)
    ledger = budget.ledger.only(pick.general).only(pick.operating).only(of(unit=units))
    columns = (CODE, NAME, Column(("机关运行经费支出",), width=1.4))
    shown = measures(SHOW, pick.everything)
    note = "注：“机关运行经费”指行政单位用一般公共预算安排的基本支出中的日常公用经费支出。"
    rows = single([total_entry(ledger, shown), *economic(ledger, shown, "\u3000")])
    return _sheet(
        budget, TableKind.AGENCY_OPERATING_COST, 12, "一般公共预算机关运行经费支出预算表", columns, rows, note
    )


def _procurement(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("采购品目大类",), "label", width=1.4),
        Column(("资金来源", "一般公共预算资金")),
        Column(("资金来源", "政府性基金")),
        Column(("总计",)),
    )
    bought = budget.ledger.only(of(procurement=tuple(pick.PROCUREMENT)))
    shown = measures(SHOW, pick.general, pick.fund, pick.everything)
    rows = [total_entry(bought, shown)]
    for kind, name in pick.PROCUREMENT.items():
        own = bought.only(of(procurement=kind))
        if own.lines:
            rows.append(Entry(name, values(own, shown)))
    return _sheet(budget, TableKind.GOVERNMENT_PROCUREMENT, 13, "政府采购支出表", columns, single(rows), landscape=True)
