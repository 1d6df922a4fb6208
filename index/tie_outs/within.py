"""What a single table claims of its own cells: along its columns, down its rows, between its two sides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from index.amounts import Interval, read_number
from index.model import BudgetTable, Row, TableKind
from index.tie_outs.claims import Claim, Form, Place, Sheets, summed
from index.tie_outs.identities import (
    ColumnIdentity,
    RowFamily,
    column_identities,
    guessed_columns,
    row_families,
    running_totals,
)

_SIDED = (TableKind.TOTAL_INCOME_EXPENDITURE, TableKind.FISCAL_APPROPRIATION)
_CODE_LENGTHS = {3, 5, 7, 9}  # 类, 款, 项 and what a province adds below
_LAST_YEAR = re.compile(r"^(?:上年|去年|上一年)(?!.{0,3}结)")
_THIS_YEAR = re.compile(r"^(?:本年|今年|当年)")
_YEAR = re.compile(r"^(20\d\d)年?度?(?!比)")
_CHANGE = re.compile(r"增减|变动|[比较]上年|20\d\d年?[比较]20\d\d|^增加|^[±]")
_RATE = re.compile(r"[%％率]|幅度|增幅|比例")


def claims_within(sheets: Sheets, index: int) -> Iterator[Claim]:
    """All claims of one table (``index`` among the document's)."""
    table = sheets.tables[index]
    money = sorted({place.column for place in sheets.figures if place.table == index})
    if money:
        yield from _along_columns(sheets, index, table, money)
        yield from _along_rows(sheets, index, table, money)
        yield from _between_sides(sheets, index)
        yield from _changes(sheets, index, table, money)
        yield from _products(sheets, index, table, money)


def _along_columns(sheets: Sheets, index: int, table: BudgetTable, money: Sequence[int]) -> Iterator[Claim]:
    """合计 = 基本 + 项目, 小计 = 购置 + 运行 … in every row that prints the total and a part."""
    paths = [column.path for column in table.columns]
    known = [("columns", identity) for identity in column_identities(paths, money)]
    guessed = [("guessed", identity) for identity in guessed_columns(paths, money)]
    for kind, identity in (*known, *guessed):
        structure = (kind, index, identity.total)
        made = _in_every_row(sheets, index, identity.total, identity.parts, structure)
        failing = sum(not claim.holds for claim in made)
        yield from made if failing < _OFTEN else _without_subtotal(sheets, identity, made)


_OFTEN = 3  # rows that fail alike


def _in_every_row(
    sheets: Sheets, index: int, total: int, parts: Sequence[int], structure: tuple[object, ...]
) -> list[Claim]:
    rows = range(len(sheets.tables[index].rows))
    made = (
        summed(sheets, Form.SUM, Place(index, r, total), (Place(index, r, c) for c in parts), structure) for r in rows
    )
    return [claim for claim in made if claim is not None and claim.parts]


def _without_subtotal(sheets: Sheets, identity: ColumnIdentity, made: list[Claim]) -> list[Claim]:
    """The claims without a part that is itself the sum of others (基本支出小计 beside 人员经费 and 公用经费), where every
    row holds without it; else the claims as they are."""
    structure, index = made[0].structure, made[0].result.table
    for part in identity.parts:
        others = [other for other in identity.parts if other != part]
        without = _in_every_row(sheets, index, identity.total, others, structure)
        if len(without) >= len(made) - 1 and all(claim.holds for claim in without):
            return without
    return made


# ---------------------------------------------------------------- rows


def _along_rows(sheets: Sheets, index: int, table: BudgetTable, money: Sequence[int]) -> Iterator[Claim]:
    """Every parent and its direct children, every running total, column by column."""
    for family in row_families(table.rows):
        children = [table.rows[c] for c in family.children]
        if not any(map(_of_which, children)):
            confidence = _confidence(table, table.rows[family.parent], children)
            yield from _family(sheets, index, family, money, ("rows", index, family.parent, confidence))
    for readings in running_totals(table.rows):
        plain = [r for r in readings if not any(_of_which(table.rows[c]) for c in r.children)]
        how = "declared" if table.rows[readings[0].parent].side else "uncoded"
        for column in money:
            structure = ("totals", index, readings[0].parent, how)
            made = [claim for family in plain for claim in _family(sheets, index, family, [column], structure)]
            made = [claim for claim in made if claim.parts]
            if made:
                yield next((claim for claim in made if claim.holds), made[0])


def _family(
    sheets: Sheets, index: int, family: RowFamily, columns: Iterable[int], structure: tuple[object, ...]
) -> Iterator[Claim]:
    for column in columns:
        parts = (Place(index, r, column) for r in family.children)
        made = summed(sheets, Form.SUM, Place(index, family.parent, column), parts, structure)
        if made is not None and (made.parts or not made.trivial):
            yield made


def _of_which(row: Row) -> bool:
    return bool(re.match(r"其中|[*＊]", row.label))


def _confidence(table: BudgetTable, parent: Row, children: Sequence[Row]) -> str:
    """How a family is known: by the form (the total of a side: "declared"; its other rows: "sided"), by codes that extend the parent's
    ("coded"; "classes" where a total has all the classes below it), by place alone ("uncoded"), or against the codes ("loose": of several lengths, missing, or of another
    classification than the parent's)."""
    if parent.side and (parent.total or table.kind in _SIDED):
        return "declared" if parent.total else "sided"
    codes = [child.code for child in children if child.code]
    if not codes:
        return "uncoded"
    if len(codes) < len(children) or len({len(code) for code in codes}) > 1:
        return "loose"
    nested = not parent.code or all(len(c) > len(parent.code) and c.startswith(parent.code) for c in codes)
    nested = nested and {len(code) for code in (*codes, parent.code or "201")} <= _CODE_LENGTHS
    if nested and parent.total and not parent.code and len(codes[0]) == 3:
        return "classes"
    return "coded" if nested else "loose"


# ---------------------------------------------------------------- sides


def _between_sides(sheets: Sheets, index: int) -> Iterator[Claim]:
    """收入总计 = 支出总计."""
    income, expenditure = grand_total(sheets, index, "income"), grand_total(sheets, index, "expenditure")
    if income and expenditure:
        made = summed(sheets, Form.BALANCE, income[0], expenditure[:1], ("sides", index))
        if made is not None and made.parts:
            yield made
        for other in expenditure[1:]:
            same = summed(sheets, Form.SAME, expenditure[0], [other], ("sides", index))
            if same is not None and same.parts:
                yield same


def grand_total(sheets: Sheets, index: int, side: str) -> list[Place]:
    """The cells of a side's grand total: one for each way the side is divided (by function, by economic class)."""
    rows = sheets.tables[index].rows
    totals = [r for r, row in enumerate(rows) if row.side == side and row.total and row.cells]
    grand = [r for r in totals if "总计" in rows[r].label] or totals
    if len(grand) != 1 or rows[grand[0]].label.startswith("本年"):
        return []
    columns = sheets.tables[index].columns
    places = [Place(index, grand[0], cell.column) for cell in sorted(rows[grand[0]].cells, key=lambda c: c.column)]
    printed = [p for p in places if sheets.at(p) and not re.search(r"上年|去年|比", "".join(columns[p.column].path))]
    depth = len(columns[printed[0].column].path) if printed else 0
    if (
        depth < 3
    ):  # 支出/合计, 支出/一般公共预算 …: the first is the whole; 支出/按功能/预算数, 支出/按经济/预算数: each is
        return printed[:1]
    return [p for p in printed if columns[p.column].leaf == columns[printed[0].column].leaf]


# ---------------------------------------------------------------- changes and rates


def _changes(sheets: Sheets, index: int, table: BudgetTable, money: Sequence[int]) -> Iterator[Claim]:
    """This year's column = last year's + the change; the printed rate = the change ÷ last year's."""
    paths = [column.path for column in table.columns]
    for column, path in enumerate(paths):
        level = next((i for i, name in enumerate(path) if _CHANGE.search(_plain(name))), None)
        if level is None:
            continue
        this, last = _compared(paths, path, level)
        if this is None or last is None:
            continue
        for r in range(len(table.rows)):
            after, before, change = (Place(index, r, c) for c in (this, last, column))
            if _RATE.search("".join(path[level:])):
                yield from _rate(sheets, change, after, before)
            elif column in money:
                made = summed(sheets, Form.CHANGE, after, (before, change), ("change", index, column))
                if made is not None and len(made.parts) == 2:
                    yield made


def _compared(paths: Sequence[tuple[str, ...]], path: tuple[str, ...], level: int) -> tuple[int | None, int | None]:
    """The columns of this year and of last year that a column of changes compares."""
    rest = path[level + 1 :]
    like = [
        (i, _plain(p[level]))
        for i, p in enumerate(paths)
        if len(p) > level and p[:level] == path[:level] and (p[level + 1 :] == rest or _RATE.search("".join(rest)))
    ]
    dated = sorted((int(m.group(1)), i) for i, name in like if (m := _YEAR.match(name)) and not _CHANGE.search(name))
    last = [i for i, name in like if _LAST_YEAR.match(name) and not _CHANGE.search(name)]
    this = [i for i, name in like if _THIS_YEAR.match(name) and not _CHANGE.search(name)]
    if len(dated) == 2:
        return dated[1][1], dated[0][1]
    return (this[0] if len(this) == 1 else None), (last[0] if len(last) == 1 else None)


def _rate(sheets: Sheets, place: Place, after: Place, before: Place) -> Iterator[Claim]:
    cell = sheets.tables[place.table].rows[place.row].cell(place.column)
    this, last = sheets.at(after), sheets.at(before)
    number = read_number(cell.text.rstrip("%％")) if cell is not None and cell.certain else None
    if number is None or this is None or last is None or not last.value or not (this.certain and last.certain):
        return
    worth = rate_of(this.interval, last.interval)
    if worth is None:
        return
    middle = (worth.low + worth.high) / 2
    structure = ("rate", place.table, place.column)
    slack = (worth.high - worth.low) / 2 + number[1] / 2
    claim = Claim(Form.RATE, place, (after, before), number[0] - middle, slack, "%", structure, not this.value)
    yield replace(claim, trivial=not number[0] and not this.value)


def rate_of(this: Interval, last: Interval) -> Interval | None:
    """The change from ``last`` to ``this`` in % that the two intervals allow; None where last year may be nothing."""
    if last.low <= 0:
        return None
    rates = [(t / b - 1) * 100 for t in (this.low, this.high) for b in (last.low, last.high)]
    return Interval(min(rates), max(rates))


# ---------------------------------------------------------------- quantities and unit prices


def _products(sheets: Sheets, index: int, table: BudgetTable, money: Sequence[int]) -> Iterator[Claim]:
    """金额 = 数量 × 单价, in a table with one column of each."""
    leaves = [_plain(column.leaf) for column in table.columns]
    quantities = [i for i, leaf in enumerate(leaves) if re.search("数量", leaf)]
    prices = [i for i, leaf in enumerate(leaves) if "单价" in leaf]
    amounts = [i for i in money if re.search("金额|总价|合计|总额|预算数", leaves[i])]
    if not len(quantities) == len(prices) == len(amounts) == 1:
        return
    for r, row in enumerate(table.rows):
        place, places = Place(index, r, amounts[0]), (Place(index, r, quantities[0]), Place(index, r, prices[0]))
        amount, factors = sheets.at(place), [_interval(row, p.column) for p in places]
        if amount is None or not amount.certain or row.total or factors[0] is None or factors[1] is None:
            continue
        ends = [quantity * price for quantity in _ends(factors[0]) for price in _ends(factors[1])]
        slack = (max(ends) - min(ends)) / 2 + amount.half
        difference = amount.value - (max(ends) + min(ends)) / 2
        structure = ("product", index, amounts[0])
        yield Claim(Form.PRODUCT, place, places, difference, slack, amount.unit, structure, not amount.value)


def _interval(row: Row, column: int) -> Interval | None:
    """What a cell that is no amount of money may stand for; a whole number is exact (a count)."""
    cell = row.cell(column)
    number = read_number(cell.text) if cell is not None and cell.certain else None
    if number is None:
        return None
    half = number[1] / 2 if number[1] < 1 else 0
    return Interval(number[0] - half, number[0] + half)


def _ends(interval: Interval) -> tuple[Decimal, Decimal]:
    return interval.low, interval.high


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
