"""The names of one fact: what its row and column are called, what a grand total stands for, whose row it is.

A table cell has two names, its row and its column; a cell in a total row is named by its column, a cell in a total
column by its row, and a cell where both are totals by its table (支出总表 → 支出总计). ``Named`` holds these names as
keys and term ids, so that one rule finds cells, sentences, indicators and projects alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.final_accounts import is_grand, prose_terms, total_terms
from index.amounts import Count
from index.model import BudgetTable, Fact, Measure, TableKind
from index.vocabulary.names import key, plain
from index.vocabulary.terms import vocabulary

_GENERIC = re.compile(
    r"(?:\d{4}年?|\d{4}—\d{4}年?)?(?:年度)?(?:本年|上年|当年|全年|年初|部门)?(?:财政拨款)?(?:预算|决算|执行|预决算)?"
    r"(?:项目)?(?:金额|数额|总计|合计|小计|数|额|总额|安排|资金)?(?:合计|总计|小计)?"
)
_GENERIC_WORDS = frozenset(
    ("项目", "科目", "内容", "收入", "支出", "指标", "指标值", "总计", "备注", "支出合计", "收入合计", "统计数")
)
_TOTAL_LABEL = re.compile(r"(?:本年)?(?:收入|支出)?(?:总计|合计|小计|总额)|部门合计|单位合计|")

# What the grand total of a table of this kind is called.
TABLE_TOTALS: dict[TableKind, tuple[str, ...]] = {
    TableKind.TOTAL_INCOME: ("income_total", "current_year_income", "budget_total"),
    TableKind.TOTAL_EXPENDITURE: ("expenditure_total", "current_year_expenditure", "budget_total"),
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE: ("fiscal_appropriation_expenditure",),
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE: ("general_public_budget_expenditure", "general_public_budget"),
    TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC: ("general_public_budget_expenditure",),
    TableKind.BASIC_EXPENDITURE: ("basic_expenditure", "basic_expenditure_gpb"),
    TableKind.PROJECT_EXPENDITURE: ("project_expenditure",),
    TableKind.THREE_PUBLIC_EXPENSES: ("three_public_expenses",),
    TableKind.AGENCY_OPERATING_COST: ("agency_operating_cost",),
    TableKind.GOVERNMENT_FUND_BUDGET: ("government_fund_budget_expenditure", "government_fund_budget"),
    TableKind.STATE_CAPITAL_BUDGET: ("state_capital_budget_expenditure", "state_capital_budget"),
    TableKind.GOVERNMENT_PROCUREMENT: ("government_procurement_total",),
}
_SIDE_TOTALS = {
    "income": ("income_total", "current_year_income"),
    "expenditure": ("expenditure_total", "current_year_expenditure"),
}


def about(table: BudgetTable) -> tuple[str, ...]:
    """What all the figures of a table add up to, as vocabulary terms; nothing where its columns name that whole beside
    others that are no part of it (“三公”经费, 会议费 and 培训费 in one table)."""
    whole = TABLE_TOTALS.get(table.kind, ())
    if table.kind is not TableKind.THREE_PUBLIC_EXPENSES:  # elsewhere other columns are sources or parts of the whole
        return whole
    paths = [[_column_name(part) for part in column.path if not is_generic(part)] for column in table.columns]
    inside = [any(set(vocabulary().printed.get(name, ())) & set(whole) for name in path) for path in paths]
    others = [path[-1] for path, held in zip(paths, inside, strict=True) if path and not held]
    return () if any(inside) and any(_beside(name, whole) for name in others) else whole


def _beside(name: str, whole: tuple[str, ...]) -> bool:
    """Whether a column is known to be something else than the whole and its parts."""
    words = vocabulary()
    classes = {words.terms[term].term_class for term in words.printed.get(name, ())}
    return bool(classes) and not classes & {words.terms[term].term_class for term in whole}


_YEAR = re.compile(r"^(?:\d{4}年?(?:度|初)?)")


_OWNED = re.compile(r"^(?:共有|现有|实有|(?:年末|期末)(?!.{0,8}结[转余])|核定|年末实有|保有)")


@lru_cache(maxsize=50_000)
def is_generic(header: str) -> bool:
    """Whether a header says nothing of its own (合计, 2023年预算数, 金额 …)."""
    name = key(header)
    return name in _GENERIC_WORDS or _GENERIC.fullmatch(name) is not None


@lru_cache(maxsize=50_000)
def is_total(label: str) -> bool:
    return _TOTAL_LABEL.fullmatch(key(label)) is not None


@dataclass(frozen=True, slots=True)
class Named:
    """A fact with its names. ``row``/``column`` are keys ("" where the axis is a total or says nothing);
    ``row_terms``/``column_terms`` the vocabulary terms they name; ``implicit`` the terms a grand total stands for;
    ``context`` the keys around it (ancestors, table title, subject, section); ``marks`` the further names and codes
    that its row prints in columns of words (政府经济科目 50102, 采购目录, 项目类别); ``alone`` tells that its row has no other figure, so that its column
    need not be said; ``owner`` is the unit whose figures the row gives, where its table lists several;
    ``about`` are the terms that all figures of the table add up to."""

    fact: Fact
    row: str
    column: str
    row_terms: frozenset[str]
    column_terms: frozenset[str]
    implicit: frozenset[str]
    context: frozenset[str]
    column_depth: int
    narrative: bool
    marks: frozenset[str] = frozenset()
    alone: bool = False
    owner: str = ""
    about: frozenset[str] = frozenset()


_CODED = re.compile(r"^\[?([a-z]?\d{3,10})\]?[-_ ]*(?=[\u4e00-\u9fff])")
_PROSE_COLUMN = re.compile(r"备注|说明|简介|概述|依据|内容$|目标|日期|时间|电话")
_LONGEST_MARK = 40
_NO_MARKS = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.TABLE_OF_CONTENTS)


def row_marks(fact: Fact) -> frozenset[str]:
    """The names that a cell of words gives its row: as printed, and code and name apart (50201-办公经费)."""
    header = "/".join(fact.column_path)
    if fact.table_kind in _NO_MARKS or fact.measure is not Measure.TEXT or _PROSE_COLUMN.search(header):
        return frozenset()
    name = key(fact.text)
    if not 2 <= len(name) <= _LONGEST_MARK:
        return frozenset()
    coded = _CODED.match(plain(fact.text))
    parts = (name, coded.group(1), key(fact.text[coded.end() :])) if coded else (name,)
    return frozenset(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Place:
    """What surrounds a fact: its table and what that is about; its row's further names, number of figures and unit;
    whether its document is a final account."""

    table: BudgetTable | None
    about: tuple[str, ...]
    marks: frozenset[str]
    figures: int
    owner: str
    final: bool = False


def name_fact(fact: Fact, place: Place) -> Named:
    table = place.table
    words = vocabulary()
    total = fact.total or (is_total(fact.label) and (table is not None or key(fact.label) not in words.printed))
    row = "" if total else key(fact.label)
    owned = _OWNED.sub("", row)
    row = owned if owned in words.printed else row
    specific = [part for part in fact.column_path if _says(part, table) and key(part) not in ("收入", "支出")]
    lead, led = _source_and_metric(row) if table is None else ("", frozenset())
    column = _without_source(_column_name(specific[-1]), table) if specific and table is not None else lead
    if table is not None and set(words.printed.get(column, ())) & set(place.about):
        column = ""  # 基本支出 over the columns of the basic expenditure table says no more than its title
    if table is not None and column and _is_of_years(fact, table):
        column = ""
    column_terms = _terms(column, _side_of(fact))
    if table is not None and table.kind in _FUND_TABLES and _YEARS_SPENDING in column_terms:
        column = ""  # the year's spending, beside its income and what is left, is what a fund's table is about
    implicit: tuple[str, ...] = ()
    if table is not None and not row and not column:
        implicit = (total_terms(fact) if place.final else ()) or (
            _SIDE_TOTALS.get(fact.side, ()) if fact.side else place.about
        )
        implicit = (*implicit, *_of_appropriation(fact, table))
    context = {key(part) for part in (*fact.row_path, *specific[:-1], fact.subject) if part}
    if table is None:
        context |= {key(part) for part in (*fact.column_path, *fact.provenance.section)}
    else:
        context |= {key(table.title), key(table.number)}
    row_terms = led or _terms(_without_tail(row), fact.side) or _area_of(fact, owned) or _of_purchases(fact, row)
    return Named(
        fact,
        row,
        column,
        prose_terms(fact.label, row_terms) if place.final and table is None else row_terms,
        column_terms,
        frozenset(implicit),
        frozenset(context - {""}),
        len(specific),
        table is None,
        place.marks,
        table is not None and place.figures == 1,
        place.owner,
        frozenset(place.about),
    )


_YEAR_COLUMN = re.compile(r"20\d\d年?(?:度)?(?:预算数?|规划数?|计划数?|安排数?)?")


def _is_of_years(fact: Fact, table: BudgetTable) -> bool:
    """Whether a table divides one amount by years alone (本年拨款 over 2024年, 2025年, 2026年), so that the year tells all."""
    above = {column.path[:-1] for column in table.columns if _YEAR_COLUMN.fullmatch(key(column.leaf))}
    return len(fact.column_path) > 1 and above == {fact.column_path[:-1]} and fact.provenance.column is not None


_FUND_TABLES = frozenset(
    (
        TableKind.GOVERNMENT_FUND_BUDGET,
        TableKind.STATE_CAPITAL_BUDGET,
        TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
        TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    )
)
_YEARS_SPENDING = "current_year_expenditure"
_OF_APPROPRIATION = {
    "income": ("fiscal_appropriation_income_total", "fiscal_appropriation_budget_total"),
    "expenditure": ("fiscal_appropriation_expenditure_total", "fiscal_appropriation_budget_total"),
}


def _of_appropriation(fact: Fact, table: BudgetTable) -> tuple[str, ...]:
    """What the grand total of one side of the table of appropriations stands for beside the total of that side."""
    grand = table.kind is TableKind.FISCAL_APPROPRIATION and is_grand(fact.label)
    return _OF_APPROPRIATION.get(fact.side, ()) if grand else ()


_SIDES = {TableKind.TOTAL_INCOME: "income", TableKind.TOTAL_EXPENDITURE: "expenditure"}
_SIDE_WORDS = {"income": "收入", "expenditure": "支出"}


def _side_of(fact: Fact) -> str:
    """The side that the columns of a fact's table tell the sources of: all of it, or the half that the fact is in."""
    if fact.table_kind is TableKind.FISCAL_APPROPRIATION:
        return fact.side
    return _SIDES.get(fact.table_kind, "") if fact.table_kind else ""


def _terms(name: str, side: str) -> frozenset[str]:
    """What a name stands for; on a side of the budget also with the side's word (一般公共预算 among the income)."""
    printed = vocabulary().printed
    sided = printed.get(name + _SIDE_WORDS[side], ()) if name and side else ()
    return frozenset((*printed.get(name, ()), *sided))


_AREA_UNITS = frozenset(("平方米", "㎡"))


def _area_of(fact: Fact, row: str) -> frozenset[str]:
    """What is told in square metres is an area, also where only the thing is named (房屋13,804平方米)."""
    in_squares = isinstance(fact.quantity, Count) and fact.quantity.unit in _AREA_UNITS
    return frozenset(vocabulary().surfaces.get(f"{row}面积", ())) if in_squares else frozenset()


_PURCHASES = "政府采购"


def _of_purchases(fact: Fact, row: str) -> frozenset[str]:
    """What a part of all purchases is, where only the class is named (政府采购总额…，其中：货物预算…)."""
    words = vocabulary()
    above = {term for part in fact.row_path for term in words.printed.get(key(part), ())}
    known = words.printed.get(f"{_PURCHASES}{row}", ()) if "government_procurement_total" in above else ()
    return frozenset(known)


_LEAD = re.compile(r"^((?:一般公共预算|政府性基金预算|国有资本经营预算)(?:财政)?拨款)(?:安排)?的?(?=.{4})")


def _source_and_metric(name: str) -> tuple[str, frozenset[str]]:
    """The source of funds that a sentence puts before a metric (一般公共预算拨款政府采购), and what the metric stands for; ""
    and nothing for a name without, or one known as a whole."""
    match = _LEAD.match(name)
    terms = vocabulary().surfaces.get(name[match.end() :], ()) if match else ()
    if match is None or not terms or name in vocabulary().printed:
        return "", frozenset()
    return match.group(1), frozenset(terms[:1])


_ROW_TAIL = re.compile(r"(?:财政拨款)?(?:预算总额|预算数|预算)$|财政拨款$")


def _without_tail(name: str) -> str:
    """A row's key without “预算” and “财政拨款预算” at its end where only that leaves a known name."""
    bare = _ROW_TAIL.sub("", name)
    return bare if name not in vocabulary().printed and bare in vocabulary().printed else name


def _says(header: str, table: BudgetTable | None) -> bool:
    """Whether a header says something: 财政拨款 does where other sources stand beside it, 合计 never does."""
    if key(header) == "财政拨款" and table is not None:
        return len({key(column.path[0]) for column in table.columns if column.path}) > 1
    return not is_generic(header)


_COLUMN_LEAD = re.compile(r"^.{2,12}(?:安排|拨款)的")
_COLUMN_TAIL = re.compile(r"(?:合计|小计|总计|总额|预算总额|预算数|预算)$")


def _column_name(header: str) -> str:
    """The key of a header without year; without “合计” and “…安排的” where that leaves a known name (“三公”经费合计)."""
    name = _YEAR.sub("", key(header))
    bare = _COLUMN_TAIL.sub("", name)
    shorter = (name, bare, _COLUMN_LEAD.sub("", bare))
    return next((short for short in shorter if short in vocabulary().printed), name)


def _without_source(name: str, table: BudgetTable) -> str:
    """A column's key without 财政拨款 at its end (“三公”经费财政拨款), where that leaves a known name and no other column of
    the table bears it."""
    bare = _ROW_TAIL.sub("", name)
    if name in vocabulary().printed or bare not in vocabulary().printed:
        return name
    others = {_column_name(part) for column in table.columns for part in column.path if key(part)}
    return name if bare in others else bare
