"""Claims that an indicator is a core indicator, in each table that lists it."""

from __future__ import annotations

from assistant.model import Draft
from assistant.operations import indicators, performance
from assistant.operations.desk import NotFoundError, name_of
from assistant.operations.verify.claim import Claim, Relation


def _about_core(claim: Claim) -> bool:
    return "核心" in claim.plain and bool(indicators.rows_of(claim.desk))


def _core(claim: Claim) -> Draft:
    desk = claim.desk
    seen: dict[tuple[str, str | None], bool] = {}
    parts = []
    for named in indicators.rows_of(desk):
        table_key = (named.fact.document, named.fact.provenance.table)
        cell = performance.core_mark(desk, named.fact)
        if cell is None or table_key in seen:
            continue
        seen[table_key] = cell.text.strip() == "是"
        table = desk.knowledge.table_of(named.fact)
        parts.append((table.number if table else "", name_of(named), seen[table_key], named.fact))
    if not parts:
        raise NotFoundError("绩效表没有标明它是不是核心指标。")
    writer, verdict = claim.opening(all(seen.values()))
    for i, (number, label, core, fact) in enumerate(parts):
        writer.say("；" if i else "", f"{number}中", label, "是核心指标" if core else "不是核心指标").cite(fact)
    return writer.say("。").draft(verdict=verdict)


CORE = Relation("核心指标", _about_core, _core)
