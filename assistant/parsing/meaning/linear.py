"""A linear model over named features: int8 weights with one scale a class, in a safetensors file; and how it is fitted.

A sample is given in blocks of features. In a block a feature counts by its rarity (1 + ln of its count, times its
inverse document frequency), and each block is brought to length 1 times the block's weight, so that long sentences
weigh no more than short ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Blocks = tuple[list[str], ...]


@dataclass(frozen=True, slots=True)
class Linear:
    """``weights``: features × classes; the last row is the intercept."""

    classes: tuple[str, ...]
    rows: dict[str, int]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    block_weights: tuple[float, ...]

    def scores(self, blocks: Blocks) -> dict[str, float]:
        made = self.weights[-1].copy()
        for block, weight in zip(blocks, self.block_weights, strict=True):
            places, values = vector(block, self.rows, self.rarity)
            if places:
                made += weight * (np.asarray(values, np.float32) @ self.weights[places])
        return dict(zip(self.classes, made.tolist(), strict=True))

    def best(self, blocks: Blocks) -> str:
        scores = self.scores(blocks)
        return max(scores, key=scores.__getitem__)


def vector(block: list[str], rows: dict[str, int], rarity: NDArray[np.float32]) -> tuple[list[int], list[float]]:
    """Places and values of the known features of a block, of length 1."""
    known = Counter(rows[name] for name in block if name in rows)
    values = [(1 + math.log(times)) * float(rarity[at]) for at, times in known.items()]
    size = math.sqrt(sum(value * value for value in values)) or 1.0
    return list(known), [value / size for value in values]


def fit(
    samples: Sequence[Blocks], labels: Sequence[str], block_weights: tuple[float, ...], strength: float = 1.0
) -> Linear:
    """One support vector machine a class against the others; features of a single sample are left out.

    ``strength`` is the inverse of the regularisation.
    """
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    seen = Counter(name for blocks in samples for block in blocks for name in set(block))
    names = sorted(name for name, times in seen.items() if times > 1)
    rows = {name: at for at, name in enumerate(names)}
    rarity = np.array([math.log((1 + len(samples)) / (1 + seen[name])) + 1 for name in names], np.float32)
    places, values, ends = [], [], [0]
    for blocks in samples:
        for block, weight in zip(blocks, block_weights, strict=True):
            found, told = vector(block, rows, rarity)
            places += found
            values += [weight * value for value in told]
        ends.append(len(places))
    matrix = csr_matrix((values, places, ends), shape=(len(samples), len(names)), dtype=np.float64)
    machine = LinearSVC(C=strength, random_state=0, max_iter=4000).fit(matrix, list(labels))
    coefficients, intercepts = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one machine tells two classes apart
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.array([-intercepts[0], intercepts[0]])
    weights = np.ascontiguousarray(np.vstack([coefficients.T, intercepts]), np.float32)
    return Linear(tuple(machine.classes_.tolist()), rows, rarity, weights, block_weights)


def save(model: Linear, path: Path) -> None:
    from safetensors.numpy import save_file

    scale = np.abs(model.weights).max(axis=0) / 127
    small = np.round(model.weights / scale).astype(np.int8)
    names = np.frombuffer("\n".join(model.rows).encode(), np.uint8)
    tensors = {"weights": small, "scale": scale.astype(np.float32), "names": names, "rarity": model.rarity}
    save_file(tensors, path, {"classes": " ".join(model.classes), "blocks": " ".join(map(str, model.block_weights))})


def load(path: Path) -> Linear:
    """Raises FileNotFoundError where no model is shipped."""
    from safetensors import safe_open

    with safe_open(path, "numpy") as stored:
        told = stored.metadata()
        names = stored.get_tensor("names").tobytes().decode().split("\n")
        weights = stored.get_tensor("weights").astype(np.float32) * stored.get_tensor("scale")
        rarity = stored.get_tensor("rarity")
    rows = {name: at for at, name in enumerate(names)}
    blocks = tuple(float(weight) for weight in told["blocks"].split())
    return Linear(tuple(told["classes"].split()), rows, rarity, weights, blocks)
