"""Cells recognised from a picture: certain only where arithmetic proves them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from index.model import BudgetTable, Row
from index.tie_outs.belief import believed
from index.tie_outs.between import carried_over
from index.tie_outs.claims import Place, read_sheets
from index.tie_outs.findings import claims_of


def with_doubt(tables: Sequence[BudgetTable], pages: Collection[int | None]) -> tuple[BudgetTable, ...]:
    """The tables with the cells on recognised ``pages`` uncertain (a digit or a point may be misread), but for those
    that take part in an identity that holds to the last digit: a misread digit would have to be made up for by another.
    """
    if not pages:
        return tuple(tables)
    proved = _proved(tables)
    return tuple(
        replace(
            table,
            rows=tuple(
                _doubted(row, {c.column for c in row.cells if Place(t, r, c.column) in proved})
                if row.page in pages
                else row
                for r, row in enumerate(table.rows)
            ),
        )
        for t, table in enumerate(tables)
    )


def _proved(tables: Sequence[BudgetTable]) -> set[Place]:
    sheets = read_sheets(tables)
    claims = believed(claims_of(sheets), carried_over(sheets))
    return {place for claim in claims if claim.proves and not claim.difference for place in claim.places}


def _doubted(row: Row, proved: Collection[int]) -> Row:
    return replace(
        row, cells=tuple(replace(cell, certain=cell.certain and cell.column in proved) for cell in row.cells)
    )
