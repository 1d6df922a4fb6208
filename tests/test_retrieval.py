"""Hybrid retrieval: words and meaning, fused; figures never decide."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.retrieval import PassageSearch, WordIndex, fused, words
from index.chunks import chunk
from index.pipeline import read_document
from index.stores import Store
from tests.budget_documents import budget_document

_ROOT = Path(__file__).parents[1]
_SHARED = _ROOT.parent / "shared"
_IDS = [f"{number:012x}" for number in (1, 2)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two departments with the same words."""
    with Store.open(tmp_path_factory.mktemp("store")) as store:
        for number in (1, 2):
            document = budget_document(number)
            store.save(document, chunk(document))
        yield store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("三公经费为什么减少", "压缩公务接待"),
        ("这个单位管哪些事", "防汛抗旱"),
        ("什么叫基本支出", "为保障机构正常运转"),
        ("行政运行多少钱", "2010301 行政运行 151.50"),
    ],
)
def test_best_passage(store: Store, query: str, expected: str) -> None:
    best = PassageSearch(store).passages(query, 2, _IDS[:1])
    assert any(expected in passage.chunk.text for passage in best)
    assert best[0].score >= best[-1].score > 0


def test_only_documents_in_view(store: Store) -> None:
    search = PassageSearch(store)
    assert {passage.chunk.document for passage in search.passages("三公经费", 9, _IDS[1:])} == {_IDS[1]}
    assert search.passages("三公经费", 9, ()) == ()


def test_department_named_in_the_question_comes_first(store: Store) -> None:
    assert PassageSearch(store).passages("第2局的防汛抗旱", 3, _IDS)[0].chunk.text.count("防汛抗旱") == 1


def test_new_document_is_found_after_a_change(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        search = PassageSearch(store)
        first, second = budget_document(1, total="5.80"), budget_document(1, total="7.20")
        for document in (first, second):
            store.save(document, chunk(document))
            assert search.by_words("三公经费预算", 1, [document.id])[0].text == document.sections[1].text


def test_query_without_words_finds_nothing_by_words(store: Store) -> None:
    assert PassageSearch(store).by_words("2023年 5.80万元？？", 3, _IDS) == ()
    assert WordIndex(()).search("预算", 3) == []


def test_words_are_pairs_of_characters() -> None:
    assert words("“会议费”Ａ4") == ["会议", "议费", "a", "4"]


def test_fusion_prefers_what_both_rankings_hold() -> None:
    first, second, third = chunk(budget_document())[:3]
    ranked = fused(((first, second), (third, second)), 3)
    assert ranked[0].chunk is second
    assert fused((), 3) == ()


def test_words_alone_need_no_vectors(store: Store) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from index.stores import Store; from assistant.retrieval import PassageSearch\n"
        f"store = Store.open(Path({str(store.directory)!r})); PassageSearch(store).by_words('经费', 2, {_IDS!r})\n"
        "print([name for name in ('torch', 'chromadb', 'llama_index') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT)
    assert done.stdout.strip() == "[]"


def test_llama_index_retriever(store: Store) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of llama-index, at import
        from assistant.doors.llama_index import BudgetRetriever
    nodes = BudgetRetriever(PassageSearch(store), lambda: _IDS[:1], k=2).retrieve("三公经费为什么减少")
    assert len(nodes) == 2
    assert "压缩公务接待" in nodes[0].node.get_content()
    assert nodes[0].node.metadata["section"] == "预算情况说明/“三公”经费"


@pytest.mark.shared
@pytest.mark.skipif(not _SHARED.exists(), reason="needs ../shared")
def test_evidence_of_the_seed_questions_is_among_the_first_five(tmp_path: Path) -> None:
    document = read_document(next((_SHARED / "seed").glob("*.txt")))
    questions = [
        json.loads(line) for line in (_SHARED / "questions" / "dev_seed.jsonl").read_text("utf-8").splitlines()
    ]
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
        search = PassageSearch(store)
        asked = [each for each in questions if each["evidence"] and not each["history"]]
        hits = [_found(search.passages(each["question"], 5, [document.id]), each["evidence"]) for each in asked]
    assert sum(hits) / len(hits) > 0.6


def _found(passages: tuple, evidence: list[dict]) -> bool:
    texts = ["".join(passage.chunk.text.split()) for passage in passages]
    quotes = ["".join(each["quote"].split()) for each in evidence]
    return any(quote in text for quote in quotes for text in texts)
