"""Whether a figure changed for the reason that the user gives (是因为…减少，对吗), or is spent as the user says (主要用于…).

What the document writes in the same words holds. Words of another kind are not called false: the printed reason or
use is quoted, for the reader to compare.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.grouping import regroup
from assistant.likeness import content, held
from assistant.model import Draft, Quote
from assistant.operations import purpose, reason, verify
from assistant.operations.desk import Desk, LastWordError, NotFoundError
from assistant.operations.quotation import quoted
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.parse import parse
from index.vocabulary.names import key

name = "cause"
_CAUSE = re.compile(
    r"(?:,|，)?(?:是|就是|主要是?|都是)?(?:因为|由于|原因(?:主要)?(?:就)?是)(?P<cause>[^,，。;；?？]{3,})"
)
_USE = re.compile(
    r"(?:都|全|主要|专门|就)*(?:是)?(?:用于|用来|用在|拿来|花在)(?P<cause>[^,，。;；?？]{2,}?)(?:的)?(?=[,，。;；?？]|对吗|是吗|$)"
)
_ASKS = re.compile(r"什么|啥|哪|多少|几(?!十|百)|为何|怎么")
_LESS, _MORE = re.compile(r"减|降|少|压|缩"), re.compile(r"增|涨|多|升|扩")
_ONLY = re.compile(r"全|都|只|仅|唯一|完全")  # the printed words do not say that there is nothing else
_SAME_WORDS = 0.6  # of the pairs of characters of a reason that the printed one holds


def matches(question: ParsedQuestion) -> bool:
    said = _said(question.plain)
    if said is None or not question.queries or _ASKS.search(question.plain):
        return False
    return question.cue("verify") and any(query.target.start < said.start() for query in question.queries)


def _said(plain: str) -> re.Match[str] | None:
    return _CAUSE.search(plain) or (_USE.search(plain) if not re.search(r"\d", plain) else None)


def answer(desk: Desk) -> Draft:
    said = _said(desk.question.plain)
    assert said is not None
    query = next(query for query in desk.question.queries if query.target.start < said.start())
    if said.re is _USE:
        told = purpose.answer(replace(desk, question=replace(desk.question, queries=(query,))))
        lead = "是的，" if _written(said["cause"], told, desk) and not _ONLY.search(said.group()) else ""
        segments = (f"{lead}文件写的用途是：", *told.segments)
        return replace(told, segments=segments, verdict="yes" if lead else None)
    head = _judged_head(desk, desk.question.plain[: said.start()])
    facts = reason.stated(desk, query)
    if not facts and head is not None and head.verdict == "no":
        return head
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
    return held(content(cause, desk.knowledge.documents), printed) >= _SAME_WORDS
