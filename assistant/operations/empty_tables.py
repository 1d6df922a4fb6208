"""Which of the published tables are empty: those that hold no figure but zero, by their titles."""

from __future__ import annotations

import re

from assistant.calculations import calculate
from assistant.model import Draft, Item, Quote
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.quotation import as_fact
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetDocument, BudgetTable, Chunk, Provenance, TableKind

name = "empty_tables"

_NO_FIGURE = r"(?:空(?!编)|没有?(?:数|内容|填|任何)|无(?:数据|内容)|一片空白)"
_ASKED = re.compile(
    rf"(?:哪|几|多少)[几些一]?(?:张|个)?(?:公开的?|预算|决算)?表[^,，。;；?？]{{0,8}}{_NO_FIGURE}"
    rf"|表[^,，。;；?？]{{0,6}}哪[几些一]?张[^,，。;；?？]{{0,6}}{_NO_FIGURE}"
    r"|空(?:白)?表[^,，。;；?？]{0,4}(?:哪|几|多少|是什么|叫)|(?:哪|几|多少)[几些一]?(?:张|个)?(?:是)?空(?:白)?表"
)
_OTHER_KINDS = (TableKind.OTHER, TableKind.PROJECT_PERFORMANCE, TableKind.DEPARTMENT_PERFORMANCE)
# Every department has figures in these: one without was not read.
_NEVER_EMPTY = (
    TableKind.TOTAL_INCOME_EXPENDITURE,
    TableKind.TOTAL_INCOME,
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
    TableKind.BASIC_EXPENDITURE,
)


def matches(question: ParsedQuestion) -> bool:
    return _ASKED.search(question.plain) is not None and not question.cue("reason", "why_empty", "verify")


def answer(desk: Desk) -> Draft:
    said = desk.question.slots.years
    document = max(
        (one for one in desk.knowledge.documents if not said or one.year in said),
        key=lambda one: one.year,
        default=desk.document,
    )
    empty = [table for table in document.tables if _is_empty(table)]
    if not empty:
        raise NotFoundError("读到的各表都有数，没有空表。")
    facts = [as_fact(desk, _title(document, table), number) for number, table in enumerate(empty)]
    writer = Writer(desk).say("没有数的表共").figure(calculate("count", *facts, unit="张")).say("：")
    for i, (table, fact) in enumerate(zip(empty, facts, strict=True)):
        writer.say("、" if i else "", Quote(table.title, fact))
    writer.say("。").cite(*facts)
    total = calculate("count", *facts, unit="张")
    return writer.draft(total, items=[Item(table.title) for table in empty])


def _is_empty(table: BudgetTable) -> bool:
    """Whether a table of the published set holds no figure but zero; one that was not read as a whole says nothing."""
    if table.kind in (*_OTHER_KINDS, *_NEVER_EMPTY) or not table.title:
        return False
    return not any(cell.value for row in table.rows for cell in row.cells)


def _title(document: BudgetDocument, table: BudgetTable) -> Chunk:
    place = Provenance(document.id, table.title, table.pages[0] if table.pages else None, table.id)
    return Chunk("empty", document.id, table.title, "", place)
