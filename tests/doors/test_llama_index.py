"""The llama-index components within applications of llama-index's own making."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from llama_index.core import Settings, SimpleDirectoryReader, VectorStoreIndex, get_response_synthesizer
from llama_index.core.base.base_selector import BaseSelector, SelectorResult, SingleSelection
from llama_index.core.chat_engine import CondenseQuestionChatEngine, ContextChatEngine
from llama_index.core.embeddings import MockEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.schema import MetadataMode, NodeWithScore, TextNode
from llama_index.core.tools import QueryEngineTool
from llama_index.core.workflow import StartEvent, StopEvent, Workflow, step

from assistant.doors.llama_index import BudgetQueryEngine, BudgetReader, BudgetRetriever, FigureCheck
from assistant.doors.window import Window
from assistant.retrieval import PassageSearch
from tests.doors.asking import SUM, without_time
from tests.doors.server import OFFICE, SAMPLES
from tests.loops import finished

pytestmark = pytest.mark.filterwarnings("ignore")  # clients and servers warn about their own internals


@pytest.fixture
def llm() -> Iterator[MockLLM]:
    """A model that says nothing of its own, in place of the one that llama-index would look for elsewhere."""
    Settings.llm, Settings.embed_model = MockLLM(max_tokens=5), MockEmbedding(8)
    yield Settings.llm
    Settings.llm = Settings.embed_model = None


@pytest.fixture
def retriever(window: Window) -> BudgetRetriever:
    return BudgetRetriever(PassageSearch(window.store), lambda: [entry["id"] for entry in window.documents()])


class _TheFirst(BaseSelector):
    def _get_prompts(self):
        return {}

    def _update_prompts(self, _):
        pass

    def _select(self, choices, query):  # noqa: ARG002 - llama-index names them
        return SelectorResult(selections=[SingleSelection(index=0, reason="")])

    async def _aselect(self, choices, query):
        return self._select(choices, query)


def test_the_query_engine_answers_with_its_cells(window: Window) -> None:
    engine, expected = BudgetQueryEngine(window.assistant), window.ask(SUM)
    response = engine.query(SUM)
    assert response.response == expected["answer"]
    assert without_time(response.metadata) == without_time(expected)
    assert [node.node.metadata for node in response.source_nodes] == expected["citations"]
    assert finished(engine.aquery(SUM)).response == response.response


def test_figures_of_nodes_are_judged(window: Window) -> None:
    right = window.ask(f"{OFFICE}2024年支出总计是多少万元？")["value"]
    texts = [f"{OFFICE}2024年支出总计{right}万元。", f"{OFFICE}2024年支出总计{right + 100}万元。", "没有数字。"]
    nodes = [NodeWithScore(node=TextNode(text=text)) for text in texts]
    kept = FigureCheck(window.assistant).postprocess_nodes(nodes)
    assert [node.node.get_content() for node in kept] == [texts[0], texts[2]]
    assert "verified" in [figure["status"] for figure in kept[0].node.metadata["figures"]]
    assert len(FigureCheck(window.assistant, reject=frozenset()).postprocess_nodes(nodes)) == 3


def test_the_reader_reads_passages_with_their_place() -> None:
    file = next(SAMPLES.glob("*决算.html"))
    read = BudgetReader().load_data(file, extra_info={"source": "网站"})
    tables = [document for document in read if document.metadata["kind"] == "table"]
    assert tables
    assert {(d.metadata["file"], d.metadata["stage"], d.metadata["source"]) for d in read} == {
        (file.name, "final", "网站")
    }


# ---------------------------------------------------------------- in applications


def test_a_router_hands_questions_on(window: Window, llm: MockLLM) -> None:
    tool = QueryEngineTool.from_defaults(BudgetQueryEngine(window.assistant), name="budget", description="部门预算")
    router, expected = RouterQueryEngine(_TheFirst(), [tool], llm=llm), window.ask(SUM)
    response = router.query(SUM)
    assert (str(response), response.metadata["outcome"]) == (expected["answer"], "answer")
    assert str(finished(router.aquery(SUM))) == str(tool.call(SUM)) == expected["answer"]
    assert expected["citations"][0]["quote"] in response.get_formatted_sources(1000)


def test_a_chat_engine_over_the_query_engine_shows_the_cells(window: Window, llm: MockLLM) -> None:
    said = CondenseQuestionChatEngine.from_defaults(BudgetQueryEngine(window.assistant), llm=llm).chat(SUM)
    expected = window.ask(SUM)
    assert said.response == expected["answer"]
    assert [node.metadata["n"] for node in said.source_nodes] == [c["n"] for c in expected["citations"]]


@pytest.mark.parametrize("mode", ["compact", "refine", "tree_summarize", "simple_summarize", "no_text", "accumulate"])
def test_a_synthesizer_is_given_checked_passages(
    window: Window, llm: MockLLM, retriever: BudgetRetriever, mode: str
) -> None:
    engine = RetrieverQueryEngine(
        retriever, get_response_synthesizer(llm=llm, response_mode=mode), [FigureCheck(window.assistant)]
    )
    for response in (engine.query(SUM), finished(engine.aquery(SUM))):
        assert response.source_nodes
        assert all("figures" in node.metadata for node in response.source_nodes)


def test_a_chat_over_passages_is_given_checked_ones(window: Window, llm: MockLLM, retriever: BudgetRetriever) -> None:
    chat = ContextChatEngine.from_defaults(retriever, llm=llm, node_postprocessors=[FigureCheck(window.assistant)])
    assert chat.chat(SUM).source_nodes


def test_a_workflow_awaits_the_answer(window: Window) -> None:
    class Asking(Workflow):
        @step
        async def ask(self, event: StartEvent) -> StopEvent:
            return StopEvent(result=await BudgetQueryEngine(window.assistant).aquery(event.question))

    async def ran() -> object:
        return await Asking(timeout=30).run(question=SUM)

    assert str(finished(ran())) == window.ask(SUM)["answer"]


def test_an_index_of_ones_own_is_built_from_what_the_reader_reads(window: Window, llm: MockLLM) -> None:
    file = next(SAMPLES.glob("*决算.html"))
    read = SimpleDirectoryReader(input_files=[file], file_extractor={".html": BudgetReader()}).load_data()
    engine = VectorStoreIndex.from_documents(read).as_query_engine(
        llm=llm, node_postprocessors=[FigureCheck(window.assistant)]
    )
    assert engine.query(SUM).source_nodes


def test_passages_of_the_store_stand_in_their_own_document(window: Window, retriever: BudgetRetriever) -> None:
    """Each is judged against the document it comes from: a passage of 2023 is not wrong because 2024 differs."""
    for question in (SUM, "项目支出", "绩效目标"):
        found = retriever.retrieve(question)
        assert len(FigureCheck(window.assistant).postprocess_nodes(found)) == len(found) > 0


def test_judging_changes_neither_the_node_nor_what_a_model_reads(window: Window, retriever: BudgetRetriever) -> None:
    found = retriever.retrieve(SUM)
    before = [node.to_dict() for node in found]
    judged = FigureCheck(window.assistant).postprocess_nodes(found)
    again = FigureCheck(window.assistant).postprocess_nodes(judged)
    assert [node.to_dict() for node in found] == before
    for mode in (MetadataMode.LLM, MetadataMode.EMBED):
        assert [n.node.get_content(mode) for n in again] == [n.node.get_content(mode) for n in found]
    assert again[0].node.excluded_llm_metadata_keys.count("figures") == 1
