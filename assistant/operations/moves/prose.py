"""Items whose changes the prose tells one after the other (行政运行（2010301）820.00万元，较上年增加20.00万元，增长…)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Operand
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.moves.model import Move, Moves
from assistant.operations.moves.scope import Scope, code_of, codes_possible
from assistant.operations.moves.tables import is_total_cell
from assistant.operations.rows import once
from index.amounts import Amount, agrees
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


@dataclass(slots=True)
class _Told:
    """What the prose says of one item."""

    first: Named
    now: Fact | None = None
    before: Fact | None = None
    amount: Fact | None = None
    rate: Fact | None = None


def in_prose(desk: Desk, scope: Scope) -> Moves | None:
    """The items of the chapter of the year's document that tells most of them, in its order."""
    if desk.question.slots.tables:
        return None
    found = []
    for index in desk.knowledge.indexes:
        if index.document.year == scope.year:
            told = _told_most(index, _of_list(index, scope), scope.year, scope.base)
            found += [(told, index)] if told else []
    if not found:
        return None
    most, index = max(found, key=lambda one: len(one[0]))
    return Moves(most, scope.year, scope.base, scope.level, untold=_untold(index, scope, most))


def _of_list(index: DocumentIndex, scope: Scope) -> Callable[[Named], bool]:
    """Whether an item counts: by its code, by those that the tables print for it and for what it stands below, or by
    a name of several codes in a list of items that count (其他支出 beside the other classes)."""
    told = [named for named in index.named if named.narrative]
    lists = {_place(named) for named in told if scope.holds(named, code_of(named))}
    printed = _codes_printed(index)

    def holds(named: Named) -> bool:
        if scope.holds(named, code_of(named)):
            return True
        if any(scope.holds(named, code) for code in _codes_below(named, printed)):
            return True
        listed = not named.fact.code and _place(named) in lists
        return listed and any(scope.holds(named, code) for code in codes_possible(named))

    return holds


def _codes_printed(index: DocumentIndex) -> dict[str, set[str]]:
    """The codes that the tables of a document print beside each name."""
    printed: dict[str, set[str]] = defaultdict(set)
    for named in index.named:
        if not named.narrative and named.fact.code and named.fact.code.isdigit():
            printed[named.row].add(named.fact.code)
    return printed


def _codes_below(named: Named, printed: Mapping[str, set[str]]) -> Iterator[str]:
    """The codes of an item that lie below one of what the prose names just above it (残疾人事业（款）行政运行（项）)."""
    above = printed.get(key(named.fact.row_path[-1]), ()) if named.fact.row_path else ()
    for code in printed.get(named.row, ()):
        if any(code.startswith(one) and code != one for one in above):
            yield code


def _place(named: Named) -> tuple[object, ...]:
    """The list that an item of prose stands in: its section and what it is a part of."""
    return named.fact.provenance.section, named.fact.row_path


_SAME_SPENDING = (
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.TOTAL_EXPENDITURE,
)


def _told_most(index: DocumentIndex, holds: Callable[[Named], bool], year: int, base: int) -> tuple[Move, ...]:
    """The moves told in the chapter that tells most of them."""
    chapters: dict[tuple[str, ...], dict[str, _Told]] = defaultdict(dict)
    for named in index.named:
        if named.narrative and holds(named):
            path = named.fact.provenance.section
            name = "/".join((*map(key, named.fact.row_path), named.row))
            _note(chapters[path[:-1] or path].setdefault(name, _Told(named)), named.fact, year, base)
    told = [tuple(_moves_told(chapter.values())) for chapter in chapters.values()]
    return max(told, key=len, default=())


def income_told(desk: Desk, year: int, base: int) -> Moves | None:
    """The sources of income whose changes the prose tells, though it may tell no more of them (其他收入减少10万元)."""
    words = vocabulary().terms

    def is_source(named: Named) -> bool:
        terms = [words[term] for term in named.row_terms]
        return any(term.term_class == "income" for term in terms) and not _NO_SOURCES.intersection(named.row_terms)

    for index in desk.knowledge.indexes:
        if index.document.year == year and (moves := _told_most(index, is_source, year, base)):
            return Moves(moves, year, base)
    return None


INCOME_TOTALS = frozenset(("income_total", "current_year_income"))
_NO_SOURCES = INCOME_TOTALS | {"fiscal_appropriation_income", "prior_year_carry_over"}


def _untold(index: DocumentIndex, scope: Scope, told: Sequence[Move]) -> tuple[Named, ...]:
    """The items with an amount that the table of the same spending has beside those told."""
    codes, names = {move.named.fact.code for move in told}, {move.named.row for move in told}
    for kind in _SAME_SPENDING:
        rows = [
            named
            for named in index.named
            if named.fact.table_kind is kind
            and is_total_cell(named)
            and named.fact.year == scope.year
            and scope.holds(named, code_of(named))
        ]
        if rows:
            return once(
                named
                for named in rows
                if named.fact.code not in codes and named.row not in names and quantity_of(named.fact).value
            )
    return ()


def _note(told: _Told, fact: Fact, year: int, base: int) -> None:
    if fact.quantity is None:
        return
    if fact.measure is Measure.VALUE and isinstance(fact.quantity, Amount):
        if fact.year == base:
            told.before = told.before or fact
        elif fact.year == year and told.amount is None and told.rate is None:
            told.now = fact  # the value said last before the change
    elif fact.year == year and fact.base_year in (None, base):
        if fact.measure is Measure.CHANGE and isinstance(fact.quantity, Amount):
            told.amount = told.amount or fact
        elif fact.measure is Measure.CHANGE_RATE:
            told.rate = told.rate or fact


def _moves_told(items: Iterable[_Told]) -> Iterator[Move]:
    for told in items:
        if told.amount is None and (told.now is None or (told.rate is None and told.before is None)):
            continue
        before: Operand | None = told.before
        if before is None and told.now is not None and told.amount is not None:
            before = calculate("previous", told.now, told.amount)
        amount: Operand | None = told.amount
        if amount is None and told.now is not None and told.before is not None:
            amount = calculate("difference", told.now, told.before)
        counted = told.now is not None and before is not None and quantity_of(before).value
        rate = calculate("rate", told.now, before) if counted and told.now and before else None
        holds = told.rate is None or rate is None or agrees(quantity_of(told.rate), quantity_of(rate))
        shown = told.rate if holds and told.rate is not None else rate
        named = replace(told.first, fact=told.now or told.amount or told.first.fact)
        yield Move(named, told.now, before, amount, shown, not holds and _opposite(told.rate, rate))


def _opposite(printed: Operand | None, computed: Operand | None) -> bool:
    """Whether the rate printed and the amounts beside it move in opposite directions: one of them is misprinted."""
    if printed is None or computed is None:
        return False
    return quantity_of(printed).value * quantity_of(computed).value <= 0
