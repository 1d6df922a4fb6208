"""What the amount between two figures of a document is (表里写3698.91，文字里写3469.42，差的是什么钱): the row of that amount in
the table of the greater one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer
from assistant.parsing.model import ParsedQuestion
from index.amounts import Amount, Quantity, agrees, find_figures
from index.model import Measure

name = "between"

_ASKED = re.compile(
    r"(?:差|多|少)(?:的|出来的|掉的|了的)?(?:那|这)?(?:一)?(?:部分|块|笔|些|个?数|差额)?(?:的?钱)?(?:是|算|为|属于|来自)(?:什么|啥|哪|怎么)"
    r"|(?:差额|差距)(?:是|在)?(?:什么|啥|哪|怎么来)"
)
_TWO = 2


def matches(question: ParsedQuestion) -> bool:
    return _ASKED.search(question.plain) is not None and len(_numbers(question.plain)) == _TWO


def _numbers(plain: str) -> list[Decimal]:
    """The amounts of a question as written, with or without their unit."""
    written = (re.match(r"[\d,]+\.\d+|[\d,]+", span.text) for span in find_figures(plain) if span.year is None)
    bare = [Decimal(match.group().replace(",", "")) for match in written if match is not None]
    return [number for number in dict.fromkeys(bare) if number >= _LEAST]


_LEAST = 10  # smaller ones number tables


def answer(desk: Desk) -> Draft:
    larger, smaller = sorted(_numbers(desk.question.plain), reverse=True)
    for first in _printed(desk, larger):
        for second in _printed(desk, smaller):
            if second.fact.document != first.fact.document:
                continue
            gap = calculate("difference", first.fact, second.fact)
            rows = _rows_of(desk, first, quantity_of(gap))
            if rows:
                return _say(desk, first, second, rows)
    raise PassError("没有找到恰好等于这个差额的一项。")


def _printed(desk: Desk, number: Decimal) -> Iterator[Named]:
    """Cells and statements that print a number as an amount, cells first."""
    found = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Amount)
        and (match := re.match(r"[\d,.]+\d", named.fact.text)) is not None
        and Decimal(match.group().replace(",", "")) == number
    ]
    yield from sorted(found, key=lambda named: (named.narrative, not named.fact.total))


def _rows_of(desk: Desk, whole: Named, gap: Quantity) -> list[Named]:
    """The rows of the whole's table (else of its list in prose) that give the very amount between the two figures."""
    table = whole.fact.provenance.table
    return [
        named
        for named in desk.knowledge.by_document[whole.fact.document].named
        if named.row
        and named.fact.provenance.table == table
        and (table is not None or named.fact.provenance.section == whole.fact.provenance.section)
        and named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Amount)
        and named.fact.quantity.value
        and agrees(named.fact.quantity, gap)
    ]


def _say(desk: Desk, first: Named, second: Named, rows: list[Named]) -> Draft:
    gap = calculate("difference", first.fact, second.fact)
    writer = Writer(desk).say(f"{first.fact.year}年两数（").figure(first.fact).say("、").figure(second.fact)
    writer.say("）相差").figure(gap).say("，等于同一张表里的" if not first.narrative else "，等于同一处所写的")
    writer.name(rows[0]).figure(rows[0].fact).say("。")
    return writer.cite(first.fact, second.fact, rows[0].fact).draft(gap)
