"""What people think of answers, kept beside the store, and handed over as a question set for evaluation."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.conversation import Turn
from assistant.rendering.contract import answer_json
from assistant.rendering.delivery import JSONL, File, delivery_html

_LONGEST_REASON = 500
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Opinion:
    good: bool
    reason: str = ""


class FeedbackDesk:
    """Opinions on answers, one JSON line each."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "feedback.jsonl"
        self._guard = threading.Lock()

    def keep(self, turns: Sequence[Turn], position: int, opinion: Opinion) -> str:
        """Keeps an opinion on one turn; returns what to say."""
        if not 0 <= position < len(turns):
            return "这条回答已不在对话里。"
        turn = turns[position]
        line = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "good": opinion.good,
            "reason": opinion.reason[:_LONGEST_REASON],
            "question": turn.question,
            "history": [earlier.question for earlier in turns[:position]],
            "answer": answer_json(turn.answer),
        }
        with self._guard:
            if self._path.is_file() and self._path.stat().st_size > _MOST_BYTES:
                return "反馈已满，请先导出并清理。"
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return "谢谢，已记下。"

    def question_set(self) -> str:
        """The opinions as a question set to download; nothing where there are none."""
        if not self._path.is_file():
            return ""
        lines = [json.loads(line) for line in self._path.read_text("utf-8").splitlines() if line.strip()]
        questions = [_question(number, line) for number, line in enumerate(lines, 1)]
        text = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
        return delivery_html(File("feedback-questions.jsonl", JSONL, text.encode()))


def _question(number: int, line: dict[str, Any]) -> dict[str, Any]:
    """A liked answer is the gold answer; of a disliked one it is known only what must not be said again."""
    answer = line["answer"]
    return {
        "id": f"feedback-{number}",
        "question": line["question"],
        "history": line["history"],
        "kind": "liked" if line["good"] else "disliked",
        "docs": sorted({citation["document"] for citation in answer["citations"]}),
        "answer": _gold(answer) if line["good"] else _not_again(answer),
        "note": line["reason"],
    }


def _gold(answer: dict[str, Any]) -> dict[str, Any]:
    figures = [figure["text"] for figure in answer["figures"]]
    if answer["outcome"] != "answer":
        return {"type": "abstain"}
    if answer["verdict"]:
        return {"type": "yesno", "value": answer["verdict"]}
    if answer["value"] is not None:
        gold = {"type": "number", "value": answer["value"], "unit": answer["unit"] or ""}
        return gold | ({"direction": answer["direction"]} if answer["direction"] else {})
    return {"type": "text", "must": [[figure] for figure in figures] or [[answer["answer"][:20]]]}


def _not_again(answer: dict[str, Any]) -> dict[str, Any]:
    if answer["outcome"] != "answer":
        return {"type": "text", "must": [], "must_not": [[answer["answer"]]]}
    figures = [figure["text"] for figure in answer["figures"][:1]]
    return {"type": "text", "must": [], "must_not": [figures or [answer["answer"]]]}
