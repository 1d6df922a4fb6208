"""Sums over tables that the question says: one metric in each of them, or each metric in its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import calculate
from assistant.model import Draft
from assistant.operations import terms
from assistant.operations.desk import Desk, LastWordError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import read_slots

_NAMES_TABLE = re.compile(r"[”\"]?(?:预算|决算|情况|明细)*(?:表(?!\d|[一二三四五六七八九十])|[（(](?:公开|附)?表)")


def tables_said(question: ParsedQuestion) -> tuple[str, ...]:
    """The tables of a question: by number, else by the ends of their titles (基本支出表)."""
    numbers = tuple(table for table in question.slots.tables if table.isdigit())
    if question.slots.tables:
        return numbers if len(numbers) > 1 else question.slots.tables  # 基本支出表（表6）: one table
    named = (mention for mention in question.mentions if _NAMES_TABLE.match(question.plain, mention.end))
    return tuple(f"{mention.text}表" for mention in named)


def in_each_table(question: ParsedQuestion) -> Mention | None:
    """The one metric that a question has added up over several tables, whose names are no metrics of their own
    (甲费，基本支出表（表6）和项目支出表（表7）两边加一起)."""
    if len(tables_said(question)) < 2 or not question.cue("sum"):
        return None
    said = [mention for mention in question.mentions if not _NAMES_TABLE.match(question.plain, mention.end)]
    return said[0] if len(said) == 1 else None


def each_in_its_table(desk: Desk) -> list[tuple[str, MetricQuery]]:
    """The metrics of a sum with the table that each is said in (表6里的甲费和表7里的乙费); empty where they share tables."""
    if len(tables_said(desk.question)) < 2 or len(desk.question.queries) < 2:
        return []
    own = []
    for query in desk.queries():
        start = (query.contexts[0] if query.contexts else query.target).start
        before = read_slots(desk.question.plain[:start], desk.knowledge.years()).tables
        own.append((before[-1] if before else "", query))
    tables = [table for table, _ in own]
    return own if all(tables) and len(set(tables)) == len(tables_said(desk.question)) else []


def say_sum(desk: Desk, said: Sequence[tuple[str, MetricQuery]]) -> Draft:
    """Metrics as the tables said with them give them, together."""
    year = wanted_year(desk)
    found = [terms.need(desk.in_table(table), query, year) for table, query in said]
    if len(terms.different(found)) < len(found):
        raise LastWordError("所说的几张表没有各自的数，不能相加。", "incomplete_question")
    total = calculate("sum", *(term.operand for term in found))
    writer = Writer(desk).say(f"{year}年")
    for i, ((table, query), term) in enumerate(zip(said, found, strict=True)):
        writer.say("，" if i else "", f"表{table}的" if table.isdigit() else f"{table}的")
        writer.name(term.named.best[0], query).say("为").figure(term.operand).cite(*term.named.support[:1])
    return writer.say("，合计").figure(total).say("。").draft(total)
