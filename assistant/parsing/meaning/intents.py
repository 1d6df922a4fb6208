"""What is asked: a linear model over a sentence's words and signs and the turn before it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.parsing.meaning.features import Turn, blocks
from assistant.parsing.meaning.linear import Linear, load

WEIGHTS = Path(__file__).parent / "intents.safetensors"


@cache
def _model() -> Linear:
    return load(WEIGHTS)


def asked(text: str, masked: str, before: Turn | None) -> str:
    """The intent of a sentence, with its kind where it has kinds: ``change.rate``, ``text.duties``, ``list.new``."""
    return _model().best(blocks(text, masked, before))
