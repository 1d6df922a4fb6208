"""The members of a whole: the rows below a parent, the classes of a table, projects, units, indicators.

Rank, list, filter and count all ask for members first, so that “工资福利支出里排第二的” and “302下有几个款” see the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.budget_units import is_classified, is_unit_name
from assistant.knowledge import Knowledge, is_unit
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, query_text
from assistant.operations.members.below import below, by_mark, classes, details, titled
from assistant.operations.members.indicators import indicators
from assistant.operations.members.model import WHOLES, Group, by_economic_class
from assistant.operations.members.parts import known_parts, told_parts
from assistant.operations.members.projects import counts_projects, projects
from assistant.operations.members.units import below_the_department, left_out, units
from assistant.operations.rows import once
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import is_level

__all__ = ["Group", "asked", "below_the_department", "details", "empty_beside", "find_members"]


def asked(question: ParsedQuestion, knowledge: Knowledge) -> MetricQuery | None:
    """The metric whose members a question asks for: neither what it leaves out (不含局本级) nor a unit, where units
    are the members; an item of expenditure may be called like one (图书馆)."""
    out = cue_spans(question.plain, "except")
    said = [query for query in question.queries if not any(start <= query.target.start < end for start, end in out)]
    if question.slots.level == "单位":
        said = [
            query for query in said if not is_level(query.target.text) and not _OWN_OFFICE.search(query.target.text)
        ]
        said = [query for query in said if query.target.terms or not _is_unit(query.target, knowledge)]
    inside = [query for query in said if _INSIDE.match(question.plain, query.target.end)]
    return next(iter(inside or said), None)


def _is_unit(mention: Mention, knowledge: Knowledge) -> bool:
    rows = [one for index in knowledge.indexes for name in mention.keys for one in index.by_row.get(name, ())]
    return is_unit_name(mention.text) and not any(is_classified(one.fact.code) for one in rows)


_OWN_OFFICE = re.compile(r"本级$")  # 局本级和各下属单位: one of the units
# What follows the name of a whole: “…”（22205）款下, 三公里. Other names told on the way name no whole.
_INSIDE = re.compile(r"[”\"）)]*(?:[（(]\d+[）)])?(?:[类款项]级?)?(?:科目)?(?:下面?|里[面头]?|之?中|当中|之?内|其中)")


def find_members(desk: Desk, query: MetricQuery | None) -> Group:
    """The members meant by a question, without those that it leaves out. Raises NotFoundError when the whole has none
    that are printed."""
    group = _all_members(desk, query)
    out = left_out(desk, group.members)
    return replace(group, members=tuple(named for named in group.members if named not in out))


def _all_members(desk: Desk, query: MetricQuery | None) -> Group:
    level = desk.question.slots.level
    special = _SPECIAL.get(level)
    if special is not None:
        group = special(desk, query)
        if group is not None:
            return group
        if query is None or level == "单位":
            raise NotFoundError(f"文件的表里没有按{level}列出的数，不能列举或排序。", "only_breakdown_missing")
    if query is not None and counts_projects(desk, query) and (group := projects(desk, query)):
        return group
    by_economic = by_economic_class(desk) and (query is None or set(query.target.terms) & set(WHOLES))
    if query is not None and not by_economic:
        said = (query.contexts or desk.question.slots.tables) and "明细" not in desk.question.plain
        group = (not said and titled(desk, query.target.text)) or below(desk, query, level) or by_mark(desk, query)
        if group and len(group.members) == 1:  # it stands alone: its own details are meant
            group = details(desk) or group
        group = group or known_parts(desk, query) or told_parts(desk, query)
        if group and not _of_other_side(query, group):
            return group
    if query is None or by_economic or "expenditure_total" in query.target.terms[:1]:
        group = classes(desk, level or "类")
        if group is not None:
            return group
    if query is not None and "project_expenditure" in query.target.terms[:1]:
        group = projects(desk, query)
        if group is not None:
            return group
    subject = query_text(query) if query is not None else "所问范围"
    raise NotFoundError(f"文件里没有“{subject}”的分项，不能列举或排序。", "only_breakdown_missing")


def _of_other_side(query: MetricQuery, group: Group) -> bool:
    """Whether income is listed by what it is spent on (an income table by functional classes), not by its sources."""
    return "income_total" in query.target.terms[:1] and all(named.row.endswith("支出") for named in group.members)


_SPECIAL: dict[str, Callable[[Desk, MetricQuery | None], Group | None]] = {
    "项目": projects,
    "指标": indicators,
    "单位": units,
}


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
