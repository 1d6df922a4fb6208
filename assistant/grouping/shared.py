"""One metric said once for several names: 甲和乙的项目支出, 三公经费，甲和乙哪个多, 甲发展和乙发展两笔专项资金."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.grouping.units import names_unit
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.turns import is_found
from index.vocabulary.names import key

_SIDE_BY_SIDE = re.compile(r"[、,，]?(?:[和与跟及比、,，]|以及|还有|还是)?")


def with_common_tail(queries: tuple[MetricQuery, ...], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
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


_CONTINUED = re.compile(r"[”\"]?(?:[、和与跟及]|以及|还有|加上?|(?P<against>[比较]))[“\"]?")


def with_common_owner(plain: str, queries: Sequence[MetricQuery], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """“甲中心的基本支出和项目支出”: what narrows the first of two joined metrics narrows the second, where the documents
    have it so; a unit always does, as the department's figure is not what is asked for."""
    kept: list[MetricQuery] = []
    for query in queries:
        before = kept[-1] if kept else None
        joined = before is not None and _CONTINUED.fullmatch(plain[before.target.end : _start(query)].strip())
        if before is not None and before.contexts and joined and not query.contexts:
            narrowed = MetricQuery(query.target, before.contexts)
            of_unit = any(names_unit(name, knowledge) for name in before.contexts)
            another = names_unit(query.target, knowledge)
            alike = of_unit or (not joined["against"] and is_found(narrowed, knowledge))
            query = narrowed if alike and not another else query
            if of_unit and another:
                query = _of_another(before, query, knowledge)
        kept.append(query)
    return tuple(kept)


def _of_another(before: MetricQuery, unit: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """“甲中心的接待费比乙中心少多少”: what is asked of the first unit is asked of the second."""
    rest = tuple(name for name in before.contexts if not names_unit(name, knowledge))
    asked = MetricQuery(before.target, (unit.target, *rest))
    return asked if is_found(asked, knowledge) else unit


def distributed(
    parsed: ParsedQuestion, queries: tuple[MetricQuery, ...], knowledge: Knowledge
) -> tuple[MetricQuery, ...]:
    """“甲和乙的项目支出”: the metric said once is asked of each of the names that stand side by side before it."""
    if len(queries) < 2 or parsed.cue("share"):
        return queries
    last = queries[-1]
    if last.contexts and last.contexts[0].start < queries[-2].target.start:
        return queries  # what narrows it was said before the others and narrows them too
    if last.contexts:
        owners, starts = queries[:-1], last.contexts[0].start
        inner = last.contexts[1:]
    else:
        owners, starts, inner = queries[:-1], last.target.start, ()
        units = all(names_unit(query.target, knowledge) for query in owners)
        if not units or names_unit(last.target, knowledge):
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
    if (
        len(metric.contexts) == 1
        and names_unit(metric.target, knowledge)
        and not names_unit(metric.contexts[0], knowledge)
    ):
        metric, units = MetricQuery(metric.contexts[0]), [metric.target, *units]  # 三公经费局本级比甲支队多多少
    if metric.contexts or not all(names_unit(unit, knowledge) for unit in units):
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
