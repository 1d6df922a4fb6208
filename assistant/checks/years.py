"""Years in the text are years of the facts, and the year a figure is placed in is its own."""

from __future__ import annotations

import re

from assistant.calculations import facts_of
from assistant.checks.reading import ReadFigure, Reading, any_of, is_change, words
from assistant.model import Operand


def years(reading: Reading) -> list[str]:
    mentions = [
        figure
        for figure in reading.figures
        if figure.span.year is not None and figure.quote is None and not figure.named and figure.claim is None
    ]
    known = {year for fact in reading.facts for year in (fact.year, fact.base_year, fact.year - 1)}
    printed = "".join(
        "".join((fact.provenance.quote, fact.text, fact.label, *fact.column_path)) for fact in reading.facts
    )
    problems = [
        f"年份“{figure.span.text}”与依据不符。"
        for figure in mentions
        if reading.facts and figure.span.year not in known and str(figure.span.year) not in printed
    ]
    return problems + _misplaced(reading, mentions)


def years_of(basis: Operand) -> set[int]:
    """The years that a figure may be said to be of: those of its facts, and for a change also the base year."""
    found: set[int] = set()
    for fact in facts_of(basis):
        found.add(fact.year)
        if is_change(fact):
            found.add(fact.base_year if fact.base_year is not None else fact.year - 1)
    return found


def _misplaced(reading: Reading, mentions: list[ReadFigure]) -> list[str]:
    """Each claim against the last year named before it in its sentence; “比2022年” binds the next figure only."""
    problems = []
    claims = [figure for figure in reading.figures if figure.claim is not None]
    own: ReadFigure | None = None
    base: ReadFigure | None = None
    position = 0
    for figure in sorted((*mentions, *claims), key=lambda one: one.span.start):
        gap, position = reading.text[position : figure.span.start], figure.span.end
        if _ends_sentence(gap):
            own = base = None
        if any_of("relative_years").search(gap):
            own = None
        if figure.claim is None and _compared(gap):
            base = figure
        elif figure.claim is None:
            own, base = figure, None
        else:
            mention = base or own
            allowed = years_of(figure.claim.basis) if figure.claim.basis is not None else set()
            if base is not None and own is not None and len(allowed) > 1:
                allowed.discard(own.span.year or 0)
            if mention is not None and allowed and not _covers(mention, allowed):
                problems.append(f"“{figure.span.text}”不是{mention.span.text}的数。")
            base = None
    return problems


def _ends_sentence(text: str) -> bool:
    return any(end in text for end in words()["sentence_ends"])


def _compared(gap: str) -> bool:
    return re.search(rf"(?:{any_of('comparison').pattern})\s*$", gap) is not None


def _covers(mention: ReadFigure, allowed: set[int]) -> bool:
    last = mention.span.year
    first = mention.span.first_year if mention.span.first_year is not None else last
    return first is not None and last is not None and any(first <= year <= last for year in allowed)
