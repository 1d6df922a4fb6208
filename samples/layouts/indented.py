"""No codes: the hierarchy shows by indentation; a ** row of column numbers; compares with last year's execution."""

from __future__ import annotations

from index.model import TableKind
from samples import selections as pick
from samples import sentences as say
from samples.figures import Print, economic, functional, measures, numeral, total_entry, values
from samples.layouts import performance
from samples.layouts.indented_prose import narrative
from samples.model import Chosen, SampleBudget, Source, of
from samples.publication import Block, Contents, Cover, Heading, Paragraph, Publication, Tabulated
from samples.sheet import Column, Entry, Sheet, Table, paired, single

SHOW = Print()
STEP = "\u3000"


def publish(budget: SampleBudget) -> Publication:
    tables: tuple[Table, ...] = (
        _totals(budget),
        _income(budget),
        _expenditure(budget),
        _fiscal(budget),
        _general(budget),
        _basic(budget),
        _three_public(budget),
        _small(budget, 8, "政府性基金预算", pick.fund),
        _small(budget, 9, "国有资本经营预算", of(source=Source.CAPITAL)),
        _projects(budget),
    )
    forms = performance.project_trees(budget, "表11", f"{budget.year}年项目支出绩效目标表", SHOW)
    entries = (
        "一、部门概况",
        "二、部门预算安排情况说明",
        "三、名词解释",
        "四、部门预算公开表",
        *(f"{t.number}：{t.title}" for t in tables),
    )
    blocks: tuple[Block, ...] = (
        Cover((budget.department, f"{budget.year}年度部门预算")),
        Contents("目录", entries),
        *narrative(budget),
        *say.section("三、名词解释"),
        *say.glossary("{n}."),
        Paragraph(f"联系人：{budget.contact}；联系电话：{budget.phone}"),
        Heading("四、部门预算公开表", 1, True),
        *(Tabulated(table, number_line=False) for table in (*tables, *forms)),
    )
    return Publication(f"{budget.department}{budget.year}年度部门预算", blocks)


def _sheet(
    budget: SampleBudget,
    kind: TableKind,
    number: int,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Entry | None, ...], ...],
    *notes: str,
    landscape: bool = False,
) -> Sheet:
    """A one-sided table gets its ** row: the label columns starred, the value columns numbered."""
    counted = iter(range(1, len(columns) + 1))
    ordinals = tuple(str(next(counted)) if column.role == "value" else "**" for column in columns)
    sided = any(column.side for column in columns)
    owner = f"部门名称：{budget.department}"
    return Sheet(
        kind,
        f"表{number}",
        f"{budget.year}年部门{title}",
        "万元",
        owner,
        columns,
        rows,
        notes,
        () if sided else ordinals,
        landscape,
        repeat_header=number not in (3, 5),
    )


def _uncoded(entries: list[Entry]) -> list[Entry]:
    return [Entry(entry.label, entry.values, path=entry.path, printed=entry.printed) for entry in entries]


def _sided(entries: list[Entry], *above: str) -> list[Entry]:
    return [Entry(e.label, e.values, path=(*above, *e.path), side="expenditure", printed=e.printed) for e in entries]


def _income_rows(budget: SampleBudget, chosen: Chosen, start: int) -> list[Entry]:
    ledger = budget.ledger.only(chosen)
    names = (
        ("一般公共预算", pick.general),
        ("政府性基金预算", pick.fund),
        ("国有资本经营预算", of(source=Source.CAPITAL)),
    )
    label = "财政拨款" if start == 1 else "上年结转结余"
    return [
        Entry(label, (SHOW(ledger.total(pick.fiscal)),), side="income", printed=f"{numeral(start)}、{label}"),
        *(
            Entry(name, (SHOW(ledger.total(source)),), path=(label,), side="income", printed=STEP * 4 + name)
            for name, source in names
        ),
    ]


def _two_sides() -> tuple[Column, ...]:
    return (
        Column(("收入", "项目"), "label", "income", width=2.4),
        Column(("收入", "预算数"), side="income"),
        Column(("支出", "项目"), "label", "expenditure", width=3.2),
        Column(("支出", "预算数"), side="expenditure"),
    )


def _totals(budget: SampleBudget) -> Sheet:
    now = budget.ledger.only(of(carried=False))
    shown = measures(SHOW, pick.everything)
    others = (
        ("财政专户管理资金", of(source=Source.SPECIAL)),
        ("事业收入", of(source=Source.BUSINESS)),
        ("事业单位经营收入", pick.nothing),
        ("上级补助收入", pick.nothing),
        ("附属单位上缴收入", pick.nothing),
        ("其他收入", of(source=Source.OTHER)),
    )
    left = [
        *_income_rows(budget, of(carried=False), 1),
        *(
            Entry(name, (SHOW(now.total(chosen)),), side="income", printed=f"{numeral(i)}、{name}")
            for i, (name, chosen) in enumerate(others, 2)
        ),
        Entry("本年收入合计", values(now, shown), side="income"),
        Entry("上年结转结余", (SHOW(budget.ledger.total(of(carried=True))),), side="income"),
        Entry("收入总计", values(budget.ledger, shown), side="income"),
    ]
    whole = values(budget.ledger, shown)
    right = [
        *_sided(_uncoded(functional(budget.ledger, shown, STEP))),
        Entry("本年支出合计", whole, side="expenditure"),
        Entry("年终结转结余", ("",), side="expenditure"),
        Entry("支出总计", whole, side="expenditure"),
    ]
    note = "注：本表分项加总与合计如有尾差，系四舍五入形成。"
    kind = TableKind.TOTAL_INCOME_EXPENDITURE
    return _sheet(budget, kind, 1, "收支预算总表", _two_sides(), paired(left, right, last=3), note)


def _income(budget: SampleBudget) -> Sheet:
    heads = (
        ("一般公共预算", pick.general_now),
        ("政府性基金预算", pick.fund_now),
        ("事业收入", of(source=Source.BUSINESS)),
        ("其他收入", of(source=Source.OTHER)),
    )
    columns = (
        Column(("单位名称",), "label", width=3),
        Column(("总计",)),
        Column(("本年收入", "小计")),
        *(Column(("本年收入", head)) for head, _ in heads),
        Column(("上年结转结余", "小计")),
        Column(("上年结转结余", "一般公共预算")),
        Column(("上年结转结余", "政府性基金预算")),
    )
    shown = measures(
        SHOW,
        pick.everything,
        of(carried=False),
        *(chosen for _, chosen in heads),
        of(carried=True),
        pick.general_carried,
        pick.fund_carried,
    )
    rows = [total_entry(budget.ledger, shown), Entry(budget.department, values(budget.ledger, shown))]
    rows += [
        Entry(
            unit.name,
            values(budget.ledger.only(of(unit=i)), shown),
            path=(budget.department,),
            printed=STEP + unit.name,
        )
        for i, unit in enumerate(budget.units)
    ]
    return _sheet(budget, TableKind.TOTAL_INCOME, 2, "收入预算总表", columns, single(rows), landscape=True)


def _expenditure(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("功能分类科目名称",), "label", width=3),
        Column(("总计",)),
        Column(("基本支出", "人员支出")),
        Column(("基本支出", "日常公用支出")),
        Column(("项目支出",)),
        Column(("事业单位经营支出",)),
    )
    shown = measures(SHOW, pick.everything, pick.personnel, pick.operating, pick.project, pick.nothing)
    rows = [total_entry(budget.ledger, shown), *_uncoded(functional(budget.ledger, shown, STEP))]
    return _sheet(budget, TableKind.TOTAL_EXPENDITURE, 3, "支出预算总表", columns, single(rows))


def _fiscal(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.fiscal)
    shown = measures(SHOW, pick.everything)
    whole = values(ledger, shown)
    left = [
        *_income_rows(budget, of(carried=False), 1),
        *_income_rows(budget, of(carried=True), 2),
        Entry("收入总计", whole, side="income"),
    ]
    right = [
        Entry("本年支出合计", whole, side="expenditure", printed="一、本年支出合计"),
        *_sided(_uncoded(functional(ledger, shown, STEP))),
        Entry("年终结转结余", ("",), side="expenditure", printed="二、年终结转结余"),
        Entry("支出总计", whole, side="expenditure"),
    ]
    kind = TableKind.FISCAL_APPROPRIATION
    return _sheet(budget, kind, 4, "财政拨款收支预算总表", _two_sides(), paired(left, right, last=1))


def _general(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.general)
    columns = (
        Column(("功能分类科目名称",), "label", width=3),
        Column(("合计",)),
        Column(("基本支出", "小计")),
        Column(("基本支出", "人员经费")),
        Column(("基本支出", "日常公用支出")),
        Column(("项目支出",)),
    )
    shown = measures(SHOW, pick.everything, pick.basic, pick.personnel, pick.operating, pick.project)
    rows = [total_entry(ledger, shown), *_uncoded(functional(ledger, shown, STEP))]
    return _sheet(
        budget, TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, 5, "一般公共预算支出预算表", columns, single(rows)
    )


def _basic(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.general).only(pick.basic)
    own = "本年一般公共预算基本支出"
    columns = (
        Column(("经济分类科目名称",), "label", width=3),
        Column((own, "合计")),
        Column((own, "人员经费")),
        Column((own, "日常公用支出")),
    )
    shown = measures(SHOW, pick.everything, pick.personnel, pick.operating)
    rows = [total_entry(ledger, shown), *_uncoded(economic(ledger, shown, STEP))]
    return _sheet(budget, TableKind.BASIC_EXPENDITURE, 6, "一般公共预算基本支出预算表", columns, single(rows))


def _three_public(budget: SampleBudget) -> Sheet:
    cars = "公务用车购置及运行费"
    columns = (
        Column(("单位名称",), "label", width=3),
        Column(("“三公”经费合计",)),
        Column(("因公出国（境）费用",)),
        Column((cars, "小计")),
        Column((cars, "公务用车购置费")),
        Column((cars, "公务用车运行维护费")),
        Column(("公务接待费",)),
    )
    public = budget.ledger.only(of(source=Source.GENERAL, economic=tuple(pick.THREE_PUBLIC)))
    groups = (("30212",), ("31013", "30231"), ("31013",), ("30231",), ("30217",))
    shown = measures(SHOW, pick.everything, *(of(economic=codes) for codes in groups))
    rows = [total_entry(public, shown)]
    rows += [Entry(unit.name, values(public.only(of(unit=i)), shown)) for i, unit in enumerate(budget.units)]
    return _sheet(budget, TableKind.THREE_PUBLIC_EXPENSES, 7, "一般公共预算“三公”经费预算表", columns, single(rows))


def _small(budget: SampleBudget, number: int, name: str, chosen: Chosen) -> Sheet:
    ledger = budget.ledger.only(chosen)
    own = f"本年{name}支出"
    columns = (
        Column(("功能分类科目名称",), "label", width=3),
        Column((own, "合计")),
        Column((own, "基本支出")),
        Column((own, "项目支出")),
    )
    shown = measures(SHOW, pick.everything, pick.basic, pick.project)
    rows = [total_entry(ledger, shown), *_uncoded(functional(ledger, shown, STEP))]
    notes = () if ledger.lines else (f"备注：本部门没有{name}拨款安排的支出，故本表无数据。",)
    kind = TableKind.GOVERNMENT_FUND_BUDGET if number == 8 else TableKind.STATE_CAPITAL_BUDGET
    return _sheet(budget, kind, number, f"{name}支出预算表", columns, single(rows), *notes)


def _projects(budget: SampleBudget) -> Sheet:
    sources = (
        ("一般公共预算", pick.general),
        ("政府性基金", pick.fund),
        ("单位资金", of(source=(Source.BUSINESS, Source.OTHER))),
    )
    columns = (
        Column(("项目名称",), "label", width=3),
        Column(("总计",)),
        *(Column(("资金来源", name)) for name, _ in sources),
    )
    ledger = budget.ledger.only(pick.project)
    shown = measures(SHOW, pick.everything, *(chosen for _, chosen in sources))
    names = dict.fromkeys(line.project for line in ledger.lines)
    rows = [total_entry(ledger, shown), *(Entry(name, values(ledger.only(of(project=name)), shown)) for name in names)]
    return _sheet(budget, TableKind.PROJECT_EXPENDITURE, 10, "项目支出预算表", columns, single(rows), landscape=True)
