"""The parts that a whole is known to have (“三公”: travel abroad, cars, receptions), where no row stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.operations import rows
from assistant.operations.desk import Desk, query_text
from assistant.operations.members.model import Group
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, agrees
from index.vocabulary.terms import vocabulary

_DEEPER = re.compile(r"[四4]个?(?:分|子|小|细)?[项块类]|[细明]")  # asks for the parts of the parts too


def known_parts(desk: Desk, query: MetricQuery) -> Group | None:
    """The parts of a metric by the vocabulary, as the documents print them; None unless they add up to it."""
    if not query.target.terms:
        return None
    year = desk.question.slots.years[-1] if desk.question.slots.years else None
    whole = desk.find(query, year)
    if not whole or not isinstance(whole.quantity, Amount):
        return None
    found = list(_found(desk, query, query.target.terms[0], year))
    if len(found) < 2 or sum(quantity_of(one.fact).value for one in found) != whole.quantity.value:
        return None
    return Group(query_text(query), tuple(one.best[0] for one in found))


def told_parts(desk: Desk, query: MetricQuery) -> Group | None:
    """What a sentence lists as the parts of a figure (…安排124万元，其中：办公费…); None unless they add up to it."""
    year = desk.question.slots.years[-1] if desk.question.slots.years else None
    found = desk.find(query, year)
    for whole in (one for one in (*found.best, *found.others) if one.narrative):
        parts = rows.parts_in_text(desk, whole)
        if len(parts) > 1 and agrees(
            quantity_of(calculate("sum", *(part.fact for part in parts))), quantity_of(whole.fact)
        ):
            return Group(query_text(query), parts)
    return None


def _found(desk: Desk, query: MetricQuery, whole: str, year: int | None) -> Iterator[Selection]:
    """Each part of a whole; where a part is not printed, or finer ones are asked for, its own parts."""
    terms = vocabulary().terms
    for term in terms.values():
        if term.parent != whole or term.term_class != terms[whole].term_class:
            continue
        finer = list(_found(desk, query, term.id, year))
        selection = desk.find(MetricQuery(Mention(0, 0, term.name, (), (term.id,)), query.contexts), year)
        money = bool(selection) and isinstance(selection.quantity, Amount)
        split = len(finer) > 1 and (not money or _DEEPER.search(desk.question.plain) is not None)
        if split:
            yield from finer
        elif money:
            yield selection
