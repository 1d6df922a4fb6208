"""Whether two places show the same figure: one metric in two tables, two metrics, a sum and its whole, two grand totals."""

from __future__ import annotations

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection, Wanted, select
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import terms
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery
from assistant.table_names import is_table
from index.amounts import Amount, agrees
from index.model import Measure


def verdict_of(writer: Writer, holds: bool) -> str:
    """Says the verdict at the beginning of an answer."""
    writer.say("是的，" if holds else "不是，")
    return "yes" if holds else "no"


def same_figure(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    """Two places that ought to show the same figure: the same metric in two tables, or two metrics."""
    year = wanted_year(desk)
    tables = desk.question.slots.tables
    found: list[tuple[Operand, Selection]] = []
    if len(tables) >= 2:
        for number, query in zip(tables[:2], (queries * 2)[:2] if len(queries) < 2 else queries[:2], strict=False):
            selection = select(query, Wanted(year, desk.question.slots.stage, Measure.VALUE, (number,)), desk.knowledge)
            if not selection:
                raise NotFoundError(f"所指的一张表里没有“{query.target.text}”。")
            found.append((selection.fact, selection))
    else:
        found = [(term.operand, term.named) for term in (terms.need(desk, query, year) for query in queries)]
        if desk.question.cue("sum") and len(found) > 2:
            return _parts_and_whole(desk, found[:-1], found[-1])
    (left, left_named), (right, right_named) = found[0], found[1]
    if left_named.fact is right_named.fact:
        raise LastWordError("问题所说的两处在文件里找到的是同一个数，无从对照。")
    gap = calculate("difference", left, right)
    holds = quantity_of(gap).value == 0
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    for i, (operand, named) in enumerate(((left, left_named), (right, right_named))):
        table = desk.knowledge.table_of(named.fact)
        writer.say("，" if i else "", table.number if table is not None else "正文").name(named.best[0]).say(
            "为"
        ).figure(operand)
        writer.cite(*named.support[:2])
    if holds:
        return writer.say("，两者一致。").draft(left, verdict=verdict)
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


def _parts_and_whole(desk: Desk, parts: list[tuple[Operand, Selection]], whole: tuple[Operand, Selection]) -> Draft:
    """Whether parts add up to a whole; what is the whole once more (三类采购) is no part."""
    parts = [part for part in parts if part[0] != whole[0]]
    total = calculate("sum", *(operand for operand, _ in parts))
    gap = calculate("difference", total, whole[0])
    holds = agrees(quantity_of(total), quantity_of(whole[0]))
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    for i, (operand, named) in enumerate(parts):
        writer.say("、" if i else "").name(named.best[0]).figure(operand).cite(*named.support[:2])
    writer.say("，合计").figure(total).say("；").name(whole[1].best[0]).say("为").figure(whole[0]).cite(
        *whole[1].support[:2]
    )
    if holds and quantity_of(gap).value:
        return writer.say("，四舍五入后相差").figure(gap).say("，两者一致。").draft(whole[0], verdict=verdict)
    if holds:
        return writer.say("，两者一致。").draft(whole[0], verdict=verdict)
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


def grand_totals(desk: Desk) -> Draft:
    """Whether the grand totals of two tables agree."""
    found = [_grand_total(desk, number) for number in desk.question.slots.tables[:2]]
    gap = calculate("difference", found[0].fact, found[1].fact)
    holds = quantity_of(gap).value == 0
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    for i, named in enumerate(found):
        table = desk.knowledge.table_of(named.fact)
        writer.say("，" if i else "", f"{table.number if table else ''}合计为").figure(named.fact).cite(named.fact)
    if holds:
        return writer.say("，两者一致。").draft(found[0].fact, verdict=verdict)
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


def _grand_total(desk: Desk, number: str) -> Named:
    for index in desk.knowledge.indexes:
        for named in index.named:
            table = index.table_of(named.fact)
            if table is None or not is_table(table, (number,)) or named.row or named.column:
                continue
            if isinstance(named.fact.quantity, Amount) and named.fact.measure is Measure.VALUE:
                return named
    raise NotFoundError("所指的一张表里没有合计数。")
