"""A bare figure is no answer where the question, read a second time, asks for something else."""

from __future__ import annotations

import pytest

from assistant.knowledge import Knowledge
from assistant.parsing.parse import parse_dialogue
from assistant.second_reading import contradicted


@pytest.mark.parametrize(
    ("question", "operation", "refused"),
    [
        ("委托业务费那笔钱主要拿去干什么了？", "value", True),
        ("委托业务费今年安排了多少？", "value", False),
        ("委托业务费那笔钱主要拿去干什么了？", "purpose", False),
        ("三公经费今年安排多少钱", "value", False),
        ("办公费和印刷费相差多少", "value", True),
    ],
)
def test_contradiction(question: str, operation: str, refused: bool) -> None:
    parsed = parse_dialogue(question, (), Knowledge(()))
    assert (contradicted(parsed, operation) is not None) is refused


def test_a_follow_up_is_not_judged_alone() -> None:
    parsed = parse_dialogue("那接待的呢？", ("三公经费一共多少？", "里头公车占了多少钱？"), Knowledge(()))
    assert contradicted(parsed, "value") is None
