"""Variants of a question: many, different, repeatable, and the same in meaning."""

from __future__ import annotations

import re
from decimal import Decimal

from eval.paraphrasing import RULES, variants
from eval.records import NumberGold, Question

NAMES = [("云岭市水务局", "水务局", "云岭水务局")]
QUESTION = Question(
    id="q1",
    question="云岭市水务局2024年公务接待费比上年增加了多少万元？",
    kind="change",
    answer=NumberGold(type="number", value=Decimal("1.2"), unit="万元"),
)


def texts(count: int = 24, seed: int = 1) -> list[str]:
    return [variant.question.question for variant in variants(QUESTION, NAMES, count, seed)]


def test_twenty_different_variants_at_least() -> None:
    made = texts()
    assert len(made) >= 20
    assert len(set(made)) == len(made)
    assert QUESTION.question not in made


def test_same_seed_same_variants() -> None:
    assert texts(seed=5) == texts(seed=5)
    assert texts(seed=5) != texts(seed=6)


def test_gold_and_scope_stay() -> None:
    for variant in variants(QUESTION, NAMES, 24, 1):
        assert variant.question.answer == QUESTION.answer
        assert variant.rule in (*RULES, "joined")


def test_the_year_is_kept_in_some_form() -> None:
    year = re.compile(r"2024|24|二〇二四|２０２４")
    assert all(year.search(text) for text in texts())


def test_each_rule_says_something_of_its_own() -> None:
    silent = [name for name, rule in RULES.items() if not list(rule(QUESTION.question, NAMES))]
    assert silent == []
