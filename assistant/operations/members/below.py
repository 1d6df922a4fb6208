"""Members that a row, a title or a code has below it, and the classes of a whole table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.knowledge import is_unit
from assistant.named import Named
from assistant.operations.desk import Desk, name_of, query_text
from assistant.operations.members.model import Group, by_economic_class, fits_tables, is_member, year
from assistant.operations.rows import children, once
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, Count
from index.model import Measure, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_FUNCTIONAL = (
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
    TableKind.TOTAL_INCOME_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION,
)
_ECONOMIC = (TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC, TableKind.BASIC_EXPENDITURE)


def below(desk: Desk, query: MetricQuery, level: str = "") -> Group | None:
    """Rows under the row that the query names, in the table and column that answer it best."""
    found = desk.find(query, desk.question.slots.years[-1] if desk.question.slots.years else None)
    for parent in (*found.best, *found.others):
        table = desk.knowledge.table_of(parent.fact)
        rows = children(desk, parent, table, level) if table is not None else ()
        if len(rows) == 1 and not level and table is not None:  # the parent once more: what is meant stands below it
            rows = children(desk, rows[0], table) or rows
        units = bool(rows) and all(map(is_unit, rows))
        named = _names_row(query, parent)
        if rows and not (units and (not parent.row or (_ITEMS_ASKED.search(desk.question.plain) and not named))):
            return Group(name_of(parent, query), rows, level)
    return None


def _names_row(query: MetricQuery, named: Named) -> bool:
    """Whether the question names the row itself, by its name or code."""
    mentions = (query.target, *query.contexts)
    return any(named.row in one.keys or (one.code is not None and one.code == named.fact.code) for one in mentions)


_ITEMS_ASKED = re.compile(r"哪[一几]?[项块样笔类]|[几各][项块类]|分项")  # not the units that a figure is listed for
_DETAILS = re.compile(r"明细|一览|清单|情况表|计划表")


def titled(desk: Desk, name: str) -> Group | None:
    """The rows of a table that lists nothing but what its title begins with (培训费明细表)."""
    said = key(name)
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            title = key(table.title)
            if table.kind is not TableKind.OTHER or not title.startswith(said) or not _DETAILS.search(title):
                continue
            cells = [named for named in index.named if named.fact.provenance.table == table.id and named.row]
            rows = once(_counts_said(desk, cells) or [n for n in cells if isinstance(n.fact.quantity, Amount)])
            if len(rows) > 1:
                return Group(table.title, rows)
    return None


def _counts_said(desk: Desk, cells: Sequence[Named]) -> list[Named]:
    """The cells under a column of numbers of things that the question names (人数最多的会)."""
    said = key(desk.question.plain)
    return [
        cell
        for cell in cells
        if isinstance(cell.fact.quantity, Count) and cell.fact.column_path and key(cell.fact.column_path[-1]) in said
    ]


_OF_DETAILS = re.compile(
    r"明细|[一两二三四五六七八九十\d几][个场次期](?:会议?|培训班?)|(?:会议?|培训班?)[都]?[有是]哪[一两二三几些]*[个场次期]|哪[一几些]?[个场次类期](?:会|培训)|的(?:会议?|培训班?)都?[有是]哪"
)


def details(desk: Desk) -> Group | None:
    """The rows of a table of details where the question asks which of them (会议费明细里哪个会人数最多, 哪场培训)."""
    if not _OF_DETAILS.search(desk.question.plain):
        return None
    names = (*desk.question.slots.tables, *(mention.text for mention in desk.question.mentions))
    return next((group for name in names if not name.isdigit() and (group := titled(desk, name))), None)


def by_mark(desk: Desk, query: MetricQuery) -> Group | None:
    """Rows whose further codes stand below a code or name of the other classification (502 → 50201, 50299)."""
    mentions = (query.target, *query.contexts)
    for index in desk.knowledge.indexes:
        codes = {mention.code for mention in mentions if mention.code}
        for name in (name for mention in mentions for name in mention.keys):
            codes |= {mark for named in index.by_mark.get(name, ()) for mark in named.marks if mark.isdigit()}
        for code in sorted(codes, key=len):
            rows = [
                named
                for mark, cells in index.by_mark.items()
                if mark.isdigit() and mark.startswith(code) and (len(mark) > len(code) or len(code) > 3)
                for named in cells
                if is_member(named) and named.fact.year == year(desk, index) and fits_tables(desk, index, named)
            ]
            tables = list(dict.fromkeys(named.fact.provenance.table for named in rows))
            if tables:
                rows = [named for named in rows if named.fact.provenance.table == tables[0]]
                return Group(query_text(query), once(rows))
    return None


# ---------------------------------------------------------------- groups that no single row names


def classes(desk: Desk, level: str) -> Group | None:
    """All rows of a code level of the widest functional table."""
    total = vocabulary().terms["expenditure_total"]
    query = MetricQuery(Mention(0, 0, total.name.removesuffix("总计"), (), (total.id,)))
    found = desk.find(query)
    ranked = sorted(
        (*found.best, *found.others),
        key=lambda named: _FUNCTIONAL.index(named.fact.table_kind) if named.fact.table_kind in _FUNCTIONAL else 99,
    )
    kinds = _ECONOMIC if by_economic_class(desk) else _FUNCTIONAL
    for parent in [*([] if kinds is _ECONOMIC else ranked), *_grand_totals(desk, kinds)]:
        table = desk.knowledge.table_of(parent.fact)
        if table is not None and table.kind in kinds:
            rows = children(desk, parent, table, level)
            if rows and not all(map(is_unit, rows)):  # a table by units has no classes to tell
                return Group("支出总计", rows, level)
    return None


def _grand_totals(desk: Desk, kinds: Sequence[TableKind]) -> list[Named]:
    """The grand totals of the tables of some kinds, in the order of these kinds."""
    totals = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.table_kind in kinds and not named.row and not named.column
        and named.fact.measure is Measure.VALUE and isinstance(named.fact.quantity, Amount)
        and named.fact.side != "income" and named.fact.year == year(desk, index) and fits_tables(desk, index, named)
    ]  # fmt: skip
    stage = desk.question.slots.stage or desk.document.stage
    return sorted(totals, key=lambda named: (named.fact.stage is not stage, kinds.index(named.fact.table_kind)))
