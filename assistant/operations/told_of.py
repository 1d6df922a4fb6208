"""What one sentence tells of guests (主要是接待某检查组) and of a vehicle bought (购置1辆，为某中心的…车): in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.model import Draft
from assistant.operations.desk import Desk, LastWordError, PassError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetDocument, Chunk, Provenance

name = "told_of"


@dataclass(frozen=True, slots=True)
class _Matter:
    """How something is asked for, and how the clause reads that tells it; ``missing`` is said where none does."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    missing: str


_WHO_OR_WHAT = r"(?:什么|哪些|哪里|哪儿|啥|谁|哪几?[个家位批])"
_MATTERS = (
    _Matter(
        re.compile(rf"接待(?:的|了|过)?(?:都|主要|对象)?(?:是|有)?(?:的)?{_WHO_OR_WHAT}(?:样的)?(?:人|单位|客|来宾|部门|对象|领导|[?？]|$)"),
        re.compile(r"[^。；;]*接待[^。；;]*?(?:主要是|主要为|主要系|主要用于|用于|主要)(?:接待|迎接)(?!费)[^，。；;、]{2,}[^。；;]*"),
        "文件没有写接待的是什么人。",
    ),
    _Matter(
        re.compile(
            r"(?:新购|新买|购置|购买|买|更新|新增)的?[^,，。;；?？]{0,8}车[^。;；?？]{0,12}(?:(?:做|干|有)(?:什么|啥)|用途|哪个(?:单位|部门)|给谁|谁[的用])"
        ),
        re.compile(r"[^。；;]*(?:购置|更新|购买|新增)[^，。；;]{0,8}(?:用车|车辆|专用车|轿车)[^，。；;]{0,4}\d+辆[，,（(]?(?:主要)?(?:为|系|是|用于|用作|作为)[^。；;]*"),
        "文件没有写新购的车辆是给谁、作什么用的。",
    ),
)  # fmt: skip


def matches(question: ParsedQuestion) -> bool:
    return _matter(question) is not None and not question.cue("reason", "verify", "hypothetical", "sum")


def _matter(question: ParsedQuestion) -> _Matter | None:
    return next((one for one in _MATTERS if one.asked.search(question.plain)), None)


def answer(desk: Desk) -> Draft:
    """The one clause that tells it; no figure would answer the question, so this has the last word."""
    matter = _matter(desk.question)
    assert matter is not None
    said = desk.question.slots.years
    found = [
        chunk
        for document in sorted(desk.knowledge.documents, key=lambda one: -one.year)
        if not said or document.year in said
        for chunk in _clauses(document, matter.told)
    ]
    if not found:
        bought = any(_BOUGHT.search(one.text) for each in desk.knowledge.documents for one in each.sections)
        raise (PassError if bought else LastWordError)(matter.missing)
    return quoted(desk, [as_fact(desk, found[0])])


# Where a vehicle bought is told of at all, other words may tell what it is for.
_BOUGHT = re.compile(r"(?:购置|更新|购买|新增|采购)[^。；;]{0,14}\d+\s*辆|\d+\s*辆[^。；;]{0,14}(?:用车|车辆)")


def _clauses(document: BudgetDocument, told: re.Pattern[str]) -> Iterator[Chunk]:
    """The clauses of running text that fit, without the breaks of their lines."""
    for section in document.sections:
        for match in told.finditer(re.sub(r"\s+", "", section.text)):
            place = Provenance(document.id, match.group(), section.page, section=section.path)
            yield Chunk("told", document.id, match.group(), "", place)
