"""Parts of a known whole said in everyday words (吃喝, 用车: of “三公”); the words are in the TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path


@cache
def _words() -> dict[str, dict[str, re.Pattern[str]]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {whole: {part: re.compile(said) for part, said in parts.items()} for whole, parts in data.items()}


def spoken_part(said: str, wholes: Sequence[str]) -> str | None:
    """The vocabulary term of the part that some words name; None where they name none, or two that exclude each other.

    ``wholes`` are vocabulary terms. Where one part's words hold another's (买车: 车), the narrower comes first.
    """
    parts = next((_words()[whole] for whole in wholes if whole in _words()), {})
    taken: list[tuple[int, int]] = []
    found: list[str] = []
    for part, pattern in parts.items():
        spans = [match.span() for match in pattern.finditer(said)]
        if any(not any(a <= start and end <= b for a, b in taken) for start, end in spans):
            found.append(part)
        taken += spans
    return found[0] if len(found) == 1 else None
