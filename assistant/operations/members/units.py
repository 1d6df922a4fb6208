"""The budget units of a department with a figure each, and the department's own office among them."""

from __future__ import annotations

import re

from assistant.budget_units import codes_stand_beside, is_classified, is_unit_name
from assistant.evidence import candidates
from assistant.fit import fits
from assistant.knowledge import DocumentIndex, is_unit
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.members.model import WHOLES, Group, fits_tables, year
from assistant.operations.rows import once
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import Mention, MetricQuery
from assistant.parsing.slots import KIND_OF_UNIT_ASKED
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.names import key


def left_out(desk: Desk, members: tuple[Named, ...]) -> list[Named]:
    """Members named as left out (除甲中心外, 不含局本级); the department's own office where only those below it are meant."""
    plain = desk.question.plain
    spans = cue_spans(plain, "except")
    names = {
        name
        for mention in desk.question.mentions
        if any(start <= mention.start < end for start, end in spans)
        for name in mention.keys
    }
    terms = {
        term
        for mention in desk.question.mentions
        if any(start <= mention.start < end for start, end in spans)
        for term in mention.terms[:1]
    }
    if not any(_OWN.search(plain[start : end + _OWN_SAID]) for start, end in spans):
        below_it = below_the_department(desk, members)
    else:
        below_it = tuple(named for named in members if not is_own_office(named, desk.document.department))
    return [
        named
        for named in members
        if (named.owner or named.row) in names or named.row_terms & terms or named not in below_it
    ]


def below_the_department(desk: Desk, units: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without the department's own office where only those below it are spoken of."""
    if not _BELOW.search(desk.question.plain) or with_own_office(desk.question.plain):
        return units
    return tuple(named for named in units if not is_own_office(named, desk.document.department))


_BELOW = re.compile(r"下属|所属|下级|直属")
_OWN = re.compile(r"本级|本部|机关")
_OWN_SAID = 4  # characters after the words for leaving out (不含局本级)


def own_office_said(desk: Desk) -> bool:
    """Whether the department's own office alone is spoken of (某局本级, 局机关), not left out."""
    plain = desk.question.plain
    alone = _OWN_OFFICE.search(plain) is not None and not with_own_office(plain)
    return alone and not cue_spans(plain, "except")


def with_own_office(plain: str) -> bool:
    """Whether the department's own office is named beside the units below it (局本级和各下属单位)."""
    return _BESIDE.search(plain) is not None


_AND = r"(?:和|与|及|以及|、|加上?|连同|同)[^,，。;；]{0,8}?"
_BESIDE = re.compile(
    rf"(?:本级|本部|机关){_AND}(?:下属|所属|下级|直属)|(?:下属|所属|下级|直属)[^,，。;；]{{0,6}}?{_AND}(?:本级|本部|机关)"
)


_OWN_OFFICE = re.compile(r"(?<![上下])本级|局机关|委机关|厅机关|机关本级|[(（]机关[)）]")


def is_own_office(named: Named, department: str) -> bool:
    """Whether a unit is the department itself (…局, …局本级, …局（机关）)."""
    rest = (named.owner or named.row).removeprefix(key(department))
    return rest in ("", "本级", "机关", "本部", "机关本级", "局机关", "本级机关")


def units(desk: Desk, query: MetricQuery | None) -> Group | None:
    """The budget units with the figure asked for, in the table that gives it for most of them."""
    best: tuple[Named, ...] = ()
    for index in desk.knowledge.indexes:
        pool = _of_metric(query, index) if query is not None else index.named
        beside = {one.id for one in index.document.tables if codes_stand_beside(one)}  # codes of whose a row is
        tables: dict[str, list[Named]] = {}
        for named in pool:
            if (
                (is_unit(named) or (query is not None and _owned(named, query)))
                and (named.fact.provenance.table not in beside or is_unit_name(named.fact.label) or named.owner)
                and named.fact.measure is Measure.VALUE
                and named.fact.year == year(desk, index)
                and isinstance(named.fact.quantity, Amount)
                and (query is not None or not named.column)
                and fits_tables(desk, index, named)
                and (query is None or all(fits(named, item, index) for item in _items(query, index)))
            ):
                tables.setdefault(named.fact.provenance.table or "", []).append(named)
        for rows in tables.values():
            found = _lowest(once(rows))
            if len({named.owner or named.row for named in found}) > max(1, len(best)):
                best = found
    best = _of_kind(desk.question.plain, best or (_of_their_only_amounts(desk) if query is None else ()))
    if best:
        return Group("预算单位", best, "单位")
    whole = query is not None and not query.contexts and set(query.target.terms[:1]) & set(WHOLES)
    return units(desk, None) if whole else None


def _of_their_only_amounts(desk: Desk) -> tuple[Named, ...]:
    """The units of a table that gives one amount for each, beside numbers of people (编制人数, 在职人数, 本年支出)."""
    for index in desk.knowledge.indexes:
        tables: dict[str, list[Named]] = {}
        for named in index.named:
            fact = named.fact
            listed = fact.provenance.table and is_unit_name(fact.label) and not fact.total
            of_year = fact.measure is Measure.VALUE and fact.year == year(desk, index)
            if listed and of_year and isinstance(fact.quantity, Amount) and fits_tables(desk, index, named):
                tables.setdefault(fact.provenance.table or "", []).append(named)
        for rows in tables.values():
            whole = all(_SPENT.search(key("".join(named.fact.column_path))) for named in rows)
            if whole and len({named.row for named in rows}) == len(rows) > 1:
                return tuple(rows)
    return ()


_SPENT = re.compile(r"^(?:本年)?(?:支出|预算|决算)(?:合计|总计|总额|数|支出)?$")


def _of_kind(plain: str, found: tuple[Named, ...]) -> tuple[Named, ...]:
    """The units of the kind asked for (哪个支队): those whose names end in it."""
    asked = KIND_OF_UNIT_ASKED.search(plain)
    if asked is None:
        return found
    kept = tuple(one for one in found if _BRACKETED.sub("", one.owner or one.row).endswith(asked["kind"]))
    return kept if len(kept) > 1 else ()


_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")


def _items(query: MetricQuery, index: DocumentIndex) -> list[Mention]:
    """The items of expenditure that narrow a metric down (体育场馆 of “体育场馆的支出”); whose it is narrows no unit down."""
    return [
        context
        for context in query.contexts
        if any(is_classified(one.fact.code) for name in context.keys for one in index.by_row.get(name, ()))
    ]


def _owned(named: Named, query: MetricQuery) -> bool:
    """Whether the row is the metric itself, listed under a unit (工资福利支出 of each unit, “某项的支出”)."""
    names = (query.target, *query.contexts)
    said = any(named.row in name.keys or bool(named.row_terms.intersection(name.terms)) for name in names)
    return bool(named.owner) and said


def _of_metric(query: MetricQuery, index: DocumentIndex) -> list[Named]:
    """Cells of a metric: under its name, or in the total column of a table that is all about it."""
    terms = set(query.target.terms)
    about = [named for named in index.named if not named.column and terms & named.about]
    return [*about, *candidates(query.target, index)]


def _lowest(rows: tuple[Named, ...]) -> tuple[Named, ...]:
    """Without the department above its units; of a metric that stands under each unit, the unit's own row alone, not
    one of the same name within it."""
    if all(named.owner and named.owner != named.row for named in rows):
        tops: dict[str, int] = {}
        for named in rows:
            tops[named.owner] = min(tops.get(named.owner, named.fact.level), named.fact.level)
        return tuple(named for named in rows if named.fact.level == tops[named.owner])
    depth = max((named.fact.level for named in rows), default=0)
    return tuple(named for named in rows if named.fact.level == depth)
