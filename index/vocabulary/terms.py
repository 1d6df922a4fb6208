"""The vocabulary of canonical terms: official, short, colloquial and mistyped names, as data in ``terms.jsonl``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.errors import LayoutError
from index.vocabulary.names import key

_HERE = Path(__file__).parent

METRIC_CLASSES = frozenset(
    [
        "fund_source",
        "income",
        "expenditure_total",
        "functional",
        "economic",
        "three_public",
        "operating",
        "procurement",
        "asset",
        "personnel",
        "performance",
    ]
)


class _Entry(BaseModel):
    """One line of terms.jsonl; unknown keys are an error, so that a typo in the data is seen."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    id: str
    name: str
    term_class: str | None = None
    code: str | None = None
    parent: str | None = None
    aliases: list[str] = []
    short: list[str] = []
    colloquial: list[str] = []
    typos: list[str] = []
    weak: list[str] = []
    patterns: list[str] = []
    parts: list[str] = []
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    name: str
    term_class: str
    code: str | None
    parent: str | None
    gloss: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``surfaces``: name key → ids of the terms that it may mean, the preferred one first.

    ``printed``: the subset of surfaces that documents print (name and aliases), for naming row labels.
    ``weak``: keys of one or two characters that never decide on their own.
    """

    terms: dict[str, Term]
    surfaces: dict[str, tuple[str, ...]]
    printed: dict[str, tuple[str, ...]]
    weak: frozenset[str]

    def parts(self, term: str) -> tuple[str, ...]:
        """Ids of the terms that a collective term adds up (水电费 → 水费, 电费); () for any other."""
        return self.terms[term].parts if term in self.terms else ()

    def ancestors(self, term: str) -> tuple[str, ...]:
        """Ids of what a term stands in, the nearest first (公务用车购置费 → 公务用车购置及运行维护费, “三公”经费)."""
        found: list[str] = []
        while (parent := self.terms[term].parent if term in self.terms else None) and parent not in found:
            found.append(parent)
            term = parent
        return tuple(found)

    def of_label(self, label: str) -> tuple[str, ...]:
        """Ids of the terms that a printed label names; () when it is none of them."""
        return self.printed.get(key(label), ())


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary. Raises LayoutError when a line of the data is invalid."""
    terms: dict[str, Term] = {}
    surfaces: dict[str, list[str]] = {}
    printed: dict[str, list[str]] = {}
    weak: set[str] = set()
    for entry in _entries():
        if entry.term_class not in METRIC_CLASSES:
            continue
        terms[entry.id] = Term(
            entry.id, entry.name, entry.term_class, entry.code, entry.parent, entry.gloss, tuple(entry.parts)
        )
        weak |= {key(word) for word in entry.weak}
        for word in (entry.name, *entry.aliases):
            _add(printed, key(word), entry.id)
        for word in (entry.name, *entry.aliases, *entry.short, *entry.colloquial, *entry.typos, *entry.weak):
            _add(surfaces, key(word), entry.id)
    for alias, ids, default in _ambiguous():
        for term in ids:
            if term in terms:
                _add(surfaces, alias, term)
        for table in (surfaces, printed):
            if default in table.get(alias, ()):
                table[alias].sort(key=lambda term: term != default)
    return Vocabulary(
        terms,
        {name: tuple(ids) for name, ids in surfaces.items()},
        {name: tuple(ids) for name, ids in printed.items()},
        frozenset(weak),
    )


def _add(table: dict[str, list[str]], name: str, term: str) -> None:
    ids = table.setdefault(name, [])
    if name and term not in ids:
        ids.append(term)


def _entries() -> list[_Entry]:
    path = _HERE / "terms.jsonl"
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            raw = json.loads(line)
            found.append(_Entry(**{("term_class" if name == "class" else name): value for name, value in raw.items()}))
        except ValueError as error:
            raise LayoutError(f"词表 {path.name} 第 {number} 行无效：{error}") from error
    return found


def _ambiguous() -> list[tuple[str, list[str], str | None]]:
    """(alias key, ids of the terms it may mean, the id to take without context) of ambiguous.jsonl."""
    lines = (_HERE / "ambiguous.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    return [(key(entry["alias"]), entry["ids"], entry.get("default")) for entry in entries]
