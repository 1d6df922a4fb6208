"""Questions answered with words or things: reason, definition, text, count, and what no document answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from samples import selections as pick
from samples.asking.evidence import Shown
from samples.asking.record import Asked, Question, text
from samples.model import SampleBudget
from samples.vocabulary import words


def worded(asked: Asked) -> Iterator[Question]:
    budget, shown = asked.last, asked.shown[-1]
    yield from _reasons(asked, budget, shown)
    yield from _definitions(asked, budget, shown)
    yield from _texts(asked, budget, shown)
    yield from _counts(asked, budget, shown)
    yield from _unanswerable(asked, budget)


def _reasons(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    general = (budget.ledger.only(pick.general), budget.last_year.only(pick.general))
    changes = [
        (code, name, pick.three_public(budget.ledger, code) - pick.three_public(budget.last_year, code))
        for code, name in pick.THREE_PUBLIC.items()
    ]
    changes += [
        (key, name, general[0].total(chosen) - general[1].total(chosen))
        for key, name, chosen in (("project", "项目支出", pick.project), ("basic", "基本支出", pick.basic))
    ]
    for key, name, difference in changes:
        reason = budget.reasons.get(key)
        if not difference or reason is None:
            continue
        proof = shown.sentence(name, reason)
        if proof is not None:
            verb = "增加" if difference > 0 else "减少"
            groups = [[part] for part in re.split("[，、]", reason)]
            spoken = asked.name(key) if key in words("questions")["names"] else name
            scope = "一般公共预算" if key in ("project", "basic") else ""
            yield Question("reason", asked.word("reason", budget, t=scope + spoken, v=verb), text(*groups), (proof,))


def _definitions(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    for entry in asked.dice.sample(words("narrative")["definition"], 3):
        proof = shown.sentence(entry["text"][:12])
        groups = [[must] for must in entry["must"]]
        if proof is not None:
            yield Question(
                "definition",
                asked.word("definition", budget, t=entry["term"].replace("“三公”", "三公")),
                text(*groups),
                (proof,),
            )


def _texts(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    contact = shown.sentence(budget.phone)
    if contact is not None:
        yield Question("text", asked.word("contact", budget), text([budget.contact], [budget.phone]), (contact,))
    offices = shown.sentence("内设")
    if offices is not None:
        yield Question(
            "text", asked.word("offices", budget), text(*([office] for office in budget.offices)), (offices,)
        )
    for project in budget.projects[:2]:
        goal = shown.form(project.name, project.goal)
        if goal is not None:
            parts = [[part] for part in re.split("[，。]", project.goal) if part]
            yield Question("text", asked.word("purpose", budget, t=project.name), text(*parts), (goal,))
        first = project.indicators[0]
        line = shown.form(project.name, first.name)
        if line is not None:
            question = asked.word("indicator", budget, t=project.name, w=first.name)
            yield Question("text", question, text([first.value]), (line,))


def _counts(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    proof = shown.sentence("本部门共有车辆")
    cars = sum(budget.vehicles.values())
    if proof is not None:
        yield Question("count", asked.word("vehicles", budget), asked.number(Decimal(cars), "辆"), (proof,))
        without, number = next(item for item in budget.vehicles.items() if item[1])
        question = asked.word("vehicles_without", budget, t=without)
        yield Question("count", question, asked.number(Decimal(cars - number), "辆"), (proof,), f"{cars}－{number}")
    posts = shown.sentence("核定编制")
    if posts is not None:
        more = sum(unit.posts - unit.staff for unit in budget.units)
        yield Question("count", asked.word("posts", budget), asked.number(Decimal(more), "人"), (posts,))


def _unanswerable(asked: Asked, budget: SampleBudget) -> Iterator[Question]:
    patterns = words("narrative")["unanswerable"]["questions"]
    for pattern in asked.dice.sample(patterns, 4):
        question = pattern.format(
            short=asked.called(budget), year=budget.year, later=budget.year + 3, project=budget.projects[0].name
        )
        yield Question("unanswerable", question, {"type": "abstain"})
