"""Gold questions over sample documents, and their writing as the contract's JSON Lines."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from index.model import Stage
from samples.asking.amounts import single
from samples.asking.evidence import Shown
from samples.asking.record import Asked, Question
from samples.asking.wordings import worded
from samples.asking.years import across, spent
from samples.generate import EXACT
from samples.layouts import publication
from samples.model import SampleBudget
from samples.writers import file_name


def questions(budgets: Sequence[SampleBudget], layout: str, formats: Sequence[str] = ("pdf",)) -> list[dict[str, Any]]:
    """Questions about one department's documents (oldest first) in the contract's format.

    Each document is asked about alone; the budgets together about changes over the years. ``formats`` has one entry
    a document, or one for all.
    """
    suffixes = list(formats) * (len(budgets) if len(formats) == 1 else 1)
    shown = [Shown(publication(b, layout), file_name(b, suffix)) for b, suffix in zip(budgets, suffixes, strict=True)]
    records: list[dict[str, Any]] = []
    plans = [i for i, budget in enumerate(budgets) if budget.stage is Stage.BUDGET]
    for i, budget in enumerate(budgets):
        asked = _asked([budget], [shown[i]])
        made = (*single(asked), *worded(asked)) if i in plans else tuple(spent(asked))
        records += _records(f"{budget.name}-{layout}", asked, made)
    if len(plans) > 1:
        asked = _asked([budgets[i] for i in plans], [shown[i] for i in plans])
        records += _records(f"{asked.budgets[0].name}-{asked.last.year}-{layout}", asked, tuple(across(asked)))
    return records


def _asked(budgets: Sequence[SampleBudget], shown: Sequence[Shown]) -> Asked:
    exact = all(line.amount % EXACT == 0 for budget in budgets for line in budget.ledger.lines)
    dice = random.Random("|".join(budget.name for budget in budgets) + str(budgets[0].seed))
    return Asked(tuple(budgets), tuple(shown), dice, "0.005" if exact else "0.02")


def _records(name: str, asked: Asked, made: Sequence[Question]) -> list[dict[str, Any]]:
    files = [shown.file for shown in asked.shown]
    return [
        {
            "id": f"sample-{name}-{number:02}",
            "question": question.question,
            "history": list(question.history),
            "kind": question.kind,
            "docs": files,
            "named": asked.names_department(question.question),
            "answer": question.answer,
            "evidence": list(question.evidence),
            "note": question.note,
        }
        for number, question in enumerate(made, start=1)
    ]


def write_questions(path: Path, records: Sequence[dict[str, Any]]) -> Path:
    """Writes ``<set>.questions.jsonl``; decimals become JSON numbers."""
    lines = (json.dumps(record, ensure_ascii=False, default=_json_number) for record in records)
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def _json_number(value: object) -> int | float:
    assert isinstance(value, Decimal)
    return int(value) if value == value.to_integral_value() else float(value)
