"""Generated questions: the same dice give the same set, answers follow from the cells, absent things are absent."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from eval.generation import generate
from eval.generation.cells import askables, families, pairs_over_years
from eval.records import Question
from index.model import BudgetDocument
from index.pipeline import read_document

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"


@pytest.fixture(scope="module")
def document() -> BudgetDocument:
    return read_document(next(path for path in sorted(SAMPLES.glob("*2024*.pdf"))))


@pytest.fixture(scope="module")
def questions(document: BudgetDocument) -> list[Question]:
    return [Question.model_validate(record) for record in generate([document], 300, seed=7)]


def test_same_seed_same_questions(document: BudgetDocument) -> None:
    assert generate([document], 40, seed=3) == generate([document], 40, seed=3)
    assert generate([document], 40, seed=3) != generate([document], 40, seed=4)


def test_kinds_are_mixed_and_nothing_is_asked_twice(questions: list[Question]) -> None:
    kinds = Counter(question.kind for question in questions)
    assert {"lookup", "ratio", "sum", "compare", "rank", "list", "verify", "unanswerable"} <= kinds.keys()
    assert len({(*q.history, q.question) for q in questions}) == len(questions)
    assert len({q.id for q in questions}) == len(questions)


def test_lookups_answer_with_a_printed_amount(document: BudgetDocument, questions: list[Question]) -> None:
    yuan = {"元": Decimal(1), "万元": Decimal(10_000)}
    printed = {cell.amount.value for cell in askables(document)}
    asked = [q.answer for q in questions if q.kind == "lookup" and q.answer.type == "number"]
    assert asked
    assert all(gold.value * yuan[gold.unit] in printed for gold in asked)


def test_families_add_up_to_their_parent(document: BudgetDocument) -> None:
    found = list(families(askables(document)))
    assert found
    for parent, children in found:
        slack = sum((cell.amount.quantum for cell in (parent, *children)), Decimal(0)) / 2
        assert abs(parent.amount.value - sum(child.amount.value for child in children)) <= slack


def test_years_are_paired_within_one_row(document: BudgetDocument) -> None:
    for now, before in pairs_over_years(askables(document)):
        assert now.line is before.line
        assert now.fact.year == before.fact.year + 1


def test_claims_are_true_or_false_as_marked(questions: list[Question]) -> None:
    claims = [q for q in questions if q.answer.type == "yesno"]
    assert {q.answer.value for q in claims if q.answer.type == "yesno"} == {"yes", "no"}
    for claim in claims:
        gold = claim.answer
        assert gold.type == "yesno"
        assert gold.figure is not None
        said = f"{gold.figure.value.normalize():f}{gold.figure.unit}" in claim.question
        assert said is (gold.value == "yes")


def test_absent_items_are_not_printed(document: BudgetDocument, questions: list[Question]) -> None:
    text = "".join(section.text for section in document.sections) + "".join(fact.label for fact in document.facts)
    asked = [q.question for q in questions if q.kind == "unanswerable" and str(document.year) in q.question]
    assert asked
    assert not any(fact.label in question for question in asked for fact in document.facts if len(fact.label) > 4)
    assert text
