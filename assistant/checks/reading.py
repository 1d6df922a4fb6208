"""What the checker sees: the draft's text read anew, each figure with the claim or quote it stands in.

Nothing of the draft is believed. Figures come from ``find_figures`` over the whole text (so that a unit written
outside its claim counts), facts come from the store by id, results are recomputed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.calculations import OPERATORS, facts_of
from assistant.model import Calculation, Claim, Constant, Draft, Operand, Quote
from index.amounts import FigureKind, FigureSpan, Quantity, find_figures
from index.model import Fact, Measure
from index.vocabulary.names import occurrences

QUANTITIES = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT, FigureKind.NUMBER)
_KEEP_SIGN = ("sum", "mean", "scale", "divide", "per_unit", "conversion", "maximum", "minimum")
Resolve = Callable[[str], Fact | None]


@cache
def words() -> dict[str, Any]:
    """The words of words.toml."""
    return tomllib.loads((files("assistant.checks") / "words.toml").read_text("utf-8"))


@cache
def any_of(key: str) -> re.Pattern[str]:
    """A pattern of the words of a list, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, words()[key]), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim at its place; ``basis`` rests on stored facts, None where one of them is not in the store."""

    start: int
    end: int
    claim: Claim
    basis: Operand | None


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure of the text with what it stands in."""

    span: FigureSpan
    claim: ReadClaim | None = None
    quote: Quote | None = None
    named: bool = False  # part of a name that a fact carries (a project called “百日行动”)


@dataclass(frozen=True, slots=True)
class Reading:
    draft: Draft
    text: str
    figures: tuple[ReadFigure, ...]
    claims: tuple[ReadClaim, ...]
    quotes: tuple[tuple[Quote, Fact | None], ...]
    support: tuple[Fact, ...]
    question_figures: tuple[Quantity, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All stored facts that the draft rests on or cites."""
        claimed = [fact for claim in self.claims if claim.basis is not None for fact in facts_of(claim.basis)]
        quoted = [fact for _, fact in self.quotes if fact is not None]
        return tuple({fact.id: fact for fact in (*claimed, *quoted, *self.support)}.values())

    def claimed(self) -> Iterator[tuple[FigureSpan, ReadClaim, Operand, Quantity]]:
        """The figures with a quantity that stand in a claim whose facts are all in the store."""
        for figure in self.figures:
            claim = figure.claim
            if claim is not None and claim.basis is not None and figure.span.quantity is not None:
                yield figure.span, claim, claim.basis, figure.span.quantity

    def clause_before(self, start: int) -> str:
        return _tail(self.text[:start], words()["clause_ends"])

    def sentence_before(self, start: int) -> str:
        return _tail(self.text[:start], words()["sentence_ends"])


def read_draft(draft: Draft, question_figures: Sequence[Quantity], resolve: Resolve) -> Reading:
    claims: list[ReadClaim] = []
    quotes: list[tuple[int, int, Quote]] = []
    position = 0
    for segment in draft.segments:
        text = segment if isinstance(segment, str) else segment.text
        end = position + len(text)
        if isinstance(segment, Claim):
            claims.append(ReadClaim(position, end, segment, restored(segment.basis, resolve)))
        elif isinstance(segment, Quote):
            quotes.append((position, end, segment))
        position = end
    stored_quotes = tuple((quote, resolve(quote.fact.id)) for _, _, quote in quotes)
    support = tuple(fact for fact in (resolve(fact.id) for fact in draft.support) if fact is not None)
    bare = Reading(draft, draft.text, (), tuple(claims), stored_quotes, support, tuple(question_figures))
    named = _named_ranges(bare.text, bare.facts)
    figures = tuple(_placed(span, claims, quotes, named) for span in find_figures(draft.text))
    return Reading(draft, draft.text, figures, tuple(claims), stored_quotes, support, tuple(question_figures))


def restored(operand: Operand, resolve: Resolve) -> Operand | None:
    """The operand with every fact as the store has it; None where a fact is unknown."""
    if isinstance(operand, Fact):
        return resolve(operand.id)
    if isinstance(operand, Constant):
        return operand
    inner = tuple(restored(one, resolve) for one in operand.operands)
    known = tuple(one for one in inner if one is not None)
    return Calculation(operand.operator, known, operand.result) if len(known) == len(inner) else None


def constants_of(operand: Operand) -> tuple[Constant, ...]:
    if isinstance(operand, Constant):
        return (operand,)
    if isinstance(operand, Fact):
        return ()
    return tuple(constant for inner in operand.operands for constant in constants_of(inner))


def is_change(operand: Operand) -> bool:
    """Whether the sign of an operand says increase or decrease."""
    if isinstance(operand, Constant):
        return False
    if isinstance(operand, Calculation):
        inherits = operand.operator in _KEEP_SIGN
        return OPERATORS[operand.operator].change or (inherits and any(map(is_change, operand.operands)))
    if operand.measure in (Measure.CHANGE, Measure.CHANGE_RATE):
        return True
    names = "".join((operand.label, *operand.column_path[-1:]))
    negative = operand.quantity is not None and operand.quantity.value < 0
    return negative or any_of("change_labels").search(names) is not None


def compact(text: str) -> str:
    """Without white space: line breaks inside cells and sentences are no part of the wording."""
    return re.sub(r"\s+", "", text)


def _tail(text: str, ends: str) -> str:
    return text[max(text.rfind(end) for end in ends) + 1 :]


def _named_ranges(text: str, facts: tuple[Fact, ...]) -> list[tuple[int, int]]:
    """Where the text gives names that facts carry; a name that is nothing but a figure is none."""
    names = {
        name
        for fact in facts
        for name in (fact.label, fact.subject, *fact.row_path, *fact.column_path, *fact.provenance.section)
        if sum("\u4e00" <= character <= "\u9fff" for character in name) >= 4
    }
    return [span for name in names for span in occurrences(name, text)]


def _placed(
    span: FigureSpan,
    claims: list[ReadClaim],
    quotes: list[tuple[int, int, Quote]],
    named: list[tuple[int, int]],
) -> ReadFigure:
    claim = next((one for one in claims if one.start < span.end and span.start < one.end), None)
    quote = next((one for start, end, one in quotes if start <= span.start and span.end <= end), None)
    within = any(start <= span.start and span.end <= end for start, end in named)
    return ReadFigure(span, claim, quote if claim is None else None, within and claim is None)
