"""A question with its gold answer and evidence, as the contract's question set has it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from samples.asking.evidence import Shown
from samples.figures import rounded
from samples.model import SampleBudget
from samples.vocabulary import words

WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    question: str
    answer: dict[str, Any]
    evidence: tuple[dict[str, Any], ...] = ()
    note: str = ""
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The documents of one department, oldest first, as published; and the dice for the wording."""

    budgets: tuple[SampleBudget, ...]
    shown: tuple[Shown, ...]
    dice: random.Random = field(default_factory=random.Random)
    tolerance: str = "0.005"

    @property
    def last(self) -> SampleBudget:
        return self.budgets[-1]

    def word(self, kind: str, budget: SampleBudget, **slots: object) -> str:
        """A wording of a question, filled; one in four leaves the department unnamed."""
        pattern = str(self.dice.choice(words("questions")["ask"][kind]))
        called = self.called(budget) if self.dice.random() < 0.75 else ""
        return pattern.format(d=called, y=budget.year, **slots)

    def called(self, budget: SampleBudget) -> str:
        district = budget.region.partition("市")[2]
        names = [budget.department]
        if not budget.short_name.startswith(district):
            names.append(district + budget.short_name)
        return str(self.dice.choice(names))

    def names_department(self, question: str) -> bool:
        return self.last.department in question or self.last.short_name in question

    def name(self, key: str) -> str:
        return str(self.dice.choice(words("questions")["names"][key]))

    def number(self, value: Decimal, unit: str, **more: object) -> dict[str, Any]:
        tolerance = {"元": "0.5", "%": "0.005", "万元": self.tolerance}.get(unit, "0")
        return {"type": "number", "value": value, "unit": unit, "tolerance": Decimal(tolerance)} | more


def wan(yuan: Decimal) -> Decimal:
    return rounded(yuan / WAN)


def share(part: Decimal, whole: Decimal) -> Decimal:
    return rounded(part / whole * 100)


def direction(difference: Decimal) -> str:
    if not difference:
        return "unchanged"
    return "increase" if difference > 0 else "decrease"


def text(*groups: Sequence[str]) -> dict[str, Any]:
    return {"type": "text", "must": [list(group) for group in groups]}
