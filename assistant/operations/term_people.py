"""What the people named are paid from, where the documents give no figure under their own name (辅警: 警务辅助人员经费)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from assistant.operations.desk import Desk, asks_things
from assistant.operations.term import Term
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_PAYS = re.compile(r"(?:经费|费用?|补助|补贴|工资|薪酬|支出|资金|保障)(?:项目)?$")
_SHORTEST = 4  # characters of a printed name: 辅警 alone may stand for more


def paid_from(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The amount of the one project whose name is that of the people; None where none or several are called so."""
    words = vocabulary()
    people = [term for term in query.target.terms[:1] if words.terms[term].term_class == "personnel"]
    if not people or query.target.keys or asks_things(desk.question.plain):
        return None
    names = _names(people[0])
    paying = {
        name
        for name in desk.knowledge.names
        if _PAYS.search(name) and any(name.startswith(one) and len(name) - len(one) <= _TAIL for one in names)
    }
    if len(paying) != 1:
        return None
    found = desk.find(replace(query, target=replace(query.target, keys=tuple(paying), terms=())), year)
    return Term(found.fact, found) if found and isinstance(found.quantity, Amount) else None


_TAIL = 6  # 警务辅助人员 + 经费项目


@cache
def _names(term: str) -> tuple[str, ...]:
    """The names that documents print for a term."""
    printed = vocabulary().printed
    return tuple(name for name, terms in printed.items() if term in terms[:1] and len(key(name)) >= _SHORTEST)
