"""Questions for lists, ranks and counts of projects, purchases, trainings, over the made-up page of ``listing_document``.

A case of ``cases/listing_questions.jsonl`` is one of ``unit_questions.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.model import CitedAnswer
from assistant.service import Assistant
from tests.listing_document import DEPARTMENT, page
from tests.over_page import over_page
from tests.test_unit_questions import check

_CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "cases" / "listing_questions.jsonl").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    with over_page(f"{DEPARTMENT}2026年部门预算", page(), tmp_path_factory.mktemp("lists")) as opened:
        yield opened


@pytest.mark.parametrize("case", [pytest.param(case, id=case["question"]) for case in _CASES])
def test_question_about_lists(assistant: Assistant, case: dict[str, Any]) -> None:
    check(assistant, case)


def test_each_thing_of_a_list_has_its_own_source(assistant: Assistant) -> None:
    answer = assistant.ask("口岸局本级超过80万元的项目有哪些")
    assert isinstance(answer, CitedAnswer)
    assert "][" not in answer.text
    assert [f"[{n}]" in answer.text for n in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize("question", ["2026年支出构成", "2026年收入构成是怎样的"])
def test_a_year_is_no_word_that_a_goal_shares(assistant: Assistant, question: str) -> None:
    assert not isinstance(assistant.ask(question), CitedAnswer)
