"""Passages and their vectors in Chroma, through llama-index's vector store. The only module that knows either.

Every saving of a document has its own *source* name (``document@generation``), so old and new passages stand side by
side until the SQL transaction decides which of them count. Vectors are always given: Chroma never embeds.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import StoreError
from index.model import Chunk, Provenance

if TYPE_CHECKING:
    import numpy as np
    from llama_index.vector_stores.chroma import ChromaVectorStore

_COLLECTION = "passages"
_BATCH = 2000


class Passages:
    """The vector side of a store, opened on first use."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._opened: tuple[Any, Any] | None = None
        self._vector_store: ChromaVectorStore | None = None

    @property
    def collection(self) -> Any:
        """The Chroma collection. Raises StoreError when Chroma cannot open its files."""
        if self._opened is None:
            self._opened = _open(self._directory)
        return self._opened[1]

    @property
    def vector_store(self) -> ChromaVectorStore:
        """The same as a llama-index vector store; searching does not need it."""
        if self._vector_store is None:
            from llama_index.vector_stores.chroma import ChromaVectorStore

            self._vector_store = ChromaVectorStore(chroma_collection=self.collection)
        return self._vector_store

    def close(self) -> None:
        """Lets go of the files; the next use sees what other processes wrote meanwhile."""
        if self._opened is not None:
            self._opened[0].close()
        self._opened = self._vector_store = None

    def add(self, source: str, chunks: Sequence[Chunk], vectors: np.ndarray) -> None:
        """Adds passages with one vector each (n × d, normalised), replacing any of the same source."""
        store = self.vector_store
        store.delete(source)
        for start in range(0, len(chunks), _BATCH):
            end = start + _BATCH
            nodes = [
                _node(source, chunk, vector)
                for chunk, vector in zip(chunks[start:end], vectors[start:end], strict=True)
            ]
            store.add(nodes)

    def delete(self, source: str) -> None:
        self.vector_store.delete(source)

    def discard(self) -> None:
        """Deletes all passages with their files."""
        self.close()
        shutil.rmtree(self._directory, ignore_errors=True)

    def sources(self) -> frozenset[str]:
        """Every source that has passages."""
        found = self.collection.get(include=["metadatas"])
        return frozenset(metadata["document_id"] for metadata in found["metadatas"])

    def search(self, vector: np.ndarray, k: int, sources: Iterable[str]) -> list[tuple[Chunk, float]]:
        """The k nearest passages of these sources with their cosine similarity, best first."""
        wanted, size = sorted(sources), self.collection.count()
        if not wanted or not size:
            return []
        found = self.collection.query(
            query_embeddings=[vector.tolist()],
            n_results=min(k, size),
            where={"document_id": {"$in": wanted}},
            include=["metadatas", "documents", "distances"],
        )
        hits = zip(found["metadatas"][0], found["documents"][0], found["distances"][0], strict=True)
        return [(_chunk(metadata, text), 1.0 - distance) for metadata, text, distance in hits]


def _open(directory: Path) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("chromadb").setLevel(logging.ERROR)
    directory.mkdir(parents=True, exist_ok=True)
    try:
        client = chromadb.PersistentClient(path=str(directory), settings=Settings(anonymized_telemetry=False))
        collection = client.get_or_create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
    except Exception as error:  # Chroma raises errors of many kinds, its own base class among them only sometimes
        raise StoreError(f"段落索引 {directory} 打不开：{error}；删除索引库后用 budget-qa index 重建") from error
    return client, collection


def _node(source: str, chunk: Chunk, vector: np.ndarray) -> Any:
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    return TextNode(
        id_=f"{source}/{chunk.id}",
        text=chunk.text,
        embedding=vector.tolist(),
        metadata={
            "chunk": chunk.id,
            "document": chunk.document,
            "kind": chunk.kind,
            "provenance": json.dumps(asdict(chunk.provenance), ensure_ascii=False),
            "embedding_text": chunk.embedding_text,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source)},
    )


def _chunk(metadata: dict[str, Any], text: str) -> Chunk:
    place = json.loads(metadata["provenance"])
    place["section"] = tuple(place["section"])
    with suppress(TypeError):
        place["bbox"] = tuple(place["bbox"])
    return Chunk(
        metadata["chunk"], metadata["document"], text, metadata["embedding_text"], Provenance(**place), metadata["kind"]
    )
