"""Ingest: from a folder to a store, skipping what is unchanged and surviving what is bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.chunks import chunk, without_figures
from index.errors import ReadError
from index.model import TableKind
from index.pipeline import index_paths, read_document, readable_files
from index.stores import Store
from tests.budget_documents import budget_document

_SHARED = Path(__file__).parents[1].parent / "shared"

_TEXT = """青山市园林局2023年部门预算情况说明

一、单位基本情况
（一）主要职责
负责全市公园绿地的养护和管理工作。

二、部门收支总体情况
（一）收入预算：2023年年初预算数120.50万元，其中：一般公共预算拨款120.50万元。收入较去年增加10.50万元，主要原因是新建公园增加。

三、“三公”经费情况说明
2023年“三公”经费预算5.80万元，比2022年减少0.70万元，主要原因是压缩公务接待。

四、专业性名词解释
基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。

预算公开联系人：王女士 联系电话：010-12345678
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    (folder / "inside").mkdir(parents=True)
    (folder / "inside" / "青山市园林局2023年部门预算.txt").write_text(_TEXT, "utf-8")
    (folder / "损坏.pdf").write_bytes(b"%PDF-1.7\nnot really")
    (folder / ".hidden.txt").write_text(_TEXT, "utf-8")
    (folder / "README.md").write_text("# notes", "utf-8")
    (folder / "photo.xyz").write_bytes(b"\0\1\2")
    return folder


def test_document_is_understood(folder: Path) -> None:
    document = read_document(folder / "inside" / "青山市园林局2023年部门预算.txt")
    assert (document.department, document.year, document.stage) == ("青山市园林局", 2023, "budget")
    assert document.id == document.source.sha256[:12]
    assert any("公园绿地" in section.text for section in document.sections)
    assert any(fact.text and fact.quantity and fact.quantity.value == 58000 for fact in document.facts)
    assert [definition.term for definition in document.definitions] == ["基本支出"]


def test_unreadable_file_is_a_read_error(folder: Path) -> None:
    with pytest.raises(ReadError):
        read_document(folder / "损坏.pdf")


def test_folders_are_walked_for_documents(folder: Path) -> None:
    assert [path.name for path in readable_files([folder])] == ["青山市园林局2023年部门预算.txt", "损坏.pdf"]
    named = folder / "README.md"
    assert readable_files([named, named]) == [named.resolve()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_file_does_not_stop_the_rest_and_unchanged_files_are_skipped(
    folder: Path, tmp_path: Path, jobs: int
) -> None:
    seen: list[tuple[str, int, int]] = []
    with Store.open(tmp_path / "store") as store:
        summary = index_paths([folder], store, jobs, lambda *progress: seen.append(progress))
        assert (summary.files, summary.skipped) == (1, 0)
        assert summary.facts > 0
        (failure,) = summary.failed
        assert failure.file == "损坏.pdf"
        assert "损坏" in failure.reason
        assert [(done, total) for _, done, total in seen] == [(1, 2), (2, 2)]
        revision = store.revision()
        again = index_paths([folder], store, jobs)
        assert (again.files, again.skipped, len(again.failed)) == (0, 1, 1)
        assert store.revision() == revision


def test_changed_file_and_changed_reading_are_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "inside" / "青山市园林局2023年部门预算.txt"
    with Store.open(tmp_path / "store") as store:
        index_paths([path], store)
        path.write_text(_TEXT.replace("5.80", "6.80"), "utf-8")
        assert index_paths([path], store).files == 1
        assert len(store.documents()) == 1
        monkeypatch.setattr("index.stores.store.reading_version", lambda: "another")
        assert index_paths([path], store).files == 1
        assert index_paths([path], store).skipped == 1


def test_unchanged_file_is_not_parsed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "inside" / "青山市园林局2023年部门预算.txt"
    with Store.open(tmp_path / "store") as store:
        index_paths([path], store)
        monkeypatch.setattr("index.pipeline.read_and", lambda *_, **__: pytest.fail("parsed again"))
        assert index_paths([path], store).skipped == 1


# ---------------------------------------------------------------- passages


def test_passages_are_quotable_and_embedded_without_figures() -> None:
    document = budget_document()
    passages = chunk(document)
    printed = [
        *(section.text for section in document.sections),
        "\n".join(row.quote for row in document.tables[0].rows),
    ]
    printed.append(document.definitions[0].provenance.quote)
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert any(passage.text in text for text in printed)
        assert passage.provenance.document == document.id
        assert passage.embedding_text.startswith("局")  # the short name, its digit dropped as a figure
        assert not any(character.isdigit() for character in passage.embedding_text)


def test_long_sections_are_cut_between_sentences() -> None:
    document = budget_document()
    sentence = "防汛抗旱工作由本单位承担，日常值守由各科室轮流负责。"
    section = document.sections[0].__class__(("部门概况",), sentence * 30)
    changed = document.__class__(
        **{name: getattr(document, name) for name in document.__slots__} | {"sections": (section,)}
    )
    texts = [passage.text for passage in chunk(changed) if passage.kind == "section"]
    assert len(texts) > 1
    assert "".join(texts) == section.text
    assert all(text.endswith("。") for text in texts)


def test_figures_are_dropped_from_embedding_text() -> None:
    assert without_figures("2023年预算1,234.50万元，下降10.7%") == "预算，下降"


@pytest.mark.shared
@pytest.mark.skipif(not _SHARED.exists(), reason="needs ../shared")
def test_seed_document() -> None:
    document = read_document(next((_SHARED / "seed").glob("*.txt")))
    assert document.year == 2023
    assert TableKind.THREE_PUBLIC_EXPENSES in {table.kind for table in document.tables}
    assert len(document.facts) > 100
