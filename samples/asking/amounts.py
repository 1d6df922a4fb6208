"""Questions about figures of one document: lookup, ratio, rank, sum, compare, verify, list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from index.model import TableKind
from samples import selections as pick
from samples.asking.evidence import Shown
from samples.asking.record import WAN, Asked, Question, share, wan
from samples.figures import rounded
from samples.model import SampleBudget, of
from samples.vocabulary import economic_name, function_name

Topic = tuple[str, Decimal, dict[str, Any] | None]


def topics(budget: SampleBudget, shown: Shown) -> list[Topic]:
    """The amounts that people ask for by name, each with its evidence."""
    now = budget.ledger
    general = now.only(pick.general)
    found: list[Topic] = [
        ("total", now.total(), shown.row(TableKind.TOTAL_EXPENDITURE, "合计")),
        (
            "public",
            pick.three_public(now),
            shown.sentence(f"{budget.year}年“三公”经费", str(wan(pick.three_public(now)))),
        ),
        (
            "agency",
            pick.agency_operating(budget, now),
            shown.sentence("机关运行经费", str(wan(pick.agency_operating(budget, now)))),
        ),
        ("procurement", pick.procurement(now), shown.sentence("政府采购预算总额")),
        ("basic", general.total(pick.basic), shown.row(TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, "合计")),
    ]
    for code, name in pick.THREE_PUBLIC.items():
        found.append((code, pick.three_public(now, code), shown.sentence(name, str(wan(pick.three_public(now, code))))))
    return [topic for topic in found if topic[2] is not None]


def single(asked: Asked) -> Iterator[Question]:
    """Questions over the latest document (the caller shows only that one, or all)."""
    budget, shown = asked.last, asked.shown[-1]
    yield from _lookups(asked, budget, shown)
    yield from _ratios(asked, budget, shown)
    yield from _ranks(asked, budget, shown)
    yield from _sums(asked, budget, shown)
    yield from _verifications(asked, budget, shown)


def _proof(*found: dict[str, Any] | None) -> tuple[dict[str, Any], ...]:
    return tuple(one for one in found if one is not None)


def _lookups(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    for number, (key, amount, proof) in enumerate(topics(budget, shown)):
        name = ("一般公共预算" if key == "basic" else "") + asked.name(key)
        form, unit, scale = (("lookup", "万元", WAN), ("yuan", "元", Decimal(1)), ("lookup", "万元", WAN))[number % 3]
        value = rounded(amount / scale, 0 if unit == "元" and amount == amount.to_integral_value() else 2)
        yield Question("lookup", asked.word(form, budget, t=name), asked.number(value, unit), _proof(proof))
    for code in asked.dice.sample(budget.ledger.codes(7), 3):
        amount, row = (
            budget.ledger.total(of(function=code)),
            shown.row(TableKind.TOTAL_EXPENDITURE, function_name(code), code),
        )
        if row is not None:
            question = asked.word("code", budget, t=code)
            yield Question("lookup", question, asked.number(wan(amount), "万元"), (row,), function_name(code))
    for project in budget.projects[:2]:
        amount = pick.project_amount(budget.ledger, project.name)
        proof = shown.form(project.name, str(f"{wan(amount):,}")) or shown.row(
            TableKind.PROJECT_EXPENDITURE, project.name
        )
        if proof is not None:
            yield Question(
                "lookup",
                asked.word("lookup", budget, t=f"“{project.name}”项目"),
                asked.number(wan(amount), "万元"),
                (proof,),
            )


def _ratios(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    now = budget.ledger
    row = shown.row(TableKind.TOTAL_EXPENDITURE, "合计")
    whole, project = now.total(), now.total(pick.project)
    question = asked.word("ratio", budget, t="项目支出", w="支出总预算")
    yield Question(
        "ratio", question, asked.number(share(project, whole), "%"), _proof(row), f"{wan(project)}÷{wan(whole)}"
    )
    code = asked.dice.choice(now.codes(3))
    part, name = now.total(of(function=code)), function_name(code)
    question = asked.word("ratio", budget, t=name, w="全部支出")
    proof = _proof(shown.row(TableKind.TOTAL_INCOME_EXPENDITURE, name), row)
    yield Question("ratio", question, asked.number(share(part, whole), "%"), proof, f"{wan(part)}÷{wan(whole)}")
    running, public = pick.three_public(now, "30231"), pick.three_public(now)
    question = asked.word("ratio", budget, t=asked.name("30231"), w=asked.name("public"))
    proof = _proof(shown.sentence("公务用车运行维护费", str(wan(running))))
    yield Question("ratio", question, asked.number(share(running, public), "%"), proof, f"{wan(running)}÷{wan(public)}")


def _ranks(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    now = budget.ledger
    amounts = sorted(((now.total(of(function=code)), function_name(code)) for code in now.codes(3)), reverse=True)
    yield Question("rank", asked.word("rank", budget), _listed(amounts[:3]), _rows(shown, amounts[:3]))
    limit = Decimal(100 if amounts[-1][0] < 100 * WAN < amounts[0][0] else 300)
    over = [pair for pair in amounts if pair[0] > limit * WAN]
    if over:
        yield Question("list", asked.word("classes_over", budget, t=limit), _listed(over), _rows(shown, over))
    operating = now.only(pick.general).only(pick.operating)
    best = max(operating.codes(5, "economic"), key=lambda code: operating.total(of(economic=code)))
    answer = asked.number(wan(operating.total(of(economic=best))), "万元", items=[economic_name(best)])
    proof = _proof(shown.row(TableKind.BASIC_EXPENDITURE, economic_name(best)))
    yield Question("rank", asked.word("top", budget), answer, proof)


def _listed(pairs: list[tuple[Decimal, str]]) -> dict[str, Any]:
    return {
        "type": "list",
        "items": [[name] for _, name in pairs],
        "values": [wan(amount) for amount, _ in pairs],
        "unit": "万元",
    }


def _rows(shown: Shown, pairs: list[tuple[Decimal, str]]) -> tuple[dict[str, Any], ...]:
    return _proof(*(shown.row(TableKind.TOTAL_INCOME_EXPENDITURE, name) for _, name in pairs))


def _sums(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    basic = budget.ledger.only(pick.general).only(pick.basic)
    codes = ("30211", "30215", "30216")
    amounts = [basic.total(of(economic=code)) for code in codes]
    names = [economic_name(code) for code in codes]
    proof = _proof(*(shown.row(TableKind.BASIC_EXPENDITURE, name) for name in names))
    note = "＋".join(str(wan(amount)) for amount in amounts)
    question = asked.word("sum", budget, t="、".join(names))
    yield Question("sum", question, asked.number(wan(sum(amounts, Decimal(0))), "万元"), proof, note)
    first, second = asked.dice.sample([code for code in basic.codes(5, "economic") if code[:3] == "302"], 2)
    amounts = [basic.total(of(economic=code)) for code in (first, second)]
    names = [economic_name(code) for code in (first, second)]
    if amounts[0] != amounts[1]:
        more = names[0] if amounts[0] > amounts[1] else names[1]
        answer = asked.number(wan(abs(amounts[0] - amounts[1])), "万元", items=[more])
        proof = _proof(*(shown.row(TableKind.BASIC_EXPENDITURE, name) for name in names))
        yield Question("compare", asked.word("compare", budget, t=names[0], w=names[1]), answer, proof)


def _verifications(asked: Asked, budget: SampleBudget, shown: Shown) -> Iterator[Question]:
    for key, amount, proof in asked.dice.sample(topics(budget, shown), 4):
        right = asked.dice.random() < 0.5
        claimed = (
            wan(amount) if right else rounded(wan(amount) * asked.dice.choice((Decimal("1.1"), Decimal("0.8"))) + 1)
        )
        name = ("一般公共预算" if key == "basic" else "") + asked.name(key)
        answer = {"type": "yesno", "value": "yes" if right else "no", "figure": {"value": wan(amount), "unit": "万元"}}
        yield Question("verify", asked.word("verify", budget, t=name, w=claimed), answer, _proof(proof))
