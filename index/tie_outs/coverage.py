"""What share of a document's amounts is proved by arithmetic, table by table, and why the rest cannot be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.model import BudgetTable
from index.tie_outs.belief import believed
from index.tie_outs.between import carried_over
from index.tie_outs.claims import Claim, Place, Sheets, read_sheets
from index.tie_outs.findings import claims_of


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """A table's amounts other than zero: how many there are and how many take part in an identity that holds.

    Zeros are counted apart (0 = 0 + 0 proves little): ``zeros`` printed, ``zeros_proved`` beside other amounts.
    ``reason`` says why a table's amounts have no identity, "" where most have one.
    """

    table: int
    amounts: int
    proved: int
    zeros: int
    zeros_proved: int
    reason: str


def coverage(tables: Sequence[BudgetTable]) -> tuple[int, int]:
    """(amounts other than zero that take part in an identity that holds, all amounts other than zero)."""
    found = table_coverage(tables)
    return sum(table.proved for table in found), sum(table.amounts for table in found)


def table_coverage(tables: Sequence[BudgetTable], stated: Collection[Place] = ()) -> tuple[TableCoverage, ...]:
    """One entry for each table that prints amounts. ``stated``: cells whose figure a sentence prints too."""
    sheets = read_sheets(tables)
    claims = claims_of(sheets)
    kept = believed(claims, carried_over(sheets))
    proved = {place for claim in kept if claim.proves for place in claim.places} | set(stated)
    found = []
    for index in dict.fromkeys(place.table for place in sheets.figures):
        places = [place for place in sheets.figures if place.table == index]
        amounts = [place for place in places if sheets.figures[place].value]
        zeros = [place for place in places if not sheets.figures[place].value]
        unproved = [place for place in amounts if place not in proved]
        reason = _reason(sheets, claims, index, unproved) if len(unproved) * 10 > len(amounts) else ""
        found.append(
            TableCoverage(
                index,
                len(amounts),
                len(amounts) - len(unproved),
                len(zeros),
                sum(place in proved for place in zeros),
                reason,
            )
        )
    return tuple(found)


def _reason(sheets: Sheets, claims: Sequence[Claim], index: int, unproved: Sequence[Place]) -> str:
    table = sheets.tables[index]
    if any(not sheets.figures[place].certain for place in unproved):
        return "有未确认的单元格"
    if any(not claim.holds and not set(claim.places).isdisjoint(unproved) for claim in claims):
        return "印出的合计与读出的明细不等"
    if not any(row.total for row in table.rows) and len(table.rows) > 1:
        return "没有合计行，金额只印一处"
    if len(table.rows) == 1:
        return "只有一行，金额只印一处"
    return "层次不明，金额只印一处"
