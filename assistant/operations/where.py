"""In which tables a metric stands, with the figure in each, and whether they agree."""

from __future__ import annotations

from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, Writer, query_text
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion
from index.amounts import agrees
from index.vocabulary.names import key

name = "where"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("where") and bool(question.queries)


def answer(desk: Desk) -> Draft:
    query = desk.queries()[0]
    per_table: dict[str, Named] = {}
    for index in desk.knowledge.indexes:
        for name_key in query.target.keys or (key(query.target.text),):
            for named in index.by_row.get(name_key, ()):
                table = named.fact.provenance.table
                if (
                    table
                    and named.fact.quantity is not None
                    and named.fact.year == wanted_year(desk)
                    and not named.column
                ):
                    per_table.setdefault(table, named)
    if not per_table:
        raise NotFoundError(f"没有哪张表列有“{query_text(query)}”。")
    writer = Writer(desk).say("出现在：")
    found = list(per_table.values())
    items = []
    for i, named in enumerate(found):
        found_in = desk.knowledge.table_of(named.fact)
        assert found_in is not None
        number = found_in.number or found_in.title
        writer.say(
            "；" if i else "", number if any(map(str.isdigit, found_in.title)) else f"{number}《{found_in.title}》"
        )
        writer.figure(named.fact).cite(named.fact)
        items.append(writer.item(number, named.fact))
    same = all(agrees(named.fact.quantity, found[0].fact.quantity) for named in found[1:])  # type: ignore[arg-type]
    writer.say("。各表一致。" if same else "。各表不一致。")
    return writer.draft(found[0].fact, items=items)
