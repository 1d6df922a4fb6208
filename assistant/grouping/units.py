"""Units that a question names by an abbreviation, by a part of their name, or as the department's own level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.grouping.parts import overlapped
from assistant.knowledge import Knowledge, is_unit
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.scoping import find_departments
from assistant.turns import is_found

_ABBREVIATED = re.compile(r"(?:(?![同和与跟及比])[\u4e00-\u9fff]){2,6}?(?:支队|大队|总队|中心|院|学校|所|站|馆|局|处)")


def with_units(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the unit that an abbreviation names: its characters stand in order in one unit's name only (刑侦支队)."""
    taken = [(mention.start, mention.end) for mention in parsed.mentions if mention.quality > _GUESSED]
    found = abbreviations(parsed.plain, taken, knowledge)
    if not found:
        return _without_guesses(parsed, _unknown(parsed, _units(knowledge)))
    parsed = _without_guesses(parsed, found)
    if len(found) == 1 or len(parsed.queries) != 1:
        return _after_metric(parsed, found[0], knowledge) or _as_context(parsed, found[0])
    mentions = tuple(sorted((*parsed.mentions, *found), key=lambda mention: mention.start))
    each = tuple(replace(parsed.queries[0], contexts=(unit,)) for unit in found)
    return replace(parsed, mentions=mentions, queries=each)


def _units(knowledge: Knowledge) -> set[str]:
    return {row for index in knowledge.indexes for row in index.units}


def abbreviations(plain: str, taken: Sequence[tuple[int, int]], knowledge: Knowledge) -> list[Mention]:
    """Units said by an abbreviation outside the spans ``taken`` and the names of departments."""
    units = _units(knowledge)
    blocked = [*taken, *((named.start, named.end) for named in find_departments(plain, knowledge.documents))]
    return [
        mention
        for match in _ABBREVIATED.finditer(plain)
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


_SHORTEST_TAIL = 3
_GUESSED = 0.75  # names of this quality or less are parts or sounds of names


def _abbreviated(match: re.Match[str], units: set[str]) -> Mention | None:
    for said in (match.group()[i:] for i in range(len(match.group()) - 3)):
        fits = [unit for unit in units if _in_order(said, unit)]
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


def with_own_level(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the department's own office where “本级” is said: the one row of a unit that says so."""
    said = re.search(r"(?<!上)(?<!下)本级", parsed.plain)
    if said is None or any(mention.start < said.end() and said.start() < mention.end for mention in parsed.mentions):
        return parsed
    own = {named.row for index in knowledge.indexes for named in index.named if named.row.endswith("本级")}
    if len(own) != 1:
        return parsed
    return _as_context(parsed, Mention(said.start(), said.end(), said.group(), (own.pop(),), quality=0.9))


def _in_order(part: str, name: str) -> bool:
    rest = iter(name)
    return all(ch in rest for ch in part)


def _as_context(parsed: ParsedQuestion, unit: Mention) -> ParsedQuestion:
    mentions = tuple(sorted((*parsed.mentions, unit), key=lambda mention: mention.start))
    first = any(query.target.start >= unit.end for query in parsed.queries)  # else the metric stands before it
    queries = tuple(
        replace(query, contexts=(unit, *query.contexts)) if query.target.start >= unit.end or not first else query
        for query in parsed.queries
    ) or (MetricQuery(unit),)
    return replace(parsed, mentions=mentions, queries=queries)


def names_unit(mention: Mention, knowledge: Knowledge) -> bool:
    return any(
        is_unit(named)
        for index in knowledge.indexes
        for name in mention.keys
        for named in index.by_row.get(name, ())[:1]
    )
