"""Units that a question names by an abbreviation, by a part of their name, or as the department's own level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.budget_units import is_unit_name, without_region
from assistant.evidence import Wanted, select
from assistant.grouping.parts import overlapped
from assistant.knowledge import Knowledge, is_unit
from assistant.named import Named
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.scoping import find_departments
from assistant.turns import is_found
from index.amounts import Amount
from index.vocabulary.names import in_order, key

_ABBREVIATED = re.compile(r"(?:(?![同和与跟及比])[\u4e00-\u9fff]){2,6}?(?:支队|大队|总队|中心|院|校|所|站|馆|局|处)")


# 体校, 县馆: only at the head of a clause or beside another name, and before what is asked of it
IN_TWO = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[和与跟及比、]))(?![本我全该各哪几两这那贵学])[\u4e00-\u9fff][校馆院站所](?=的|今年|有|收入|支出|项目|预算|[和与跟及比、])"
)


def with_units(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the unit that an abbreviation names: its characters stand in order in one unit's name only (刑侦支队)."""
    taken = [(mention.start, mention.end) for mention in parsed.mentions if mention.quality > _GUESSED]
    found = abbreviations(parsed.plain, taken, knowledge)
    if not found:
        return _without_guesses(parsed, _unknown(parsed, _units(knowledge)))
    parsed = _without_guesses(parsed, found)
    if len(found) == 1 and _is_department(found[0], knowledge):
        narrowed = _as_context(parsed, found[0])
        if not all(is_found(query, knowledge) for query in narrowed.queries):
            return replace(parsed, mentions=narrowed.mentions)  # its tables are all its own
    if (beside := _beside_unit(parsed, found)) is not None:
        return beside
    if (both := _asked_of_both(parsed, found, knowledge)) is not None:
        return both
    if len(found) == 1 or len(parsed.queries) != 1:
        return _after_metric(parsed, found[0], knowledge) or _as_context(parsed, found[0])
    mentions = tuple(sorted((*parsed.mentions, *found), key=lambda mention: mention.start))
    each = tuple(replace(parsed.queries[0], contexts=(unit,)) for unit in found)
    return replace(parsed, mentions=mentions, queries=each)


def _beside_unit(parsed: ParsedQuestion, found: Sequence[Mention]) -> ParsedQuestion | None:
    """Units set beside each other of which nothing but their budget is asked (体校的预算比场馆中心多多少), None where a
    metric is named too."""
    bare = [query.target for query in parsed.queries if not query.contexts and not query.target.terms]
    said = [one for one in bare if one.keys and all(map(is_unit_name, one.keys))]
    units = sorted((*said, *found), key=lambda one: one.start)
    if len(said) != len(parsed.queries) or len(units) != _SEVERAL or len({one.keys for one in units}) != _SEVERAL:
        return None
    if not _SET_BESIDE.fullmatch(parsed.plain[units[0].end : units[1].start]):
        return None
    mentions = tuple(sorted({*parsed.mentions, *found}, key=lambda one: one.start))
    return replace(parsed, mentions=mentions, queries=tuple(map(MetricQuery, units)))


def _asked_of_both(parsed: ParsedQuestion, found: Sequence[Mention], knowledge: Knowledge) -> ParsedQuestion | None:
    """“接待费，甲中心和乙中心谁高”: the metric said first is asked of either unit, the second said by an abbreviation."""
    if len(parsed.queries) != 1 or len(found) != 1 or len(parsed.queries[0].contexts) != 1:
        return None
    (query,), (second,) = parsed.queries, found
    metric, first = query.contexts[0], query.target
    beside = _SET_BESIDE.fullmatch(parsed.plain[first.end : second.start])
    if not beside or not names_unit(first, knowledge) or names_unit(metric, knowledge) or metric.end > first.start:
        return None
    each = (MetricQuery(metric, (first,)), MetricQuery(metric, (second,)))
    if first.keys == second.keys or not all(is_found(one, knowledge) for one in each):
        return None
    mentions = tuple(sorted({*parsed.mentions, second}, key=lambda one: one.start))
    return replace(parsed, mentions=mentions, queries=each)


_SET_BESIDE = re.compile(
    r"的?(?:年度?|今年|总|收支|部门|单位|全年)*(?:预算|支出|收入|决算)?(?:数|额|盘子)?(?:要|会)?(?:[和与跟及同比较、]|还是|以及)"
)


def _is_department(unit: Mention, knowledge: Knowledge) -> bool:
    return all(key(document.department) in unit.keys for document in knowledge.documents)


def _units(knowledge: Knowledge) -> set[str]:
    return {row for index in knowledge.indexes for row in index.units}


def abbreviations(plain: str, taken: Sequence[tuple[int, int]], knowledge: Knowledge) -> list[Mention]:
    """Units said by an abbreviation outside the spans ``taken`` and the names of departments."""
    units = _units(knowledge)
    blocked = [*taken, *((named.start, named.end) for named in find_departments(plain, knowledge.documents))]
    return [
        mention
        for match in (*_ABBREVIATED.finditer(plain), *IN_TWO.finditer(plain))
        if not any(match.start() < end and start < match.end() for start, end in blocked)
        if (mention := _abbreviated(match, units)) is not None
    ]


def _after_metric(parsed: ParsedQuestion, unit: Mention, knowledge: Knowledge) -> ParsedQuestion | None:
    """“三公 交管支队”: a unit said after the metric narrows it all the same, where the documents have it."""
    last = parsed.queries[-1] if parsed.queries else None
    if last is None or last.target.end > unit.start or any(names_unit(one, knowledge) for one in last.contexts):
        return None
    narrowed = replace(last, contexts=(unit, *last.contexts))
    if not is_found(narrowed, knowledge):
        return None
    mentions = tuple(sorted((*parsed.mentions, unit), key=lambda mention: mention.start))
    return replace(parsed, mentions=mentions, queries=(*parsed.queries[:-1], narrowed))


def with_namesakes(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the unit where its short name is also that of an item of expenditure (图书馆): beside another unit, or where
    the documents have what is asked of the unit only (图书馆的事业收入)."""
    units = {mention: unit for mention in parsed.mentions if (unit := _namesake(mention, knowledge)) is not None}
    if not units:
        return parsed
    beside = any(m not in units and names_unit(m, knowledge) for m in parsed.mentions) or (
        _OWN_LEVEL.search(parsed.plain) is not None
    )
    queries = []
    for query in parsed.queries:
        as_unit = MetricQuery(
            units.get(query.target, query.target), tuple(units.get(one, one) for one in query.contexts)
        )
        only = not is_found(query, knowledge) and is_found(as_unit, knowledge)
        queries.append(as_unit if beside or only else query)
    meant = {one for query in queries for one in (query.target, *query.contexts)}
    mentions = tuple(units[m] if units.get(m) in meant else m for m in parsed.mentions)
    return replace(parsed, mentions=mentions, queries=tuple(queries))


def _namesake(mention: Mention, knowledge: Knowledge) -> Mention | None:
    """The unit of a department that is called like the item of expenditure that a mention names."""
    said = key(mention.text)
    units = knowledge.stems.get(said, set()) & _units(knowledge)
    if mention.keys != (said,) or said in _units(knowledge) or len(units) != 1:
        return None
    return replace(mention, keys=tuple(units))


_SHORTEST_TAIL = 3
_LONG_ENOUGH = 4
_GUESSED = 0.75  # names of this quality or less are parts or sounds of names


def _abbreviated(match: re.Match[str], units: set[str]) -> Mention | None:
    for said in (match.group()[i:] for i in range(max(1, len(match.group()) - 2))):
        fits = [unit for unit in units if in_order(said, unit)]
        if len(said) == _SEVERAL:
            fits = [unit for unit in fits if unit.endswith(said[-1])]
        elif len(said) < _LONG_ENOUGH:  # 少体校: so few characters say a unit where they begin as it does
            fits = [unit for unit in fits if without_region(unit).startswith(said[0])]
        if len(fits) == 1:
            return Mention(match.end() - len(said), match.end(), said, (fits[0],), quality=0.8)
    return None


def _unknown(parsed: ParsedQuestion, units: set[str]) -> list[Mention]:
    """Units that nothing in the documents is called like, where only their end was taken for another's (警支队)."""
    short = (m for m in parsed.mentions if m.quality <= _GUESSED and m.end - m.start <= _SHORTEST_TAIL)
    guessed = {mention.end for mention in short}
    return [
        Mention(match.start(), match.end(), match.group())
        for match in _ABBREVIATED.finditer(parsed.plain)
        if match.end() in guessed and _abbreviated(match, units) is None
    ]


def _without_guesses(parsed: ParsedQuestion, units: Sequence[Mention]) -> ParsedQuestion:
    """Without the names that were guessed from a part of a unit's name."""
    mentions = tuple(mention for mention in parsed.mentions if not overlapped(mention, units))
    queries = tuple(
        replace(query, contexts=tuple(c for c in query.contexts if not overlapped(c, units)))
        for query in parsed.queries
        if not overlapped(query.target, units)
    )
    return replace(parsed, mentions=mentions, queries=queries)


_OWN_LEVEL = re.compile(r"(?<!上)(?<!下)本级")


def with_own_level(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the department's own office where “本级” is said: the one row of a unit that says so, else the one of the
    department's own name among its units."""
    said = _OWN_LEVEL.search(parsed.plain)
    if said is None or any(mention.start < said.end() and said.start() < mention.end for mention in parsed.mentions):
        return parsed
    own = {named.row for index in knowledge.indexes for named in index.named if named.row.endswith("本级")}
    if not own and (row := _own_name(knowledge)):
        unit = Mention(said.start(), said.end(), said.group(), (row,), quality=0.9)
        narrowed = _against_unit(parsed, unit, knowledge) or _as_context(parsed, unit)
        if _all_own(narrowed, unit, knowledge):
            return narrowed
        return parsed if _tells_of_own_level(knowledge) else _as_context(parsed, replace(unit, keys=()))
    if len(own) != 1:
        return parsed
    unit = Mention(said.start(), said.end(), said.group(), (own.pop(),), quality=0.9)
    return _against_unit(parsed, unit, knowledge) or _as_context(parsed, unit)


def without_own_office(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """Without the own office said beside 机关运行经费, which is that of offices: where no unit's own is printed."""
    parsed = replace(parsed, queries=tuple(_of_offices(query, knowledge) for query in parsed.queries))
    office = [query for query in parsed.queries if not query.contexts and _OFFICE.fullmatch(key(query.target.text))]
    costs = [query for query in parsed.queries if "agency_operating_cost" in query.target.terms[:1]]
    if len(office) != 1 or not costs or len(parsed.queries) < _SEVERAL + 1:
        return parsed
    if any(is_found(replace(query, contexts=(office[0].target, *query.contexts)), knowledge) for query in costs):
        return parsed
    kept = tuple(query for query in parsed.queries if query is not office[0])
    mentions = tuple(one for one in parsed.mentions if one != office[0].target)
    return replace(parsed, queries=kept, mentions=mentions)


def _of_offices(query: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """“局机关的机关运行经费”: without the office, where the documents print none of its own."""
    if "agency_operating_cost" not in query.target.terms[:1] or is_found(query, knowledge):
        return query
    kept = tuple(one for one in query.contexts if not _OFFICE.fullmatch(key(one.text)))
    return replace(query, contexts=kept)


_OFFICE = re.compile(r"[局委厅办]?(?:机关|本级|机关本级)")


def _own_name(knowledge: Knowledge) -> str:
    """The department's name as a row, where tables list it among its units; "" where they do not, or for several."""
    names = {key(index.document.department) for index in knowledge.indexes if len(index.units) >= _SEVERAL}
    return names.pop() if len(names) == 1 and all(names & index.units.keys() for index in knowledge.indexes) else ""


def _tells_of_own_level(knowledge: Knowledge) -> bool:
    return any("本级" in key(named.fact.label) for index in knowledge.indexes for named in index.named)


def _all_own(parsed: ParsedQuestion, unit: Mention, knowledge: Knowledge) -> bool:
    """Whether what is asked of a department's own office stands in a row beside its units, heading none, no total."""
    asked = [query for query in parsed.queries if unit in query.contexts]
    wanted = Wanted.of(parsed.slots, max(knowledge.years()))
    found = [cell for query in asked for cell in select(query, wanted, knowledge).best[:1]]
    return len(found) == len(asked) > 0 and all(_beside_units(cell, knowledge) for cell in found)


def _beside_units(cell: Named, knowledge: Knowledge) -> bool:
    table, column = cell.fact.provenance.table, cell.fact.provenance.column
    rows = [one for one in knowledge.by_document[cell.fact.document].named if one.fact.provenance.table == table]
    heads = any(key(part) == cell.row for one in rows for part in one.fact.row_path)
    total = next((one.fact.quantity for one in rows if not one.row and one.fact.provenance.column == column), None)
    own = cell.fact.quantity
    return not heads and isinstance(own, Amount) and isinstance(total, Amount) and own.value < total.value


_SEVERAL = 2
_BESIDE = re.compile(r"[的“”]*(?:[和与跟及同比较、]|还是|以及)[^,，。;；?？]{0,2}")


def _against_unit(parsed: ParsedQuestion, own: Mention, knowledge: Knowledge) -> ParsedQuestion | None:
    """“局本级和甲支队谁的三公高”, “甲支队的三公比局本级高多少”: the one metric of the own office and of another unit."""
    bare = [query.target for query in parsed.queries if not query.contexts and names_unit(query.target, knowledge)]
    metrics = [query for query in parsed.queries if query.target not in bare]
    if len(metrics) != 1:
        return None
    query = metrics[0]
    units = [*bare, *(one for one in query.contexts if names_unit(one, knowledge))]
    if len(units) != 1:
        return None
    first, second = sorted((own, units[0]), key=lambda one: one.start)
    between = parsed.plain[first.end : second.start].replace(query.target.text, "")
    if not _BESIDE.fullmatch(between):
        return None
    rest = tuple(one for one in query.contexts if one is not units[0])
    mentions = tuple(sorted((*parsed.mentions, own), key=lambda mention: mention.start))
    each = tuple(replace(query, contexts=(unit, *rest)) for unit in (first, second))
    return replace(parsed, mentions=mentions, queries=each)


def _as_context(parsed: ParsedQuestion, unit: Mention) -> ParsedQuestion:
    mentions = tuple(sorted((*parsed.mentions, unit), key=lambda mention: mention.start))
    first = any(query.target.start >= unit.end for query in parsed.queries)  # else the metric stands before it
    queries = tuple(
        replace(query, contexts=(unit, *query.contexts))
        if (query.target.start >= unit.end or not first) and not _is_another(query.target, first)
        else query
        for query in parsed.queries
    ) or (MetricQuery(unit),)
    return replace(parsed, mentions=mentions, queries=queries)


def _is_another(target: Mention, first: bool) -> bool:
    """Whether what follows a unit is another unit that it is set against (甲支队的三公比乙支队低多少)."""
    return first and any(map(is_unit_name, target.keys))


def names_unit(mention: Mention, knowledge: Knowledge) -> bool:
    return any(
        is_unit(named)
        for index in knowledge.indexes
        for name in mention.keys
        for named in index.by_row.get(name, ())[:1]
    )
