"""Two metrics (or one metric in two tables, units or years) against each other: which is more, and by how much."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.grouping.units import names_unit
from assistant.model import Direction, Draft, Operand, Segment
from assistant.operations import over_tables, rows, scope_gap, terms
from assistant.operations.change import against_metric
from assistant.operations.desk import (
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    direction_of,
    name_of,
    unit_segments,
)
from assistant.operations.purchased import is_all_purchases, purchase_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, Count
from index.model import TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

name = "difference"


_WHICH = re.compile(r"(?:谁的?|哪(?:个|家|项|笔|边|一|块|年)?)[^,，。?？]{0,8}?(?:更|较)?(?:多|大|高|少|小|低)")


def matches(question: ParsedQuestion) -> bool:
    if question.queries and question.cue("sum") and against_metric(question):
        return True
    slots = question.slots
    several = 2 in (len(slots.years), len(slots.departments), len(slots.tables))
    pairs = len(question.queries) > 1 or (several and bool(question.queries))
    return pairs and (question.cue("difference", "compare") or _WHICH.search(question.plain) is not None)


def sides(desk: Desk) -> list[tuple[str, Operand, Selection]]:
    queries = desk.queries()
    if desk.question.cue("sum") and against_metric(desk.question):
        return _sum_against(desk)
    if by_title := over_tables.two_named_tables(desk):
        return [(_place(desk, one), one.fact, one) for one in by_title]
    years = desk.question.slots.years
    if len(years) == 2 and len(queries) == 1:
        found = [(f"{year}年", terms.need(desk, queries[0], year)) for year in years]
    elif len(desk.question.slots.tables) == 2 and len({query.target.text for query in queries}) == 1:
        found = [
            (table, terms.need(desk.in_table(table), queries[0], wanted_year(desk)))
            for table in desk.question.slots.tables
        ]
    elif len(desk.question.slots.departments) == 2 and len(queries) == 1:
        found = [(owner, terms.need(own, queries[0], wanted_year(own))) for owner, own in desk.per_department()]
    else:
        year = wanted_year(desk)
        found = []
        if _unit_and_metric(desk, queries[:2]):
            raise LastWordError("没有认出要比较的是哪两项：请把两边的单位和指标都说出来。", "incomplete_question")
        if is_all_purchases(queries[1]) and _ITS_PURCHASE.search(desk.question.plain):
            return _against_its_purchase(desk, queries[0], year)
        queries = _source_of_row(desk, queries[:2], year)
        for term, query in zip(terms.need_all(desk, queries[:2], year), queries, strict=False):
            found.append((name_of(term.named.best[0], query), term))
    if len(found) < 2:
        raise NotFoundError("比较需要两个数：请说明是哪两项，或哪两年。", "incomplete_question")
    return [(label, term.operand, term.named) for label, term in found]


_ITS_PURCHASE = re.compile(r"(?:其|它的?|自己的?|本身的?|自身的?)(?:政府)?采购")


def _against_its_purchase(desk: Desk, query: MetricQuery, year: int) -> list[tuple[str, Operand, Selection]]:
    """A project's budget and its purchase (某管养的项目预算比其采购预算多多少)."""
    project, bought = terms.need(desk, query, year), purchase_of(desk, query.target)
    if bought is None or project.named.fact.table_kind is TableKind.GOVERNMENT_PROCUREMENT:
        raise LastWordError(f"采购表里没有认出“{query.target.text}”的采购金额，不能比较。", "no_comparison")
    return [
        (name_of(project.named.best[0], query), project.operand, project.named),
        (f"{query.target.text}的采购", bought.fact, bought),
    ]


def _source_of_row(desk: Desk, pair: Sequence[MetricQuery], year: int) -> tuple[MetricQuery, ...]:
    """The two metrics; a source of funds said beside a row that has a figure in its column is that row's own (某项目总投入
    比财政拨款多多少)."""
    if len(pair) != _PAIR or pair[1].contexts or not _is_source(pair[1]) or _is_source(pair[0]):
        return tuple(pair)
    row = desk.find(pair[0], year)
    if not row or not row.best[0].row:
        return tuple(pair)
    own = MetricQuery(pair[1].target, (*pair[0].contexts, pair[0].target))
    cell = desk.find(own, year)
    places = {(one.fact.provenance.table, one.fact.provenance.row) for one in row.best}
    if cell and cell.best[0].column and (cell.fact.provenance.table, cell.fact.provenance.row) in places:
        return pair[0], own
    if row.fact.table_kind not in _OF_PROJECTS:
        return tuple(pair)
    names = {key(pair[1].target.text), *pair[1].target.keys}
    below = [
        fact
        for fact in rows.facts_of_row(desk, row.fact)
        if isinstance(fact.quantity, Amount)
        and any(key(part) in names or _means(part, pair[1]) for part in fact.column_path[:-1])
    ]
    if len(below) != 1:
        raise LastWordError(
            f"文件里没有写“{pair[0].target.text}”的“{pair[1].target.text}”，不能比较。", "no_comparison"
        )
    leaf = below[0].column_path[-1]
    return pair[0], replace(own, target=replace(own.target, text=leaf, keys=(key(leaf),), terms=()))


def _means(header: str, query: MetricQuery) -> bool:
    return bool(set(vocabulary().printed.get(key(header), ())) & set(query.target.terms))


_OF_PROJECTS = (TableKind.PROJECT_EXPENDITURE, TableKind.PROJECT_PERFORMANCE)
_PAIR = 2
_SOURCES = frozenset(("fund_source", "income"))


def _is_source(query: MetricQuery) -> bool:
    """Whether a metric is a source of funds, as which the columns of projects are headed."""
    known = vocabulary().terms
    return any(known[term].term_class in _SOURCES for term in query.target.terms[:1])


def _unit_and_metric(desk: Desk, pair: Sequence[MetricQuery]) -> bool:
    """Whether a unit with nothing asked of it would be set against another figure (甲的接待费比乙支队)."""
    bare = [not query.contexts and names_unit(query.target, desk.knowledge) for query in pair]
    return len(set(bare)) > 1


_ANY_VEHICLE = re.compile(r"公务|公家|[用公]?车辆?|共|有|总|全|部|单位|本|所|的|数|量")


def _kind_not_printed(desk: Desk, found: Sequence[Selection]) -> bool:
    """Whether a kind of vehicle is asked of and the number found is of all vehicles (一般公务用车: 共有车辆46辆)."""
    labels = [key(one.fact.label) for one in found]
    said = [key(query.target.text) for query in desk.question.queries[:2]]
    return len(said) == len(labels) and any(
        "车" in text and (kind := _ANY_VEHICLE.sub("", text)) and not _ANY_VEHICLE.sub("", label) and kind not in label
        for text, label in zip(said, labels, strict=True)
    )


def _sum_against(desk: Desk) -> list[tuple[str, Operand, Selection]]:
    """“甲、乙、丙加起来比丁少多少”: the parts named before 比 together, against what stands after it."""
    against = max(desk.question.plain.rfind(word) for word in ("比", "较", "跟", "和", "与"))
    parts = tuple(query for query in desk.queries() if query.target.start < against)
    wholes = tuple(query for query in desk.queries() if query.target.start > against)
    if len(parts) < 2 or len(wholes) != 1:
        raise NotFoundError("没有认出要相加的是哪几项：请把各项名称都说出来。", "incomplete_question")
    found = terms.different(terms.need_all(desk, parts, wanted_year(desk)))
    whole = terms.need(desk, wholes[0], wanted_year(desk))
    support = Selection(tuple(term.named.best[0] for term in found))
    total = calculate("sum", *(term.operand for term in found))
    return [("合计", total, support), (name_of(whole.named.best[0], wholes[0]), whole.operand, whole.named)]


def answer(desk: Desk) -> Draft:
    (first_name, first, first_named), (second_name, second, second_named) = sides(desk)
    if isinstance(quantity_of(first), Count) and _kind_not_printed(desk, (first_named, second_named)):
        raise LastWordError("没有找到所问的那一类车辆的数目，不能比较。")
    if first == second and len({query.target.text for query in desk.queries()}) > 1:
        raise LastWordError("所说的两项找到的是同一个数，没有把握要比较的是哪两项。", "incomplete_question")
    if over_tables.said_in_tables(desk.question) and first_named.fact.id == second_named.fact.id:
        raise LastWordError("没有在所说的两张表里都找到所问的数，不能比较。", "not_in_documents")
    if type(quantity_of(first)) is not type(quantity_of(second)):
        raise NotFoundError("两个数的计量单位不同，不能比较。", "not_comparable")
    ahead, behind = (first, second) if quantity_of(first).value >= quantity_of(second).value else (second, first)
    writer = Writer(desk)
    by_owner = first_name in desk.question.slots.departments
    by_year = len(desk.question.slots.years) == 2 and first_name.endswith("年")
    by_table = first_named.fact.provenance.table and first_name in (
        *desk.question.slots.tables,
        _place(desk, first_named),
    )
    said_first = not by_year and not by_owner and _FIRST_AGAINST_SECOND.search(desk.question.plain) is not None
    gap = calculate("difference", *((first, second) if said_first else (ahead, behind)))
    for i, (label, operand, named) in enumerate(
        ((first_name, first, first_named), (second_name, second, second_named))
    ):
        writer.say("，" if i else "")
        if by_owner:
            writer.say(f"{label}{named.fact.year}年").name(named.best[0])
        elif by_year:
            writer.name(named.best[0]).say(label)
        elif by_table:
            writer.say("" if i else f"{named.fact.year}年").name(named.best[0]).say(f"在{_place(desk, named)}为")
        else:
            writer.say("" if i else f"{named.fact.year}年", *_called(label, named))
        writer.figure(operand).cite(*named.support[:3])
    if not quantity_of(gap).value:
        return writer.say("，两者相同，相差").figure(gap).say("。").draft(gap)
    larger, bigger = (first_name, first_named) if ahead is first else (second_name, second_named)
    writer.say("，")
    if by_year or by_owner:
        writer.say(larger)
    elif by_table:
        writer.say(f"{_place(desk, bigger)}的数")
    else:
        writer.say(*(_called(first_name, first_named) if said_first else _called(larger, bigger)))
    writer.say("少" if said_first and ahead is second else "多").figure(gap).say("。")
    direction = direction_of(gap) if said_first else None
    if scope_gap.asked(desk.question.plain):
        return _say_where(desk, writer, gap, direction)
    return writer.draft(gap, direction=direction, items=(writer.item(larger, ahead),))


def _say_where(desk: Desk, writer: Writer, gap: Operand, direction: Direction | None) -> Draft:
    """The difference with the sources of income that make it up. LastWordError where the document does not show them."""
    sources = scope_gap.sources(desk, gap) if isinstance(quantity_of(gap), Amount) else ()
    if not sources:
        raise LastWordError("算出的差额看不出差在哪几项上，请分开来问。", "not_computable")
    writer.say("差在")
    for i, one in enumerate(sources):
        writer.say("、" if i else "").name(one).figure(one.fact).cite(one.fact)
    items = [writer.item(name_of(one), one.fact) for one in sources]
    return writer.say("。").draft(gap, direction=direction, items=items)


# what stands before 比 is what is said to be more or less (甲比乙多多少)
_FIRST_AGAINST_SECOND = re.compile(r"(?<!占)[比较](?!例|重)[^,，;；。?？]{2,40}?(?:[多少高低大小](?!于)|[增减])")


def _place(desk: Desk, named: Selection) -> str:
    """Where a figure stands: the number of its table, else its title."""
    table = desk.knowledge.table_of(named.fact)
    return (table.number or f"《{table.title}》") if table is not None else "正文"


def _called(label: str, named: Selection) -> tuple[Segment, ...]:
    """A side's name; a unit's with the metric that is asked of it (甲中心“基本支出”)."""
    own = name_of(named.best[0])
    total = label in {vocabulary().terms[term].name for term in named.best[0].implicit}  # said for one of its names
    return unit_segments(label if total or label.startswith(own) else own, named.fact)
