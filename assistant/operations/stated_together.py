"""What one passage states together: a value beside its change."""

from __future__ import annotations

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.model import Operand
from assistant.operations.desk import Desk
from index.amounts import agrees
from index.model import Measure


def said_with(desk: Desk, printed: Selection, now: Operand) -> Selection | None:
    """The value that a passage states beside its change, where the value found elsewhere is another (a narrower
    table's): a value and a change of different scopes must not be set against each other."""
    if not printed or not printed.best[0].narrative:
        return None
    fact = printed.fact
    same = [
        named
        for named in desk.knowledge.by_document[fact.document].named
        if named.narrative
        and named.fact.measure is Measure.VALUE
        and named.fact.year == fact.year
        and named.fact.label == fact.label
        and named.fact.provenance.section == fact.provenance.section
        and type(named.fact.quantity) is type(quantity_of(now))
    ]
    values = {quantity_of(named.fact).value for named in same}
    if len(values) != 1 or agrees(quantity_of(same[0].fact), quantity_of(now)):
        return None
    return Selection((same[0],))
