"""Operators: exact values, honest intervals, formulas as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.calculations import (
    OPERATORS,
    CalculationError,
    calculate,
    converted,
    display,
    evaluate,
    facts_of,
    formula,
    magnitude,
    unsigned_formula,
)
from assistant.model import Calculation, Constant
from index.amounts import Amount, Quantity, read_quantity
from index.model import Fact, Measure, Provenance, Stage


def constant(text: str) -> Constant:
    quantity = read_quantity(text)
    assert quantity is not None
    return Constant(quantity)


def apply(operator: str, *texts: str, unit: str | None = None) -> Calculation:
    return calculate(operator, *map(constant, texts), unit=unit)


@pytest.mark.parametrize(
    ("operator", "operands", "unit", "shown", "written"),
    [
        ("sum", ["1.11万元", "2.22万元", "3万元"], None, "6.33万元", "1.11 + 2.22 + 3"),
        ("difference", ["5.80万元", "6.50万元"], None, "-0.70万元", "5.80 − 6.50"),
        ("difference", ["5.80万元", "6.50万元"], "元", "-7000元", "5.80 − 6.50"),
        ("absolute_difference", ["5.80万元", "6.50万元"], None, "0.70万元", "|5.80 − 6.50|"),
        ("share", ["5.50万元", "5.80万元"], None, "94.83%", "5.50 ÷ 5.80 × 100%"),
        ("share", ["5.5万元", "58000元"], None, "94.83%", "5.5 ÷ 5.80 × 100%"),
        ("ratio", ["6万元", "4万元"], None, "1.50倍", "6 ÷ 4"),
        ("rate", ["5.80万元", "6.50万元"], None, "-10.77%", "(5.80 − 6.50) ÷ 6.50 × 100%"),
        ("rate_from_change", ["5.80万元", "-0.70万元"], None, "-10.77%", "-0.70"),
        ("previous", ["5.80万元", "-0.70万元"], None, "6.50万元", "5.80 + 0.70"),
        ("previous_from_rate", ["5.80万元", "-10.77%"], None, "6.50万元", "5.80 ÷ (1 − 10.77%)"),
        ("percentage_points", ["10.77%", "5%"], None, "5.77个百分点", "10.77% − 5%"),
        ("annual_rate", ["121万元", "100万元", "2年"], None, "10.00%", "((121 ÷ 100)^(1/2) − 1) × 100%"),
        ("mean", ["1.00万元", "2.00万元"], None, "1.50万元", "(1.00 + 2.00) ÷ 2"),
        ("count", ["1万元", "2万元", "3万元"], "项", "3项", "计数 3"),
        ("per_unit", ["5.80万元", "3人"], "万元/人", "1.93万元/人", "5.80 ÷ 3"),
        ("per_unit", ["550元", "2件"], None, "275.00元/件", "550 ÷ 2"),
        ("per_amount", ["30件", "6万元", "1万元"], None, "5件", "30 ÷ 6"),
        ("scale", ["5.80万元", "12个月"], None, "69.60万元", "5.80 × 12"),
        ("divide", ["100万元", "12个月"], None, "8.33万元", "100 ÷ 12"),
        ("apply_rate", ["5.80万元", "-10%"], None, "5.22万元", "5.80 × (1 − 10%)"),
        ("apply_rate", ["5.80万元", "1成"], None, "6.38万元", "5.80 × (1 + 1成)"),
        ("conversion", ["662.22万元"], "亿元", "0.066222亿元", "662.22万元 = 0.066222亿元"),
        ("maximum", ["1万元", "3万元"], None, "3.00万元", "max(1，3)"),
        ("minimum", ["1万元", "3万元"], None, "1.00万元", "min(1，3)"),
    ],
)
def test_operator(operator: str, operands: list[str], unit: str | None, shown: str, written: str) -> None:
    calculation = apply(operator, *operands, unit=unit)
    assert calculation.result.text == shown
    assert display(evaluate(calculation)) == shown
    assert written in formula(calculation)


def test_every_operator_has_a_case() -> None:
    marks = test_operator.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in marks[0].args[1]} == set(OPERATORS)


def test_nested_formulas_are_parenthesised() -> None:
    both = apply("sum", "1.00万元", "2.00万元")
    assert formula(calculate("difference", both, constant("0.50万元"))) == "(1.00 + 2.00) − 0.50"
    assert formula(calculate("sum", both, constant("0.50万元"))) == "1.00 + 2.00 + 0.50"
    shares = calculate("percentage_points", apply("share", "1万元", "4万元"), apply("share", "1万元", "5万元"))
    assert formula(shares) == "(1 ÷ 4 × 100%) − (1 ÷ 5 × 100%)"
    assert shares.result.text == "5.00个百分点"


def test_formula_of_a_decrease_is_written_positively() -> None:
    assert unsigned_formula(apply("difference", "5.80万元", "6.50万元")) == "6.50 − 5.80"
    assert unsigned_formula(apply("rate", "5.80万元", "6.50万元")) == "(6.50 − 5.80) ÷ 6.50 × 100%"


@pytest.mark.parametrize(
    ("text", "unit", "decimals", "shown"),
    [
        ("5.8万元", None, None, "5.80万元"),
        ("7万元", None, None, "7.00万元"),
        ("151.575万元", None, None, "151.575万元"),
        ("58000元", None, None, "58000元"),
        ("58000.00元", None, None, "58000.00元"),
        ("5.80万元", "元", None, "58000元"),
        ("600.00万元", "亿元", None, "0.06亿元"),
        ("12345元", "万元", None, "1.2345万元"),
        ("1.005万元", None, 2, "1.01万元"),
        ("-1.005万元", None, 2, "-1.01万元"),
        ("0.00万元", None, None, "0万元"),
        ("10.8%", None, None, "10.80%"),
        ("1.5倍", None, None, "1.50倍"),
        ("12辆", None, None, "12辆"),
        ("10%", "成", 0, "1成"),
    ],
)
def test_display(text: str, unit: str | None, decimals: int | None, shown: str) -> None:
    assert display(constant(text).quantity, unit, decimals) == shown


@pytest.mark.parametrize(
    ("operator", "operands", "message"),
    [
        ("share", ["1万元", "0万元"], "除数为零"),
        ("rate", ["1万元", "0.00万元"], "除数为零"),
        ("sum", ["1万元", "1辆"], "单位不同"),
        ("sum", ["1人", "1辆"], "单位不同"),
        ("share", ["1万元", "10%"], "单位不同"),
        ("percentage_points", ["1万元", "2万元"], "百分点"),
        ("scale", ["1万元", "2万元"], "不能乘以"),
        ("difference", ["1万元"], "需要"),
        ("power", ["1万元"], "没有名为"),
    ],
)
def test_impossible_calculation(operator: str, operands: list[str], message: str) -> None:
    with pytest.raises(CalculationError, match=message):
        apply(operator, *operands)


def test_words_cannot_be_calculated_with() -> None:
    words = Fact("f", "d", "立项依据", Measure.TEXT, 2023, Stage.BUDGET, Provenance("d", "立项依据 文件"), "文件")
    with pytest.raises(CalculationError, match="没有数字"):
        calculate("sum", words)
    assert calculate("count", words, unit="项").result.text == "1项"
    assert facts_of(calculate("count", words, words)) == (words,)


def test_no_unit_change_between_dimensions() -> None:
    with pytest.raises(CalculationError, match="换算"):
        converted(constant("1辆").quantity, "人")
    with pytest.raises(CalculationError, match="换算"):
        converted(constant("1%").quantity, "个百分点")


# ---------------------------------------------------------------- intervals are honest

printed = st.decimals(min_value="0.01", max_value=10**6, places=2)
offsets = st.decimals(min_value="-0.005", max_value="0.005", places=5)
BINARY = (
    "sum",
    "difference",
    "absolute_difference",
    "share",
    "ratio",
    "rate",
    "mean",
    "previous",
    "maximum",
    "minimum",
)


def amount(value: Decimal, quantum: str) -> Quantity:
    return Amount(value * 10_000, "万元", Decimal(quantum) * 10_000, f"{value}万元")


@given(st.sampled_from(BINARY), printed, printed, offsets, offsets)
def test_result_interval_holds_every_true_value(
    operator: str, left: Decimal, right: Decimal, left_offset: Decimal, right_offset: Decimal
) -> None:
    """Whatever exact values the two rounded figures stand for, their result lies in the interval of the result."""
    assume(right > Decimal("0.01"))
    rounded = calculate(operator, Constant(amount(left, "0.01")), Constant(amount(right, "0.01")))
    exact = calculate(operator, Constant(amount(left + left_offset, "0")), Constant(amount(right + right_offset, "0")))
    slack = Decimal("1e-20")
    interval = rounded.result.interval
    assert interval.low - slack <= exact.result.value <= interval.high + slack


@given(st.sampled_from(BINARY), printed, printed)
def test_evaluation_ignores_the_stored_result(operator: str, left: Decimal, right: Decimal) -> None:
    honest = calculate(operator, Constant(amount(left, "0.01")), Constant(amount(right, "0.01")))
    forged = Calculation(operator, honest.operands, magnitude(constant("9.99万元").quantity))
    if isinstance(honest.result, Amount):
        assert evaluate(forged).value == honest.result.value
    assert evaluate(honest) == honest.result
