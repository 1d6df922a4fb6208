"""Checking any text: what holds is verified, what is altered is caught, what is no claim is left alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.checking import Verdict, check_text
from assistant.checking.agreement import agree
from assistant.checking.batch import check_lines
from assistant.checking.source import read_text
from assistant.display import value_in
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.rendering.judgements import in_unit
from index.amounts import find_figures, read_quantity
from index.errors import BudgetQaError
from index.pipeline import read_document
from tests.budget_documents import budget_document

KNOWLEDGE = Knowledge([DocumentIndex(replace(budget_document(), findings=()))])
DOUBTFUL = Knowledge([DocumentIndex(budget_document())])
TWO = Knowledge([DocumentIndex(replace(budget_document(n), findings=())) for n in (1, 2)])
SHARED = Path("../shared/seed/beibei-govservice-2023-budget.txt")
SHARED_CASES = [json.loads(line) for line in Path("tests/cases/checking_shared.jsonl").read_text("utf-8").splitlines()]
CASES = [json.loads(line) for line in Path("tests/cases/checking.jsonl").read_text("utf-8").splitlines()]


def verdicts(text: str, knowledge: Knowledge = KNOWLEDGE) -> dict[str, Verdict]:
    return {one.figure.text: one.verdict for one in check_text(text, knowledge)}


@pytest.mark.parametrize(
    ("text", "figure", "verdict"),
    [
        ("2023年行政运行支出151.50万元。", "151.50万元", Verdict.VERIFIED),
        ("2023年行政运行支出151.5万元。", "151.5万元", Verdict.VERIFIED),
        ("行政运行1515000元", "1515000元", Verdict.VERIFIED),
        ("行政运行一百五十一万五千元", "一百五十一万五千元", Verdict.VERIFIED),
        ("行政运行约152万元", "152万元", Verdict.VERIFIED),
        ("行政运行超150万元", "150万元", Verdict.VERIFIED),
        ("行政运行近150万元", "150万元", Verdict.CONTRADICTED),
        ("行政运行151.60万元", "151.60万元", Verdict.CONTRADICTED),
        ("行政运行151.50亿元", "151.50亿元", Verdict.CONTRADICTED),
        ("行政运行20.00万元", "20.00万元", Verdict.CONTRADICTED),
        ("2023年水费20.00万元", "20.00万元", Verdict.UNSUPPORTED),
        ("2019年行政运行151.50万元", "151.50万元", Verdict.UNSUPPORTED),
        ("云岭市水务局2023年行政运行151.50万元", "151.50万元", Verdict.UNSUPPORTED),
    ],
)
def test_claims(text: str, figure: str, verdict: Verdict) -> None:
    assert verdicts(text)[figure] is verdict


@pytest.fixture(scope="module")
def samples() -> Knowledge:
    """Two departments: four years of one, with a final account, and three of the other."""
    return Knowledge([DocumentIndex(read_document(path)) for path in sorted(Path("samples/documents").iterdir())])


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_texts_as_people_write_them(case: dict[str, object], samples: Knowledge) -> None:
    judged = [one for one in check_text(str(case["text"]), samples) if one.verdict is not Verdict.NOT_A_CLAIM]
    assert {one.figure.text: str(one.verdict) for one in judged} == case["figures"]
    for text, right in dict(case.get("expected", {})).items():  # type: ignore[call-overload]
        (wrong,) = (one for one in judged if one.figure.text == text)
        assert wrong.expected is not None
        assert value_in(in_unit(wrong.expected, wrong.figure.quantity)) == Decimal(right)
    assert all(str(case["note"]) in one.note for one in judged if "note" in case)


@pytest.fixture(scope="module")
def published() -> Knowledge:
    if not SHARED.exists():
        pytest.skip("the published document is not here")
    return Knowledge([DocumentIndex(read_document(SHARED))])


@pytest.mark.parametrize("case", SHARED_CASES, ids=[case["text"][:40] for case in SHARED_CASES])
def test_texts_about_a_published_document(case: dict[str, object], published: Knowledge) -> None:
    judged = [one for one in check_text(str(case["text"]), published) if one.verdict is not Verdict.NOT_A_CLAIM]
    assert {one.figure.text: str(one.verdict) for one in judged} == case["figures"]


_LOOSE = re.compile(r"[约近超到余半]|左右|以上|合计|—|扣除|分别")
_EXACT = [
    case
    for case in CASES
    if set(case["figures"].values()) & {"verified", "recomputed"}
    and not _LOOSE.search(case["text"])
    and all(any(one.quantity for one in find_figures(figure)) for figure in case["figures"])
]


@st.composite
def altered(draw: st.DrawFn) -> tuple[str, str, int]:
    """(a right text with one digit of a right figure changed, that figure as it reads now, where it begins)."""
    case = draw(st.sampled_from(_EXACT))
    right = [text for text, verdict in case["figures"].items() if verdict in ("verified", "recomputed")]
    figure = draw(st.sampled_from([text for text in right if re.match(r"[\d,.]+", text)] or [""]))
    places = [i for i, character in enumerate(figure) if character.isascii() and character.isdigit()]
    place = draw(st.sampled_from(places)) if places else 0
    digits = [d for d in "0123456789" if places and d != figure[place] and (d != "0" or place)]
    wrong = figure[:place] + draw(st.sampled_from(digits)) + figure[place + 1 :] if digits else figure
    start = case["text"].index(figure)
    return case["text"][:start] + wrong + case["text"][start + len(figure) :], wrong, start


@given(altered())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_altering_a_digit_is_seen(samples: Knowledge, made: tuple[str, str, int]) -> None:
    text, figure, start = made
    if any(case["text"] == text for case in CASES):
        return
    (judged,) = (one for one in check_text(text, samples) if one.figure.start == start)
    assert judged.figure.text == figure
    assert judged.verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED), text


@pytest.mark.parametrize(
    ("old", "new"),
    [("万元", "亿元"), ("万元", "元"), ("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长"),
     ("2024年", "2025年"), ("2024年", "2022年"), ("三公", "会议"), ("会议费", "差旅费"), ("公务接待费", "福利费"),
     ("枫陵县政务服务管理局", "麦浪桥街道"), ("决算", "预算"), ("基本支出", "项目支出")],
)  # fmt: skip
def test_altering_unit_direction_year_metric_or_department_is_seen(old: str, new: str, samples: Knowledge) -> None:
    tried = [case for case in _EXACT if old in case["text"] and len(case["figures"]) == 1]
    for case in tried:
        found = verdicts(case["text"].replace(old, new), samples).values()
        assert {Verdict.VERIFIED, Verdict.RECOMPUTED}.isdisjoint(found), case["text"].replace(old, new)


def test_a_cell_that_arithmetic_proves_wrong_is_disputed() -> None:
    assert verdicts("行政运行151.50万元", DOUBTFUL)["151.50万元"] is Verdict.DISPUTED


def test_the_right_figure_stands_beside_the_wrong_one() -> None:
    (wrong,) = (one for one in check_text("行政运行151.60万元", KNOWLEDGE) if one.verdict is Verdict.CONTRADICTED)
    assert wrong.expected is not None
    assert wrong.expected.value == Decimal("1515000")
    assert wrong.facts[0].label == "行政运行"


def test_years_dates_and_codes_claim_nothing() -> None:
    found = verdicts("根据2023年1月5日的文件，科目2010301见第3页表2，电话023-12345678。")
    assert set(found.values()) == {Verdict.NOT_A_CLAIM}


def test_a_text_must_say_which_of_several_departments_it_means() -> None:
    (judged,) = (one for one in check_text("行政运行151.50万元", TWO) if one.figure.quantity is not None)
    assert judged.verdict is Verdict.UNSUPPORTED
    assert "部门" in judged.note


@given(st.integers(1, 10**8), st.integers(1, 10**8))
def test_figures_printed_alike_agree_only_when_equal(left: int, right: int) -> None:
    said, true = (read_quantity(f"{n / 100:.2f}万元") for n in (left, right))
    assert said is not None
    assert true is not None
    assert agree(find_figures(f"{left / 100:.2f}万元")[0], said, true) is (left == right)


@given(st.decimals("0.01", "99999", places=2), st.integers(0, 1))
def test_a_rounded_figure_agrees_with_what_it_was_rounded_from(value: Decimal, places: int) -> None:
    shown = f"{round(value, places)}万元"
    true = read_quantity(f"{value}万元")
    said = read_quantity(shown)
    assert said is not None
    assert true is not None
    assert agree(find_figures(shown)[0], said, true)


def test_batch_writes_a_line_for_each_text(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "a", "text": "行政运行151.50万元", "docs": ["1.pdf"]}, {"id": "b", "text": "没有数字"}]
    source.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert check_lines(source, out, TWO) == 2
    first, second = (json.loads(line) for line in out.read_text("utf-8").splitlines())
    assert first["figures"][0]["status"] == "verified"
    assert first["figures"][0]["citations"][0]["row"] == "行政运行"
    assert second == {"id": "b", "figures": []}


@pytest.mark.parametrize(("raw", "said"), [(b"", "没有文字"), (b"\x89PNG\0\0", "不是文本")])
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(raw)
    with pytest.raises(BudgetQaError, match=said):
        read_text(path)


def test_a_figure_of_prose_that_a_table_contradicts_is_disputed() -> None:
    document = replace(budget_document(), findings=())
    said = next(fact for fact in document.facts if fact.provenance.table is None)
    wrong = replace(
        said,
        id="wrong",
        label="行政运行",
        code="2010301",
        text="160.00万元",
        quantity=read_quantity("160.00万元"),
        provenance=replace(said.provenance, quote="行政运行（2010301）160.00万元"),
    )
    knowledge = Knowledge([DocumentIndex(replace(document, facts=(*document.facts, wrong)))])
    (judged,) = (one for one in check_text("行政运行160.00万元", knowledge))
    assert judged.verdict is Verdict.DISPUTED
    assert "151.50" in judged.note
    assert verdicts("行政运行151.50万元", knowledge)["151.50万元"] is Verdict.VERIFIED
