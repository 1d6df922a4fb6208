"""The sums that a document's tables claim: a total cell and the cells that should add up to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.amounts import MONEY_UNITS, read_number
from index.model import BudgetTable, Cell, Row, TableKind
from index.tie_outs.identities import column_identities, row_families

_PERFORMANCE = frozenset({TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.TABLE_OF_CONTENTS})


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by table (index into the document's tables), row and column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` = Σ ``parts``. ``difference`` (total − Σ) and ``slack`` (what rounding allows) in ``unit``.

    ``parts`` is empty where a parent has an amount and no child has: not a claim, but a sign of a missing row.
    ``structure`` is shared by the sums that rest on the same reading of a table's structure.
    """

    total: Place
    parts: tuple[Place, ...]
    difference: Decimal
    slack: Decimal
    unit: str
    structure: tuple[object, ...]

    trivial: bool  # nothing but zeros

    @property
    def holds(self) -> bool:
        return abs(self.difference) <= self.slack


def claimed_sums(tables: Sequence[BudgetTable]) -> tuple[Sum, ...]:
    """All sums whose cells are certain and whose structure is clear; blank parts count as nothing."""
    found: list[Sum] = []
    for index, table in enumerate(tables):
        if table.kind not in _PERFORMANCE and table.unit in MONEY_UNITS:
            found += _along_columns(index, table)
            found += _along_rows(index, table)
            found += _between_sides(index, table)
    return (*found, *_between_tables(tables))


def _along_columns(index: int, table: BudgetTable) -> Iterator[Sum]:
    """合计 = 基本 + 项目, 小计 = 购置 + 运行 … in every row that prints the total and a part."""
    for identity in column_identities([column.path for column in table.columns]):
        for r, row in enumerate(table.rows):
            total = row.cell(identity.total)
            parts = {c: row.cell(c) for c in identity.parts}
            made = _sum(index, table.unit, (r, identity.total), total, {(r, c): cell for c, cell in parts.items()})
            if made is not None and made.parts:
                yield _structured(made, ("columns", index, identity.total))


def _along_rows(index: int, table: BudgetTable) -> Iterator[Sum]:
    """Every parent and its direct children, column by column."""
    for family in row_families(table.rows):
        if not _codes_nest(table.rows[family.parent], [table.rows[c] for c in family.children]):
            continue
        for column in range(len(table.columns)):
            if not _summable(table.columns[column].leaf):
                continue
            parts = {(r, column): table.rows[r].cell(column) for r in family.children}
            total = table.rows[family.parent].cell(column)
            made = _sum(index, table.unit, (family.parent, column), total, parts)
            if made is not None and (made.parts or not made.trivial):
                coded = "coded" if table.rows[family.children[0]].code else "uncoded"
                yield _structured(made, ("rows", index, family.parent, coded))


def _summable(heading: str) -> bool:
    return not re.search(r"[%％率]|比例|增减|比重|数量|人数|编码|序号|行次|备注", heading)


def _codes_nest(parent: Row, children: Sequence[Row]) -> bool:
    """Codes, where there are any, are of one length and extend the parent's; no “其中” row adds to its parent."""
    if any(re.match(r"其中|[*＊]", child.label) for child in children):
        return False
    codes = [child.code for child in children if child.code]
    if codes and (len(codes) < len(children) or len({len(code) for code in codes}) > 1):
        return False
    if not codes or not parent.code:
        return True
    return all(len(code) > len(parent.code) and code.startswith(parent.code) for code in codes)


def _between_sides(index: int, table: BudgetTable) -> Iterator[Sum]:
    """收入总计 = 支出总计."""
    income = _grand_total(table, "income")
    expenditure = _grand_total(table, "expenditure")
    if income and expenditure:
        made = _sum(index, table.unit, income[0], income[1], {expenditure[0]: expenditure[1]})
        if made is not None:
            yield _structured(made, ("sides", index))


def _grand_total(table: BudgetTable, side: str) -> tuple[tuple[int, int], Cell] | None:
    totals = [(r, row) for r, row in enumerate(table.rows) if row.side == side and row.total and row.cells]
    grand = [(r, row) for r, row in totals if "总计" in row.label] or totals
    if len(grand) != 1 or grand[0][1].label.startswith("本年"):
        return None
    row_index, row = grand[0]
    cells = [cell for cell in row.cells if cell.value is not None]
    first = min(cells, key=lambda cell: cell.column, default=None)
    if first is None or re.search(r"上年|去年|比", "".join(table.columns[first.column].path)):
        return None
    return (row_index, first.column), first


# ---------------------------------------------------------------- the same total in several tables

_SAME_TOTAL: tuple[tuple[TableKind, str, TableKind, str], ...] = (
    (TableKind.TOTAL_INCOME, "", TableKind.TOTAL_INCOME_EXPENDITURE, "income"),
    (TableKind.TOTAL_EXPENDITURE, "", TableKind.TOTAL_INCOME_EXPENDITURE, "expenditure"),
)


def _between_tables(tables: Sequence[BudgetTable]) -> Iterator[Sum]:
    """Totals that two tables both print; only where a document has one table of each kind."""
    for left_kind, left_side, right_kind, right_side in _SAME_TOTAL:
        left, right = _only(tables, left_kind), _only(tables, right_kind)
        if left is not None and right is not None:
            yield from _same(tables, left, _total(tables[left], left_side), right, _total(tables[right], right_side))
    budget = _only(tables, TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE)
    basic = _only(tables, TableKind.BASIC_EXPENDITURE)
    if budget is not None and basic is not None:
        total = _total(tables[basic], "")
        yield from _same(tables, basic, total, budget, _basic_total(tables[budget]))


def _only(tables: Sequence[BudgetTable], kind: TableKind) -> int | None:
    found = [i for i, table in enumerate(tables) if table.kind is kind and any(row.cells for row in table.rows)]
    return found[0] if len(found) == 1 and tables[found[0]].unit in MONEY_UNITS else None


Found = tuple[tuple[int, int], Cell] | None


def _total(table: BudgetTable, side: str) -> Found:
    if side:
        return _grand_total(table, side)
    totals = [(r, row) for r, row in enumerate(table.rows) if row.total and row.cells]
    if len(totals) != 1:
        return None
    row_index, row = totals[0]
    cell = row.cell(0)
    is_total = bool(re.fullmatch(r"合\s*计|总\s*计", table.columns[0].leaf))
    return ((row_index, 0), cell) if cell is not None and is_total else None


def _basic_total(table: BudgetTable) -> Found:
    """The total row's 基本支出 (its 小计, where it is divided)."""
    columns = [
        i for i, c in enumerate(table.columns) if "基本支出" in c.path and c.leaf in ("基本支出", "小计", "合计")
    ]
    totals = [(r, row) for r, row in enumerate(table.rows) if row.total and row.cells]
    if len(columns) != 1 or len(totals) != 1:
        return None
    cell = totals[0][1].cell(columns[0])
    return ((totals[0][0], columns[0]), cell) if cell is not None else None


def _same(tables: Sequence[BudgetTable], left: int, a: Found, right: int, b: Found) -> Iterator[Sum]:
    if a is None or b is None or not _usable(a[1]) or not _usable(b[1]):
        return
    rate = MONEY_UNITS[tables[right].unit] / MONEY_UNITS[tables[left].unit]
    value, half = _measure(a[1])
    other, other_half = _measure(b[1])
    yield Sum(
        Place(left, *a[0]),
        (Place(right, *b[0]),),
        value - other * rate,
        half + other_half * rate,
        tables[left].unit,
        ("tables", left, right),
        trivial=value == 0 == other,
    )


# ---------------------------------------------------------------- one sum


def _sum(
    table: int, unit: str, where: tuple[int, int], total: Cell | None, parts: dict[tuple[int, int], Cell | None]
) -> Sum | None:
    """None when the total is missing, no part is printed, or any of them is uncertain."""
    if total is None or not _usable(total):
        return None
    printed = {place: cell for place, cell in parts.items() if cell is not None and cell.text.strip()}
    if any(not cell.certain for cell in printed.values()):
        return None
    amounts = {place: cell for place, cell in printed.items() if cell.value is not None}
    trivial = not any(cell.value for cell in (total, *amounts.values()))
    value, slack = _measure(total)
    for cell in amounts.values():
        part, half = _measure(cell)
        value, slack = value - part, slack + half
    places = tuple(Place(table, *place) for place in amounts)
    return Sum(Place(table, *where), places, value, slack, unit, (), trivial)


def _structured(made: Sum, structure: tuple[object, ...]) -> Sum:
    return replace(made, structure=structure)


def _usable(cell: Cell) -> bool:
    return cell.value is not None and cell.certain


def _measure(cell: Cell) -> tuple[Decimal, Decimal]:
    """A cell's value and half of the smallest step it is printed with."""
    assert cell.value is not None
    number = read_number(cell.text)
    return cell.value, (number[1] if number else Decimal(1)) / 2
