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
    r"|[,，]主要(?:就|还|都)?是(?P<done>(?:压|减|增|新增|少|多|取消|停|缩)[^,，。;；?？]{2,})"
)
_MADE = re.compile(
    r"(?:,|，)?(?:主要|就|都|全)*(?:是|因)(?P<cause>[^,，。;；?？是]{3,}?)(?:所)?(?:造成|导致|引起|带来|拉动|带动|致)的?(?=[,，。;；?？吧吗]|$)"
)  # 是人员增加造成的
_USE = re.compile(
    r"(?:都|全|主要|专门|就)*(?:是)?(?:用于|用来|用在|拿来|花在)(?P<cause>[^,，。;；?？]{2,}?)(?:的)?(?=[,，。;；?？]|对吗|是吗|$)"
)
_ASKS = re.compile(r"什么|啥|哪|多少|几(?!十|百)|为何|怎么")
_LESS, _MORE = re.compile(r"减|降|少|压|缩"), re.compile(r"增|涨|多|升|扩")
_ONLY = re.compile(r"全|都|只|仅|唯一|完全")  # the printed words do not say that there is nothing else
_SAME_WORDS = 0.6  # of the pairs of characters of a reason that the printed one holds


def matches(question: ParsedQuestion) -> bool:
    said = _said(question.plain)
    if said is None or not question.cue("verify") or _ASKS.search(question.plain):
        return False
    before = any(query.target.start < said.start() for query in question.queries)
    return before or (said.re is not _USE and reason.TOTAL.search(question.plain, 0, said.start()) is not None)


def _said(plain: str) -> re.Match[str] | None:
    return _CAUSE.search(plain) or _MADE.search(plain) or (_USE.search(plain) if not re.search(r"\d", plain) else None)


def answer(desk: Desk) -> Draft:
    said = _said(desk.question.plain)
    assert said is not None
    before = (query for query in desk.question.queries if query.target.start < said.start())
    query = next(before, None) or reason.whole(desk)[0]
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
    cause = said["cause"] if said.re is not _CAUSE else said["cause"] or said["done"]
    if not _written(cause, told, desk):
        return _not_written(cause, told, desk)
    return replace(told, segments=("是的，", *told.segments), verdict="yes")


def _not_written(cause: str, told: Draft, desk: Desk) -> Draft:
    """Another reason than the printed one: false where it says the opposite, or where what it names did not move so."""
    if _opposite(cause, told):
        return replace(told, segments=("不是，", *told.segments), verdict="no")
    named = [query.target for query in desk.question.queries if key(query.target.text) in key(cause)]
    if any(name.terms or len(name.text) >= _A_NAME for name in named) and (_LESS.search(cause) or _MORE.search(cause)):
        judged = _judged_head(desk, cause)
        if judged is not None and judged.verdict == "no":
            return replace(
                judged, segments=(*judged.segments, *told.segments), support=(*judged.support, *told.support)
            )
    return replace(told, verdict=None)


_A_NAME = 3  # characters: 会议费; 人员 is a word of many names


def _opposite(cause: str, told: Draft) -> bool:
    """Whether the printed reason says of the same thing that it rose, and the user that it fell, or the reverse."""
    printed = _printed(told)
    thing = key(_MOVED.sub("", cause))
    less, more = _LESS.search(cause) is not None, _MORE.search(cause) is not None
    fell, rose = _LESS.search(printed) is not None, _MORE.search(printed) is not None
    return len(thing) > 1 and thing in printed and less != more and fell != rose and less is rose


_MOVED = re.compile(r"减少|增加|下降|降低|增长|上涨|上升|压缩|压减|[减降少压缩增涨多升扩了的]")


def _printed(told: Draft) -> str:
    """The printed reason of a sentence that is quoted."""
    printed = key("".join(part.text for part in told.segments if isinstance(part, Quote)))
    return printed[printed.rfind("原因") + 1 :]


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
    printed = _printed(told)
    if any(word.search(cause) and not word.search(printed) for word in (_LESS, _MORE)):
        return False
    return held(content(cause, desk.knowledge.documents), printed) >= _SAME_WORDS
