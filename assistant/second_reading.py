"""A second reading of what a question asks, independent of the first: where the two contradict, nothing is answered.

The first reading follows cue words and the documents' names; the second is the trained reader of
``assistant.parsing.meaning``, which knows no document. A bare figure answers no question for a difference or a use.
"""

from __future__ import annotations

import re

from assistant.model import Refusal
from assistant.parsing.meaning import read_meanings
from assistant.parsing.model import ParsedQuestion

# Operation → what the question must not ask for by the second reading.
_CONTRADICTS = {
    "value": frozenset(("difference", "filter", "purpose", "reason")),
    "list": frozenset(("purpose", "reason")),
    "verify": frozenset(("purpose",)),
}

_WHICH = re.compile(r"(?:这|那|上述)(?:两|几|三)(?:家|个单位|个项目)|哪些(?:个)?(?:项目|单位|科目|部门|支出|费用|品目)")
_AMOUNTS = re.compile(r"(?:各|分别)[^,，。;；?？]{0,6}多少")
_UNHEARD = Refusal("没有把握听懂这个问题，请换个说法，或分开来问。", "incomplete_question")


def contradicted(question: ParsedQuestion, operation: str) -> Refusal | None:
    """A refusal where the second reading of a question leaves no room for the operation that answered it."""
    if operation == "value" and _WHICH.search(question.plain):
        return _UNHEARD
    unfit = _CONTRADICTS.get(operation)
    if unfit is None or question.cue("followup"):
        return None  # a follow-up says too little of itself
    if operation == "list" and _AMOUNTS.search(question.plain):
        return None  # 花在哪些方面，各多少: the amounts are asked for in so many words
    asked = {meaning.intent for meaning in read_meanings(question.text, _turns_before(question))}
    if not asked or not asked <= unfit:
        return None
    return _UNHEARD


def _turns_before(question: ParsedQuestion) -> tuple[str, ...]:
    turns = []
    before = question.previous
    while before is not None:
        turns.append(before.text)
        before = before.previous
    return tuple(reversed(turns))
