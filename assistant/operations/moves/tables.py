"""Items whose values of both years stand side by side in one table, or in the same table of both years' documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.moves.model import Move, Moves
from assistant.operations.moves.scope import Scope, code_of
from index.amounts import Amount
from index.model import Measure, TableKind
from index.vocabulary.names import key

_ITEMS = frozenset(
    (
        TableKind.TOTAL_EXPENDITURE,
        TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
        TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
        TableKind.GENERAL_PUBLIC_BUDGET_ECONOMIC,
        TableKind.GOVERNMENT_ECONOMIC,
        TableKind.BASIC_EXPENDITURE,
    )
)


@dataclass(slots=True)
class _Row:
    now: Named | None = None
    before: Named | None = None


def in_tables(desk: Desk, scope: Scope) -> Moves | None:
    """The rows of the table of the year's document that prints both years for most of them."""
    tables: dict[tuple[str, str], _Table] = defaultdict(dict)
    for index, named in _cells(desk, scope):
        if index.document.year == scope.year:
            _enter(tables[index.document.id, _printed_table(index, named)], named, scope)
    return _fullest(tables.values(), scope)


def in_documents(desk: Desk, scope: Scope) -> Moves | None:
    """The rows of one table in the documents of both years, each with its own year's figure."""
    tables: dict[tuple[str, str], _Table] = defaultdict(dict)
    for index, named in _cells(desk, scope):
        if index.document.year == named.fact.year and index.document.stage is named.fact.stage:
            kind = str(named.fact.table_kind)
            _enter(tables[index.document.department, kind], named, scope)
    return _fullest(tables.values(), scope)


_Table = dict[str, _Row]


def _cells(desk: Desk, scope: Scope) -> Iterator[tuple[DocumentIndex, Named]]:
    for index in desk.knowledge.indexes:
        for named in index.named:
            if is_total_cell(named) and _fits(desk, index, named) and scope.holds(named, code_of(named)):
                yield index, named


def _enter(table: _Table, named: Named, scope: Scope) -> None:
    row = table.setdefault("/".join((*map(key, named.fact.row_path), named.fact.code or named.row)), _Row())
    if named.fact.year == scope.year:
        row.now = row.now or named
    elif named.fact.year == scope.base:
        row.before = row.before or named


def _fullest(tables: Iterable[_Table], scope: Scope) -> Moves | None:
    found = [moves for table in tables if (moves := _moves_of(table, scope)) is not None]
    return max(found, key=lambda moves: len(moves.moves), default=None)


def _moves_of(table: _Table, scope: Scope) -> Moves | None:
    pairs = [(row.now, row.before) for row in table.values()]
    moves = tuple(_computed(now, before) for now, before in pairs if now is not None and before is not None)
    alone = tuple(one for now, before in pairs if None in (now, before) and (one := now or before))
    return Moves(moves, scope.year, scope.base, scope.level, alone) if moves else None


def _printed_table(index: DocumentIndex, named: Named) -> str:
    """One name for all the pages of a table."""
    table = index.table_of(named.fact)
    return f"{table.number}{key(table.title)}" if table is not None else ""


def is_total_cell(named: Named) -> bool:
    """Whether a cell gives its row's whole amount."""
    fact = named.fact
    whole = bool(named.row) and not named.column and fact.table_kind in _ITEMS
    return whole and fact.measure is Measure.VALUE and fact.certain and isinstance(fact.quantity, Amount)


def _fits(desk: Desk, index: DocumentIndex, named: Named) -> bool:
    tables = desk.question.slots.tables
    return not tables or index.stands_in(named.fact, tables)


def _computed(now: Named, before: Named) -> Move:
    amount = calculate("difference", now.fact, before.fact)
    rate = calculate("rate", now.fact, before.fact) if quantity_of(before.fact).value else None
    return Move(now, now.fact, before.fact, amount, rate)
