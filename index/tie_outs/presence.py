"""Tables that a publication must have, and tables that are empty or say that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from index.amounts import MONEY_UNITS, Amount, Count
from index.model import BudgetDocument, BudgetTable, Fact, Finding, TableKind

# The eight tables of 财政部《地方预决算公开操作规程》（财预〔2016〕143号）, with what else may stand for them.
_REQUIRED: dict[str, tuple[TableKind, ...]] = {
    "收支总表": (TableKind.TOTAL_INCOME_EXPENDITURE,),
    "收入总表": (TableKind.TOTAL_INCOME,),
    "支出总表": (TableKind.TOTAL_EXPENDITURE,),
    "财政拨款收支总表": (TableKind.FISCAL_APPROPRIATION,),
    "一般公共预算支出表": (
        TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
        TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC,
        TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    ),
    "一般公共预算基本支出表": (TableKind.BASIC_EXPENDITURE, TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC),
    "“三公”经费支出表": (TableKind.THREE_PUBLIC_EXPENSES,),
    "政府性基金预算支出表": (TableKind.GOVERNMENT_FUND_BUDGET,),
}
_MOST = 5  # of the required tables: fewer, and the file is not the publication but a part of it
_NARRATIVE = 2000  # characters of text: a file with fewer is a file of tables
_HEADER_UNIT = re.compile(r"[（(：:]\s*(?:百万元|万元|千元|亿元|元)")
_INDICATORS = (TableKind.PROJECT_PERFORMANCE, TableKind.DEPARTMENT_PERFORMANCE)
_MAY_BE_EMPTY = {
    TableKind.GOVERNMENT_FUND_BUDGET: "政府性基金",
    TableKind.STATE_CAPITAL_BUDGET: "国有资本经营",
    TableKind.THREE_PUBLIC_EXPENSES: "三公",
    TableKind.GOVERNMENT_PROCUREMENT: "采购",
    TableKind.FISCAL_SPECIAL_ACCOUNT: "财政专户",
    TableKind.PURCHASE_OF_SERVICES: "购买服务",
}
_NOTHING = r"(?:没有|未安排|未使用|无|不涉及|不存在|不使用|空表|(?<![\d.])0(?:\.0+)?万?元)"


def check_presence(document: BudgetDocument) -> Iterator[Finding]:
    """``table.missing`` (warning), ``table.note`` (error: says that it is empty, and prints figures),
    ``table.unit`` (prints no unit: read in that of the other tables, or in none),
    ``table.unexplained`` (empty, and nothing in the document says why: a warning, or info in a file of tables alone)."""
    yield from _missing(document)
    yield from _without_unit(document)
    text = re.sub(r"\s+", "", "".join(section.text for section in document.sections))
    for table in document.tables:
        printed = [(r, cell.column) for r, row in enumerate(table.rows) for cell in row.cells if cell.value]
        if printed and table.empty_reason and _says_empty(table):
            cells = tuple((table.id, r, c) for r, c in printed)
            message = f"{table.number or table.title}注明为空表，却印有金额。"
            yield Finding("table.note", "error", message, document.id, cells)
        elif table.kind in _MAY_BE_EMPTY and _is_empty(table) and not _explained(table, text):
            level = "warning" if len(text) > _NARRATIVE else "info"
            message = f"{table.number or table.title}是空表，文件没有说明原因。"
            yield Finding("table.unexplained", level, message, document.id)


def _missing(document: BudgetDocument) -> Iterator[Finding]:
    kinds = {table.kind for table in document.tables}
    missing = [name for name, any_of in _REQUIRED.items() if kinds.isdisjoint(any_of)]
    if len(_REQUIRED) - len(missing) >= _MOST:
        for name in missing:
            yield Finding("table.missing", "warning", f"没有读到应当公开的《{name}》。", document.id)


def _without_unit(document: BudgetDocument) -> Iterator[Finding]:
    """Tables whose amounts have no unit of their own: what they were read in."""
    bare = {table.id: table for table in document.tables if not table.unit and table.kind not in _INDICATORS}
    units = {table.unit for table in document.tables if table.unit in MONEY_UNITS}
    lent = {
        fact.provenance.table
        for fact in document.facts
        if isinstance(fact.quantity, Amount) and not _HEADER_UNIT.search("".join(fact.column_path) + fact.label)
    }
    lost = {fact.provenance.table for fact in document.facts if isinstance(fact.quantity, Count) and _exact(fact)}
    for key, table in bare.items():
        name = table.number or table.title or "一张表"
        if key in lent and len(units) == 1:
            message = f"{name}没有注明金额单位，按其他各表的单位“{min(units)}”读取。"
            yield Finding("table.unit", "info", message, document.id)
        elif key in lost:
            message = f"{name}没有注明金额单位，其中的数字没有当作金额读取。"
            yield Finding("table.unit", "info", message, document.id)


def _exact(fact: Fact) -> bool:
    """Whether a number without a unit is printed as amounts are, with two decimals or in thousands."""
    return bool(re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d\d", fact.text.strip()))


def _says_empty(table: BudgetTable) -> bool:
    return bool(
        re.search(r"空表|无数据|(?:故|因此).{0,4}本表(?:为空|无)|无此项|无该项|没有.{0,24}支出", table.empty_reason)
    )


def _is_empty(table: BudgetTable) -> bool:
    return not any(cell.value is not None for row in table.rows for cell in row.cells)


def _explained(table: BudgetTable, text: str) -> bool:
    if table.empty_reason or any(re.search(_NOTHING, note) for note in table.notes):
        return True
    cells = chain.from_iterable(row.cells for row in table.rows)
    if any(re.fullmatch(r"无|[-—/]+", cell.text.strip()) for cell in cells):
        return True
    if any(re.fullmatch(r"无", re.sub(r"\s+", "", row.label)) for row in table.rows):
        return True
    word = _MAY_BE_EMPTY[table.kind]
    return bool(re.search(rf"{_NOTHING}.{{0,30}}{word}|{word}.{{0,40}}{_NOTHING}", text))
