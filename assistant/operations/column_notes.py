"""What a table's own note says of one of its columns: whether 预算数 is the budget of the beginning of the year or the
adjusted one."""

from __future__ import annotations

import re

from assistant.model import Draft
from assistant.named import about
from assistant.operations.desk import Desk, PassError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from assistant.table_names import is_table
from index.model import BudgetTable, Chunk, Provenance

name = "column_notes"

_ASKED = re.compile(
    r"(?P<column>预算数|决算数)[^,，。;；?？]{0,12}(?:年初|全年|调整)[^,，。;；?？]{0,10}(?:还是|或者)"
    r"|(?P<basis>预算数|决算数)[”\"]?(?:说的)?(?:是|指|按)(?:的是)?(?:什么|哪个|哪种|啥)(?:口径|数|预算)?"
)
_SENTENCE = re.compile(r"[^。；;]+[。；;]?")


def matches(question: ParsedQuestion) -> bool:
    return _ASKED.search(question.plain) is not None


def answer(desk: Desk) -> Draft:
    said = _ASKED.search(desk.question.plain)
    assert said is not None
    column = said["column"] or said["basis"]
    tells = re.compile(rf"{column}[^。；;]{{0,4}}(?:为|是|指|反映)")
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if not _is_meant(desk, table):
                continue
            for note in table.notes:
                for sentence in _SENTENCE.findall(note):
                    if tells.search(sentence):
                        place = Provenance(index.document.id, sentence.strip(), table.pages[0] if table.pages else None)
                        chunk = Chunk("note", index.document.id, sentence.strip(), "", place)
                        return quoted(desk, [as_fact(desk, chunk)])
    raise PassError(f"表的说明没有写“{column}”是哪一种。")


def _is_meant(desk: Desk, table: BudgetTable) -> bool:
    """Whether a table is the one named, or is about the metric named."""
    if desk.question.slots.tables:
        return is_table(table, desk.question.slots.tables)
    said = {term for mention in desk.question.mentions for term in mention.terms[:1]}
    return not said or bool(said.intersection(about(table)))
