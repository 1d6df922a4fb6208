"""The sentence of a document's text, or the box of words, that holds most of a question's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.knowledge import DocumentIndex
from assistant.likeness import Content, Weights
from index.model import Chunk, Measure, Provenance
from index.vocabulary.names import key

_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_LONG_ENOUGH = 200  # characters: a shorter sentence is quoted with those after it
_SHORTEST_BOX = 12
_NEAR = 0.3
CODED = re.compile(r"\s*[a-zA-Z]?\d{3,}")  # names with codes say nothing


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with those that follow it (``chunk``); ``near`` and ``around`` are keys of it and of its headings."""

    near: str
    around: str
    chunk: Chunk


@lru_cache(maxsize=32)
def passages(index: DocumentIndex) -> tuple[Passage, ...]:
    return (*_prose(index), *_boxes(index))


def _prose(index: DocumentIndex) -> Iterator[Passage]:
    for section in index.document.sections:
        spans = [match.span() for match in _SENTENCE.finditer(section.text)]
        around = "".join(map(key, section.path))
        for i, (start, end) in enumerate(spans):
            last = end
            for _, following in spans[i + 1 :]:
                if last - start >= _LONG_ENOUGH:
                    break
                last = following
            text = section.text[start:last].strip()
            place = Provenance(index.document.id, text, section.page, section=section.path)
            chunk = Chunk(f"sentence:{start}", index.document.id, text, "", place)
            yield Passage(key(section.text[start:end]), around, chunk)


def _boxes(index: DocumentIndex) -> Iterator[Passage]:
    for named in index.named:
        fact = named.fact
        if (
            named.narrative
            or fact.measure is not Measure.TEXT
            or len(fact.text) < _SHORTEST_BOX
            or CODED.match(fact.text)
        ):
            continue
        around = key(fact.subject) + key(fact.label) + "".join(map(key, (*fact.row_path, *fact.column_path)))
        yield Passage(key(fact.text), around, Chunk(fact.id, fact.document, fact.text, "", fact.provenance))


@dataclass(frozen=True, slots=True)
class Search:
    """Everything that documents say in words, weighed for one question."""

    passages: tuple[Passage, ...]
    weights: Weights

    @staticmethod
    def over(indexes: Sequence[DocumentIndex], asked: Content) -> Search:
        everything = tuple(passage for index in indexes for passage in passages(index))
        return Search(everything, Weights.over([passage.near + passage.around for passage in everything], asked))

    def nearest(self, enough: float, holds: re.Pattern[str]) -> Chunk | None:
        """The passage with most of what is asked, whose own sentence matches ``holds``; None where all hold less than
        ``enough`` (0 … 1) of it."""
        best: tuple[float, Passage] | None = None
        for passage in self.passages:
            share = self.weights.share(passage.near, passage.around)
            if share < enough or (best is not None and share <= best[0]):
                continue
            if self.weights.share(passage.near) >= _NEAR and holds.search(passage.near):
                best = (share, passage)
        return best[1].chunk if best is not None else None
