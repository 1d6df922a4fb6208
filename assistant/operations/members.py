"""The members of a whole: the rows below a parent, the classes of a table, projects, units, indicators, tables.

Rank, list, filter and count all ask for members first, so that “工资福利支出里排第二的” and “302下有几个款” see the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.knowledge import Named
from assistant.operations.desk import Desk, NotFoundError, name_of, query_text
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount
from index.model import BudgetTable, Fact, Measure, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_CODE_LENGTHS = {"类": 3, "款": 5, "项": 7}
_FUNCTIONAL = (
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
    TableKind.TOTAL_INCOME_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION,
)


@dataclass(frozen=True, slots=True)
class Group:
    """Members in the order of their table; ``whole`` names what they are members of."""

    whole: str
    members: tuple[Named, ...]
    level: str = ""


def find_members(desk: Desk, query: MetricQuery | None) -> Group:
    """The members meant by a question. Raises NotFoundError when the whole has none that are printed."""
    level = desk.question.slots.level
    special = _SPECIAL.get(level)
    if special is not None:
        group = special(desk, query)
        if group is not None:
            return group
        if query is None:
            raise NotFoundError(f"文件的表里没有按{level}列出的数，不能列举或排序。", "only_breakdown_missing")
    if query is not None:
        group = below(desk, query, level)
        if group is not None:
            return group
    if query is None or "expenditure_total" in query.target.terms[:1]:
        group = _classes(desk, level or "类")
        if group is not None:
            return group
    subject = query_text(query) if query is not None else "所问范围"
    raise NotFoundError(f"文件里没有“{subject}”的分项，不能列举或排序。", "only_breakdown_missing")


def below(desk: Desk, query: MetricQuery, level: str = "") -> Group | None:
    """Rows under the row that the query names, in the table and column that answer it best."""
    found = desk.find(query, desk.question.slots.years[-1] if desk.question.slots.years else None)
    for parent in (*found.best, *found.others):
        table = desk.knowledge.table_of(parent.fact)
        if table is None:
            continue
        rows = children(desk, parent, table, level)
        if rows:
            return Group(name_of(parent, query), rows, level)
    return None


def children(desk: Desk, parent: Named, table: BudgetTable, level: str = "") -> tuple[Named, ...]:
    """Rows one level below a parent (or those of a code level), in the parent's column, with an amount."""
    index = desk.knowledge.by_document[parent.fact.document]
    fact = parent.fact
    column = [
        named
        for named in index.named
        if named.fact.provenance.table == table.id
        and named.fact.provenance.column == fact.provenance.column
        and named.fact.side == fact.side
        and named.row
        and named.fact.measure is fact.measure
        and named.fact.quantity is not None
    ]
    if parent.row:
        inside = [named for named in column if any(key(part) == parent.row for part in named.fact.row_path)]
        depth = fact.level + 1
    else:
        inside, depth = column, min((named.fact.level for named in column), default=0)
    length = _CODE_LENGTHS.get(level)
    if length and any(named.fact.code for named in inside):
        wanted = [named for named in inside if named.fact.code and _digits(named.fact.code) == length]
        if wanted:
            return once(wanted)
    if not parent.row and any(named.fact.code for named in inside):
        shallow = min(_digits(named.fact.code or "0" * 9) for named in inside)
        return once(named for named in inside if _digits(named.fact.code or "") == shallow)
    return once(named for named in inside if named.fact.level == depth)


def _digits(code: str) -> int:
    return len(code)


def once(rows: Iterable[Named]) -> tuple[Named, ...]:
    """Each row once, by its first cell."""
    seen: dict[int | None, Named] = {}
    for named in rows:
        seen.setdefault(named.fact.provenance.row, named)
    return tuple(seen.values())


def parent_of(desk: Desk, named: Named) -> Named | None:
    """The cell of the row above in the hierarchy (or of the total row), in the same column."""
    fact = named.fact
    table = desk.knowledge.table_of(fact)
    if table is None:
        return None
    index = desk.knowledge.by_document[fact.document]
    column = [
        other
        for other in index.named
        if other.fact.provenance.table == table.id and other.fact.provenance.column == fact.provenance.column
    ]
    if fact.row_path:
        above = key(fact.row_path[-1])
        return next((other for other in column if other.row == above and other.fact.quantity is not None), None)
    return (
        next((other for other in column if not other.row and other.fact.side == fact.side), None) if named.row else None
    )


def column_total(desk: Desk, named: Named) -> Named | None:
    """The grand total of the column that a cell stands in."""
    index = desk.knowledge.by_document[named.fact.document]
    return next(
        (
            other
            for other in index.named
            if other.fact.provenance.table == named.fact.provenance.table
            and other.fact.provenance.column == named.fact.provenance.column
            and other.fact.side == named.fact.side
            and not other.row
            and isinstance(other.fact.quantity, Amount)
        ),
        None,
    )


def siblings(desk: Desk, named: Named) -> tuple[Named, ...]:
    """The rows beside a row, itself included."""
    table = desk.knowledge.table_of(named.fact)
    if table is None:
        return ()
    index = desk.knowledge.by_document[named.fact.document]
    return once(
        other
        for other in index.named
        if other.fact.provenance.table == table.id
        and other.fact.provenance.column == named.fact.provenance.column
        and other.fact.side == named.fact.side
        and other.fact.row_path == named.fact.row_path
        and other.row
        and other.fact.level == named.fact.level
        and other.fact.quantity is not None
    )


def twins(desk: Desk, named: Named) -> tuple[Named, ...]:
    """Rows of one table that print the same code or project in the same column: itself alone where there are none."""
    fact = named.fact
    if not named.row or fact.provenance.table is None or fact.table_kind in _NO_TWINS:
        return (named,)
    index = desk.knowledge.by_document[fact.document]
    path = tuple(map(key, fact.row_path))
    return once(
        other
        for other in index.by_row[named.row]
        if other.fact.provenance.table == fact.provenance.table
        and other.fact.provenance.column == fact.provenance.column
        and other.fact.code == fact.code
        and (fact.code or tuple(map(key, other.fact.row_path)) == path)
        and other.fact.level == fact.level
        and other.fact.side == fact.side
        and other.fact.measure is fact.measure
        and other.fact.year == fact.year
        and isinstance(other.fact.quantity, Amount)
    )


_NO_TWINS = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.GOVERNMENT_PROCUREMENT)


# ---------------------------------------------------------------- groups that no single row names


def _classes(desk: Desk, level: str) -> Group | None:
    """All rows of a code level of the widest functional table."""
    total = vocabulary().terms["expenditure_total"]
    query = MetricQuery(Mention(0, 0, total.name, (), (total.id,)))
    found = desk.find(query)
    ranked = sorted(
        (*found.best, *found.others),
        key=lambda named: _FUNCTIONAL.index(named.fact.table_kind) if named.fact.table_kind in _FUNCTIONAL else 99,
    )
    kinds = _ECONOMIC if "经济" in desk.question.plain else _FUNCTIONAL
    for parent in _economic_totals(desk) if kinds is _ECONOMIC else ranked:
        table = desk.knowledge.table_of(parent.fact)
        if table is not None and table.kind in kinds:
            rows = children(desk, parent, table, level)
            if rows:
                return Group("支出总计", rows, level)
    return None


_ECONOMIC = (TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC, TableKind.BASIC_EXPENDITURE)


def _economic_totals(desk: Desk) -> list[Named]:
    """The grand totals of the tables by economic class, the widest first."""
    totals = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.table_kind in _ECONOMIC and not named.row and not named.column
        and named.fact.measure is Measure.VALUE and isinstance(named.fact.quantity, Amount)
    ]  # fmt: skip
    return sorted(totals, key=lambda named: _ECONOMIC.index(named.fact.table_kind))


def _projects(desk: Desk, _query: MetricQuery | None) -> Group | None:
    rows = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.table_kind in (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS)
        and named.row
        and not named.column
        and isinstance(named.fact.quantity, Amount)
        and named.fact.measure is Measure.VALUE
    ]
    leaves = [named for named in rows if not _has_children(named, rows)]
    return Group("项目支出", once(leaves), "项目") if leaves else None


def _has_children(named: Named, rows: list[Named]) -> bool:
    return any(named.row in (key(part) for part in other.fact.row_path) for other in rows)


def _indicators(desk: Desk, query: MetricQuery | None) -> Group | None:
    """Indicator rows of the performance table that the question means (the department's own by default)."""
    tables = performance_tables(desk)
    if not tables:
        return None
    document_id, table = tables[0]
    index = desk.knowledge.by_document[document_id]
    names = {query.target.text} if query is not None else set()
    rows: list[Named] = []
    for named in index.named:
        if named.fact.provenance.table == table.id and is_indicator(named):
            rows.append(named)
    if names:
        wanted = {key(name) for name in names}
        inside = [named for named in rows if wanted & {key(part) for part in named.fact.row_path}]
        rows = inside or rows
    if "核心" in desk.question.plain:
        rows = [named for named in rows if _is_core(desk, named)] or rows
    weights = [named for named in rows if named.fact.measure is Measure.WEIGHT]
    return Group(table.title or table.number, once(weights or rows), "指标") if rows else None


def _is_core(desk: Desk, named: Named) -> bool:
    marks = [fact for fact in facts_of_row(desk, named.fact) if fact.column_path and "核心" in fact.column_path[-1]]
    return any(fact.text.strip() == "是" for fact in marks)


def is_indicator(named: Named) -> bool:
    """Whether a cell of a performance table stands in an indicator's row, not in a labelled box."""
    leaf = key(named.fact.column_path[-1]) if named.fact.column_path else ""
    return bool(named.row) and (bool(named.fact.row_path) or "指标" in leaf or "权重" in leaf or leaf == "计量单位")


def performance_tables(desk: Desk) -> list[tuple[str, BudgetTable]]:
    """Performance tables, the one the question names first (by number, title or 整体/项目)."""
    plain = desk.question.plain
    kinds = [TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE]
    if "项目" in plain and "整体" not in plain:
        kinds.reverse()
    from assistant.evidence import table_number

    found = [
        (index.document.id, table)
        for kind in kinds
        for index in desk.knowledge.indexes
        for table in index.document.tables
        if table.kind is kind and len(table.columns) > 1
    ]
    numbers = desk.question.slots.tables
    named = [item for item in found if table_number(item[1]) in numbers] if numbers else []
    subject = [item for item in found if item[1].subject and key(item[1].subject) in key(plain)]
    return named or subject or found


def _units(desk: Desk, _query: MetricQuery | None) -> Group | None:
    """Rows that name budget units (部门收入总表 by unit)."""
    unit_words = ("局", "中心", "办公室", "院", "馆", "学校", "所", "站", "队", "委", "处", "会", "校", "本级", "机关")
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            rows = [
                named
                for named in index.named
                if named.fact.provenance.table == table.id
                and named.row
                and not named.column
                and named.fact.measure is Measure.VALUE
                and named.row.endswith(unit_words)
                and isinstance(named.fact.quantity, Amount)
            ]
            if len(rows) >= 2 and len({named.row for named in rows}) >= 2:
                return Group("预算单位", once(rows), "单位")
    return None


_SPECIAL = {"项目": _projects, "指标": _indicators, "单位": _units}


def facts_of_row(desk: Desk, fact: Fact) -> tuple[Fact, ...]:
    """All cells of the row that a fact stands in."""
    index = desk.knowledge.by_document[fact.document]
    return tuple(
        named.fact
        for named in index.named
        if named.fact.provenance.table == fact.provenance.table and named.fact.provenance.row == fact.provenance.row
    )
