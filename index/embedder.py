"""Text → vectors: the bundled static embedding, or any sentence-transformers model by ``$BUDGET_QA_EMBEDDING``.

The bundled model (``index/embedding``) is laid out for sentence-transformers' ``StaticEmbedding``; here it is read
with tokenizers, safetensors and numpy alone, which gives the same vectors without importing torch. Its tokenizer
drops amounts, years and codes: figures are looked up, never found by similarity.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import StoreError

if TYPE_CHECKING:
    import numpy as np

EMBEDDING_SETTING = "BUDGET_QA_EMBEDDING"
BUNDLED = Path(__file__).parent / "embedding"


class Embedder(Protocol):
    """Encodes texts as unit vectors; ``name`` changes whenever the vectors would."""

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32, one row a text, each of length 1 (0 for a text without a known word)."""
        ...


def embedder_name() -> str:
    """The name of the configured embedder, without loading it."""
    setting = os.environ.get(EMBEDDING_SETTING)
    return f"sentence-transformers:{setting}" if setting else f"bundled:{_bundled_version()}"


@cache
def configured_embedder() -> Embedder:
    """The bundled embedder, or the one that ``$BUDGET_QA_EMBEDDING`` names (a folder or a hub name)."""
    setting = os.environ.get(EMBEDDING_SETTING)
    return SentenceTransformerEmbedder(setting) if setting else StaticEmbedder(BUNDLED)


@cache
def _bundled_version() -> str:
    try:
        return str(json.loads((BUNDLED / "config.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"内置向量模型 {BUNDLED} 缺失或损坏；请运行 python -m index.embedding.train 重新生成"
        ) from error


class StaticEmbedder:
    """The mean of word vectors, from a folder with tokenizer.json and model.safetensors (int8 rows, float32 scales)."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        tensors = load_file(folder / "model.safetensors")
        self._rows, self._scales = tensors["embeddings"], tensors["weights"]

    @property
    def name(self) -> str:
        return f"bundled:{_bundled_version()}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        vectors = np.zeros((len(texts), self._rows.shape[1]), np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for vector, encoding in zip(vectors, encodings, strict=True):
            if ids := encoding.ids:
                vector += self._scales[ids] @ self._rows[ids] / len(ids)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


class SentenceTransformerEmbedder:
    """Any sentence-transformers model: a folder, or a hub name where the network may be used."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model_name = model
        try:
            self._model = SentenceTransformer(model, device="cpu")
        except Exception as error:  # the libraries below raise errors of many kinds
            raise StoreError(
                f"向量模型 {model} 无法载入（${EMBEDDING_SETTING}）：{str(error).splitlines()[0]}"
            ) from error

    @property
    def name(self) -> str:
        return f"sentence-transformers:{self._model_name}"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)
