"""The status of each figure of a text: printed, recomputed, disputed by another source, or without a source."""

from __future__ import annotations

from assistant.calculations import CalculationError, facts_of, quantity_of, unsigned_formula, value_in
from assistant.checks.reading import QUANTITIES, ReadFigure, Reading, compact
from assistant.checks.recomputed import comparable, holds
from assistant.model import Calculation, CheckedFigure, FigureStatus, Operand
from index.amounts import FigureSpan, Quantity, agrees
from index.model import Fact


def checked_figures(reading: Reading) -> tuple[CheckedFigure, ...]:
    """The figures that say something about the documents, in reading order; the user's own are left out."""
    figures = (_checked(figure, reading) for figure in reading.figures if figure.span.kind in QUANTITIES)
    return tuple(figure for figure in figures if figure is not None)


def _checked(figure: ReadFigure, reading: Reading) -> CheckedFigure | None:
    shown = figure.span.quantity
    if shown is None or figure.named:
        return None
    text, value, unit = figure.span.text, value_in(shown), shown.unit
    if figure.quote is not None:
        stored = [fact for quote, fact in reading.quotes if quote is figure.quote and fact is not None]
        status = FigureStatus.VERIFIED if stored else FigureStatus.UNSUPPORTED
        return CheckedFigure(text, value, unit, status, facts=tuple(stored))
    if figure.claim is None:
        return None if _of_question(shown, reading) else CheckedFigure(text, value, unit, FigureStatus.UNSUPPORTED)
    basis = figure.claim.basis
    if basis is None or not _supported(figure.span, shown, basis):
        return CheckedFigure(text, value, unit, FigureStatus.UNSUPPORTED)
    derived = isinstance(basis, Calculation)
    facts = facts_of(basis)
    status = FigureStatus.RECOMPUTED if derived else FigureStatus.VERIFIED
    if any(contradicts(other, fact) for fact in facts for other in reading.support):
        status = FigureStatus.DISPUTED
    return CheckedFigure(text, value, unit, status, unsigned_formula(basis) if derived else "", facts)


def _supported(span: FigureSpan, shown: Quantity, basis: Operand) -> bool:
    try:
        exact = quantity_of(basis)
    except CalculationError:
        return False
    return comparable(shown, exact) and holds(span, shown, exact, basis)


def _of_question(shown: Quantity, reading: Reading) -> bool:
    given = (*reading.question_figures, *(quantity for *_, quantity in reading.claimed()))
    return any(agrees(shown, other) for other in given)


def contradicts(left: Fact, right: Fact) -> bool:
    """Whether two facts state the same thing (name, year, stage, column, subject) and cannot both be right."""
    if left.id == right.id or left.quantity is None or right.quantity is None:
        return False
    same = (
        compact(left.label) == compact(right.label)
        and (left.measure, left.year, left.stage, left.subject)
        == (right.measure, right.year, right.stage, right.subject)
        and _same_column(left, right)
        and _same_scope(left, right)
    )
    return same and type(left.quantity) is type(right.quantity) and not agrees(left.quantity, right.quantity)


def _same_scope(left: Fact, right: Fact) -> bool:
    """Another department, table or kind of table is another scope, not another account of the same; rows that one
    table prints under one name are its parts. A sentence is compared with every table of its document."""
    if left.document != right.document:
        return False
    if left.table_kind is None or right.table_kind is None:
        return True
    return (
        left.table_kind is right.table_kind
        and left.code == right.code
        and left.provenance.table != right.provenance.table
    )


def _same_column(left: Fact, right: Fact) -> bool:
    """A sentence has no column: it is compared with any."""
    if not left.column_path or not right.column_path:
        return True
    return compact(left.column_path[-1]) == compact(right.column_path[-1])
