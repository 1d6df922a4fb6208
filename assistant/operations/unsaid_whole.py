"""What a part stands in where a question asks for its share and says no whole."""

from __future__ import annotations

from assistant.evidence import Selection
from assistant.model import Operand
from assistant.named import Named
from assistant.operations import rows, terms
from assistant.operations.desk import Desk
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


def unsaid_whole(desk: Desk, part: Selection, year: int) -> tuple[Operand, Selection]:
    """What a part stands in where the question does not say it: the row above it, else all expenditure."""
    parent = rows.parent_of(desk, part.best[0])
    if parent is not None:
        return parent.fact, Selection((parent,))
    stated = stated_whole(desk, part)
    if stated is not None:
        return stated.fact, Selection((stated,))
    above = [one for term in sorted(part.best[0].row_terms) for one in vocabulary().ancestors(term)[-1:]]
    wholes = [one for one in above if vocabulary().terms[one].term_class in _OWN_WHOLES]
    total = vocabulary().terms[wholes[0] if wholes else "expenditure_total"]
    said = total.name.removesuffix("总计")  # of a final account: what was spent, not what is carried over too
    found = terms.need(desk, MetricQuery(Mention(0, 0, said, (), (total.id,))), year)
    return found.operand, found.named


def stated_whole(desk: Desk, part: Selection) -> Named | None:
    """What the part's own sentence says that it is a share of (…164万元，占政府采购支出总额的71%), where that is told."""
    first = part.best[0]
    index = desk.knowledge.by_document[first.fact.document]
    bases = {
        _without_end(named.fact.base)
        for named in index.named
        if first.narrative
        and named.fact.measure is Measure.SHARE
        and named.fact.base
        and (named.fact.label, named.fact.provenance.quote) == (first.fact.label, first.fact.provenance.quote)
    }
    told = [
        named
        for named in index.named
        if _without_end(named.fact.label) in bases
        and named.fact.measure is Measure.VALUE
        and (named.fact.year, named.fact.stage) == (first.fact.year, first.fact.stage)
        and isinstance(named.fact.quantity, Amount)
    ]
    return told[0] if told and len({named.fact.quantity for named in told}) == 1 else None


def _without_end(name: str) -> str:
    return key(name).removesuffix("总额")


_OWN_WHOLES = frozenset(
    ("procurement", "three_public", "asset")
)  # parts of these are set against these, not all spending
