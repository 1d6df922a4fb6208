"""The store: exact round trips, one writer, and a crash that leaves the old document or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from index.chunks import chunk
from index.errors import StoreError
from index.stores import MemoryStore, Store, codec
from tests.budget_documents import budget_document


def test_document_survives_encoding_exactly() -> None:
    document = budget_document()
    restored = codec.decode(codec.encode(document))
    assert restored == document
    quantities = [fact.quantity for fact in restored.facts]
    assert [repr(quantity) for quantity in quantities] == [repr(fact.quantity) for fact in document.facts]
    assert str(restored.findings[0].difference) == "-0.10"


def test_unknown_type_is_refused() -> None:
    document = replace(budget_document(), contact=object())  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="object"):
        codec.encode(document)


def test_saved_document_is_listed_loaded_and_found(tmp_path: Path) -> None:
    document = budget_document()
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
    with Store.open(tmp_path) as store:
        (summary,) = store.documents()
        assert (summary.department, summary.tables, summary.facts, summary.findings) == ("第1局", 1, 7, 1)
        assert summary.short_names == ("1局",)
        assert store.load(document.id) == document
        passage, similarity = store.passages("三公经费为什么减少", 1)[0]
        assert "压缩公务接待" in passage.text
        assert passage.provenance.section == ("预算情况说明", "“三公”经费")
        assert 0 < similarity <= 1


def test_facts_can_be_queried_in_sql_and_no_decimal_is_real(tmp_path: Path) -> None:
    document = budget_document()
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
    database = sqlite3.connect(tmp_path / "facts.sqlite")
    query = "SELECT value, unit, typeof(value) FROM facts WHERE code = '2010301' AND year = 2023"
    assert database.execute(query).fetchall() == [("1515000.00", "万元", "text")]
    declared = [row[2] for table in _tables(database) for row in database.execute(f"PRAGMA table_info({table})")]
    database.close()
    assert not {"REAL", "FLOAT", "NUMERIC"} & set(declared)


def _tables(database: sqlite3.Connection) -> list[str]:
    return [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def test_saving_again_replaces_and_changes_the_revision(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        revisions = [store.revision()]
        for total in ("5.80", "7.20"):
            document = budget_document(total=total)
            store.save(document, chunk(document))
            revisions.append(store.revision())
        assert len(store.documents()) == 1
        assert store.load(document.id).facts[3].quantity.value == Decimal("72000.00")  # type: ignore[union-attr]
        texts = [passage.text for passage, _ in store.passages("三公经费", 20)]
        assert len(texts) == len(chunk(document)) == len(set(texts))
        store.remove(document.id)
        revisions.append(store.revision())
        assert store.documents() == ()
        assert store.passages("三公经费", 20) == []
    assert len(set(revisions)) == 3  # empty, first, second; removal empties it again


def test_new_content_at_the_same_path_replaces_the_old(tmp_path: Path) -> None:
    old, new = budget_document(1, path=Path("/a.pdf")), budget_document(2, path=Path("/a.pdf"))
    with Store.open(tmp_path) as store:
        store.save(old, chunk(old))
        store.save(new, chunk(new))
        assert [summary.id for summary in store.documents()] == [new.id]
        assert {passage.document for passage, _ in store.passages("支出", 50)} == {new.id}


def test_passages_of_chosen_documents_only(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number in (1, 2, 3):
            document = budget_document(number)
            store.save(document, chunk(document))
        found = store.passages("行政运行", 50, [f"{2:012x}"])
        assert {passage.document for passage, _ in found} == {f"{2:012x}"}


def test_unknown_document(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with pytest.raises(StoreError, match="没有编号为 abc"):
            store.load("abc")
        with pytest.raises(StoreError, match="没有编号为 abc"):
            store.remove("abc")


def test_another_reader_sees_new_passages(tmp_path: Path) -> None:
    with Store.open(tmp_path) as reader, Store.open(tmp_path) as writer:
        assert reader.passages("经费") == []
        document = budget_document()
        writer.save(document, chunk(document))
        assert len(reader.passages("经费", 50)) == len(chunk(document))


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    document = budget_document()
    with Store.open(tmp_path) as first, Store.open(tmp_path) as second, first.writing():
        with pytest.raises(StoreError, match="正在写入"):
            second.save(document, chunk(document))
        first.save(document, chunk(document))
        assert len(second.documents()) == 1


def test_store_of_another_version_is_refused_and_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = budget_document()
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
    monkeypatch.setattr("index.stores.store.schema_version", lambda: "another")
    with pytest.raises(StoreError, match=r"存储格式.*budget-qa index"):
        Store.open(tmp_path)
    with Store.renew(tmp_path) as store:
        assert store.documents() == ()
    with Store.open(tmp_path) as store:
        assert store.documents() == ()


def test_facts_load_without_torch_or_chroma(tmp_path: Path) -> None:
    document = budget_document()
    with Store.open(tmp_path) as store:
        store.save(document, chunk(document))
    code = (
        "import sys; from pathlib import Path; from index.stores import Store\n"
        f"store = Store.open(Path({str(tmp_path)!r})); store.load({document.id!r})\n"
        "print([name for name in ('torch', 'chromadb', 'llama_index', 'sentence_transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- crashes

_ROOT = Path(__file__).parents[1]
_KILLED_CHILD = """
import os, signal, sys
from pathlib import Path
from tests.budget_documents import budget_document
from index.chunks import chunk
from index.stores import Store, passages, records

def die(*_): os.kill(os.getpid(), signal.SIGKILL)
def then_die(step):
    def run(*arguments):
        step(*arguments)
        die()
    return run

target, name, moment = sys.argv[2:]
owner = {"records": records.Records, "passages": passages.Passages}[target]
store = Store.open(Path(sys.argv[1]))
setattr(owner, name, die if moment == "before" else then_die(getattr(owner, name)))
document = budget_document(total="7.20")
store.save(document, chunk(document))
"""


@pytest.mark.parametrize(
    ("target", "name", "moment", "total"),
    [
        ("records", "begin", "after", "5.80"),
        ("passages", "add", "after", "5.80"),
        ("records", "commit", "before", "5.80"),
        ("records", "commit", "after", "7.20"),
        ("passages", "delete", "after", "7.20"),
    ],
)
def test_crash_leaves_the_old_document_or_the_new(
    saved_once: Path, tmp_path: Path, target: str, name: str, moment: str, total: str
) -> None:
    directory = shutil.copytree(saved_once, tmp_path / "store")
    arguments = [sys.executable, "-c", _KILLED_CHILD, str(directory), target, name, moment]
    done = subprocess.run(arguments, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    expected = budget_document(total=total)
    with Store.open(directory) as store:
        assert store.load(expected.id) == expected
        assert sorted(p.text for p, _ in store.passages("经费", 50)) == sorted(c.text for c in chunk(expected))
        assert store._records.pending() == ()
        assert len(store._passages.sources()) == 1


@pytest.fixture(scope="module")
def saved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one document, closed."""
    directory = tmp_path_factory.mktemp("once") / "store"
    document = budget_document()
    with Store.open(directory) as store:
        store.save(document, chunk(document))
    return directory


@pytest.mark.skipif("BUDGET_QA_TEST_POSTGRES" not in os.environ, reason="needs a PostgreSQL server")
def test_postgresql_keeps_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGET_QA_DATABASE", os.environ["BUDGET_QA_TEST_POSTGRES"])
    document = budget_document()
    with Store.renew(tmp_path) as store:
        store.save(document, chunk(document))
        store.save(document, chunk(document))
        assert store.load(document.id) == document
        store.remove(document.id)
        assert store.documents() == ()


def test_memory_store_answers_like_a_store(saved_once: Path) -> None:
    document = budget_document()
    memory = MemoryStore([document])
    with Store.open(saved_once) as store:
        assert memory.documents() == store.documents()
        assert memory.load(document.id) == store.load(document.id)
        expected = store.passages("三公经费为什么减少", 3, [document.id])
        found = memory.passages("三公经费为什么减少", 3, [document.id])
    assert [passage for passage, _ in found] == [passage for passage, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)
    assert memory.passages("三公经费", 3, ["another"]) == []
    with pytest.raises(StoreError, match="another"):
        memory.load("another")
