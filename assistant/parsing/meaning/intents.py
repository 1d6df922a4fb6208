"""What is asked: a linear model over signs, their pairs, the turn before and the sentence vector; or the signs alone."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.parsing.meaning.model import INTENTS, Meaning
from index.embedder import BUNDLED, StaticEmbedder

_HERE = Path(__file__).parent
WEIGHTS = _HERE / "intents.safetensors"
SIZE = 1 << 14


@cache
def cue_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (_HERE / "intents.toml").open("rb") as stream:
        data: dict[str, list[str]] = tomllib.load(stream)["signs"]
    return tuple((name, re.compile("|".join(f"(?:{one})" for one in ones))) for name, ones in data.items())


def cues(masked: str, text: str = "") -> list[str]:
    """Names of the signs in a masked sentence, in the order in which they decide.

    Signs of what is no look-up of a figure (refuse, reason, text …) are looked for in the words themselves as well.
    """
    return [
        name
        for name, pattern in cue_patterns()
        if pattern.search(masked) or (text and name.startswith(_IN_WORDS) and pattern.search(text))
    ]


_IN_WORDS = ("smalltalk", "refuse", "text", "reason", "definition", "purpose", "unit_", "hypothetical")


def features(text: str, before: Meaning | None, found: Sequence[str]) -> Iterator[str]:
    """Features of a masked sentence (M a figure, N a number …) in which the signs ``found`` stand."""
    yield "all"
    for cue in found:
        yield cue
    for i, cue in enumerate(found):
        for other in found[i + 1 :]:
            yield f"{cue} {other}"
    families = list(dict.fromkeys(family_of(cue) for cue in found))
    yield f"only {families[0] if len(families) == 1 else len(families)}"
    short = re.sub(r"[\s,，。?？!！、的]", "", text)
    for letter in "MDPTNFO":
        size = min(text.count(letter), 3)
        yield f"{letter} {size}"
        if letter in "MPD":
            for family in families:
                yield f"{family} {letter}{min(size, 2)}"
    yield f"length {min(len(short) // 5, 5)}"
    yield f"ends {short[-1:]}"
    if before is None:
        yield "first"
        return
    told = [family for family in families if family != "value"]
    yield "follows"
    yield f"after {before.intent}"
    yield f"after {before.intent} {told[0] if told else 'none'}"
    yield f"after {before.intent} M {min(text.count('M'), 2)} {not told}"
    yield f"after group {before.group is not None} {told[0] if told else 'none'}"
    yield f"after short {len(short) <= 8} {not told} {before.intent}"


def indices(told: Iterator[str]) -> list[int]:
    return sorted({zlib.crc32(one.encode()) % SIZE for one in told})


def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    """The bundled embedding of sentences, longer than one so that it weighs against the signs."""
    return np.asarray(_embedder().encode(texts) * 3, np.float32)


@cache
def _embedder() -> StaticEmbedder:
    return StaticEmbedder(BUNDLED)


def embedder_mark() -> str:
    """What the model's vector weights were trained on; with any other embedding they say nothing."""
    return _embedder().name


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of hashed signs and of the sentence's vector; columns: INTENTS."""

    signs: NDArray[np.float32]
    vector: NDArray[np.float32]

    def scores(self, masked: str, text: str, before: Meaning | None) -> NDArray[np.float32]:
        rows = indices(features(masked, before, cues(masked, text)))
        made: NDArray[np.float32] = self.signs[rows].sum(axis=0) + vectors([text])[0] @ self.vector
        return made


@cache
def _model() -> Model | None:
    """None where no model is shipped."""
    if not WEIGHTS.exists():
        return None
    from safetensors import safe_open

    with safe_open(WEIGHTS, "numpy") as stored:
        signs = stored.get_tensor("signs").astype(np.float32) * stored.get_tensor("scale")
        vector = stored.get_tensor("vector")
        known = stored.metadata().get("embedder") == embedder_mark()
    return Model(signs, vector if known else np.zeros_like(vector))


def intent_of(masked: str, text: str, before: Meaning | None) -> str:
    """The intent of a sentence, given masked and in words, after the meaning of the turn before it."""
    model = _model()
    if model is None:
        return by_cues(masked, text, before)
    return INTENTS[int(model.scores(masked, text, before).argmax())]


def by_cues(masked: str, text: str, before: Meaning | None) -> str:
    """The first sign decides; a follow-up without one asks what was asked before."""
    found = [family_of(cue) for cue in cues(masked, text)]
    if before is not None and (not found or found[0] == "value") and before.intent not in ("refuse", "smalltalk"):
        return before.intent
    return found[0] if found else "value"


def family_of(cue: str) -> str:
    """The intent that a sign speaks for."""
    family = cue.partition("_")[0]
    return "unit_cost" if family == "unit" else family
