"""A number: the headline value in its unit, the direction where one is given, and the names that belong to it."""

from __future__ import annotations

from eval.matching import holds_each, same_value
from eval.records import NumberGold, Question, Result


def is_right(gold: NumberGold, _question: Question, result: Result) -> bool:
    if not same_value(result.value, result.unit, gold.value, gold.unit, gold.tolerance):
        return False
    if gold.direction is not None and result.direction != gold.direction:
        return False
    return holds_each(" ".join((result.answer, *(item.name for item in result.items))), gold.items)
