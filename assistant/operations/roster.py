"""Which bodies a department has, and how many, where its text lists them (内设机构, 下属单位, 预算单位, 派出机构)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.calculations import calculate
from assistant.model import Draft, Item, Operand, Quote, Segment
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.parsing.model import ParsedQuestion
from index.amounts import Count
from index.model import BudgetDocument, Fact, Measure, Provenance
from index.rosters import Roster, read_rosters, roster_tables
from index.vocabulary.names import key

name = "roster"
_LISTS = re.compile(r"哪(?!怕)|名单|清单|叫(什么|啥)|列(一下|出|举|示|个|全)|分别|都有|谁")
_COUNTED = re.compile(r"(?:几|多少)(个|家|所)")
_BODIES = re.compile(r"哪(?:些|几)(?:个|家)?(?:预算|二级)?(?:单位|机构|科室|处室|部门)")
_INSIDE = re.compile(r"里面|里头|其中|当中|这里")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    asked: dict[str, list[str]]
    names: dict[str, str]
    sorts: dict[str, list[str]]
    other: dict[str, list[str]]


@cache
def _words() -> _Words:
    with (Path(__file__).parent / "roster.toml").open("rb") as stream:
        return _Words.model_validate(tomllib.load(stream))


def kinds_asked(plain: str) -> list[str]:
    """The kinds of bodies that a question names, in the order of their names."""
    found: dict[str, int] = {}
    for clause in re.finditer(r"[^,，;；。?？]+", plain):
        counted = _ASKED_FOR.search(clause.group())
        said = {kind: match.start() for kind, match in _said_in(clause.group()).items()}
        named = {kind: start for kind, start in said.items() if counted is not None and start >= counted.start()}
        for kind, start in (named or said).items():
            found.setdefault(kind, clause.start() + start)
    return sorted(found, key=lambda kind: found[kind])


_ASKED_FOR = re.compile(r"(?:几|多少|哪些|哪几)[个家所]?")  # what follows is what is counted (底下设了几个分局)


def _said_in(clause: str) -> dict[str, re.Match[str]]:
    matches = {kind: re.search("|".join(patterns), clause) for kind, patterns in _words().asked.items()}
    return {kind: match for kind, match in matches.items() if match is not None}


def matches(question: ParsedQuestion) -> bool:
    if (
        question.cue("reason", "purpose", "share", "verify", "new", "gone", "rank", "compare", "difference")
        or question.slots.tables
    ):
        return False
    if question.cue("definition") and not _BODIES.search(question.plain):
        return False
    asks = question.cue("count", "list") or _LISTS.search(question.plain) or _COUNTED.search(question.plain)
    other = re.search("|".join(_words().other["words"]), question.plain)
    return bool(asks and _kinds(question)) and other is None and len(question.slots.years) < 2


_WIDER = ("budget_units", "subordinate")  # lists in which bodies of a sort may stand too


def _kinds(question: ParsedQuestion) -> list[str]:
    """The kinds asked for; “这里面有几家…” goes on about those of the turn before."""
    before = question.previous
    if before is not None and _INSIDE.search(question.plain):
        return kinds_asked(question.plain) or kinds_asked(before.plain)
    return kinds_asked(question.plain)


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    lists = _LISTS.search(plain) is not None
    whole = frozenset((True, False)) if lists else frozenset((True,))  # only a whole list is counted
    kinds = _kinds(desk.question)
    found = {kind: best for kind in kinds if (best := _best(desk, kind, whole)) is not None}
    wider = list(found.values()) or [best for kind in _WIDER if (best := _best(desk, kind, whole)) is not None]
    chosen = [(document, roster, kept) for document, roster in wider if (kept := _of_sort(document, roster, plain))]
    if chosen:
        return _some(desk, *chosen[0])
    writer = Writer(desk)
    items: list[Item] = []
    totals: list[Operand] = []
    shown: set[Provenance] = set()
    for kind in kinds:
        best = found.get(kind)
        stated = None if lists or best is not None else _stated(desk, kind)
        place = stated.provenance if stated is not None else best[1].provenance if best is not None else None
        if place is None or place in shown:
            continue
        shown.add(place)
        writer.say("；" if items or totals else "")
        if stated is not None:
            writer.say(stated.label, "为").figure(stated).cite(stated)
            totals.append(stated)
        elif best is not None:
            total, names = _say_list(writer, kind, *best)
            totals += [total] if total is not None else []
            items += names
    if not items and not totals:
        raise NotFoundError("文件没有逐个列出这些机构的名称。")
    return writer.draft(totals[0] if totals else None, items=items)


def _say_list(writer: Writer, kind: str, document: BudgetDocument, roster: Roster) -> tuple[Operand | None, list[Item]]:
    """Says the names of a list; returns their number where the list is complete."""
    names = list(facts(document, roster))
    total = calculate("count", *names, unit="个") if roster.complete else None
    writer.say(_words().names[kind])
    if total is not None:
        writer.say("共").figure(total)
    writer.say("：", *_said(roster, names)).cite(*names)
    return total, [Item(one) for one in roster.names]


def _stated(desk: Desk, kind: str) -> Fact | None:
    """The number of bodies of a kind that a sentence states, where it does not list them all."""
    words = re.compile("|".join(_words().asked[kind]))
    years = desk.question.slots.years
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            of_year = fact.year == (years[-1] if years else index.document.year)
            if named.narrative and isinstance(fact.quantity, Count) and of_year and words.search(fact.label):
                return fact if fact.quantity.unit in _COUNTERS else None
    return None


_COUNTERS = ("个", "家", "所")


def _of_sort(document: BudgetDocument, roster: Roster, plain: str) -> tuple[int, ...]:
    """The places of the names that are of a sort which the question names: by their ending (口岸分局, 学校、学院), or by
    a word in brackets behind them (事业单位); () where it names none, or all names are of it."""
    sorts = {sort for sort, said in _words().sorts.items() if any(word in plain for word in said)}
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


def _some(desk: Desk, document: BudgetDocument, roster: Roster, kept: tuple[int, ...]) -> Draft:
    """Those of a list that are of the sort asked for, counted where the list is whole."""
    everything = list(facts(document, roster))
    names = [everything[i] for i in kept]
    unit = _COUNTED.search(desk.question.plain)
    total = calculate("count", *names, unit=unit.group(1) if unit else "个") if roster.complete else None
    writer = Writer(desk)
    if total is not None:
        writer.say("共").figure(total).say("：")
    for i, fact in enumerate(names):
        writer.say("、" if i else "", Quote(fact.label, fact))
    return writer.cite(*names).draft(total, items=[Item(roster.names[i]) for i in kept])


def _said(roster: Roster, names: list[Fact]) -> Iterator[Segment]:
    """The sentence that holds the list; else the names, each as it is printed."""
    if roster.names[-1] in "".join(roster.provenance.quote.split()):
        yield Quote(roster.provenance.quote, names[0])
        return
    for i, fact in enumerate(names):
        yield "、" if i else ""
        yield Quote(fact.label, fact)


def of_kind(document: BudgetDocument, kind: str) -> list[Roster]:
    """The lists of a kind that a document's text gives."""
    rosters = (*read_rosters(document.sections, document.id), *roster_tables(document.tables, document.id))
    return [roster for roster in rosters if kind in roster.kinds]


def _best(desk: Desk, kind: str, whole: frozenset[bool]) -> tuple[BudgetDocument, Roster] | None:
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
