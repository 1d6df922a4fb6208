"""A performance indicator with all its cells: sign, value, unit, weight, core or not; and sums of weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.calculations import calculate, quantity_of
from assistant.model import Claim, Draft, Quote
from assistant.named import Named
from assistant.operations import performance
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, named_segment
from assistant.operations.quotation import as_printed
from assistant.parsing.model import ParsedQuestion
from index.model import Fact, Measure
from index.vocabulary.names import key

name = "indicator"
_ASKED = re.compile(
    r"指标|权重|目标|核心|性质|定的|定为|定了|标准|达到|要求|控制|以内|[上下]限|至少|最[高多低少]|不(?:能|得)?(?:低|高|少|超|多)[于过]"
)


def matches(question: ParsedQuestion) -> bool:
    if "权重" in question.plain and question.cue("sum", "share"):
        return True
    return (
        bool(question.mentions)
        and _ASKED.search(question.plain) is not None
        and not question.cue("count", "sum", "rank", "share", "change")
        and not (question.slots.level == "项目" and question.cue("list", "filter"))
    )


def rows_of(desk: Desk) -> list[Named]:
    """The indicator rows that the question names, those of the table it means first, one fact a row."""
    names = {name for mention in desk.question.mentions for name in mention.keys}
    found: list[Named] = []
    order = [table.id for _, table in performance.tables(desk)]
    for index in desk.knowledge.indexes:
        for named in index.named:
            if named.row in names and named.fact.table_kind in performance.KINDS and performance.is_indicator(named):
                found.append(named)
    found = _of_project_said(desk, names, found)
    found.sort(
        key=lambda named: order.index(named.fact.provenance.table or "") if named.fact.provenance.table in order else 99
    )
    return found


def _of_project_said(desk: Desk, names: set[str], rows: list[Named]) -> list[Named]:
    """The rows of the forms of the project that the question names; LastWordError where only another project has them."""
    subjects = {
        key(table.subject)
        for document in desk.knowledge.documents
        for table in document.tables
        if table.kind in performance.KINDS and table.subject
    }
    said = names & subjects
    kept = [named for named in rows if not said or not named.fact.subject or key(named.fact.subject) in said]
    if rows and not kept:
        raise LastWordError("所问的项目没有这项绩效指标，别的项目才有。", "not_in_documents")
    return kept


def answer(desk: Desk) -> Draft:
    if "权重" in desk.question.plain and desk.question.cue("sum", "share"):
        return _weights(desk)
    rows = rows_of(desk)
    if not rows:
        raise NotFoundError("没有找到所问的绩效指标。")
    if desk.question.cue("difference"):
        return _difference(desk, rows)
    writer = Writer(desk)
    headline: Fact | None = None
    for i, name_key in enumerate(dict.fromkeys(named.row for named in rows)):
        same = [named for named in rows if named.row == name_key]
        writer.say("；" if i else "")
        target = _say_row(writer, desk, same[0])
        headline = headline or target
        writer.cite(*(named.fact for named in _one_a_table(same)[:3]))
    return writer.say("。").draft(headline)


def _difference(desk: Desk, rows: list[Named]) -> Draft:
    """By how much the target of one indicator is above that of another (甲的上限比乙的高多少)."""
    firsts = {named.row: named for named in reversed(rows)}
    targets = [_target(performance.cells(desk, firsts[row].fact)) for row in dict.fromkeys(named.row for named in rows)]
    if len(targets) != _A_PAIR or any(target is None for target in targets):
        raise LastWordError("比较需要两项指标的目标值，没有都认出来：请说明是哪两项。", "incomplete_question")
    first, second = sorted((target for target in targets if target), key=_said_at(desk))
    if type(quantity_of(first)) is not type(quantity_of(second)) or quantity_of(first).unit != quantity_of(second).unit:
        raise LastWordError("两项指标的计量单位不同，不能比较。", "not_comparable")
    ahead, behind = (first, second) if quantity_of(first).value >= quantity_of(second).value else (second, first)
    gap = calculate("difference", ahead, behind)
    writer = Writer(desk)
    for i, fact in enumerate((first, second)):
        writer.say("，" if i else "", named_segment(fact.label, fact), "的指标值为", *as_printed(fact)).cite(fact)
    if not quantity_of(gap).value:
        return writer.say("，两者相同，相差").figure(gap).say("。").draft(gap)
    return writer.say("，", named_segment(ahead.label, ahead), "高").figure(gap).say("。").draft(gap)


_A_PAIR = 2


def _said_at(desk: Desk) -> Callable[[Fact], int]:
    return lambda fact: key(desk.question.plain).find(key(fact.label))


def _target(row: Mapping[str, Fact]) -> Fact | None:
    return next((fact for fact in row.values() if fact.measure is Measure.VALUE and fact.quantity is not None), None)


def _one_a_table(rows: list[Named]) -> list[Named]:
    return list({(named.fact.document, named.fact.provenance.table): named for named in reversed(rows)}.values())[::-1]


def _say_row(writer: Writer, desk: Desk, named: Named) -> Fact | None:
    """All cells of an indicator; returns its target value."""
    row = performance.cells(desk, named.fact)
    target = _target(row)
    writer.name(named).say("：")
    for i, (column, fact) in enumerate(row.items()):
        writer.say("，" if i else "", column, "为")
        writer.say(*(as_printed(fact) if fact is target else (Quote(fact.text, fact),)))
    return target if target is not None and isinstance(as_printed(target)[-1], Claim) else None


def _weights(desk: Desk) -> Draft:
    """The weights of the indicators meant (a level-one name, or 核心指标), summed; as a share where asked."""
    tables = performance.tables(desk)
    if not tables:
        raise NotFoundError("文件里没有绩效指标表。")
    document_id, table = tables[0]
    everything = [
        named
        for named in desk.knowledge.by_document[document_id].named
        if named.fact.provenance.table == table.id
        and named.fact.measure is Measure.WEIGHT
        and performance.is_indicator(named)
    ]
    chosen = [named for named in everything if _meant(desk, named)]
    if not chosen and not rows_of(desk):
        chosen = everything
    if not chosen:
        raise NotFoundError("没有找到所问的指标的权重。")
    part = calculate("sum", *(named.fact for named in chosen))
    writer = Writer(desk)
    for i, named in enumerate(chosen):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    writer.say("，权重合计").figure(part)
    if desk.question.cue("share"):
        whole = calculate("sum", *(named.fact for named in everything))
        result = calculate("share", part, whole)
        writer.say("，占全部权重").figure(whole).say("的").figure(result).say("。")
        return writer.cite(*(named.fact for named in everything)).draft(result)
    claims = [figure for figure in desk.question.slots.figures if not figure.unit or figure.unit in ("分", "%")]
    if desk.question.cue("verify") and claims:
        holds = claims[0].value == quantity_of(part).value
        writer.segments.insert(0, "是的，" if holds else "不是，")
        return writer.say("。").draft(part, verdict="yes" if holds else "no")
    return writer.say("。").draft(part)


def _meant(desk: Desk, named: Named) -> bool:
    plain = key(desk.question.plain)
    if "核心" in plain:
        core = performance.core_mark(desk, named.fact)
        wanted = not re.search(r"非核心|不是核心", plain)
        return core is not None and (core.text.strip() == "是") is wanted
    paths = [key(part) for part in named.fact.row_path]
    return any(part in plain for part in paths) or named.row in plain
