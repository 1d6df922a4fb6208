"""``python -m assistant.parsing.meaning.train``: trains the model that tells what is asked, on the bundled utterances.

In ``utterances`` four files carry whole meanings (without the lines set aside for scoring); ``intents.jsonl`` holds
sentences written for this model alone, with nothing but their intents.

Multinomial logistic regression over the hashed features of ``intents.features`` and the sentence vector; weights are stored as int8 with one
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

from assistant.parsing.meaning import intents
from assistant.parsing.meaning.clauses import parts
from assistant.parsing.meaning.dialogue import Chat
from assistant.parsing.meaning.model import INTENTS, Meaning
from assistant.parsing.meaning.reading import read_turn, sentence

FOLDER = Path(__file__).parent / "utterances"
_STRENGTH = 0.5  # inverse of the regularisation
_TRUST = 1  # how many made-up sentences stand for each sign alone


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


def fit(given: Sequence[Example]) -> intents.Model:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    rows, labels = [], []
    for one in given:
        found = intents.cues(one.masked, one.text)
        # Once more with the broad signs alone: a sentence never heard before shows fewer of the narrow ones.
        for signs in (found, [sign for sign in found if sign.endswith("_")]):
            rows.append(intents.indices(intents.features(one.masked, one.before, signs)))
            labels.append(INTENTS.index(one.intent))
    for name, _ in intents.cue_patterns():  # what a sign is named for is where its weight starts from
        family = intents.family_of(name)
        rows += [
            intents.indices(iter(("all", name, f"only {family}", after))) for after in ("first", "follows") * _TRUST
        ]
        labels += [INTENTS.index(family)] * 2 * _TRUST
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.concatenate([np.array(row) for row in rows])
    told = [one.text for one in given for _ in range(2)]
    dense = np.zeros((len(rows), 256), np.float32)  # none for the sentences made up of one sign
    dense[: len(told)] = intents.vectors(told)
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), intents.SIZE))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=_STRENGTH, max_iter=400)
        model.fit(hstack([matrix, csr_matrix(dense)]).tocsr(), labels)
    weights = np.zeros((intents.SIZE, len(INTENTS)), np.float32)
    weights[:, model.classes_] = model.coef_.T[: intents.SIZE]
    vector = np.zeros((dense.shape[1], len(INTENTS)), np.float32)
    vector[:, model.classes_] = model.coef_.T[intents.SIZE :]
    weights[intents.indices(iter(["all"]))[0], model.classes_] += model.intercept_
    return intents.Model(weights, vector)


def save(model: intents.Model, path: Path) -> None:
    from safetensors.numpy import save_file

    weights = model.signs
    scale = np.abs(weights).max(axis=0) / 127
    scale[scale == 0] = 1
    signs = np.round(weights / scale).astype(np.int8)
    tensors = {"signs": signs, "scale": scale.astype(np.float32), "vector": model.vector}
    save_file(tensors, path, {"embedder": intents.embedder_mark()})


def read_lines(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assistant.parsing.meaning.train")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    intents.WEIGHTS.unlink(
        missing_ok=True
    )  # earlier turns are read by the signs alone, whatever model was there before
    save(fit(list(examples(read_lines(options.folder)))), intents.WEIGHTS)


if __name__ == "__main__":
    main()
