"""What is asked: a linear model over character n-grams, cues and the turn before, or the cues alone where it is absent."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.parsing.meaning.model import INTENTS, Meaning

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


def features(text: str, before: Meaning | None, words: str = "") -> Iterator[str]:
    """Features of a masked sentence (M a figure, N a number …) after the meaning of the turn before it."""
    found = cues(text, words)
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


@cache
def _weights() -> NDArray[np.float32] | None:
    """Rows: hashed features; columns: INTENTS. None where no model is shipped."""
    if not WEIGHTS.exists():
        return None
    from safetensors.numpy import load_file

    stored = load_file(WEIGHTS)
    made: NDArray[np.float32] = stored["weights"].astype(np.float32) * stored["scale"]
    return made


def intent_of(masked: str, text: str, before: Meaning | None) -> str:
    """The intent of a sentence, given masked and in words, after the meaning of the turn before it."""
    weights = _weights()
    if weights is None:
        return by_cues(masked, text, before)
    return INTENTS[int(weights[indices(features(masked, before, text))].sum(axis=0).argmax())]


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
