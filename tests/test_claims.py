"""What a user's wording makes of a figure: exactly, about, more or less than; as ranges of values that make it true."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.operations.verify.stated import read_stated
from index.amounts import read_quantity

_CASES = (
    ("支出600万元吗", ("600万元", "600.3万元"), ("601万元", "599万元")),
    ("支出不到600万元吗", ("599.99万元",), ("600万元", "601万元")),
    ("支出不超过600万元吗", ("600万元",), ("600.01万元",)),
    ("支出超过600万元吗", ("600.01万元",), ("600万元",)),
    ("支出600万元以上吗", ("600万元", "900万元"), ("599.99万元",)),
    ("支出六百多万吗", ("600万元", "690万元"), ("599万元", "701万元")),
    ("支出将近六百万吗", ("590万元", "600万元"), ("601万元", "490万元")),
    ("支出600万元左右吗", ("570万元", "640万元"), ("520万元", "660万元")),
    ("占了三成吗", ("30%", "34.9%"), ("36%",)),
    ("占了八成以上吗", ("80%", "95%"), ("79.9%",)),
    ("占了一半吗", ("50%",), ("47%", "53%")),
    ("占了过半吗", ("50.1%",), ("50%", "49%")),
    ("占了一半还多吗", ("50.1%",), ("49%",)),
    ("超过总支出一半了吧", ("50.1%",), ("49%",)),
    ("是它的2.5倍吗", ("2.5倍", "2.54倍"), ("2.6倍",)),
    ("是它的14倍多吗", ("14.04倍",), ("13.9倍", "15.1倍")),
)


@pytest.mark.parametrize(("words", "true", "false"), _CASES)
def test_the_range_that_words_allow(words: str, true: tuple[str, ...], false: tuple[str, ...]) -> None:
    (stated,) = read_stated(words)
    for texts, expected in ((true, True), (false, False)):
        for text in texts:
            actual = read_quantity(text)
            assert actual is not None
            assert stated.holds(actual) is expected, text


def test_another_dimension_never_holds() -> None:
    (stated,) = read_stated("支出600万元吗")
    share = read_quantity("600%")
    assert share is not None
    assert share.value == Decimal(600)
    assert not stated.holds(share)


def test_not_even_one_states_no_figure() -> None:
    assert read_stated("一辆公车都没有，是吗") == ()
