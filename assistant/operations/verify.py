"""Is what the user says true? The claim is compared with the documents; the right figure stands beside the verdict."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Operand
from assistant.operations import change, indicators, performance, share, terms
from assistant.operations.desk import (
    DIRECTION_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    asks_things,
    direction_of,
    name_of,
    when,
)
from assistant.operations.ties import grand_totals, same_figure, verdict_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, Quantity, Ratio, agrees

name = "verify"
_UP = re.compile(r"增(加|长|多)?|涨|上升|多了|提高")
_DOWN = re.compile(r"减(少)?|降|少了|下滑|跌|缩")
_ALL_FROM = re.compile(r"(全|都|全部|完全|就)(是|由|来自|因|靠|属于|用于)")
_NONE = re.compile(r"(没有|没|无|未)(安排|使用|列|预算|花|一辆|一分|了)|一(辆|分|个|台).{0,6}(都|也)?没|为零|是零|是0")
_THINGS = frozenset(["辆", "人", "名", "台", "套", "件", "户", "平方米", "人次", "批次", "份", "天"])
_SAME = re.compile(r"零增长|持平|没有?变|不变|未变|一样多|没动")
_CLAIMS = re.compile(r"(?:没|无|未|零|持平|不变|全|都|增|减|降|涨|超|到).{0,16}(?:吧|吗|嘛|不是)[?。!]*$")
_ADDS = re.compile(r"加(?:起来|在一起|一起|总|一块)|合(?:起来|在一起)|之和|合计(?![行数列栏])|一共|总共|相加")
_GAP = re.compile(r"(?:相差|差额|差距|差)(?:是|为|了)?\s*[\d一二三四五六七八九十]")
_OPEN = re.compile(r"是多少|多少钱|有的话")


def matches(question: ParsedQuestion) -> bool:
    if question.cue("reason", "definition"):
        return False
    if not (question.queries or question.mentions):
        return question.cue("tie") and len(question.slots.tables) > 1
    if (
        _OPEN.search(question.plain)
        and not question.cue("tie")
        and not question.slots.figures
        and "属实" not in question.plain
    ):
        return False
    return question.cue("verify") or _CLAIMS.search(question.plain) is not None


def answer(desk: Desk) -> Draft:
    question = desk.question
    if "核心" in question.plain and indicators.rows_of(desk):
        return _core(desk)
    if question.cue("tie") and len(question.slots.tables) > 1 and not question.queries:
        return grand_totals(desk)
    claims = [
        figure for figure in question.slots.figures if isinstance(figure, Amount | Ratio) or figure.unit in _THINGS
    ]
    queries = desk.queries()
    stated = any(isinstance(claim, Amount) for claim in claims)
    if question.cue("tie") and not stated and (len(queries) > 1 or len(question.slots.tables) > 1):
        return same_figure(desk, queries)
    if _ALL_FROM.search(question.plain) and len(queries) > 1:
        return _all_from(desk, queries, claims)
    if _ADDS.search(question.plain) and stated and len(queries) > 1:
        return _claimed_sum(desk, queries, claims)
    if _SAME.search(question.plain) and not claims:
        return _direction(desk, queries)
    if _NONE.search(question.plain) and not any(isinstance(claim, Amount | Ratio) for claim in claims):
        return _none(desk, _denied(question, queries))
    if len(queries) > 1 and re.search(r"等于|相等|一样", question.plain):
        return same_figure(desk, queries)
    if len(queries) == 2 and isinstance(claims[-1] if claims else None, Amount) and _GAP.search(question.plain):
        return _claimed_gap(desk, queries, claims[-1])
    if claims:
        return _claimed(desk, _held_against(question, queries), claims[0])
    if _UP.search(question.plain) or _DOWN.search(question.plain):
        return _direction(desk, queries)
    return _stands(desk, queries)


def _denied(question: ParsedQuestion, queries: tuple[MetricQuery, ...]) -> MetricQuery:
    """What is said to be none: the metric inside the words that deny, or the nearest before them."""
    said = _NONE.search(question.plain)
    assert said is not None
    inside = [query for query in queries if said.start() <= query.target.start < said.end()]
    before = [query for query in queries if query.target.start < said.start()]
    return (inside or before[-1:] or list(queries))[0]


def _close(claim: Quantity, actual: Quantity) -> bool:
    """Whether the claim holds at the precision it is stated with."""
    if type(claim) is not type(actual):
        return False
    return agrees(claim, replace(actual, value=abs(actual.value)))


def _holds(question: ParsedQuestion, claim: Quantity, actual: Quantity) -> bool:
    """The claim as a bound where it is worded as one (超过50万元了吗), else as the figure itself."""
    bound = question.slots.threshold
    if bound is None or type(claim) is not type(actual):
        return _close(claim, actual)
    return abs(actual.value) > claim.value if bound.op == ">" else abs(actual.value) < claim.value


def _claimed(desk: Desk, queries: tuple[MetricQuery, ...], claim: Quantity) -> Draft:
    question = desk.question
    shares = question.cue("share") or "占" in question.plain
    if isinstance(claim, Ratio) and shares and not _changing(question):
        return _claimed_share(desk, claim)
    if _changing(question):
        found = change.find_change(desk, queries[0])
        operand: Operand = found.amount if isinstance(claim, Amount) else (found.rate or found.amount)
        stated = found.direction
        expected = Direction.DECREASE if _DOWN.search(question.plain) else Direction.INCREASE
        holds = _holds(question, claim, quantity_of(operand)) and stated is expected
        writer = Writer(desk)
        verdict = verdict_of(writer, holds)
        writer.say(f"{found.year}年").name(found.named.best[0]).say("为").figure(found.now)
        writer.say(f"，比{found.base_year}年{DIRECTION_WORDS[stated]}").figure(operand).say("。")
        return writer.cite(*found.printed.support[:2], *found.named.support[:3]).draft(
            operand, direction=stated, verdict=verdict
        )
    year = wanted_year(desk)
    best, holds = _best_reading(desk, queries, claim, year)
    operand, named = best
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    writer.say(when(desk, named.fact)).name(named.best[0], queries[0]).say("为").figure(operand)
    if not holds:
        _explain_slip(writer, desk, queries, claim, year)
    return writer.say("。").cite(*named.support[:5]).draft(operand, verdict=verdict)


def _claimed_sum(desk: Desk, queries: tuple[MetricQuery, ...], claims: list[Quantity]) -> Draft:
    """Whether parts add up to the amount that the user states; a whole named beside its parts is not added."""
    claim = next(claim for claim in claims if isinstance(claim, Amount))
    found = terms.different(terms.need_all(desk, queries, wanted_year(desk)))
    if len(found) < 2:
        raise LastWordError("所说的几项在文件里是同一个数，没有可以相加的明细。", "only_breakdown_missing")
    parts = found
    for i, whole in enumerate(found):
        rest = found[:i] + found[i + 1 :]
        added = quantity_of(calculate("sum", *(term.operand for term in rest)))
        if len(rest) > 1 and agrees(added, quantity_of(whole.operand)):
            parts = rest
    total = calculate("sum", *(term.operand for term in parts))
    writer = Writer(desk)
    verdict = verdict_of(writer, _holds(desk.question, claim, quantity_of(total)))
    for i, term in enumerate(parts):
        writer.say("、" if i else "").name(term.named.best[0]).figure(term.operand).cite(*term.named.support[:2])
    return writer.say("，合计").figure(total).say("。").draft(total, verdict=verdict)


def _claimed_gap(desk: Desk, queries: tuple[MetricQuery, ...], claim: Quantity) -> Draft:
    """Whether two figures differ by the amount that the user states."""
    left, right = terms.need_all(desk, queries, wanted_year(desk))
    gap = calculate("difference", left.operand, right.operand)
    writer = Writer(desk)
    verdict = verdict_of(writer, _close(claim, quantity_of(gap)))
    for i, term in enumerate((left, right)):
        writer.say("、" if i else "").name(term.named.best[0]).figure(term.operand).cite(*term.named.support[:2])
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


def _held_against(question: ParsedQuestion, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """“说明写X为…，跟表里的Y对得上吗”: the figure is to be held against what stands after “跟”."""
    against = max(question.plain.rfind(word) for word in ("跟", "与", "和", "同"))
    after = tuple(query for query in queries if query.target.start > against)
    return after if question.cue("tie") and against > 0 and after else queries


def _changing(question: ParsedQuestion) -> bool:
    return question.cue("change") or re.search(r"(减|降|增|涨|多|少)了", question.plain) is not None


def _best_reading(
    desk: Desk, queries: tuple[MetricQuery, ...], claim: Quantity, year: int
) -> tuple[tuple[Operand, Selection], bool]:
    found = [terms.need(desk, query, year) for query in queries[:3]]
    readings = [(term.operand, term.named) for term in found]
    for operand, named in readings:
        if _holds(desk.question, claim, quantity_of(operand)):
            return (operand, named), True
    same_type = [reading for reading in readings if type(quantity_of(reading[0])) is type(claim)]
    return (same_type or readings)[-1], False


def _explain_slip(writer: Writer, desk: Desk, queries: tuple[MetricQuery, ...], claim: Quantity, year: int) -> None:
    """Where the claimed figure does stand under the same name in another scope, say so."""
    found = desk.find(queries[0], year)
    for named in found.others:
        if named.fact.quantity is not None and _close(claim, named.fact.quantity):
            table = desk.knowledge.table_of(named.fact)
            label = table.title if table is not None and not any(c.isdigit() for c in table.title) else ""
            writer.say("；").figure(named.fact).say(f"只是《{label}》中的数" if label else "只是另一口径的数").cite(
                named.fact
            )
            return


def _claimed_share(desk: Desk, claim: Ratio) -> Draft:
    year = wanted_year(desk)
    part, names, whole, named, _ = share.find_share(desk, year)
    ratio = calculate("share", part, whole)
    writer = Writer(desk)
    verdict = verdict_of(writer, _holds(desk.question, claim, quantity_of(ratio)))
    writer.say(f"{year}年").name(names[0]).figure(part).say("，占").name(named.best[0]).figure(whole).say("的").figure(
        ratio
    )
    return writer.say("。").cite(names[0].fact, *named.support[:2]).draft(ratio, verdict=verdict)


def _all_from(desk: Desk, queries: tuple[MetricQuery, ...], claims: list[Quantity]) -> Draft:
    """Whether all of one figure (or of its change) is another's: 减少的0.7万全是公务接待费."""
    question = desk.question
    if _UP.search(question.plain) or _DOWN.search(question.plain):
        whole, part = (change.find_change(desk, query) for query in queries[:2])
        left, right = whole.amount, part.amount
        names = (whole.named, part.named)
        support = (
            *whole.printed.support[:2],
            *part.printed.support[:2],
            *whole.named.support[:1],
            *part.named.support[:1],
        )
    else:
        year = wanted_year(desk)
        first, second = (terms.need(desk, query, year) for query in queries[:2])
        left, right = first.operand, second.operand
        names, support = (first.named, second.named), (*first.named.support[:2], *second.named.support[:2])
    holds = quantity_of(left).value == quantity_of(right).value and (not claims or _close(claims[0], quantity_of(left)))
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    changing = direction_of(left) if _UP.search(question.plain) or _DOWN.search(question.plain) else None
    word = DIRECTION_WORDS[changing] if changing else ""
    writer.name(names[0].best[0]).say(word or "为").figure(left).say("，").name(names[1].best[0])
    right_word = DIRECTION_WORDS[direction_of(right)] if changing else "为"
    writer.say(right_word)
    if not (changing and direction_of(right) is Direction.UNCHANGED):
        writer.figure(right)
    return writer.say("。").cite(*support).draft(left, direction=changing, verdict=verdict)


def _direction(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    wants = _claimed_direction(desk.question.plain)
    changes = [change.find_change(desk, query) for query in _without_wholes(desk, queries)]
    holds = all(found.direction is wants for found in changes)
    writer = Writer(desk)
    verdict = verdict_of(writer, holds)
    for i, found in enumerate(changes):
        writer.say("；" if i else "").name(found.named.best[0])
        if found.direction is Direction.UNCHANGED:
            writer.say(f"与{found.base_year}年持平，增减").figure(found.amount)
        else:
            writer.say(f"比{found.base_year}年{DIRECTION_WORDS[found.direction]}").figure(found.amount)
        writer.cite(*found.printed.support[:2], *found.named.support[:2])
    against = next((found for found in changes if found.direction is not wants), changes[0])
    return writer.say("。").draft(against.amount, direction=against.direction, verdict=verdict)


def _claimed_direction(plain: str) -> Direction:
    if _SAME.search(plain):
        return Direction.UNCHANGED
    return Direction.INCREASE if _UP.search(plain) and not _DOWN.search(plain) else Direction.DECREASE


def _without_wholes(desk: Desk, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """“三公里，出国和接待都减了吗”: the whole only says whose parts are meant."""
    if len(queries) > 2 and desk.question.cue("each", "verify"):
        return (
            queries[1:]
            if re.search(r"里|中|其中", desk.question.plain[queries[0].target.end : queries[0].target.end + 4])
            else queries
        )
    return queries


def _none(desk: Desk, query: MetricQuery) -> Draft:
    found = desk.find(query, wanted_year(desk))
    writer = Writer(desk)
    if not found:
        from assistant.operations.value import words

        return replace(words(desk, query, wanted_year(desk)), verdict="yes")
    if asks_things(desk.question.plain) and isinstance(found.quantity, Amount):
        raise LastWordError(f"文件里没有找到“{query.target.text}”的数量，只有金额。")
    verdict = verdict_of(writer, found.quantity.value == 0)
    writer.say(when(desk, found.fact)).name(found.best[0], query).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:4]).draft(found.fact, verdict=verdict)


def _stands(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    """A bare “有…吗”: yes where a figure above zero is printed."""
    found = desk.need(queries[0], wanted_year(desk))
    writer = Writer(desk)
    verdict = verdict_of(writer, found.quantity.value != 0)
    writer.say(when(desk, found.fact)).name(found.best[0], queries[0]).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:4]).draft(found.fact, verdict=verdict)


def _core(desk: Desk) -> Draft:
    """是不是核心指标, in each table that lists the indicator."""
    seen: dict[tuple[str, str | None], bool] = {}
    writer = Writer(desk)
    parts = []
    for named in indicators.rows_of(desk):
        table_key = (named.fact.document, named.fact.provenance.table)
        cell = performance.core_mark(desk, named.fact)
        if cell is None or table_key in seen:
            continue
        seen[table_key] = cell.text.strip() == "是"
        table = desk.knowledge.table_of(named.fact)
        parts.append((table.number if table else "", name_of(named), seen[table_key], named.fact))
    if not parts:
        raise NotFoundError("绩效表没有标明它是不是核心指标。")
    verdict = verdict_of(writer, all(seen.values()))
    for i, (number, label, core, fact) in enumerate(parts):
        writer.say("；" if i else "", f"{number}中", label, "是核心指标" if core else "不是核心指标").cite(fact)
    return writer.say("。").draft(verdict=verdict)
