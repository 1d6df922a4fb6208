"""The bundled embedding: loads without torch, equals sentence-transformers, knows the field's colloquial names."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from index.embedder import BUNDLED, StaticEmbedder, configured_embedder, embedder_name
from index.errors import StoreError

_ROOT = Path(__file__).parents[1]
_LANGUAGE = _ROOT.parent / "shared" / "language"
_TEXTS = ("公务接待费比上年减少的原因", "2023年“三公”经费5.80万元", "Ａ4 paper 水土保持", "，。！", "")


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(BUNDLED)


def test_vectors_are_unit_float32_and_wordless_text_is_zero(embedder: StaticEmbedder) -> None:
    vectors = embedder.encode(_TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (5, 256)
    assert np.allclose(np.linalg.norm(vectors, axis=1), (1, 1, 1, 0, 0), atol=1e-6)
    assert embedder.encode(()).shape == (0, 256)


def test_figures_do_not_count(embedder: StaticEmbedder) -> None:
    with_figures, without = embedder.encode(("2023年“三公”经费5.80万元，下降10.77%", "三公 经费，下降"))
    assert np.allclose(with_figures, without, atol=1e-6)


def test_equals_sentence_transformers(embedder: StaticEmbedder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries below, at import
        from sentence_transformers import SentenceTransformer

        reference = SentenceTransformer(str(BUNDLED), device="cpu")
        expected = reference.encode(list(_TEXTS[:3]), show_progress_bar=False)
    assert np.abs(embedder.encode(_TEXTS[:3]) - expected).max() < 1e-5


def test_needs_no_torch() -> None:
    code = "import sys; from index.embedder import BUNDLED, StaticEmbedder\n"
    code += "StaticEmbedder(BUNDLED).encode(['a']); print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=_ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_bundled_model_is_small() -> None:
    assert sum((BUNDLED / name).stat().st_size for name in ("model.safetensors", "tokenizer.json")) < 9_000_000


def test_setting_names_the_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bundled = embedder_name()
    monkeypatch.setenv("BUDGET_QA_EMBEDDING", str(tmp_path / "missing"))
    assert embedder_name() != bundled
    configured_embedder.cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries below, at import
        with pytest.raises(StoreError, match="无法载入"):
            configured_embedder()
    configured_embedder.cache_clear()


def test_neighbours_of_a_colloquial_name(embedder: StaticEmbedder) -> None:
    passages = ("公务接待费 年初预算数", "公务用车运行维护费", "因公出国（境）费", "机关事业单位基本养老保险缴费支出")
    questions = ("请客吃饭花了多少钱", "养公车一年要多少", "出国考察的钱", "职工养老保险单位交多少")
    scores = embedder.encode(questions) @ embedder.encode(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]


@pytest.mark.shared
@pytest.mark.skipif(not _LANGUAGE.exists(), reason="needs ../shared")
def test_held_out_phrasings_find_their_term(embedder: StaticEmbedder) -> None:
    lines = (_ROOT / "index" / "vocabulary" / "terms.jsonl").read_text("utf-8").splitlines()
    names = sorted({entry["name"] for entry in map(json.loads, lines) if entry["class"] != "operation_cue"})
    asked = [(q, name) for q, name in _held_out() if name in names]
    scores = embedder.encode([question for question, _ in asked]) @ embedder.encode(names).T
    best = np.argsort(-scores, axis=1)[:, :5]
    hits = [name in {names[place] for place in row} for (_, name), row in zip(asked, best, strict=True)]
    assert np.mean(hits) > 0.8


def _held_out() -> list[tuple[str, str]]:
    """(question, canonical name of its first metric) of the fifth of the phrasings that no training sees."""
    found = []
    for name in ("staff", "citizen", "audit", "dialogue"):
        lines = (_LANGUAGE / f"{name}.jsonl").read_text("utf-8").splitlines()
        for utterance in map(json.loads, lines[4::5]):
            for metric in utterance.get("metrics", ())[:1]:
                if metric.get("said") and metric["said"] in utterance["q"]:
                    found.append((utterance["q"], metric["name"]))
    return found
