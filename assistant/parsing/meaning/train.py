"""``python -m assistant.parsing.meaning.train``: trains the model that tells what is asked, on the bundled utterances.

Multinomial logistic regression over the hashed features of ``intents.features``; weights are stored as int8 with one
scale for each intent (17 thousand features × 21 intents, under 0.4 MB). Deterministic: the same data, the same weights.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.parsing.meaning import intents
from assistant.parsing.meaning.clauses import parts
from assistant.parsing.meaning.dialogue import Chat
from assistant.parsing.meaning.model import INTENTS, Meaning
from assistant.parsing.meaning.reading import read_turn, sentence

FOLDER = Path(__file__).parent / "utterances"
_STRENGTH = 1.0  # inverse of the regularisation
_TRUST = 2  # how many made-up sentences stand for each sign alone


@dataclass(frozen=True, slots=True)
class Example:
    masked: str
    text: str
    before: Meaning | None
    intent: str


def examples(lines: Sequence[dict[str, object]]) -> Iterator[Example]:
    """Sentences with their intents; a line with two questions counts where it is cut into as many pieces."""
    for line in lines:
        chat = Chat()
        for turn in line["h"]:  # type: ignore[attr-defined]
            for meaning in read_turn(turn, chat):
                chat = chat.after(meaning)
        said = sentence(str(line["q"]))
        told: list[dict[str, str]] = line.get("parts", [line])  # type: ignore[assignment]
        pieces = parts(said.text, said.masked)
        if len(pieces) != len(told):
            continue
        for piece, meant in zip(pieces, told, strict=True):
            clause = sentence(piece)
            yield Example(clause.masked, clause.text, chat.last, meant["intent"])
            chat = chat.after(Meaning(meant["intent"]))


def fit(given: Sequence[Example]) -> NDArray[np.float32]:
    """Weights (features × INTENTS)."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    rows = [intents.indices(intents.features(one.masked, one.before, one.text)) for one in given]
    labels = [INTENTS.index(one.intent) for one in given]
    for name, _ in intents.cue_patterns():  # what a sign is named for is where its weight starts from
        family = intents.family_of(name)
        rows += [
            intents.indices(iter(("all", name, f"only {family}", after))) for after in ("first", "follows") * _TRUST
        ]
        labels += [INTENTS.index(family)] * 2 * _TRUST
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row) for row in rows])
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), intents.SIZE))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=_STRENGTH, max_iter=400)
        model.fit(matrix, labels)
    weights = np.zeros((intents.SIZE, len(INTENTS)), np.float32)
    weights[:, model.classes_] = model.coef_.T
    weights[intents.indices(iter(["all"]))[0], model.classes_] += model.intercept_
    return weights


def save(weights: NDArray[np.float32], path: Path) -> None:
    from safetensors.numpy import save_file

    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    save_file({"weights": np.round(weights / scale).astype(np.int8), "scale": scale.astype(np.float32)}, path)


def read_lines(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assistant.parsing.meaning.train")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    save(fit(list(examples(read_lines(options.folder)))), intents.WEIGHTS)


if __name__ == "__main__":
    main()
