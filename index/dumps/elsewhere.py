"""What the rest of a document says about a table's cells: other tables' rows, and amounts stated in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import MONEY_UNITS, read_number
from index.dumps.recover import Known
from index.dumps.rows import RowDraft
from index.layouts import Anchor, ColumnLayout, TableLayout
from index.model import BudgetTable, Cell, Row, TableKind

Measure = tuple[Decimal, Decimal]  # value and half of its quantum


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The tables read so far and the running text (without spaces), seen from a table printed in ``unit``."""

    tables: Mapping[TableKind, BudgetTable]
    narrative: str
    unit: str

    def about(
        self, drafts: Sequence[RowDraft], columns: Sequence[ColumnLayout | None], layout: TableLayout
    ) -> dict[int, dict[int, Known]]:
        """Row → column → what is known, for the total row and for rows that a greater table repeats."""
        known = self._bounds(drafts, columns, layout)
        total = next((i for i in reversed(range(len(drafts))) if drafts[i].total), None)
        if total is not None:
            known[total] = {k: fact for k, c in enumerate(columns) if c for fact in self._total(c)}
        return known

    def _total(self, column: ColumnLayout) -> list[Known]:
        stated = self._stated(column.stated)
        exact = [*filter(None, (self._anchored(anchor) for anchor in column.equals)), *stated]
        least = [*filter(None, (self._anchored(anchor) for anchor in column.at_least))]
        if exact:
            return [Known(tuple(exact))]
        return [Known(tuple(least), "at_least")] if least else []

    def _anchored(self, anchor: Anchor) -> Measure | None:
        """The sum of an anchor's rows, taken in their first cell; None where there is no such row."""
        table = self.tables.get(anchor.kind)
        rows = [row for row in table.rows if _is_anchor(row, anchor)] if table else []
        if table is None or not rows:
            return None
        rate = MONEY_UNITS[table.unit] / MONEY_UNITS[self.unit]
        measures = [measure(row.cells[0]) for row in rows if row.cells and row.cells[0].certain]
        return sum((m[0] for m in measures), Decimal(0)) * rate, sum((m[1] for m in measures), Decimal(0)) * rate

    def _stated(self, names: Sequence[str]) -> list[Measure]:
        """Amounts that the text gives under a name (公务用车购置费 0万元); a stated zero is exact."""
        found = []
        for name in names:
            pattern = rf"{re.escape(name)}(?:预算|支出|安排|数|合计|为|共)*([\d,，]+(?:\.\d+)?)(亿元|万元|元)"
            for match in re.finditer(pattern, self.narrative):
                number = read_number(match.group(1))
                rate = MONEY_UNITS[match.group(2)] / MONEY_UNITS[self.unit]
                if number is not None:
                    found.append((number[0] * rate, number[1] / 2 * rate if number[0] else Decimal(0)))
        return found

    def _bounds(
        self, drafts: Sequence[RowDraft], columns: Sequence[ColumnLayout | None], layout: TableLayout
    ) -> dict[int, dict[int, Known]]:
        """A fund's expenditure under a code is within the whole expenditure under that code, column by column."""
        whole = self.tables.get(layout.within) if layout.within else None
        if whole is None:
            return {}
        rate = MONEY_UNITS[whole.unit] / MONEY_UNITS[self.unit]
        leaves = [column.leaf for column in whole.columns]
        by_code: dict[str, list[Row]] = {}
        for row in whole.rows:
            if row.code and row.cells and all(cell.certain for cell in row.cells):
                by_code.setdefault(row.code, []).append(row)
        known: dict[int, dict[int, Known]] = {}
        for index, draft in enumerate(drafts):
            rows = by_code.get(draft.code or "", [])
            for k, column in enumerate(columns):
                if column is None or len(rows) != 1 or len(column.path) > 1 or column.path[-1] not in leaves:
                    continue
                cell = rows[0].cell(leaves.index(column.path[-1]))
                value, half = measure(cell) if cell else (Decimal(0), Decimal(0))
                known.setdefault(index, {})[k] = Known(((value * rate, half * rate),), "at_most")
        return known


def _is_anchor(row: Row, anchor: Anchor) -> bool:
    if anchor.side and row.side != anchor.side:
        return False
    return row.code == anchor.code if anchor.code else bool(re.search(anchor.label, row.label))


def measure(cell: Cell) -> Measure:
    """A cell's value (0 for a mark) and half of the smallest step it is printed with."""
    number = read_number(cell.text)
    return (cell.value or Decimal(0)), (number[1] / 2 if number else Decimal(0))
