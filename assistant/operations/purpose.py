"""What money is for, in the words the document gives."""

from __future__ import annotations

import re

from assistant.model import Draft
from assistant.operations.desk import Desk, NotFoundError, query_text
from assistant.operations.listing import amounts_of_parts
from assistant.operations.quotation import quoted
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.model import Fact, Measure
from index.vocabulary.names import key

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
        facts = stated(desk, query)
        if facts:
            return quoted(desk, facts[:1])
        told = boxes(desk, query)
        if told:
            return quoted(desk, told[:1])
        entry = find_definition(desk, query) if not _BOUGHT.search(desk.question.plain) else None
        if entry is not None:
            return quoted(desk, [as_fact(desk, entry)])
    loose = said_loosely(desk)
    if loose is not None:
        return quoted(desk, [loose])
    raise NotFoundError(f"文件没有写“{query_text(desk.queries()[0])}”的用途。")


def said_loosely(desk: Desk) -> Fact | None:
    """The one sentence with a use whose name holds all names of the question, short forms among them (福彩公益金)."""
    said = [key(part.text) for query in desk.queries() for part in (*query.contexts, query.target)]
    found: dict[str, Fact] = {}
    for index in desk.knowledge.indexes:
        for named in index.named:
            label = key(named.fact.label)
            of_year = named.narrative and named.fact.purpose and named.fact.year == desk.told_year
            if of_year and all(len(part) >= _SHORTEST_NAME and _in_order(part, label) for part in said):
                found.setdefault(key(named.fact.provenance.quote), named.fact)
    return next(iter(found.values())) if len(found) == 1 and len(said) > 1 else None


_SHORTEST_NAME = 4


def _in_order(part: str, name: str) -> bool:
    rest = iter(name)
    return all(ch in rest for ch in part)


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
