"""Whether what a table lists adds up to a whole: 培训费明细表11项合计与培训费预算数一致吗, 公开的三个项目相加等于项目支出吗."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.named import Named
from assistant.operations import terms
from assistant.operations.desk import Desk, LastWordError, when
from assistant.operations.members.below import titled
from assistant.operations.members.projects import projects
from assistant.operations.verify.claim import Claim, Relation
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.table_names import is_table
from index.amounts import Amount, Count, agrees, find_figures

_ADDED = re.compile(
    r"(?:明细|逐[项笔]|各[个笔项]+|所列|列出的?|[一二两三四五六七八九十\d]+[项笔个场条])[^,，。;；?？]{0,8}?(?:相加|合计|加起来|加总|之和|总和|加在一起|累加|加一起)"
)
_LIST = re.compile(r"明细|项目|逐[项笔]|所列|列出")
_WHOLE_SAID = re.compile(r"等于|一致|相[符等]|对得?不?上|吻合|同一个数|是不是|够不够")
_ENTRIES = frozenset(("项", "笔", "个", "场", "条"))


def _fits(claim: Claim) -> bool:
    plain = claim.plain
    if _ADDED.search(plain) is None or _LIST.search(plain) is None or _WHOLE_SAID.search(plain) is None:
        return False
    return len(claim.question.queries) == 1 and len(_rows(claim.desk)) > 1


def _rows(desk: Desk) -> tuple[Named, ...]:
    """What is listed: the rows of the table of details named, else the projects; () where nothing of the kind is said."""
    said = desk.question.slots.tables
    meant = [table for index in desk.knowledge.indexes for table in index.document.tables if is_table(table, said)]
    for table in meant:
        if group := titled(desk, _details_of(table.title)):
            return group.members
    group = projects(_of_any_table(desk), None) if "项目" in desk.question.plain else None
    return group.members if group is not None else ()


def _details_of(title: str) -> str:
    return re.split(r"明细|一览|清单|情况表|计划表", title)[0]


def _of_any_table(desk: Desk) -> Desk:
    return replace(desk, question=desk.question.with_slots(tables=()))


def _count_said(question: ParsedQuestion) -> int | None:
    """How many entries the question says there are (11项, 三笔)."""
    added = _ADDED.search(question.plain)
    spans = find_figures(question.plain)
    said = [
        int(span.quantity.value)
        for span in spans
        if added is not None and added.start() <= span.start < added.end()
        and isinstance(span.quantity, Count) and span.quantity.unit in _ENTRIES
    ]  # fmt: skip
    return said[0] if said else None


def _judge(claim: Claim) -> Draft:
    rows = _rows(claim.desk)
    said = _count_said(claim.question)
    if said is not None and said != len(rows):
        raise LastWordError(f"文件里列了{len(rows)}项，与所说的项数不同，请说明问的是哪几项。", "incomplete_question")
    whole = terms.need(_of_any_table(claim.desk), _bare(claim.queries[0]), claim.year)
    if not isinstance(quantity_of(whole.operand), Amount):
        raise LastWordError("没有认出要与哪一笔金额核对。", "incomplete_question")
    total = calculate("sum", *(named.fact for named in rows))
    holds = agrees(quantity_of(total), quantity_of(whole.operand))
    writer, verdict = claim.opening(holds)
    writer.say(when(claim.desk, rows[0].fact), "所列")
    for i, named in enumerate(rows):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    writer.say("，合计").figure(total).say("；").name(whole.named.best[0], claim.queries[0]).say("为")
    writer.figure(whole.operand).cite(*whole.named.support[:3])
    if not holds:
        gap = calculate("difference", *sorted((total, whole.operand), key=lambda one: -quantity_of(one).value))
        writer.say("，相差").figure(gap)
    return writer.say("。").draft(total, verdict=verdict)


def _bare(query: MetricQuery) -> MetricQuery:
    return replace(query, contexts=())


LISTED = Relation("所列各项合计", _fits, _judge)
