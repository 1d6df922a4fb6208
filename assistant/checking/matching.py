"""From a claim's words to the facts of the documents that bear its names.

A fact is meant when its names account for the most of the words before the figure: its row must be among them (or be
a total), and every name among them must be a name of the fact. Of two facts that account for the same words the one
with fewer names left unsaid is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from weakref import WeakKeyDictionary

from assistant.checking.catalogue import Catalogue, Match, named_tables
from assistant.checking.model import Claim
from assistant.checking.phrases import Phrase
from assistant.knowledge import DocumentIndex, Knowledge
from index.amounts import Amount, Count, Quantity, Ratio, agrees
from index.model import Fact, Finding, Measure, Stage
from index.narrative.clauses import without_base
from index.tie_outs import doubted
from index.vocabulary.names import key

_CLAUSE = re.compile(r"[，,；;：:。]")
_TABLE_ONLY = re.compile(r".{0,2}[在按]?《?.{0,24}表[^，]{0,6}?》?(?:口径|中|里|列|印|上|的|下|为|是|数|则)*")
_SLACK = 0.9  # below one character: what scores alike is meant alike
_MEASURED = (Amount, Count)
_LONG_NAME = 6  # characters that tell one long name from all others
_LONG_TEXT = 4_096  # look-ups kept


@dataclass
class Shelf:
    """The documents in view as catalogues; look-ups of one set of documents are kept."""

    knowledge: Knowledge
    _catalogues: dict[tuple[str, int, Measure], Catalogue] = field(default_factory=dict)
    _names: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    _kept: dict[tuple[object, ...], Found] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # the words of documents, squeezed, by id
    _doubts: dict[str, dict[str, Finding]] = field(default_factory=dict)

    @cached_property
    def faults(self) -> dict[tuple[str, str | None, int | None, int | None], str]:
        """What arithmetic finds wrong with cells, by (document, table, row, column)."""
        return {
            (document.id, *cell): finding.message
            for document in self.knowledge.documents
            for finding in document.findings
            if finding.level == "error"
            for cell in finding.cells
        }

    def doubt(self, fact: Fact) -> Finding | None:
        """What the tables or amounts of a document have against a figure of its sentences; None for nothing."""
        if fact.document not in self._doubts:
            self._doubts[fact.document] = doubted(self.knowledge.by_document[fact.document].document)
        return self._doubts[fact.document].get(fact.id)

    @staticmethod
    def of(knowledge: Knowledge) -> Shelf:
        """The shelf of these documents; the same one for every text checked against them."""
        if knowledge not in _SHELVES:
            _SHELVES[knowledge] = Shelf(knowledge)
        return _SHELVES[knowledge]

    def catalogue(self, index: DocumentIndex, year: int, measure: Measure) -> Catalogue:
        place = (index.document.id, year, measure)
        if place not in self._catalogues:
            self._catalogues[place] = Catalogue(index, year, measure)
        return self._catalogues[place]

    def names(self, ids: tuple[str, ...]) -> frozenset[str]:
        """The names that the documents print."""
        if ids not in self._names:
            self._names[ids] = frozenset().union(*(self.knowledge.by_document[one].names for one in ids))
        return self._names[ids]

    def find(
        self,
        words: str,
        ids: tuple[str, ...],
        year: int,
        stage: Stage | None,
        measure: Measure = Measure.VALUE,
        kinds: tuple[type, ...] = (Amount, Count, Ratio),
    ) -> Found:
        """What the words mean in the documents; empty where they name nothing printed, or something more."""
        place = (words, ids, year, stage, measure, kinds)
        if place not in self._kept:
            if len(self._kept) > _LONG_TEXT:
                self._kept.clear()
            matches = self._matches(Phrase.of(words, self.names(ids)), ids, year, stage, measure, kinds)
            self._kept[place] = replace(matches, words=words)
        return self._kept[place]

    def _matches(
        self, phrase: Phrase, ids: tuple[str, ...], year: int, stage: Stage | None, measure: Measure,
        kinds: tuple[type, ...],
    ) -> Found:  # fmt: skip
        matches: list[Match] = []
        titled = False
        for identity in ids:
            index = self.knowledge.by_document[identity]
            tables, spans = named_tables(phrase, index)
            titled = titled or tables is not None
            matches += self.catalogue(index, year, measure).matches(phrase, tables, spans, kinds)
        if kinds == (Count,):  # a number of things is of just the things named
            matches = [m for m in matches if phrase.mask(m.entry.row) or phrase.terms(m.entry.named.row_terms)]
        if stage is not None:
            matches = [match for match in matches if match.entry.named.fact.stage is stage]
        if not matches:
            return Found(more_named=titled)
        top = max(match.score for match in matches)
        matches = _with_finer([m for m in matches if m.score >= top - _SLACK], matches)
        matches = [match for match in matches if not phrase.unexplained(match.covered)]
        if not matches:
            return Found(more_named=True)
        matches.sort(key=lambda m: (-m.score, m.entry.named.narrative, m.entry.named.fact.id))
        return grouped([match.entry.named.fact for match in matches])


_SHELVES: WeakKeyDictionary[Knowledge, Shelf] = WeakKeyDictionary()


def _with_finer(chosen: list[Match], matches: Sequence[Match]) -> list[Match]:
    """The chosen and what prints their amounts to more digits (694001元 beside 69.4万元)."""
    amounts = [q for match in chosen if match.entry.named.narrative and (q := match.entry.named.fact.quantity)]
    finer = [
        match
        for match in matches
        if match not in chosen
        and (exact := match.entry.named.fact.quantity) is not None
        and any(exact.quantum < rough.quantum and agrees(exact, rough) for rough in amounts)
    ]
    return [*chosen, *finer]


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents print for a metric: ``best`` agree with each other; ``others`` are other scopes of it.
    ``more_named``: the words name something printed, and something else that it is not; ``words`` are those."""

    best: tuple[Fact, ...] = ()
    others: tuple[Fact, ...] = ()
    more_named: bool = False
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.best)

    def quantity(self) -> Quantity:
        quantity = self.best[0].quantity
        assert quantity is not None, "facts without a quantity are not looked for"
        return quantity

    @property
    def scopes(self) -> tuple[Fact, ...]:
        return (*self.best, *self.others)


def grouped(facts: Sequence[Fact]) -> Found:
    """Facts as found, the likeliest first: those that agree with it, and the others."""
    if not facts:
        return Found()
    first = facts[0].quantity
    assert first is not None, "facts without a quantity are not looked for"
    best = tuple(f for f in facts if f.quantity is not None and agrees(f.quantity, first))
    return Found(best, tuple(f for f in facts if f not in best))


def look_up(
    claim: Claim, shelf: Shelf, year: int, measure: Measure = Measure.VALUE, kinds: tuple[type, ...] | None = None
) -> list[Found]:
    """One entry for each metric that the claim's figure may belong to; none where the documents print no such thing.

    The words before the figure decide, the nearest clause that names something first, as a part of what it is listed
    under where the documents know it as that; where no clause does, the metric that the sentence (or the one before)
    is about. ``kinds``: the types of quantities looked for, by default the claim's own.
    """
    kinds = kinds or (type(claim.quantity),)

    def find(words: str) -> Found:
        return shelf.find(words, claim.documents, year, claim.stage, measure, kinds)

    clauses = list(stretches(claim))
    for place, words in enumerate(clauses):
        found = Found()
        if _TABLE_ONLY.fullmatch(words):  # another table's amount of the metric said before
            found = next((one for before in clauses[place + 1 :] if (one := find(f"{before}{words}"))), found)
        found = found or find(words)
        found = found if found or found.more_named else _shortened(words, claim, shelf, find)
        if found and claim.within:
            found = find(f"{claim.within[-1]}的{words}") or found
        if found or found.more_named:
            return [found] if found else []
        if measure is Measure.SHARE and shelf.find(words, claim.documents, claim.year, claim.stage, kinds=_MEASURED):
            return []  # the metric is named, and the documents print no share of it
    return [found for words in _names(claim) if (found := find(words))][: max(1, len(claim.names))]


def _shortened(words: str, claim: Claim, shelf: Shelf, find: Callable[[str], Found]) -> Found:
    """What the only printed name that holds the words means (人工智能产业发展 for 支持人工智能产业发展经费)."""
    said = key(words)
    if len(said) < _LONG_NAME:
        return Found()
    longer = [name for name in shelf.names(claim.documents) if said in name and name != said]
    return find(longer[0]) if len(longer) == 1 else Found()


def look_up_again(found: Found, claim: Claim, shelf: Shelf, year: int, stage: Stage | None) -> list[Found]:
    """The metric found for one year, by the same words, in another year and stage; in any stage where not in that."""
    kinds = (type(found.quantity()),)
    tried = (shelf.find(found.words, claim.documents, year, one, kinds=kinds) for one in dict.fromkeys((stage, None)))
    return [old for old in tried if old][:1]


def look_up_name(label: str, claim: Claim, shelf: Shelf, year: int) -> Found:
    """The amount of another metric that the claim names (the whole of a share)."""
    return shelf.find(label, claim.documents, year, claim.stage, Measure.VALUE, (Amount, Count))


def _names(claim: Claim) -> Iterator[str]:
    for name in claim.names:
        yield "的".join((*claim.within, *name.scope, *name.path, name.label))
        yield name.label


def stretches(claim: Claim) -> Iterator[str]:
    """The clauses before the figure, the nearest first, without what a change is compared with."""
    before = claim.sentence[: claim.place]
    stops = {match.start() for match in _CLAUSE.finditer(before)} | {cut for cut in claim.cuts if cut < len(before)}
    cuts = [0, *sorted(stops), len(before)]
    for start, end in reversed(list(pairwise(cuts))):
        bare = without_base(re.sub(r"\s+", "", before[start:end]).lstrip("，,；;：:。、"))[0]
        if bare:
            yield bare
