"""One metric of several departments: each of them, in order of size, or by how it moved against the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft, Item, Operand
from assistant.operations import listing, moved, terms, total
from assistant.operations.desk import Desk, LastWordError, NotFoundError, PassError, Writer, name_of
from assistant.operations.divisors import unit_asked
from assistant.operations.term import Term
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import read_chinese_number
from index.vocabulary.names import key

name = "departments"

_OTHER_KINDS = (
    "verify",
    "reason",
    "definition",
    "in_words",
    "hypothetical",
    "share",
    "ratio",
    "purpose",
    "except",
    "contact",
)
_WHO = re.compile(
    r"谁|哪(?:些|几)(?:个|家)?|哪(?:一|两|几)?(?:个|家|边|头|地|座|所)|哪(?:一|两|几)?(?:个)?(?:部门|单位|局|市|城市|地方)|孰"
)
_LESS = re.compile(
    r"(?:谁|哪|孰)[^,，。;；?？]{0,14}?(?<![减缩])(?:更|较|比较)?(?:少|小|低|省|节[约省俭])|最(?:少|小|低|省)"
)
_MOST = re.compile(r"最(?:多|大|高)")
ORDER = re.compile(r"(?:从|由)(?:高|大|多|小|低|少)到|降序|升序|排(?:一下|个序|下|序|出来|个队|个名)|怎么排|依次|排名")
_GAP = re.compile(r"(?:相差|差|高|低|多|少|大|小)(?:了|出)?(?:多少|几(?!家|个局)|好多)|差(?:额|距)")
# Also at the end of a row's name (“三公”经费合计), which of several departments asks for their sum.
_TOGETHER = re.compile(r"合计|总共|一共|共计|加起来|合起来|相加|之和|加总|加在?一[起块]|总和")
_COUNTED = re.compile(r"(?<!第)([两二三四五六七八九])(?:家|地|个(?:部门|单位|局|市|城市|委|地方))")


def matches(question: ParsedQuestion) -> bool:
    if len(question.slots.departments) < 2 or not question.queries or question.cue(*_OTHER_KINDS):
        return False
    if question.cue("unit_cost") and unit_asked(question.plain):
        return False  # 哪边人均高: averages are set against each other
    return (
        _asks_which(question)
        or question.cue("each")
        or moved.matches(question.plain)
        or not question.cue("difference", "count", "list")
    )


_ANY_VEHICLES = re.compile(r"(?:公务用?车|公车|车辆?)(?:数量?|总数)?(?:更|最|较|比较)?(?:多|少(?!多|了))(?!少|几|了)")


def _asks_which(question: ParsedQuestion) -> bool:
    return _WHO.search(question.plain) is not None or question.cue("rank", "compare")


@dataclass(frozen=True, slots=True)
class Own:
    """What one department has for the metric."""

    owner: str
    term: Term

    @property
    def operand(self) -> Operand:
        return self.term.operand


def answer(desk: Desk) -> Draft:
    if len({query.target.text for query in metrics(desk)}) > 1:
        return _each_of_several(desk)
    query = one_metric(desk)
    said = _COUNTED.search(desk.question.plain)
    counted = read_chinese_number(said.group(1)) if said else None
    if counted is not None and counted != len(desk.question.slots.departments):
        raise LastWordError(
            f"问题说的是{said.group(1) if said else ''}个部门，只认出了{'、'.join(desk.question.slots.departments)}。",
            "incomplete_question",
        )
    if (_TOGETHER.search(desk.question.plain) or desk.question.cue("mean")) and not _asks_which(desk.question):
        return total.over_departments(desk, query)
    if moved.matches(desk.question.plain) or desk.question.cue("change"):
        return moved.answer(desk, query)
    return _say(desk, query, found_of_each(desk, query))


def _each_of_several(desk: Desk) -> Draft:
    """Several metrics of each department, where they are asked for side by side. PassError where something else is."""
    queries = metrics(desk)
    if not desk.question.cue("each") or _asks_which(desk.question) or any(query.contexts for query in queries):
        raise PassError("问到几个部门的几项指标。")
    writer = Writer(desk)
    items: list[Item] = []
    operands: list[Operand] = []
    for owner, own in desk.per_department():
        writer.say("；" if items else "", f"{owner}{own.told_year}年：")
        for i, query in enumerate(queries):
            term = terms.need(own, query, wanted_year(own))
            named = term.named.best[0]
            writer.say("、" if i else "").name(named, query).figure(term.operand).cite(*term.named.support[:1])
            items.append(writer.item(f"{owner}{name_of(named, query)}", term.operand))
            operands.append(term.operand)
    return writer.say("。").draft(operands[0], items=items)


def found_of_each(desk: Desk, query: MetricQuery) -> list[Own]:
    """What each department has for a metric. Raises LastWordError where the figures cannot be set against each other."""
    found = [Own(owner, terms.need(own, query, wanted_year(own))) for owner, own in desk.per_department()]
    _comparable(query, found)
    return found


def metrics(desk: Desk) -> tuple[MetricQuery, ...]:
    """The metrics asked for, without what is only a part of a department's name (甲州 of 甲州今年乙局、丙局)."""
    owners = [key(owner) for owner in desk.question.slots.departments]
    return tuple(query for query in desk.queries() if not any(key(query.target.text) in owner for owner in owners))


def one_metric(desk: Desk) -> MetricQuery:
    """The metric that is asked of each department. PassError where it is not one."""
    queries = {query.target.text: query for query in metrics(desk)}
    if len(queries) != 1:
        raise PassError("问到几个部门的几项指标。")
    query = next(iter(queries.values()))
    if _ANY_VEHICLES.search(desk.question.plain):  # of vehicles themselves, not of what they cost
        return MetricQuery(replace(query.target, terms=("vehicles_owned",), keys=()))
    return query


def _comparable(query: MetricQuery, found: Sequence[Own]) -> None:
    """Raises LastWordError where the figures are of different years, kinds or meanings (机关运行经费 beside 公用经费), so
    that none is more than another."""
    years = {one.term.named.fact.year for one in found}
    if len(years) > 1:
        told = "、".join(f"{one.owner}是{one.term.named.fact.year}年" for one in found)
        raise LastWordError(f"读入的不是同一年的文件（{told}），不能放在一起比较。", "not_comparable")
    if len({type(quantity_of(one.operand)) for one in found}) > 1:
        raise LastWordError("几个部门的数计量单位不同，不能比较。", "not_comparable")
    meant = [_meanings(query, one.term) for one in found]
    if query.target.terms and not frozenset.intersection(*meant):
        told = "、".join(f"{one.owner}的是“{name_of(one.term.named.best[0], query)}”" for one in found)
        raise LastWordError(f"几个部门印的不是同一个口径的数（{told}），不能放在一起比较。", "not_comparable")


def _meanings(query: MetricQuery, term: Term) -> frozenset[str]:
    """The terms asked for that a figure is called by, or stands for."""
    own = term.named.best[0]
    known = own.row_terms | own.column_terms | own.implicit | own.about
    found = [one for one in query.target.terms if one in known]
    return frozenset(found) if found else frozenset(query.target.terms)


def _say(desk: Desk, query: MetricQuery, found: Sequence[Own]) -> Draft:
    question = desk.question
    both = _MOST.search(question.plain) and _GAP.search(question.plain)  # 最低的比最高的少多少 asks for the gap
    less = not both and (question.slots.ascending or _LESS.search(question.plain) is not None)
    ordered = sorted(found, key=lambda one: quantity_of(one.operand).value, reverse=not less)
    ranked = _asks_which(question)
    order = ORDER.search(question.plain) is not None
    writer = Writer(moved.in_one_unit(desk, [one.operand for one in found]))
    for i, one in enumerate(ordered if order else found):
        writer.say("；" if i else "", f"{one.owner}{one.term.named.fact.year}年").name(one.term.named.best[0], query)
        writer.figure(one.operand).cite(*one.term.named.support[:2])
    if question.slots.threshold is not None and not order:
        return _say_passing(desk, writer.say("。"), found)
    if not ranked or order:
        shown = ordered if order else found
        items = [writer.item(one.owner, one.operand) for one in shown]
        return writer.say("。").draft(shown[0].operand, items=items)
    return _say_chosen(desk, writer.say("。"), ordered, less=less)


def _say_passing(desk: Desk, writer: Writer, found: Sequence[Own]) -> Draft:
    """The departments whose figure lies within the limit said (超过10万元的有哪几家)."""
    threshold = desk.question.slots.threshold
    assert threshold is not None
    kept = [one for one in found if listing.within(quantity_of(one.operand), threshold)]
    if not kept:
        return writer.say("没有符合所说条件的部门。").draft()
    writer.say("符合的是", "、".join(one.owner for one in kept), "。")
    return writer.draft(kept[0].operand, items=[writer.item(one.owner, one.operand) for one in kept])


def _say_chosen(desk: Desk, writer: Writer, ordered: Sequence[Own], *, less: bool) -> Draft:
    """Which department is first (or n-th) of those in order, and by how much where that is asked."""
    n = desk.question.slots.n or 1
    if n > len(ordered):
        raise NotFoundError(f"只有{len(ordered)}个部门，没有第{n}个。")
    top = desk.question.slots.top
    value = quantity_of(ordered[n - 1].operand).value
    chosen = list(ordered[:n]) if top else [one for one in ordered if quantity_of(one.operand).value == value]
    if len(chosen) == len(ordered) and not top:
        return writer.say("各家相同。").draft(
            chosen[0].operand, items=[writer.item(o.owner, o.operand) for o in chosen]
        )
    place = f"排第{n}" if n > 1 and not top else f"{'最少' if less else '最多'}"
    items = [writer.item(one.owner, one.operand) for one in chosen]
    if top:
        writer.say(f"{place}的依次是")
        for i, one in enumerate(chosen):
            writer.say("、" if i else "", one.owner).figure(one.operand)
        return writer.say("。").draft(chosen[0].operand, items=items)
    writer.say(f"{place}的是", "、".join(one.owner for one in chosen))
    if not _GAP.search(desk.question.plain):
        return writer.say("，为").figure(chosen[0].operand).say("。").draft(chosen[0].operand, items=items)
    gap = calculate("difference", ordered[0].operand, ordered[-1].operand)
    other = "" if len(ordered) == 2 else ordered[-1].owner
    writer.say("，比" if other else "，", other, "少" if less else "多").figure(gap).say("。")
    return writer.draft(gap, direction=Direction.DECREASE if less else None, items=items)
