"""One scorer a type of gold answer. Each says whether an *answer* (not a refusal) is right; ``SCORERS`` lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eval.records import Question, Result
from eval.scorers import abstain, listing, number, text, yesno

SCORERS: dict[str, Callable[[Any, Question, Result], bool]] = {
    "number": number.is_right,
    "text": text.is_right,
    "list": listing.is_right,
    "yesno": yesno.is_right,
    "abstain": abstain.is_right,
}
