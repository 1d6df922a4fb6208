"""Items whose values of both years stand side by side in one table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.moves.model import Move, Moves
from assistant.operations.moves.scope import Scope
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


def in_tables(desk: Desk, index: DocumentIndex, scope: Scope) -> Moves | None:
    """The rows of the first fitting table that prints both years."""
    rows: dict[str, dict[str, _Row]] = defaultdict(lambda: defaultdict(_Row))
    for named in index.named:
        if is_total_cell(named) and _fits(desk, index, named) and scope.holds(named, named.fact.code or ""):
            row = rows[_printed_table(index, named)]["/".join((*named.fact.row_path, named.fact.code or ""))]
            if named.fact.year == scope.year:
                row.now = row.now or named
            elif named.fact.year == scope.base:
                row.before = row.before or named
    for table in rows.values():
        moves = tuple(
            _computed(row.now, row.before) for row in table.values() if row.now is not None and row.before is not None
        )
        if moves:
            pairs = [(row.now, row.before) for row in table.values()]
            alone = tuple(one for now, before in pairs if None in (now, before) and (one := now or before))
            return Moves(moves, scope.year, scope.base, scope.level, alone)
    return None


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
