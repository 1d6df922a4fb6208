"""What a metric would be under a change that the user supposes: 再降0.1万元, 压缩10%."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate
from assistant.model import Constant, Draft
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion
from index.amounts import Amount, Ratio

name = "hypothetical"
_DOWN = re.compile(r"降|减|压|砍|(?<!多)少|缩|削|扣|下调|下浮|省")


def matches(question: ParsedQuestion) -> bool:
    supposed = any(isinstance(figure, Amount | Ratio) for figure in question.slots.figures)
    return question.cue("hypothetical") and supposed and bool(question.queries)


def answer(desk: Desk) -> Draft:
    found = desk.need(desk.queries()[0], wanted_year(desk))
    supposed = next((figure for figure in desk.question.slots.figures if isinstance(figure, Amount | Ratio)), None)
    if supposed is None:
        raise NotFoundError("没有认出假设的增减数。", "incomplete_question")
    down = _DOWN.search(desk.question.plain) is not None
    writer = Writer(desk).say(f"{found.fact.year}年").name(found.best[0]).say("为").figure(found.fact)
    constant = Constant(supposed, "假设")
    signed = Constant(replace(supposed, value=-supposed.value), "假设") if down else constant
    result = calculate("sum" if isinstance(supposed, Amount) else "apply_rate", found.fact, signed)
    writer.say(f"，假设{'减少' if down else '增加'}").figure(constant).say("，则为").figure(result).say(
        "（仅为推算，非文件所载）。"
    )
    return writer.cite(*found.support[:4]).draft(result)
