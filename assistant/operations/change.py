"""Change against another year: amount, rate, direction, and the earlier value itself; printed or derived."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Item, Operand
from assistant.operations import share, share_gap
from assistant.operations.desk import (
    DIRECTION_WORDS,
    RATE_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    direction_of,
    query_text,
)  # fmt: skip
from assistant.operations.year_change import Change, StatedOnlyError, compared, find_change, rate_of
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.slots import things_counted
from index.amounts import Amount, Ratio
from index.model import Fact

name = "change"


def matches(question: ParsedQuestion) -> bool:
    if not question.queries:
        return False
    if against_metric(question) or (len(question.slots.departments) > 1 and not question.cue("change")):
        return False
    if len(question.queries) > 1 and (_ROSE_MORE.search(question.plain) or _ROSE_OR_FELL.search(question.plain)):
        return True
    asks = question.cue("change", "previous") or (question.cue("difference", "rate") and len(question.slots.years) == 2)
    if (
        question.cue("difference")
        and len(question.queries) == 1
        and question.slots.years
        and not question.cue("compare")
        and len(question.slots.departments) < 2
    ):
        asks = True
    return asks and not (question.cue("rank") and not question.cue("change"))


_ROSE_MORE = re.compile(r"哪[^,，。]{0,8}(?:增|涨|升|减|降)(?:加|长|少|得|的|了){1,3}(?:更|较|比较)?[多少大小]")
# Which of two rose and which fell (甲和乙哪个增加哪个减少).
_ROSE_OR_FELL = re.compile(
    r"[哪谁](?:一)?(?:个|项|样|块|边)?(?:在|是|都)?(?:增|涨|升|减|降|跌|多|少)[^,，。?？]{0,4}?[,，]?[哪谁](?:一)?(?:个|项|样|块|边)?(?:在|是)?(?:增|涨|升|减|降|跌|多|少)"
)
_AGAINST = re.compile(r"(?:比|较)[“\"《]?$")
_MORE_OR_LESS = re.compile(
    r"(?:多|少|高|低|大|小|差)(?:安排|花|列|支出|拨|投|用|收|编)?(?:了|出|出了)?(?:多少|几|好多|\d)"
)


def against_metric(question: ParsedQuestion) -> bool:
    """Whether one figure is set against another of its year (比项目支出少了多少), not against an earlier year."""
    return any(
        _AGAINST.search(question.plain[: mention.start]) and _MORE_OR_LESS.search(question.plain[mention.end :])
        for mention in question.mentions
        if mention.start > 2
    ) and not re.search(r"[去上前]年|20\d\d|同比", question.plain)


def answer(desk: Desk) -> Draft:
    queries = _only_asked(desk, _once(desk, desk.queries()))
    if desk.question.cue("share") or (desk.question.slots.unit == "个百分点" and not _rate_in_points(desk, queries)):
        return share_gap.answer(desk) or share.points(desk)
    if len(queries) > 1 and not _same_metric(queries):
        return _each(desk, queries)
    query = queries[0]
    try:
        change = find_change(desk, query)
    except StatedOnlyError as only:
        return _say_stated(desk, query, only.selection)
    question = desk.question
    if question.cue("previous") or _asks_base_value(question, change):
        return _say_previous(desk, query, change)
    return _say_change(desk, query, change)


def _once(desk: Desk, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Each metric once: a name and its code beside it (大气（2110301）) are one."""
    if len(queries) < 2:
        return queries
    year, _ = compared(desk)
    kept: list[tuple[MetricQuery, tuple[Fact, ...]]] = []
    for query in queries:
        support = desk.find(query, year).support
        if not support or not any(set(support) & set(other) for _, other in kept):
            kept.append((query, support))
    return tuple(query for query, _ in kept)


_CLAUSE = re.compile(r"[^,，;；。?？]+")
_TELLS = re.compile(
    r"(?:[在都也却还又是]|反而)+[涨增升减降跌]|[涨增升减降跌]了(?!多少|几)|[上下]升|下[降滑跌]|增[加长]|减少"
)
_REFERS = re.compile(r"[比较占和与跟]|合计|一共|总共|加起来|两|各|分别")


def _only_asked(desk: Desk, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """The metrics of the one clause that asks, where the others only tell a trend (甲在涨，乙在减，丙减了多少)."""
    plain = desk.question.plain
    clauses = [match for match in _CLAUSE.finditer(plain) if match.group().strip()]
    asking = [match for match in clauses if re.search(r"多少|几(?!乎)", match.group())]
    if len(queries) < 2 or len(asking) != 1 or asking[0] is not clauses[-1] or _REFERS.search(asking[0].group()):
        return queries
    inside = tuple(query for query in queries if query.target.start >= asking[0].start())
    told = [match.group() for match in clauses[:-1] if any(_within(query, match) for query in queries)]
    if len(inside) != 1 or not all(_TELLS.search(clause) for clause in told):
        return queries
    return inside


def _within(query: MetricQuery, clause: re.Match[str]) -> bool:
    return clause.start() <= query.target.start < clause.end()


def _same_metric(queries: tuple[MetricQuery, ...]) -> bool:
    return len({query.target.text for query in queries}) == 1


def _asks_base_value(question: ParsedQuestion, change: Change) -> bool:
    if _BASE_ASKED.search(question.plain):
        return True
    return question.slots.years == (change.base_year,) and not question.cue("change", "rate", "difference")


# The change is told, the year before is asked for (比上年增三成，那上年大概是几亿).
_BASE_ASKED = re.compile(
    r"(?<![比较和跟与同])(?:上年|去年|上一年|前一年)度?的?(?:大概|大约|约|应该|就|又|是|有|为|得)*(?:多少|几[百千万亿元])(?!.*(?:比|增|减))"
)


def _say_change(desk: Desk, query: MetricQuery, change: Change) -> Draft:
    writer = Writer(desk)
    writer.say(f"{change.year}年").name(change.named.best[0], query).say("为").figure(change.now)
    if change.direction is Direction.UNCHANGED:
        still = change.rate if _asks_rate(desk) and change.rate is not None else change.amount
        writer.say(f"，与{change.base_year}年持平，增减").figure(still).say("。").cite(
            *change.printed.support[:2], *change.named.support[:4]
        )
        _say_parts(writer, change)
        return writer.draft(still, direction=Direction.UNCHANGED)
    writer.say(f"，比{change.base_year}年的").figure(change.before)
    writer.say(DIRECTION_WORDS[change.direction]).figure(change.amount)
    headline: Operand = change.amount
    asks_rate = _asks_rate(desk)
    rate = rate_of(desk, change)
    if rate is not None:
        writer.say("（" if not asks_rate else "，", RATE_WORDS[change.direction]).figure(rate).say(
            "）" if not asks_rate else ""
        )
        headline = rate if asks_rate else headline
    elif asks_rate:
        raise NotFoundError(f"“{query_text(query)}”{change.base_year}年为零或没有数，算不出增减比例。", "no_comparison")
    writer.say("。").cite(*change.printed.support[:2], *change.printed_rate.support[:1], *change.named.support[:4])
    _say_parts(writer, change)
    return writer.draft(headline, direction=change.direction)


def _asks_rate(desk: Desk) -> bool:
    return desk.question.cue("rate") or desk.question.slots.unit in ("%", "成", "个百分点")


_OF_SHARES = re.compile(r"占|比重|比例|份额|百分比|率")


def _rate_in_points(desk: Desk, queries: tuple[MetricQuery, ...]) -> bool:
    """Whether the growth of an amount is asked for in everyday words (办公费涨了几个百分点): nothing speaks of a share."""
    if len(queries) != 1 or queries[0].contexts or _OF_SHARES.search(_unnamed(desk.question)):
        return False
    found = desk.find(queries[0], compared(desk)[0])
    return bool(found) and isinstance(found.quantity, Amount)


def _unnamed(question: ParsedQuestion) -> str:
    """The question without the names in it."""
    plain = question.plain
    for mention in sorted(question.mentions, key=lambda one: -one.start):
        plain = plain[: mention.start] + " " + plain[mention.end :]
    return plain


def _say_parts(writer: Writer, change: Change) -> None:
    """The changes that were added up, one by one."""
    for i, part in enumerate(change.parts):
        direction = direction_of(part.change)
        writer.say("、" if i else "由分项增减相加：").name(part.named).say(DIRECTION_WORDS[direction])
        if direction is not Direction.UNCHANGED:
            writer.figure(part.change)
        writer.cite(part.change)
    writer.say("。" if change.parts else "")


def _say_previous(desk: Desk, query: MetricQuery, change: Change) -> Draft:
    writer = Writer(desk)
    writer.say(f"{change.base_year}年").name(change.named.best[0], query).say("为").figure(change.before)
    writer.say(f"（{change.year}年为").figure(change.now)
    if change.direction is Direction.UNCHANGED:
        writer.say("，与上年持平）。")
    else:
        writer.say(f"，比上年{DIRECTION_WORDS[change.direction]}").figure(change.amount)
        if change.rate is not None and any(isinstance(figure, Ratio) for figure in desk.question.slots.figures):
            writer.say(f"，{RATE_WORDS[change.direction]}").figure(change.rate)
        writer.say("）。")
    writer.cite(*change.printed.support[:2], *change.named.support[:4])
    return writer.draft(change.before)


def _say_stated(desk: Desk, query: MetricQuery, found: Selection) -> Draft:
    writer = Writer(desk)
    fact = found.fact
    direction = direction_of(fact)
    writer.say(f"{fact.year}年").name(found.best[0], query)
    if direction is Direction.UNCHANGED:
        return writer.say("与上年持平。").cite(*found.support[:3]).draft(fact, direction=direction)
    writer.say(f"比{fact.base_year or fact.year - 1}年{DIRECTION_WORDS[direction]}").figure(fact).say("。")
    return writer.cite(*found.support[:3]).draft(fact, direction=direction)


def _each(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    writer = Writer(desk)
    items = []
    found = [find_change(desk, query) for query in queries]
    first = found[0]
    for i, (query, change) in enumerate(zip(queries, found, strict=True)):
        writer.say("；" if i else "", f"{change.year}年").name(change.named.best[0], query).say("为").figure(change.now)
        if change.direction is Direction.UNCHANGED:
            writer.say(f"，与{change.base_year}年持平")
        else:
            writer.say(f"，比{change.base_year}年{DIRECTION_WORDS[change.direction]}").figure(change.amount)
        writer.cite(*change.printed.support[:1], *change.named.support[:2])
        items.append(writer.item(query.target.text, change.amount))
    if desk.question.cue("sum") and not desk.question.cue("compare"):
        return _say_together(desk, writer, found, items)
    alike = len(found) == 2 and found[0].direction is found[1].direction is not Direction.UNCHANGED
    if alike and _ASKS_GAP.search(desk.question.plain) and not desk.question.cue("rate"):
        return _say_gap(writer, (found[0], found[1]), queries)
    return writer.say("。").draft(first.amount, direction=first.direction, items=items)


_ASKS_GAP = re.compile(
    r"[多少](?:涨|增|升|加|降|减)(?:加|长|少)?[了出]?(?:多少|几)|[多少][出了]?多少|相差|差(?:了|额)?(?:多少|几|是)"
)


def _say_gap(writer: Writer, pair: tuple[Change, Change], queries: tuple[MetricQuery, ...]) -> Draft:
    """Which of two metrics that both rose (or both fell) did so by more, and by how much more."""
    ahead, behind = sorted(zip(pair, queries, strict=True), key=lambda one: -abs(quantity_of(one[0].amount).value))
    larger, smaller = ahead[0].amount, behind[0].amount
    rises = ahead[0].direction is Direction.INCREASE
    gap = calculate("difference", larger, smaller) if rises else calculate("difference", smaller, larger)
    writer.say("；").name(ahead[0].named.best[0], ahead[1]).say(f"多{DIRECTION_WORDS[ahead[0].direction]}").figure(gap)
    return writer.say("。").draft(gap, items=(writer.item(ahead[1].target.text, larger),))


def _say_together(desk: Desk, writer: Writer, changes: list[Change], items: list[Item]) -> Draft:
    """The changes told before, added up (两项合计少了多少)."""
    counted = things_counted(desk.question.plain)
    if counted is not None and counted != len(changes):
        raise LastWordError(f"问题说的是{counted}项，认出了{len(changes)}项，不能相加。", "incomplete_question")
    together = calculate("sum", *(change.amount for change in changes))
    direction = direction_of(together)
    writer.say("，合计", "增减" if direction is Direction.UNCHANGED else DIRECTION_WORDS[direction]).figure(together)
    headline: Operand = together
    before = calculate("sum", *(change.before for change in changes))
    if _asks_rate(desk) and direction is not Direction.UNCHANGED and quantity_of(before).value:
        headline = calculate("rate", calculate("sum", *(change.now for change in changes)), before)
        writer.say(f"，{RATE_WORDS[direction]}").figure(headline)
    return writer.say("。").draft(headline, direction=direction, items=items)
