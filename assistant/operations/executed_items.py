"""Which items of a final account spent more, less or just what was budgeted, had no budget at all, or came nearest to it.

The items are those whose budget and result the account tells side by side: in the sentences of 具体情况, or in a table
with a column for each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer, when
from assistant.operations.execution import is_rate
from assistant.operations.execution_bounds import Bound, bound_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import ParsedQuestion
from assistant.refusals import asks_for_money
from index.amounts import Amount, agrees
from index.model import Fact, Measure, Stage
from index.numerals import read_chinese_number

name = "executed_items"

_BUDGET = r"(?:(?:年初|全年|当年)?(?:的)?预算(?:数|安排)?)"
_CONDITIONS = {
    "none": re.compile(
        rf"(?:没|未|无)(?:有)?(?:安排|编列|编制|列|做)?{_BUDGET}|{_BUDGET}(?:数|里)?(?:都)?(?:没有?|未)(?:安排|编列|列)|{_BUDGET}[(（]?(?:都)?(?:为|是|=)?(?:0|零)(?![.\d])"
    ),
    "apart": re.compile(rf"(?:没|没有|未|不)(?:正好|刚好|恰好)?(?:完成|是|等于|达到|到)?{_BUDGET}?的?(?:100%|百分之百)|不等于{_BUDGET}|(?:与|和){_BUDGET}不(?:一致|相等|一样)"),
    "over": re.compile(rf"(?:超|超过|超出|大于|高于|多于|突破)(?:了|出)?{_BUDGET}|超支"),
    "under": re.compile(rf"(?:小于|低于|少于|不到|没花完|没用完|未达到?){_BUDGET}|(?:没|没有|未)(?:全部|完全)?(?:完成|用完|花完|执行完){_BUDGET}?"),
    "equal": re.compile(
        rf"(?:与|和|跟|同)?{_BUDGET}(?:数)?(?:持平|一致|相等|一样|一分不差|分毫不差)|一分不差|分毫不差|(?:正好|刚好|恰好)(?:完成|等于|是)?{_BUDGET}?(?:的)?(?:100%|百分之百)?|完成率?(?:是|为|达)?(?:100%|百分之百)|持平"
    ),
}  # fmt: skip
_EXTREME = re.compile(r"(?:完成|执行)率最(?P<way>高|低|大|小)|完成(?:得)?最(?P<done>好|差)")
_FARTHEST = re.compile(
    rf"(?:(?P<over>超)(?:了|出|支)?[^,，。]{{0,10}}|比{_BUDGET}(?P<more>[多高])[^,，。]{{0,4}}"
    rf"|(?:节约|结余|省|少花|没花完|比{_BUDGET}[少低])[^,，。]{{0,6}})最[多大]"
)
_FIRST = re.compile(
    r"前(?P<n>[一二两三四五六七八九十\d]+)|最[多大][^,，。\d]{0,3}?的?(?P<m>[二两三四五六七八九十\d]+)个"
)
_ITEMS = re.compile(r"(?:哪|几|多少)[一几些]?(?:个|项|些|样|类|款)|科目|逐项|哪些|各项")
_OF_BUDGET = re.compile(r"预算|完成率|执行率|持平|超支")
_THESE = re.compile(r"^(?:那|那么)?[,，]?(?:这|那|上述|它)[些几们]|^(?:一共|总共|合计|加起来|合起来)")
_ELSEWHERE = ("verify", "reason", "definition", "hypothetical")
_MONEY = re.compile(r"多少(?:钱|元|万|亿)|金额|合计|总共|一共|加起来|合起来")


def matches(question: ParsedQuestion) -> bool:
    return _condition(question) is not None and not question.cue(*_ELSEWHERE)


def _condition(question: ParsedQuestion) -> str | None:
    """How the items asked for stand to their budgets, None where the question asks for no such items."""
    plain, before = question.plain, question.previous
    if before is not None and _THESE.search(plain) and question.cue("sum", "count", "list"):
        return _condition(before)
    if not _ITEMS.search(plain) or not _OF_BUDGET.search(plain):
        return None
    if _EXTREME.search(plain) or _FARTHEST.search(plain):
        return "extreme"
    if bound_of(plain) is not None:
        return "bounded"
    return next((condition for condition, pattern in _CONDITIONS.items() if pattern.search(plain)), None)


@dataclass(frozen=True, slots=True)
class Executed:
    """An item: its result, its budget (None where only the share carried out is told), and that share in percent."""

    final: Named
    budget: Fact | None
    rate: Operand | None

    @property
    def share(self) -> Decimal | None:
        return quantity_of(self.rate).value if self.rate is not None else None

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (
            self.final.fact,
            *((self.budget,) if self.budget is not None else ()),
            *((self.rate,) if isinstance(self.rate, Fact) else ()),
        )

    def stands(self, condition: str) -> bool:
        """Whether the result stands to the budget as said."""
        final = quantity_of(self.final.fact)
        if condition == "none":
            return self.budget is not None and not quantity_of(self.budget).value and bool(final.value)
        if self.budget is not None:
            budget = quantity_of(self.budget)
            gap = 0 if agrees(final, budget) else 1 if final.value > budget.value else -1
        elif self.share is not None:
            gap = (self.share > 100) - (self.share < 100)
        else:
            return False
        return {"apart": gap != 0, "over": gap > 0, "under": gap < 0, "equal": gap == 0}[condition]


def items(index: DocumentIndex, year: int) -> list[Executed]:
    """The items of functional classes whose result stands beside a budget or the share of it carried out."""
    groups: dict[tuple[object, ...], list[Named]] = defaultdict(list)
    for named in index.named:
        fact = named.fact
        place = (fact.provenance.table, fact.provenance.row) if fact.provenance.table else fact.provenance.section
        if (
            fact.measure in (Measure.VALUE, Measure.SHARE)
            and fact.year == year
            and fact.certain
            and named.row
            and len(fact.row_path) > 1
        ):
            groups[(place, fact.label, fact.row_path)].append(named)
    found = [one for cells in groups.values() if (one := _executed(cells)) is not None]
    told = [one for one in found if one.final.narrative]
    return told or found


def _executed(cells: list[Named]) -> Executed | None:
    """The item that cells of one row, or sentences of one item, tell of; None where they set nothing against a budget."""
    amounts = [named for named in cells if isinstance(named.fact.quantity, Amount)]  # a share is none
    final = next((named for named in amounts if named.fact.stage is Stage.FINAL), None)
    budget = next((named.fact for named in amounts if named.fact.stage is Stage.BUDGET), None)
    rate: Operand | None = next((named.fact for named in cells if is_rate(named)), None)
    if final is None or (budget is None and rate is None):
        return None
    if rate is None and budget is not None and quantity_of(budget).value:
        rate = calculate("share", final.fact, budget)
    return Executed(final, budget, rate)


def answer(desk: Desk) -> Draft:
    year = wanted_year(desk)
    index = next(
        (one for one in desk.knowledge.indexes if one.document.stage is Stage.FINAL and one.document.year == year), None
    )
    if index is None:
        raise PassError("所问年度没有决算。")
    condition = _condition(desk.question)
    assert condition is not None
    all_items = items(index, year)
    if not all_items:
        raise NotFoundError("文件没有逐项写出预算数或完成率，不能按预算完成情况列举。", "only_breakdown_missing")
    if condition == "extreme":
        return _say_extreme(desk, all_items)
    bound = bound_of(desk.question.plain if desk.question.cue("count", "list") else _asked(desk.question))
    kept = [one for one in all_items if _meets(one, condition, bound)]
    writer = Writer(desk).say(when(desk, all_items[0].final.fact))
    if not kept:
        raise NotFoundError("文件逐项写出的科目里没有符合所说条件的。", "not_in_documents")
    total = calculate("sum", *(one.final.fact for one in kept))
    asks_sum = desk.question.cue("sum") and _MONEY.search(desk.question.plain) is not None
    number = calculate("count", *(one.final.fact for one in kept), unit="个")
    writer.say("，符合条件的科目共").figure(number).say("：")
    for i, one in enumerate(kept):
        writer.say("；" if i else "")
        _tell(writer, one)
        if condition == "bounded" and one.budget is not None and one.rate is not None:
            writer.say("，预算完成率").figure(one.rate)
    if asks_sum:
        return writer.say("。决算合计").figure(total).say("。").draft(total)
    counts = desk.question.cue("count") and not desk.question.cue("list")
    told = [writer.item(one.final.fact.label, one.final.fact) for one in kept]
    each = asks_for_money(desk.question.plain)  # an amount of each item: their number is no answer
    headline = number if not each else kept[0].final.fact if len(kept) == 1 else None
    return writer.say("。").draft(headline, items=() if counts and not each else told)


def _asked(question: ParsedQuestion) -> str:
    """The words that set the condition: those of the turn before where this one only goes on with its items."""
    before = question.previous
    return before.plain if before is not None and _THESE.search(question.plain) else question.plain


def _meets(one: Executed, condition: str, bound: Bound | None) -> bool:
    if condition != "bounded":
        return one.stands(condition)
    return bound is not None and one.share is not None and bound.holds(one.share)


def _tell(writer: Writer, one: Executed) -> None:
    writer.name(one.final).say("决算").figure(one.final.fact)
    if one.budget is not None:
        writer.say("（预算").figure(one.budget).say("）")
    elif one.rate is not None:
        writer.say("（预算完成率").figure(one.rate).say("）")
    writer.cite(*one.facts)


def _say_extreme(desk: Desk, all_items: list[Executed]) -> Draft:
    said = _EXTREME.search(desk.question.plain)
    if said is None:
        return _say_farthest(desk, all_items)
    lowest = (said["way"] or said["done"]) in ("低", "小", "差")
    rated = [(one.share, one) for one in all_items if one.share is not None]
    value = (min if lowest else max)(share for share, _ in rated)
    chosen = [one for share, one in rated if share == value]
    writer = Writer(desk).say(when(desk, chosen[0].final.fact), f"，预算完成率最{'低' if lowest else '高'}的是")
    for i, one in enumerate(chosen):
        writer.say("、" if i else "").name(one.final).say("（决算").figure(one.final.fact).say("）").cite(*one.facts)
    rate = chosen[0].rate
    assert rate is not None
    return (
        writer.say("，为")
        .figure(rate)
        .say("。")
        .draft(rate, items=[writer.item(one.final.fact.label, rate) for one in chosen])
    )


def _say_farthest(desk: Desk, all_items: list[Executed]) -> Draft:
    """The items that went farthest beyond their budgets, or stayed farthest below them: one, or as many as asked for."""
    said = _FARTHEST.search(desk.question.plain)
    over = said is not None and bool(said["over"] or said["more"])
    gaps = [
        (calculate("difference", one.final.fact, one.budget), one)
        for one in all_items
        if one.budget is not None and one.stands("over" if over else "under")
    ]
    if not gaps or any(one.budget is None for one in all_items):
        raise NotFoundError("文件没有逐项写出预算数，算不出哪一项相差最多。", "only_breakdown_missing")
    first = sorted(gaps, key=lambda pair: -abs(quantity_of(pair[0]).value))[: _how_many(desk.question)]
    writer = Writer(desk).say(when(desk, first[0][1].final.fact), f"，{'超出' if over else '低于'}预算最多的是")
    for i, (gap, chosen) in enumerate(first):
        writer.say("；" if i else "")
        _tell(writer, chosen)
        writer.say(f"，比预算{'增加' if over else '减少'}").figure(gap)
    told = [writer.item(chosen.final.fact.label, gap) for gap, chosen in first]
    return writer.say("。").draft(first[0][0] if len(first) == 1 else None, items=told)


def _how_many(question: ParsedQuestion) -> int:
    said = _FIRST.search(question.plain)
    text = (said["n"] or said["m"]) if said else ""
    number = int(text) if text.isdigit() else read_chinese_number(text) if text else None
    return max(int(number or 1), 1)
