"""Members in order of size: the n-th, the first n, the largest and the smallest; or years of one metric in order."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Item, Operand
from assistant.named import Named
from assistant.operations import listing, members, rows, terms, unit_sums
from assistant.operations.desk import Desk, NotFoundError, Writer, name_of
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.slots import things_counted

name = "rank"
_ALL = re.compile(r"(从|由)(高|大|多|小|低|少)到|降序|升序|排(一下|个序|下|序)|排出来|依次")
_BOTH = re.compile(r"最(大|多|高).{0,14}最(小|少|低)|最(小|少|低).{0,14}最(大|多|高)")


_GAP = re.compile(
    r"最[高大多][^。；;]{0,24}[比跟和与较][^。；;]{0,6}最[低小少][^。；;]{0,8}(?:[多高大]出?|[相之]?差[距额]?|出)[^。；;]{0,4}(?:多少|几)"
    r"|最[低小少][^。；;]{0,24}[比跟和与较][^。；;]{0,6}最[高大多][^。；;]{0,8}(?:[少低小]|[相之]?差[距额]?)[^。；;]{0,4}(?:多少|几)"
)


def matches(question: ParsedQuestion) -> bool:
    return question.cue("rank") and bool(question.queries or question.slots.level)


_AMONG_SEVERAL = re.compile(r"[两二三四五六七八九几](?:家|地|个(?:部门|单位|局|市|城市|地方))")
_PLACE = re.compile(
    r"(?:排|位列|名列|居)(?:在|名|行)?第?几|第几(?:位|名|大|高|多)?|名次|排名(?:是)?(?:多少|怎么样|如何)|排(?:在)?哪"
)


def answer(desk: Desk) -> Draft:
    question = desk.question
    if _PLACE.search(question.plain) and question.queries and question.slots.n is None:
        return _say_place(desk, _placed(question))
    if len(question.slots.years) > 1 and question.queries:
        return _years(desk)
    group = _group(desk)
    candidates = group.members
    if question.slots.level == "单位" and (by_unit := unit_sums.rank(desk, candidates)) is not None:
        return by_unit
    if len(candidates) == 1 and _AMONG_SEVERAL.search(question.plain):
        raise NotFoundError("要比较的几家只找到一家，不能排序。", "only_breakdown_missing")
    ordered = sorted(candidates, key=lambda named: quantity_of(named.fact).value, reverse=not question.slots.ascending)
    if _GAP.search(question.plain) and len(ordered) > 1:
        ordered = sorted(ordered, key=lambda named: -quantity_of(named.fact).value)
        return _say_gap(desk, ordered[0], ordered[-1])
    if _BOTH.search(question.plain):
        ordered = sorted(ordered, key=lambda named: -quantity_of(named.fact).value)
        return _say_both(desk, ordered[0], ordered[-1])
    if _ALL.search(question.plain) and question.slots.n is None:
        return _say_list(desk, ordered)
    n = question.slots.n or 1
    if n > len(ordered):
        raise NotFoundError(f"只有 {len(ordered)} 项，没有第 {n} 项。".replace(" ", ""), "not_in_documents")
    if question.slots.top:
        return _say_list(desk, _first(ordered, n))
    return _say_one(desk, ordered, n, group)


def _placed(question: ParsedQuestion) -> MetricQuery:
    """The metric whose place is asked for: what is said to stand among the other (办公费在商品和服务支出里排第几)."""
    first, *others = question.queries
    among = others and re.match(r"的?(?:支出|预算)?(?:在|于)", question.plain[first.target.end :])
    return first if among or not others else others[-1]


def _say_place(desk: Desk, query: MetricQuery) -> Draft:
    """The place of a metric named among those beside it (or those of the level said), the largest first."""
    first = desk.need(query).best[0]
    beside = _beside(desk, first)
    ascending = desk.question.slots.ascending
    ordered = sorted(beside, key=lambda named: quantity_of(named.fact).value, reverse=not ascending)
    own = quantity_of(first.fact).value
    ahead = [named for named in ordered if rows.is_before(quantity_of(named.fact).value, own, ascending)]
    place = calculate("count", first.fact, *(named.fact for named in ahead), unit="位")
    writer = Writer(desk).say(f"{first.fact.year}年").name(first, query).say("为").figure(first.fact)
    writer.say("，在").figure(calculate("count", *(named.fact for named in ordered), unit="项"))
    writer.say(f"中从{'小到大' if ascending else '大到小'}排第").figure(place)
    if ahead:
        writer.say(f"；{'最小' if ascending else '最大'}的是").name(ordered[0]).say("，为").figure(ordered[0].fact)
    writer.say("。").cite(first.fact, *(named.fact for named in ordered[:6]))
    return writer.draft(place)


def _beside(desk: Desk, first: Named) -> list[Named]:
    """What a metric is ranked among: the rows of the level said, else the rows beside it; zeros left out."""
    level = desk.question.slots.level
    table = desk.knowledge.table_of(first.fact)
    group: tuple[Named, ...] = ()
    if level in rows.CODE_LENGTHS and table is not None and (total := rows.column_total(desk, first)) is not None:
        group = rows.children(desk, total, table, level)
    group = group if any(named.fact is first.fact for named in group) else rows.siblings(desk, first)
    kept = [named for named in group if quantity_of(named.fact).value or named.fact is first.fact]
    if len(kept) < 2:
        raise NotFoundError("没有找到与它并列的其他各项，不能排序。", "only_breakdown_missing")
    return kept


def _group(desk: Desk) -> members.Group:
    """What is put in order; its whole is empty for things that the question names one by one."""
    queries = desk.question.queries
    level = desk.question.slots.level
    if not level and (group := members.details(desk)):
        return group
    if len(queries) > 1 and not level:
        return members.Group("", tuple(desk.need(query).best[0] for query in queries))
    if len(queries) > 2 and level in rows.CODE_LENGTHS:  # 货物、工程、服务三类哪类最多
        found = [selection.best[0] for query in queries if (selection := desk.find(query))]
        named = list(dict.fromkeys(one for one in found if one.row))
        if len(named) == (things_counted(desk.question.plain) or len(named)) > 1:
            return members.Group("", tuple(named))
    group = members.find_members(desk, members.asked(desk.question, desk.knowledge))
    kept = tuple(named for named in group.members if listing.passes(named, desk.question.slots.threshold))
    if not kept:
        raise NotFoundError("没有符合条件的项可排序。", "not_in_documents")
    return replace(group, members=kept)


_NAMED_BY_KIND = ("单位", "项目", "指标", "表")  # groups whose name says nothing more than what their members are


def _say_one(desk: Desk, ordered: list[Named], n: int, group: members.Group) -> Draft:
    chosen = ordered[n - 1]
    value = quantity_of(chosen.fact).value
    tied = [named for named in ordered if quantity_of(named.fact).value == value]
    order = "最小" if desk.question.slots.ascending else "最大"
    writer = (
        Writer(desk)
        .say(f"{chosen.fact.year}年，", f"{group.whole}的" if group.whole and group.level not in _NAMED_BY_KIND else "")
        .figure(calculate("count", *(named.fact for named in ordered), unit="项"))
    )
    writer.say(f"中{order}的是" if n == 1 else f"中排第{n}的是")
    for i, named in enumerate(tied):
        writer.say("和" if i else "").name(named)
    writer.say("，为").figure(chosen.fact).say("。").cite(*(named.fact for named in tied[:4]))
    writer.cite(*(named.fact for named in ordered[:6]))
    items = [writer.item(name_of(named), named.fact) for named in tied]
    return writer.draft(chosen.fact, items=items)


def _first(ordered: list[Named], n: int) -> list[Named]:
    """The first n, with those that are as large as the last of them."""
    last = quantity_of(ordered[n - 1].fact).value
    tied = [named for named in ordered[n:] if quantity_of(named.fact).value == last]
    return [*ordered[:n], *tied]


def _say_gap(desk: Desk, largest: Named, smallest: Named) -> Draft:
    """The largest and the smallest, and what lies between them."""
    gap = calculate("difference", largest.fact, smallest.fact)
    writer = Writer(desk).say(f"{largest.fact.year}年，最大的是").name(largest).say("，为").figure(largest.fact)
    writer.say("；最小的是").name(smallest).say("，为").figure(smallest.fact).say("；相差").figure(gap).say("。")
    items = [writer.item(name_of(named), named.fact) for named in (largest, smallest)]
    return writer.cite(largest.fact, smallest.fact).draft(gap, items=items)


def _say_both(desk: Desk, largest: Named, smallest: Named) -> Draft:
    writer = Writer(desk).say(f"{largest.fact.year}年，最大的是").name(largest).say("，为").figure(largest.fact)
    writer.say("；最小的是").name(smallest).say("，为").figure(smallest.fact).say("。")
    first = (
        smallest
        if desk.question.plain.find("最小") < desk.question.plain.find("最大") and "最小" in desk.question.plain
        else largest
    )
    items = [writer.item(name_of(named), named.fact) for named in (largest, smallest)]
    return writer.cite(largest.fact, smallest.fact).draft(first.fact, items=items)


def _say_list(desk: Desk, ordered: list[Named]) -> Draft:
    writer = Writer(desk).say(f"{ordered[0].fact.year}年，")
    items: list[Item] = []
    for i, named in enumerate(ordered):
        writer.say("；" if i else "").name(named).figure(named.fact).cite(named.fact)
        items.append(writer.item(name_of(named), named.fact))
    return writer.say("。").draft(ordered[0].fact, items=items)


def _years(desk: Desk) -> Draft:
    query = desk.queries()[0]
    found: list[tuple[int, Operand]] = []
    writer = Writer(desk)
    for i, year in enumerate(desk.question.slots.years):
        term = terms.need(desk, query, year)
        operand, named = term.operand, term.named
        if not i:
            writer.name(named.best[0], query).say("：")
        writer.say("，" if i else "", f"{year}年").figure(operand).cite(*named.support[:2])
        found.append((year, operand))
    chosen = (min if desk.question.slots.ascending else max)(found, key=lambda item: quantity_of(item[1]).value)
    order = "最低" if desk.question.slots.ascending else "最高"
    writer.say(f"；{order}的是{chosen[0]}年，为").figure(chosen[1])
    if _GAP.search(desk.question.plain):
        return _say_gap_of_years(writer, found)
    writer.say("。")
    items = [Item(f"{chosen[0]}年", *writer.headline(chosen[1]))]
    return writer.draft(chosen[1], items=items)


def _say_gap_of_years(writer: Writer, found: list[tuple[int, Operand]]) -> Draft:
    """What lies between the highest and the lowest year."""
    ordered = sorted(found, key=lambda item: quantity_of(item[1]).value)
    gap = calculate("difference", ordered[-1][1], ordered[0][1])
    items = [Item(f"{year}年", *writer.headline(operand)) for year, operand in (ordered[-1], ordered[0])]
    return writer.say("，最高与最低相差").figure(gap).say("。").draft(gap, items=items)
