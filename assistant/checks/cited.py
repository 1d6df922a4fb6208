"""What a figure rests on can be shown: its facts are in the store, have a place, and are certain or said not to be."""

from __future__ import annotations

from assistant.calculations import facts_of
from assistant.checks.reading import Reading, any_of


def cited(reading: Reading) -> list[str]:
    problems = [f"“{claim.claim.text}”的来源不在库中。" for claim in reading.claims if claim.basis is None]
    problems += [f"引文“{quote.text[:20]}”的来源不在库中。" for quote, fact in reading.quotes if fact is None]
    problems += [f"“{fact.label}”没有出处。" for fact in reading.facts if not fact.provenance.quote.strip()]
    admitted = any_of("uncertainty").search(reading.text) is not None
    for claim in reading.claims:
        doubtful = [fact for fact in facts_of(claim.basis) if not fact.certain] if claim.basis is not None else []
        if doubtful and not admitted:
            problems.append(f"“{claim.claim.text}”依据的单元格读数不确定，文中没有说明。")
    return problems
