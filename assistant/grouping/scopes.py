"""One metric in two scopes, said as scopes and not as figures (全口径比一般公共预算口径多多少): the tables of these scopes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.evidence import Wanted, select
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.table_names import table_number
from index.model import TableKind
from index.vocabulary.names import key

_K = TableKind
_SCOPES = (
    (re.compile(r"财政拨款(?:的)?(?:全)?口径|财政拨款全部"), (_K.FISCAL_APPROPRIATION_EXPENDITURE, _K.FISCAL_APPROPRIATION)),
    (re.compile(r"(?:部门)?全口径(?:的)?(?:支出)?|(?:全部|所有)资金(?:来源)?|不分资金来源"), (_K.TOTAL_EXPENDITURE,)),
    (re.compile(r"一般公共预算(?:财政)?(?:拨款)?(?:支出)?(?:口径)?"), (_K.GENERAL_PUBLIC_BUDGET_EXPENDITURE,)),
    (re.compile(r"政府性基金(?:预算)?(?:财政)?(?:拨款)?(?:支出)?(?:口径)?"), (_K.GOVERNMENT_FUND_BUDGET,)),
    (re.compile(r"基本支出(?:口径)?"), (_K.BASIC_EXPENDITURE,)),
)  # fmt: skip
_COUNTED_IN = re.compile(r"(?:都|全|一并|也)?(?:算上|算进|算在内|包括在内|加上)")


@dataclass(frozen=True, slots=True)
class _Said:
    """A scope that a question says: where, and in which kinds of tables it is told."""

    start: int
    end: int
    kinds: tuple[TableKind, ...]


def with_scopes(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question put to the tables of the two scopes that it sets against each other, or to the one table that it
    names, where other words only say which money that table tells of."""
    plain, tables = parsed.plain, parsed.slots.tables
    compares = parsed.cue("difference", "compare") and ("口径" in plain or len(tables) == 2)
    tells = len(tables) == 1 and _COUNTED_IN.search(plain) is not None and not parsed.cue("difference", "compare")
    if not (compares or tells):
        return parsed
    said = _scopes(plain)
    names = [mention for query in parsed.queries for mention in (*query.contexts, query.target)]
    metrics = [mention for mention in names if not _is_scope(mention, said)]
    if len(metrics) != 1 or (len(names) == 1 and not said):
        return parsed
    metric = MetricQuery(metrics[0])
    if tells:
        found = tables if _found(metric, tables[0], knowledge) else ()
    elif len(tables) == 2:
        found = tables
    else:
        found = tuple(table for scope in said[:2] if (table := _table_of(scope, metric, knowledge)))
    if len(found) != (1 if tells else 2) or (compares and len(tables) != 2 and len(said) != 2):
        return parsed
    slots = replace(parsed.slots, tables=found, level="")
    cues = parsed.cues - {"sum"} if tells else parsed.cues
    mentions = parsed.mentions if tells else (metric.target,)
    return replace(parsed, queries=(metric,), mentions=mentions, slots=slots, cues=cues)


def _scopes(plain: str) -> list[_Said]:
    """The scopes that a question says, in order, the longest where they overlap."""
    found: list[_Said] = []
    for pattern, kinds in _SCOPES:
        for match in pattern.finditer(plain):
            if not any(match.start() < one.end and one.start < match.end() for one in found):
                found.append(_Said(match.start(), match.end(), kinds))
    return sorted(found, key=lambda one: one.start)


_FUND_CLASSES = re.compile(
    r"^(?:财政(?:拨款|资金)|一般公共预算|政府性基金|国有资本经营|基金)(?:预算)?(?:财政)?(?:拨款)?(?:支出|收入)?$"
)


def _is_scope(mention: Mention, said: list[_Said]) -> bool:
    inside = any(one.start <= mention.start and mention.end <= one.end for one in said)
    return inside or _FUND_CLASSES.match(mention.text) is not None


def _table_of(scope: _Said, metric: MetricQuery, knowledge: Knowledge) -> str:
    """The table of a scope that has the metric, as a question would name it; "" for none."""
    document = max(knowledge.documents, key=lambda one: one.year)
    for kind in scope.kinds:
        for table in document.tables:
            said = table_number(table) or key(table.title)
            if table.kind is kind and said and _found(metric, said, knowledge):
                return said
    return ""


def _found(metric: MetricQuery, table: str, knowledge: Knowledge) -> bool:
    return any(
        select(metric, Wanted(document.year, tables=(table,)), knowledge) for document in knowledge.documents[-1:]
    )
