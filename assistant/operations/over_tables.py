"""Tables that the question says: sums of one metric in each of them, or of each in its own; two figures of two tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft
from assistant.named import Named
from assistant.operations import terms
from assistant.operations.desk import Desk, LastWordError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import read_slots
from assistant.table_names import titles
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.names import in_order, key

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


_TABLE_OF = re.compile(r"(?P<more>[”\"]?[\u4e00-\u9fff]{0,8}?)表(?:[里中内上]面?)?(?:所?列)?的?[“\"]?")


def two_named_tables(desk: Desk) -> list[Selection]:
    """The two figures of a question that says each with its table's name (甲表中的某费比乙表里的某费多多少); empty where it
    does not, or a name fits no table or several with other figures."""
    found = []
    for title, metric in said_in_tables(desk.question):
        cells = _in_titled(desk, key(title), metric)
        if len({quantity_of(cell.fact).value for cell in cells}) != 1:
            return []
        found.append(Selection(tuple(cells[:1])))
    places = {one.fact.provenance.table for one in found}
    return found if len(places) == 2 else []


def said_in_tables(question: ParsedQuestion) -> list[tuple[str, Mention]]:
    """Two metrics, each with the words for its table before it; empty where they are not so said."""
    mentions = sorted(question.mentions, key=lambda mention: mention.start)
    if len(mentions) != 4:
        return []
    pairs = []
    for table, metric in (mentions[:2], mentions[2:]):
        between = _TABLE_OF.fullmatch(question.plain[table.end : metric.start])
        if between is None:
            return []
        pairs.append((table.text + between["more"], metric))
    return pairs


def _in_titled(desk: Desk, title: str, metric: Mention) -> list[Named]:
    """The amounts of a metric in tables whose title holds what is said, in its order; of the row's whole where a table
    has columns."""
    year, cells = wanted_year(desk), []
    for index in desk.knowledge.indexes:
        fitting = {table.id for table in index.document.tables if any(in_order(title, one) for one in titles(table))}
        cells += [
            named
            for named in index.named
            if named.fact.provenance.table in fitting and named.fact.measure is Measure.VALUE
            and named.fact.year == year and isinstance(named.fact.quantity, Amount)
            and (
                named.row in metric.keys or named.row_terms & set(metric.terms[:1])
                or (not named.row and named.column in metric.keys)
            )
        ]  # fmt: skip
    exact = [named for named in cells if named.row in metric.keys] or cells
    return [named for named in exact if not named.column] or exact
