"""表一…表十一 on landscape pages in 万元: narrative first, two-sided 收支总表, header trees of two levels."""

from __future__ import annotations

from index.model import TableKind
from samples import selections as pick
from samples.figures import (
    Print,
    classes,
    economic,
    functional,
    measures,
    numeral,
    total_entry,
    values,
)
from samples.layouts import performance
from samples.layouts.landscape_prose import narrative
from samples.model import SampleBudget, Source, of
from samples.publication import Publication, Tabulated
from samples.sheet import Column, Entry, Sheet, Table, paired, single

SHOW = Print()
CODE = Column(("科目编码",), "code", width=1.2)
NAME = Column(("科目名称",), "label", width=3.2)
SOURCES = (
    ("一般公共预算", pick.general),
    ("政府性基金预算", pick.fund),
    ("国有资本经营预算", of(source=Source.CAPITAL)),
    ("财政专户管理", of(source=Source.SPECIAL)),
    ("事业收入", of(source=Source.BUSINESS)),
    ("上级补助收入", pick.nothing),
    ("附属单位上缴收入", pick.nothing),
    ("事业单位经营收入", pick.nothing),
    ("其他收入", of(source=Source.OTHER)),
)
FOOTNOTE = "注：因四舍五入，部分分项相加与合计可能略有差异，下同。"


def publish(budget: SampleBudget) -> Publication:
    tables: list[Table] = [
        _totals(budget),
        _income(budget),
        _expenditure(budget),
        _fiscal(budget),
        _general(budget),
        _basic(budget),
        _fund(budget),
        _three_public(budget),
        _procurement(budget),
        performance.overall(budget, "表十", f"{budget.year}年部门整体绩效目标表", SHOW),
        *performance.projects(budget, "表十一", f"{budget.year}年项目支出绩效目标表", SHOW),
    ]
    title = f"{budget.department}{budget.year}年部门预算情况说明"
    return Publication(
        title, (*narrative(budget, title), *(Tabulated(table) for table in tables)), page_number="— {n} —"
    )


def _sheet(
    budget: SampleBudget,
    kind: TableKind,
    number: int,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Entry | None, ...], ...],
    *notes: str,
) -> Sheet:
    return Sheet(
        kind,
        f"表{numeral(number)}",
        f"{budget.year}年{title}",
        "万元",
        f"单位名称：{budget.department}",
        columns,
        rows,
        notes,
        landscape=True,
    )


def _totals(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("收入", "项目"), "label", "income", width=3),
        Column(("收入", "预算数"), side="income"),
        Column(("支出", "项目"), "label", "expenditure", width=3),
        Column(("支出", "预算数"), side="expenditure"),
    )
    column = measures(SHOW, pick.everything)
    names = (
        "一般公共预算资金",
        "政府性基金预算资金",
        "国有资本经营预算资金",
        "财政专户管理资金",
        "事业收入资金",
        "上级补助收入资金",
        "附属单位上缴收入资金",
        "事业单位经营收入资金",
        "其他收入资金",
    )
    income = [
        Entry(name, (SHOW(budget.ledger.total(chosen)),), side="income", printed=f"{numeral(i)}、{name}")
        for i, (name, (_, chosen)) in enumerate(zip(names, SOURCES, strict=True), start=1)
    ]
    whole = values(budget.ledger, column)
    left = [Entry("合计", whole, side="income"), *income]
    right = [Entry("合计", whole, side="expenditure"), *classes(budget.ledger, column, "{}、")]
    kind = TableKind.TOTAL_INCOME_EXPENDITURE
    return _sheet(budget, kind, 1, "部门收支总体情况表", columns, paired(left, right), FOOTNOTE)


def _income(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("科目", "科目编码"), "code", width=1.3),
        Column(("科目", "科目名称"), "label", width=3),
        Column(("总计",), width=1.5),
        *(
            Column((f"{name}{'' if '收入' in name else '拨款收入' if '预算' in name else '资金收入'}",), width=1.3)
            for name, _ in SOURCES
        ),
    )
    shown = measures(SHOW, pick.everything, *(chosen for _, chosen in SOURCES))
    rows = [total_entry(budget.ledger, shown), *functional(budget.ledger, shown)]
    return _sheet(budget, TableKind.TOTAL_INCOME, 2, "部门收入总体情况表", columns, single(rows))


def _expenditure(budget: SampleBudget) -> Sheet:
    columns = (CODE, NAME, Column(("总计",)), Column(("基本支出",)), Column(("项目支出",)))
    shown = measures(SHOW, pick.everything, pick.basic, pick.project)
    rows = [total_entry(budget.ledger, shown), *functional(budget.ledger, shown)]
    return _sheet(budget, TableKind.TOTAL_EXPENDITURE, 3, "部门支出总体情况表", columns, single(rows))


def _fiscal(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.fiscal)
    columns = (
        Column(("收入", "项目"), "label", "income", width=3),
        Column(("收入", "预算数"), side="income"),
        Column(("支出", "项目"), "label", "expenditure", width=3),
        Column(("支出", "合计"), side="expenditure"),
        Column(("支出", "一般公共预算"), side="expenditure"),
        Column(("支出", "政府性基金预算"), side="expenditure"),
        Column(("支出", "国有资本经营预算"), side="expenditure"),
    )
    now, carried = of(carried=False), of(carried=True)
    left = [
        Entry("本年收入", (SHOW(ledger.total(now)),), side="income", printed="一、本年收入"),
        *_parts(("一般公共预算资金", "政府性基金预算资金", "国有资本经营预算资金"), budget, False, "本年收入"),
        Entry("上年结转", (SHOW(ledger.total(carried)),), side="income", printed="二、上年结转"),
        *_parts(("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营收入"), budget, True, "上年结转"),
        Entry("收入合计", (SHOW(ledger.total()),), side="income"),
    ]
    shown = measures(SHOW, pick.everything, pick.general, pick.fund, of(source=Source.CAPITAL))
    right = [
        Entry("本年支出", values(ledger, shown), side="expenditure", printed="一、本年支出"),
        *(_under(entry, "本年支出") for entry in classes(ledger, shown, "（{}）")),
        Entry("结转下年", ("",) * 4, side="expenditure", printed="二、结转下年"),
        Entry("支出合计", values(ledger, shown), side="expenditure"),
    ]
    kind = TableKind.FISCAL_APPROPRIATION
    return _sheet(budget, kind, 4, "财政拨款收支总体情况表", columns, paired(left, right, last=1))


def _under(entry: Entry, parent: str) -> Entry:
    return Entry(entry.label, entry.values, path=(parent,), side=entry.side, printed=entry.printed)


def _parts(names: tuple[str, ...], budget: SampleBudget, carried: object, parent: str) -> list[Entry]:
    sources = (Source.GENERAL, Source.FUND, Source.CAPITAL)
    return [
        Entry(
            name,
            (SHOW(budget.ledger.total(of(source=source, carried=carried))),),
            path=(parent,),
            side="income",
            printed=f"（{numeral(i)}）{name}",
        )
        for i, (name, source) in enumerate(zip(names, sources, strict=True), start=1)
    ]


def _general(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.general)
    columns = (
        CODE,
        NAME,
        Column(("总计",)),
        Column(("基本支出", "小计")),
        Column(("基本支出", "人员经费")),
        Column(("基本支出", "公用经费")),
        Column(("项目支出",)),
    )
    shown = measures(SHOW, pick.everything, pick.basic, pick.personnel, pick.operating, pick.project)
    rows = [total_entry(ledger, shown), *functional(ledger, shown)]
    return _sheet(
        budget, TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, 5, "一般公共预算支出情况表", columns, single(rows)
    )


def _basic(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.general).only(pick.basic)
    columns = (
        Column(("经济分类科目", "科目编码"), "code", width=1.2),
        Column(("经济分类科目", "科目名称"), "label", width=3),
        Column(("基本支出", "总计")),
        Column(("基本支出", "人员经费")),
        Column(("基本支出", "公用经费")),
    )
    shown = measures(SHOW, pick.everything, pick.personnel, pick.operating)
    rows = [total_entry(ledger, shown), *economic(ledger, shown)]
    return _sheet(budget, TableKind.BASIC_EXPENDITURE, 6, "一般公共预算基本支出情况表", columns, single(rows))


def _fund(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.fund)
    columns = (CODE, NAME, Column(("预算数", "总计")), Column(("预算数", "基本支出")), Column(("预算数", "项目支出")))
    shown = measures(SHOW, pick.everything, pick.basic, pick.project)
    rows = [total_entry(ledger, shown), *functional(ledger, shown)]
    notes = () if ledger.lines else ("注：本部门没有使用政府性基金预算拨款安排的支出，故本表无数据。",)
    return _sheet(
        budget, TableKind.GOVERNMENT_FUND_BUDGET, 7, "政府性基金预算支出情况表", columns, single(rows), *notes
    )


def _three_public(budget: SampleBudget) -> Sheet:
    cars = "公务用车购置及运行费"
    columns = (
        Column(("合计",)),
        Column(("因公出国（境）费",)),
        Column((cars, "小计")),
        Column((cars, "公务用车购置费")),
        Column((cars, "公务用车运行费")),
        Column(("公务接待费",)),
    )
    codes = ((), ("30212",), ("31013", "30231"), ("31013",), ("30231",), ("30217",))
    amounts = tuple(SHOW(pick.three_public(budget.ledger, *code)) for code in codes)
    kind = TableKind.THREE_PUBLIC_EXPENSES
    return _sheet(budget, kind, 8, "财政拨款“三公”经费支出情况表", columns, single([Entry("", amounts)]))


def _procurement(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("项目编号",), "code"),
        Column(("项目",), "label"),
        Column(("总计",), width=1.3),
        Column(("一般公共预算拨款收入",), width=1.3),
        Column(("政府性基金预算拨款收入",), width=1.3),
    )
    bought = budget.ledger.only(of(procurement=tuple(pick.PROCUREMENT)))
    shown = measures(SHOW, pick.everything, pick.general, pick.fund)
    rows = [total_entry(bought, shown)] + [
        Entry(name, values(bought.only(of(procurement=kind)), shown), code)
        for code, (kind, name) in zip("ABC", pick.PROCUREMENT.items(), strict=True)
    ]
    return _sheet(budget, TableKind.GOVERNMENT_PROCUREMENT, 9, "政府采购预算明细表", columns, single(rows))
