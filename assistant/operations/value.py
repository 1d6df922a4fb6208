"""One figure, or several asked for side by side: what the documents print for a metric (or what follows from it)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.model import Claim, Draft, Quote, Segment
from assistant.operations import absence, rows, terms, text, trends
from assistant.operations.desk import (
    STAGE_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    missing,
    name_of,
    named_segment,
    when,
)
from assistant.operations.listing import count_of
from assistant.operations.quotation import quoted
from assistant.operations.scopes import scope_words
from assistant.operations.target import in_its_sentence
from assistant.operations.terms import Term
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.parse import EACH
from index.amounts import Amount, agrees
from index.model import Measure
from index.vocabulary.names import key

name = "value"


def matches(question: ParsedQuestion) -> bool:
    return bool(question.queries) and not question.cue("in_words")


def answer(desk: Desk) -> Draft:
    queries = desk.queries()
    if len(queries) > 1:
        queries = tuple(q for q in queries if not rows.is_column_of_words(desk, q.target.keys)) or queries[:1]
    asked = _years_asked(desk.question)
    if len(asked) > 1:
        return trends.each_year(desk, queries[0])
    if len(desk.question.slots.years) > 1:
        desk = replace(desk, question=desk.question.with_slots(years=asked))
    if len(queries) > 1:
        return several(desk, queries)
    if _HALF.search(desk.question.plain) and desk.question.previous is None:
        raise LastWordError("比较需要两个数，问题里只认出了一个：请说明是哪两项。", "incomplete_question")
    return one(desk, queries[0])


# A year whose figure the question states itself (2026年是149.77万元).
_TOLD_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:的)?(?:预算|决算)?(?:数|额)?(?:是|为|有|安排)?(?:了)?[\d.,]+(?:万|亿)?元")


def _years_asked(question: ParsedQuestion) -> tuple[int, ...]:
    """The years whose figures are asked for: without those that the question tells the figure of."""
    told = {int(year) for year in _TOLD_YEAR.findall(question.plain)}
    return tuple(year for year in question.slots.years if year not in told) or question.slots.years


# Two figures are to be compared: where only one of them was recognised, it alone is no answer.
_HALF = re.compile(
    r"(?:哪个|哪项|哪家|哪边|哪样|哪头|谁)(?:的|更|花得?|要)*(?:多|大|高|少|小|低)"
    r"|(?:谁|哪家)的[^,，。?？]{2,14}?(?:更|较|比较|最)?[多大高少小低](?:[?？,，]|$)|(?:和|跟|与|同)[^,，。?？]{2,20}(?:差|相差)(?:了)?(?:多少|几)"
)


def one(desk: Desk, query: MetricQuery) -> Draft:
    year = wanted_year(desk)
    term = terms.find(desk, query, year)
    if term is None:
        return words(desk, query, year)
    writer = Writer(desk)
    if term.kind == "derived":
        return trends.say_derived(writer, query, year, term)
    if term.kind in ("rows", "marks"):
        return say_rows(writer, desk, query, term)
    if term.kind == "collective":
        return _say_made_up(writer, desk, term)
    if term.named.best[0].narrative and _BOUNDED.search(term.named.fact.label):  # 负债率超过68%的…: no value of its own
        return in_its_sentence(desk, term.named.fact)
    say(writer, desk, query, term)
    for fact in rows.words_asked(desk, term.named.best[0]):
        writer.say(f"，{fact.column_path[-1]}为", Quote(fact.text, fact)).cite(fact)
    mention_other_scope(writer, desk, term)
    return writer.say("。").draft(term.operand)


_BOUNDED = re.compile(r"(?:超过|突破|低于|高于|不少于|不低于|不超过|达到)$")


def _say_made_up(writer: Writer, desk: Desk, term: Term) -> Draft:
    """A whole that the document prints only in its parts: each of them, and their sum."""
    writer.say(when(desk, term.parts[0].fact))
    for i, named in enumerate(term.parts):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    return writer.say("，合计").figure(term.operand).say("。").draft(term.operand)


def say_rows(writer: Writer, desk: Desk, query: MetricQuery, term: Term) -> Draft:
    """A name that a table prints on several rows (by another classification): each of them, and their sum."""
    writer.say(when(desk, term.parts[0].fact), *_called(query, term))
    writer.say("列有").figure(count_of(list(term.parts), "行")).say("：")
    for i, named in enumerate(term.parts):
        writer.say("、" if i else "")
        if term.kind == "marks" or named.owner:
            writer.name(named)
        writer.figure(named.fact).cite(named.fact)
    return writer.say("，合计").figure(term.operand).say("。").draft(term.operand)


def _called(query: MetricQuery, term: Term) -> tuple[Segment, ...]:
    if term.kind == "marks":
        return ("所问科目",) if re.search(r"\d", query.target.text) else (query.target.text,)
    first = term.parts[0]
    return (query.target.text if first.owner else named_segment(name_of(first, query), first.fact),)


def words(desk: Desk, query: MetricQuery, year: int) -> Draft:
    """A metric that the document describes without a figure (没有使用政府性基金安排的支出)."""
    if year == desk.year:
        unsaid = text.empty_table(desk, query) or text.blank_row(desk, query)
        if unsaid is not None:
            return unsaid
        none = absence.said_absent(desk, query) if not desk.question.slots.tables and not query.contexts else []
        if none:
            return quoted(desk, none)
    stated = desk.find(query, year, Measure.TEXT) if not desk.question.slots.tables else Selection()
    if not stated or not (stated.best[0].narrative or stated.best[0].column in query.target.keys):
        raise NotFoundError(missing(query, year, desk), "not_in_documents" if year == desk.year else "year_not_loaded")
    return quoted(desk, stated.support[:1])


def wanted_year(desk: Desk) -> int:
    slots = desk.question.slots
    if slots.years:
        return slots.years[-1]
    return desk.year - 1 if slots.previous_year and not desk.question.cue("change") else desk.year


def say(writer: Writer, desk: Desk, query: MetricQuery, term: Term) -> None:
    named = term.named.best[0]
    writer.say(when(desk, named.fact)).name(named, query)
    measure = STAGE_WORDS[named.fact.stage] if isinstance(quantity_of(term.operand), Amount) else ""
    writer.say(f"{measure}为" if measure and measure not in name_of(named, query) else "为")
    printed = named.fact.text.strip().lstrip(_SIGNS)
    if term.operand is named.fact and printed != named.fact.text.strip() and not printed[-1:].isdigit():
        writer.say(named.fact.text.strip().removesuffix(printed), Claim(printed, named.fact))  # a limit is no result
    else:
        writer.figure(term.operand)
    terms.say_parts(writer, term)
    writer.cite(*term.named.support[:6])


_SIGNS = "≥≤＞＜>< "


def mention_other_scope(writer: Writer, desk: Desk, term: Term) -> None:
    """A figure of the same name in another scope is named beside the answer, so that it is not mistaken for it."""
    if term.parts:
        return
    for named in term.named.others[:1]:
        if (
            named.narrative
            or named.owner
            or named.fact.provenance.table == term.named.fact.provenance.table
            or named.fact.document != term.named.best[0].fact.document
            or (named.fact.stage, named.fact.year) != (term.named.fact.stage, term.named.fact.year)
            or desk.question.slots.tables
            or not terms.same_name(named, term.named.best[0])
        ):
            continue
        table = desk.knowledge.table_of(named.fact)
        other = named.fact.quantity
        if (
            table is not None
            and isinstance(other, Amount)
            and other.value
            and not agrees(other, quantity_of(term.operand))
        ):
            writer.say(f"；另在{scope_words(table)}中为").figure(named.fact)


_SIDE_BY_SIDE = re.compile(r"[、和与跟及同,，;；/\s]|以及|还有|分别|各|加")


def _run_together(desk: Desk, queries: tuple[MetricQuery, ...]) -> bool:
    """Whether two names stand in one phrase, as the pieces of a name that was not recognised whole."""
    plain, (first, second) = desk.question.plain, queries[:2]
    if desk.question.previous is not None or (desk.question.cue("list") and not desk.question.cue("each")):
        return False
    own = [name.start for name in (*second.contexts, second.target) if name.start >= first.target.end]
    between = plain[first.target.end : min(own, default=second.target.start)]
    each = not between and EACH.match(plain, second.target.end)  # 会议费培训费各多少
    return second.target.start >= first.target.end and _SIDE_BY_SIDE.search(between) is None and not each


def _one_name(queries: tuple[MetricQuery, ...]) -> MetricQuery | None:
    """The one name that holds all that is said, in order (绿道那笔专项资金 for 绿道建设专项资金); None for none or several."""
    said = re.compile(".*".join(re.escape(key(query.target.text)) for query in queries))
    names = {name for query in queries for name in query.target.keys if said.search(name)}
    target = next((query.target for query in queries if names & set(query.target.keys)), None)
    return MetricQuery(replace(target, keys=tuple(names), terms=())) if target and len(names) == 1 else None


def _in_row_before(desk: Desk, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Columns said behind a row and a space (行政运行 基本支出和项目支出分别多少) are those of that row, where it has one."""
    first, *others = queries
    if len(others) < 2 or any(query.contexts for query in others):
        return queries
    if re.fullmatch(r"\s+", desk.question.plain[first.target.end : others[0].target.start]) is None:
        return queries
    within = tuple(replace(query, contexts=(*first.contexts, first.target)) for query in others)
    return within if any(terms.find(desk, query, wanted_year(desk)) for query in within) else queries


def several(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    """Each of several metrics; what cannot be found is a refusal, not a silent gap."""
    if _run_together(desk, queries):
        whole = _one_name(queries)
        if whole is not None:
            return one(desk, whole)
        raise LastWordError(
            "问题里认出了几个名称，没有把握要问的是哪一个：请说出一个完整的名称。", "incomplete_question"
        )
    queries = _in_row_before(desk, queries)
    writer = Writer(desk)
    items = []
    year = wanted_year(desk)
    if not any(terms.find(desk, query, year) for query in queries):
        return words(desk, queries[-1], year)
    found = [(query, terms.need(desk, query, year)) for query in queries]
    for i, (query, term) in enumerate(found):
        if i:
            writer.say("；")
        say(writer, desk, query, term)
        items.append(writer.item(name_of(term.named.best[0], query), term.operand))
    return writer.say("。").draft(found[0][1].operand, items=items)
