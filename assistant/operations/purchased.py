"""A project as far as it is purchased: what the table of purchases gives for it, where a question sets it against all
purchases or its budget against its purchase (某管养的采购占采购总额多少, 项目预算比其采购预算多多少)."""

from __future__ import annotations

import re

from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.parsing.model import Mention, MetricQuery
from index.amounts import Amount
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key

_ALL_PURCHASES = "government_procurement_total"
_COUNTED = re.compile(r"单价|数量|上年|结转")


def is_all_purchases(query: MetricQuery | None) -> bool:
    """Whether a metric is the total of purchases."""
    return query is not None and query.target.terms[:1] == (_ALL_PURCHASES,)


def purchase_of(desk: Desk, mention: Mention) -> Selection | None:
    """The one purchase whose project or name a mention names; None where the table has none or several of it."""
    names = [name for name in dict.fromkeys((key(mention.text), *mention.keys)) if len(name) > 1]
    found: dict[tuple[str, str | None, int | None], Named] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            if fact.table_kind is not TableKind.GOVERNMENT_PROCUREMENT or fact.total or not _is_amount(fact):
                continue
            if any(said == name or said.startswith(name) for said in (named.row, *named.marks) for name in names):
                found.setdefault((fact.document, fact.provenance.table, fact.provenance.row), named)
    return Selection((next(iter(found.values())),)) if len(found) == 1 else None


def _is_amount(fact: Fact) -> bool:
    return (
        isinstance(fact.quantity, Amount)
        and fact.measure is Measure.VALUE
        and not _COUNTED.search("".join(fact.column_path))
    )
