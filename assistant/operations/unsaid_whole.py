"""What a part stands in where a question asks for its share and says no whole."""

from __future__ import annotations

from assistant.evidence import Selection
from assistant.model import Operand
from assistant.operations import rows, terms
from assistant.operations.desk import Desk
from assistant.parsing.model import Mention, MetricQuery
from index.vocabulary.terms import vocabulary


def unsaid_whole(desk: Desk, part: Selection, year: int) -> tuple[Operand, Selection]:
    """What a part stands in where the question does not say it: the row above it, else all expenditure."""
    parent = rows.parent_of(desk, part.best[0])
    if parent is not None:
        return parent.fact, Selection((parent,))
    above = [one for term in sorted(part.best[0].row_terms) for one in vocabulary().ancestors(term)[-1:]]
    wholes = [one for one in above if vocabulary().terms[one].term_class in _OWN_WHOLES]
    total = vocabulary().terms[wholes[0] if wholes else "expenditure_total"]
    said = total.name.removesuffix("总计")  # of a final account: what was spent, not what is carried over too
    found = terms.need(desk, MetricQuery(Mention(0, 0, said, (), (total.id,))), year)
    return found.operand, found.named


_OWN_WHOLES = frozenset(
    ("procurement", "three_public", "asset")
)  # parts of these are set against these, not all spending
