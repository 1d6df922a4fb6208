"""What a question supposes of a figure: by how much, which way, and what is left."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.parsing.suppositions import suppositions
from index.amounts import Amount


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("办公费再压减10%", [("by", "-10")]),
        ("会议费多给2.5万元", [("by", "25000.0")]),
        ("培训费降到80万元", [("to", "800000")]),
        ("差旅费砍掉一半", [("by", "-50")]),
        ("租赁费翻一番", [("by", "100")]),
        ("印刷费打八五折", [("times", "85")]),
        ("项目支出只执行了七成", [("times", "7")]),
        ("水费减少5%、电费增加3万元", [("by", "-5"), ("by", "30000")]),
        ("劳务费是50万元", []),
    ],
)
def test_supposed(question: str, expected: list[tuple[str, str]]) -> None:
    found = suppositions(question, ())
    assert [(one.kind, one.quantity.value) for one in found] == [(kind, Decimal(value)) for kind, value in expected]


def test_words_of_a_name_say_no_change() -> None:
    (one,) = suppositions("减灾救灾经费增加5%", [(0, 6)])
    assert one.quantity.value == 5


def test_what_is_left_of_what_was_spent() -> None:
    (one,) = suppositions("只花了九成", ())
    assert one.spent
    assert not isinstance(one.quantity, Amount)


def test_words_before_what_they_change() -> None:
    (one,) = suppositions("取消会议费后三公经费是多少", [(2, 5)])
    assert (one.kind, one.ahead) == ("by", True)
