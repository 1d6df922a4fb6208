"""Tables in 元, narrative in 万元; the code split into 类, 款 and 项 columns under wrapped headers; totals last."""

from __future__ import annotations

from index.model import TableKind
from samples import selections as pick
from samples import sentences as say
from samples.figures import (
    Print,
    change_only,
    classes,
    economic,
    functional,
    in_wan,
    measures,
    numeral,
    total_entry,
    values,
)
from samples.layouts import performance
from samples.model import Chosen, SampleBudget, Source, of
from samples.publication import Block, Contents, Cover, Heading, Paragraph, Publication, Tabulated
from samples.sheet import Column, Entry, Sheet, paired, single

YUAN = Print("元", 0, ",", "0")
BLANK = Print("元", 0)
WAN = Print("万元", 2, "", "0")


def publish(budget: SampleBudget) -> Publication:
    year = budget.year
    tables = (
        _totals(budget),
        _income(budget),
        _expenditure(budget),
        _fiscal(budget),
        _functional(budget, TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, "一般公共预算", pick.general),
        _functional(budget, TableKind.GOVERNMENT_FUND_BUDGET, "政府性基金预算", pick.fund),
        _functional(budget, TableKind.STATE_CAPITAL_BUDGET, "国有资本经营预算", of(source=Source.CAPITAL)),
        _economic(budget),
        _three_public(budget),
    )
    forms = performance.project_trees(budget, "", f"{year}年项目支出绩效目标表", Print("万元", 2))
    entries = (
        "一、部门主要职能",
        "二、部门机构设置",
        "三、名词解释",
        "四、部门预算编制说明",
        "五、部门预算表",
        *(f"{i}. {table.title}" for i, table in enumerate(tables, start=1)),
        "六、其他相关情况说明",
    )
    blocks: tuple[Block, ...] = (
        Cover((f"{budget.region}{year}年区级部门预算", f"预算主管部门：{budget.department}")),
        Contents("目录", entries),
        Heading(f"{budget.department}主要职能", 1),
        *say.duties(budget),
        *say.section(f"{budget.department}机构设置", say.organisation(budget), say.staffing(budget)),
        Heading("名词解释", 1),
        *say.glossary("（{c}）"),
        *_narrative(budget),
        *(Tabulated(table) for table in tables),
        *_other(budget),
        *(Tabulated(form) for form in forms),
    )
    return Publication(f"{budget.department}{year}年部门预算", blocks)


def _sheet(
    budget: SampleBudget,
    kind: TableKind,
    title: str,
    columns: tuple[Column, ...],
    rows: tuple[tuple[Entry | None, ...], ...],
    *notes: str,
    unit: str = "元",
) -> Sheet:
    owner = f"编制部门：{budget.department}"
    return Sheet(kind, "", f"{budget.year}年{title}", unit, owner, columns, rows, notes, landscape=True)


def _codes(*over: str, parts: str = "类款项") -> tuple[Column, ...]:
    return tuple(Column((*over, part), "code", part=part, width=0.5) for part in parts)


def _totals(budget: SampleBudget) -> Sheet:
    columns = (
        Column(("本年收入", "项目"), "label", "income", width=2.4),
        Column(("本年收入", "预算数"), side="income"),
        Column(("本年支出", "项目"), "label", "expenditure", width=2.4),
        Column(("本年支出", "预算数"), side="expenditure"),
    )
    shown = measures(BLANK, pick.everything)
    now = budget.ledger

    def row(label: str, chosen: Chosen, printed: str, *path: str) -> Entry:
        return Entry(label, (BLANK(now.total(chosen)),), path=path, side="income", printed=printed)

    left = [
        row("财政拨款收入", pick.fiscal, "一、财政拨款收入"),
        row("一般公共预算资金", pick.general, "1. 一般公共预算资金", "财政拨款收入"),
        row("政府性基金", pick.fund, "2. 政府性基金", "财政拨款收入"),
        row("国有资本经营预算", of(source=Source.CAPITAL), "3. 国有资本经营预算", "财政拨款收入"),
        row("事业收入", of(source=Source.BUSINESS), "二、事业收入"),
        row("事业单位经营收入", pick.nothing, "三、事业单位经营收入"),
        row("其他收入", of(source=Source.OTHER), "四、其他收入"),
        row("收入总计", pick.everything, "收入总计"),
    ]
    right = [*classes(now, shown, "{}、"), Entry("支出总计", values(now, shown), side="expenditure")]
    kind = TableKind.TOTAL_INCOME_EXPENDITURE
    return _sheet(budget, kind, "部门财务收支预算总表", columns, paired(left, right, last=1))


def _income(budget: SampleBudget) -> Sheet:
    columns = (
        *_codes("项目", "功能分类科目编码"),
        Column(("项目", "功能分类科目名称"), "label", width=3),
        Column(("收入预算", "合计")),
        Column(("收入预算", "财政拨款收入")),
        Column(("收入预算", "事业收入")),
        Column(("收入预算", "事业单位经营收入")),
        Column(("收入预算", "其他收入")),
    )
    shown = measures(
        YUAN, pick.everything, pick.fiscal, of(source=Source.BUSINESS), pick.nothing, of(source=Source.OTHER)
    )
    rows = [*functional(budget.ledger, shown), total_entry(budget.ledger, shown)]
    return _sheet(budget, TableKind.TOTAL_INCOME, "部门收入预算总表", columns, single(rows))


def _expenditure(budget: SampleBudget) -> Sheet:
    rows, columns = _natures(budget, "支出预算", pick.everything)
    return _sheet(budget, TableKind.TOTAL_EXPENDITURE, "部门支出预算总表", columns, rows)


def _natures(
    budget: SampleBudget, heading: str, chosen: Chosen
) -> tuple[tuple[tuple[Entry | None, ...], ...], tuple[Column, ...]]:
    ledger = budget.ledger.only(chosen)
    columns = (
        *_codes("项目", "功能分类科目编码"),
        Column(("项目", "功能分类科目名称"), "label", width=3.4),
        Column((heading, "合计")),
        Column((heading, "基本支出")),
        Column((heading, "项目支出")),
    )
    show = YUAN if ledger.lines else BLANK
    shown = measures(show, pick.everything, pick.basic, pick.project)
    return single([*functional(ledger, shown), total_entry(ledger, shown)]), columns


def _fiscal(budget: SampleBudget) -> Sheet:
    left_head, right_head = "财政拨款收入", "财政拨款支出"
    columns = (
        Column((left_head, "项目"), "label", "income", width=2.2),
        Column((left_head, "预算数"), side="income"),
        Column((right_head, "项目"), "label", "expenditure", width=2.2),
        Column((right_head, "合计"), side="expenditure"),
        Column((right_head, "一般公共预算"), side="expenditure"),
        Column((right_head, "政府性基金预算"), side="expenditure"),
        Column((right_head, "国有资本经营预算"), side="expenditure"),
    )
    ledger = budget.ledger.only(pick.fiscal)
    names = (
        ("一般公共预算资金", pick.general),
        ("政府性基金", pick.fund),
        ("国有资本经营预算", of(source=Source.CAPITAL)),
    )
    left = [
        Entry(name, (BLANK(ledger.total(chosen)),), side="income", printed=f"{numeral(i)}、{name}")
        for i, (name, chosen) in enumerate(names, start=1)
    ]
    left.append(Entry("收入总计", (BLANK(ledger.total()),), side="income"))
    shown = measures(BLANK, pick.everything, pick.general, pick.fund, of(source=Source.CAPITAL))
    right = [*classes(ledger, shown, "{}、"), Entry("支出总计", values(ledger, shown), side="expenditure")]
    kind = TableKind.FISCAL_APPROPRIATION
    return _sheet(budget, kind, "部门财政拨款收支预算总表", columns, paired(left, right, last=1))


def _functional(budget: SampleBudget, kind: TableKind, name: str, chosen: Chosen) -> Sheet:
    rows, columns = _natures(budget, f"{name}支出", chosen)
    empty = len(rows) == 1
    notes = (f"注：本部门{budget.year}年没有{name}财政拨款安排的预算，故本表为空表。",) if empty else ()
    return _sheet(budget, kind, f"部门{name}支出功能分类预算表", columns, rows, *notes)


def _economic(budget: SampleBudget) -> Sheet:
    ledger = budget.ledger.only(pick.general).only(pick.basic)
    head = "一般公共预算基本支出"
    columns = (
        *_codes("项目", "部门预算经济分类科目编码", parts="类款"),
        Column(("项目", "经济分类科目名称"), "label", width=3),
        Column((head, "合计")),
        Column((head, "人员经费")),
        Column((head, "公用经费")),
    )
    shown = measures(YUAN, pick.everything, pick.personnel, pick.operating)
    rows = single([*economic(ledger, shown), total_entry(ledger, shown)])
    return _sheet(budget, TableKind.BASIC_EXPENDITURE, "部门一般公共预算基本支出部门预算经济分类预算表", columns, rows)


def _three_public(budget: SampleBudget) -> Sheet:
    head, cars = f"{budget.year}年“三公”经费预算数", "公务用车购置及运行费"
    columns = (
        Column((head, "合计")),
        Column((head, "因公出国（境）费")),
        Column((head, "公务接待费")),
        Column((head, cars, "小计")),
        Column((head, cars, "购置费")),
        Column((head, cars, "运行费")),
        Column((f"{budget.year}年机关运行经费预算数",), width=1.3),
    )
    codes = ((), ("30212",), ("30217",), ("31013", "30231"), ("31013",), ("30231",))
    amounts = tuple(WAN(pick.three_public(budget.ledger, *code)) for code in codes)
    amounts += (WAN(pick.agency_operating(budget, budget.ledger)),)
    title = "部门“三公”经费和机关运行经费预算表"
    return _sheet(budget, TableKind.THREE_PUBLIC_EXPENSES, title, columns, single([Entry("", amounts)]), unit="万元")


def _narrative(budget: SampleBudget) -> list[Block]:
    now, before, base = budget.ledger, budget.last_year, f"{budget.year - 1}年预算"
    fiscal, last = now.total(pick.fiscal), before.total(pick.fiscal)
    general, last_general = now.total(pick.general), before.total(pick.general)
    other = (
        f"事业收入{in_wan(now.total(of(source=Source.BUSINESS)))}；其他收入{in_wan(now.total(of(source=Source.OTHER)))}"
    )
    items = say.items_with_execution(budget, f"{budget.year - 1}年预算执行数")
    parts = "；".join(say.basic_and_projects(budget, base))
    return [
        *say.section(
            f"{budget.year}年部门预算编制说明",
            f"{budget.year}年，{budget.department}收入预算{in_wan(now.total())}，其中："
            f"财政拨款收入{in_wan(fiscal)}，{change_only(fiscal, last, base)}；{other}。",
            f"支出预算{in_wan(now.total())}，其中："
            f"财政拨款支出预算{in_wan(fiscal)}，{change_only(fiscal, last, base)}。"
            f"财政拨款支出预算中，一般公共预算拨款支出预算{in_wan(general)}，"
            f"{change_only(general, last_general, base)}。其中：{parts}。",
            say.fund_sentence(budget, base),
            "财政拨款支出主要内容如下：",
        ),
        *(Paragraph(f"{i}. {sentence}") for i, sentence in enumerate(items, start=1)),
    ]


def _other(budget: SampleBudget) -> list[Block]:
    base = f"{budget.year - 1}年预算"
    public, last = pick.three_public(budget.ledger), pick.three_public(budget.last_year)
    return [
        Heading("其他相关情况说明", 1, True),
        *say.section(
            f"一、{budget.year}年“三公”经费预算情况说明",
            f"{budget.year}年“三公”经费预算数为{in_wan(public)}，{change_only(public, last, base)}。其中：",
            *(f"（{numeral(i)}）{part}。" for i, part in enumerate(say.three_public_parts(budget, base), start=1)),
            level=2,
        ),
        *say.section(
            "二、机关运行经费预算",
            f"{budget.year}年本部门财政拨款的" + say.agency_operating_sentence(budget, base),
            level=2,
        ),
        *say.section("三、政府采购预算情况", f"{budget.year}年本部门" + say.procurement_sentence(budget), level=2),
        *say.section("四、绩效目标设置情况", say.performance_sentence(budget), level=2),
        *say.section("五、国有资产占有使用情况", say.vehicles_sentence(budget), level=2),
        Paragraph(f"预算公开咨询：{budget.contact}，电话{budget.phone}。"),
    ]
