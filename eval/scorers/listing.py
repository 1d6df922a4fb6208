"""A list: every item named, every value given; a ranking names no more items than were asked for."""

from __future__ import annotations

from eval.matching import holds_each, same_value
from eval.records import ListGold, Question, Result


def is_right(gold: ListGold, question: Question, result: Result) -> bool:
    if question.kind == "rank" and len(result.items) > max(len(gold.items), len(gold.values)):
        return False
    named = " ".join((result.answer, *(item.name for item in result.items)))
    if not holds_each(named, gold.items):
        return False
    if len(gold.values) == len(gold.items) == len(result.items):
        return _paired(gold, result)
    shown = [(item.value, item.unit) for item in result.items]
    shown += [(figure.value, figure.unit) for figure in result.figures]
    return all(
        any(same_value(value, unit, wanted, gold.unit, gold.tolerance) for value, unit in shown)
        for wanted in gold.values
    )


def _paired(gold: ListGold, result: Result) -> bool:
    """Each named item carries its own value (an item whose name is worded otherwise may stand in any place)."""
    for group, wanted in zip(gold.items, gold.values, strict=True):
        own = [item for item in result.items if holds_each(item.name, (group,))] or result.items
        if not any(same_value(item.value, item.unit, wanted, gold.unit, gold.tolerance) for item in own):
            return False
    return True
