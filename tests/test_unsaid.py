"""What is asked first without naming anything is read in full; what names something stays as it is."""

from __future__ import annotations

import pytest

from assistant.parsing.unsaid import asked_in_full


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("总共多少钱？", "支出一共多少钱"),
        ("2024年一共多少钱", "2024年支出一共多少钱"),
        ("今年比去年多吗", "今年支出比去年增加还是减少，多少"),
        ("涨了百分之几", "支出比去年变化百分之几"),
        ("为啥比去年少", "支出为什么比去年减少"),
        ("钱都花哪去了？", "支出有哪些大类，各多少"),
        ("钱从哪来的？", "收入总计由哪几项组成"),
        ("机关运行经费是啥", "机关运行经费是什么意思"),
        ("你们单位是做什么的？", "部门主要职责是什么"),
    ],
)
def test_what_is_left_unsaid_is_supplied(question: str, full: str) -> None:
    assert asked_in_full(question, ()) == full


@pytest.mark.parametrize(
    "question", ["差旅费一共多少钱", "三公经费涨了多少", "会议费比去年多吗", "这个项目是干什么的", "最大的收入是什么"]
)
def test_a_question_that_names_something_is_left_as_it_is(question: str) -> None:
    assert asked_in_full(question, ()) == question
