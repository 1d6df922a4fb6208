"""Terms that are several rows of one table: of one name, under one code, with one further name or code."""

from __future__ import annotations

from assistant.budget_units import is_unit_name
from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.fit import fits, marked
from assistant.named import Named
from assistant.operations import rows as table_rows
from assistant.operations.desk import Desk
from assistant.operations.term import Term, summed
from assistant.parsing.model import MetricQuery
from assistant.table_names import is_table
from index.amounts import Amount
from index.model import Measure, TableKind
from index.vocabulary.names import key


def added_rows(desk: Desk, query: MetricQuery, found: Selection) -> Term | None:
    """Rows of one table that print the same name beside another classification (基本工资 for 机关 and for 事业)."""
    first = _of_a_unit(found)
    mentions = (*query.contexts, query.target)
    code = next((mention.code for mention in mentions if mention.code), None)
    named = any(first.row in mention.keys for mention in mentions)
    if code and not named and (coded := _under_one_code(desk, code, first)):
        return coded
    bought = first.fact.table_kind is TableKind.GOVERNMENT_PROCUREMENT and (
        desk.question.cue("sum") or "采购" in desk.question.plain
    )
    rows = table_rows.purchases_of(desk, first) if bought else table_rows.twins(desk, first)
    marks = [one for one in (*query.contexts, query.target) if first.row not in one.keys and marked(first, one)]
    if marks:  # some of the rows are meant, often one
        rows = tuple(row for row in rows if all(marked(row, one) for one in marks))
    said = {name for context in query.contexts for name in (key(context.text), *context.keys)}
    if said.intersection(map(key, first.fact.row_path)):
        rows = tuple(row for row in rows if row.fact.row_path == first.fact.row_path)
    if len(rows) < 2:
        return None
    whole = table_rows.column_total(desk, first)
    total = calculate("sum", *(row.fact for row in rows))
    if whole is not None and quantity_of(total).value > quantity_of(whole.fact).value:
        return None  # they stand inside one another
    return summed(rows, "rows")


def _under_one_code(desk: Desk, code: str, first: Named) -> Term | None:
    """Rows of one table, beside each other, that bear one code and different names (two units of code 153002)."""
    fact = first.fact
    beside = [
        named
        for named in desk.knowledge.by_document[fact.document].by_code[code]
        if named.fact.provenance.table == fact.provenance.table
        and named.fact.provenance.column == fact.provenance.column
        and named.fact.level == fact.level
        and named.fact.row_path == fact.row_path
        and named.fact.measure is fact.measure
        and isinstance(named.fact.quantity, Amount)
    ]
    rows = table_rows.once(beside)
    return summed(rows, "rows") if fact.code == code and len({row.row for row in rows}) == len(rows) > 1 else None


def _of_a_unit(found: Selection) -> Named:
    """The first cell; its row under a unit where a table of performance repeats one of several such rows."""
    first = found.best[0]
    if first.fact.table_kind is not TableKind.PROJECT_PERFORMANCE:
        return first
    same = (named for named in (*found.best, *found.others) if named.owner and named.row == first.row)
    return next(same, first)


def by_mark_rows(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """All rows of one table that carry a further name or code, where no row bears it as its own."""
    if desk.question.slots.column:
        return None
    found = [
        named
        for index in desk.knowledge.indexes
        for mark in (query.target.code, *query.target.keys)
        if mark
        for named in index.by_mark.get(mark, ())
        if named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Amount)
        and named.fact.year == year
        and named.fact.certain
        and named.row
        and (not named.column or named.alone)
        and all(fits(named, context, index) for context in query.contexts)
    ]
    wanted = desk.question.slots.tables
    by_table: dict[str, list[Named]] = {}
    for named in found:
        table = desk.knowledge.table_of(named.fact)
        if table is not None and (not wanted or is_table(table, wanted)):
            by_table.setdefault(table.id, []).append(named)
    if not by_table:
        return None
    rows = table_rows.once(_with_merged(desk, next(iter(by_table.values())), {query.target.code, *query.target.keys}))
    tops = [row for row in rows if not any(row is not other and _inside(row, other) for other in rows)]
    return summed(tops, "marks") if len(tops) > 1 else Term(tops[0].fact, Selection((tops[0],)))


def projects_of_unit(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The project expenditure of a unit, from the rows of a table of projects that print beside each whose it is."""
    units = [one for one in query.contexts if one.keys and all(map(is_unit_name, one.keys))]
    if "project_expenditure" not in query.target.terms[:1] or len(query.contexts) != len(units) or len(units) != 1:
        return None
    return by_mark_rows(desk, MetricQuery(units[0], (query.target,)), year)


def _with_merged(desk: Desk, marked_rows: list[Named], marks: set[str | None]) -> list[Named]:
    """With the further rows below the same name, where a merged cell prints the mark in the first of them only."""
    first = marked_rows[0].fact
    below = [
        named
        for named in desk.knowledge.by_document[first.document].named
        if named.fact.provenance.table == first.provenance.table
        and named.fact.provenance.column == first.provenance.column
        and named.fact.measure is first.measure
        and isinstance(named.fact.quantity, Amount)
        and marks.intersection(map(key, named.fact.row_path))
        and not any(named is one for one in marked_rows)
    ]
    return sorted([*marked_rows, *below], key=lambda named: named.fact.provenance.row or 0) if below else marked_rows


def _inside(row: Named, other: Named) -> bool:
    return row.fact.level > other.fact.level and (row.fact.code or " ").startswith(other.fact.code or "\0")
