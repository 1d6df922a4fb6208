"""Whether a figure changed for the reason that the user gives (是因为…减少，对吗): held against the printed reason.

What the document writes in the same words holds. Words of another kind are not called false: the printed reason is
quoted, for the reader to compare.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.grouping import regroup
from assistant.likeness import content
from assistant.model import Draft, Quote
from assistant.operations import reason, verify
from assistant.operations.desk import Desk, LastWordError, NotFoundError
from assistant.operations.quotation import quoted
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.parse import parse
from index.vocabulary.names import key

name = "cause"
_CAUSE = re.compile(
    r"(?:,|，)?(?:是|就是|主要是?|都是)?(?:因为|由于|原因(?:主要)?(?:就)?是)(?P<cause>[^,，。;；?？]{3,})"
)
_ASKS = re.compile(r"什么|啥|哪|多少|几(?!十|百)|为何|怎么")
_LESS, _MORE = re.compile(r"减|降|少|压|缩"), re.compile(r"增|涨|多|升|扩")
_SAME_WORDS = 0.6  # of the pairs of characters of a reason that the printed one holds


def matches(question: ParsedQuestion) -> bool:
    said = _CAUSE.search(question.plain)
    if said is None or not question.queries or _ASKS.search(question.plain):
        return False
    return question.cue("verify") and any(query.target.start < said.start() for query in question.queries)


def answer(desk: Desk) -> Draft:
    said = _CAUSE.search(desk.question.plain)
    assert said is not None
    query = next(query for query in desk.question.queries if query.target.start < said.start())
    head = _judged_head(desk, desk.question.plain[: said.start()])
    facts = reason.stated(desk, query)
    if not facts:
        raise LastWordError(f"文件没有写“{query.target.text}”变化的原因，不能核对。")
    told = quoted(desk, facts[:1], "文件写的原因是：")
    if head is not None and head.verdict == "no":
        return replace(head, segments=(*head.segments, *told.segments), support=(*head.support, *told.support))
    if not _written(said["cause"], told, desk):
        return replace(told, verdict=None)
    return replace(told, segments=("是的，", *told.segments), verdict="yes")


def _judged_head(desk: Desk, text: str) -> Draft | None:
    """The verdict on what is said to have happened, None where that says nothing to judge."""
    question = regroup(parse(f"{text}，对吗?", desk.knowledge), desk.knowledge)
    if not verify.matches(question):
        return None
    try:
        return verify.answer(replace(desk, question=question))
    except NotFoundError:
        return None


def _written(cause: str, told: Draft, desk: Desk) -> bool:
    printed = key("".join(part.text for part in told.segments if isinstance(part, Quote)))
    printed = printed[printed.rfind("原因") + 1 :]
    if any(word.search(cause) and not word.search(printed) for word in (_LESS, _MORE)):
        return False
    pairs = {pair for run in content(cause, desk.knowledge.documents) for pair in run}
    return bool(pairs) and sum(pair in printed for pair in pairs) / len(pairs) >= _SAME_WORDS
