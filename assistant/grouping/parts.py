"""Parts of a whole that a question names by words too short to be looked for alone: 采购里的服务."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.knowledge import PARTED, Knowledge
from assistant.named import TABLE_TOTALS, Named
from assistant.parsing.cues import filler
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.turns import is_found
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary

_LONGEST_LIST = 15


def with_parts(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """With the parts that the question names by a word too common to be looked for alone (采购里的服务)."""
    found: list[Mention] = []
    for query in parsed.queries:
        for whole in (*query.contexts, query.target):
            found += _parts_said(parsed, whole, knowledge)
    if not found:
        return parsed
    found = list(dict.fromkeys(found))
    kept = [mention for mention in parsed.mentions if not overlapped(mention, found)]
    mentions = tuple(sorted((*kept, *found), key=lambda mention: mention.start))
    queries = [query for query in parsed.queries if not overlapped(query.target, found)]
    queries += [MetricQuery(mention) for mention in found]
    queries.sort(key=lambda query: query.target.start)
    return replace(parsed, mentions=mentions, queries=tuple(queries))


def overlapped(mention: Mention, others: Sequence[Mention]) -> bool:
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
        if not _stands_alone(parsed.plain[:start], parts):
            continue
        found.append(Mention(start, end, short, (row,), quality=0.9))
    return found


_BEFORE_PART = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[里中内的和与跟及同或加买购是把对该各类含用在按比占于给其列]|其中|部分|包括|方面)$"
)


def _stands_alone(before: str, parts: Iterable[str]) -> bool:
    """Whether the word that follows is said as a part, not as the end of a longer word (审计服务)."""
    return _BEFORE_PART.search(before) is not None or any(before.endswith(part) for part in parts)


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
