"""Reading numbers and units: labelled cases, and properties that hold for any amount."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.amounts import (
    MONEY_UNITS,
    Amount,
    FigureSpan,
    Interval,
    agrees,
    find_figures,
    money,
    read_chinese_number,
    read_number,
    read_quantity,
)

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "cases" / "amounts.jsonl").read_text("utf-8").splitlines()
]


def as_case(figure: FigureSpan) -> dict[str, object]:
    case: dict[str, object] = {"text": figure.text, "kind": figure.kind.value}
    if figure.quantity is not None:
        case["value"] = format(figure.quantity.value.normalize(), "f")
        case["unit"] = figure.quantity.unit
        case["quantum"] = format(figure.quantity.quantum.normalize(), "f")
    extra = {"year": figure.year, "first_year": figure.first_year, "approximate": figure.approximate}
    return case | {key: value for key, value in extra.items() if value}


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_figures_of_text(case: dict[str, object]) -> None:
    assert [as_case(figure) for figure in find_figures(str(case["text"]))] == case["figures"]


@pytest.mark.parametrize(
    ("text", "value", "quantum"),
    [
        ("1,234.50", "1234.50", "0.01"),
        ("１２．３", "12.3", "0.1"),
        ("1 234.5", "1234.5", "0.1"),
        ("-5", "-5", "1"),
        ("－5.0", "-5.0", "0.1"),
        ("（5.80）", "-5.80", "0.01"),
        ("0", "0", "1"),
    ],
)
def test_number_of_cell(text: str, value: str, quantum: str) -> None:
    assert read_number(text) == (Decimal(value), Decimal(quantum))


@pytest.mark.parametrize("text", ["", "—", "-", "无", "1.2.3", "12,34", "（2023）", "5.8万", "一"])
def test_cell_without_one_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一百四十九", 149),
        ("二零二三", 2023),
        ("二〇二六", 2026),
        ("一百五", 150),
        ("三万二", 32000),
        ("一千零五", 1005),
        ("两亿三千万", 230_000_000),
        ("十", 10),
        ("壹佰贰拾叁", 123),
        ("三点五亿", 350_000_000),
    ],
)
def test_chinese_number(text: str, value: int) -> None:
    assert read_chinese_number(text) == value


@pytest.mark.parametrize("text", ["", "万", "点五", "百姓", "一般"])
def test_not_a_chinese_number(text: str) -> None:
    assert read_chinese_number(text) is None


def test_rounding_intervals_decide_agreement() -> None:
    printed, exact, other = read_quantity("0.0662亿元"), read_quantity("662.22万元"), read_quantity("0.0663亿元")
    assert printed is not None
    assert exact is not None
    assert other is not None
    assert agrees(printed, exact)
    assert not agrees(other, exact)
    percent, points = read_quantity("0.5%"), read_quantity("0.5个百分点")
    assert percent is not None
    assert points is not None
    assert not agrees(percent, points)


def test_table_unit_scales_to_yuan() -> None:
    amount = money(Decimal("5.80"), Decimal("0.01"), "万元", "5.80")
    assert (amount.value, amount.quantum, amount.in_unit("亿元")) == (58000, 100, Decimal("0.00058"))
    assert amount.interval == Interval(Decimal(57950), Decimal(58050))


amounts = st.decimals(min_value=0, max_value=10**9, places=2)
units = st.sampled_from(sorted(MONEY_UNITS))


@given(amounts, units, st.booleans())
def test_printed_money_is_read_back(value: Decimal, unit: str, negative: bool) -> None:
    text = f"{'-' if negative else ''}{value:,}{unit}"
    figure = find_figures(f"本年支出为{text}，其余从略")[0]
    assert figure.text == text
    assert isinstance(figure.quantity, Amount)
    assert figure.quantity.value == value * MONEY_UNITS[unit] * (-1 if negative else 1)
    assert read_quantity(text) == figure.quantity


def chinese(number: int) -> str:
    """1–9999 as it is written."""
    digits, powers = "零一二三四五六七八九", ["千", "百", "十", ""]
    text = ""
    for digit, power in zip(f"{number:04d}", powers, strict=True):
        if digit != "0":
            text += digits[int(digit)] + power
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_numerals_are_read_back(high: int, low: int) -> None:
    text = chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")
    assert read_chinese_number(text) == high * 10_000 + low


@given(st.text(alphabet="0123456789.,，一二三十百千万亿点元%年月（）()-−第表两半成个 \n件支出ａ", max_size=30))
def test_any_text_gives_ordered_spans_of_itself(text: str) -> None:
    end = 0
    for figure in find_figures(text):
        assert end <= figure.start < figure.end
        assert text[figure.start : figure.end] == figure.text
        end = figure.end


@pytest.mark.parametrize(
    "text", ["1" * 20_000, "一" * 20_000, "1," * 10_000, "1-" * 10_000, "第" * 20_000, " \n" * 10_000]
)
def test_long_runs_take_linear_time(text: str) -> None:
    assert timeit(lambda: find_figures(text), number=1) < 2


def test_a_sentence_takes_microseconds() -> None:
    sentence = "2023年预算5.80万元，比2022年减少0.70万元。"
    assert min(timeit(lambda: find_figures(sentence), number=100) / 100 for _ in range(5)) < 0.0005
