"""Why a figure changed, in the words the document gives."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.model import Draft, Quote
from assistant.operations import absence, change, grounds
from assistant.operations.desk import Desk, NotFoundError, query_text
from assistant.operations.quotation import quoted
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.amounts import Amount, agrees
from index.errors import BudgetQaError
from index.model import Fact, Measure
from index.vocabulary.names import in_order, key
from index.vocabulary.terms import vocabulary

name = "reason"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("reason", "why_empty")


def answer(desk: Desk) -> Draft:
    if desk.question.cue("why_empty") and not desk.question.queries:
        empty = why_empty(desk, None)
        if empty is not None:
            return empty
    why_none = absence.asks_why_none(desk)
    queries = _asked_about(desk)
    queries = absence.denied(desk, queries) if why_none else queries
    for query in queries:
        empty = why_empty(desk, query) if desk.question.cue("why_empty") else None
        if empty is not None:
            return empty
        none = absence.said_absent(desk, query) if why_none else []
        if none:
            return quoted(desk, none)
        facts = stated(desk, query)
        if facts:
            lead = _there_is(desk, query) if why_none else _otherwise(desk, facts[0])
            return _with_change(desk, query, _told(desk, facts[:1], lead))
        none = said_none(desk, query) if _NONE.search(desk.question.plain) else []
        if none:
            return quoted(desk, none)
        parts = grounds.of_parts(desk, query)
        if parts:
            return _with_change(desk, query, _told(desk, parts, "文件只写了其中各项变化的原因："))
    text = "、".join(query_text(query) for query in queries)
    raise NotFoundError(f"文件没有写{f'为什么没有“{text}”' if why_none else f'“{text}”变化的原因'}。")


def _there_is(desk: Desk, query: MetricQuery) -> str:
    """A word of warning where the question takes for granted that there is none, and the document has a figure of it."""
    found = desk.find(query, desk.told_year)
    return "文件里列有它的数，并不是没有：" if found and found.quantity.value else ""


def _told(desk: Desk, facts: list[Fact], lead: str) -> Draft:
    """The sentences quoted, with the reason where it stands in the sentence after (…减少4万元。主要原因是…)."""
    draft = quoted(desk, facts, lead)
    held = "".join(part.text for part in draft.segments if isinstance(part, Quote))
    apart = [fact for fact in facts if fact.reason and key(fact.reason) not in key(held)]
    more = [part for fact in apart for part in ("，主要原因是", Quote(fact.reason, fact))]
    return replace(draft, segments=(*draft.segments, *more))


_HOW_MUCH = re.compile(r"多少|几(?!年)|百分|幅度|[增降涨]幅")


def _with_change(desk: Desk, query: MetricQuery, why: Draft) -> Draft:
    """The change itself before its reason, where the question asks for both (增长了百分之几，因为什么)."""
    clauses = [match.group() for match in _CLAUSE.finditer(desk.question.plain)]
    if not any(_HOW_MUCH.search(clause) for clause in clauses) or not desk.question.cue(
        "change", "rate", "difference", "direction"
    ):
        return why
    try:
        told = change.answer(replace(desk, question=replace(desk.question, queries=(query,))))
    except (BudgetQaError, NotFoundError):
        return why
    return replace(told, segments=(*told.segments, "原因：", *why.segments), support=(*told.support, *why.support))


def _asked_about(desk: Desk) -> list[MetricQuery]:
    """The metrics, those of the clause that asks why first: 三公总数在降，公务接待费怎么反倒涨了."""
    queries = (
        desk.question.queries
        or _abbreviated(desk)
        or (whole(desk) if TOTAL.search(desk.question.plain) else desk.queries())
    )
    if any(set(query.target.terms[:1]) & set(_WHOLE_TERMS) and not query.contexts for query in queries):
        queries = (*queries, *whole(desk))
    clauses = [match.span() for match in _CLAUSE.finditer(desk.question.plain)]
    asking = [
        (start, end)
        for start, end in clauses
        if any(start <= place < end for place, _ in cue_spans(desk.question.plain, "reason"))
    ]
    return sorted(queries, key=lambda query: not any(start <= query.target.start < end for start, end in asking))


def whole(desk: Desk) -> tuple[MetricQuery, ...]:
    """The department's whole expenditure and income, where “预算猛增” names no metric."""
    names = [vocabulary().terms[term] for term in _WHOLE_TERMS]
    terms = tuple(term.id for term in names)
    printed = tuple(name for name in sorted(desk.knowledge.names) if _WHOLE.fullmatch(name))
    return (MetricQuery(Mention(0, 0, "预算", printed, terms)),)


def _abbreviated(desk: Desk) -> tuple[MetricQuery, ...]:
    """The one item with a reason of its own whose name a run of the question shortens (突发公卫应急); () for none or
    several."""
    names = {
        named.row
        for index in desk.knowledge.indexes
        for named in index.named
        if named.narrative and named.fact.reason and len(named.row) > _SHORTENED and named.fact.row_path
    }
    for clause in _CLAUSE.findall(desk.question.plain):
        for size in range(min(len(clause), _LONGEST), _SHORTENED - 1, -1):
            for start in range(len(clause) - size + 1):
                said = clause[start : start + size]
                meant = [one for one in names if one[:2] == said[:2] and in_order(said, one)]
                if len(meant) == 1:
                    return (MetricQuery(Mention(0, 0, said, (meant[0],), quality=0.8)),)
    return ()


_SHORTENED, _LONGEST = 5, 16  # characters of what shortens a name

_WHOLE_TERMS = ("expenditure_total", "budget_total", "income_total")
TOTAL = re.compile(r"预算|支出|收入|收支|盘子|花销|经费|资金|钱")
_WHOLE = re.compile(r"(?:部门|单位|本年)?(?:收支|收入|支出)?(?:总)?预算(?:支出|收入|总额|收支)?(?:总计|合计|总额)?")
_CLAUSE = re.compile(r"[^，,。；;？?！!]+")
_NONE = re.compile(r"空|没|无|零|(?<!\d)0(?!\d)")  # asks why there is nothing


def stated(desk: Desk, query: MetricQuery) -> list[Fact]:
    """What tells the reason of the metric's change; facts whose figure the question repeats come first."""
    found = grounds.as_compared(desk, query) or grounds.beside(desk, query)
    if not found and query.contexts:
        found = _only_one(stated(desk, MetricQuery(query.target)))
        if not found and _SOURCE.search(query.target.text):  # 信息化建设的一般公共预算: the item in its main source
            found = _only_one(stated(desk, MetricQuery(query.contexts[-1])))
    found = (
        found
        or grounds.right_after(desk, query)
        or grounds.of_neighbours(desk, query)
        or grounds.in_own_sentence(desk, query)
    )
    figures = [figure for figure in desk.question.slots.figures if isinstance(figure, Amount)]
    return sorted(found, key=lambda fact: not any(_same_size(fact, figure) for figure in figures))


_SOURCE = re.compile(r"一般公共预算|财政拨款|^(?:预算|支出)")


def _only_one(facts: list[Fact]) -> list[Fact]:
    """Facts found without the words that narrow them down, where all give one reason."""
    return facts if len({fact.reason for fact in facts}) == 1 else []


_LESS = re.compile(r"减|降|少|砍|缩|低|压|省|跌|掉")
_MORE = re.compile(r"增|涨|(?<![成点%元万亿么])多(?!少)|升|高")  # neither 四成多 nor 这么多 says that it rose


def _otherwise(desk: Desk, fact: Fact) -> str:
    """A word of warning where the document says the opposite of what the question takes for granted."""
    plain = desk.question.plain
    less, more = _LESS.search(plain) is not None, _MORE.search(plain) is not None
    if fact.measure not in (Measure.CHANGE, Measure.CHANGE_RATE) or fact.quantity is None or less == more:
        return ""
    if fact.quantity.value == 0:
        return "文件写的是持平："
    rises = fact.quantity.value > 0
    return "" if rises == more else f"文件写的是{'增加' if rises else '减少'}："


def _same_size(fact: Fact, figure: Amount) -> bool:
    quantity = fact.quantity
    if not isinstance(quantity, Amount):
        return False
    return agrees(replace(quantity, value=abs(quantity.value)), figure)


def said_none(desk: Desk, query: MetricQuery) -> list[Fact]:
    from assistant.operations import text

    return text.said_none(desk, query)


def why_empty(desk: Desk, query: MetricQuery | None) -> Draft | None:
    from assistant.operations.text import empty_table

    return empty_table(desk, query)
