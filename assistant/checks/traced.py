"""Every figure of the text is a claim, a quotation, part of a name, or repeats the user's own or a claimed figure."""

from __future__ import annotations

from assistant.calculations import CalculationError, quantity_of
from assistant.checks.reading import QUANTITIES, ReadClaim, ReadFigure, Reading, words
from index.amounts import FigureKind, Quantity


def traced(reading: Reading) -> list[str]:
    """A figure, code or year without a source is a problem; so is a claim whose text holds no figure to check."""
    problems = [f"数字“{figure.span.text}”没有依据。" for figure in reading.figures if not _has_source(figure, reading)]
    for claim in reading.claims:
        figured = any(figure.claim is claim for figure in reading.figures)
        if not figured and not _says_nothing(claim):
            problems.append(f"“{claim.claim.text}”中没有可以核对的数字。")
    return problems


def _says_nothing(claim: ReadClaim) -> bool:
    """“无”, “持平”: zero in a word."""
    if claim.basis is None or claim.claim.text.strip() not in words()["nothing"]:
        return False
    try:
        return quantity_of(claim.basis).value == 0
    except CalculationError:
        return False


def _has_source(figure: ReadFigure, reading: Reading) -> bool:
    if figure.claim is not None or figure.quote is not None or figure.named:
        return True
    quantity = figure.span.quantity
    if figure.span.kind in QUANTITIES and quantity is not None:
        return any(_repeats(quantity, other) for other in (*reading.question_figures, *_claimed(reading)))
    if figure.span.kind is FigureKind.CODE:
        return any(figure.span.text in (fact.code, *_codes(fact.provenance.quote)) for fact in reading.facts)
    return True


def _claimed(reading: Reading) -> list[Quantity]:
    return [shown for _, _, _, shown in reading.claimed()]


def _repeats(quantity: Quantity, other: Quantity) -> bool:
    return type(quantity) is type(other) and quantity.unit == other.unit and abs(quantity.value) == abs(other.value)


def _codes(quote: str) -> list[str]:
    return quote.split()
