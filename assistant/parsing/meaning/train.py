"""``python -m assistant.parsing.meaning.train``: trains the models that cut sentences and tell what is asked.

In ``utterances`` the ``.jsonl`` files carry whole meanings (without the lines set aside for scoring), or nothing but
intents; the ``.txt`` files are written for the models: under a line ``# change.rate`` stand utterances of that intent
and kind, earlier turns before `` >> ``; under ``# value | reason`` two questions in one, cut at ``‖``. ``chatter.txt``
holds what people say before and after what they ask. Deterministic: the same data, the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.parsing.meaning import clauses, features, intents, linear
from assistant.parsing.meaning.features import Turn
from assistant.parsing.meaning.linear import Blocks, Linear
from assistant.parsing.meaning.sentences import sentence

FOLDER = Path(__file__).parent / "utterances"
_CHATTER = "chatter.txt"
_WEIGHTS = (0.5, 1.5, 1.0)  # of a sentence's masked pieces, its pieces, its signs
_CUT_WEIGHTS = (1.0, 1.0, 1.0)
_KINDS = {
    "change": ("amount", "rate", "direction", "both", "previous", "point"),
    "ratio": ("times", "percent", "parts"),
    "list": ("new", "gone"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An utterance: what was said before, its pieces (one a question), and what each asks."""

    history: tuple[str, ...]
    pieces: tuple[str, ...]
    asked: tuple[str, ...]


# ---------------------------------------------------------------- reading the utterances


def read_folder(folder: Path) -> list[Told]:
    found: list[Told] = []
    for path in sorted(folder.glob("*.jsonl")):
        found += [one for line in path.read_text("utf-8").splitlines() if (one := _of_json(json.loads(line)))]
    for path in sorted(folder.glob("*.txt")):
        if path.name != _CHATTER:
            found += _of_text(path)
    return found


def _of_json(line: dict[str, Any]) -> Told | None:
    """None where a line of several questions has more or fewer pauses than questions, so that its cuts are unknown."""
    asked = tuple(_kind(part) for part in line.get("parts", [line]))
    text = sentence(line["q"]).text
    if len(asked) == 1:
        return Told(tuple(line["h"]), (text,), asked)
    pieces = clauses.cut(text, lambda piece: piece, lambda _: True)
    return Told(tuple(line["h"]), pieces, asked) if len(pieces) == len(asked) else None


def _kind(part: dict[str, Any]) -> str:
    """The intent of a meaning with its kind; "" where it needs a topic and has none."""
    intent = part["intent"]
    if intent in ("text", "refuse"):
        return f"{intent}.{part['topic']}" if "topic" in part else ""
    figure = part.get("as") or {"change": "amount", "ratio": "times"}.get(intent, "")
    if intent == "change" and figure == "amount" and part.get("whole"):
        figure = "point"
    return f"{intent}.{figure}" if figure in _KINDS.get(intent, ()) else intent


def _of_text(path: Path) -> Iterator[Told]:
    asked: tuple[str, ...] = ()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            asked = tuple(name.strip() for name in line[1:].split("|"))
        elif line.strip():
            *history, text = line.split(" >> ")
            pieces = tuple(sentence(piece).text.strip(",，?？!！ ") for piece in text.split("‖"))
            if len(pieces) != len(asked):
                raise ValueError(f"{path.name}:{number} asks {len(pieces)} things under {' | '.join(asked)}")
            yield Told(tuple(history), pieces, asked)


def _chatter(folder: Path) -> tuple[list[str], list[str]]:
    """What is said before and after a question."""
    path = folder / _CHATTER
    before, after = path.read_text("utf-8").split("# after") if path.exists() else ("", "")
    return [line for line in before.splitlines() if line and line[0] != "#"], after.split()


# ---------------------------------------------------------------- what is asked


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    masked: str
    earlier: tuple[str, ...]  # masked, oldest first
    before: Turn | None
    asked: str


def examples(told: Sequence[Told]) -> Iterator[Example]:
    """Pieces with what they ask; a further piece follows the one before it."""
    for one in told:
        earlier = tuple(sentence(turn).masked for turn in one.history)
        turn: Turn | None = None
        for piece, asked in zip(one.pieces, one.asked, strict=True):
            if asked:
                said = sentence(piece)
                yield Example(said.text, said.masked, () if turn else earlier, turn, asked)
                turn = Turn(asked, said.masked)


def fit_intents(given: Sequence[Example]) -> Linear:
    """Fitted on first turns; then on all of them, with what the model itself reads in the turns before."""
    model = _fit([one for one in given if not one.earlier])
    for _ in range(2):
        given = [replace(one, before=_read(model, one.earlier) or one.before) for one in given]
        model = _fit(given)
    return model


def _fit(given: Sequence[Example]) -> Linear:
    samples = [features.blocks(one.text, one.masked, one.before) for one in given]
    return linear.fit(samples, [one.asked for one in given], _WEIGHTS)


def _read(model: Linear, earlier: Sequence[str]) -> Turn | None:
    turn: Turn | None = None
    for masked in earlier:
        asked = model.best(features.blocks(masked, masked, turn))
        turn = turn if turn and asked == "smalltalk" else Turn(asked, masked)
    return turn


def with_chatter(given: Sequence[Told], folder: Path) -> Iterator[Told]:
    """Every third utterance once more, in the midst of what else people say."""
    before, after = _chatter(folder)
    chance = random.Random(7)
    for one in given:
        if before and len(one.pieces) == 1 and len(one.pieces[0]) > 4 and chance.random() < 0.35:
            lead = chance.choice(before) if chance.random() < 0.7 else ""
            tail = chance.choice(after) if not lead or chance.random() < 0.5 else ""
            yield replace(one, pieces=(sentence(lead + one.pieces[0] + tail).text,))


# ---------------------------------------------------------------- where a sentence is cut


def cuts(told: Sequence[Told], chance: random.Random) -> Iterator[tuple[Blocks, str]]:
    """Pauses of utterances, and of those made of two turns, each with whether what follows asks anew."""
    for one in told:
        if len(one.pieces) > 1:
            yield from _pauses(one.pieces, chance)
            continue
        yield from _pauses(one.pieces, chance)
        if one.history and _opens(one.asked[0]):
            earlier = sentence(one.history[-1]).text.strip(",，?？!！。 ")
            if not clauses.PAUSE.search(earlier):
                yield from _pauses((earlier, one.pieces[0]), chance)


def _opens(asked: str) -> bool:
    """Whether a follow-up of this kind would also be said in one breath with what it follows."""
    return asked.split(".")[0] in ("reason", "purpose", "share", "change", "count", "rank", "list", "execution", "text")


def _pauses(pieces: Sequence[str], chance: random.Random) -> Iterator[tuple[Blocks, str]]:
    for at, piece in enumerate(pieces):
        start = 0
        for pause, after in clauses.pauses(piece):
            left, right = piece[start : pause.start()], piece[pause.end() : after]
            yield clauses.blocks(_mask(left), _mask(right), pause.group()), "one"
        if at:
            last = clauses.PAUSE.split(piece.strip())[0]
            yield clauses.blocks(_mask(pieces[at - 1]), _mask(last), chance.choice(",,,?? ")), "cut"


def _mask(piece: str) -> str:
    return sentence(piece).masked


# ---------------------------------------------------------------- the command


def train(folder: Path) -> tuple[Linear, Linear]:
    """The models of what is asked and of where a sentence is cut."""
    told = read_folder(folder)
    chatted = list(with_chatter(told, folder))
    asked = fit_intents(list(examples([*told, *chatted])))
    samples, labels = zip(*cuts([*told, *chatted], random.Random(7)), strict=True)
    return asked, linear.fit(samples, labels, _CUT_WEIGHTS)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assistant.parsing.meaning.train")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    asked, cut = train(options.folder)
    linear.save(asked, intents.WEIGHTS)
    linear.save(cut, clauses.WEIGHTS)


if __name__ == "__main__":
    main()
