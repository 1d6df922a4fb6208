"""What a metric of a question stands for in a year, as one operand: the layer between look-up and every calculation.

A term is, in this order: the printed cell or sentence; the sum of the rows that one table prints under the same name
(by another classification); of the rows that share a further name (政府经济科目 50102); an economic item's basic and
project rows together; the parts of a collective name (水电费); the year's value derived from a later year's change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, facts_of, quantity_of
from assistant.evidence import Selection, of_one_source
from assistant.named import Named
from assistant.operations import added_change
from assistant.operations.collective import MADE_UP
from assistant.operations.desk import (
    AskBackError,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    missing,
    query_text,
    unit_name,
)
from assistant.operations.stated_together import said_with
from assistant.operations.term import Term, summed
from assistant.operations.term_carried import carried_over
from assistant.operations.term_made_up import made_up
from assistant.operations.term_people import paid_from
from assistant.operations.term_rows import added_rows, by_mark_rows, projects_of_unit
from assistant.operations.term_scopes import widened
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import Measure, TableKind
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary

__all__ = ["Term", "different", "find", "is_collective", "need", "need_all", "parts_of", "same_name", "say_parts"]


def find(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The term of a query in a year, None where the documents have nothing for it."""
    found = desk.find(query, year)
    _one_meant(query, found)
    term = (
        (added_rows(desk, query, found) or widened(desk, query, found) or Term(found.fact, found))
        if found
        else by_mark_rows(desk, query, year)
        or projects_of_unit(desk, query, year)
        or _collective(desk, query, year)
        or made_up(desk, query, year)
        or _derived(desk, query, year)
        or carried_over(desk, query, year)
        or paid_from(desk, query, year)
    )
    if term is not None and term.kind != "printed":
        desk.trace.append(f"“{query_text(query)}”（{year}年）= {quantity_of(term.operand).text}：{_WAYS[term.kind]}")
    return term


def _one_meant(query: MetricQuery, found: Selection) -> None:
    """Raises AskBackError where a short name may mean several units, or several metrics, that all have a figure."""
    likely = (*found.best, *found.others)
    for mention in (*query.contexts, query.target):
        if mention.quality == 1:
            continue
        units = {named.owner: unit_name(named) for named in likely if named.owner and named.owner in mention.keys}
        if len(units) > 1:
            raise _ask_back("家单位", list(units.values()))
    rows = {named.row: named.fact.label for named in likely if named.row and named.row in query.target.keys}
    if query.target.quality < 1 and len(rows) > 1 and not query.target.terms and not _one_figure(likely, rows):
        raise _ask_back("项", list(rows.values()))


_NUMBERED = re.compile(r"^(?:\d+|[一二三四五六七八九十]+)(?=.{4})")


def _one_figure(likely: Sequence[Named], rows: dict[str, str]) -> bool:
    """Whether names that differ by their number or general ending only (公务用车购置, 公务用车购置费) give one figure."""
    meant = [named for named in likely if named.row in rows]
    names = {stem(_NUMBERED.sub("", row)) for row in rows}
    return len(names) == 1 and len({named.fact.quantity.value for named in meant if named.fact.quantity}) == 1


def _ask_back(kind: str, names: list[str]) -> AskBackError:
    said = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
    return AskBackError(f"文件里有{len(names)}{kind}可以这样称呼，请问您问的是哪一{kind[0]}？（{said}）", names)


_SHOWN = 8
_WAYS = {
    "rows": "同一张表列有几行同名，相加",
    "marks": "同一科目的各行相加",
    "widened": "基本支出与项目支出两表的数相加",
    "collective": "分列的各项相加",
    "derived": "由下一年的数和增减额倒推",
}


def need(desk: Desk, query: MetricQuery, year: int) -> Term:
    """As ``find``; NotFoundError where there is nothing."""
    found = find(desk, query, year)
    if found is None:
        raise NotFoundError(missing(query, year, desk), "year_not_loaded" if year != desk.year else "not_in_documents")
    return found


def need_all(desk: Desk, queries: Sequence[MetricQuery], year: int) -> list[Term]:
    """The terms of several queries that are set against each other: of one table and scope where there is one."""
    found = [need(desk, query, year) for query in queries]
    if all(term.named.best[0].narrative for term in found):
        return found  # told for the whole department; a table of basic expenditure may give less
    if (told := _of_one_list(found, queries)) is not None:
        return told
    kinds = {term.kind for term in found}
    if len(found) < 2 or not kinds <= {"printed", "widened"}:
        return found
    if kinds == {"widened"} or all(term.parts for term in found):
        return found
    for table in dict.fromkeys(_table(named) for named in _candidates(found[0])):
        row = [_in_table(term, table, query) for term, query in zip(found, queries, strict=True)]
        if table is not None and all(row):
            return [term if named is None else named for term, named in zip(found, row, strict=True)]
    return found


def _of_one_list(found: Sequence[Term], queries: Sequence[MetricQuery]) -> list[Term] | None:
    """The terms as one list in prose gives them by their very names (燃料费9.36万元，维修费7.48万元), where it gives all."""
    first = next(
        (one.named.best[0] for one in found if one.named.best[0].narrative and one.named.best[0].fact.row_path), None
    )
    if first is None:
        return None
    told = []
    for term, query in zip(found, queries, strict=True):
        said = {key(query.target.text), *query.target.keys}
        here = next((named for named in _candidates(term) if _in_list(named, first) and named.row in said), None)
        if here is None:
            return None
        told.append(term if here is term.named.best[0] else Term(here.fact, Selection((here,), (), term.named.score)))
    return told


def _in_list(named: Named, first: Named) -> bool:
    same = named.fact.provenance.section == first.fact.provenance.section
    return named.narrative and same and named.fact.row_path == first.fact.row_path


def different(found: Sequence[Term]) -> list[Term]:
    """Each cell once: a name and its code beside it (养老保险缴费（2080505）) are one thing. LastWordError where some
    cells of one term are all or part of another: they are not to be counted twice, nor left out."""
    kept: list[Term] = []
    for term in found:
        same = [other for other in kept if _cells(term) & _cells(other)]
        if len(same) > 1 and {fact.id for fact in facts_of(term.operand)} <= set().union(*map(_cells, same)):
            continue  # the whole that the parts before it make up (三块相加，“三公”总额)
        if any(quantity_of(other.operand).value != quantity_of(term.operand).value for other in same):
            raise LastWordError("所说的几项有的包含在另一项里，请说明要相加的是哪几项。", "incomplete_question")
        if not same:
            kept.append(term)
    return kept


def _cells(term: Term) -> set[str]:
    return {fact.id for fact in (*facts_of(term.operand), *term.named.support)}


def _candidates(term: Term) -> tuple[Named, ...]:
    return (*term.named.best, *term.named.others)


def _table(named: Named) -> str | None:
    return named.fact.provenance.table


_EVERYTHING = frozenset(("income_total", "expenditure_total", "budget_total"))


def _is_everything(query: MetricQuery) -> bool:
    """Whether all income or spending is asked for, which a table of one source of funds does not give."""
    return not query.contexts and bool(_EVERYTHING.intersection(query.target.terms[:1]))


def _in_table(term: Term, table: str | None, query: MetricQuery) -> Term | None:
    """The term as one table gives it; None where that table is not among the likely ones, or gives only the part of one
    source of funds. All spending keeps its value."""
    first = term.named.best[0]
    likely = term.named.best if _is_everything(query) else _candidates(term)
    here = next((named for named in likely if _table(named) == table and same_name(named, first)), None)
    if here is not None and of_one_source(here, query) and not of_one_source(first, query):
        return None
    if here is None or (here in term.named.best and not term.parts):
        return term if here is not None else None
    others = tuple(named for named in _candidates(term) if named is not here)
    return Term(here.fact, Selection((here,), others, term.named.score))


def same_name(named: Named, other: Named) -> bool:
    """Whether two cells are called the same and differ only by table and scope."""
    if not any((named.row, other.row, named.column, other.column)) and not named.implicit & other.implicit:
        return False  # 总计 and 本年支出合计
    same_row = named.row == other.row or bool(named.row_terms & other.row_terms)
    return same_row and (named.column == other.column or bool(named.column_terms & other.column_terms))


# ---------------------------------------------------------------- collective names, earlier years


def is_collective(query: MetricQuery) -> bool:
    return any(vocabulary().parts(term) for term in query.target.terms[:1])


def parts_of(desk: Desk, query: MetricQuery, year: int) -> tuple[MetricQuery, ...]:
    """水电费 is 水费 and 电费 unless a document prints it in one row; any other metric is itself."""
    if not is_collective(query) or desk.find(query, year):
        return (query,)
    words = vocabulary()
    return tuple(_of_term(query, part) for term in query.target.terms[:1] for part in words.parts(term))


def _collective(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    parts = parts_of(desk, query, year)
    if len(parts) < 2:
        parts = tuple(_of_term(query, part) for one in query.target.terms[:1] for part in MADE_UP.get(one, ()))
    found = [desk.find(part, year) for part in parts]
    if len(found) < 2 or not all(found):
        return None
    return summed([selection.best[0] for selection in found], "collective")


def _of_term(query: MetricQuery, term: str) -> MetricQuery:
    return replace(query, target=replace(query.target, text=vocabulary().terms[term].name, keys=(), terms=(term,)))


def _derived(desk: Desk, query: MetricQuery, year: int) -> Term | None:
    """The value of an earlier year from the later year's value and the change printed for it."""
    now = desk.find(query, year + 1)
    if not now:
        return None
    change = desk.find(query, year + 1, Measure.CHANGE)
    if change and change.fact.base_year in (None, year) and type(change.quantity) is type(now.quantity):
        now = said_with(desk, change, now.fact) or now
        return Term(calculate("previous", now.fact, change.fact), now, kind="derived")
    rate = desk.find(query, year + 1, Measure.CHANGE_RATE) if not change else None
    if rate and rate.fact.base_year in (None, year) and isinstance(now.quantity, Amount):
        return Term(calculate("previous_from_rate", now.fact, rate.fact), now, kind="derived")
    parts = () if change else added_change.changes_of_parts(desk, query, now.fact, year + 1, year)
    return Term(added_change.before(now.fact, parts), now, kind="derived") if parts else None


# ---------------------------------------------------------------- wording


def say_parts(writer: Writer, term: Term) -> None:
    """The cells that were added up, in parentheses: （101.65万元＋222.58万元）."""
    if not term.parts:
        return
    writer.say("（")
    for i, named in enumerate(term.parts):
        writer.say("＋" if i else "", *_part_label(named, term)).figure(named.fact).cite(named.fact)
    writer.say("）")


def _part_label(named: Named, term: Term) -> tuple[str, ...]:
    kinds = {part.fact.table_kind for part in term.parts}
    if len(kinds) == len(term.parts) > 1:
        return ("基本支出" if named.fact.table_kind is TableKind.BASIC_EXPENDITURE else "项目支出",)
    return ()
