"""What a document does not publish (涉密，不予公开): why a box is empty or a project has no targets, in its own words.

The names and figures of what is withheld stand nowhere: a question for them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.likeness import Weights, content
from assistant.model import Draft
from assistant.operations.desk import Desk, LastWordError, PassError
from assistant.operations.quotation import as_fact, quoted
from assistant.operations.sentences import Passage, passages
from assistant.operations.text import empty_table
from assistant.parsing.model import ParsedQuestion
from index.model import Chunk, Provenance
from index.vocabulary.names import key

name = "withheld"
_ASKED = re.compile(
    r"(?:没有?|未|不|不予|没能)(?:能)?(?:公开|公布|披露|显示|展示)|非公开|涉密|保密|看不到|查不到|(?:是|都)空(?:的|白)"
)
_SAID = re.compile(r"涉密|涉及(?:国家)?秘密|保密(?!审查|工作|法|局)|不予公开|非公开|不公开|不宜公开|未公开")
_WHY = re.compile(r"为(?:什么|啥|何)|原因|怎么|咋|缘故|理由|凭啥")
_OF_WITHHELD = re.compile(r"(?:公开|公布|披露|涉密|保密)的?.{0,6}(?:项目|内容|单位|事项|部分|资金)")
_NAMES = re.compile(r"哪|什么|啥|谁|多少|几")


# What is listed does not come to the whole: (公开的三个项目加起来没这么多) 为啥对不上？
_SHORT_OF_IT = re.compile(
    r"对不上|不一致|不相[等符]|没有?(?:这么|那么)多|不够|凑不[够齐满]|少(?:了)?一(?:大)?[截块]|差(?:了)?(?:这么|那么)?一?(?:大)?[截块]"
)
_LISTED = re.compile(r"公开|公布|列出|所列|明细")


def _asks_why_less(question: ParsedQuestion) -> bool:
    """Whether it is asked why the projects published do not add up to all of them, over several turns."""
    turns, before = question.plain, question.previous
    while before is not None:
        turns, before = f"{before.plain} {turns}", before.previous
    said = all(words.search(turns) for words in (_SHORT_OF_IT, _LISTED)) and "项目" in turns
    return said and _WHY.search(question.plain) is not None


def matches(question: ParsedQuestion) -> bool:
    if _asks_why_less(question):
        return True
    return _ASKED.search(question.plain) is not None and not question.cue("sum", "difference", "verify", "change")


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    tables = empty_table(desk, None) is not None if desk.question.slots.tables else False
    if tables or any(empty_table(desk, query) is not None for query in desk.question.queries):
        raise PassError("这张表自己写了为什么是空的。")
    found = [
        passage for index in desk.knowledge.indexes for passage in (*passages(index), *_rows(desk, index.document.id))
    ]
    said = [passage for passage in found if _SAID.search(passage.near)]
    if not _WHY.search(plain):
        if _NAMES.search(plain) and _OF_WITHHELD.search(plain):
            raise LastWordError("不公开的内容，文件没有印出它的名称和金额。", "not_in_documents")
        raise PassError("没有认出要问什么。")
    if not said:
        raise PassError("文件没有写哪些内容不公开。")
    if _asks_why_less(desk.question):
        about = [passage for passage in said if "项目" in passage.near] or said
        return quoted(desk, [as_fact(desk, about[0].chunk)])
    weights = Weights.over(
        [passage.near + passage.around for passage in found], content(plain, desk.knowledge.documents)
    )
    best = max(said, key=lambda passage: weights.share(passage.near, passage.around))
    if len(said) > 1 and weights.share(best.near, best.around) < _ENOUGH:
        raise PassError("文件没有写所问的内容为什么不公开。")
    return quoted(desk, [as_fact(desk, best.chunk)])


_ENOUGH = 0.25


def _rows(desk: Desk, document_id: str) -> Iterator[Passage]:
    """Rows of tables whose label is a remark (因涉密，不予公开。)."""
    for table in desk.knowledge.by_document[document_id].document.tables:
        for number, row in enumerate(table.rows):
            if _SAID.search(row.label):
                place = Provenance(document_id, row.quote or row.label, row.page, table.id, number)
                chunk = Chunk(f"row:{table.id}:{number}", document_id, row.label, "", place)
                yield Passage(key(row.label), key(table.title), chunk)
