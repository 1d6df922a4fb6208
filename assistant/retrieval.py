"""Passages for a question: by meaning (Chroma) and by words (BM25), fused by reciprocal rank.

Words are pairs of characters, which needs no segmenter and finds names that no dictionary has. ``by_words`` alone
loads neither vectors nor Chroma; ``assistant.doors.llama_index`` shows the search as a llama-index retriever.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.chunks import chunk, without_figures
from index.model import BudgetDocument, Chunk

if TYPE_CHECKING:
    import bm25s

_FUSION = 60  # reciprocal rank fusion's usual constant: differences among the first ranks stay small
_POOL = 50  # how deep each ranking is read
_CODE = re.compile(r"(?<![\d.,])[235]\d{4}(?:\d\d)?(?![\d.,])")  # of a section, item or economic category
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage with its fused score (higher is better; comparable within one search only)."""

    chunk: Chunk
    score: float


class Library(Protocol):
    """What the search needs of a store."""

    def load(self, document: str) -> BudgetDocument: ...

    def revision(self) -> str: ...

    def passages(self, query: str, k: int, documents: Sequence[str]) -> list[tuple[Chunk, float]]: ...


class PassageSearch:
    """Hybrid search over a store's documents. Word indexes are kept per document until the store changes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._revision = ""
        self._words: dict[str, WordIndex] = {}

    def passages(self, query: str, k: int, documents: Sequence[str]) -> tuple[ScoredPassage, ...]:
        """The k best passages of these documents (ids), best first; () for a query without words."""
        by_words = self.by_words(query, _POOL, documents)
        by_meaning = (
            tuple(passage for passage, _ in self._library.passages(query, _POOL, documents)) if documents else ()
        )
        return fused((by_words, by_meaning), k)

    def by_words(self, query: str, k: int, documents: Sequence[str]) -> tuple[Chunk, ...]:
        """The k best passages by BM25 alone: needs neither the vectors nor their libraries."""
        if self._library.revision() != self._revision:
            self._words.clear()
            self._revision = self._library.revision()
        scored = [hit for document in documents for hit in self._index(document).search(query, k)]
        scored.sort(key=lambda hit: -hit[1])
        return tuple(passage for passage, _ in scored[:k])

    def _index(self, document: str) -> WordIndex:
        if document not in self._words:
            self._words[document] = WordIndex(chunk(self._library.load(document)))
        return self._words[document]


def fused(rankings: Iterable[Sequence[Chunk]], k: int) -> tuple[ScoredPassage, ...]:
    """Reciprocal rank fusion: a passage scores 1 / (60 + rank) in each ranking that holds it."""
    scores: dict[str, float] = {}
    passages: dict[str, Chunk] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, 1):
            passages.setdefault(passage.id, passage)
            scores[passage.id] = scores.get(passage.id, 0.0) + 1 / (_FUSION + rank)
    best = sorted(scores, key=lambda identity: -scores[identity])[:k]
    return tuple(ScoredPassage(passages[identity], scores[identity]) for identity in best)


class WordIndex:
    """BM25 over passages: their headings, words and classification codes, without other figures."""

    def __init__(self, passages: Sequence[Chunk]) -> None:
        self._passages = passages
        self._bm25: bm25s.BM25 | None = _indexed(
            [words(passage.embedding_text) + _CODE.findall(passage.text) for passage in passages]
        )

    def search(self, query: str, k: int) -> list[tuple[Chunk, float]]:
        """The k best passages with a score above 0, best first."""
        plain = unicodedata.normalize("NFKC", query)
        tokens = words(without_figures(plain)) + _CODE.findall(plain)
        if self._bm25 is None or not tokens:
            return []
        scores = self._bm25.get_scores(tokens)
        order = scores.argsort()[::-1][:k]
        return [(self._passages[place], float(scores[place])) for place in order if scores[place] > 0]


def _indexed(corpus: list[list[str]]) -> bm25s.BM25 | None:
    if not any(corpus):
        return None
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.ERROR)  # it notes every index otherwise
    index = bm25s.BM25()
    index.index(corpus, show_progress=False)
    return index


def words(text: str) -> list[str]:
    """The tokens of a text: pairs of neighbouring Chinese characters, Latin words, numbers.

    >>> words("会议费 A4")
    ['会议', '议费', 'a', '4']
    """
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
    return found
