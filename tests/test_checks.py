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
from index.amounts import Quantity, read_quantity
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


# ---------------------------------------------------------------- alterations

UNITS = {"亿元": "万元", "万元": "亿元", "个百分点": "%", "%": "个百分点", "辆": "人"}
DIRECTIONS = {"减少": "增加", "增加": "减少", "下降": "上升", "上升": "下降"}


def altered(draft: Draft, place: int, old: str, new: str) -> Draft:
    """The draft with the characters at a place of its text replaced, wherever the segments lie."""
    segments: list[Segment] = []
    position = 0
    for segment in draft.segments:
        text = segment if isinstance(segment, str) else segment.text
        local = place - position
        position += len(text)
        if 0 <= local < len(text):
            assert text[local : local + len(old)] == old
            text = text[:local] + new + text[local + len(old) :]
            segment = text if isinstance(segment, str) else replace(segment, text=text)
        segments.append(segment)
    return replace(draft, segments=tuple(segments))


def places(text: str, wanted: dict[str, str]) -> list[tuple[int, str, str]]:
    return [(i, old, new) for i in range(len(text)) for old, new in wanted.items() if text.startswith(old, i)]


def all_alterations(text: str, digit_shift: int) -> list[tuple[int, str, str]]:
    digits = [(i, c, str((int(c) + digit_shift) % 10)) for i, c in enumerate(text) if c.isascii() and c.isdigit()]
    return digits + places(text, UNITS) + places(text, DIRECTIONS)


@pytest.mark.parametrize("shift", [1, 3, 9])
def test_every_alteration_of_a_correct_draft_fails(shift: int) -> None:
    draft = change_draft()
    for place, old, new in all_alterations(draft.text, shift):
        changed = altered(draft, place, old, new)
        assert changed.text != draft.text
        assert check(changed, (), STORE.get).problems, f"{changed.text} passed"


money_values = st.decimals(min_value="0.01", max_value=99999, places=2)


@settings(max_examples=60, deadline=None)
@given(money_values, money_values, money_values, st.integers(1, 9), st.data())
def test_no_alteration_passes_for_any_amounts(
    this: Decimal, last: Decimal, part: Decimal, shift: int, data: st.DataObject
) -> None:
    new, old, share_of = fact(str(this)), fact(str(last), 2022), fact(str(part), label="培训费")
    change, rate = calculate("difference", new, old), calculate("rate", new, old)
    up = change.result.value > 0
    segments = (
        "2023年“三公”经费预算",
        claim(new),
        f"，比2022年{'增加' if up else '减少'}",
        claim(change),
        f"（{'上升' if up else '下降'}",
        claim(rate),
        "）；其中培训费",
        claim(share_of),
        "，占",
        claim(calculate("share", share_of, new)),
        "。",
    )
    draft = Draft(segments, abs(change.result.value) / 10_000, "万元", headline_direction(change.result.value))
    store = {one.id: one for one in (new, old, share_of)}
    report = check(draft, (), store.get)
    assert report.problems == ()
    place, before, after = data.draw(st.sampled_from(all_alterations(draft.text, shift)))
    silent = change.result.value == 0 and before in DIRECTIONS  # nothing changed: no direction is wrong
    nothing = before in UNITS and is_zero_before(draft.text, place)
    if not silent and not nothing:
        changed = altered(draft, place, before, after)
        assert check(changed, (), store.get).problems, f"{draft.text} → {changed.text} passed"


def headline_direction(change: Decimal) -> Direction:
    if change == 0:
        return Direction.UNCHANGED
    return Direction.INCREASE if change > 0 else Direction.DECREASE


def is_zero_before(text: str, place: int) -> bool:
    """Nothing is nothing in any money unit."""
    number_start = place
    while number_start and text[number_start - 1] in "0123456789.":
        number_start -= 1
    return Decimal(text[number_start:place] or "1") == 0


# ---------------------------------------------------------------- single checks


def test_figure_without_claim_is_a_problem() -> None:
    assert judge("培训费为", claim(TRAINING), "，会议费3.00万元。").problems == ("数字“3.00万元”没有依据。",)


@pytest.mark.parametrize("text", ["三十五万元", "一百四十九万", "百分之十", "两成", "3辆", "17"])
def test_figures_in_any_wording_are_found(text: str) -> None:
    assert judge("培训费为", claim(TRAINING), f"，约为总数的{text}。").problems


def test_user_figures_may_be_repeated() -> None:
    given_figure = number("3.00万元")
    assert judge("您说的3.00万元不对，培训费为", claim(TRAINING), "。", given=(given_figure,)).passed


def test_names_codes_and_ordinals_are_no_claims() -> None:
    named = replace(fact("20.00", label="城市治理100天专项行动"), code="2010301")
    report = check(
        Draft(("1. 表四列“城市治理100天专项行动”（2010301）第一位，", claim(named), "。[1]")), (), {named.id: named}.get
    )
    assert report.problems == ()
    other = Draft(("“城市治理100天专项行动”（2010302）", claim(named)))
    assert check(other, (), {named.id: named}.get).problems


def test_unknown_fact_is_a_problem() -> None:
    stranger = fact("1.00", label="会议费")
    assert any("不在库中" in problem for problem in judge("会议费", claim(stranger)).problems)


def test_stored_fact_outranks_the_drafted_one() -> None:
    forged = replace(TRAINING, quantity=number("9.99万元"))
    assert judge("培训费", Claim("9.99万元", forged)).problems


def test_forged_result_is_recomputed() -> None:
    honest = calculate("sum", THIS, TRAINING)
    forged = replace(honest, result=number("9.99万元"))
    assert judge("合计", Claim("9.99万元", forged)).problems
    assert judge("合计", Claim("7.05万元", forged)).passed


def test_constant_must_come_from_the_user_or_the_calendar() -> None:
    monthly = calculate("divide", TRAINING, Constant(number("12个月")))
    assert judge("月均", claim(monthly)).passed
    raised = calculate("apply_rate", TRAINING, Constant(number("10%")))
    assert judge("调整后", claim(raised)).problems
    assert judge("按10%计，调整后", claim(raised), given=(number("10%"),)).passed
    assert judge("按一成计，调整后", claim(raised), given=(number("一成"),)).passed


def test_uncertain_fact_must_be_admitted() -> None:
    doubtful = replace(TRAINING, certain=False)
    store = {doubtful.id: doubtful}
    assert check(Draft(("培训费", claim(doubtful))), (), store.get).problems
    assert check(Draft(("培训费", claim(doubtful), "（该单元格读数不确定）")), (), store.get).passed


def test_quotation_is_verbatim() -> None:
    reason = replace(fact("0.70", label="公务接待费"), reason="厉行节约，压减3批次接待")
    assert judge("原因是“", Quote("厉行节约，压减3批次接待", reason), "”。").passed
    assert judge("原因是“", Quote("厉行节约…接待", reason), "”。").passed
    assert judge("原因是“", Quote("厉行节约，压减4批次接待", reason), "”。").problems


def test_year_of_a_figure() -> None:
    assert judge("2023年", claim(THIS), "，2022年", claim(LAST), "。").passed
    assert judge("2022年", claim(THIS), "，2023年", claim(LAST), "。").problems
    assert judge("2021—2023年分别为", claim(LAST), "、", claim(THIS), "。").passed
    assert judge("2023年", claim(THIS), "，上年", claim(LAST), "。").passed
    assert judge("2025年", claim(THIS), "。").problems


def test_plain_value_is_not_called_a_change() -> None:
    assert judge("培训费减少", claim(TRAINING)).problems
    assert judge("培训费减少到", claim(TRAINING)).passed
    assert judge("节能减排支出", claim(TRAINING)).passed


def test_printed_change_keeps_its_sign() -> None:
    change, rate = fact("-0.70", measure=Measure.CHANGE), fact("-10.77%", measure=Measure.CHANGE_RATE)
    store = {one.id: one for one in (change, rate)}
    for text, passes in (("比上年减少", True), ("比上年增加", False), ("变动额为", True), ("为", False)):
        assert check(Draft((text, Claim("0.70万元", change))), (), store.get).passed is passes, text
    assert check(Draft(("增长率为", Claim("-10.77%", rate))), (), store.get).passed
    assert check(Draft(("降幅为", Claim("10.77%", rate))), (), store.get).passed
    assert not check(Draft(("下降", Claim("-10.77%", rate))), (), store.get).passed


def test_movement_between_two_figures() -> None:
    assert judge("由2022年的", claim(LAST), "降至", claim(THIS)).passed
    assert judge("由2022年的", claim(LAST), "升至", claim(THIS)).problems


def test_headline_follows_the_text() -> None:
    text = ("2023年", claim(THIS))
    assert judge(*text, value=Decimal("5.8"), unit="万元").passed
    assert judge(*text, value=Decimal("58000"), unit="元").passed
    assert judge(*text, value=Decimal("5.9"), unit="万元").problems
    assert judge(*text, value=Decimal("5.8"), unit="亿元").problems
    assert judge(*text, direction=Direction.INCREASE).problems
    assert judge("2023年", claim(THIS), "，2022年", claim(LAST), direction=Direction.DECREASE).passed
    assert judge("不一致，应为", claim(THIS), verdict="yes").problems
    assert judge("一致，均为", claim(THIS), verdict="no").problems


def test_items_have_the_values_of_their_facts() -> None:
    text = ("培训费", claim(TRAINING), "，“三公”经费", claim(THIS))
    assert judge(
        *text, items=(Item("培训费", Decimal("1.25"), "万元"), Item("“三公”经费", Decimal("5.8"), "万元"))
    ).passed
    assert judge(*text, items=(Item("培训费", Decimal("5.8"), "万元"),)).problems
    assert judge(*text, items=(Item("另一部门", Decimal("7"), "万元"),)).problems


def test_another_source_that_disagrees_makes_a_figure_disputed() -> None:
    other = replace(fact("6.00"), id="elsewhere")
    report = judge("2023年", claim(THIS), support=(other,))
    assert [figure.status for figure in report.figures] == [FigureStatus.DISPUTED]
    rounded = replace(THIS, id="rounded", quantity=number("0.0006亿元"))
    assert judge("2023年", claim(THIS), support=(rounded,)).figures[0].status is FigureStatus.VERIFIED


def test_count_needs_its_unit() -> None:
    bare = replace(VEHICLES, quantity=number("12"), label="车辆数（辆）")
    store = {bare.id: bare}
    assert check(Draft((Claim("12辆", bare),)), (), store.get).passed
    assert not check(Draft((Claim("12人", bare),)), (), store.get).passed
    counted = calculate("count", THIS, TRAINING, unit="项")
    assert judge("共有", claim(counted)).passed
    assert judge("共有", Claim("3项", counted)).problems


def test_approximate_wording() -> None:
    assert judge("约", Claim("5.8万元", THIS)).passed
    assert judge("近", Claim("6万元", THIS)).passed
    assert judge("超过", Claim("5万元", THIS)).passed
    assert judge("超过", Claim("6万元", THIS)).problems
    assert judge("近", Claim("5万元", THIS)).problems
    share = calculate("share", TRAINING, THIS)
    assert judge("约占", Claim("2成", share)).passed
    assert judge("占", Claim("百分之二十一点五五", share)).passed


def test_zero_in_a_word() -> None:
    unchanged = calculate("difference", THIS, replace(THIS, year=2022))
    assert judge("与上年", Claim("持平", unchanged)).passed
    assert judge("与上年", Claim("持平", calculate("difference", THIS, LAST))).problems
