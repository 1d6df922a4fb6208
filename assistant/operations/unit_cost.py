"""Money per thing, or things per money: 每万元对应多少件, 人均, 平均每辆."""

from __future__ import annotations

import re

from assistant.calculations import calculate
from assistant.evidence import Selection
from assistant.model import Constant, Draft
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.amounts import Amount, Count, read_quantity
from index.vocabulary.terms import vocabulary

name = "unit_cost"
_PER_MONTH = re.compile(r"每个?月|月均|一个月")
_PER_MONEY = re.compile(r"每(万元|元|亿元)")


def matches(question: ParsedQuestion) -> bool:
    limits = re.search(
        r"单(?:价|位价值).{0,10}(?:以上|以下|超过|不低于)", question.plain
    )  # names the things, asks no price
    of_units = question.slots.level == "单位" and question.cue("mean")
    return question.cue("unit_cost") and bool(question.queries) and limits is None and not of_units


def answer(desk: Desk) -> Draft:
    year = wanted_year(desk)
    found = [selection for query in _queries(desk) if (selection := desk.find(query, year))]
    money = next((selection for selection in found if isinstance(selection.quantity, Amount)), None)
    things = next((selection for selection in found if isinstance(selection.quantity, Count)), None)
    if money is not None and things is None and _PER_MONTH.search(desk.question.plain):
        return _per_month(desk, money)
    if money is None or things is None:
        raise NotFoundError("求平均需要一个金额和一个数量，文件里没有同时给出。", "only_breakdown_missing")
    if not things.quantity.value or not money.quantity.value:
        raise NotFoundError("作除数的一项为零，算不出平均数。", "no_comparison")
    per_money = _PER_MONEY.search(desk.question.plain)
    writer = Writer(desk).say(f"{year}年")
    writer.name(money.best[0]).figure(money.fact).say("，").name(things.best[0]).figure(things.fact)
    if per_money:
        thing = things.quantity.unit.removeprefix("万").removeprefix("亿")
        each = read_quantity(f"1{per_money.group(1)}")
        assert each is not None
        result = calculate("per_amount", things.fact, money.fact, Constant(each, "每"), unit=thing)
        writer.say(f"，平均每{per_money.group(1)}对应").figure(result)
    else:
        result = calculate("per_unit", money.fact, things.fact, unit=f"{money.quantity.unit}/{things.quantity.unit}")
        writer.say("，平均为").figure(result)
    return writer.say("。").cite(*money.support[:3], *things.support[:2]).draft(result)


def _per_month(desk: Desk, money: Selection) -> Draft:
    """A year's amount over twelve months; the documents themselves have no months."""
    months = read_quantity("12个月")
    assert months is not None
    result = calculate("divide", money.fact, Constant(months, "一年的月数"))
    writer = (
        Writer(desk).say(f"{money.fact.year}年").name(money.best[0]).figure(money.fact).say("，平均每月").figure(result)
    )
    return writer.say("。").cite(*money.support[:4]).draft(result)


def _queries(desk: Desk) -> tuple[MetricQuery, ...]:
    """The metrics said; the total of the department where only things are named, its staff where only money is."""
    queries = tuple(MetricQuery(mention) for mention in desk.question.mentions) or desk.queries()
    if _PER_MONEY.search(desk.question.plain):
        total = vocabulary().terms["expenditure_total"]
        return (*queries, MetricQuery(Mention(0, 0, total.name, (), (total.id,))))
    if "人均" in desk.question.plain and len(queries) < 2:
        staff = vocabulary().terms.get("in_service_staff")
        if staff is not None:
            return (*queries, MetricQuery(Mention(0, 0, staff.name, (), (staff.id,))))
    return queries
