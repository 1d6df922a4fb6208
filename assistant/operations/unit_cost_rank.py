"""Which row of a table costs most, or least, for each thing that it counts: 四个培训里人均最贵的是哪个."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.model import Calculation, Draft
from assistant.named import Named
from assistant.operations import divisors
from assistant.operations.counted import heading_of
from assistant.operations.desk import Desk, LastWordError, Writer, name_of, when
from index.amounts import Amount, Count
from index.model import BudgetTable, Fact, Measure
from index.vocabulary.names import key

_MONEY = re.compile(r"金额|预算|经费|费用|支出|总价")
_FEWEST = 2
_LEAST = re.compile(r"最(?:低|少|省|便宜|小)|倒数")
_COST = re.compile(r"(?:支出|经费|费用?|明细表?|预算)+$")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its amount, the number of things it counts, and the amount for each."""

    named: Named
    count: Fact
    average: Calculation


def answer(desk: Desk) -> Draft | None:
    """The row with the highest (lowest) average; None where no table in view counts what its amounts pay, so that
    another kind of average may be meant. LastWordError where several do, or a row cannot be averaged."""
    unit = divisors.unit_asked(desk.question.plain)
    heading = heading_of(unit)
    if heading is None:
        return None
    found = [
        rows for index in desk.knowledge.indexes for t in index.document.tables if (rows := _rows(desk, t, heading))
    ]
    if not found:
        return None
    if len(found) > 1:
        raise LastWordError("有几张表都列了人数和金额，请说明问的是哪张表。", "incomplete_question")
    rows = found[0]
    said = desk.question.slots.n or _number_said(desk)
    if said is not None and said != len(rows):
        raise LastWordError(
            f"表里有{len(rows)}行同时列了数量和金额，与所说的个数不同，请说明问的是哪几项。", "incomplete_question"
        )
    least = _LEAST.search(desk.question.plain) is not None
    ranked = sorted(rows, key=lambda row: quantity_of(row.average).value, reverse=not least)
    first, second = ranked[:2]
    if quantity_of(first.average).value == quantity_of(second.average).value:
        raise LastWordError("平均数最高（低）的不止一项，请逐项来问。", "no_comparison")
    return _say(desk, ranked, unit, "最低" if least else "最高")


def _number_said(desk: Desk) -> int | None:
    """四个培训 → 4."""
    counts = [
        int(one.value) for one in desk.question.slots.figures if isinstance(one, Count) and one.unit in "个项场次期"
    ]
    return counts[0] if len(counts) == 1 else None


def _rows(desk: Desk, table: BudgetTable, heading: str) -> list[_Row]:
    """The rows of a table that the question is about (its title, or all its rows, named in it), averaged."""
    said = [_COST.sub("", key(mention.text)) for mention in desk.question.mentions]
    if not any(one and one in key(table.title) for one in said):
        return []
    cells: dict[int, list[Named]] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            place = named.fact.provenance
            if place.table == table.id and place.row is not None and named.row and index.table_of(named.fact) is table:
                cells.setdefault(place.row, []).append(named)
    rows = [row for _, one in sorted(cells.items()) if (row := _row(one, heading)) is not None]
    return rows if len(rows) >= _FEWEST else []


def _row(cells: list[Named], heading: str) -> _Row | None:
    """The row of these cells; None where it gives no number of things, or not just one amount."""
    values = [named for named in cells if named.fact.measure is Measure.VALUE and named.fact.column_path]
    money = [one for one in values if isinstance(one.fact.quantity, Amount) and _MONEY.search(_head(one))]
    counts = [one for one in values if isinstance(one.fact.quantity, Count) and re.search(heading, _head(one))]
    if len(money) != 1 or len(counts) != 1 or not quantity_of(counts[0].fact).value or money[0].fact.total:
        return None
    return _Row(money[0], counts[0].fact, calculate("divide", money[0].fact, counts[0].fact))


def _head(named: Named) -> str:
    return key(named.fact.column_path[-1])


def _say(desk: Desk, ranked: list[_Row], unit: str, word: str) -> Draft:
    writer = Writer(desk).say(when(desk, ranked[0].named.fact))
    for i, row in enumerate(ranked):
        writer.say("、" if i else "").name(row.named).say("平均每" + unit).figure(row.average)
        writer.say("（").figure(row.named.fact).say("，", row.count.column_path[-1]).figure(row.count).say("）")
        writer.cite(row.named.fact, row.count)
    first = ranked[0]
    writer.say("；").name(first.named).say(f"平均每{unit}{word}，为").figure(first.average).say("。")
    return writer.draft(first.average, items=(writer.item(name_of(first.named), first.average),))
