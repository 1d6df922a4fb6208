"""Makes the bundled embedding: ``python -m index.embedding.train`` (about two minutes on two cores; no network).

A word's vector is the mean of its characters' plus its own, so that words never trained still lie near words that
share characters; its length falls with its frequency. Training pulls a question and its passage together against the
other passages of the batch and one hard negative (multiple negatives ranking). The result is int8 rows with a float32
scale each, in the layout that sentence-transformers' ``StaticEmbedding`` loads.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.texts import Example, examples, texts

_HERE = Path(__file__).parent
_SEED = 20240601
_DIMENSIONS = 256
_WORDS = 24_000
_ROUNDS = 12
_BATCH = 384
_TEMPERATURE = 20.0
_RATE = 4e-3
_COMMON = 1e-3  # a word this frequent has half the length of a rare one

_FIGURE = r"[-−]?[0-9][0-9,.]*\s*(万元|亿元|千元|元|%|个百分点|年度|年|月|日|辆|人|个|项|台|套|平方米)?"
_RADICALS = {"⻋": "车", "⻔": "门", "⻅": "见", "⻓": "长", "⻛": "风", "⻚": "页", "⻢": "马", "⻄": "西"}


def main() -> None:
    frequencies = _word_frequencies()
    tokenizer = build_tokenizer(frequencies)
    vectors = _initial_vectors(tokenizer, frequencies)
    vectors = _trained(vectors, tokenizer, examples(random.Random(_SEED), _ROUNDS))
    save(tokenizer, vectors, _HERE)


# ---------------------------------------------------------------- words


def _word_frequencies() -> dict[str, float]:
    """Words with their probabilities: those of the training texts, the commonest others, and every character."""
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    general: dict[str, int] = {word: count for word, count in jieba.dt.FREQ.items() if count > 0}
    normaliser = _normaliser()
    own = Counter(
        word
        for text in texts()
        for part in normaliser.normalize_str(text).split()
        for word in jieba.cut(part, HMM=False)
    )
    common = sorted(general, key=lambda word: -general[word])[:_WORDS]
    characters = {character for word in (*own, *common) for character in word} | set("abcdefghijklmnopqrstuvwxyz")
    total = sum(general.values())
    return {
        word: max(general.get(word, 0), own.get(word, 0), 1) / total for word in sorted({*own, *common} | characters)
    }


def _normaliser() -> Any:
    from tokenizers import Regex, normalizers

    radicals = [normalizers.Replace(radical, character) for radical, character in _RADICALS.items()]
    figures = normalizers.Replace(Regex(_FIGURE), " ")
    return normalizers.Sequence(
        [*radicals, normalizers.NFKC(), normalizers.Lowercase(), figures, normalizers.Replace(Regex(r"[^\w]+|_+"), " ")]
    )


def build_tokenizer(frequencies: dict[str, float]) -> Any:
    """A unigram tokenizer: Viterbi finds the likeliest words, so no segmenter is needed at run time."""
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = [("[UNK]", -30.0), *((word, math.log(p)) for word, p in frequencies.items())]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = _normaliser()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


# ---------------------------------------------------------------- vectors


def _initial_vectors(tokenizer: Any, frequencies: dict[str, float]) -> np.ndarray:
    draw = np.random.default_rng(_SEED)
    characters: dict[str, np.ndarray] = {}
    vectors = np.zeros((tokenizer.get_vocab_size(), _DIMENSIONS), np.float32)
    for word, place in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1]):
        if word == "[UNK]":
            continue
        for character in word:
            if character not in characters:
                characters[character] = draw.normal(size=_DIMENSIONS) / math.sqrt(_DIMENSIONS)
        shared = np.mean([characters[character] for character in word], axis=0)
        own = draw.normal(size=_DIMENSIONS) / math.sqrt(_DIMENSIONS)
        vector = shared / np.linalg.norm(shared) + (0.5 * own if len(word) > 1 else 0)
        vectors[place] = vector / np.linalg.norm(vector) * _COMMON / (_COMMON + frequencies[word])
    return vectors


def _trained(vectors: np.ndarray, tokenizer: Any, made: list[Example]) -> np.ndarray:
    import torch
    from torch.nn import EmbeddingBag
    from torch.nn.functional import cross_entropy, normalize

    torch.manual_seed(_SEED)
    bag = EmbeddingBag.from_pretrained(torch.from_numpy(vectors), freeze=False, mode="mean", sparse=True)
    optimizer = torch.optim.SparseAdam(list(bag.parameters()), lr=_RATE)
    random.Random(_SEED).shuffle(made)

    def encoded(batch: list[str]) -> Any:
        ids = [encoding.ids or [0] for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False)]
        starts = np.cumsum([0] + [len(each) for each in ids[:-1]])
        return normalize(bag(torch.tensor([i for each in ids for i in each]), torch.from_numpy(starts)))

    steps = len(made) // _BATCH
    for step in range(steps):
        batch = made[step * _BATCH : (step + 1) * _BATCH]
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 50, 2 * (steps - step) / steps)
        questions = encoded([each.question for each in batch])
        passages = encoded([each.passage for each in batch] + [each.other or each.passage for each in batch])
        scores = questions @ passages.T * _TEMPERATURE
        scores = scores.masked_fill(_same(batch), -1e4)
        loss = cross_entropy(scores, torch.arange(len(batch)))
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()  # type: ignore[no-untyped-call]
        if step % 50 == 0:
            print(f"step {step}/{steps} loss {loss.item():.3f}", flush=True)
    trained: np.ndarray = bag.weight.detach().numpy()
    trained[0] = 0
    return trained


def _same(batch: list[Example]) -> Any:
    """Where a column holds the very passage of the row, though not in its own place: no negative there."""
    import torch

    columns = np.array([each.passage for each in batch] + [each.other or each.passage for each in batch])
    same = columns[None, :] == columns[: len(batch), None]
    same[np.arange(len(batch)), np.arange(len(batch))] = False
    return torch.from_numpy(same)


def save(tokenizer: Any, vectors: np.ndarray, folder: Path) -> None:
    """Writes the model folder; ``config.json`` carries a version that changes with the vectors."""
    from safetensors.numpy import save_file

    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    rows = np.round(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes() + (folder / "tokenizer.json").read_bytes())
    _write(folder / "config.json", {"dimensions": _DIMENSIONS, "version": digest.hexdigest()[:12]})
    modules = ("StaticEmbedding", "Normalize")
    layout = [
        {
            "idx": i,
            "name": str(i),
            "path": "" if i == 0 else f"{i}_{name}",
            "type": f"sentence_transformers.models.{name}",
        }
        for i, name in enumerate(modules)
    ]
    _write(folder / "modules.json", layout)
    _write(folder / "config_sentence_transformers.json", {"similarity_fn_name": "cosine"})
    for i, name in enumerate(modules[1:], 1):
        (folder / f"{i}_{name}").mkdir(exist_ok=True)
        _write(folder / f"{i}_{name}" / "config.json", {})


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
