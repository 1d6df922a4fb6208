"""How many: members of a whole, indicators, tables; or a number that the document itself prints (车辆几辆)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import listing, members, rows
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, asks_things, name_of
from assistant.operations.things import same_deal
from assistant.parsing.model import ParsedQuestion
from index.amounts import Amount, Count

name = "count"
_FULL_MARKS = 100
_UNIT = re.compile(r"(?:几|多少)(个|项|种|张|家|条|类|款|笔|部|处|科|名|辆|台|套|人|件|批|所)")


_NAMES = re.compile(r"哪(?:几|些)(?!.{0,6}共)|各(?:是|有)?多少|分别")  # their names are asked for, not how many


def matches(question: ParsedQuestion) -> bool:
    if _NAMES.search(question.plain) or (question.cue("except") and question.slots.level != "单位"):
        return False
    return question.cue("count") and bool(question.queries or question.slots.level)


_WITHOUT = re.compile(r"(?:没|未|不)(?:有)?(?:用|动|花|列|使用|安排|涉及).{1,14}的(?:项目|科目|单位)")


_SET_AGAINST = re.compile(r"数?(?:超过|大于|多于|高于|低于|少于|小于)[\u4e00-\u9fff]{2,}数")  # 实有人数超过编制数


def answer(desk: Desk) -> Draft:
    queries = desk.question.queries
    if _WITHOUT.search(desk.question.plain) and desk.question.slots.level == "项目":
        raise LastWordError("不能按“没有某项资金”这样的条件来数。", "not_computable")
    if queries:
        years = desk.question.slots.years
        printed = desk.find(queries[0], years[-1] if years and len(desk.knowledge.documents) > 1 else None)
        other_deal = (
            bool(printed) and asks_things(desk.question.plain) and not same_deal(printed.best[0], desk.question.plain)
        )
        if printed and _counts_things(printed) and not other_deal and "满分" not in desk.question.plain:
            return _printed(desk, printed)
    if _SET_AGAINST.search(desk.question.plain) and desk.question.slots.level:
        raise LastWordError("不能按两个数的大小来数：请分别查询这两个数。", "not_computable")
    if _counts_other_things(desk.question) or _OCCASIONS.search(desk.question.plain):
        raise NotFoundError("文件里没有写所问的数量。")
    group = members.find_members(desk, members.asked(desk.question, desk.knowledge))
    kept = [named for named in group.members if listing.passes(named, desk.question.slots.threshold)]
    if "满分" in desk.question.plain:
        kept = [named for named in kept if quantity_of(named.fact).value == _FULL_MARKS]
    kept += listing.empty_of(desk, group)
    if not kept:
        raise NotFoundError("没有符合条件的项可数。", "not_in_documents")
    unit = _UNIT.search(desk.question.plain)
    total = calculate("count", *(named.fact for named in kept), unit=unit.group(1) if unit else "个")
    if _SUM_TOO.search(desk.question.plain) and all(isinstance(named.fact.quantity, Amount) for named in kept):
        return _with_sum(desk, kept, total)
    writer = Writer(desk).say("共").figure(total).say("：")
    for i, named in enumerate(kept):
        writer.say("、" if i else "").name(replace(named, column="")).cite(named.fact)
    return writer.say("。").draft(total)


# Their sum is asked for in the same sentence: 有几笔，总额多少.
_SUM_TOO = re.compile(
    r"(?:几|多少)(?:个|项|笔|家|批)[^,，?？]{0,8}[,，?？][^?？]{0,6}(?:总[额数]|总?金额|合计|一共|总共|共计|加起来)[^,，?？]{0,4}(?:多少|几|[?？]|$)"
)


def _with_sum(desk: Desk, kept: list[Named], number: Operand) -> Draft:
    """How many there are, each with its amount, and their sum."""
    together = calculate("sum", *(named.fact for named in kept))
    writer = Writer(desk).say(f"{kept[0].fact.year}年共").figure(number).say("：")
    for i, named in enumerate(kept):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    items = [writer.item(name_of(named), named.fact) for named in kept]
    return writer.say("，合计").figure(together).say("。").draft(together, items=items)


_OCCASIONS = re.compile(r"(?:多少|几|好多)(?:批次|人次|次(?!级)|回|趟)")  # no rows of a table are these


def _counts_other_things(question: ParsedQuestion) -> bool:
    """Whether devices, people or vehicles are asked for (多少台), also by a turn that only names another (打印机呢)."""
    before = question.previous
    if asks_things(question.plain) or before is None or _UNIT.search(question.plain):
        return asks_things(question.plain)
    return question.cue("followup") and asks_things(before.plain)


def _counts_things(found: Selection) -> bool:
    """Whether a printed figure is a number of things (46辆), not a score or a target in a table."""
    named = found.best[0]
    counted = isinstance(found.quantity, Count) and found.quantity.value == found.quantity.value.to_integral_value()
    return counted and not named.fact.row_path and (named.narrative or bool(found.quantity.unit))


def _printed(desk: Desk, found: Selection) -> Draft:
    """A number of things that the document prints, with the kinds of things that make it up; or one of these kinds."""
    said = rows.parts_said(rows.parts_in_text(desk, found.best[0]), found.best[0], desk.question.plain)
    if len(said) == 1:
        writer = Writer(desk).say(f"{said[0].fact.year}年").name(found.best[0]).say("中").name(said[0]).say("为")
        return writer.figure(said[0].fact).say("。").cite(said[0].fact).draft(said[0].fact)
    writer = Writer(desk).say(f"{found.fact.year}年").say(name_of(found.best[0])).say("为").figure(found.fact)
    parts = [part for part in rows.parts_in_text(desk, found.best[0]) if quantity_of(part.fact).value]
    for i, part in enumerate(parts):
        writer.say("、" if i else "，其中").name(part).figure(part.fact).cite(part.fact)
    items = [writer.item(name_of(part), part.fact) for part in parts]
    return writer.say("。").cite(*found.support[:4]).draft(found.fact, items=items)
