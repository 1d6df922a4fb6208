"""Which claims are believed when they fail: those whose reading of the structure the document itself bears out.

A failing sum is either a fault of the document or a misreading of its structure. It is believed when the structure
is declared by words (收入总计 = 支出总计, the same total in two tables), or when most of the sums that rest on the same
structure hold, or when one cell, put right, would mend two claims at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from index.amounts import MONEY_UNITS, Interval
from index.tie_outs.claims import Claim, Form, Place

Structure = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """How many of a structure's claims hold, among those with something to add."""

    holds: int = 0
    all: int = 0

    def most(self, share: float, least: int) -> bool:
        return self.all >= least and self.holds >= share * self.all


def believed(claims: Sequence[Claim], carried: Mapping[str, Decimal]) -> list[Claim]:
    """The claims whose structure is confirmed, holding or not.

    ``carried``: the most that the document carries over from last year, by unit. One table may print a total with
    it and another without it, so two totals that differ by no more are not held against each other.
    """
    whole: dict[Structure, _Held] = defaultdict(_Held)
    for claim in claims:
        if claim.parts and not claim.trivial:
            for structure in (claim.structure, claim.structure[:2]):
                held = whole[structure]
                whole[structure] = _Held(held.holds + claim.holds, held.all + 1)
    mended = _mended_together(claims)
    return [
        claim
        for claim in claims
        if claim.parts
        and (id(claim) in mended or _confirmed(claim, whole))
        and not _may_be_carried(claim, carried.get(claim.unit, Decimal(0)))
    ]


def _mended_together(claims: Sequence[Claim]) -> set[int]:
    """The failing claims, by ``id``, of which two of different structure would hold if one cell they share were
    another number: one wrong cell explains both, a misread structure would not."""
    wanted: dict[Place, list[tuple[Interval, Claim]]] = defaultdict(list)
    for claim in claims:
        if claim.parts and not claim.holds and claim.form not in (Form.RATE, Form.PRODUCT):
            scale = MONEY_UNITS[claim.unit]
            for place in claim.places:
                sign = -1 if place == claim.result else 1
                low, high = ((sign * claim.difference + slack) * scale for slack in (-claim.slack, claim.slack))
                wanted[place].append((Interval(low, high), claim))
    return {
        id(claim)
        for found in wanted.values()
        for (change, claim), (other_change, other) in permutations(found, 2)
        if claim.structure != other.structure
        and change.overlaps(other_change)
        and not (_by_place(claim) and _by_place(other))
    }


def _by_place(claim: Claim) -> bool:
    """Whether rows are read as a family by their place alone: one row nested wrongly fails its parent and grandparent
    by the same amount."""
    return claim.structure[0] in ("rows", "totals") and claim.structure[-1] in ("uncoded", "loose")


def _may_be_carried(claim: Claim, carried: Decimal) -> bool:
    total = claim.structure[0] in ("same", "balance") and claim.structure[-1] == "total"
    return total and not claim.holds and abs(claim.difference) <= carried + claim.slack


def _confirmed(claim: Claim, held: dict[Structure, _Held]) -> bool:
    own, table = held[claim.structure], held[claim.structure[:2]]
    kind, how = claim.structure[0], claim.structure[-1]
    if kind in ("sides", "balance") or how in ("total", "declared"):
        return True
    if kind in ("guessed", "rate", "product"):
        return own.most(0.8, 3)
    if how == "loose":
        return own.most(0.8, 3) or (claim.holds and table.most(0.8, 5))
    if how == "sided":
        return own.holds > 0 or table.most(0.6, 3)
    if kind == "columns":
        return own.holds > 0 or own.all == 1
    if how == "classes":
        return own.holds > 0 or own.all == 1
    if how == "coded":
        return own.holds > 0 or table.most(0.7, 4) or (own.all == 1 and table.most(0.5, 2))
    alone = kind == "rows" and own.all == 1 and table.all > 2 and table.holds == table.all - 1  # all the others hold
    return alone or (own.holds > 0 and own.most(0.5, 1))


def short_of_a_row(claims: Sequence[Claim]) -> set[Structure]:
    """Families that lack something in two columns or more, by amounts of which one recurs: a row is missing."""
    lacking: dict[Structure, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.structure[0] == "rows" and claim.form is Form.SUM and not claim.holds:
            lacking[claim.structure].append(claim)
    return {
        structure
        for structure, failed in lacking.items()
        if len(failed) > 1
        and all(claim.difference > 0 for claim in failed)
        and (len({claim.difference for claim in failed}) < len(failed) or len(failed) > 2)
    }
