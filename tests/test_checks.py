"""The checker passes correct drafts and fails every draft in which a digit, a unit or a direction was altered."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.calculations import calculate, display, magnitude, quantity_of
from assistant.checks import check
from assistant.model import (
    CheckReport,
    Claim,
    Constant,
    Direction,
    Draft,
    FigureStatus,
    Item,
    Operand,
    Quote,
    Segment,
)
from index.amounts import Quantity, money, read_quantity
from index.model import Fact, Measure, Provenance, Stage


def fact(
    text: str, year: int = 2023, label: str = "“三公”经费", unit: str = "万元", measure: Measure = Measure.VALUE
) -> Fact:
    quantity = read_quantity(text if measure is Measure.CHANGE_RATE else text + unit)
    quote = f"{label} {text}"
    return Fact(
        id=f"{label}-{year}-{text}-{measure}",
        document="doc",
        label=label,
        measure=measure,
        year=year,
        stage=Stage.BUDGET,
        provenance=Provenance("doc", quote),
        text=text,
        quantity=quantity,
        base_year=year - 1 if measure is not Measure.VALUE else None,
    )


THIS, LAST = fact("5.80"), fact("6.50", 2022)
TRAINING, VEHICLES = fact("1.25", label="培训费"), fact("12", label="公务用车保有量", unit="辆")
STORE = {one.id: one for one in (THIS, LAST, TRAINING, VEHICLES)}


def number(text: str) -> Quantity:
    quantity = read_quantity(text)
    assert quantity is not None
    return quantity


def judge(*segments: Segment, given: tuple[Quantity, ...] = (), **values: object) -> CheckReport:
    draft = Draft(segments, **values)  # type: ignore[arg-type]
    stored = dict(STORE)
    for one in (*draft.support, *(s.fact for s in segments if isinstance(s, Quote))):
        stored.setdefault(one.id, one)
    return check(draft, given, stored.get)


def claim(basis: Operand, **shown: object) -> Claim:
    return Claim(display(magnitude(quantity_of(basis)), **shown), basis)  # type: ignore[arg-type]


def change_draft() -> Draft:
    change, rate = calculate("difference", THIS, LAST), calculate("rate", THIS, LAST)
    segments = (
        "2023年“三公”经费预算",
        claim(THIS),
        "，比2022年减少",
        claim(change),
        "（下降",
        claim(rate),
        "）；其中培训费",
        claim(TRAINING),
        "，占",
        claim(calculate("share", TRAINING, THIS)),
        "，公务用车",
        claim(VEHICLES),
        "。",
    )
    return Draft(segments, Decimal("0.70"), "万元", Direction.DECREASE)


def test_correct_draft_passes_with_formulas() -> None:
    report = check(change_draft(), (), STORE.get)
    assert report.problems == ()
    assert [(f.text, f.status, f.formula) for f in report.figures] == [
        ("5.80万元", FigureStatus.VERIFIED, ""),
        ("0.70万元", FigureStatus.RECOMPUTED, "6.50 − 5.80"),
        ("10.77%", FigureStatus.RECOMPUTED, "(6.50 − 5.80) ÷ 6.50 × 100%"),
        ("1.25万元", FigureStatus.VERIFIED, ""),
        ("21.55%", FigureStatus.RECOMPUTED, "1.25 ÷ 5.80 × 100%"),
        ("12辆", FigureStatus.VERIFIED, ""),
    ]
