"""What a whole holds beside the projects that the document names: 项目支出合计，扣掉列名的几个项目，还有多少没列出来."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.operations import members, terms
from assistant.operations.desk import Desk, LastWordError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.slots import things_counted
from index.amounts import Amount, agrees

name = "unlisted"
_LESS = re.compile(r"扣[掉除去]|减[去掉]|除[了去掉开]|刨[去除掉]|剔除|去掉|不算")
_LISTED = re.compile(r"列名|列[出明示]|所列|列(?:了|上)|点名|写明|单列|逐项")
_LEFT = re.compile(r"还[有剩差]|其余|剩[下余]?|没[有]?(?:单独|逐项)?列|未(?:单独|逐项)?列|余下|差多少|多少")


def matches(question: ParsedQuestion) -> bool:
    """Whether the listed projects are taken from a whole that is said before them; what is left is asked for."""
    less = _LESS.search(question.plain)
    if less is None or question.slots.level != "项目" or not question.queries:
        return False
    behind = question.plain[less.end() :]
    listed = _LISTED.search(behind)
    said = question.queries[0].target.end <= less.start() and len(question.queries) == 1
    return said and listed is not None and _LEFT.search(behind, listed.end()) is not None


def answer(desk: Desk) -> Draft:
    """LastWordError where the projects listed are not inside the whole, or not as many as the question says."""
    desk = replace(desk, question=desk.question.with_slots(column=""))  # 所列的 heads no column
    query = desk.queries()[0]
    anywhere = replace(desk, question=desk.question.with_slots(tables=()))  # the table said is that of the projects
    whole = terms.need(anywhere, query, wanted_year(desk))
    listed = members.find_members(desk, query).members
    said = [figure for figure in desk.question.slots.figures if isinstance(figure, Amount)]
    if any(not agrees(figure, quantity_of(whole.operand)) for figure in said):
        raise LastWordError("问题所说的合计数与文件不一致，请核对后再问。", "no_comparison")
    counted = things_counted(desk.question.plain)
    if counted is not None and counted != len(listed):
        raise LastWordError(f"问题说的是{counted}个项目，文件列出了{len(listed)}个，不能相减。", "not_computable")
    rest: Operand = calculate("difference", whole.operand, *(named.fact for named in listed))
    if quantity_of(rest).value < 0:
        raise LastWordError("列出的项目合计比总数还大，不能相减。", "not_computable")
    writer = Writer(desk).say(f"{wanted_year(desk)}年").name(whole.named.best[0], query).figure(whole.operand)
    writer.cite(*whole.named.support[:2]).say("，列出的")
    for i, named in enumerate(listed):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    return writer.say("，没有列出的为").figure(rest).say("。").draft(rest)
