"""Which of two metrics stayed further below its budget, or went further beyond it, and by how much."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft, Operand
from assistant.operations.desk import DIRECTION_WORDS, Desk, NotFoundError, PassError, Writer, direction_of, query_text
from assistant.operations.execution import Execution, find_execution, tell, without_asking
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion
from index.model import Stage

name = "execution_pair"

_WHICH = re.compile(r"哪|谁|孰")
_WAYS = {
    Direction.DECREASE: re.compile(
        r"节约|节省|省(?:下|了|得|的|出|更)|结余|少[花用支]|[花用]得?[更较]?少|[没未](?:有)?[花用]完|剩"
    ),
    Direction.INCREASE: re.compile(r"超支?(?!过\d|级)|突破|多[花用支]|[花用]得?[更较]?多"),
}
_RATE = re.compile(r"率|百分|幅|几成|比例|%|点")
_MONEY = re.compile(r"(?:多少|几)(?!次|人|批)")


def matches(question: ParsedQuestion) -> bool:
    return (
        len(question.queries) == 2
        and "预算" in question.plain
        and _WHICH.search(question.plain) is not None
        and _RATE.search(question.plain) is None
        and _way(question) is not None
        and not question.cue("verify", "reason", "hypothetical", "definition", "change")
    )


def _way(question: ParsedQuestion) -> Direction | None:
    """Which side of its budget is asked for; None where both or neither is said."""
    said = [way for way, words in _WAYS.items() if words.search(question.plain)]
    return said[0] if len(said) == 1 else None


def answer(desk: Desk) -> Draft:
    year, way = wanted_year(desk), _way(desk.question)
    queries = without_asking(desk)
    final = any(document.stage is Stage.FINAL and document.year == year for document in desk.knowledge.documents)
    if not final or len(queries) != 2 or way is None:
        raise PassError("没有认出要与预算比较的两项。", "incomplete_question")
    found = [find_execution(desk, query, year) for query in queries]
    gaps = [(gap, one) for one in found if (gap := one.gap) is not None]
    if len(gaps) < 2:
        raise NotFoundError("有一项的预算数文件没有写，不能比较。", "no_comparison")
    return _say(desk, gaps, way)


def _say(desk: Desk, gaps: list[tuple[Operand, Execution]], way: Direction) -> Draft:
    writer = Writer(desk).say(f"{gaps[0][1].final.fact.year}年")
    for i, (gap, one) in enumerate(gaps):
        writer.say("；" if i else "")
        tell(writer, one)
        moved = direction_of(gap)
        writer.say("，与预算持平，相差" if moved is Direction.UNCHANGED else f"，比预算{DIRECTION_WORDS[moved]}")
        writer.figure(gap).cite(*one.support)
    if any(direction_of(gap) is not way for gap, _ in gaps):
        raise NotFoundError("两项不是都在预算的同一边，不能这样比较。", "no_comparison")
    first, second = sorted(gaps, key=lambda pair: -abs(quantity_of(pair[0]).value))
    further, nearer = (first[0], second[0]) if way is Direction.INCREASE else (second[0], first[0])
    between = calculate("difference", further, nearer)
    word = "节约" if way is Direction.DECREASE else "超出"
    if not quantity_of(between).value:
        return writer.say("；两项一样多。").draft(between)
    name = query_text(first[1].query)
    writer.say(f"；{name}{word}得更多，多").figure(between).say("。")
    asks_gap = _MONEY.search(desk.question.plain) is not None
    headline = between if asks_gap else first[0]
    return writer.draft(headline, items=[writer.item(name, headline)])
