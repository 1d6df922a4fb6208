"""Questions over several years: change, growth, comparison, sums and lists over years, budget against 决算."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from index.model import TableKind
from samples.asking.amounts import topics
from samples.asking.record import Asked, Question, direction, share, wan
from samples.selections import three_public

_COMPARABLE = ("total", "public", "agency", "30217", "30231")


def across(asked: Asked) -> Iterator[Question]:
    """Needs at least two documents; every figure is printed in one of them."""
    if len(asked.budgets) < 2:
        return
    for key in _COMPARABLE:
        found = [
            next((topic for topic in topics(budget, shown) if topic[0] == key), None)
            for budget, shown in zip(asked.budgets, asked.shown, strict=True)
        ]
        known = [topic for topic in found if topic is not None]
        if len(known) == len(asked.budgets):
            proofs = tuple(topic[2] for topic in known if topic[2] is not None)
            yield from _questions(asked, key, [topic[1] for topic in known], proofs)


def _questions(
    asked: Asked, key: str, amounts: list[Decimal], proofs: tuple[dict[str, object], ...]
) -> Iterator[Question]:
    last, before = asked.budgets[-1], asked.budgets[-2]
    difference, name = amounts[-1] - amounts[-2], asked.name(key)
    answer = asked.number(wan(abs(difference)), "万元", direction=direction(difference))
    note = f"{wan(amounts[-1])}－{wan(amounts[-2])}"
    yield Question("change", asked.word("change", last, t=name), answer, proofs[-2:], note)
    if difference and amounts[-2]:
        rate = asked.number(share(abs(difference), amounts[-2]), "%", direction=direction(difference))
        yield Question("change", asked.word("rate", last, t=name, b=before.year), rate, proofs[-2:], note)
    earlier = asked.number(wan(amounts[-2]), "万元")
    asked_before = asked.word("lookup", last, t=name)
    yield Question("lookup", asked.word("follow", last), earlier, proofs[-2:-1], history=(asked_before,))
    first = asked.budgets[0].year
    whole = asked.number(wan(sum(amounts, Decimal(0))), "万元")
    yield Question("sum", asked.word("years_sum", last, t=name, b=first), whole, proofs)
    if amounts[0] != amounts[-1]:
        more = last.year if amounts[-1] > amounts[0] else first
        compared = asked.number(wan(abs(amounts[-1] - amounts[0])), "万元", items=[str(more)])
        yield Question("compare", asked.word("years_compare", last, t=name, b=first), compared, (proofs[0], proofs[-1]))
    years = [[str(budget.year), f"{budget.year % 100}年"] for budget in asked.budgets]
    listed = {"type": "list", "items": years, "values": [wan(amount) for amount in amounts], "unit": "万元"}
    yield Question("list", asked.word("years_list", last, t=name, b=first), listed, proofs)
    verdict = "yes" if difference > 0 else "no"
    claimed = {"type": "yesno", "value": verdict, "figure": {"value": wan(abs(difference)), "unit": "万元"}}
    yield Question("verify", asked.word("verify_change", last, t=name, v="增加"), claimed, proofs[-2:])


def spent(asked: Asked) -> Iterator[Question]:
    """Questions over a 决算 alone."""
    budget, shown = asked.last, asked.shown[-1]
    whole = asked.number(wan(budget.ledger.total()), "万元")
    row = shown.row(TableKind.TOTAL_EXPENDITURE, "合计")
    yield Question("lookup", asked.word("spent", budget), whole, (row,) if row else ())
    public, planned = three_public(budget.ledger), three_public(budget.planned)
    answer = asked.number(wan(abs(public - planned)), "万元", direction=direction(public - planned))
    proof = shown.sentence("“三公”经费支出决算为")
    note = f"{wan(planned)}－{wan(public)}"
    yield Question("change", asked.word("unspent", budget), answer, (proof,) if proof else (), note)
