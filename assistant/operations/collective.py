"""Names that stand for several metrics together: 水电费, and wholes that some documents print only in their parts."""

from __future__ import annotations

from assistant.named import Named
from assistant.parsing.model import MetricQuery
from index.vocabulary.terms import vocabulary

MADE_UP = {"three_public_expenses": ("overseas_travel_cost", "official_vehicle_cost", "official_reception_cost")}


def name_of_whole(named: Named, query: MetricQuery | None) -> str:
    """The collective name asked for, where the cell is only one of the parts that it was added up from; else ""."""
    words = vocabulary()
    for term in query.target.terms[:1] if query is not None else ():
        parts = {*words.parts(term), *MADE_UP.get(term, ())}
        own = named.row_terms | named.column_terms
        if own & parts and term not in own | named.implicit | named.about:
            return words.terms[term].name
    return ""
