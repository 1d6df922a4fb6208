"""The passage search as a llama-index retriever, for query engines and agents built on llama-index."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.retrieval import PassageSearch
from index.model import Chunk


class BudgetRetriever(BaseRetriever):
    """Retrieves passages as nodes, with their provenance as metadata.

    ``documents`` gives the ids in view at the time of each query, so that later documents are found too.
    """

    def __init__(self, search: PassageSearch, documents: Callable[[], Sequence[str]], k: int = 8) -> None:
        self._search = search
        self._documents = documents
        self._k = k
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._search.passages(query_bundle.query_str, self._k, self._documents())
        return [NodeWithScore(node=_node(passage.chunk), score=passage.score) for passage in found]


def _node(passage: Chunk) -> TextNode:
    place = passage.provenance
    metadata = {
        "document": passage.document,
        "kind": passage.kind,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "section": "/".join(place.section),
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=metadata, excluded_embed_metadata_keys=list(metadata))
