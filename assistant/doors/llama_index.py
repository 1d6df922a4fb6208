"""The house as llama-index components, for applications, query engines and agents built on llama-index."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.readers.base import BaseReader
from llama_index.core.schema import BaseNode, Document, NodeWithScore, QueryBundle, TextNode
from pydantic import PrivateAttr

from assistant.checking import Verdict, check_text
from assistant.model import CitedAnswer, Refusal
from assistant.rendering.contract import answer_json, citation_json
from assistant.rendering.judgements import judgements_json
from assistant.retrieval import PassageSearch
from assistant.service import Assistant
from index.chunks import chunk
from index.model import Chunk

Metadata = dict[str, Any]


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


class BudgetQueryEngine(BaseQueryEngine):
    """Answers questions: the response's text has passed the checker, its source nodes are the cited cells and
    sentences, and its metadata is the answer as ``budget-qa ask --json`` gives it (outcome, figures, citations …).

    ``documents`` are the ids to look at (None: all).
    """

    def __init__(self, assistant: Assistant, documents: Sequence[str] | None = None) -> None:
        super().__init__(callback_manager=None)
        self._assistant = assistant
        self._documents = documents

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._assistant.ask(query_bundle.query_str, documents=self._documents)
        cited = answer.citations if isinstance(answer, CitedAnswer | Refusal) else ()
        sources = [NodeWithScore(node=_text_node(c.quote, citation_json(c)), score=None) for c in cited]
        return Response(response=answer.text, source_nodes=sources, metadata=answer_json(answer))

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)


class BudgetReader(BaseReader):
    """Reads a budget file into llama-index documents, one a passage: groups of table rows, sections, definitions.

    Fits ``SimpleDirectoryReader(file_extractor={".pdf": BudgetReader()})``. Raises ReadError for a file that is none.
    """

    def lazy_load_data(self, file: Path, extra_info: Metadata | None = None, **_: object) -> Iterable[Document]:
        from index.pipeline import read_document

        read = read_document(Path(file))
        about = {
            "file": read.source.name,
            "department": read.department,
            "year": read.year,
            "stage": read.stage.value,
            **(extra_info or {}),
        }
        for passage in chunk(read):
            metadata = about | _place(passage)
            yield Document(
                id_=passage.id, text=passage.text, metadata=metadata, excluded_embed_metadata_keys=list(metadata)
            )


class FigureCheck(BaseNodePostprocessor):
    """Judges every figure of nodes from anywhere against the store; ``metadata["figures"]`` of the copies it returns
    holds the judgements as ``budget-qa check --json`` gives them, kept from models and embeddings. Nodes with a figure
    of a status in ``reject`` are left out.

    Judged against ``documents`` (ids); without them a passage of the store against its own document, which alone says
    whose and which year's figures it gives, and any other text against all.
    """

    reject: frozenset[Verdict] = frozenset({Verdict.CONTRADICTED})
    documents: tuple[str, ...] | None = None
    _assistant: Assistant = PrivateAttr()

    def __init__(self, assistant: Assistant, **settings: Any) -> None:
        super().__init__(**settings)
        self._assistant = assistant

    @classmethod
    def class_name(cls) -> str:
        return "FigureCheck"

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None  # noqa: ARG002 - llama-index's own
    ) -> list[NodeWithScore]:  # fmt: skip
        judged = ((found, self._figures(found.node)) for found in nodes)
        return [
            NodeWithScore(node=_with_figures(found.node, figures), score=found.score)
            for found, figures in judged
            if not any(figure["status"] in self.reject for figure in figures)
        ]

    def _figures(self, node: BaseNode) -> list[Metadata]:
        with self._assistant.guard:
            own = str(node.metadata.get("document"))
            known = (own,) if own in self._assistant.view(None).by_document else None
            knowledge = self._assistant.view(self.documents or known)
            figures: list[Metadata] = judgements_json(check_text(node.get_content(), knowledge), knowledge)["figures"]
        return figures


def _with_figures(node: BaseNode, figures: list[Metadata]) -> BaseNode:
    hidden = {
        keys: [*dict.fromkeys((*getattr(node, keys), "figures"))]
        for keys in ("excluded_embed_metadata_keys", "excluded_llm_metadata_keys")
    }
    return node.model_copy(update={"metadata": {**node.metadata, "figures": figures}, **hidden})


def _node(passage: Chunk) -> TextNode:
    return _text_node(passage.text, _place(passage), passage.id)


def _text_node(text: str, metadata: Metadata, identity: str | None = None) -> TextNode:
    named = {"id_": identity} if identity else {}
    return TextNode(text=text, metadata=metadata, excluded_embed_metadata_keys=list(metadata), **named)


def _place(passage: Chunk) -> Metadata:
    place = passage.provenance
    return {
        "document": passage.document,
        "kind": passage.kind,
        "page": place.page,
        "table": place.table,
        "row": place.row,
        "section": "/".join(place.section),
    }
