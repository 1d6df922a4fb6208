"""A claim of arithmetic among printed cells: which cells, what must hold of them, by how much it fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.amounts import MONEY_UNITS, Interval, read_number
from index.model import BudgetTable, Cell, TableKind
from index.tie_outs.concepts import Concept, concept

_UNIT_IN_HEADER = re.compile(r"[（(]\s*(?:单位[:：])?\s*(百万元|万元|千元|亿元|元)\s*[）)]|单位[:：]\s*(万元|元)")
_NOT_MONEY = re.compile(
    r"[%％率]|比例|比重|占比|权重|[分数]值|评分|得分|数量|人数|个数|台数|辆数|批次|人次|次数|面积|编码|代码|编号|序号|行次|栏次"
    r"|备注|说明|日期|时间|^年度$|科目$|编制|实有|人员$|简介|型号|目录|单价"
)
_FEN = Decimal("0.01")  # 元
_WITHOUT_SUMS = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.TABLE_OF_CONTENTS)


class Form(StrEnum):
    """What a claim says of its cells."""

    SUM = "sum"  # result = Σ parts
    BALANCE = "balance"  # income = expenditure
    SAME = "same"  # the same figure printed twice (or a figure and the sum of its parts elsewhere)
    CHANGE = "change"  # this year = last year + change
    RATE = "rate"  # printed rate = change ÷ last year
    PRODUCT = "product"  # quantity × unit price = amount


@dataclass(frozen=True, slots=True)
class Place:
    """A cell by table (index into the document's tables), row and column."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Claim:
    """``result`` is what ``parts`` give. ``difference`` (result − what the parts give) and ``slack`` in ``unit``.

    ``slack`` is what rounding allows. ``parts`` is empty where a parent has an amount and no child has: not a claim,
    but a sign of a missing row. ``structure`` is shared by the claims that rest on the same reading of the tables.
    """

    form: Form
    result: Place
    parts: tuple[Place, ...]
    difference: Decimal
    slack: Decimal
    unit: str
    structure: tuple[object, ...]
    trivial: bool  # nothing but zeros

    @property
    def holds(self) -> bool:
        return abs(self.difference) <= self.slack

    @property
    def proves(self) -> bool:
        """Whether it holds and says something: not 0 = 0, not a lone cell."""
        return self.holds and bool(self.parts) and not self.trivial

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.result, *self.parts)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed amount in the unit of its column, and half of the step it is rounded to: nothing where it is printed
    to 分, for a sum of money has no smaller part."""

    value: Decimal
    half: Decimal
    unit: str
    certain: bool

    @property
    def interval(self) -> Interval:
        return Interval(self.value - self.half, self.value + self.half)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A document's tables with every amount in them (the cells that are money, in a table of money), and what each is,
    where its headings say it."""

    tables: Sequence[BudgetTable]
    figures: Mapping[Place, Figure]
    concepts: Mapping[Place, Concept]

    def at(self, place: Place) -> Figure | None:
        return self.figures.get(place)


def read_sheets(tables: Sequence[BudgetTable]) -> Sheets:
    figures: dict[Place, Figure] = {}
    for t, table in enumerate(tables):
        if table.kind in _WITHOUT_SUMS:
            continue
        units = column_units(table)
        for r, row in enumerate(table.rows):
            for cell in row.cells:
                unit = units[cell.column]
                if unit and cell.value is not None:
                    figures[Place(t, r, cell.column)] = Figure(cell.value, _half_step(cell, unit), unit, cell.certain)
    told = ((p, concept(tables[p.table], tables[p.table].rows[p.row], p.column)) for p in figures)
    return Sheets(tables, figures, {place: what for place, what in told if what is not None})


def column_units(table: BudgetTable) -> list[str]:
    """The money unit of each column: its own, else the table's; "" where the column holds no money."""
    units = []
    for column in table.columns:
        own = next((m for name in reversed(column.path) if (m := _UNIT_IN_HEADER.search(name))), None)
        unit = (own.group(1) or own.group(2)) if own else table.unit
        money = own is not None or not _NOT_MONEY.search(column.leaf)
        units.append(unit if money and unit in MONEY_UNITS else "")
    return units


def _half_step(cell: Cell, unit: str) -> Decimal:
    """Half of the smallest step a number is printed with; nothing where that step is 分, for nothing is rounded there."""
    assert cell.value is not None
    number = read_number(cell.text)
    step = number[1] if number else Decimal(1).scaleb(min(int(cell.value.as_tuple().exponent), 0))
    return Decimal(0) if step * MONEY_UNITS[unit] <= _FEN else step / 2


def summed(
    sheets: Sheets, form: Form, result: Place, parts: Iterable[Place], structure: tuple[object, ...]
) -> Claim | None:
    """``result`` = Σ ``parts``, in the unit of the result; blank parts count as nothing.

    None when the result is not printed or when any cell is uncertain.
    """
    total = sheets.at(result)
    if total is None or not total.certain:
        return None
    difference, slack, trivial = total.value, total.half, not total.value
    printed = []
    for place in parts:
        figure = sheets.at(place)
        if figure is None:
            continue
        if not figure.certain:
            return None
        rate = MONEY_UNITS[figure.unit] / MONEY_UNITS[total.unit] if figure.unit != total.unit else 1
        difference, slack = difference - figure.value * rate, slack + figure.half * rate
        trivial = trivial and not figure.value
        printed.append(place)
    return Claim(form, result, tuple(printed), difference, slack, total.unit, structure, trivial)


def closest(claims: Iterable[Claim | None]) -> Claim | None:
    """Of several readings of the same structure the one that comes nearest, with the most cells."""
    made = [claim for claim in claims if claim is not None and claim.parts]
    return min(made, key=lambda c: (not c.holds, abs(c.difference), -len(c.parts)), default=None)
