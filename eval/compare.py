"""What changed between two runs of one question set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.rendering.terminal import printable
from eval.records import EvaluationError, Question, Result, read_questions, read_results
from eval.report import MARKS
from eval.run import questions_of
from eval.score import Mark, mark_of


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose answer differs. Marks are None where the question set is not known."""

    id: str
    question: Question | None
    old: Result | None
    new: Result | None
    old_mark: Mark | None
    new_mark: Mark | None


def changes(old: Path, new: Path, questions: Path | None = None) -> list[Change]:
    """The changed questions, worse ones first; raises EvaluationError when a file cannot be read."""
    before = {result.id: result for result in read_results(old)}
    after = {result.id: result for result in read_results(new)}
    known = questions or questions_of(new) or questions_of(old)
    asked = {question.id: question for question in read_questions(known)} if known else {}
    if not before.keys() & after.keys():
        raise EvaluationError(f"{old} 与 {new} 没有共同的题目")
    found = [
        _change(id_, asked.get(id_), before.get(id_), after.get(id_))
        for id_ in dict.fromkeys((*before, *after))
        if _differs(before.get(id_), after.get(id_))
    ]
    return sorted(found, key=_gain)


def _differs(old: Result | None, new: Result | None) -> bool:
    if old is None or new is None:
        return True
    return old.model_copy(update={"elapsed_ms": None}) != new.model_copy(update={"elapsed_ms": None})


def _change(id_: str, question: Question | None, old: Result | None, new: Result | None) -> Change:
    return Change(id_, question, old, new, _mark(question, old), _mark(question, new))


def _mark(question: Question | None, result: Result | None) -> Mark | None:
    return mark_of(question, result) if question and result else None


_RANK = {Mark.WRONG: 0, Mark.REFUSED: 1, Mark.CORRECT: 2}


def _gain(change: Change) -> int:
    if change.old_mark is None or change.new_mark is None:
        return 0
    return _RANK[change.new_mark] - _RANK[change.old_mark]


def changes_text(changed: list[Change]) -> str:
    better, worse = sum(_gain(c) > 0 for c in changed), sum(_gain(c) < 0 for c in changed)
    lines = [f"{len(changed)} 题的回答有变化：{better} 题变好，{worse} 题变差。"]
    for change in changed:
        marks = f" {_name(change.old_mark)}→{_name(change.new_mark)}" if change.new_mark or change.old_mark else ""
        lines += [
            "",
            f"{change.id}{marks} {change.question.question if change.question else ''}".rstrip(),
            f"  旧：{_said(change.old)}",
            f"  新：{_said(change.new)}",
        ]
    return printable("\n".join(lines))


def _name(mark: Mark | None) -> str:
    return MARKS[mark] if mark else "无"


def _said(result: Result | None) -> str:
    return result.answer if result else "（没有这一题）"


def changes_json(changed: list[Change]) -> list[dict[str, Any]]:
    return [
        {
            "id": change.id,
            "question": change.question.question if change.question else None,
            "old_mark": change.old_mark,
            "new_mark": change.new_mark,
            "old": change.old.answer if change.old else None,
            "new": change.new.answer if change.new else None,
        }
        for change in changed
    ]
