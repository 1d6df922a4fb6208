"""A standard of the documents for one thing each, times a number of things that the question says (再招100名，按每名的标准).

The standard is compared with the question's own words as a target is; it must be for one of the things counted.
"""

from __future__ import annotations

import re

from assistant.calculations import calculate
from assistant.model import Claim, Constant, Draft, Quote
from assistant.operations.counted import alike
from assistant.operations.desk import Desk, PassError, Writer, named_segment
from assistant.operations.target import CLEAR, ENOUGH, ranked
from assistant.parsing.model import ParsedQuestion
from assistant.stated import Stated, as_money
from index.amounts import Amount, Count, agrees, find_figures
from index.vocabulary.names import key

name = "standard"
_EACH = r"每(?:人|名|个|台|套|辆|亩|户|件|床|生|场|次|位)"
_BY_STANDARD = re.compile(
    rf"标准|控制在?|上限|单价|定额|限额|{_EACH}[^,，。]{{0,16}}(?:成本|价格|造价|费用|补助|补贴)|{_EACH}.{{0,12}}(?:算|计)"
)
_AVERAGED = re.compile(r"平均|人均|摊|折合|除以")
_MONEY_ASKED = re.compile(r"(?:多少|几)(?:钱|元|万|亿|块)|多花多少|要多少")


def matches(question: ParsedQuestion) -> bool:
    asked = _BY_STANDARD.search(question.plain) and _MONEY_ASKED.search(question.plain)
    return (
        asked is not None
        and _counted(question.plain) is not None
        and not (question.cue("verify") or _AVERAGED.search(question.plain))
    )


def _counted(plain: str) -> Count | None:
    """The one number of things that the question says; None where it says none or several."""
    found = [
        span.quantity
        for span in find_figures(plain)
        if isinstance(span.quantity, Count) and span.quantity.value > 1 and "/" not in span.quantity.unit
    ]
    return found[0] if len(found) == 1 and found[0].unit not in ("", "年", "个月", "月", "天") else None


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    counted = _counted(plain)
    assert counted is not None

    def for_one_each(one: Stated) -> Stated | None:
        things = re.findall(r"/([\u4e00-\u9fff]+)", one.fact.text) or re.findall(r"每([\u4e00-\u9fff])", one.near)
        return as_money(one) if any(thing in alike(counted.unit) for thing in things) else None

    fits = ranked(desk, plain, for_one_each)
    if not fits or fits[0].score < ENOUGH:
        raise PassError("没有找到所问的标准。")
    near = [fit.one for fit in fits if fits[0].score < CLEAR * fit.score]
    if not all(agrees(one.quantity, near[0].quantity) for one in near):
        raise PassError("所问的标准有几个，问题没有说明是哪一个。")
    return _say(desk, near[0], counted)


def _say(desk: Desk, one: Stated, counted: Count) -> Draft:
    fact = one.fact
    assert isinstance(one.quantity, Amount)
    times = Constant(counted, "问题所说")
    result = calculate("scale", fact, times)
    writer = Writer(desk)
    whose = fact.subject or (fact.row_path[0] if fact.row_path else "")
    if whose and key(whose) != key(fact.label):
        writer.say(named_segment(whose, fact), "·")
    writer.say(named_segment(fact.label, fact), "为", Quote(fact.text.strip(), fact))
    if "/" in fact.text:  # for one each and a year: as printed, then the sum of money
        writer.say("，每", counted.unit, Claim(one.quantity.text, fact))
    writer.say("，按").say(Claim(counted.text, times))
    writer.say("计算共").figure(result).say("（仅为推算，非文件所载）。")
    return writer.cite(fact).draft(result)
