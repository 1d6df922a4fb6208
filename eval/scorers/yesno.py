"""A verdict, and the true figure where the gold answer gives one."""

from __future__ import annotations

from eval.matching import same_value
from eval.records import Question, Result, YesNoGold


def is_right(gold: YesNoGold, _question: Question, result: Result) -> bool:
    if result.verdict != gold.value:
        return False
    if gold.figure is None:
        return True
    wanted = gold.figure
    shown = [(result.value, result.unit), *((figure.value, figure.unit) for figure in result.figures)]
    return any(same_value(value, unit, wanted.value, wanted.unit, wanted.tolerance) for value, unit in shown)
