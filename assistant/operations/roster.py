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
from assistant.model import Draft, Item, Quote, Segment
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.parsing.model import ParsedQuestion
from index.model import BudgetDocument, Fact, Measure
from index.rosters import Roster, read_rosters

name = "roster"
_LISTS = re.compile(r"哪|名单|清单|叫(什么|啥)|列(一下|出|举)|分别|都有|谁")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    asked: dict[str, list[str]]
    names: dict[str, str]
    other: dict[str, list[str]]


@cache
def _words() -> _Words:
    with (Path(__file__).parent / "roster.toml").open("rb") as stream:
        return _Words.model_validate(tomllib.load(stream))


def kinds_asked(plain: str) -> list[str]:
    """The kinds of bodies that a question names."""
    return [kind for kind, patterns in _words().asked.items() if re.search("|".join(patterns), plain)]


def matches(question: ParsedQuestion) -> bool:
    if (
        question.cue("definition", "reason", "purpose", "share", "verify", "new", "gone", "rank")
        or question.slots.tables
    ):
        return False
    asks = question.cue("count", "list") or _LISTS.search(question.plain)
    other = re.search("|".join(_words().other["words"]), question.plain)
    return bool(asks and kinds_asked(question.plain)) and other is None and len(question.slots.years) < 2


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    whole = frozenset((True, False)) if _LISTS.search(plain) else frozenset((True,))  # only a whole list is counted
    found = [(kind, *best) for kind in kinds_asked(plain) if (best := _best(desk, kind, whole)) is not None]
    found = list({roster.provenance: (kind, document, roster) for kind, document, roster in reversed(found)}.values())
    if not found:
        raise NotFoundError("文件没有逐个列出这些机构的名称。")
    writer, items = Writer(desk), []
    total = None
    for i, (kind, document, roster) in enumerate(reversed(found)):
        names = list(facts(document, roster))
        total = calculate("count", *names, unit="个") if roster.complete else None
        writer.say("；" if i else "", _words().names[kind])
        if total is not None:
            writer.say("共").figure(total)
        writer.say("：", *_said(roster, names)).cite(*names)
        items += [Item(one) for one in roster.names]
    return writer.draft(total if len(found) == 1 else None, items=items)


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
    return [roster for roster in read_rosters(document.sections, document.id) if kind in roster.kinds]


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
        yield replace(first, id=f"{document.id}:text:{place:x}:{number}", label=label, text=label)
