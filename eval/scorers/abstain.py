"""What the documents cannot answer: no figure is put forward, neither as headline nor in a list nor in the text."""

from __future__ import annotations

from eval.records import AbstainGold, Question, Result
from index.amounts import FigureKind, find_figures


def is_right(_gold: AbstainGold, _question: Question, result: Result) -> bool:
    if result.value is not None or any(item.value is not None for item in result.items):
        return False
    return not any(figure.kind in (FigureKind.MONEY, FigureKind.RATIO) for figure in find_figures(result.answer))
