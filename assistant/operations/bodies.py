"""The lists of bodies that documents give (内设机构, 下属单位 …), and the words by which these are asked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.operations.desk import Desk
from index.model import BudgetDocument, Fact, Measure
from index.rosters import Roster, read_rosters, roster_tables
from index.vocabulary.names import key


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    asked: dict[str, list[str]]
    names: dict[str, str]
    sorts: dict[str, list[str]]
    leads: dict[str, list[str]]
    other: dict[str, list[str]]


@cache
def words() -> _Words:
    with (Path(__file__).parent / "roster.toml").open("rb") as stream:
        return _Words.model_validate(tomllib.load(stream))


def kinds_asked(plain: str) -> list[str]:
    """The kinds of bodies that a question names, in the order of their names."""
    found: dict[str, int] = {}
    for clause in re.finditer(r"[^,，;；。?？]+", plain):
        counted = _ASKED_FOR.search(clause.group())
        said = {kind: match.start() for kind, match in said_in(clause.group()).items()}
        named = {kind: start for kind, start in said.items() if counted is not None and start >= counted.start()}
        for kind, start in (named or said).items():
            found.setdefault(kind, clause.start() + start)
    return sorted(found, key=lambda kind: found[kind])


_ASKED_FOR = re.compile(r"(?:几|多少|哪些|哪几)[个家所]?")  # what follows is what is counted (底下设了几个分局)


def said_in(clause: str) -> dict[str, re.Match[str]]:
    matches = {kind: re.search("|".join(patterns), clause) for kind, patterns in words().asked.items()}
    return {kind: match for kind, match in matches.items() if match is not None}


def of_sort(document: BudgetDocument, roster: Roster, plain: str) -> tuple[int, ...]:
    """The places of the names that are of a sort which the question names: by their ending (口岸分局, 学校、学院), or by
    a word in brackets behind them (事业单位); () where it names none, or all names are of it."""
    sorts = {sort for sort, said in words().sorts.items() if any(word in plain for word in said)}
    marked = tuple(i for i, name in enumerate(roster.names) if sorts & set(_BRACKETED.findall(name)))
    endings = _named_endings(document, roster, plain)
    ended = tuple(i for i, name in enumerate(roster.names) if endings & set(_endings(name)))
    kept = marked or ended
    return kept if len(kept) < len(roster.names) or (ended and not marked and _longest(endings) > _KIND_WORD) else ()


def _named_endings(document: BudgetDocument, roster: Roster, plain: str) -> set[str]:
    """The endings of names that a question says, the longest where one is part of another (高级技工学校, not 学校)."""
    whose = (key(document.department), *map(key, document.short_names))
    endings = {
        ending
        for name in roster.names
        for ending in _endings(name)
        if ending in plain and not any(owner.endswith(ending) or ending in owner for owner in whose)
    }
    spans = [match.span() for ending in endings for match in re.finditer(re.escape(ending), plain)]
    return {
        plain[start:end]
        for start, end in spans
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)
    }


_BRACKETED = re.compile(r"[（(]([^（()）]+)[)）]")
_KIND_WORD = 2  # characters: 分局, 处室 name the kind of a whole list


def _endings(name: str) -> list[str]:
    bare = _BRACKETED.sub("", name)
    return [bare[i:] for i in range(max(0, len(bare) - _LONGEST_ENDING), len(bare) - 1)]


_LONGEST_ENDING = 10


def _longest(endings: set[str]) -> int:
    return max(map(len, endings), default=0)


def of_kind(document: BudgetDocument, kind: str) -> list[Roster]:
    """The lists of a kind that a document's text gives."""
    rosters = (*read_rosters(document.sections, document.id), *roster_tables(document.tables, document.id))
    return [roster for roster in rosters if kind in roster.kinds]


def best(desk: Desk, kind: str, whole: frozenset[bool]) -> tuple[BudgetDocument, Roster] | None:
    """The fullest list of a kind in the newest document that has one. ``whole``: which lists will do."""
    years = desk.question.slots.years
    documents = sorted(desk.knowledge.documents, key=lambda document: -document.year)
    for document in [one for one in documents if not years or one.year in years]:
        rosters = [roster for roster in of_kind(document, kind) if roster.complete in whole]
        if rosters:
            return document, max(rosters, key=lambda roster: (roster.complete, len(roster.names)))
    return None


def facts(document: BudgetDocument, roster: Roster) -> Iterator[Fact]:
    """Each name of a list as a fact of words, so that names can be counted and cited like any other."""
    first = Fact(
        f"{document.id}:text:roster:0",
        document.id,
        roster.names[0],
        Measure.TEXT,
        document.year,
        document.stage,
        roster.provenance,
        roster.names[0],
    )
    place = hash(roster.provenance) & 0xFFFFFF
    for number, label in enumerate(roster.names):
        where = roster.provenance
        if where.table is not None:
            where = replace(where, quote=label, row=number)
        yield replace(first, id=f"{document.id}:text:{place:x}:{number}", label=label, text=label, provenance=where)


def beside_it(
    desk: Desk, document: BudgetDocument, first: Roster, kind: str
) -> tuple[BudgetDocument, list[Roster]] | None:
    """The lists of a kind that one passage gives side by side, each of other bodies (财政拨款的6个…；自收自支的3个…); of
    these only those that the question describes, where it describes any; None where there is but one."""
    beside = [
        one
        for one in of_kind(document, kind)
        if one.complete and one.provenance.section == first.provenance.section and one.provenance.table is None
    ]
    names = [name for one in beside for name in one.names]
    if len(beside) < _TWO or len(set(names)) < len(names):
        return None
    said = [lead for lead, ways in words().leads.items() if any(way in desk.question.plain for way in ways)]
    return document, [one for one in beside if any(lead in _lead(one) for lead in said)] or beside


_TWO = 2


def _lead(roster: Roster) -> str:
    """The words of a sentence before its list."""
    return "".join(roster.provenance.quote.split()).partition(roster.names[0])[0]
