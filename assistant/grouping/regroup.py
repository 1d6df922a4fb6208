"""The steps by which the metrics of a question are regrouped, in their order."""

from __future__ import annotations

from dataclasses import replace

from assistant.grouping.listed import with_listed
from assistant.grouping.parts import with_parts
from assistant.grouping.purchases import with_other_kinds
from assistant.grouping.scopes import with_scopes
from assistant.grouping.shared import distributed, with_common_owner, with_common_tail
from assistant.grouping.sources import (
    glossed,
    merged,
    whole_name,
    without_code_heads,
    without_counting,
    without_its_source,
    without_kinds,
    without_restated,
)
from assistant.grouping.told_apart import with_told_apart
from assistant.grouping.units import abbreviations, with_namesakes, with_own_level, with_units, without_own_office
from assistant.knowledge import Knowledge
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.turns import (
    added_to_turn,
    against_turn,
    exchanged,
    in_another_table,
    looks_back,
    nested,
    of_earlier_turns,
    within,
)


def regroup(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question with its metrics regrouped; unchanged where the documents add nothing."""
    if looks_back(parsed):
        return replace(parsed, queries=of_earlier_turns(parsed))
    parsed = with_scopes(in_another_table(parsed), knowledge)
    parsed = against_turn(within(nested(exchanged(_in_turn(parsed, knowledge), knowledge), knowledge), knowledge))
    parsed = added_to_turn(parsed)
    parsed = with_namesakes(with_parts(with_other_kinds(parsed, knowledge), knowledge), knowledge)
    parsed = without_own_office(with_own_level(with_units(parsed, knowledge), knowledge), knowledge)
    parsed = with_listed(replace(parsed, queries=with_common_tail(parsed.queries, knowledge)), knowledge)
    parsed = with_told_apart(parsed, knowledge)
    queries = without_kinds(
        parsed.plain,
        without_counting(without_code_heads(tuple(whole_name(query, knowledge) for query in parsed.queries))),
    )
    queries = glossed(parsed.plain, without_restated(parsed.plain, queries), knowledge)
    queries = tuple(without_its_source(query, knowledge) for query in merged(parsed.plain, queries, knowledge))
    queries = distributed(parsed, with_common_owner(parsed.plain, queries, knowledge), knowledge)
    return parsed if queries == parsed.queries else replace(parsed, queries=queries)


def _in_turn(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """A turn after a turn that was regrouped itself; a unit said by its abbreviation alone is what the turn names."""
    if parsed.previous is None:
        return parsed
    before = regroup(parsed.previous, knowledge)
    if parsed.queries != parsed.previous.queries:
        return replace(parsed, previous=before)
    carried = replace(parsed, previous=before, queries=before.queries, mentions=before.mentions)
    units = abbreviations(parsed.plain, [], knowledge)
    if len(units) != 1:
        return carried
    return replace(carried, queries=(MetricQuery(units[0]),), mentions=(units[0],))
