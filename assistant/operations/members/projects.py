"""Projects by name: the rows of the tables that list them, and the performance tables that are about one each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.budget_units import is_classified, is_unit_code, is_unit_name
from assistant.fit import fits, is_amount_box
from assistant.knowledge import DocumentIndex
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.members.model import Group, fits_tables, is_amount, year
from assistant.operations.members.units import is_own_office, own_office_said
from assistant.operations.rows import CODE_LENGTHS, leaves, once
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Count
from index.model import BudgetTable, Fact, Measure, TableKind
from index.vocabulary.names import key

_LISTS = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS)
_CLASSES_SAID = re.compile(r"科目|[类款项]级|[哪几各每][一几]?[类款]|功能|经济")
_PERFORMANCE_SAID = re.compile(r"绩效|资金总额|重点项目")
_SCORES_SAID = re.compile(r"满分|得分|自评|分数|打分")
_MONEY = re.compile(r"总额|金额|预算|资金|总计|合计")  # in the heading of the column that holds a project's own amount


def counts_projects(desk: Desk, query: MetricQuery) -> bool:
    """Whether “项目支出超过1000万的有几个” asks for projects: no class of expenditure is said."""
    about = "project_expenditure" in query.target.terms[:1] and not query.contexts
    slots = desk.question.slots
    limited = slots.threshold is not None and not slots.tables and slots.level not in CODE_LENGTHS
    return about and limited and not _CLASSES_SAID.search(desk.question.plain)


def projects(desk: Desk, query: MetricQuery | None) -> Group | None:
    """Projects with their amounts: of the tables that list them, else of the performance tables; the other way round
    where the question speaks of targets."""
    if _SCORES_SAID.search(desk.question.plain) and (scored := _scores(desk)):
        return scored
    sources = [_listed, _with_targets]
    if _PERFORMANCE_SAID.search(desk.question.plain):
        sources.reverse()
    for source in sources:
        found = source(desk, query)
        if found:
            return Group("项目支出", tuple(found), "项目")
    return None


def _scores(desk: Desk) -> Group | None:
    """The projects of a table of scores (项目自评得分)."""
    for index in desk.knowledge.indexes:
        rows = [
            named
            for named in index.named
            if named.row and named.fact.column_path and re.search(r"自评|得分|评分", named.fact.column_path[-1])
            and isinstance(named.fact.quantity, Count)
        ]  # fmt: skip
        if len(rows) > 1:
            return Group("项目", once(rows), "项目")
    return None


# ---------------------------------------------------------------- tables of projects


def _listed(desk: Desk, query: MetricQuery | None) -> list[Named]:
    """The rows of the first table of projects that has some of those meant."""
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if table.kind in _LISTS:
                cells = _column_meant(_cells(desk, index, table), query)
                found = _meant(desk, _without_units(index, leaves(once(cells))), query, index)
                if found:
                    return found
    return []


def _cells(desk: Desk, index: DocumentIndex, table: BudgetTable) -> list[Named]:
    """The amounts of the rows of a table in the year meant."""
    return [
        named
        for named in index.named
        if named.fact.provenance.table == table.id
        and named.row
        and is_amount(named)
        and named.fact.year == year(desk, index)
        and fits_tables(desk, index, named)
    ]


def _column_meant(cells: Sequence[Named], query: MetricQuery | None) -> list[Named]:
    """The cells under the column that the question names (一般公共预算), else those of the total column."""
    for mention in (query.target, *query.contexts) if query is not None else ():
        named_by = [
            cell
            for cell in cells
            if cell.column and (cell.column in mention.keys or cell.column_terms.intersection(mention.terms[:1]))
        ]
        if named_by:
            return named_by
    return [cell for cell in cells if not cell.column]


def _without_units(index: DocumentIndex, rows: Iterable[Named]) -> list[Named]:
    """Without items of a classification, and the rows of units. What stands under a unit or has words of its own (its
    target, its kind) is a project, though its name may end like a unit's (某补助-某边检站)."""
    kept = [named for named in rows if not _is_classified(named)]
    codes = Counter(named.fact.code for named in kept)
    places = {_place(named.fact) for named in kept}
    worded = {
        place for fact in index.document.facts if fact.measure is Measure.TEXT and (place := _place(fact)) in places
    }
    return [
        named
        for named in kept
        if (named.owner and named.owner != named.row)
        or _place(named.fact) in worded
        or not (is_unit_name(named.fact.label) or (is_unit_code(named.fact.code) and codes[named.fact.code] == 1))
    ]


def _place(fact: Fact) -> tuple[str | None, int | None]:
    return fact.provenance.table, fact.provenance.row


def _is_classified(named: Named) -> bool:
    """Whether a row is an item of the functional or economic classification, not a project."""
    code = named.fact.code or ""
    return len(code) in (3, 5, 7) and code[:1] in "235" and bool(named.row_terms)


def _meant(desk: Desk, rows: Sequence[Named], query: MetricQuery | None, index: DocumentIndex) -> list[Named]:
    """The projects that the words around the question allow (a unit's, a category's, those of an item of expenditure);
    all where these say nothing."""
    kept = list(rows)
    for mention in (query.target, *query.contexts) if query is not None else ():
        fitting = [named for named in kept if fits(named, mention, index)] or _of_item(kept, mention, index)
        kept = fitting or kept
    if own_office_said(desk):
        kept = [named for named in kept if named.owner and is_own_office(named, index.document.department)] or kept
    return kept


def _of_item(rows: Sequence[Named], mention: Mention, index: DocumentIndex) -> list[Named]:
    """The projects whose printed codes stand under an item of expenditure that is named (20822 over 2082202)."""
    codes = {
        one.fact.code for name in mention.keys for one in index.by_row.get(name, ()) if is_classified(one.fact.code)
    }
    heads = tuple(code for code in codes if code is not None)
    return [
        named
        for named in rows
        if heads
        and any(is_classified(code) and code.startswith(heads) for code in (named.fact.code or "", *named.marks))
    ]


# ---------------------------------------------------------------- performance tables


def _with_targets(desk: Desk, query: MetricQuery | None) -> list[Named]:
    """The projects of the performance tables: the rows of lists, and what each form is about."""
    found: list[Named] = []
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if table.kind is TableKind.PROJECT_PERFORMANCE:
                cells = _cells(desk, index, table)
                found += _box(cells) if table.subject else _rows_of_list(index, cells)
        found = _meant(desk, found, query, index)
    return found


def _box(cells: Sequence[Named]) -> list[Named]:
    """The box of a form that holds its project's own amount."""
    return [named for named in cells if named.fact.subject and is_amount_box(named)][:1]


def _rows_of_list(index: DocumentIndex, cells: Sequence[Named]) -> list[Named]:
    """The rows of a list of projects with their targets: those with a sum in its first column of money."""
    columns = [
        cell.fact.provenance.column
        for cell in cells
        if cell.fact.column_path and _MONEY.search(key(cell.fact.column_path[-1]))
    ]
    first = min((column for column in columns if column is not None), default=None)
    rows = once(cell for cell in cells if cell.fact.provenance.column == first is not None)
    return _without_units(index, leaves(rows))
