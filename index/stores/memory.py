"""The reading side of a store for a few documents in memory: files asked about without being indexed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.chunks import chunk
from index.embedder import configured_embedder
from index.errors import StoreError
from index.model import BudgetDocument, Chunk
from index.stores.summary import DocumentSummary

if TYPE_CHECKING:
    import numpy as np


class MemoryStore:
    """Answers what ``Store`` answers about documents and passages; nothing is written anywhere."""

    def __init__(self, documents: Sequence[BudgetDocument]) -> None:
        self._documents = {document.id: document for document in documents}

    def documents(self) -> tuple[DocumentSummary, ...]:
        return tuple(map(DocumentSummary.of, self._documents.values()))

    def load(self, document: str) -> BudgetDocument:
        """Raises StoreError if unknown."""
        if document not in self._documents:
            raise StoreError(f"没有编号为 {document} 的文件")
        return self._documents[document]

    def revision(self) -> str:
        return "memory"

    def passages(self, query: str, k: int = 8, documents: Sequence[str] = ()) -> list[tuple[Chunk, float]]:
        """The k passages most similar in meaning, with their cosine similarity; of these documents, or of all."""
        chunks, vectors = self._vectors
        scores = vectors @ configured_embedder().encode([query])[0]
        wanted = set(documents or self._documents)
        best = [place for place in scores.argsort()[::-1] if chunks[place].document in wanted][:k]
        return [(chunks[place], float(scores[place])) for place in best]

    @cached_property
    def _vectors(self) -> tuple[list[Chunk], np.ndarray]:
        chunks = [passage for document in self._documents.values() for passage in chunk(document)]
        return chunks, configured_embedder().encode([passage.embedding_text for passage in chunks])
