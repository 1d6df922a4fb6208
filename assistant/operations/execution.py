"""What was spent against what was budgeted for it in the same year (决算 against 预算): less, more, how much of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Operand
from assistant.named import Named
from assistant.operations.desk import (
    DIRECTION_WORDS,
    RATE_WORDS,
    Desk,
    NotFoundError,
    PassError,
    Writer,
    direction_of,
    query_text,
)
from assistant.operations.ties import verdict_of
from assistant.operations.value import wanted_year
from assistant.operations.verify.stated import read_stated
from assistant.parsing.cues import cue_spans
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, Ratio, agrees
from index.model import Fact, Measure, Stage

name = "execution"

_ELSEWHERE = ("verify", "reason", "hypothetical", "count", "list", "rank", "filter", "purpose", "unit_cost")
# How far a figure lies from the other, as a share of it (下降的幅度, 超了百分之几) …
_MOVED = re.compile(
    r"幅|(?:[升降增减涨跌少多省超]|节约|结余)(?:低|少|长|加|出|支)?(?:了|的)?(?:比例|百分|几成|%|率)|节约率|超支率"
)
# … or one as a share of the other (完成率, 完成预算的百分之几).
_DONE = re.compile(
    r"[完执](?:成|行)(?:率|进度)|(?:完成|执行|占|相当于|达到|是|为)[^,，。]{0,12}?(?:百分之|几成|多少%|比例|比重)"
    r"|完成(?:了)?(?:年初|全年|调整后?的?)?预算的?(?:多少|几)|百分之|占比"
)


_BUDGETED = r"(?<!公共)(?<!基金)(?<!经营)预算(?!单位|部门|执行)"
_SPENT = r"决算|实际|[花用](?:了|掉|出去)|支出了|执行数|执行了"
# Both are asked for side by side (预算批了多少，实际花了多少; 预算数和决算数各是多少).
_BOTH = re.compile(
    rf"{_BUDGETED}[^,，、。?？]*(?:多少|几)[^。?？]*?[,，、;；](?:而|那|但|最后|最终)?[^,，。?？]*?(?:{_SPENT})[^,，。?？]*(?:多少|几)"
    rf"|(?:{_SPENT})[^,，、。?？]*(?:多少|几)[^。?？]*?[,，、;；][^,，。?？]*?{_BUDGETED}[^,，。?？]*(?:多少|几)"
    rf"|(?:{_BUDGETED}数?[和与跟、及](?:决算|实际|执行)|决算数?[和与跟、及]预算)[^,，。?？]*(?:各|分别|都)[^,，。?？]*(?:多少|几)"
)


_TWO_BUDGETS = re.compile(r"(?:年初|全年|调整后?的?)预算数?(?:和|与|跟|比|较)(?:年初|全年|调整后?的?)预算")
# What is claimed of a result: that it went beyond its budget, stayed below it, or carried out so much of it.
_CLAIM = re.compile(
    r"(?P<no>没|没有|未|不)?(?:有)?(?:(?P<over>超|超过|超出|突破|高于|大于|多于)|(?P<under>低于|小于|少于|节约|没用完|没花完))(?:了|出)?(?:年初|全年|当年)?预算"
    r"|(?P<full>(?:足额|全额|全部|如数|百分之百|100%)(?:地)?完成(?:了)?|完成了)(?:年初|全年|当年)?预算(?!的|\d)"
    r"|(?P<unspent>没|没有|未)(?:用|花|完成)完?(?:年初|全年)?预算|(?P<done>完成)(?:了)?(?:年初|全年|调整后?的?)?预算的?\s*(?=[\d.]+%|百分之)"
)


# What is left of a budget, asked as what could still be spent (要是把预算用满，还能再花多少).
_LEFT = re.compile(
    r"(?:预算(?:全部|全都|全|都)?(?:用|花)(?:满|完|足|光|尽)|(?:用|花)(?:满|完|足|光|尽)了?(?:年初|全年)?预算)[^。?？]{0,8}?(?:还|再|多)[^。?？]{0,6}?(?:花|用|支出?)[^,，。?？]{0,2}(?:多少|几)"
    r"|(?:离|距离?)(?:年初|全年)?预算[^。?？]{0,6}?还(?:能|可以?)[^。?？]{0,4}?(?:花|用|支出?)[^,，。?？]{0,2}(?:多少|几)"
)


def matches(question: ParsedQuestion) -> bool:
    if question.queries and _LEFT.search(question.plain):
        return True
    if question.queries and _BOTH.search(question.plain) and not question.cue(*_ELSEWHERE[:3]):
        return True
    if _is_claim(question) and question.queries and _CLAIM.search(question.plain) is not None:
        return not question.cue("reason", "hypothetical", "definition")
    if _TWO_BUDGETS.search(question.plain):
        return False
    asks = question.cue("execution") or cue_spans(question.plain, "execution")  # “完成预算” may be a name there
    return bool(asks) and bool(question.queries) and not question.cue(*_ELSEWHERE)


def _is_claim(question: ParsedQuestion) -> bool:
    return question.cue("verify") or re.search(r"[吧吗](?:[?？]|$)", question.plain) is not None


@dataclass(frozen=True, slots=True)
class Execution:
    """Budget and result of a metric in one year. ``rate``: the result as a share of the budget, as printed or
    computed (None: the budget is zero); ``budget`` None where the document prints only that share."""

    query: MetricQuery
    final: Named
    budget: Named | None
    rate: Operand | None

    @property
    def gap(self) -> Operand | None:
        """The result less the budget."""
        return calculate("difference", self.final.fact, self.budget.fact) if self.budget is not None else None

    @property
    def support(self) -> tuple[Fact, ...]:
        rate = (self.rate,) if isinstance(self.rate, Fact) else ()
        return (self.final.fact, *((self.budget.fact,) if self.budget is not None else ()), *rate)


def answer(desk: Desk) -> Draft:
    year = wanted_year(desk)
    if not any(document.stage is Stage.FINAL and document.year == year for document in desk.knowledge.documents):
        raise PassError("所问年度没有决算，不能与预算比较。", "actual_spending_not_loaded")
    queries = without_asking(desk)
    if _is_claim(desk.question) and _CLAIM.search(desk.question.plain) and len(queries) == 1:
        return _judge(desk, find_execution(desk, queries[0], year))
    if _BOTH.search(desk.question.plain):
        queries = _once(queries)
        if len(queries) > 1:
            raise PassError("问题里有几项，请分开来问。", "incomplete_question")
        return _say_both(desk, find_execution(desk, queries[0], year))
    found = [find_execution(desk, query, year) for query in queries]
    plain = desk.question.plain
    if _LEFT.search(plain) and any(one.gap is None or quantity_of(one.gap).value >= 0 for one in found):
        raise NotFoundError("决算没有低于预算，没有可以再用的预算。", "not_in_documents")
    asks_rate = _DONE.search(plain) is not None and _MOVED.search(plain) is None
    if len(found) == 2 and (desk.question.slots.unit == "个百分点" or desk.question.cue("compare", "difference")):
        return _say_points(desk, found[0], found[1]) if asks_rate else _refuse_pair()
    if len(found) > 1:
        return _say_each(desk, found, asks_rate=asks_rate)
    return _say_one(desk, found[0], asks_rate=asks_rate)


def without_asking(desk: Desk) -> tuple[MetricQuery, ...]:
    """The metrics without what only asks (完成, a heading of some tables, in 完成率)."""
    plain, spans = desk.question.plain, cue_spans(desk.question.plain, "execution")
    kept: list[MetricQuery] = []
    for query in desk.queries():
        own = plain[query.target.start : query.target.end] == query.target.text
        if not own or not any(start < query.target.end and query.target.start < end for start, end in spans):
            kept.append(query)
        elif query.contexts:
            kept.append(MetricQuery(query.contexts[-1], query.contexts[:-1]))
    before = desk.question.previous  # 比全年预算省下多少, after a turn that names what
    return tuple(kept) or (before.queries if before is not None and before.queries else desk.queries())


def _once(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Each metric once, where both clauses name it."""
    return tuple({query.target.terms or query.target.keys: query for query in queries}.values())


def find_execution(desk: Desk, query: MetricQuery, year: int) -> Execution:
    """Budget and result of a metric in one table or sentence where there is one. NotFoundError where either is missing."""
    finals = _amounts(_of_stage(desk, Stage.FINAL).find(query, year), Stage.FINAL)
    if not finals:
        raise NotFoundError(f"文件里没有找到“{query_text(query)}”{year}年的决算数，不能与预算比较。")
    found = _of_stage(desk, Stage.BUDGET).find(query, year)
    budgets = _amounts(found, Stage.BUDGET)
    shares = desk.find(query, year, Measure.SHARE)
    told = (*found.best, *found.others, *shares.best, *shares.others)
    printed = next((named.fact for named in told if is_rate(named)), None)
    pairs = [(final, budget) for budget in budgets for final in finals if _side_by_side(final, budget)]
    final, budget = pairs[0] if pairs else (finals[0], budgets[0] if budgets else None)
    if budget is None and printed is None:
        raise NotFoundError(
            f"文件里有“{query_text(query)}”{year}年的决算数，没有它的预算数，不能比较。", "no_comparison"
        )
    rate: Operand | None = printed if budget is None else None
    if budget is not None and quantity_of(budget.fact).value:
        computed = calculate("share", final.fact, budget.fact)
        rate = printed if printed is not None and agrees(quantity_of(printed), quantity_of(computed)) else computed
    return Execution(query, final, budget, rate)


def _of_stage(desk: Desk, stage: Stage) -> Desk:
    return replace(desk, question=desk.question.with_slots(stage=stage))


def _amounts(found: Selection, stage: Stage) -> list[Named]:
    """Sums of money of a stage, the likeliest first; nothing where the likeliest is of another kind."""
    likely = [named for named in (*found.best, *found.others) if not is_rate(named)]
    return [named for named in likely if named.fact.stage is stage and isinstance(named.fact.quantity, Amount)]


def is_rate(named: Named) -> bool:
    """Whether a fact says how much of the budget was carried out (完成预算92.66%)."""
    fact = named.fact
    against = fact.base if fact.measure is Measure.SHARE else "".join(fact.column_path)
    if fact.measure is Measure.VALUE and not re.search(r"完成|执行", against):
        return False
    percent = isinstance(fact.quantity, Ratio) and fact.quantity.unit == "%"
    return percent and fact.measure in (Measure.SHARE, Measure.VALUE) and "预算" in against


def _side_by_side(final: Named, budget: Named) -> bool:
    """Whether both stand in one table, or in one sentence."""
    mine, its = final.fact.provenance, budget.fact.provenance
    return mine.table == its.table and (mine.table is not None or mine.section == its.section)


# ---------------------------------------------------------------- wording


def _say_one(desk: Desk, one: Execution, *, asks_rate: bool) -> Draft:
    writer = Writer(desk).say(f"{one.final.fact.year}年")
    tell(writer, one)
    if asks_rate:
        if one.rate is None:
            raise NotFoundError(f"“{query_text(one.query)}”的预算数为零，算不出完成率。", "no_comparison")
        return writer.say("，完成预算的").figure(one.rate).say("。").cite(*one.support).draft(one.rate)
    if one.gap is None:
        raise NotFoundError(
            f"文件只写了“{query_text(one.query)}”完成预算的比例，没有它的预算数，算不出差额。", "no_comparison"
        )
    direction = direction_of(one.gap)
    if direction is Direction.UNCHANGED:
        return (
            writer.say("，与预算持平，相差")
            .figure(one.gap)
            .say("。")
            .cite(*one.support)
            .draft(one.gap, direction=direction)
        )
    writer.say(f"，比预算{DIRECTION_WORDS[direction]}").figure(one.gap)
    headline: Operand = one.gap
    if one.budget is not None and quantity_of(one.budget.fact).value:
        moved = calculate("rate", one.final.fact, one.budget.fact)
        wanted = _MOVED.search(desk.question.plain) is not None or desk.question.slots.unit in ("%", "成")
        writer.say("，" if wanted else "（", RATE_WORDS[direction]).figure(moved).say("" if wanted else "）")
        headline = moved if wanted else headline
    return writer.say("。").cite(*one.support).draft(headline, direction=direction)


def _say_both(desk: Desk, one: Execution) -> Draft:
    """What was budgeted and what was spent, each a figure asked for; the one asked for first leads."""
    if one.budget is None:
        raise NotFoundError(f"文件里没有“{query_text(one.query)}”的预算数。")
    writer = Writer(desk).say(f"{one.final.fact.year}年")
    tell(writer, one)
    budget, final = one.budget.fact, one.final.fact
    plain = desk.question.plain
    budget_first = re.search(_BUDGETED, plain[: _place(_SPENT, plain)]) is not None
    items = [writer.item("预算", budget), writer.item("决算", final)]
    return writer.say("。").cite(*one.support).draft(budget if budget_first else final, items=items)


def _place(pattern: str, plain: str) -> int:
    match = re.search(pattern, plain)
    return match.start() if match else len(plain)


def tell(writer: Writer, one: Execution) -> None:
    """决算为…，预算为…"""
    writer.name(one.final, one.query).say("决算为").figure(one.final.fact)
    if one.budget is not None:
        writer.say("，预算为").figure(one.budget.fact)


def _judge(desk: Desk, one: Execution) -> Draft:
    """Whether the result stands to its budget as claimed."""
    claim = _CLAIM.search(desk.question.plain)
    assert claim is not None
    if any(isinstance(figure, Amount) for figure in desk.question.slots.figures):
        raise PassError("没有认出要核对的是哪个数。")
    writer = Writer(desk)
    if claim["done"]:
        stated = next((said for said in read_stated(desk.question.plain) if isinstance(said.quantity, Ratio)), None)
        if one.rate is None or stated is None:
            raise PassError("没有认出要核对的完成率。")
        verdict = verdict_of(writer, stated.holds(quantity_of(one.rate)))
        tell(writer.say(f"{one.final.fact.year}年"), one)
        return writer.say("，完成预算的").figure(one.rate).say("。").cite(*one.support).draft(one.rate, verdict=verdict)
    if one.gap is None:
        raise PassError("文件没有写它的预算数，不能核对。")
    direction = direction_of(one.gap)
    under = bool(claim["under"] or claim["unspent"])
    if claim["full"]:
        holds = direction is not Direction.DECREASE
    else:
        holds = direction is (Direction.DECREASE if under else Direction.INCREASE)
    verdict = verdict_of(writer, holds is not bool(claim["no"]))
    tell(writer.say(f"{one.final.fact.year}年"), one)
    writer.say("，与预算持平，相差" if direction is Direction.UNCHANGED else f"，比预算{DIRECTION_WORDS[direction]}")
    writer.figure(one.gap)
    asks_rate = _DONE.search(desk.question.plain) is not None and one.rate is not None
    headline = one.rate if asks_rate and one.rate is not None else one.gap
    if headline is one.rate:
        writer.say("，完成预算的").figure(headline)
    return writer.say("。").cite(*one.support).draft(headline, verdict=verdict)


def _say_points(desk: Desk, first: Execution, second: Execution) -> Draft:
    """The two rates, and how many points lie between them."""
    if first.rate is None or second.rate is None:
        raise NotFoundError("有一项的预算数为零，算不出完成率。", "no_comparison")
    ahead, behind = sorted((first.rate, second.rate), key=lambda rate: -quantity_of(rate).value)
    points = calculate("percentage_points", ahead, behind)
    writer = Writer(desk).say(f"{first.final.fact.year}年")
    for i, (one, rate) in enumerate(((first, first.rate), (second, second.rate))):
        writer.say("；" if i else "")
        tell(writer, one)
        writer.say("，完成预算的").figure(rate).cite(*one.support)
    return writer.say("；相差").figure(points).say("。").draft(points)


def _say_each(desk: Desk, found: list[Execution], *, asks_rate: bool) -> Draft:
    writer = Writer(desk).say(f"{found[0].final.fact.year}年")
    items = []
    for i, one in enumerate(found):
        told = one.rate if asks_rate else one.gap
        if told is None:
            raise NotFoundError(f"算不出“{query_text(one.query)}”与预算的比较。", "no_comparison")
        writer.say("；" if i else "")
        tell(writer, one)
        writer.say("，完成预算的" if asks_rate else f"，比预算{DIRECTION_WORDS[direction_of(told)]}").figure(told)
        writer.cite(*one.support)
        items.append(writer.item(query_text(one.query), told))
    return writer.say("。").draft(found[0].rate if asks_rate else found[0].gap, items=items)


def _refuse_pair() -> Draft:
    raise NotFoundError("问题里有两项，没有认出要怎样与预算比较，请分开来问。", "incomplete_question")
