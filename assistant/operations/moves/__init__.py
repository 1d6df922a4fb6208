"""How the items of a document moved against the year before: row by row in a table of both years, told in prose, or
each member of a whole compared by itself.

A table that prints both years side by side gives every item; prose gives those that it tells, whatever the section is
called. Items of the classification are told by their codes, or by names that are known to have one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.named import Named
from assistant.operations import members, year_change
from assistant.operations.desk import Desk, NotFoundError, name_of
from assistant.operations.members.parts import known_parts
from assistant.operations.moves.model import Move, Moves
from assistant.operations.moves.prose import INCOME_TOTALS, in_prose, income_told
from assistant.operations.moves.scope import Scope, codes_above, first_digit, levels
from assistant.operations.moves.tables import in_documents, in_tables
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount, agrees
from index.vocabulary.terms import vocabulary

__all__ = ["Move", "Moves", "find_moves", "item_moves"]


def find_moves(desk: Desk, query: MetricQuery | None, year: int, base: int) -> Moves | None:
    """How the members of what the question asks about moved: None where the documents do not let them be compared."""
    if query is None and _INCOME.search(desk.question.plain):
        income = vocabulary().terms["income_total"]
        query = MetricQuery(Mention(0, 0, income.name, (), (income.id,)))
    if query is not None and INCOME_TOTALS.intersection(query.target.terms[:1]):
        found = (_member_moves(desk, query, year, base), income_told(desk, year, base))
        return max((one for one in found if one is not None), key=lambda one: len(one.moves), default=None)
    return item_moves(desk, query, year, base) or _member_moves(desk, query, year, base)


_INCOME = re.compile(r"收入(?!.{0,6}支出)|资金来源")


def item_moves(desk: Desk, query: MetricQuery | None, year: int, base: int) -> Moves | None:
    """The items of the classification of spending that the question asks about (of a level, below ``query``), with
    their changes: None where no document in view gives any."""
    digit, above = first_digit(desk, query), codes_above(desk, query)
    ways = (in_tables, in_prose, in_documents)
    if base in desk.knowledge.years() and "执行" not in desk.question.plain:
        ways = (in_tables, in_documents, in_prose)  # the budget of the year before, not what was spent of it
    for gather in ways:
        scopes = [Scope(level, digit, query, year, base, above) for level in levels(desk)]
        found = [moves for scope in scopes if (moves := gather(desk, scope)) is not None]
        if found:
            return max(found, key=lambda moves: len(moves.moves))
    return None


def _member_moves(desk: Desk, query: MetricQuery | None, year: int, base: int) -> Moves | None:
    """The parts of a whole that no table of both years lists (“三公”经费, income), each compared by itself."""
    level = desk.question.slots.level
    if query is None and not level:
        level = "项"
    asked = replace(desk, question=desk.question.with_slots(years=(year,), threshold=None, level=level))
    try:
        group = members.find_members(asked, query)
    except NotFoundError:
        return None
    if len(group.members) > _MANY:
        return None
    found = [(named, _member_move(desk, named)) for named in group.members]
    moves = tuple(move for _, move in found if move is not None)
    untold = tuple(named for named, move in found if move is None and _has_amount(named))
    return Moves(moves, year, base, untold=untold) if moves else None


def _has_amount(named: Named) -> bool:
    return isinstance(named.fact.quantity, Amount) and named.fact.quantity.value != 0


_MANY = 60


def _member_move(desk: Desk, named: Named, *, deep: bool = True) -> Move | None:
    """How a member moved, where its own value is the one that the change is told of."""
    own, terms = (named.row, named.row_terms) if named.row else (named.column, named.column_terms)
    query = MetricQuery(Mention(0, 0, name_of(named), (own,), tuple(sorted(terms)), named.fact.code))
    try:
        found = year_change.find_change(replace(desk, trace=[]), query)
    except (NotFoundError, year_change.StatedOnlyError):
        return None
    if not agrees(quantity_of(found.now), quantity_of(named.fact)):
        return None
    return Move(named, found.now, found.before, found.amount, found.rate, parts=_parts(desk, query) if deep else ())


def _parts(desk: Desk, query: MetricQuery) -> tuple[Move, ...]:
    """How the parts that a member is known to have moved; none unless all of them can be compared."""
    group = known_parts(replace(desk, trace=[]), query)
    found = [_member_move(desk, named, deep=False) for named in group.members] if group is not None else []
    moves = [move for move in found if move is not None]
    return tuple(moves) if len(moves) == len(found) > 1 else ()
