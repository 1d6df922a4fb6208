"""Figures that are a piece of a printed name (八条重要道路整治, 3个一体化平台运维): they state nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.checking.model import CLAIMED
from assistant.knowledge import Knowledge
from index.amounts import FigureSpan, find_figures

_FEWEST = 3  # characters of a name beside its figure (三类会议费): 一辆车 is no name
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Titles:
    """The printed names that hold a figure, by the figure's text: (characters before it, characters after it)."""

    around: dict[str, frozenset[tuple[str, str]]]

    @staticmethod
    def of(knowledge: Knowledge) -> Titles:
        """The names of these documents' rows; the same ones for every text checked against them."""
        if knowledge not in _TITLES:
            _TITLES[knowledge] = _titles(knowledge)
        return _TITLES[knowledge]

    def hold(self, figure: FigureSpan, text: str) -> bool:
        """Whether the figure of a text stands within a printed name."""
        before, after = text[: figure.start], text[figure.end :]
        return any(before.endswith(lead) and after.startswith(rest) for lead, rest in self.around.get(figure.text, ()))


_TITLES: WeakKeyDictionary[Knowledge, Titles] = WeakKeyDictionary()


def _titles(knowledge: Knowledge) -> Titles:
    around: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name in {_SPACE.sub("", name) for name in _names(knowledge)}:
        for figure in find_figures(name):
            if figure.kind in CLAIMED and len(name) - len(figure.text) >= _FEWEST:
                around[figure.text].add((name[: figure.start], name[figure.end :]))
    return Titles({said: frozenset(places) for said, places in around.items()})


def _names(knowledge: Knowledge) -> Iterator[str]:
    """The labels of rows of tables and what they are under, where these tell of money."""
    for document in knowledge.documents:
        for fact in document.facts:
            if fact.provenance.table is not None:
                yield from (fact.label, fact.subject, *fact.row_path)
