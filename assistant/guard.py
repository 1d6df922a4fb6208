"""The last look at an answer: what the question says and the answer does not account for makes it a refusal.

A bare whole is no answer to a question about a part of it (单独, 每亩, 人均), one department none to a question about
two, a sum of four none to one about three. Each objection is a function of the question and its answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.accounting import sources, unaccounted
from assistant.knowledge import Knowledge
from assistant.model import Calculation, CitedAnswer, Claim, Draft, Refusal
from assistant.parsing.cues import cue_spans, narrowing
from assistant.parsing.model import ParsedQuestion
from index.amounts import read_chinese_number
from index.vocabulary.names import key


@dataclass(frozen=True, slots=True)
class Given:
    """An answer about to be given, with the question and the draft that it comes from."""

    question: ParsedQuestion
    knowledge: Knowledge
    draft: Draft
    answer: CitedAnswer


def objection(given: Given) -> Refusal | None:
    """The first reason not to give an answer, None where the question is accounted for."""
    found = (check(given) for check in _OBJECTIONS)
    return next((refusal for refusal in found if refusal is not None), None)


def _names(given: Given) -> Refusal | None:
    """Something is named that neither the answer nor its sources hold."""
    missing = (
        unaccounted(given.question, given.knowledge, given.answer.text, given.answer.citations)
        if given.draft.value is not None
        else ""
    )
    return Refusal(f"文件里没有找到“{missing}”的数，不能作答。", "not_in_documents") if missing else None


def _narrowed(given: Given) -> Refusal | None:
    """A word narrows what is asked for, and nothing in the answer does."""
    said = next((match for match in narrowing().finditer(given.question.plain)), None)
    if said is None or key(said.group()) in sources(given.answer.text, given.answer.citations):
        return None
    if f"/{said['per'] or said['mean']}" in given.answer.text:
        return None
    return Refusal(f"问题问的是“{said.group()}”的数，文件里只有未作这样区分的数，不能作答。", "only_breakdown_missing")


_CEILING = re.compile(
    r"(?:最高|最多|不能?超过|不得超过|不高于|上限|控制[在到])[^,，。;；?？]{0,6}(?:多少|几|什么价)|(?:多少|几)[^,，。;；?？]{0,4}(?:以内|封顶)"
)
_LIMIT = re.compile(r"[≤≥<>]|不超过|不高于|不低于|上限|控制|以内|最高")


def _ceiling(given: Given) -> Refusal | None:
    """A limit is asked for; an average or an amount is none."""
    if not _CEILING.search(given.question.plain) or given.draft.value is None:
        return None
    quotes = " ".join(citation.quote for citation in given.answer.citations)
    if _LIMIT.search(given.answer.text) or _LIMIT.search(quotes) or given.draft.items:
        return None
    return Refusal("文件里有它的数，但没有所问的上限。", "not_in_documents")


def _departments(given: Given) -> Refusal | None:
    """Several departments are named, and the answer rests on the documents of fewer."""
    cited = {citation.department for citation in given.answer.citations}
    missing = [name for name in given.question.slots.departments if name not in cited]
    if len(given.question.slots.departments) < 2 or not missing:
        return None
    return Refusal(f"问题问到几个部门，没有找到“{missing[0]}”的相应的数，不能作答。", "not_in_documents")


_SAID = re.compile(
    r"(?<![\d第前后年月日])([两二三四五六七八九]|\d{1,2})大?(?:项|笔|个|家|块|者|类|样|种)(?!百分|亿|月|年|季|点)"
)
_NEAR = 10  # characters between “三笔” and 合起来


def _number(given: Given) -> Refusal | None:
    """“这三笔合起来”: a sum of another number of figures is not what was asked for."""
    added = {
        len(segment.basis.operands)
        for segment in given.draft.segments
        if isinstance(segment, Claim) and isinstance(segment.basis, Calculation) and segment.basis.operator == "sum"
    }
    said = list(_SAID.finditer(given.question.plain))
    sums = [start for start, _ in cue_spans(given.question.plain, "sum")]
    near = [match for match in said if any(0 <= start - match.end() <= _NEAR for start in sums)]
    numbers = {2 if match.group(1) == "两" else read_chinese_number(match.group(1)) for match in near or said}
    if not added or not numbers or not sums or added & {int(number) for number in numbers if number is not None}:
        return None
    return Refusal("问题里说要相加的几项没有全部认出来，请逐项说出名称。", "incomplete_question")


_STOP = re.compile(r"[?？。;；]")
_HOW_MANY = re.compile(r"多少|几")


def _each_asked(given: Given) -> Refusal | None:
    """Two sentences ask for a figure each, and the answer gives but one."""
    if given.draft.value is None or given.draft.items:
        return None
    plain, targets = given.question.plain, [query.target.start for query in given.question.queries]
    asked, start = 0, 0
    for end in (*(match.start() for match in _STOP.finditer(plain)), len(plain)):
        asked += bool(_HOW_MANY.search(plain[start:end])) and any(start <= target < end for target in targets)
        start = end
    if asked < 2 or len(given.answer.figures) >= asked:
        return None
    return Refusal("一次问了几个数，没有全部找到，请分开来问。", "incomplete_question")


_OBJECTIONS: tuple[Callable[[Given], Refusal | None], ...] = (
    _names, _narrowed, _ceiling, _departments, _number, _each_asked,
)  # fmt: skip
