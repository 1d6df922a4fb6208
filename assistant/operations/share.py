"""What share of a whole a part is: 占比, in percent or tenths; and how many percentage points a share moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Operand
from assistant.named import Named
from assistant.operations import ranked_share, rows, share_gap, terms
from assistant.operations.desk import (
    DIRECTION_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    direction_of,
    name_of,
)
from assistant.operations.inside import stands_inside
from assistant.operations.proportion import parts_and_whole
from assistant.operations.purchased import is_all_purchases, purchase_of
from assistant.operations.terms import Term
from assistant.operations.unsaid_whole import unsaid_whole
from assistant.operations.value import wanted_year
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import agrees
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key

name = "share"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("share") and bool(question.queries)


_EACH = re.compile(r"(?:各自?|分别)占(?!多少|几|比|百分)")


@dataclass(frozen=True, slots=True)
class Share:
    """The terms of the parts with their queries, and the whole; ``whole_query`` None: the question does not say it."""

    parts: tuple[tuple[MetricQuery, Term], ...]
    whole: Operand
    whole_named: Selection
    whole_query: MetricQuery | None

    @property
    def names(self) -> tuple[Named, ...]:
        return tuple(term.named.best[0] for _, term in self.parts)

    @property
    def part(self) -> Operand:
        """The parts together."""
        operands = [term.operand for _, term in self.parts]
        return operands[0] if len(operands) == 1 else calculate("sum", *operands)

    @property
    def is_one_figure(self) -> bool:
        """Whether part and whole are the same figure, so that one of them was not recognised."""
        return len(self.parts) == 1 and self.part == self.whole


def find_share(desk: Desk, year: int) -> Share:
    parts, whole = parts_and_whole(_earlier_share(desk.question) or desk.question)
    if not parts:
        desk.queries()
    scoped = _whole_in_its_table(desk, parts, whole, year)
    found = (
        scoped
        or _part_in_row(desk, parts, whole, year)
        or terms.need_all(desk, (*parts, whole) if whole is not None else parts, year)
    )
    whole_term = found.pop() if whole is not None else None
    operand, named = (
        (whole_term.operand, whole_term.named) if whole_term is not None else unsaid_whole(desk, found[0].named, year)
    )
    share = Share(tuple(zip(parts, found, strict=True)), operand, named, whole)
    if is_all_purchases(whole):
        return replace(share, parts=tuple((query, _as_purchased(desk, query, term)) for query, term in share.parts))
    return _inside(desk, share, year) or share


# 2019年这个占比升了几个百分点: the share of the turn before
_SAME_SHARE = re.compile(
    r"(?:这|那)(?:个|一|项)?(?:占比|比重|比例|份额)|该(?:占比|比重|比例|份额)|^[^占比,，]{0,8}的?(?:占比|比重|比例)[升降增减上下提变]"
)


_AGAINST_YEAR = re.compile(r"[比较](?:起)?(?:20)?\d\d年")


def _earlier_share(question: ParsedQuestion) -> ParsedQuestion | None:
    """The turn whose share a question points back to without naming a part or a whole; None where it does not."""
    before = question.previous
    if before is None or not before.cue("share") or not _SAME_SHARE.search(question.plain):
        return None
    names = {query.target.text for query in before.queries} | {one.text for one in before.mentions}
    own = [query for query in question.queries if query.target.text not in names]
    return before if not own else None


def _as_purchased(desk: Desk, query: MetricQuery, term: Term) -> Term:
    """A project that is set against all purchases as far as it is purchased; any other part as it was found."""
    if query.target.terms or term.named.fact.table_kind is TableKind.GOVERNMENT_PROCUREMENT:
        return term
    bought = purchase_of(desk, query.target)
    if bought is None:
        raise LastWordError(
            f"采购表里没有认出“{query.target.text}”的采购金额，算不出占采购总额的比例。", "no_comparison"
        )
    return Term(bought.fact, bought, kind="marks")


def _part_in_row(desk: Desk, parts: Sequence[MetricQuery], whole: MetricQuery | None, year: int) -> list[Term] | None:
    """A part that stands in the row of the whole alone (某项目有几成靠其他资金), with the whole; None elsewhere."""
    if len(parts) != 1 or whole is None or whole.contexts or terms.find(desk, parts[0], year) is not None:
        return None
    part = terms.find(desk, replace(parts[0], contexts=(*parts[0].contexts, whole.target)), year)
    total = terms.find(desk, whole, year)
    if part is None or total is None:
        return None
    beside = next((one for one in total.named.best if _in_row_of(part.named.fact, one.fact)), None)
    return [part, Term(beside.fact, Selection((beside,)))] if beside is not None else None


_SCOPE = re.compile(r"[(（][^()（）]{2,20}口径[)）]")


def _whole_in_its_table(
    desk: Desk, parts: Sequence[MetricQuery], whole: MetricQuery | None, year: int
) -> list[Term] | None:
    """Part and whole where a bracket says in which table the whole stands (某支出（支出总表口径）中，结转占): the part is
    looked for in any table whose row gives the same whole; None where nothing says so, or the part is in that table."""
    if len(parts) != 1 or whole is None or not desk.question.slots.tables or not _SCOPE.search(desk.question.plain):
        return None
    if terms.find(desk, parts[0], year) is not None:
        return None
    anywhere = replace(desk, question=desk.question.with_slots(tables=()))
    part = terms.find(anywhere, replace(parts[0], contexts=(whole.target,)), year)
    total = terms.find(desk, whole, year)
    row = rows.facts_of_row(desk, part.named.fact) if part is not None else ()
    same = total is not None and any(
        fact.measure is Measure.VALUE
        and fact.quantity is not None
        and agrees(fact.quantity, quantity_of(total.operand))
        for fact in row
    )
    return [part, total] if part is not None and total is not None and same else None


def _inside(desk: Desk, share: Share, year: int) -> Share | None:
    """The part as far as it belongs to the whole, where its own row tells (司法占项目支出 → 司法的项目支出); else None."""
    if len(share.parts) != 1 or share.whole_query is None or share.whole_query.contexts:
        return None
    query, term = share.parts[0]
    target = share.whole_query.target
    said = any(target in one.contexts for one in desk.question.queries)  # 机关运行经费里办公费占多少
    narrowed = replace(query, contexts=(*query.contexts, target))
    found = terms.find(desk, narrowed, year)
    if found is None or found.operand == term.operand or found.named.fact.measure is not Measure.VALUE:
        return None
    told = _told_as_part(found.named.fact, share.whole_named.fact)
    if not (said or told or _in_row_of(found.named.fact, term.named.fact)):
        return None
    if quantity_of(found.operand).value > quantity_of(share.whole).value:
        return None
    return replace(share, parts=((narrowed, found),))


def _told_as_part(fact: Fact, whole: Fact) -> bool:
    """Whether a sentence lists a figure as a part of the whole (机关运行经费…，其中：取暖费…)."""
    return fact.provenance.table is None and any(key(part) == key(whole.label) for part in fact.row_path[-1:])


def _in_row_of(fact: Fact, other: Fact) -> bool:
    mine, its = fact.provenance, other.provenance
    return mine.table is not None and (mine.table, mine.row) == (its.table, its.row)


def answer(desk: Desk) -> Draft:
    if _OF_LARGEST.search(desk.question.plain) and (largest := ranked_share.answer(desk)) is not None:
        return largest
    if share_gap.between_two(desk.question):
        return _between_departments(desk)
    if desk.question.slots.unit == "个百分点" or len(desk.question.slots.years) == 2:
        return share_gap.answer(desk) or points(desk)
    if _OF_CHANGE.search(desk.question.plain) and not desk.question.slots.years[1:]:
        raise LastWordError("问的是增减额占多少，这里不作推算。", "not_computable")
    each = _EACH.search(desk.question.plain)
    if each is not None and not any(mention.start >= each.end() for mention in desk.question.mentions):
        raise LastWordError("没有认出各项占的是哪个整体，请把整体的名称说完整。", "incomplete_question")
    year = wanted_year(desk)
    found = find_share(desk, year)
    if _left_out(desk.question, found):
        return _rest(desk, found, year)
    part, whole = found.part, found.whole
    if not quantity_of(whole).value:
        raise NotFoundError("分母为零，算不出占比。", "no_comparison")
    if found.is_one_figure:
        raise NotFoundError("没有认出所问的部分：它和整体在文件里是同一个数。", "incomplete_question")
    if len(found.parts) > 1 and _EACH_SHARE.search(desk.question.plain):
        return _each(desk, found, year)
    ratio = calculate("share", part, whole, unit="成" if in_tenths(desk.question) else None)
    if quantity_of(part).value > quantity_of(whole).value:
        raise NotFoundError("认出的部分比整体还大，占比没有意义：请说明是哪一项占哪一项。", "incomplete_question")
    if (printed := _printed(desk, found, year, ratio)) is not None:
        return printed
    writer = Writer(desk).say(f"{year}年")
    for i, (query, term) in enumerate(found.parts):
        named = term.named.best[0]
        writer.say("、" if i else "")
        writer = writer.say(query.target.text) if term.kind == "marks" else writer.name(named, query)
        writer.figure(term.operand).cite(named.fact)
    writer.say("，占").name(found.whole_named.best[0], found.whole_query).figure(whole).say("的").figure(ratio).say(
        "。"
    )
    return writer.cite(*found.whole_named.support[:3]).draft(ratio)


_OF_CHANGE = re.compile(r"(?:增加|减少|增长|新增|多出来?)的(?:钱|部分|资金|金额|数额)?(?:额)?[,，]?占")
_EACH_SHARE = re.compile(r"(?:各自?|分别)(?:是|都)?占|占[^,，。]{0,14}(?:各|分别)")


def _each(desk: Desk, found: Share, year: int) -> Draft:
    """The share of each of several parts (货物和服务各占多少)."""
    writer = Writer(desk).say(f"{year}年").name(found.whole_named.best[0], found.whole_query).figure(found.whole)
    items = []
    for query, term in found.parts:
        if quantity_of(term.operand).value > quantity_of(found.whole).value:
            raise NotFoundError("认出的部分比整体还大，占比没有意义：请说明是哪一项占哪一项。", "incomplete_question")
        ratio = calculate("share", term.operand, found.whole, unit="成" if in_tenths(desk.question) else None)
        writer.say("；").name(term.named.best[0], query).figure(term.operand).say("，占").figure(ratio)
        writer.cite(*term.named.support[:1])
        items.append(writer.item(name_of(term.named.best[0], query), ratio))
    head = calculate("share", found.parts[0][1].operand, found.whole)
    return writer.say("。").cite(*found.whole_named.support[:2]).draft(head, items=items)


_LEAVING_OUT = re.compile(r"(?:除[了去开掉]?|扣[除掉去]|刨[去除掉]|剔除|撇开|不算|不含|不包括)[^,，。(（]{0,3}$")
_REST = re.compile(r"(?:其余|其他|其它|剩下|别的|余下)[^,，。占]{0,8}占")


def _left_out(question: ParsedQuestion, found: Share) -> bool:
    """Whether what was taken for a part is only said to be left out (除了出国费，其余占三公的比例)."""
    starts = [min(name.start for name in (query.target, *query.contexts)) for query, _ in found.parts]
    return any(start and _LEAVING_OUT.search(question.plain[:start]) for start in starts)


def _rest(desk: Desk, found: Share, year: int) -> Draft:
    """The share of what a whole holds beside the one part left out; NotFoundError where something else is asked."""
    left_out = found.names[0]
    if len(found.parts) != 1 or not _REST.search(desk.question.plain) or found.is_one_figure:
        raise NotFoundError("没有认出不算某项之后问的是哪一项占哪一项，请换个说法。", "incomplete_question")
    if not stands_inside(found.parts[0][1].named, found.whole_named):
        raise NotFoundError(f"文件看不出“{name_of(left_out)}”是不是算在整体里，算不出占比。", "not_computable")
    rest = calculate("difference", found.whole, found.part)
    ratio = calculate("share", rest, found.whole, unit="成" if in_tenths(desk.question) else None)
    writer = Writer(desk).say(f"{year}年").name(found.whole_named.best[0], found.whole_query).figure(found.whole)
    writer.say("，不算").name(left_out).figure(found.part).say("，其余").figure(rest).say("，占").figure(ratio).say(
        "。"
    )
    return writer.cite(*found.whole_named.support[:3], left_out.fact).draft(ratio)


def _printed(desk: Desk, found: Share, year: int, ratio: Operand) -> Draft | None:
    """The share that a sentence gives of the very whole that is asked for, where its figure is not the one found (占本年支出
    预算, without what is carried over); None where none does, or both agree."""
    if len(found.parts) != 1 or found.whole_query is None or in_tenths(desk.question):
        return None
    query, term = found.parts[0]
    printed = desk.find(query, year, Measure.SHARE)
    if not printed or agrees(printed.quantity, quantity_of(ratio)):
        return None
    whole = key(found.whole_query.target.text)
    before = key(printed.fact.provenance.quote.partition(printed.fact.text)[0])
    if not re.search(rf"占{re.escape(whole)}(?:总额|合计|总计|的)*$", before):
        return None
    writer = Writer(desk).say(f"{year}年").name(term.named.best[0], query).figure(term.operand)
    writer.say(f"，占{found.whole_query.target.text}的").figure(printed.fact).say("（文件写明的比重）。")
    return writer.cite(*printed.support[:2]).draft(printed.fact)


_OF_LARGEST = re.compile(r"最[大多高小少低](?:的)?(?:那|这)?(?:一|1)?(?:[\u4e00-\u9fff]{0,6}?),?占")


def in_tenths(question: ParsedQuestion) -> bool:
    """几成, unless a percentage is asked for after all (几成？给个百分数)."""
    return question.cue("tenths") and question.slots.unit != "%" and "百分" not in question.plain


def _between_departments(desk: Desk) -> Draft:
    """By how many percentage points the share of one department is above that of the other, as the question names them."""
    year = wanted_year(desk)
    own = {owner: find_share(one, year) for owner, one in desk.per_department()}
    order = share_gap.as_said(desk)
    if len(order) != len(own) or any(
        found.is_one_figure or not quantity_of(found.whole).value for found in own.values()
    ):
        raise LastWordError("没有认出是哪个部门比哪个部门、哪一项占哪一项。", "incomplete_question")
    writer, ratios = Writer(desk), []
    for i, owner in enumerate(order):
        found = own[owner]
        ratio = calculate("share", found.part, found.whole)
        ratios.append(ratio)
        writer.say("；" if i else "", f"{owner}{year}年").name(found.names[0], found.parts[0][0]).figure(found.part)
        writer.say("，占").name(found.whole_named.best[0], found.whole_query).figure(found.whole).say("的").figure(
            ratio
        )
        writer.cite(*found.parts[0][1].named.support[:1], *found.whole_named.support[:1])
    gap = calculate("percentage_points", *ratios)
    direction = direction_of(gap)
    writer.say(f"；前者比后者{'低' if direction is Direction.DECREASE else '高'}").figure(gap).say("。")
    return writer.draft(gap, direction=direction)


def points(desk: Desk) -> Draft:
    """By how many percentage points a share differs between two years."""
    years = desk.question.slots.years
    newest = years[-1] if years else desk.year
    base = years[0] if len(years) > 1 else newest - 1
    earlier = _earlier_share(desk.question)
    if len(years) < 2 and earlier is not None and earlier.slots.years[-1:] not in ((), (newest,)):
        base = earlier.slots.years[-1]  # against the year told before
        if _AGAINST_YEAR.search(desk.question.plain):
            newest, base = base, newest
    now_share, then_share = find_share(desk, newest), find_share(desk, base)
    if now_share.is_one_figure:
        raise NotFoundError("没有认出所问的部分：它和整体在文件里是同一个数。", "incomplete_question")
    now = calculate("share", now_share.part, now_share.whole)
    then = calculate("share", then_share.part, then_share.whole)
    change = calculate("percentage_points", now, then)
    direction = direction_of(change)
    whole = now_share.whole_named
    writer = Writer(desk).name(now_share.names[0]).say("占").say(name_of(whole.best[0]))
    writer.say(f"的比重，{newest}年为").figure(now)
    writer.say("（").figure(now_share.part).say("／").figure(now_share.whole).say(f"），{base}年为").figure(then)
    writer.say("（").figure(then_share.part).say("／").figure(then_share.whole).say("），")
    writer.say(DIRECTION_WORDS[direction]).figure(change)
    writer.say("。").cite(*whole.support[:1], *then_share.whole_named.support[:1])
    return writer.draft(change, direction=direction)
