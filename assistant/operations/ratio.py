"""How many times one metric is another, or a metric of one year is that of another year."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Operand
from assistant.operations import terms
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.value import wanted_year
from assistant.operations.year_change import StatedOnlyError, find_change
from assistant.parsing.model import MetricQuery, ParsedQuestion

name = "ratio"


def matches(question: ParsedQuestion) -> bool:
    """Growth said in times (比上年增长了几倍) is a change of one metric."""
    grown = len(question.queries) == 1 and _GROWN.search(question.plain)
    return question.cue("ratio") and bool(question.queries) and not grown


_YEAR_BEFORE = re.compile(r"(?:是|为|相当于|等于|比|较|与|和|跟|同)(?:起)?(?:去年|上年|上一年)")
_YEAR_BY_YEAR = re.compile(r"(20\d\d)年[^。;；?？]*?(?:是|为|相当于|等于)[^,，。;；]*?20\d\d年")
_OF_YEAR = re.compile(r"(?:是|为|相当于|等于)(20\d\d)年[^,，。;；]{0,14}倍")
_GROWN = re.compile(r"(?:增|涨|多|升|高)[^,，。是为于]{0,4}(?:几|多少)倍")


def answer(desk: Desk) -> Draft:
    queries = desk.queries()
    if len(queries) == 1 and (years := _years(desk)) is not None:
        return _between_years(desk, queries[0], years)
    if len(queries) < 2:
        raise NotFoundError("求倍数需要两个数：请说明是哪两项，或哪两年。", "incomplete_question")
    first, second = terms.need_all(desk, queries[:2], wanted_year(desk))
    result = _times(first.operand, second.operand)
    if desk.question.slots.unit == "%":  # 甲÷乙，以%表示
        result = calculate("share", first.operand, second.operand)
    writer = Writer(desk)
    for i, term in enumerate((first, second)):
        writer.say("，" if i else "", f"{wanted_year(desk)}年")
        writer.name(term.named.best[0]).figure(term.operand).cite(*term.named.support[:2])
    return writer.say("，前者是后者的").figure(result).say("。").draft(result)


def _times(first: Operand, second: Operand) -> Operand:
    if not quantity_of(second).value:
        raise NotFoundError("作除数的一项为零，算不出倍数。", "no_comparison")
    return calculate("ratio", first, second)


def _years(desk: Desk) -> tuple[int, int] | None:
    """The year asked about and the earlier one that it is measured by; None where the question names no such pair."""
    plain, said = desk.question.plain, desk.question.slots.years
    if len(said) == 2:
        order = _YEAR_BY_YEAR.search(plain)  # 2024年是2025年的几倍: the first by the second, whichever is earlier
        first = int(order.group(1)) if order is not None else said[1]
        return (said[0], said[1]) if first == said[0] else (said[1], said[0])
    newest = said[0] if said else desk.year
    if len(said) == 1 and said[0] < desk.year and (of_year := _OF_YEAR.search(plain)):
        return (desk.year, said[0]) if int(of_year.group(1)) == said[0] else None
    return (newest, newest - 1) if len(said) < 2 and _YEAR_BEFORE.search(plain) else None


def _between_years(desk: Desk, query: MetricQuery, years: tuple[int, int]) -> Draft:
    """A metric of the first year by that of the second, which may stand in the change printed for it."""
    year, base = years
    slots = replace(desk.question.slots, years=(base, year))
    try:
        change = find_change(replace(desk, question=replace(desk.question, slots=slots)), query)
    except StatedOnlyError as stated:
        raise NotFoundError(f"文件里只写了增减，没有{year}年的数，算不出倍数。", "no_comparison") from stated
    result = _times(change.now, change.before)
    writer = Writer(desk).say(f"{year}年").name(change.named.best[0], query).figure(change.now)
    writer.say(f"，{base}年").figure(change.before).cite(*change.named.support[:2], *change.printed.support[:1])
    return writer.say("，前者是后者的").figure(result).say("。").draft(result)
