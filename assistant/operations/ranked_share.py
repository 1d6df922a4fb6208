"""What share of all members the largest or the smallest of them is (某单位最大的项目占它全部项目的百分之多少)."""

from __future__ import annotations

from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import members, rows, terms
from assistant.operations.desk import Desk, NotFoundError, Writer, name_of
from assistant.parsing.model import MetricQuery
from assistant.parsing.slots import things_counted
from index.amounts import Amount, agrees


def answer(desk: Desk) -> Draft | None:
    """The share; None where the members are not printed."""
    question = desk.question
    wholes = [query for query in question.queries if _is_whole(query, question.plain)]
    of_members = replace(question, queries=tuple(query for query in question.queries if query not in wholes))
    try:
        group = members.find_members(
            replace(desk, question=of_members), members.asked(of_members, desk.knowledge)
        ).members
    except NotFoundError:
        return None
    if len(group) < 2 or not all(isinstance(one.fact.quantity, Amount) for one in group):
        return None
    counted = things_counted(question.plain)
    if counted is not None and counted != len(group):
        raise NotFoundError(f"问题说的是{counted}个，文件列有{len(group)}个，对不上。", "incomplete_question")
    ordered = sorted(group, key=lambda one: quantity_of(one.fact).value, reverse=not question.slots.ascending)
    order = "最小" if question.slots.ascending else "最大"
    writer = Writer(desk).say(f"{ordered[0].fact.year}年{order}的是").name(ordered[0]).figure(ordered[0].fact)
    if wholes:
        term = terms.need(desk, wholes[0], ordered[0].fact.year or desk.year)
        whole = term.operand
        writer.say("，占").name(term.named.best[0], wholes[0]).figure(whole).cite(*term.named.support[:2])
    else:
        whole = _together(desk, group)
        writer.say("，占").figure(calculate("count", *(one.fact for one in group), unit="个")).say("合计").figure(whole)
    share = calculate("share", ordered[0].fact, whole)
    writer.say("的").figure(share).say("。").cite(*(one.fact for one in ordered[:_CITED]))
    return writer.draft(share, items=[writer.item(name_of(ordered[0]), ordered[0].fact)])


def _is_whole(query: MetricQuery, plain: str) -> bool:
    """Whether a metric is what the share is of (占支出总计的), and says more than all members (占全部项目支出的)."""
    target = query.target
    said = plain[target.start : target.end] == target.text and "占" in plain[: target.start]
    return said and "project_expenditure" not in target.terms[:1]


_CITED = 8


def _together(desk: Desk, group: tuple[Named, ...]) -> Operand:
    """The members together: the row of the table that prints just that, else their sum."""
    total = calculate("sum", *(one.fact for one in group))
    printed = (one for one in rows.column_of(desk, group[0]) if isinstance(one.fact.quantity, Amount))
    sums = [one for one in printed if one not in group and agrees(quantity_of(one.fact), quantity_of(total))]
    return next((one.fact for one in sums if not one.row or one.row == one.owner), total)
