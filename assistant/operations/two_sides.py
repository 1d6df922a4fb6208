"""Income against spending: whether the two sides of a table balance, what a business leaves over (经营收入 less 经营支出),
and how much of all income, or spending, is not from the treasury."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.final_accounts import is_grand
from assistant.model import Direction, Draft
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer, direction_of, when
from assistant.operations.ties import verdict_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.amounts import Amount, agrees
from index.model import Measure, TableKind
from index.vocabulary.terms import vocabulary

name = "two_sides"

_BALANCE = re.compile(
    r"收[入]?(?:总计|合计|总额)?[、和与跟,，]?支[出]?[^。?？]{0,8}(?:平不平|平衡|相等|一致|对得?上|是否平|平吗)"
)
_NET = re.compile(r"收支(?:相抵|相减|差额?|两抵)|收入(?:减去?|扣除|抵)[^,，]{0,6}支出|净收")
_NOT_FISCAL = re.compile(
    r"(?:不是|不属于|不来自|并非|非)(?:来自)?财政(?:拨款|资金)(?:安排|来源)?的?(?:那|这)?(?:本年|全部|总)?(?P<side>收入|支出)(?:合计|部分|资金)*(?:一共|总共)?(?:有|是|为)?(?:多少|几)"
)


_OTHER_INCOME = re.compile(
    r"(?:除|不算|不含|不包括|扣除)(?:了|去|开|掉)?财政(?:拨款|资金)[^?？]{0,8}(?:哪些|什么|几[项种])(?:别的|其他)?收入"
)


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if question.cue("change", "share", "reason"):
        return False
    if _OTHER_INCOME.search(plain):
        return True
    balances = question.cue("tie", "verify") and _BALANCE.search(plain) is not None
    return balances or _NET.search(plain) is not None or _NOT_FISCAL.search(plain) is not None


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    if _OTHER_INCOME.search(plain):
        return _say_other_income(desk)
    if (said := _NOT_FISCAL.search(plain)) is not None:
        return _say_rest(desk, "income" if said["side"] == "收入" else "expenditure")
    return _say_net(desk) if _NET.search(plain) else _say_balance(desk)


_KINDS = (TableKind.TOTAL_INCOME_EXPENDITURE, TableKind.FISCAL_APPROPRIATION)


def _say_balance(desk: Desk) -> Draft:
    """The grand totals of the two sides of one table."""
    year = wanted_year(desk)
    for index in desk.knowledge.indexes:
        for table in sorted(
            (one for one in index.document.tables if one.kind in _KINDS), key=lambda one: _KINDS.index(one.kind)
        ):
            totals = [
                named
                for named in index.named
                if named.fact.provenance.table == table.id and named.fact.total and is_grand(named.fact.label)
                and named.fact.year == year and isinstance(named.fact.quantity, Amount) and not named.column
            ]  # fmt: skip
            sides = {named.fact.side: named for named in reversed(totals)}
            said = desk.question.slots.tables
            if {"income", "expenditure"} <= set(sides) and (not said or index.stands_in(sides["income"].fact, said)):
                return _judge(desk, sides["income"], sides["expenditure"])
    raise PassError("没有找到收支两边的总计。")


def _judge(desk: Desk, income: Named, spending: Named) -> Draft:
    writer = Writer(desk)
    holds = agrees(quantity_of(income.fact), quantity_of(spending.fact))
    verdict = verdict_of(writer, holds)
    writer.say(when(desk, income.fact)).say("收入总计为").figure(income.fact).say("，支出总计为").figure(spending.fact)
    if holds:
        writer.say("，两边相等")
    else:
        writer.say("，相差").figure(calculate("absolute_difference", income.fact, spending.fact))
    return writer.say("。").cite(income.fact, spending.fact).draft(income.fact, verdict=verdict)


_LEFT = {Direction.INCREASE: "结余", Direction.DECREASE: "亏空", Direction.UNCHANGED: "相差"}


def _say_net(desk: Desk) -> Draft:
    """Income of a business less its spending, where one short name means both."""
    names = {name for mention in desk.question.mentions for name in mention.keys}
    pairs = [(name, f"{name.removesuffix('收入')}支出") for name in sorted(names) if name.endswith("收入")]
    pairs = [pair for pair in pairs if pair[1] in names or pair[1] in desk.knowledge.names]
    if len(pairs) != 1:
        raise PassError("没有认出是哪一项的收入和支出。")
    year = wanted_year(desk)
    income, spending = (desk.find(MetricQuery(Mention(0, 0, name, (name,))), year) for name in pairs[0])
    if not income or not spending:
        raise PassError("没有同时找到收入和支出。")
    net = calculate("difference", income.fact, spending.fact)
    writer = Writer(desk).say(when(desk, income.fact))
    _tell(writer, income)
    _tell(writer.say("，"), spending)
    return writer.say(f"，相抵后{_LEFT[direction_of(net)]}").figure(net).say("。").draft(net)


def _say_rest(desk: Desk, side: str) -> Draft:
    """All income (or spending) of the year less what is of the treasury."""
    year = wanted_year(desk)
    whole, part = (_of_term(desk, term, year) for term in _WHOLE_AND_PART[side])
    if not whole or not part or quantity_of(part.fact).value > quantity_of(whole.fact).value:
        raise PassError("没有同时找到全部和财政拨款的数。")
    rest = calculate("difference", whole.fact, part.fact)
    writer = Writer(desk).say(when(desk, whole.fact))
    _tell(writer, whole)
    _tell(writer.say("，其中"), part)
    return writer.say("，其余").figure(rest).say("。").draft(rest)


def _say_other_income(desk: Desk) -> Draft:
    """The sources of the year's income beside the treasury, each with its amount, where the rows add up to all of it."""
    year = wanted_year(desk)
    for index in desk.knowledge.indexes:
        rows = [
            named
            for named in index.named
            if named.fact.table_kind is TableKind.TOTAL_INCOME_EXPENDITURE and named.fact.side == "income"
            and named.row and not named.fact.row_path and named.fact.year == year
            and isinstance(named.fact.quantity, Amount) and not re.search("结转|结余", named.fact.label)
        ]  # fmt: skip
        whole = _of_term(desk, "current_year_income", year)
        if not whole or sum(quantity_of(one.fact).value for one in rows) != quantity_of(whole.fact).value:
            continue
        others = [one for one in rows if "财政拨款" not in one.fact.label and quantity_of(one.fact).value]
        if not others:
            raise PassError("除财政拨款外没有别的收入。")
        writer = Writer(desk).say(when(desk, whole.fact))
        for i, one in enumerate(others):
            writer.say("；" if i else "").name(one).say("为").figure(one.fact).cite(one.fact)
        total = calculate("sum", *(one.fact for one in others))
        items = [writer.item(one.fact.label, one.fact) for one in others]
        return writer.say("；合计").figure(total).say("。").draft(total, items=items)
    raise PassError("收入各项与本年收入合计对不上。")


_WHOLE_AND_PART = {
    "income": ("current_year_income", "fiscal_appropriation_income"),
    "expenditure": ("current_year_expenditure", "fiscal_appropriation_expenditure"),
}


def _of_term(desk: Desk, term: str, year: int) -> Selection:
    known = vocabulary().terms[term]
    found = desk.find(MetricQuery(Mention(0, 0, known.name, (), (term,))), year)
    return found if found and found.fact.measure is Measure.VALUE else Selection()


def _tell(writer: Writer, found: Selection) -> None:
    writer.name(found.best[0]).say("为").figure(found.fact).cite(found.fact)
