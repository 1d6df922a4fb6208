"""One metric or two: names that are one name, a source of funds before a metric, nouns that only say a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery
from assistant.turns import is_found
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


def whole_name(query: MetricQuery) -> MetricQuery:
    """One name said in two words: “云平台”运维 is the row that holds both, where only one row holds the first."""
    if len(query.contexts) != 1 or len(query.contexts[0].keys) != 1 or query.contexts[0].quality == 1:
        return query
    first = query.contexts[0]
    if key(query.target.text) not in first.keys[0].replace(key(first.text), ""):
        return query
    return MetricQuery(replace(first, end=query.target.end, text=first.text + query.target.text))


_COUNTED = re.compile(r"^(?:这|上述|以上)?[两二三四五六七八九十几\d]+(?:项|个|类|块|笔|样|种|款|部分)")
_JOINED = re.compile(r"[“\"（(]?(?:的|里的?|中的?)?[“\"（(]?")


def without_counting(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without “五项缴费”, which only counts what was named before it."""
    if len(queries) < 3:
        return queries
    kept = tuple(query for query in queries if not _COUNTED.match(query.target.text))
    return kept if len(kept) > 1 else queries


_KIND_ASKED = re.compile(r"(?:哪|什么|啥)(?:一|几|些)?(?:个|项|次|家|类|种|笔|场)?$")


def without_kinds(plain: str, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without the noun after “哪个”: it says what kind of thing is asked for (哪个培训), not whose figure."""
    kept = tuple(query for query in queries if query.contexts or not _KIND_ASKED.search(plain[: query.target.start]))
    return kept or queries


def merged(plain: str, queries: Sequence[MetricQuery], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
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


def without_its_source(query: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """“三公”财政拨款预算 is “三公”, where no cell is named by both."""
    if not query.contexts or not _is_source(query.target) or is_found(query, knowledge):
        return query
    bare = MetricQuery(query.contexts[-1], query.contexts[:-1])
    return bare if is_found(bare, knowledge) else query


def _is_source(mention: Mention) -> bool:
    words = vocabulary().terms
    return bool(mention.terms) and words[mention.terms[0]].term_class == "fund_source"
