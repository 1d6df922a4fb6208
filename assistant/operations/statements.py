"""Several statements in one question: each is judged by itself, and the answer tells of all of them.

All of them must hold for a yes. One that does not makes it a no, even where another could not be judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.accounting import narrowed_by
from assistant.grouping import regroup
from assistant.model import Claim, Draft, Segment
from assistant.operations import verify
from assistant.operations.desk import Desk, LastWordError, NotFoundError, PassError
from assistant.operations.verify.vehicle_words import speaks_of_vehicles
from assistant.parsing.model import Mention, ParsedQuestion
from assistant.parsing.parse import parse
from assistant.parsing.products import read_product
from assistant.parsing.statements import Statement, may_hold_several, statements
from index.model import Fact
from index.vocabulary.names import key

name = "statements"


def matches(question: ParsedQuestion) -> bool:
    if question.cue("reason", "definition", "in_words", "hypothetical") or read_product(question.plain) is not None:
        return False
    return (question.cue("verify") or question.plain.endswith(("?", "吗", "吧"))) and may_hold_several(question.plain)


@dataclass(frozen=True, slots=True)
class _Judged:
    statement: Statement
    draft: Draft | None
    missing: str = ""  # why it could not be judged


def answer(desk: Desk) -> Draft:
    said = statements(desk.question.plain, lambda clause: _names_something(desk, clause))
    if len(said) < 2:
        raise PassError("问题里只有一个说法。")
    if all(speaks_of_vehicles(text) for text in (desk.question.plain, *(one.text for one in said))):
        raise PassError("各个说法都是说车辆的，一并核对。")
    judged = [_judge(desk, said, i) for i in range(len(said))]
    wrong = [one for one in judged if one.draft is not None and one.draft.verdict == "no"]
    missing = [one for one in judged if one.draft is None]
    if missing and not wrong:
        raise LastWordError(f"“{missing[0].statement.text}”这一句没能核对：{missing[0].missing}")
    return _told(desk, judged, wrong)


def _names_something(desk: Desk, clause: str) -> bool:
    return bool(parse(f"{clause}吗", desk.knowledge).mentions) or speaks_of_vehicles(clause)


def _judge(desk: Desk, said: tuple[Statement, ...], i: int) -> _Judged:
    """The verdict on one statement, asked as a question of its own; a part of the one before, first as such."""
    missing = ""
    for text in _wordings(desk, said, i):
        question = _asked(desk, text)
        if not verify.matches(question):
            missing = missing or "没有认出所说的数或关系。"
            continue
        try:
            draft = verify.answer(replace(desk, question=question))
        except NotFoundError as error:
            missing = missing or error.refusal.text
            continue
        wider = narrowed_by(question, desk.knowledge, _known(draft)) if draft.verdict == "no" else ""
        if wider:
            missing = f"文件里没有找到“{wider}”的数。"
        elif draft.verdict is not None:
            return _Judged(said[i], draft)
    return _Judged(said[i], None, missing)


def _known(draft: Draft) -> str:
    """The words of a draft and of what it rests on, as one key."""
    claimed = (part.basis for part in draft.segments if isinstance(part, Claim) and isinstance(part.basis, Fact))
    facts = [*claimed, *draft.support]
    return key(draft.text + "".join("".join((fact.label, *fact.row_path, fact.provenance.quote)) for fact in facts))


_HEADS = re.compile(r"^(?:预算|支出|总额|经费)*(?:里面?|中|当中|方面|上)[,，]?")


def _wordings(desk: Desk, said: tuple[Statement, ...], i: int) -> list[str]:
    """How a statement may be asked by itself: a part of what the first one heads (政府采购中，…) or names, or as said."""
    text = said[i].text
    if not i:
        return [text]
    first = f"{said[0].text}吗"
    whole = next(iter(parse(first, desk.knowledge).mentions), None)
    if whole is None or whole.text in text:
        return [text]
    part = said[i].among or _HEADS.match(first[whole.end :]) is not None
    if "占" in text and len(parse(f"{text}吗", desk.knowledge).mentions) == 1:
        whole = _whole_of_share(desk, said[i - 1].text) or whole
        part = True
    within = f"{whole.text}里，{text}"
    return [within, text] if part else [text]


def _whole_of_share(desk: Desk, text: str) -> Mention | None:
    """The whole that a share was said of (…占三公经费的一半)."""
    if "占" not in text:
        return None
    after = text.index("占")
    return next((one for one in parse(f"{text}吗", desk.knowledge).mentions if one.start > after), None)


def _asked(desk: Desk, text: str) -> ParsedQuestion:
    question = regroup(parse(f"{text}，对吗?", desk.knowledge), desk.knowledge)
    before = desk.question.previous
    if before is not None and not question.slots.years:
        question = question.with_slots(years=before.slots.years)
    if not question.slots.departments:
        question = question.with_slots(departments=desk.question.slots.departments)
    return question


def _told(desk: Desk, judged: list[_Judged], wrong: list[_Judged]) -> Draft:
    """The answer: what the documents say of each statement, and which of them do not hold."""
    right = [one for one in judged if one.draft is not None and one not in wrong]
    segments: list[Segment] = ["不是，不符的是：" if wrong else "是的，", *_bodies(wrong or right), "。"]
    if wrong and right:
        segments += ["属实的是：", *_bodies(right), "。"]
    if len(wrong) + len(right) < len(judged):
        segments += ["另有说法没能核对。"]
    known = [*wrong, *right]
    headline = known[0].draft
    assert headline is not None
    support = tuple(dict.fromkeys(fact for one in known if one.draft is not None for fact in one.draft.support))
    desk.trace.append(f"问题里有{len(judged)}个说法，逐个核对")
    return replace(headline, segments=tuple(segments), verdict="no" if wrong else "yes", items=(), support=support)


def _bodies(judged: list[_Judged]) -> list[Segment]:
    segments: list[Segment] = []
    for one in judged:
        assert one.draft is not None
        segments += [*(["；"] if segments else []), *_body(one.draft)]
    return segments


def _body(draft: Draft) -> list[Segment]:
    """What an answer says after its verdict, without the stop at its end."""
    segments = list(draft.segments)
    if segments and isinstance(segments[0], str):
        segments[0] = segments[0].removeprefix("是的，").removeprefix("不是，")
    if segments and isinstance(segments[-1], str):
        segments[-1] = segments[-1].removesuffix("。")
    return [segment for segment in segments if segment != ""]
