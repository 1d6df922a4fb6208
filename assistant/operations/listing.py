"""Members by name with their figures: all, or those over or under a threshold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import eq, ge, gt, le, lt

from assistant.calculations import RATIO_SCALES, calculate, quantity_of
from assistant.model import Calculation, Draft, Item
from assistant.named import Named
from assistant.operations import members
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, name_of, owner_of
from assistant.parsing.model import ParsedQuestion, Threshold
from index.amounts import Amount, Quantity, Ratio, read_chinese_number
from index.model import Measure, TableKind

name = "list"


_WHICH = re.compile(
    r"哪(?:几|些)(?:个|项|款|类|笔|家|种)?.{0,4}[,，].{0,3}(?:各|分别)|(?:几|多少)(?:个|项|款|类|笔|家|种).{0,6}[,，].{0,3}(?:各|分别)"
)


_NAMES = re.compile(r"哪|谁")


def matches(question: ParsedQuestion) -> bool:
    if question.cue("in_words") and not amounts_of_parts(question):
        return False
    wants = (
        _WHICH.search(question.plain)
        or (question.cue("list") and (not question.cue("each") or _NAMES.search(question.plain)))
        or amounts_of_parts(question)
        or (question.cue("each") and question.slots.level == "单位")
        or (question.cue("filter") and question.slots.threshold is not None)
    )
    of_one = len(question.queries) < 2 or question.slots.level == "指标"
    return bool(wants) and bool(question.queries or question.slots.level) and of_one


def amounts_of_parts(question: ParsedQuestion) -> bool:
    """Whether the amount of each part is asked for, however the parts are called (花在哪些方面，各多少)."""
    plain = question.plain
    parts = _PARTS.search(plain)
    each = bool(question.cue("each"))
    return (each and _AREAS.search(plain) is not None) or (parts is not None and (each or not parts["n"]))


# What a whole holds, each with its amount, with the number of parts or without (里面三项各是多少).
_PARTS = re.compile(
    r"(?:里面?|里头|其中|当中)(?:的|这|那)*(?:各|每一?|(?P<n>[两二三四五六七八九十\d]))[项块笔](?!目)(?:支出|经费|费用|钱)?[,，]?"
    r"(?:分别|各自?|都)*(?:是|为|有|安排|列|花)*了?(?:多少|几)"
)
_AREAS = re.compile(r"(?:花|用|投|支出)(?:在|到|于)?了?(?:哪些?(?:方面|地方|事情?|块)|哪[里儿去])")


def answer(desk: Desk) -> Draft:
    question = desk.question
    group = members.find_members(desk, members.asked(question, desk.knowledge))
    if _WITH_CARRIED.search(question.plain) and not any(_says_carried(desk, named) for named in group.members):
        raise LastWordError("列出各项的表里只有当年安排的数，没有含上年结转结余的数。", "only_breakdown_missing")
    kept = [named for named in group.members if passes(named, question.slots.threshold)]
    said = _PARTS.search(question.plain)
    if said is not None and said["n"] and _number(said["n"]) != len(kept):
        raise NotFoundError(f"文件里它的分项有{len(kept)}项，不是所问的{said['n']}项，请说出要问的是哪几项。")
    if question.slots.threshold is not None:
        kept.sort(key=lambda named: -quantity_of(named.fact).value)
    return say_members(desk, group, kept, empty_of(desk, group))


def _number(said: str) -> int:
    return int(said) if said.isdigit() else 2 if said == "两" else int(read_chinese_number(said) or 0)


_WITH_CARRIED = re.compile(r"(?<!不)(?:包含|含|包括|连同|算上|加上)(?:单位|部门|了)?(?:上年|上一年|去年)的?结[余转]")
_OF_THE_YEAR = frozenset((TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE, TableKind.PROJECT_EXPENDITURE))


def _says_carried(desk: Desk, named: Named) -> bool:
    """Whether a member's figure may hold what was carried over: its table is not of the year's appropriation alone."""
    table = desk.knowledge.table_of(named.fact)
    if table is None or table.kind not in _OF_THE_YEAR or "一般公共预算" not in table.title:
        return True
    return any(re.search(r"结[余转]", part) for column in table.columns for part in column.path)


def empty_of(desk: Desk, group: members.Group) -> tuple[Named, ...]:
    """Rows without the figure, where what has none is asked for (没有安排公车购置的单位)."""
    threshold = desk.question.slots.threshold
    if threshold is None or threshold.op != "=" or threshold.quantity.value:
        return ()
    return members.empty_beside(desk, group)


def passes(named: Named, threshold: Threshold | None) -> bool:
    return threshold is None or within(quantity_of(named.fact), threshold)


def within(quantity: Quantity, threshold: Threshold) -> bool:
    """Whether an amount lies within a limit or range of amounts."""
    return isinstance(quantity, Amount) and bounded(quantity, threshold)


def bounded(quantity: Quantity, threshold: Threshold, *, unsigned: bool = False) -> bool:
    """Whether a quantity (``unsigned``: its size) lies within a limit or range of its own kind."""
    if type(quantity) is not type(threshold.quantity):
        return False
    value = abs(_plain_value(quantity)) if unsigned else _plain_value(quantity)
    upper = threshold.upper
    over = _PASSES[threshold.op](value, _plain_value(threshold.quantity))
    return over and (upper is None or value <= _plain_value(upper))


def _plain_value(quantity: Quantity) -> Decimal:
    """A value that may be compared: of a ratio without its unit (1成, 10%)."""
    return quantity.value * RATIO_SCALES[quantity.unit] if isinstance(quantity, Ratio) else quantity.value


_PASSES: dict[str, Callable[[Decimal, Decimal], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}


def say_members(desk: Desk, group: members.Group, kept: list[Named], empty: Sequence[Named] = ()) -> Draft:
    writer = Writer(desk)
    if not kept and not empty:
        return writer.say("没有符合条件的项。").cite(*(named.fact for named in group.members[:4])).draft()
    writer.say(f"{group.members[0].fact.year}年，共").figure(count_of([*kept, *empty], "项")).say("：")
    items = []
    for i, named in enumerate(kept):
        writer.say("；" if i else "").name(named)
        if named.fact.measure is Measure.VALUE:
            writer.figure(named.fact)
            items.append(writer.item(member_name(named, group), named.fact))
        writer.cite(named.fact)
    for i, named in enumerate(empty):
        writer.say("；" if kept or i else "").name(replace(named, column="")).say("（该栏空白）").cite(named.fact)
        items.append(Item(name_of(replace(named, column=""))))
    if _wants_sum(desk.question) and len(kept) > 1 and all(isinstance(named.fact.quantity, Amount) for named in kept):
        total = calculate("sum", *(named.fact for named in kept))
        return writer.say("；合计").figure(total).say("。").draft(total, items=items)
    return writer.say("。").draft(items=items)


def member_name(named: Named, group: members.Group) -> str:
    """How a member is called in a list; a row under a unit, where units are listed, by the unit."""
    return owner_of(named) if group.level == "单位" and owner_of(named) else name_of(named)


_ALTOGETHER = re.compile(
    r"(?:加起来|合起来|合计|一共|总共|共计|拢共)(?:是|为|有|要|花|安排|金额|起来|列)*了?(?:多少|几(?=[万亿元]))(?![个项笔家])"
)


def _wants_sum(question: ParsedQuestion) -> bool:
    """Whether those that meet the limit are to be added up (超过1000万元的项目加起来多少)."""
    return question.slots.threshold is not None and _ALTOGETHER.search(question.plain) is not None


def count_of(kept: list[Named], unit: str) -> Calculation:
    return calculate("count", *(named.fact for named in kept), unit=unit)
