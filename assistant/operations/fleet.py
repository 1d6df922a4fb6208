"""The vehicles owned, by kind: kinds as a share of all, all but some kinds, and the list by type (轿车, 越野车).

Which total a kind belongs to is told by the document: the figure that the kinds are listed under, not the number of
vehicles paid from the treasury beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Claim as Shown
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer, when
from assistant.operations.value import wanted_year
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import ParsedQuestion
from index.amounts import Count
from index.model import Measure
from index.vocabulary.names import key

name = "fleet"

_VEHICLES = ("辆", "台")
_BY_TYPE = re.compile("车型|类型")
_TYPE = re.compile(r"轿车|越野车|客车|货车|皮卡|面包车|商务车|摩托|载客汽车|载货汽车|小型|中型|大型")
_USE = re.compile(r"用车$|用车(?=[（(])")
_ALL = re.compile(
    r"(?:全部|所有|总|共有?)[^,，。]{0,6}车|车辆(?:总数|总量|合计)?|总数|名下|单位的?车|公车|公务车|(?:多少|几)(?:辆|台)"
)
_ELSEWHERE = ("verify", "reason", "change", "definition", "hypothetical", "unit_cost")


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if "车" not in plain or question.cue(*_ELSEWHERE):
        return False
    if _BY_TYPE.search(plain) and question.cue("count", "list", "each"):
        return True
    kinds = [mention for mention in question.mentions if _USE.search(mention.text) or _TYPE.search(mention.text)]
    return bool(kinds) and question.cue("share", "except") and _ALL.search(plain) is not None and "费" not in plain


@dataclass(frozen=True, slots=True)
class Fleet:
    """A number of vehicles and the kinds that the document lists under it."""

    total: Named
    kinds: tuple[Named, ...]


def fleets(index: DocumentIndex, year: int) -> list[Fleet]:
    """Every number of vehicles of a document that is followed by its kinds."""
    counted = [
        named
        for named in index.named
        if named.fact.measure is Measure.VALUE and named.fact.year == year and named.fact.certain
        and isinstance(named.fact.quantity, Count) and _is_vehicles(named)
    ]  # fmt: skip
    found = []
    for total in counted:
        kinds = tuple(
            named
            for named in counted
            if named.fact.row_path and named.fact.row_path[-1] == total.fact.label
            and named.fact.provenance.table == total.fact.provenance.table
            and (named.fact.provenance.table or named.fact.provenance.section == total.fact.provenance.section)
        )  # fmt: skip
        if len(kinds) > 1 and sum(quantity_of(one.fact).value for one in kinds) == quantity_of(total.fact).value:
            found.append(Fleet(total, kinds))
    return found


def _is_vehicles(named: Named) -> bool:
    unit = quantity_of(named.fact).unit
    return "车" in named.fact.label and (unit in _VEHICLES or (not unit and named.fact.provenance.table is not None))


def answer(desk: Desk) -> Draft:
    year, question = wanted_year(desk), desk.question
    known = [fleet for index in desk.knowledge.indexes for fleet in fleets(index, year)]
    if not known:
        raise PassError("文件没有按类别写出车辆数。")
    if not question.cue("share", "except"):
        return _say_types(desk, known)
    said = [(fleet, kinds) for fleet in known if (kinds := _kinds_said(question, fleet))]
    if len(said) != 1:
        raise PassError("没有认出所问的车辆类别。")
    fleet, kinds = said[0]
    return _say_share(desk, fleet, kinds) if question.cue("share") else _say_rest(desk, fleet, kinds)


def _kinds_said(question: ParsedQuestion, fleet: Fleet) -> list[Named]:
    """The kinds of a fleet that the question names (those that it leaves out, where it leaves some out)."""
    out = cue_spans(question.plain, "except")
    mentions = [
        mention
        for mention in question.mentions
        if not question.cue("except") or any(start < mention.end and mention.start < end for start, end in out)
    ]
    return [
        kind
        for kind in fleet.kinds
        if any(
            kind.row in one.keys or kind.row_terms.intersection(one.terms[:1]) or kind.row == key(one.text)
            for one in mentions
        )
    ]


def _say_types(desk: Desk, known: list[Fleet]) -> Draft:
    """The vehicles by type, each type that there is."""
    by_type = [fleet for fleet in known if any(_TYPE.search(kind.fact.label) for kind in fleet.kinds)]
    if not by_type:
        raise NotFoundError("文件没有按车型写出车辆数，只按用途列出。", "only_breakdown_missing")
    fleet = by_type[0]
    writer = Writer(desk).say(when(desk, fleet.total.fact))
    _tell(writer, fleet.total)
    there = [kind for kind in fleet.kinds if quantity_of(kind.fact).value]
    for i, kind in enumerate(there):
        _tell(writer.say("，其中" if not i else "、"), kind)
    items = [writer.item(kind.fact.label, kind.fact) for kind in there]
    return writer.say("。").draft(items=items)


def _tell(writer: Writer, named: Named) -> None:
    writer.name(named).say(Shown(quantity_of(named.fact).text, named.fact)).cite(named.fact)


def _say_share(desk: Desk, fleet: Fleet, kinds: list[Named]) -> Draft:
    part = kinds[0].fact if len(kinds) == 1 else calculate("sum", *(kind.fact for kind in kinds))
    if not quantity_of(fleet.total.fact).value:
        raise NotFoundError("没有车辆，算不出占比。", "no_comparison")
    ratio = calculate("share", part, fleet.total.fact)
    writer = Writer(desk).say(when(desk, fleet.total.fact))
    for i, kind in enumerate(kinds):
        _tell(writer.say("、" if i else ""), kind)
    _tell(writer.say("，占"), fleet.total)
    return writer.say("的").figure(ratio).say("。").draft(ratio)


def _say_rest(desk: Desk, fleet: Fleet, kinds: list[Named]) -> Draft:
    rest = calculate("difference", fleet.total.fact, *(kind.fact for kind in kinds), unit="辆")
    writer = Writer(desk).say(when(desk, fleet.total.fact))
    _tell(writer, fleet.total)
    for kind in kinds:
        _tell(writer.say("，除去"), kind)
    return writer.say("，其余").figure(rest).say("。").draft(rest)
