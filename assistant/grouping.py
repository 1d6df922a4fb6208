"""The metrics of a question as the documents let them be read together, after the words alone were read.

Words leave open what only the documents tell: that “服务” beside “政府采购” is the row of services, that in “甲支队和乙支队的三公”
each unit is asked for its own three public expenses, that “财政拨款三公经费” is one metric and not two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.knowledge import PARTED, Knowledge, is_unit
from assistant.named import TABLE_TOTALS, Named
from assistant.parsing.cues import filler
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.scoping import find_departments
from assistant.turns import exchanged, is_found, looks_back, nested, of_earlier_turns, within
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary


def _whole_name(query: MetricQuery) -> MetricQuery:
    """One name said in two words: “云平台”运维 is the row that holds both, where only one row holds the first."""
    if len(query.contexts) != 1 or len(query.contexts[0].keys) != 1 or query.contexts[0].quality == 1:
        return query
    first = query.contexts[0]
    if key(query.target.text) not in first.keys[0].replace(key(first.text), ""):
        return query
    return MetricQuery(replace(first, end=query.target.end, text=first.text + query.target.text))


_COUNTED = re.compile(r"^(?:这|上述|以上)?[两二三四五六七八九十几\d]+(?:项|个|类|块|笔|样|种|款|部分)")
_SIDE_BY_SIDE = re.compile(r"[、,，]?(?:[和与跟及比、,，]|以及|还有|还是)?")
_JOINED = re.compile(r"[“\"（(]?(?:的|里的?|中的?)?[“\"（(]?")
_LONGEST_LIST = 15


def regroup(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question with its metrics regrouped; unchanged where the documents add nothing."""
    if looks_back(parsed):
        return replace(parsed, queries=of_earlier_turns(parsed))
    parsed = within(nested(exchanged(_in_turn(parsed, knowledge), knowledge), knowledge), knowledge)
    parsed = _with_own_level(_with_units(_with_parts(parsed, knowledge), knowledge), knowledge)
    parsed = replace(parsed, queries=_with_common_tail(parsed.queries, knowledge))
    queries = _without_kinds(parsed.plain, _without_counting(tuple(map(_whole_name, parsed.queries))))
    queries = tuple(_without_its_source(query, knowledge) for query in _merged(parsed.plain, queries, knowledge))
    queries = _distributed(parsed, queries, knowledge)
    return parsed if queries == parsed.queries else replace(parsed, queries=queries)


def _in_turn(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """A turn after a turn that was regrouped itself; a unit said by its abbreviation alone is what the turn names."""
    if parsed.previous is None:
        return parsed
    before = regroup(parsed.previous, knowledge)
    if parsed.queries != parsed.previous.queries:
        return replace(parsed, previous=before)
    carried = replace(parsed, previous=before, queries=before.queries, mentions=before.mentions)
    units = _abbreviations(parsed.plain, [], knowledge)
    if len(units) != 1:
        return carried
    return replace(carried, queries=(MetricQuery(units[0]),), mentions=(units[0],))


def _with_common_tail(queries: tuple[MetricQuery, ...], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """“甲发展和乙发展两笔专项资金”: the last words belong to each of the names before them."""
    if len(queries) < 3:
        return queries
    *firsts, last = queries
    joined = [key(query.target.text) + key(last.target.text) for query in firsts]
    if not all(name in knowledge.names for name in joined):
        return queries
    return tuple(
        replace(query, target=replace(query.target, keys=(name,), terms=()))
        for query, name in zip(firsts, joined, strict=True)
    )


def _without_counting(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without “五项缴费”, which only counts what was named before it."""
    if len(queries) < 3:
        return queries
    kept = tuple(query for query in queries if not _COUNTED.match(query.target.text))
    return kept if len(kept) > 1 else queries


_KIND_ASKED = re.compile(r"(?:哪|什么|啥)(?:一|几|些)?(?:个|项|次|家|类|种|笔|场)?$")


def _without_kinds(plain: str, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without the noun after “哪个”: it says what kind of thing is asked for (哪个培训), not whose figure."""
    kept = tuple(query for query in queries if query.contexts or not _KIND_ASKED.search(plain[: query.target.start]))
    return kept or queries


# ---------------------------------------------------------------- parts of a whole by their short names


def _with_parts(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the parts that the question names by a word too common to be looked for alone (采购里的服务)."""
    found: list[Mention] = []
    for query in parsed.queries:
        for whole in (*query.contexts, query.target):
            found += _parts_said(parsed, whole, knowledge)
    if not found:
        return parsed
    found = list(dict.fromkeys(found))
    kept = [mention for mention in parsed.mentions if not _overlapped(mention, found)]
    mentions = tuple(sorted((*kept, *found), key=lambda mention: mention.start))
    queries = [query for query in parsed.queries if not _overlapped(query.target, found)]
    queries += [MetricQuery(mention) for mention in found]
    queries.sort(key=lambda query: query.target.start)
    return replace(parsed, mentions=mentions, queries=tuple(queries))


def _overlapped(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _parts_said(parsed: ParsedQuestion, whole: Mention, knowledge: Knowledge) -> list[Mention]:
    parts = _short_names(whole, knowledge)
    found = []
    for short, row in parts.items():
        start = parsed.plain.find(short, whole.end)
        end = start + len(short)
        over = [other for other in parsed.mentions if start < other.end and other.start < end]
        if start < 0 or any(is_found(MetricQuery(other), knowledge) for other in over):
            continue
        found.append(Mention(start, end, short, (row,), quality=0.9))
    return found


def _short_names(whole: Mention, knowledge: Knowledge) -> dict[str, str]:
    """Short name → row key of the parts of a whole: rows of its own table, or figures listed under it in a sentence."""
    terms = set(whole.terms[:1])
    names = {key(whole.text), *whole.keys}
    found: dict[str, str] = {}
    for index in knowledge.indexes:
        for named in index.parts:
            if _is_part(named, terms, names):
                short = _short(named)
                if len(short) >= 2 and not filler().fullmatch(short):
                    found.setdefault(short, named.row)
    return found if len(found) <= _LONGEST_LIST else {}


def _is_part(named: Named, terms: set[str], names: set[str]) -> bool:
    kind = named.fact.table_kind
    if kind is not None:
        return bool(terms & PARTED.intersection(TABLE_TOTALS.get(kind, ())))
    above = key(named.fact.row_path[-1]) if named.fact.row_path else ""
    return bool(above) and (above in names or bool(terms.intersection(vocabulary().printed.get(above, ()))))


_GENERIC_AROUND = re.compile(r"^(?:[a-z](?=[\u4e00-\u9fff])|政府采购)|(?:类|预算|采购|金额|总额)+$")


def _short(named: Named) -> str:
    return stem(_GENERIC_AROUND.sub("", _GENERIC_AROUND.sub("", named.row)))


# ---------------------------------------------------------------- units by an abbreviation

_ABBREVIATED = re.compile(r"(?:(?![同和与跟及比])[\u4e00-\u9fff]){2,6}?(?:支队|大队|总队|中心|院|学校|所|站|馆|局|处)")


def _with_units(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the unit that an abbreviation names: its characters stand in order in one unit's name only (刑侦支队)."""
    taken = [(mention.start, mention.end) for mention in parsed.mentions if mention.quality > _GUESSED]
    found = _abbreviations(parsed.plain, taken, knowledge)
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


def _abbreviations(plain: str, taken: Sequence[tuple[int, int]], knowledge: Knowledge) -> list[Mention]:
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
    if last is None or last.target.end > unit.start or any(_names_unit(one, knowledge) for one in last.contexts):
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
    mentions = tuple(mention for mention in parsed.mentions if not _overlapped(mention, units))
    queries = tuple(
        replace(query, contexts=tuple(c for c in query.contexts if not _overlapped(c, units)))
        for query in parsed.queries
        if not _overlapped(query.target, units)
    )
    return replace(parsed, mentions=mentions, queries=queries)


def _with_own_level(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
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


# ---------------------------------------------------------------- one metric or two


def _merged(plain: str, queries: Sequence[MetricQuery], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """A source of funds directly before a metric narrows it (财政拨款“三公”经费), unless it then names nothing."""
    merged: list[MetricQuery] = []
    for query in queries:
        before = merged[-1] if merged else None
        first = query.contexts[0] if query.contexts else query.target
        if (
            before is not None
            and _is_source(before.target)
            and _JOINED.fullmatch(plain[before.target.end : first.start])
        ):
            joined = MetricQuery(query.target, (*before.contexts, before.target, *query.contexts))
            merged[-1] = joined if is_found(joined, knowledge) else query
            continue
        merged.append(query)
    return tuple(merged)


def _without_its_source(query: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """“三公”财政拨款预算 is “三公”, where no cell is named by both."""
    if not query.contexts or not _is_source(query.target) or is_found(query, knowledge):
        return query
    bare = MetricQuery(query.contexts[-1], query.contexts[:-1])
    return bare if is_found(bare, knowledge) else query


def _is_source(mention: Mention) -> bool:
    words = vocabulary().terms
    return bool(mention.terms) and words[mention.terms[0]].term_class == "fund_source"


# ---------------------------------------------------------------- one metric for several


def _distributed(
    parsed: ParsedQuestion, queries: tuple[MetricQuery, ...], knowledge: Knowledge
) -> tuple[MetricQuery, ...]:
    """“甲和乙的项目支出”: the metric said once is asked of each of the names that stand side by side before it."""
    if len(queries) < 2 or parsed.cue("share"):
        return queries
    last = queries[-1]
    if last.contexts:
        owners, starts = queries[:-1], last.contexts[0].start
        inner = last.contexts[1:]
    else:
        owners, starts, inner = queries[:-1], last.target.start, ()
        units = all(_names_unit(query.target, knowledge) for query in owners)
        if not units or _names_unit(last.target, knowledge):
            return _asked_of_each(queries, knowledge)
    if not _coordinated(parsed.plain, owners, starts if last.contexts else None):
        return queries
    each = [_of_owner(last, owner, inner, knowledge) for owner in owners]
    rest = [last] if last.contexts else []
    return (*(query for query in each if query), *rest) if all(each) else queries


def _of_owner(
    last: MetricQuery, owner: MetricQuery, inner: Sequence[Mention], knowledge: Knowledge
) -> MetricQuery | None:
    """The metric said last, asked of an owner before it; with what stands between them where the documents have it."""
    names = (*owner.contexts, owner.target)
    tried = (MetricQuery(last.target, (*names, *inner)), MetricQuery(last.target, names))
    return next((query for query in tried if is_found(query, knowledge)), None)


def _asked_of_each(queries: tuple[MetricQuery, ...], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """“三公经费，甲支队和乙支队哪个多”, “三公 甲支队 多少”: the metric stands first, the units after it."""
    metric, units = queries[0], [query.target for query in queries[1:]]
    if metric.contexts or not all(_names_unit(unit, knowledge) for unit in units):
        return queries
    each = tuple(MetricQuery(metric.target, (unit,)) for unit in units)
    return each if all(is_found(query, knowledge) for query in each) else queries


def _coordinated(plain: str, owners: Sequence[MetricQuery], end: int | None) -> bool:
    """Whether names stand side by side, up to the first word of what follows them."""
    starts = [_start(query) for query in owners[1:]] + ([end] if end is not None else [])
    return all(
        _SIDE_BY_SIDE.fullmatch(plain[query.target.end : start].strip())
        for query, start in zip(owners, starts, strict=False)
    )


def _start(query: MetricQuery) -> int:
    return query.contexts[0].start if query.contexts else query.target.start


def _names_unit(mention: Mention, knowledge: Knowledge) -> bool:
    return any(
        is_unit(named)
        for index in knowledge.indexes
        for name in mention.keys
        for named in index.by_row.get(name, ())[:1]
    )
