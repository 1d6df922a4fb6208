"""Projects by name, from the tables that list them or the performance tables that are about one each."""

from __future__ import annotations

import re

from assistant.fit import fits, is_amount_box
from assistant.knowledge import DocumentIndex, is_unit
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.members.model import Group, fits_tables, is_member, year
from assistant.operations.rows import CODE_LENGTHS, leaves, once
from assistant.parsing.model import MetricQuery
from index.amounts import Count
from index.model import TableKind
from index.vocabulary.names import key

_PROJECTS = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS)
_CLASSES_SAID = re.compile(r"科目|[类款项]级|[哪几各每][一几]?[类款]|功能|经济")


def counts_projects(desk: Desk, query: MetricQuery) -> bool:
    """Whether “项目支出超过1000万的有几个” asks for projects: no class of expenditure is said."""
    about = "project_expenditure" in query.target.terms[:1] and not query.contexts
    slots = desk.question.slots
    limited = slots.threshold is not None and not slots.tables and slots.level not in CODE_LENGTHS
    return about and limited and not _CLASSES_SAID.search(desk.question.plain)


def projects(desk: Desk, query: MetricQuery | None) -> Group | None:
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
                and is_member(named)
                and named.fact.year == year(desk, index)
                and fits_tables(desk, index, named)
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
