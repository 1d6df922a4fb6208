"""What a table adds up to, where the question names nothing but the table (表三合计多少)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import quantity_of
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer
from assistant.parsing.cues import filler
from assistant.parsing.model import ParsedQuestion
from assistant.table_names import is_table
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.names import key

name = "table_total"
_ASKED = re.compile(
    r"(?:合计|总计|总数|总额|总金额|一共|总共|共计|拢共|加起来|多大|规模)[^,，。;；]{0,6}(?:多少|几|[?？]?$)|(?:一共|总共|合计)?(?:多少|几[万亿])(?:钱|[万亿]?元)"
)
_TOTALS = ("总计", "合计", "支出总计", "收入总计", "支出合计", "收入合计", "本年支出合计", "本年收入合计", "总额")
_SIDES = {"income": "收入", "expenditure": "支出"}
_MOST_ROWS = 2  # of income and of expenditure


def matches(question: ParsedQuestion) -> bool:
    if len(question.slots.tables) != 1 or question.queries or question.slots.level or question.slots.column:
        return False
    if question.cue("rank", "count", "list", "share", "change", "verify", "reason", "purpose", "difference"):
        return False
    return _ASKED.search(question.plain) is not None and not _names_more(question.plain)


def _names_more(plain: str) -> bool:
    """Whether the question says more than the table and that its total is asked for."""
    rest = re.sub(
        r"(?:公开|预算|附)?表\s*[\d一二三四五六七八九十零〇]+|[\d一二三四五六七八九十]+\s*表|[\u4e00-\u9fff“”]*表",
        " ",
        plain,
    )
    rest = filler().sub(" ", re.sub(r"合计|总计|总数|总额|总金额|一共|总共|共计|拢共|加起来|规模|多大", " ", rest))
    return len(re.findall(r"[\u4e00-\u9fff]", rest)) > 1


def answer(desk: Desk) -> Draft:
    totals = _totals(desk)
    if not totals or len(totals) > _MOST_ROWS:
        raise PassError("没有找到这张表的合计。")
    writer = Writer(desk)
    table = desk.knowledge.table_of(totals[0].fact)
    assert table is not None
    writer.say(f"{table.number or table.title}的总计：")
    for i, named in enumerate(totals):
        side = _SIDES.get(named.fact.side, "") if len(totals) > 1 else ""
        side = "" if side in named.fact.label else side
        writer.say(
            "；" if i else "", side, named.fact.label.strip(), *(_column(named) if len(totals) == 1 else ()), "为"
        )
        writer.figure(named.fact).cite(named.fact)
    same = len({quantity_of(named.fact).value for named in totals}) == 1
    items = () if same else [writer.item(named.fact.label.strip(), named.fact) for named in totals]
    return writer.say("。").draft(totals[0].fact if same else None, items=items)


def _column(named: Named) -> Sequence[str]:
    return (f"（{named.fact.column_path[-1]}）",) if named.column and named.fact.column_path else ()


def _totals(desk: Desk) -> list[Named]:
    """The first amount of each row that is the table's total, of the newest document that has the table."""
    for index in sorted(desk.knowledge.indexes, key=lambda index: -index.document.year):
        tables = [table.id for table in index.document.tables if is_table(table, desk.question.slots.tables)]
        cells = [
            named
            for named in index.named
            if named.fact.provenance.table in tables[:1]
            and named.fact.measure is Measure.VALUE
            and isinstance(named.fact.quantity, Amount)
            and named.fact.year == index.document.year
            and key(named.fact.label) in _TOTALS
        ]
        grand = [named for named in cells if key(named.fact.label).endswith("总计")] or cells
        rows: dict[tuple[int | None, str], Named] = {}
        for named in sorted(grand, key=lambda named: (bool(named.column), named.fact.provenance.column or 0)):
            rows.setdefault((named.fact.provenance.row, named.fact.side), named)
        if rows:
            return list(rows.values())
    return []
