"""The things that a table counts row by row, together: 会议费明细表里四个会加起来多少人参加."""

from __future__ import annotations

import re

from assistant.calculations import calculate
from assistant.knowledge import DocumentIndex
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.counted import heading_of
from assistant.operations.desk import Desk, LastWordError, PassError, Writer, name_of
from assistant.operations.rows import once
from assistant.parsing.model import ParsedQuestion
from assistant.table_names import is_table
from index.amounts import Amount, Count, read_count
from index.model import BudgetTable, Measure, TableKind
from index.vocabulary.names import key

name = "tally"
_ASKED = re.compile(r"(?:几|多少|好多)个?(?P<unit>人次|人(?!民币)|名|批次|场|期|台|套|辆|件)")
_TOGETHER = re.compile(r"加起来|加在?一[起块]|合起来|合计|一共|总共|共计|总计|拢共|累计|共(?=有|要|计|安排|多少)")
_COUNTED = re.compile(r"(?P<n>[两二三四五六七八九十\d]+)(?:个|场|次|期|项|类|种|行|笔)(?!月|人)")
_DETAILS = re.compile(r"明细|一览|清单|计划表|情况表")
_OF_MONEY = r"^(?:金额|预算(?:数|金额)?|安排(?:数|金额)?|经费|费用)$"
_MONEY = re.compile(r"(?:几|多少)(?:钱|元|万|块)")
_FEWEST = 2


def matches(question: ParsedQuestion) -> bool:
    money = _MONEY.search(question.plain) and _DETAILS.search(question.plain) and not question.cue("filter")
    asked = (_ASKED.search(question.plain) or money) and _TOGETHER.search(question.plain)
    return bool(asked) and not question.cue("rank", "share", "change", "difference", "verify", "except")


def answer(desk: Desk) -> Draft:
    asked = _ASKED.search(desk.question.plain)
    unit = asked["unit"] if asked is not None else ""
    header = heading_of(unit) or _OF_MONEY
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if _is_meant(desk, table) and (unit or table.kind is TableKind.OTHER):
                rows = _said(desk, _counts(index, table, header))
                if len(rows) >= _FEWEST:
                    return _say(desk, rows, unit)
    raise PassError("没有一张表逐行列出所问的数量。")


def _is_meant(desk: Desk, table: BudgetTable) -> bool:
    """Whether the question, or a turn before it, names the table; or says what its title says it lists (培训)."""
    turn: ParsedQuestion | None = desk.question
    while turn is not None:
        if turn.slots.tables:
            return is_table(table, turn.slots.tables)
        turn = turn.previous
    listed = key(table.title)[:2]
    about = table.kind is TableKind.OTHER and _DETAILS.search(table.title) is not None
    return about and len(listed) > 1 and listed in key(desk.question.plain)


def _counts(index: DocumentIndex, table: BudgetTable, header: str) -> tuple[Named, ...]:
    """The cells of the counting column, without its total."""
    return once(
        named
        for named in index.named
        if named.fact.provenance.table == table.id
        and named.row
        and not named.fact.total
        and named.fact.certain
        and named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Amount if header == _OF_MONEY else Count)
        and named.fact.column_path
        and re.search(header, key(named.fact.column_path[-1]))
    )


def _said(desk: Desk, rows: tuple[Named, ...]) -> tuple[Named, ...]:
    """The rows that the question names, where it names some."""
    names = {name for mention in desk.question.mentions for name in mention.keys}
    return tuple(named for named in rows if named.row in names) or rows


def _say(desk: Desk, rows: tuple[Named, ...], unit: str) -> Draft:
    said = _COUNTED.search(desk.question.plain)
    counted = calculate("count", *(named.fact for named in rows), unit="项")
    if said is not None and read_count(said["n"]) not in (0, len(rows)):
        raise LastWordError(f"问题说的是{said.group()}，表里列有{len(rows)}行，请说明是哪几行。", "incomplete_question")
    total = calculate("sum", *(named.fact for named in rows), unit=unit or None)
    writer = Writer(desk).say(f"{rows[0].fact.year}年")
    for i, named in enumerate(rows):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    writer.say("，").figure(counted).say("合计").figure(total).say("。")
    items = [writer.item(name_of(named), named.fact) for named in rows]
    return writer.draft(total, items=items)
