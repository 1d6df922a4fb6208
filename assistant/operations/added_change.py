"""The change of a whole that is told only for its parts (“三公” by travel, cars and receptions): their changes together.

It holds only where the parts add up to the whole and the change of every one of them is told, be it that it is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Operand
from assistant.named import Named
from assistant.operations import rows
from assistant.operations.desk import Desk, name_of
from assistant.operations.members.parts import known_parts
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, agrees
from index.model import Fact, Measure


@dataclass(frozen=True, slots=True)
class Part:
    """A part with the change printed for it."""

    named: Named
    change: Fact


def changes_of_parts(desk: Desk, query: MetricQuery, whole: Operand, year: int, base: int) -> tuple[Part, ...]:
    """The parts that make up a whole in a year, each with its change against the year before; none where one lacks."""
    if base != year - 1 or not isinstance(quantity_of(whole), Amount):
        return ()
    asked = replace(desk, trace=[], question=desk.question.with_slots(years=(year,), tables=(), column=""))
    return _parts(asked, query, whole, year, _DEEPEST)


_DEEPEST = 2  # parts of parts: 公务用车购置及运行费 by 购置 and 运行


def before(now: Operand, parts: tuple[Part, ...]) -> Operand:
    """The value of the year before, from the changes of the parts."""
    return calculate("previous", now, calculate("sum", *(part.change for part in parts)))


def _parts(desk: Desk, query: MetricQuery, whole: Operand, year: int, depth: int) -> tuple[Part, ...]:
    for members in _divisions(desk, query, year):
        total = calculate("sum", *(named.fact for named in members))
        if not agrees(quantity_of(total), quantity_of(whole)):
            continue
        found = [_changes(desk, named, year, depth) for named in members]
        if all(found):
            return tuple(part for parts in found for part in parts)
    return ()


def _divisions(desk: Desk, query: MetricQuery, year: int) -> Iterator[tuple[Named, ...]]:
    """The ways in which the documents divide a metric: by the vocabulary, below its row, in a sentence."""
    known = known_parts(desk, query)
    if known is not None:
        yield known.members
    found = desk.find(query, year)
    for named in found.best:
        table = desk.knowledge.table_of(named.fact)
        below = rows.children(desk, named, table) if table is not None and named.row else ()
        yield from (group for group in (below, rows.parts_in_text(desk, named)) if len(group) > 1)


def _changes(desk: Desk, named: Named, year: int, depth: int) -> tuple[Part, ...]:
    """The change printed for a part, else those of its own parts."""
    own, terms = (named.row, named.row_terms) if named.row else (named.column, named.column_terms)
    query = MetricQuery(Mention(0, 0, name_of(named), (own,), tuple(sorted(terms)), named.fact.code))
    change = desk.find(query, year, Measure.CHANGE)
    if change and _is_of(desk, query, change, named, year):
        return (Part(named, change.fact),)
    return _parts(desk, query, named.fact, year, depth - 1) if depth > 1 else ()


def _is_of(desk: Desk, query: MetricQuery, change: Selection, named: Named, year: int) -> bool:
    """Whether a change is told of the very value that the part has, against the year before."""
    same = change.fact.base_year in (None, year - 1) and type(change.quantity) is type(named.fact.quantity)
    value = desk.find(query, year)
    return same and bool(value) and agrees(value.quantity, quantity_of(named.fact))
