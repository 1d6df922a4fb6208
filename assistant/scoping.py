"""Whose documents a question is about: the department it names, or an earlier turn named, or the only one in view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.model import Clarification
from assistant.together import named_by_a_shared_noun, named_together, region_names
from index.model import BudgetDocument
from index.vocabulary.names import in_order, key, plain

_SHORTEST_NAME = 3
_MOST_CANDIDATES = 8
_MOST_VIEWS = 256  # sets of documents whose names are kept


_RANKS = re.compile(r"[省市区县](?=.{2})|(?:局|厅|委员会|办公室)$")  # left out in speech: 杭州公安
_ONE_END = re.compile(r"(?:[局厅]|(?<!员)委)$")
_BODY = re.compile(r"(?:局|厅|委员会)$")


@dataclass(frozen=True, slots=True)
class Named:
    """A department name found in a text: where, and the ids of the documents that it may mean.

    ``together``: the name is said of several departments, and all of them are meant (这三家信访局).
    """

    start: int
    end: int
    documents: frozenset[str]
    together: bool = False


def names_of(document: BudgetDocument) -> frozenset[str]:
    """Full and short names of a document's department as keys, long enough to be told from words."""
    return _names(key(document.department), document.short_names)


@lru_cache(maxsize=10_000)
def _names(department: str, short_names: tuple[str, ...]) -> frozenset[str]:
    names = {department, *(key(name) for name in short_names)}
    bare = _RANKS.sub("", department)
    whole = _BODY.sub("", department)  # with its units it is called a system: 某市公安系统
    systems = {f"{name}系统" for name in (bare, whole) if name != department}
    systems |= {f"{short[:-1]}系统" for short in names if len(short) >= _SHORTEST_NAME and _ONE_END.search(short)}
    return frozenset(name for name in names if len(name) >= _SHORTEST_NAME) | (
        {bare, *systems} if len(bare) > _SHORTEST_NAME else set()
    )


@lru_cache(maxsize=_MOST_VIEWS)
def _by_name(owners: tuple[tuple[str, str, tuple[str, ...]], ...]) -> dict[str, frozenset[str]]:
    """Each name, the longest first, with the ids of the documents of which it may be: of id, department and short names."""
    found: dict[str, set[str]] = {}
    for document, department, short_names in owners:
        for name in _names(department, short_names):
            found.setdefault(name, set()).add(document)
    return {name: frozenset(found[name]) for name in sorted(found, key=len, reverse=True)}


def find_departments(text: str, documents: Sequence[BudgetDocument]) -> tuple[Named, ...]:
    """Department names in a question in their order, the longest of those that overlap."""
    question = plain(text)
    by_name = _by_name(tuple((one.id, key(one.department), one.short_names) for one in documents))
    said = {name: ids for name, ids in by_name.items() if name in question}
    found = [Named(start, end, ids, together=True) for start, end, ids in named_together(question, said, documents)]
    found += [Named(start, end, ids) for start, end, ids in named_by_a_shared_noun(question, by_name)]
    for name, ids in said.items():
        start = question.find(name)
        cut = name.endswith("办") and question[start + len(name) :].startswith("公")  # 某某办公费 names no 办
        if cut or any(start < other.end and other.start < start + len(name) for other in found):
            continue
        found.append(Named(start, start + len(name), ids))
    found += _abbreviated(question, documents, found)
    return _told_apart(sorted(found, key=lambda named: named.start), documents)


_LONG_CORE = 6  # characters of a name that people abbreviate by some of its characters
_BEFORE_SHORT = re.compile(r"(?:^|[^\u4e00-\u9fff]|[年度请问查看在的和跟与比咱们])$")


def _abbreviated(question: str, documents: Sequence[BudgetDocument], found: Sequence[Named]) -> list[Named]:
    """A department said by some characters of its name in their order (文广旅局 of 文化广电和旅游局), behind its region or at
    the beginning of a phrase."""
    taken = [(one.start, one.end) for one in found]
    named: list[Named] = []
    for document in documents:
        core = _core(key(document.department), document.short_names)
        if len(core) < _LONG_CORE or core[0] not in question or _BODY.search(core) is None:
            continue
        for match in _short_form(core[0], core[-1], region_names(document)).finditer(question):
            alone = match.start() == match.start("name")
            stands = not alone or _BEFORE_SHORT.search(question[: match.start()]) is not None
            free = not any(match.start() < end and start < match.end() for start, end in taken)
            short = match["name"] != core  # a full name said again is a row called like it (甲局下的甲局)
            if short and stands and free and in_order(match["name"], core):
                named.append(Named(match.start(), match.end(), frozenset((document.id,))))
                taken.append((match.start(), match.end()))
                break
    return named


@lru_cache(maxsize=10_000)
def _short_form(first: str, last: str, regions: frozenset[str]) -> re.Pattern[str]:
    """A name said by its first and last character and some between, behind one of the regions or none."""
    region = "|".join(map(re.escape, sorted(regions, key=len, reverse=True)))
    return re.compile(rf"(?:{region})?[县市区]?(?P<name>{re.escape(first)}[\u4e00-\u9fff]{{1,5}}?{re.escape(last)})")


@lru_cache(maxsize=10_000)
def _core(department: str, short_names: tuple[str, ...]) -> str:
    """A department's name without its region: the shortest of its names that ends it."""
    ends = [name for name in map(key, short_names) if department.endswith(name) and len(name) >= _LONG_CORE]
    return min(ends, key=len, default=department)


def _told_apart(found: Sequence[Named], documents: Sequence[BudgetDocument]) -> tuple[Named, ...]:
    """Names that several departments bear, said beside a full one: of that department, or of its region (甲州市民政局、审计局)."""
    by_id = {document.id: document for document in documents}
    told: list[Named] = []
    for named in found:
        others = [one.documents for one in found if one is not named and not _several(one, by_id)]
        if _several(named, by_id) and not named.together and others:
            known = frozenset().union(*others)
            regions = {by_id[one].region for one in known}
            near = frozenset(one for one in named.documents if by_id[one].region in regions)
            named = replace(named, documents=named.documents & known or near or named.documents)
        told.append(named)
    return tuple(told)


def _several(named: Named, by_id: dict[str, BudgetDocument]) -> bool:
    return len({by_id[one].department for one in named.documents}) > 1


def narrow(turns: Sequence[str], documents: Sequence[BudgetDocument]) -> tuple[str, ...] | Clarification:
    """Ids of the documents that the newest turn is about; a clarification where departments differ and none is named.

    ``turns`` are the user's turns, oldest first, the question last.
    """
    departments = {document.department for document in documents}
    if len(departments) <= 1:
        return tuple(document.id for document in documents)
    for turn in reversed(turns):
        named = find_departments(turn, documents)
        if named:
            for one in named:
                kept = [document for document in documents if document.id in one.documents]
                if not one.together and len({document.department for document in kept}) > 1:
                    return ask_which(kept)
            chosen = frozenset().union(*(item.documents for item in named))
            return tuple(document.id for document in documents if document.id in chosen)
    return ask_which(_in_place_said(turns[-1], documents) or documents)


def _in_place_said(turn: str, documents: Sequence[BudgetDocument]) -> list[BudgetDocument]:
    """The documents of the place that a turn names beside no department (甲州今年三公经费多少)."""
    text = plain(turn)
    return [document for document in documents if any(name in text for name in region_names(document))]


def ask_which(documents: Sequence[BudgetDocument]) -> Clarification:
    """Asks which of the documents' departments is meant."""
    names = sorted({document.department for document in documents})
    shown = "、".join(names[:_MOST_CANDIDATES]) + ("等" if len(names) > _MOST_CANDIDATES else "")
    return Clarification(f"读入了多个部门的文件，请问您问的是哪个部门？（{shown}）", tuple(names))
