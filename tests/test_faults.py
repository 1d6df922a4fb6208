"""Fault injection: what is corrupted is wrong, what is right stays right, and the checker tells one from the other."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.knowledge import DocumentIndex, Knowledge
from eval.faults.__main__ import run
from eval.faults.corruptions import CORRUPTIONS, Setting, corruptions_of
from eval.faults.sentences import sentences
from eval.faults.truth import Truths
from eval.generation.cells import askables
from index.pipeline import read_document
from tests.budget_documents import budget_document

_SAMPLES = [path for path in sorted(Path("samples/documents").iterdir()) if path.suffix in (".xlsx", ".docx", ".html")]


@pytest.fixture(scope="module")
def samples() -> Knowledge:
    return Knowledge([DocumentIndex(read_document(path)) for path in _SAMPLES])


def test_a_corruption_changes_what_is_said() -> None:
    document = budget_document()
    setting = Setting(random.Random(1), [document, budget_document(2)])
    for sentence in sentences(document, askables(document), random.Random(1)):
        for corrupt in corruptions_of(sentence).values():
            wrong = corrupt(sentence, setting)
            assert wrong is None or wrong.text != sentence.text


def test_a_right_sentence_is_true_and_its_corruptions_are_not() -> None:
    document = budget_document()
    truths, setting = Truths([document]), Setting(random.Random(1), [document])
    made = [one for one in sentences(document, askables(document), random.Random(1)) if one.form == "value"]
    assert made
    for sentence in made:
        assert truths.hold(sentence)
        wrong = CORRUPTIONS["ten_times"](sentence, setting)
        assert wrong is not None
        assert not truths.hold(wrong)


def test_faults_in_the_samples_are_caught(samples: Knowledge) -> None:
    tally, _ = run(samples, 1_500, seed=3)
    assert tally.injected.total() >= 1_000
    assert tally.caught_share >= 0.995, tally.misses
    assert tally.false_alarm_share <= 0.01, tally.misses
