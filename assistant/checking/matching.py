"""From a claim's metric to the facts of the documents that bear its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from assistant.checking.model import CLAIMED, Claim
from assistant.evidence import Selection, Wanted, select
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery
from assistant.parsing.parse import parse
from index.amounts import Quantity, find_figures
from index.model import Fact, Measure
from index.narrative.names import Name
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


@dataclass(slots=True)
class Shelf:
    """The documents in view by the sets that claims speak of; look-ups of one text are kept."""

    knowledge: Knowledge
    _views: dict[tuple[str, ...], Knowledge] = field(default_factory=dict)

    def view(self, ids: tuple[str, ...]) -> Knowledge:
        if ids not in self._views:
            self._views[ids] = Knowledge([self.knowledge.by_document[identity] for identity in ids])
        return self._views[ids]


@dataclass(frozen=True, slots=True)
class Found:
    """What the documents print for a metric: ``best`` agree with each other; ``others`` are other scopes of it."""

    best: tuple[Fact, ...] = ()
    others: tuple[Fact, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.best)

    def quantity(self) -> Quantity:
        quantity = self.best[0].quantity
        assert quantity is not None, "facts without a quantity are not looked for"
        return quantity


def look_up(claim: Claim, shelf: Shelf, year: int, measure: Measure = Measure.VALUE) -> list[Found]:
    """One entry for each metric that the claim's figure may belong to, in the order named; none where unknown.

    The words before the figure are read as a question about them would be (row, column and table may all be named);
    where they name nothing that is printed, the metric that the sentence is about decides.
    """
    view = shelf.view(claim.documents)
    wanted = Wanted(year, claim.stage, measure)
    asked = _by_words(claim, view)
    if asked is not None:
        queries, tables, column = asked
        found = [_pick(select(query, replace(wanted, tables=tables, column=column), view)) for query in queries]
        if any(found):
            return [one for one in found if one]
    return [one for query in _by_name(claim, view) if (one := _pick(select(query, wanted, view)))]


def look_up_name(label: str, claim: Claim, shelf: Shelf, year: int) -> Found:
    """The value of another metric that the claim names (the whole of a share)."""
    view = shelf.view(claim.documents)
    query = _query(Name(label), (), view)
    return _pick(select(query, Wanted(year, claim.stage), view)) if query else Found()


def _pick(selection: Selection) -> Found:
    return Found(tuple(named.fact for named in selection.best), tuple(named.fact for named in selection.others))


def _by_name(claim: Claim, view: Knowledge) -> Iterator[MetricQuery]:
    for name in claim.names:
        around = (*name.path, *name.scope, *claim.within)
        for contexts in (around, ()) if around else ((),):
            query = _query(name, contexts, view)
            if query is not None:
                yield query


def _query(name: Name, contexts: Sequence[str], view: Knowledge) -> MetricQuery | None:
    target = _mention(name.label, view, name.code)
    if target is None:
        return None
    around = tuple(mention for label in contexts if (mention := _mention(label, view)) is not None)
    return MetricQuery(target, around)


def _mention(label: str, view: Knowledge, code: str | None = None) -> Mention | None:
    name = key(label)
    keys = (name,) if name in view.names else ()
    terms = vocabulary().surfaces.get(name, ())
    return Mention(0, len(label), label, keys, terms, code) if keys or terms or code else None


def _by_words(claim: Claim, view: Knowledge) -> tuple[tuple[MetricQuery, ...], tuple[str, ...], str] | None:
    """The metric in the nearest words before the figure that name one, with the table and column they name."""
    for words in reversed(_stretches(claim)):
        parsed = parse(words, view)
        if parsed.queries:
            return parsed.queries[-1:], parsed.slots.tables, parsed.slots.column
    return None


def _stretches(claim: Claim) -> list[str]:
    """The sentence up to the figure, cut at the figures in it."""
    before = claim.sentence[: claim.place]
    cuts = [0, *(figure.end for figure in find_figures(before) if figure.kind in CLAIMED)]
    return [before[start:end] for start, end in pairwise((*cuts, len(before)))]
