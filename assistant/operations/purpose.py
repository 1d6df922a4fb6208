"""What money is for, in the words the document gives."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.knowledge import is_unit
from assistant.model import Draft
from assistant.operations.desk import Desk, NotFoundError, query_text
from assistant.operations.grounds import beside
from assistant.operations.listing import amounts_of_parts, say_members
from assistant.operations.members import find_members
from assistant.operations.quotation import quoted
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, agrees
from index.model import Fact, Measure
from index.vocabulary.names import in_order, key

name = "purpose"


def matches(question: ParsedQuestion) -> bool:
    if not question.queries or question.cue("share", "sum", "rank", "count") or amounts_of_parts(question):
        return False
    if _HOW_MUCH.search(question.plain) and not _WHAT.search(question.plain):
        return False  # 某费用到的财政拨款有多少
    if _BOUGHT.search(question.plain):
        return not question.cue("reason", "verify", "change")
    return question.cue("purpose") and (not question.cue("list") or _WHAT_FOR.search(question.plain) is not None)


_HOW_MUCH = re.compile(r"多少|几(?:万|元|亿|个)")
_WHAT = re.compile(r"什么|哪|啥|干嘛|用途|怎么")
# What the money buys, asked beside the name of a sum (拟购置固定资产主要买些什么): an amount is no answer.
_BOUGHT = re.compile(
    r"(?:主要|都|要|打算|准备|用来|拟)[是要]?(?:购买|采购|购置|添置|买)[些点了的进]*(?:是|有)?(?:什么|啥|哪些)"
)
_WHAT_FOR = re.compile(r"(?:用于|用在|用到|花在|花到|用来做?|干)(?:了)?(?:哪|什么|啥)")  # a list of uses, not of items


def answer(desk: Desk) -> Draft:
    from assistant.operations.definition import find_definition
    from assistant.operations.quotation import as_fact

    for query in desk.queries():
        for found in (stated, boxes, given_as_reason):
            told = found(desk, query)
            if told:
                return quoted(desk, told[:1])
        items = of_items(desk, query)
        if items:
            return quoted(desk, items)
        parts = _rows_of_fund(desk, query)
        if parts is not None:
            return parts
        entry = find_definition(desk, query) if not _BOUGHT.search(desk.question.plain) else None
        if entry is not None:
            return quoted(desk, [as_fact(desk, entry)])
    loose = said_loosely(desk) or of_amount(desk)
    if loose is not None:
        return quoted(desk, [loose])
    raise NotFoundError(f"文件没有写“{query_text(desk.queries()[0])}”的用途。")


def of_amount(desk: Desk) -> Fact | None:
    """The one statement of a use of the very amount that the question says (体彩的56万干什么用), whose words name it too."""
    said = [figure for figure in desk.question.slots.figures if isinstance(figure, Amount)]
    names = [key(query.target.text) for query in desk.queries()]
    told: dict[str, Fact] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            amount = isinstance(fact.quantity, Amount) and any(agrees(fact.quantity, one) for one in said)
            quote = key(fact.provenance.quote)
            if amount and fact.purpose and any(in_order(name, quote) for name in names):
                told.setdefault(quote, fact)
    return next(iter(told.values())) if len(told) == 1 else None


_AS_USE = re.compile(r"(?:用于|用来|支持|保障|为了|满足|开展)")  # 与上年持平，主要是支持…: no reason of a change


def given_as_reason(desk: Desk, query: MetricQuery) -> list[Fact]:
    """Statements of the metric whose “reason” says what it is for."""
    return [fact for fact in beside(desk, query) if _AS_USE.match(fact.reason)]


_FUNDS = frozenset(("government_fund_budget", "state_capital_budget"))


def of_items(desk: Desk, query: MetricQuery) -> list[Fact]:
    """What the items of a fund are for, where the section that tells of the fund lists them with their uses."""
    if not _FUNDS.intersection(query.target.terms):
        return []
    told: dict[str, Fact] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            titles = "".join(map(key, fact.provenance.section))
            told_of = named.narrative and fact.measure is Measure.VALUE and fact.year == desk.told_year
            if told_of and fact.purpose and key(query.target.text) in titles:
                told.setdefault(fact.provenance.quote, fact)
    return list(told.values())[:_MOST_ITEMS]


_MOST_ITEMS = 5


def _rows_of_fund(desk: Desk, query: MetricQuery) -> Draft | None:
    """The items that a fund is spent on by its own table, where no words tell its use."""
    if not _FUNDS.intersection(query.target.terms):
        return None
    try:
        spent = f"{key(query.target.text).removesuffix('支出').removesuffix('预算')}预算支出"
        group = find_members(desk, replace(query, target=replace(query.target, text=spent, keys=(spent,))))
    except NotFoundError:
        return None
    spent_on = [
        named for named in group.members if not isinstance(named.fact.quantity, Amount) or named.fact.quantity.value
    ]
    if not spent_on or any(map(is_unit, spent_on)):
        return None
    told = say_members(desk, group, spent_on)
    return replace(told, segments=("文件没有另写用途，按支出科目：", *told.segments))


def said_loosely(desk: Desk) -> Fact | None:
    """The one sentence with a use whose name holds all names of the question, short forms among them (福彩公益金)."""
    said = [key(part.text) for query in desk.queries() for part in (*query.contexts, query.target)]
    found: dict[str, Fact] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            label = key(named.fact.label)
            of_year = named.narrative and named.fact.purpose and named.fact.year == desk.told_year
            if of_year and all(len(part) >= _SHORTEST_NAME and in_order(part, label) for part in said):
                found.setdefault(key(named.fact.provenance.quote), named.fact)
    return next(iter(found.values())) if len(found) == 1 and len(said) > 1 else None


_SHORTEST_NAME = 4


def boxes(desk: Desk, query: MetricQuery) -> list[Fact]:
    """What a project's box or row says that it is for, the plainest first."""
    found: list[tuple[int, Fact]] = []
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            if fact.measure is not Measure.TEXT or len(fact.text) < _SHORTEST:
                continue
            of_row = named.row in query.target.keys and fact.column_path
            head = fact.column_path[-1] if of_row else fact.label if key(fact.subject) in query.target.keys else ""
            rank = next((i for i, words in enumerate(_TELLS) if words.search(head)), None)
            if rank is not None:
                found.append((rank, fact))
    return [fact for _, fact in sorted(found, key=lambda item: item[0])]


_SHORTEST = 10  # characters: shorter boxes hold names and dates
_TELLS = tuple(map(re.compile, ("用途", "概况|概述|简介|项目内容|主要内容|实施内容", "目标(?!值)")))


def stated(desk: Desk, query: MetricQuery) -> list[Fact]:
    year = desk.told_year
    found = []
    for measure in (Measure.VALUE, Measure.CHANGE, Measure.TEXT):
        selection = desk.find(query, year, measure)
        found += [named.fact for named in (*selection.best, *selection.others) if named.fact.purpose]
    return found
