"""Departments that a question names each with its own year and stage (甲局2023年决算、乙局2025年预算), and the words left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.scoping import find_departments
from index.model import BudgetDocument, Stage

_YEAR = r"(?P<year>(?:20)?\d\d)(?:年(?:度)?|(?=预算|决算))"
_STAGE = r"(?:的)?(?:部门|单位)?(?:收支|收入|支出)?(?P<stage>预算|决算)(?!总|支出|收入|单位|项目|安排|里|中)(?:数据?|文件|公开)?"
_AFTER = re.compile(rf"(?P<dated>(?:的|[(（《,，])?(?:{_YEAR})?)(?:{_STAGE})?[)）》]?")
_BEFORE = re.compile(rf"{_YEAR}(?:的)?$")
_LISTED = re.compile(r"[、,，和与跟及同]*")
_STAGES = {"预算": Stage.BUDGET, "决算": Stage.FINAL}


@dataclass(frozen=True, slots=True)
class Owner:
    """A department with the year and stage said of it (None: not said). ``start`` to ``end`` is its place in the plain
    question with them; ``dated`` is where its year ends, before the word for its stage."""

    department: str
    start: int
    end: int
    dated: int
    year: int | None = None
    stage: Stage | None = None


def owners_said(plain: str, documents: Sequence[BudgetDocument]) -> tuple[Owner, ...]:
    """The departments of a question in their order; () where one of the names may mean several.

    Of those listed before one that has a year (甲局和乙局2024年) all are of that year.
    """
    departments = {document.id: document.department for document in documents}
    owners: list[Owner] = []
    for named in find_departments(plain, documents):
        meant = {departments[one] for one in named.documents}
        if len(meant) > 1:
            return ()
        owners.append(_dated(plain, Owner(meant.pop(), named.start, named.end, named.end), owners[-1:]))
    for i in range(len(owners) - 1, 0, -1):
        before, after = owners[i - 1], owners[i]
        if before.year is None and before.stage is None and _LISTED.fullmatch(plain[before.end : after.start]):
            owners[i - 1] = replace(before, year=after.year, stage=after.stage)
    return tuple(owners)


def _dated(plain: str, owner: Owner, before: Sequence[Owner]) -> Owner:
    """A department with the year behind its name, else before it, and the stage behind that."""
    start, year = owner.start, None
    behind = _AFTER.match(plain, owner.end)
    if behind is not None and behind["year"]:
        year = int(behind["year"])
    elif (ahead := _BEFORE.search(plain[max((one.end for one in before), default=0) : start])) is not None:
        start, year = start - len(ahead.group()), int(ahead["year"])
    if behind is None or not (behind["year"] or behind["stage"]):
        return replace(owner, start=start, year=_full(year))
    stage = _STAGES.get(behind["stage"] or "")
    return replace(owner, start=start, end=behind.end(), dated=behind.end("dated"), year=_full(year), stage=stage)


def _full(year: int | None) -> int | None:
    return year if year is None or year > _CENTURY else year + 2000


_CENTURY = 100


def without(plain: str, owners: Sequence[Owner], *, stages: bool) -> tuple[str, ...]:
    """The words before the first department, and those behind each of them; ``stages``: with the words for a stage."""
    ends = [0, *(owner.dated if stages else owner.end for owner in owners)]
    starts = [*(owner.start for owner in owners), len(plain)]
    return tuple(plain[end : max(end, start)] for end, start in zip(ends, starts, strict=True))
