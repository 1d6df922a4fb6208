"""Why and what for: the reasons and purposes a paragraph gives, and to which statements they belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Measure
from index.narrative import cues as words
from index.narrative.draft import Draft
from index.narrative.names import Name, is_stage, names

_LISTED = re.compile(r"(?:[一二三四五六]是|[（(]\d[）)]|\d[.、]|其[一二三]|首先|其次|另外|另一方面|同时)")
_PURPOSE_END = re.compile(
    r"[。；;]|[，,](?=20\d\d年度?共|全年共|年末|期末|截[至止]|人数|内容为|比|较|与上年|与20|同比|主要原因|其中|相比|增加|减少|下降)"
)
_TO_BUDGET = re.compile(
    r"(?:大于|小于|等于|低于|高于|超过?|比|较)(?:20\d\d年)?(?:年初|全年|调整|当年)?预算(?!.{0,3}执行)"
    r"|决算数?[与和跟](?:年初|全年|调整后?的?)?预算|预算数?[与和跟](?:支出)?决算"
)
_TO_LAST_YEAR = re.compile(r"(?:比|较|与)(?:上年|上一年|去年|20\d\d年)|同比")
_FURTHER = r"(?:与|比|较)(?:上年|去年|20\d\d年)[^，。；\d]{0,8}(?:相比)?[，,]?(?:增|减|下降|上升|降|提高)[^，。；\d]{0,4}\d"  # another comparison
_PARTS = re.compile(r"[，,]其中[：:]")
_CLAUSE_START = re.compile(r"[，,；;。：（(]$")
_WEAK = ("主要是", "主要为", "主要系")
_NEEDS_START = ("由于", "因为", "用于", "主要为", "主要是", "情况说明：", "主要系")


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason or purpose: ``start``/``end`` of its words, ``cue`` where its cue begins, ``subject`` whose it is."""

    cue: int
    start: int
    end: int
    subject: tuple[Name, ...] = ()
    weak: bool = False  # 主要是: a reason for a change, else what an amount is for
    moved: bool = False  # 减少的原因是: of what has changed, not of what was counted since
    against: str = ""  # "budget" (决算数小于预算数的主要原因) or "last" (较上年增加的主要原因), where the clause says


def reasons(text: str) -> list[Ground]:
    """The reasons of a paragraph in order; figures inside them are asides."""
    found: list[Ground] = []
    for match in words.reason().finditer(text):
        if (found and match.start() < found[-1].end) or not _opens(
            text, match["cue"], match.start("cue"), match.start()
        ):
            continue
        start = match.end()
        if re.match(r"用于|保障|安排", text[start:]) and match["cue"].startswith("主要是"):
            continue
        weak = match["cue"] in _WEAK
        end = _reason_end(text, start)
        parts = _PARTS.search(text, start, end) if weak else None
        end = parts.start() if parts else end
        subject, against = _subject(text, match.start()), _against(text, match.start())
        found.append(Ground(match.start(), start, end, subject, weak, bool(match["before"]), against))
    return found


def purposes(text: str, taken: Sequence[Ground]) -> Iterator[Ground]:
    """The purposes of a paragraph, outside its reasons."""
    for match in words.purpose().finditer(text):
        if text.startswith(("以下方面", "以下几"), match.end()):
            continue  # what follows are the parts of an amount
        if any(ground.start <= match.start() < ground.end for ground in taken):
            continue
        if not _opens(text, match["cue"], match.start(), match.start()):
            continue
        start = match.end()
        if match["cue"].endswith("保障"):
            start -= len("保障")
        end = _PURPOSE_END.search(text, start)
        yield Ground(match.start(), start, end.start() if end else len(text))


def attach(drafts: Sequence[Draft], text: str, earlier: Sequence[Draft], printed: dict[str, list[Ground]]) -> None:
    """Gives each reason and purpose to the statements of the amount it follows."""
    for kind, grounds in printed.items():
        for ground in grounds:
            content = text[ground.start : ground.end].strip("，,：: ")
            group = _group(drafts, earlier, ground, text)
            changed = any(
                draft.measure in (Measure.CHANGE, Measure.CHANGE_RATE) or draft.quantity is None for draft in group
            )
            meant = "purpose" if ground.weak and not changed else kind
            base = _last_base(group, ground)
            for draft in group:
                if not getattr(draft, meant) and not _compared_otherwise(draft, ground, base):
                    setattr(draft, meant, content)
                    draft.until = max(draft.until, ground.end) if draft.start < ground.start else 0


_CHANGES = (Measure.CHANGE, Measure.CHANGE_RATE)


def _last_base(group: Sequence[Draft], ground: Ground) -> int | None:
    """The year that the last change before a reason is measured against; None where the reason's clause says it."""
    moved = [draft for draft in group if draft.measure in _CHANGES and draft.end <= ground.cue]
    return moved[-1].base_year if moved and not ground.against else None


def _compared_otherwise(draft: Draft, ground: Ground, base: int | None) -> bool:
    """Whether a statement compares with the year before while the reason is for the budget, or the other way round."""
    if draft.measure is Measure.SHARE:
        return ground.against == "last" and "预算" in draft.base
    if draft.measure not in _CHANGES or draft.base_year is None:
        return False
    if base is not None:
        return draft.base_year != base
    return ground.against == ("budget" if draft.base_year < draft.year else "last")


def _group(drafts: Sequence[Draft], earlier: Sequence[Draft], ground: Ground, text: str) -> list[Draft]:
    said = [draft for draft in drafts if draft.end <= ground.cue and not draft.aside]
    if not said and ground.cue > 0:
        return []
    changed = [draft for draft in said if draft.measure in _CHANGES]
    said = changed if ground.moved and changed else said
    pool = said or [draft for draft in earlier if not draft.aside]
    if ground.subject:
        labels = {name.label for name in ground.subject}
        return [draft for draft in pool if any(name.label in labels for name in draft.names)]
    if said and said[-1].parents and "。" in text[said[-1].end : ground.cue]:  # after its parts: of the whole
        whole = said[-1].parents[0]
        pool = [draft for draft in said if any(name.label == whole for name in draft.names)]
    return [draft for draft in (*earlier, *drafts) if draft.group == pool[-1].group] if pool else []


def _opens(text: str, cue: str, cue_start: int, start: int) -> bool:
    """Whether a cue that is also a common word stands at the start of a clause."""
    if not cue.startswith(_NEEDS_START):
        return True
    return start == 0 or cue_start != start or _CLAUSE_START.search(text[:start]) is not None


def _reason_end(text: str, start: int) -> int:
    """Up to the stop or semicolon, or a purpose; a numbered list of reasons goes on over semicolons and stops."""
    position = start
    listed = (
        _LISTED.match(text, start) is not None
        or re.match(r".{0,30}[：:，。]一是", text[start : start + 40]) is not None
    )
    while True:
        match = re.search(
            rf"[。；;]|[，,](?=主要用于|主要是用于|截[至止])|(?<![元辆人次%％])[，,](?={_FURTHER})|(?<=[^一二三四五六])[）)](?=比|，比|较|。?$)",
            text[position:],
        )
        if match is None:
            return len(text)
        end = position + match.start()
        following = _LISTED.match(text, end + 1)
        if match.group() in "。；;" and (listed or match.group() != "。") and following:
            listed, position = True, end + 1
            continue
        if match.group() in "）)" and text.count("（", start, end) + text.count("(", start, end) > text.count(
            "）", start, end
        ) + text.count(")", start, end):
            position = end + 1
            continue
        return end


def _against(text: str, cue: int) -> str:
    """What the clause that a reason's cue ends compares with: the year's budget, the year before, or "" (unsaid)."""
    start = max(text.rfind(mark, 0, cue) for mark in "，,；;。：（(") + 1
    clause = text[start:cue]
    if _TO_BUDGET.search(clause):
        return "budget"
    return "last" if _TO_LAST_YEAR.search(clause) else ""


def _subject(text: str, cue: int) -> tuple[Name, ...]:
    """收入预算减少的主要原因是…: the metric whose reason it is, where the clause says."""
    start = max(text.rfind(mark, 0, cue) for mark in "，,；;。：（(") + 1
    clause = re.sub(
        r"(?:比|较|与)(?:上年|20\d\d年).*$|(?:大于|小于|等于|低于|高于)(?:年初|全年|调整)?预算数?.*$"
        r"|(?:支出)?决算数?[与和跟](?:年初|全年|调整后?的?)?预算数?.*$|(?:年初|全年)?预算数?[与和跟](?:支出)?决算数?.*$",
        "",
        text[start:cue],
    )
    found = names(clause) if 3 <= len(clause) <= 40 else ()
    return () if is_stage(found) else tuple(name for name in found if len(name.label) >= 3)
