"""Small made-up documents for tests of stores and retrieval."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from index.amounts import Count, Ratio, money
from index.model import (
    BudgetDocument,
    BudgetTable,
    Cell,
    Column,
    Definition,
    Fact,
    Finding,
    Measure,
    Provenance,
    Row,
    Scope,
    Section,
    SourceFile,
    Stage,
    TableKind,
)

_MEANING = "为保障机构正常运转而发生的支出。"
_ROWS = (
    ("2010301", "行政运行", "151.50"),
    ("2010302", "一般行政管理事务", "20.00"),
    ("2080505", "养老保险缴费", "9.80"),
)


def budget_document(number: int = 1, *, total: str = "5.80", path: Path | None = None) -> BudgetDocument:
    """A document with one table, two sections, a definition, a finding, and facts of every kind of quantity."""
    identity = f"{number:012x}"
    return BudgetDocument(
        id=identity,
        source=SourceFile(path or Path(f"/documents/{number}.pdf"), identity * 5 + "0000", "pdf"),
        department=f"第{number}局",
        region="某省",
        year=2023,
        stage=Stage.BUDGET,
        scope=Scope.DEPARTMENT,
        tables=(_table(),),
        sections=(
            Section(("部门概况", "主要职责"), "负责本行政区域内的水土保持工作。承担防汛抗旱的日常工作。", 1),
            Section(("预算情况说明", "“三公”经费"), f"“三公”经费预算{total}万元，比上年减少，主要是压缩公务接待。", 3),
        ),
        short_names=(f"{number}局",),
        definitions=(Definition("基本支出", _MEANING, Provenance(identity, f"基本支出：{_MEANING}", 4)),),
        page_count=4,
        findings=(Finding("tie_out.sum", "error", "合计不等", identity, (("t1", 0, 0),), "1 ≠ 2", Decimal("-0.10")),),
        facts=(*_cell_facts(identity), *_sentence_facts(identity, total)),
    )


def _table() -> BudgetTable:
    rows = tuple(
        Row(label, (_cell(value),), code=code, page=2, quote=f"{code} {label} {value}") for code, label, value in _ROWS
    )
    columns = (Column(("2023年预算数", "合计")),)
    return BudgetTable(
        "t1", "表二", "一般公共预算支出表", TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, "万元", (2,), columns, rows
    )


def _cell(value: str) -> Cell:
    return Cell(0, value, Decimal(value), bbox=(1.5, 2.0, 3.25, 4.0))


def _cell_facts(identity: str) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            id=f"{identity}:t1:{place}:0",
            document=identity,
            label=label,
            measure=Measure.VALUE,
            year=2023,
            stage=Stage.BUDGET,
            provenance=Provenance(identity, f"{code} {label} {value}", 2, "t1", place, 0, bbox=(1.5, 2.0, 3.25, 4.0)),
            text=value,
            quantity=money(Decimal(value), Decimal("0.01"), "万元", value),
            code=code,
            column_path=("2023年预算数", "合计"),
            table_kind=TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
        )
        for place, (code, label, value) in enumerate(_ROWS)
    )


def _sentence_facts(identity: str, total: str) -> tuple[Fact, ...]:
    source = Provenance(identity, f"“三公”经费预算{total}万元", 3, section=("预算情况说明", "“三公”经费"))
    quantities = (
        money(Decimal(total), Decimal("0.01"), "万元", f"{total}万元"),
        Ratio(Decimal("10.70"), "%", Decimal("0.01"), "10.70%"),
        Count(Decimal(1), "辆", Decimal(1), "1辆"),
        None,
    )
    return tuple(
        Fact(f"{identity}:s:{i}", identity, "“三公”经费", Measure.VALUE, 2023, Stage.BUDGET, source, "文字", quantity)
        for i, quantity in enumerate(quantities)
    )
