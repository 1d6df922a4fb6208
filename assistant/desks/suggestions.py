"""What may be asked: examples that fit the documents in the store, and what follows from an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.conversation import Offer
from assistant.model import Answer, CitedAnswer
from assistant.rendering.documents import title_of

if TYPE_CHECKING:
    from index.stores import DocumentSummary, Store

_REGION, _DEPARTMENT, _YEAR = "region:", "department:", "year:"
_EXAMPLES = (
    "“三公”经费比上年少多少？",
    "支出总计多少万元？",
    "基本支出占总支出的比重是多少？",
    "工资福利支出里哪一项最多？",
    "项目支出为什么减少？",
    "机关运行经费是什么意思？",
    "公务接待费预算是多少？",
    "基本支出和项目支出各是多少？",
    "主要职责是什么？",
)
_ALWAYS = ("基本支出和项目支出各是多少？", "“三公”经费预算是多少？")
_FOLLOWING_AMOUNT = ("比上年变化多少？", "占支出总计的比重是多少？", "为什么变化？", *_ALWAYS)
_FOLLOWING_CHANGE = ("为什么？", "上年是多少？", "占支出总计的比重是多少？", *_ALWAYS)
_SHOWN = 3
_OFFERED = 6
_PATIENCE = 0.2  # seconds spent on trying them out


def choices(documents: Sequence[DocumentSummary]) -> list[tuple[str, str]]:
    """(name, value) of what a question can be limited to: whole regions, departments and years first, then documents."""
    departments = sorted({document.department for document in documents})
    years = sorted({document.year for document in documents}, reverse=True)
    regions = sorted({document.region for document in documents if document.region})
    groups = [(f"地区：{name}", f"{_REGION}{name}") for name in regions if len(regions) > 1]
    groups += [(f"部门：{name}", f"{_DEPARTMENT}{name}") for name in departments if len(departments) > 1]
    groups += [(f"年度：{year}年", f"{_YEAR}{year}") for year in years if len(years) > 1]
    return groups + [(title_of(document), document.id) for document in documents]


def chosen(picked: Sequence[str], documents: Sequence[DocumentSummary]) -> list[str] | None:
    """The ids of the documents that the picked values stand for: of any region, of any department or document, and of
    any year; None where nothing is picked, which means all."""
    if not picked:
        return None
    years = {value for value in picked if value.startswith(_YEAR)}
    regions = {value for value in picked if value.startswith(_REGION)}
    others = set(picked) - years - regions
    return [
        document.id
        for document in documents
        if (not years or f"{_YEAR}{document.year}" in years)
        and (not regions or f"{_REGION}{document.region}" in regions)
        and (not others or document.id in others or f"{_DEPARTMENT}{document.department}" in others)
    ]


class Suggestions:
    """Questions to start with. What was tried out and has no answer is not offered."""

    def __init__(self, store: Store, answer: Callable[[str], Answer]) -> None:
        self._store = store
        self._answer = answer
        self._dead: tuple[str, frozenset[str]] = ("", frozenset())  # of this revision of the store

    def offer(self, popular: Sequence[str]) -> Offer:
        revision, dead = self._dead
        dead = dead if revision == self._store.revision() else frozenset()
        asked = [question for question in popular if question not in dead][:_OFFERED]
        fitting = [question for question in examples(self._store.documents()) if question not in dead]
        return Offer((*asked, *(q for q in fitting if q not in asked))[:_OFFERED], popular=bool(asked))

    def try_out(self, popular: Sequence[str]) -> None:
        """Answers each question once; those without an answer are left out until the documents change."""
        revision = self._store.revision()
        tried = (*popular[: 2 * _OFFERED], *examples(self._store.documents()))
        dead = frozenset(each for each in tried if not isinstance(self._answer(each), CitedAnswer))
        self._dead = revision, dead


def examples(documents: Sequence[DocumentSummary]) -> list[str]:
    """One question a kind; where several departments or years are in the store, each names its own, newest first."""
    if not documents:
        return list(_EXAMPLES)
    newest: dict[str, DocumentSummary] = {}
    for document in sorted(documents, key=lambda each: -each.year):
        newest.setdefault(document.department, document)
    named = list(newest.values())
    several = len(documents) > 1
    asked = []
    for position, question in enumerate(_EXAMPLES):
        about = named[position % len(named)]
        lead = f"{about.department if len(named) > 1 else ''}{about.year}年" if several else ""
        asked.append(question if "什么意思" in question else f"{lead}{question}")
    return asked


def following(answer: Answer, try_out: Callable[[str], Answer]) -> tuple[str, ...]:
    """Short questions that go on from an answer, of those that ``try_out`` can answer."""
    if not isinstance(answer, CitedAnswer) or answer.value is None:
        return ()
    candidates = _FOLLOWING_CHANGE if answer.direction is not None else _FOLLOWING_AMOUNT
    found: list[str] = []
    said = {answer.text}
    deadline = time.monotonic() + _PATIENCE
    for question in candidates:
        if len(found) == _SHOWN or time.monotonic() > deadline:
            break
        tried = try_out(question)
        if isinstance(tried, CitedAnswer) and tried.text not in said and not _is_the_whole(tried):
            found.append(question)
            said.add(tried.text)
    return tuple(found)


def _is_the_whole(answer: CitedAnswer) -> bool:
    """Whether the answer is that a thing is all of itself."""
    return answer.unit == "%" and answer.value == 100
