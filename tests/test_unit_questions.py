"""Questions about the units of a department, over the made-up page of ``unit_document``.

A case of ``cases/unit_questions.jsonl`` holds a question, the turns before it, and what is expected: ``value`` (a number
as text) with ``unit``, ``says`` (words of the answer), ``silent`` (words that must not be in it) or ``refusal`` (a reason).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.model import CitedAnswer, Refusal
from assistant.service import Assistant
from tests.over_page import over_page
from tests.unit_document import DEPARTMENT, page

_CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "unit_questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", page(), tmp_path_factory.mktemp("units")) as opened:
        yield opened


@pytest.mark.parametrize("case", [pytest.param(case, id=case["question"]) for case in _CASES])
def test_question_about_units(assistant: Assistant, case: dict[str, Any]) -> None:
    check(assistant, case)


def check(assistant: Assistant, case: dict[str, Any]) -> None:
    """Asks the question of a case and compares the answer with what it expects."""
    answer = assistant.ask(case["question"], case.get("history", ()))
    if "refusal" in case:
        assert isinstance(answer, Refusal), answer.text
        assert answer.reason == case["refusal"], answer.text
        return
    assert isinstance(answer, CitedAnswer), answer.text
    if "value" in case:
        assert answer.value is not None, answer.text
        assert round(answer.value, 2) == Decimal(case["value"]), answer.text
        assert answer.unit == case.get("unit", "万元"), answer.text
    for words in case.get("says", ()):
        assert words in answer.text
    for words in case.get("silent", ()):
        assert words not in answer.text
