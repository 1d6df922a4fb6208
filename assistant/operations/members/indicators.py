"""The indicators of a performance table."""

from __future__ import annotations

import re

from assistant.operations import performance
from assistant.operations.desk import Desk
from assistant.operations.members.model import Group
from assistant.operations.rows import once
from assistant.parsing.model import MetricQuery
from index.model import Measure
from index.vocabulary.names import key


def indicators(desk: Desk, query: MetricQuery | None) -> Group | None:
    """Indicator rows of the performance table that the question means (the department's own by default)."""
    tables = performance.tables(desk)
    if not tables:
        return None
    document_id, table = tables[0]
    rows = performance.indicator_rows(desk, document_id, table)
    wanted = {key(query.target.text)} if query is not None else set()
    rows = [named for named in rows if wanted & {key(part) for part in named.fact.row_path}] or rows
    if "核心" in desk.question.plain:
        wants = not re.search(r"(非|不是|不属于|没有?列为)核心", desk.question.plain)
        rows = [named for named in rows if performance.says_core(desk, named) is wants] or rows
    weights = [named for named in rows if named.fact.measure is Measure.WEIGHT]
    return Group(table.title or table.number, once(weights or rows), "指标") if rows else None
