"""What one year lists and another does not: 新增了哪些科目, 没再列的科目."""

from __future__ import annotations

from assistant.knowledge import Named
from assistant.model import Draft
from assistant.operations.desk import Desk, NotFoundError, Writer, name_of
from index.model import TableKind

_TABLES = (
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION_EXPENDITURE,
    TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
)


def answer(desk: Desk) -> Draft:
    years = desk.question.slots.years
    older, newer = (_items(desk, year) for year in (years[0], years[-1]))
    gone = desk.question.cue("gone") and not desk.question.cue("new")
    source, other = (older, newer) if gone else (newer, older)
    kept = [named for code, named in source.items() if code not in other]
    writer = Writer(desk)
    if not kept:
        return (
            writer.say("两年所列科目相同，没有增减。")
            .cite(*(named.fact for named in list(source.values())[:2]))
            .draft()
        )
    writer.say(f"{years[0] if gone else years[-1]}年列有、{years[-1] if gone else years[0]}年未列的科目：")
    items = []
    for i, named in enumerate(kept):
        writer.say("；" if i else "").name(named).figure(named.fact).cite(named.fact)
        items.append(writer.item(name_of(named), named.fact))
    return writer.say("。").draft(items=items)


def _items(desk: Desk, year: int) -> dict[str, Named]:
    for kind in _TABLES:
        for index in desk.knowledge.indexes:
            if index.document.year != year:
                continue
            rows = {
                named.fact.code: named
                for named in index.named
                if named.fact.table_kind is kind
                and named.fact.code
                and len(named.fact.code) == 7
                and not named.column
                and named.fact.year == year
            }
            if rows:
                return rows
    raise NotFoundError(f"没有{year}年的支出科目表，不能比较两年所列的科目。", "year_not_loaded")
