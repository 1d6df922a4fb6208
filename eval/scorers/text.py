"""Words: one alternative of each ``must`` group stands in the answer, and none of ``must_not``."""

from __future__ import annotations

from eval.matching import compact, contains, holds_each
from eval.records import Question, Result, TextGold


def is_right(gold: TextGold, _question: Question, result: Result) -> bool:
    plain = compact(result.answer)
    forbidden = any(contains(plain, word) for group in gold.must_not for word in group)
    return not forbidden and holds_each(result.answer, gold.must)
