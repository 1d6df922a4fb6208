"""Accuracy, wrong and refused answers, citations and figures of a results file, by kind of question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from eval.evidence import cites_gold, figure_counts
from eval.records import AbstainGold, Question, Result
from eval.scorers import SCORERS


class Mark(StrEnum):
    CORRECT = "correct"
    WRONG = "wrong"
    REFUSED = "refused"  # an answerable question was refused, sent back, or not run


@dataclass(frozen=True, slots=True)
class Scored:
    """One question with its result (None when the run has none). ``cited`` is None where it has no meaning."""

    question: Question
    result: Result | None
    mark: Mark
    cited: bool | None
    proved: int
    shown: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over some questions. Shares are between 0 and 1, and None where there is nothing to divide by."""

    count: int
    correct: int
    wrong: int
    refused: int
    missing: int
    cited: int
    citable: int
    proved: int
    shown: int
    median_ms: Decimal | None

    @property
    def accuracy(self) -> Decimal | None:
        return _share(self.correct, self.count)

    @property
    def wrong_share(self) -> Decimal | None:
        return _share(self.wrong, self.count)

    @property
    def refused_share(self) -> Decimal | None:
        return _share(self.refused, self.count)

    @property
    def citation_score(self) -> Decimal | None:
        return _share(self.cited, self.citable)

    @property
    def figure_score(self) -> Decimal | None:
        return _share(self.proved, self.shown)


def score(questions: Sequence[Question], results: Iterable[Result]) -> list[Scored]:
    """Each question with its mark, in the order of the set."""
    by_id = {result.id: result for result in results}
    return [score_one(question, by_id.get(question.id)) for question in questions]


def score_one(question: Question, result: Result | None) -> Scored:
    if result is None:
        return Scored(question, None, Mark.REFUSED, None, 0, 0)
    mark = mark_of(question, result)
    proved, shown = figure_counts(result) if result.outcome == "answer" else (0, 0)
    citable = mark is Mark.CORRECT and result.outcome == "answer" and question.evidence
    return Scored(question, result, mark, cites_gold(question, result) if citable else None, proved, shown)


def mark_of(question: Question, result: Result) -> Mark:
    """A refusal is right where nothing can be answered, asking back where the question is ambiguous.

    Elsewhere neither is an answer, but neither is wrong.
    """
    if result.outcome != "answer":
        right = isinstance(question.answer, AbstainGold)
        right = right or (question.kind == "ambiguous" and result.outcome == "clarification")
        return Mark.CORRECT if right else Mark.REFUSED
    right = SCORERS[question.answer.type](question.answer, question, result)
    return Mark.CORRECT if right else Mark.WRONG


def summarise(scored: Sequence[Scored]) -> Summary:
    marks = Counter(entry.mark for entry in scored)
    times = [entry.result.elapsed_ms for entry in scored if entry.result and entry.result.elapsed_ms is not None]
    return Summary(
        count=len(scored),
        correct=marks[Mark.CORRECT],
        wrong=marks[Mark.WRONG],
        refused=marks[Mark.REFUSED],
        missing=sum(entry.result is None for entry in scored),
        cited=sum(entry.cited is True for entry in scored),
        citable=sum(entry.cited is not None for entry in scored),
        proved=sum(entry.proved for entry in scored),
        shown=sum(entry.shown for entry in scored),
        median_ms=median(times) if times else None,
    )


def by_kind(scored: Sequence[Scored]) -> dict[str, Summary]:
    """A summary for each kind of question, in the order of first appearance."""
    kinds = dict.fromkeys(entry.question.kind for entry in scored)
    return {kind: summarise([entry for entry in scored if entry.question.kind == kind]) for kind in kinds}


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
