"""Claims of order without a figure: up or down, unchanged, more than another, the largest, the n-th."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.knowledge import is_unit
from assistant.model import Direction, Draft
from assistant.named import Named
from assistant.operations import members, rows, terms, year_change
from assistant.operations.desk import DIRECTION_WORDS, RATE_WORDS, LastWordError, NotFoundError, Writer
from assistant.operations.rows import is_before
from assistant.operations.verify.claim import Claim, Relation
from assistant.parsing.model import MetricQuery
from index.amounts import Amount

_SAME = re.compile(
    r"零增长|持平|没有?变|(?:没有?|无|未)(?:任何|发生)*(?:增减|变化|变动)|不变|未变|一样多|没动|原地踏步"
    r"|(?:和|跟|与|同)(?:去年|上年|上一年|前一年|20\d\d年)[^,，。]{0,4}(?:一样|相同|相当|一致|没有?差别)"
)
_MORE = re.compile(r"(?:比|较)[^,，。]*?(?:多|高|大|贵)|(?:超过|超出|高于|多于|大于|高过|赶超)")
_LESS = re.compile(r"(?:比|较)[^,，。]*?(?:少|低|小)|(?:低于|少于|小于|不到|不及|不如|没有?[^,，。]*?(?:多|高|大))")
_AGAINST = re.compile(r"比|较|不如|没有?|不及")
_AMOUNT_OF = re.compile(r"多|高|大|贵|少|低|小")
_NOT = re.compile(r"没有?(?:超过|高于|多于|大于)|不(?:超过|高于|多于|大于)|未超过")


# ---------------------------------------------------------------- changes


def _unchanged(claim: Claim) -> bool:
    values = all(isinstance(one.quantity, Amount) for one in claim.free) and len(claim.queries) == 1
    return _SAME.search(claim.plain) is not None and (not claim.free or values)


def _directed(claim: Claim) -> bool:
    return (claim.up or claim.down) and not claim.free


_NOT_MOVED = re.compile(r"(?:没有?|未|并未|不曾|不是)(?:再|见|有|任何|出现|发生)*(?:增(?!减)|涨|上升|减|降|下降|压)")


def _direction(claim: Claim) -> Draft:
    wants = _stated_direction(claim)
    denied = wants is not Direction.UNCHANGED and _NOT_MOVED.search(claim.plain) is not None
    changes = [year_change.find_change(claim.desk, query) for query in _without_wholes(claim)]
    holds = all((found.direction is wants) is not denied for found in changes) and _values_hold(claim, changes)
    writer, verdict = claim.opening(holds)
    for i, found in enumerate(changes):
        writer.say("；" if i else "").name(found.named.best[0]).say("为").figure(found.now)
        if found.direction is Direction.UNCHANGED:
            writer.say(f"，与{found.base_year}年持平，增减").figure(found.amount)
        else:
            writer.say(f"，比{found.base_year}年{DIRECTION_WORDS[found.direction]}").figure(found.amount)
            if len(changes) == 1 and (rate := year_change.rate_of(claim.desk, found)) is not None:
                writer.say(f"（{RATE_WORDS[found.direction]}").figure(rate).say("）")
                writer.cite(*found.printed_rate.support[:1])
        writer.cite(*found.printed.support[:2], *found.named.support[:2])
    against = next((found for found in changes if (found.direction is wants) is denied), changes[0])
    return writer.say("。").draft(against.amount, direction=against.direction, verdict=verdict)


def _values_hold(claim: Claim, changes: list[year_change.Change]) -> bool:
    """Whether the figures said of the metrics hold as well (接待费10万元，和去年一样)."""
    free = [(claim.queries[0], one) for one in claim.free]
    for query, one in (*claim.attached, *free):
        now = changes[0].now if len(changes) == 1 else year_change.find_change(claim.desk, query).now
        if not one.holds(quantity_of(now)):
            return False
    return True


_YEARS_COMPARED = re.compile(r"(20\d\d)年(?:(?!20\d\d)[^。;；?？]){0,24}?[比较](?:起)?(20\d\d)年")


def _stated_direction(claim: Claim) -> Direction:
    """Up or down as said, from the earlier year to the later (2018年比2019年高 says that it fell)."""
    if _SAME.search(claim.plain):
        return Direction.UNCHANGED
    up = claim.up and not claim.down
    compared = _YEARS_COMPARED.findall(claim.plain)
    if len(compared) > 1 or len(claim.question.slots.years) > 2:
        raise LastWordError("问题里比了几个年份，请分开来问。", "incomplete_question")
    if any(int(first) < int(second) for first, second in compared):
        up = not up
    return Direction.INCREASE if up else Direction.DECREASE


def _without_wholes(claim: Claim) -> tuple[MetricQuery, ...]:
    """“三公里，出国和接待都减了吗”: the whole only says whose parts are meant."""
    queries = claim.queries
    if len(queries) > 2 and re.search(r"里|中|其中", claim.plain[queries[0].target.end : queries[0].target.end + 4]):
        return queries[1:]
    return queries


# ---------------------------------------------------------------- which of two moved more

_EVEN_MORE = re.compile(r"(?:得|的|幅度?|额|了)?(?:还)?更(?:多|大|快|明显|厉害|猛)")


def _moved_more(claim: Claim) -> bool:
    names = {query.target.text for query in claim.queries}
    return _EVEN_MORE.search(claim.plain) is not None and (claim.up or claim.down) and len(names) > 1


def _moved(claim: Claim) -> Draft:
    """“两项都增加了，项目支出增加得更多”: all moved so, and the one named last before 更 by the greatest amount."""
    if "率" in claim.plain or "幅" in claim.plain or "快" in claim.plain:
        raise LastWordError("没有认出比的是哪两项的增减幅度，请分别说出数字。", "incomplete_question")
    said = _EVEN_MORE.search(claim.plain)
    assert said is not None
    leader = [query for query in claim.queries if query.target.end <= said.start()][-1]
    rest = {query.target.text: query for query in claim.queries if query.target.text != leader.target.text}
    first = year_change.find_change(claim.desk, leader)
    others = [year_change.find_change(claim.desk, query) for query in rest.values()]
    wants = _stated_direction(claim)
    moved = [abs(quantity_of(found.amount).value) for found in others]
    more = all(abs(quantity_of(first.amount).value) > value for value in moved)
    writer, verdict = claim.opening(more and all(found.direction is wants for found in (first, *others)))
    for i, found in enumerate((first, *others)):
        writer.say("；" if i else "").name(found.named.best[0]).say(
            f"比{found.base_year}年{DIRECTION_WORDS[found.direction]}"
        )
        writer.figure(found.amount).cite(*found.printed.support[:2], *found.named.support[:2])
    return writer.say("。").draft(first.amount, direction=first.direction, verdict=verdict)


# ---------------------------------------------------------------- one against another


def _compared(claim: Claim) -> bool:
    if len(claim.queries) != 2 or claim.free:
        return False
    left, right = claim.queries
    between = claim.plain[left.target.end : right.target.start]
    if _MORE.search(between) or _LESS.search(between):  # 超过, 低于
        return True
    return _AGAINST.search(between) is not None and _AMOUNT_OF.search(claim.plain[right.target.end :]) is not None


def _more(claim: Claim) -> Draft:
    left, right = terms.need_all(claim.desk, claim.queries, claim.year)
    if left.operand == right.operand:
        raise LastWordError("问题所说的两项在文件里找到的是同一个数，无从比较。")
    gap = calculate("difference", left.operand, right.operand)
    said = claim.plain[claim.queries[0].target.end :]
    denied = _NOT.search(said) is not None
    wants_more = _MORE.search(said) is not None and not _LESS.search(said)
    holds = quantity_of(gap).value > 0 if wants_more else quantity_of(gap).value < 0
    writer, verdict = claim.opening(holds is not denied)
    for i, term in enumerate((left, right)):
        writer.say("，" if i else "").name(term.named.best[0]).say("为").figure(term.operand)
        writer.cite(*term.named.support[:2])
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


# ---------------------------------------------------------------- ranks


def _ranked(claim: Claim) -> bool:
    return claim.question.cue("rank") and bool(claim.queries)


def _rank(claim: Claim) -> Draft:
    """Whether the metric named is the largest, the smallest or the n-th of those beside it."""
    question = claim.question
    found = claim.desk.need(claim.queries[-1] if len(claim.queries) > 1 else claim.queries[0], claim.year)
    group = [named for named in _beside(claim, found) if quantity_of(named.fact).value or named is found.best[0]]
    if len(group) < 2:
        raise NotFoundError("没有找到与它并列的其他各项，不能排序。", "only_breakdown_missing")
    ordered = sorted(group, key=lambda named: quantity_of(named.fact).value, reverse=not question.slots.ascending)
    own = quantity_of(found.fact).value
    ahead = [named for named in ordered if is_before(quantity_of(named.fact).value, own, question.slots.ascending)]
    wanted = question.slots.n or 1
    place = len(ahead) + 1
    writer, verdict = claim.opening(place <= wanted if question.slots.top else place == wanted)
    return _say_place(writer, ordered, found, place, question.slots.ascending).draft(found.fact, verdict=verdict)


def _beside(claim: Claim, found: Selection) -> tuple[Named, ...]:
    first = found.best[0]
    if is_unit(first):
        units = members.find_members(claim.desk, None).members if claim.question.slots.level == "单位" else ()
        units = units or rows.siblings(claim.desk, first)
        return members.below_the_department(claim.desk, units)
    if first.narrative:
        table = next((named for named in (*found.best, *found.others) if not named.narrative), None)
        return rows.siblings(claim.desk, table or first)
    return rows.siblings(claim.desk, first)


def _say_place(writer: Writer, ordered: list[Named], found: Selection, place: int, ascending: bool) -> Writer:
    total = calculate("count", *(named.fact for named in ordered), unit="项")
    writer.say(f"{found.fact.year}年").name(found.best[0]).say("为").figure(found.fact).say("，在").figure(total)
    writer.say(f"中从{'小到大' if ascending else '大到小'}排第{place}")
    if place > 1:
        writer.say(f"；{'最小' if ascending else '最大'}的是").name(ordered[0]).say("，为").figure(ordered[0].fact)
    return writer.say("。").cite(found.fact, *(named.fact for named in ordered[:6]))


# ---------------------------------------------------------------- over the years

_YEAR_BY_YEAR = re.compile(r"一年比一年|逐年|连年|(?<!\d)年年|连续[两二三四五\d]+年")


def _over_years(claim: Claim) -> bool:
    return _YEAR_BY_YEAR.search(claim.plain) is not None and bool(claim.queries)


def _trend(claim: Claim) -> Draft:
    """Whether a metric rose (or fell) from each year to the next, over the years said or loaded."""
    years = claim.question.slots.years if len(claim.question.slots.years) > 1 else claim.desk.knowledge.years()
    found = [(year, terms.find(claim.desk, claim.queries[0], year)) for year in range(years[0], years[-1] + 1)]
    known = [(year, term) for year, term in found if term is not None]
    if len(known) < 2:
        raise LastWordError("只有一年的数，看不出逐年的变化。", "no_comparison")
    falls = claim.down or re.search(r"少|低", claim.plain) is not None
    values = [quantity_of(term.operand).value for _, term in known]
    pairs = list(pairwise(values))
    holds = all(later < earlier if falls else later > earlier for earlier, later in pairs)
    writer, verdict = claim.opening(holds)
    writer.name(known[0][1].named.best[0]).say("：")
    for i, (year, term) in enumerate(known):
        writer.say("，" if i else "", f"{year}年").figure(term.operand).cite(*term.named.support[:2])
    return writer.say("。").draft(known[-1][1].operand, verdict=verdict)


MOVED_MORE = Relation("哪项增减更多", _moved_more, _moved)
TREND = Relation("逐年增减", _over_years, _trend)
UNCHANGED = Relation("与上年持平", _unchanged, _direction)
DIRECTION = Relation("增减方向", _directed, _direction)
MORE = Relation("两数谁大", _compared, _more)
RANK = Relation("排名", _ranked, _rank)
