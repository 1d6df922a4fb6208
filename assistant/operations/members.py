"""The members of a whole: the rows below a parent, the classes of a table, projects, units, indicators.

Rank, list, filter and count all ask for members first, so that “工资福利支出里排第二的” and “302下有几个款” see the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.budget_units import is_unit_name
from assistant.evidence import candidates
from assistant.fit import fits, is_amount_box
from assistant.knowledge import DocumentIndex, is_unit
from assistant.named import Named
from assistant.operations import performance
from assistant.operations.desk import Desk, NotFoundError, name_of, query_text
from assistant.operations.rows import CODE_LENGTHS, children, leaves, once
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import is_level
from assistant.table_names import is_table
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
_WHOLES = (
    "income_total",
    "expenditure_total",
    "general_public_budget",
    "general_public_budget_expenditure",
    "budget_total",
)
_PROJECTS = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS)


@dataclass(frozen=True, slots=True)
class Group:
    """Members in the order of their table; ``whole`` names what they are members of."""

    whole: str
    members: tuple[Named, ...]
    level: str = ""


def asked(question: ParsedQuestion) -> MetricQuery | None:
    """The metric whose members a question asks for: neither what it leaves out (不含局本级) nor a unit, where units
    are the members."""
    out = cue_spans(question.plain, "except")
    said = [query for query in question.queries if not any(start <= query.target.start < end for start, end in out)]
    if question.slots.level == "单位":
        said = [query for query in said if not is_level(query.target.text)]
        said = [query for query in said if query.target.terms or not is_unit_name(query.target.text)]
    return next(iter(said), None)


def find_members(desk: Desk, query: MetricQuery | None) -> Group:
    """The members meant by a question, without those that it leaves out. Raises NotFoundError when the whole has none
    that are printed."""
    group = _all_members(desk, query)
    left_out = _left_out(desk, group.members)
    return replace(group, members=tuple(named for named in group.members if named not in left_out))


def _left_out(desk: Desk, members: tuple[Named, ...]) -> list[Named]:
    """Members named as left out (除甲中心外, 不含局本级); the department's own office where only those below it are meant."""
    plain = desk.question.plain
    spans = cue_spans(plain, "except")
    names = {
        name
        for mention in desk.question.mentions
        if any(start <= mention.start < end for start, end in spans)
        for name in mention.keys
    }
    if not any(_OWN.search(plain[start : end + _OWN_SAID]) for start, end in spans):
        below_it = below_the_department(desk, members)
    else:
        below_it = tuple(named for named in members if not is_own_office(named, desk.document.department))
    return [named for named in members if (named.owner or named.row) in names or named not in below_it]


def below_the_department(desk: Desk, units: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without the department's own office where only those below it are spoken of."""
    if not _BELOW.search(desk.question.plain):
        return units
    return tuple(named for named in units if not is_own_office(named, desk.document.department))


_BELOW = re.compile(r"下属|所属|下级|直属|基层单位")
_OWN = re.compile(r"本级|本部|机关")
_OWN_SAID = 4  # characters after the words for leaving out (不含局本级)


def is_own_office(named: Named, department: str) -> bool:
    """Whether a unit is the department itself (…局, …局本级, …局（机关）)."""
    rest = (named.owner or named.row).removeprefix(key(department))
    return rest in ("", "本级", "机关", "本部", "机关本级", "局机关", "本级机关")


def _all_members(desk: Desk, query: MetricQuery | None) -> Group:
    level = desk.question.slots.level
    special = _SPECIAL.get(level)
    if special is not None:
        group = special(desk, query)
        if group is not None:
            return group
        if query is None or level == "单位":
            raise NotFoundError(f"文件的表里没有按{level}列出的数，不能列举或排序。", "only_breakdown_missing")
    if query is not None and _counts_projects(desk, query) and (projects := _projects(desk, query)):
        return projects
    by_economic = "经济" in desk.question.plain and (query is None or set(query.target.terms) & set(_WHOLES))
    if query is not None and not by_economic:
        said = (query.contexts or desk.question.slots.tables) and "明细" not in desk.question.plain
        group = (not said and _titled(desk, query)) or below(desk, query, level) or _by_mark(desk, query)
        if group:
            return group
    if query is None or by_economic or "expenditure_total" in query.target.terms[:1]:
        group = _classes(desk, level or "类")
        if group is not None:
            return group
    if query is not None and "project_expenditure" in query.target.terms[:1]:
        group = _projects(desk, query)
        if group is not None:
            return group
    subject = query_text(query) if query is not None else "所问范围"
    raise NotFoundError(f"文件里没有“{subject}”的分项，不能列举或排序。", "only_breakdown_missing")


_CLASSES_SAID = re.compile(r"科目|[类款项]级|[哪几各每][一几]?[类款]|功能|经济")


def _counts_projects(desk: Desk, query: MetricQuery) -> bool:
    """Whether “项目支出超过1000万的有几个” asks for projects: no class of expenditure is said."""
    about = "project_expenditure" in query.target.terms[:1] and not query.contexts
    slots = desk.question.slots
    limited = slots.threshold is not None and not slots.tables and slots.level not in CODE_LENGTHS
    return about and limited and not _CLASSES_SAID.search(desk.question.plain)


def below(desk: Desk, query: MetricQuery, level: str = "") -> Group | None:
    """Rows under the row that the query names, in the table and column that answer it best."""
    found = desk.find(query, desk.question.slots.years[-1] if desk.question.slots.years else None)
    for parent in (*found.best, *found.others):
        table = desk.knowledge.table_of(parent.fact)
        rows = children(desk, parent, table, level) if table is not None else ()
        if len(rows) == 1 and not level and table is not None:  # the parent once more: what is meant stands below it
            rows = children(desk, rows[0], table) or rows
        if rows and (parent.row or not all(map(is_unit, rows))):
            return Group(name_of(parent, query), rows, level)
    return None


_DETAILS = re.compile(r"明细|一览|清单|情况表|计划表")


def _titled(desk: Desk, query: MetricQuery) -> Group | None:
    """The rows of a table that lists nothing but what its title names (培训费明细表)."""
    said = key(query.target.text)
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            title = key(table.title)
            if table.kind is not TableKind.OTHER or not title.startswith(said) or not _DETAILS.search(title):
                continue
            rows = [
                named
                for named in index.named
                if named.fact.provenance.table == table.id and named.row and isinstance(named.fact.quantity, Amount)
            ]
            if len(once(rows)) > 1:
                return Group(table.title, once(rows))
    return None


def _by_mark(desk: Desk, query: MetricQuery) -> Group | None:
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
                if _is_member(named) and named.fact.year == _year(desk, index) and _fits_tables(desk, index, named)
            ]
            tables = list(dict.fromkeys(named.fact.provenance.table for named in rows))
            if tables:
                rows = [named for named in rows if named.fact.provenance.table == tables[0]]
                return Group(query_text(query), once(rows))
    return None


def _year(desk: Desk, index: DocumentIndex) -> int:
    """The year whose figures are meant: the last one said, else the document's own."""
    return desk.question.slots.years[-1] if desk.question.slots.years else index.document.year


def _is_member(named: Named) -> bool:
    return (
        bool(named.row)
        and not named.column
        and named.fact.certain
        and named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Amount)
    )


def _fits_tables(desk: Desk, index: DocumentIndex, named: Named) -> bool:
    wanted = desk.question.slots.tables
    table = index.table_of(named.fact)
    return not wanted or (table is not None and is_table(table, wanted))


def empty_beside(desk: Desk, group: Group) -> tuple[Named, ...]:
    """The rows beside the members that print other figures but none in the members' column."""
    if not group.members:
        return ()
    first = group.members[0].fact
    index = desk.knowledge.by_document[first.document]
    filled = {named.fact.provenance.row for named in group.members}
    beside = [
        named
        for named in index.named
        if named.fact.provenance.table == first.provenance.table is not None
        and named.row
        and named.fact.level == first.level
        and named.fact.side == first.side
        and named.fact.quantity is not None
        and named.fact.provenance.row not in filled
        and is_unit(named) is is_unit(group.members[0])
        and len(named.fact.code or "") == len(first.code or "")
    ]
    taken = {named.fact.provenance.row for named in beside if named.fact.provenance.column == first.provenance.column}
    return once(named for named in beside if named.fact.provenance.row not in taken)


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


def _projects(desk: Desk, query: MetricQuery | None) -> Group | None:
    """Projects by name: the rows of the tables of projects, else the subjects of the performance tables."""
    if re.search(r"满分|得分|自评|分数|打分", desk.question.plain) and (scored := _scores(desk)):
        return scored
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if table.kind not in _PROJECTS:
                continue
            rows = once(
                named
                for named in index.named
                if named.fact.provenance.table == table.id
                and _is_member(named)
                and named.fact.year == _year(desk, index)
                and _fits_tables(desk, index, named)
            )
            found = [named for named in leaves(rows) if not _is_classified(named) and not is_unit(named)]
            inside = _narrowed(found, query, index)
            if inside:
                return Group("项目支出", tuple(inside), "项目")
    return _subjects(desk)


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


def _narrowed(rows: list[Named], query: MetricQuery | None, index: DocumentIndex) -> list[Named]:
    """The projects that the words around the question allow (a unit's, a category's); all where these say nothing."""
    mentions = (query.target, *query.contexts) if query is not None else ()
    for mention in mentions:
        kept = [named for named in rows if fits(named, mention, index)]
        rows = kept or rows
    return rows


def _is_classified(named: Named) -> bool:
    """Whether a row is an item of the functional or economic classification, not a project."""
    code = named.fact.code or ""
    return len(code) in (3, 5, 7) and code[:1] in "235" and bool(named.row_terms)


def _subjects(desk: Desk) -> Group | None:
    """The amount box of each project's performance table."""
    found: dict[str, Named] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            if named.fact.table_kind is TableKind.PROJECT_PERFORMANCE and named.fact.subject and is_amount_box(named):
                found.setdefault(key(named.fact.subject), named)
    return Group("项目支出", tuple(found.values()), "项目") if len(found) > 1 else None


def _units(desk: Desk, query: MetricQuery | None) -> Group | None:
    """The budget units with the figure asked for, in the table that gives it for most of them."""
    best: tuple[Named, ...] = ()
    for index in desk.knowledge.indexes:
        pool = _of_metric(query, index) if query is not None else index.named
        tables: dict[str, list[Named]] = {}
        for named in pool:
            if (
                (is_unit(named) or (query is not None and _owned(named, query)))
                and named.fact.measure is Measure.VALUE
                and named.fact.year == _year(desk, index)
                and isinstance(named.fact.quantity, Amount)
                and (query is not None or not named.column)
                and _fits_tables(desk, index, named)
            ):
                tables.setdefault(named.fact.provenance.table or "", []).append(named)
        for rows in tables.values():
            found = _lowest(once(rows))
            if len({named.owner or named.row for named in found}) > max(1, len(best)):
                best = found
    if best:
        return Group("预算单位", best, "单位")
    whole = query is not None and not query.contexts and set(query.target.terms[:1]) & set(_WHOLES)
    return _units(desk, None) if whole else None


def _owned(named: Named, query: MetricQuery) -> bool:
    """Whether the row is the metric itself, listed under a unit (工资福利支出 of each unit)."""
    target = query.target
    return bool(named.owner) and (named.row in target.keys or bool(named.row_terms.intersection(target.terms)))


def _of_metric(query: MetricQuery, index: DocumentIndex) -> list[Named]:
    """Cells of a metric: under its name, or in the total column of a table that is all about it."""
    terms = set(query.target.terms)
    about = [named for named in index.named if not named.column and terms & named.about]
    return [*about, *candidates(query.target, index)]


def _lowest(rows: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without the department above its units."""
    depth = max((named.fact.level for named in rows), default=0)
    return tuple(named for named in rows if named.fact.level == depth)


def _indicators(desk: Desk, query: MetricQuery | None) -> Group | None:
    """Indicator rows of the performance table that the question means (the department's own by default)."""
    tables = performance.tables(desk)
    if not tables:
        return None
    document_id, table = tables[0]
    rows = performance.indicator_rows(desk, document_id, table)
    wanted = {key(query.target.text)} if query is not None else set()
    rows = [named for named in rows if wanted & {key(part) for part in named.fact.row_path}] or rows
    if "核心" in desk.question.plain:
        wants = not re.search(r"(非|不是|不属于|没有?列为)核心", desk.question.plain)
        rows = [named for named in rows if performance.says_core(desk, named) is wants] or rows
    weights = [named for named in rows if named.fact.measure is Measure.WEIGHT]
    return Group(table.title or table.number, once(weights or rows), "指标") if rows else None


_SPECIAL: dict[str, Callable[[Desk, MetricQuery | None], Group | None]] = {
    "项目": _projects,
    "指标": _indicators,
    "单位": _units,
}
