"""Units by a word that a table prints in their rows: their rank, kind or way of funding (哪几家单位是副科级)."""

from __future__ import annotations

import re
from collections import defaultdict

from assistant.budget_units import is_unit_name
from assistant.calculations import calculate
from assistant.model import Draft, Item
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer, named_segment
from assistant.operations.members.units import below_the_department
from assistant.operations.rows import once
from assistant.parsing.model import Mention, ParsedQuestion
from index.model import Measure
from index.vocabulary.names import key

name = "marked_units"
_ASKED = re.compile(r"哪|谁|几[个家所]|多少[个家所]|名单|列(?:出|一下|举)")
_BODIES = re.compile(r"单位|机构|(?:几|多少|哪)[些几]?(?:家|所)")
_FIGURES = re.compile(r"多少(?![个家所])|金额|最|万元|合计|一共")


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if not (_ASKED.search(plain) and _BODIES.search(plain)) or _FIGURES.search(plain):
        return False
    target = question.queries[0].target if len(question.queries) == 1 else None
    return target is not None and target.quality == 1 and not target.terms


def answer(desk: Desk) -> Draft:
    """The units with the word. PassError where it is no word of the rows of units in a table that lists several."""
    query = desk.question.queries[0]
    if any(is_unit_name(name) for name in query.target.keys):
        raise PassError("问的是一家单位。")
    for index in desk.knowledge.indexes:
        cells: dict[str, list[Named]] = defaultdict(list)
        for named in index.named:
            if named.fact.measure is Measure.TEXT and named.row in index.units and named.fact.provenance.table:
                cells[named.fact.provenance.table].append(named)
        for told in cells.values():
            found = _with_word(told, query.target)
            units = below_the_department(desk, once(found))
            if units and len({one.row for one in told}) > 1:
                return _say(desk, units)
    raise PassError("文件没有逐个写明各单位的这一项。")


def _with_word(cells: list[Named], word: Mention) -> list[Named]:
    return [named for named in cells if key(named.fact.text) in word.keys]


def _say(desk: Desk, units: tuple[Named, ...]) -> Draft:
    writer = Writer(desk)
    total = calculate("count", *(one.fact for one in units), unit="家")
    writer.say("共").figure(total).say("：")
    for i, one in enumerate(units):
        writer.say("、" if i else "", named_segment(one.fact.label, one.fact)).cite(one.fact)
    return writer.say("。").draft(total, items=[Item(one.fact.label) for one in units])
