"""Claims of a figure: a value, a change, a share, a multiple, a gap, a sum, from one value to another."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Direction, Draft, Operand
from assistant.operations import change, share, terms
from assistant.operations.desk import DIRECTION_WORDS, LastWordError, NotFoundError, Writer, name_of, when
from assistant.operations.terms import Term
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated
from assistant.parsing.model import MetricQuery
from index.amounts import Amount, Count, Quantity, Ratio, agrees

_ADDS = re.compile(
    r"加(?:起来|在一起|一起|总|一块)|合(?:起来|在一起)|之和|合计(?![行数列栏])|一共|总共|相加|两项共|共计"
)
_FROM_TO = re.compile(r"(?:从|由)[^,，。]*?\d[^,，。]*?(?:到|至|成|为)")
_COMPARED = re.compile(r"比|较|高于|低于|多于|少于|大于|小于|超过|超出|相差|差额|差距|差了?|不如|没有?")
_GAP = re.compile(
    r"相差|差额|差距|差(?:是|为|了)?(?=\s*[\d一二两三四五六七八九十])|[多少高低大小贵]出?(?:了)?(?=\s*[\d一二两三四五六七八九十])"
)
_OF = re.compile(r"[^,，。]{0,12}?(?:的|里|中)?[^,，。]{0,8}$")


# ---------------------------------------------------------------- from one value to another


def _goes_from_to(claim: Claim) -> bool:
    amounts = [one for one in claim.stated if isinstance(one.quantity, Amount)]
    return len(amounts) == 2 and len(claim.queries) == 1 and _FROM_TO.search(claim.plain) is not None


def _from_to(claim: Claim) -> Draft:
    first, second = (one for one in claim.stated if isinstance(one.quantity, Amount))
    found = change.find_change(claim.desk, claim.queries[0])
    holds = first.holds(quantity_of(found.before)) and second.holds(quantity_of(found.now))
    writer, verdict = claim.opening(holds)
    writer.say(f"{found.base_year}年").name(found.named.best[0]).say("为").figure(found.before)
    writer.say(f"，{found.year}年为").figure(found.now).say("。")
    writer.cite(*found.printed.support[:2], *found.named.support[:3])
    return writer.draft(found.now, verdict=verdict)


# ---------------------------------------------------------------- sums


def _adds_up(claim: Claim) -> bool:
    amounts = any(isinstance(one.quantity, Amount) for one in claim.stated)
    return amounts and len(claim.queries) > 1 and _ADDS.search(claim.plain) is not None


def _sum(claim: Claim) -> Draft:
    """Whether parts add up to the amount stated; a whole named beside its parts is not added."""
    stated = next(one for one in reversed(claim.free or claim.stated) if isinstance(one.quantity, Amount))
    found = terms.different(terms.need_all(claim.desk, claim.queries, claim.year))
    if len(found) < 2:
        raise LastWordError("所说的几项在文件里是同一个数，没有可以相加的明细。", "only_breakdown_missing")
    parts = found
    for i, whole in enumerate(found):
        rest = found[:i] + found[i + 1 :]
        added = quantity_of(calculate("sum", *(term.operand for term in rest)))
        if len(rest) > 1 and agrees(added, quantity_of(whole.operand)):
            parts = rest
    total = calculate("sum", *(term.operand for term in parts))
    writer, verdict = claim.opening(stated.holds(quantity_of(total)))
    _say_terms(writer, parts)
    return writer.say("，合计").figure(total).say("。").draft(total, verdict=verdict)


def _say_terms(writer: Writer, found: list[Term]) -> None:
    for i, term in enumerate(found):
        writer.say("、" if i else "").name(term.named.best[0]).figure(term.operand).cite(*term.named.support[:2])


# ---------------------------------------------------------------- two metrics against each other


def _free_of(claim: Claim, *kinds: type[Quantity]) -> Stated | None:
    return next((one for one in claim.free if isinstance(one.quantity, kinds)), None)


def _attached_hold(claim: Claim) -> bool:
    """Whether the figures said beside the relation hold as well (X为5万元，比Y多3万元)."""
    for query, one in claim.attached:
        term = terms.find(claim.desk, query, claim.year)
        if term is None or not one.holds(quantity_of(term.operand)):
            return False
    return True


def _is_gap(claim: Claim) -> bool:
    if len(claim.queries) != 2 or _free_of(claim, Amount, Count) is None:
        return False
    return _GAP.search(claim.plain) is not None


def _gap(claim: Claim) -> Draft:
    """Whether two figures differ by the amount stated, in the direction stated."""
    stated = _free_of(claim, Amount, Count)
    assert stated is not None
    left, right = terms.need_all(claim.desk, claim.queries, claim.year)
    gap = calculate("difference", left.operand, right.operand)
    actual = quantity_of(gap)
    sign = _stated_sign(claim)
    holds = stated.holds(actual) and (not sign or sign * actual.value >= 0) and _attached_hold(claim)
    writer, verdict = claim.opening(holds)
    _say_terms(writer, [left, right])
    return writer.say("，相差").figure(gap).say("。").draft(gap, verdict=verdict)


_MORE_THAN = re.compile(r"(?:比|较|和|跟)[^,，。]*?(多|高|大|贵)")
_LESS_THAN = re.compile(r"(?:比|较|和|跟)[^,，。]*?(少|低|小)")


def _stated_sign(claim: Claim) -> int:
    """+1 where the first is said to be more than the second, −1 where less, 0 where only a gap is stated."""
    if "比" not in claim.plain:
        return 0
    return 1 if _MORE_THAN.search(claim.plain) else -1 if _LESS_THAN.search(claim.plain) else 0


def _is_multiple(claim: Claim) -> bool:
    ratio = claim.ratio
    return ratio is not None and len(claim.queries) == 2 and ratio.quantity.unit == "倍"


def _multiple(claim: Claim) -> Draft:
    """How many times the first metric is the second; with 多 or 高, how many times more."""
    stated = claim.ratio
    assert stated is not None
    first, second = terms.need_all(claim.desk, claim.queries, claim.year)
    if not quantity_of(second.operand).value:
        raise NotFoundError("作除数的一项为零，算不出倍数。", "no_comparison")
    more = re.search(r"比[^,，。]*?(?:多|高|大)(?:出|了)?\s*$", claim.plain[: stated.start]) is not None
    ratio = calculate("rate" if more else "ratio", first.operand, second.operand)
    writer, verdict = claim.opening(stated.holds(quantity_of(ratio)) and _attached_hold(claim))
    _say_terms(writer, [first, second])
    return (
        writer.say("，前者比后者多" if more else "，前者是后者的").figure(ratio).say("。").draft(ratio, verdict=verdict)
    )


# ---------------------------------------------------------------- shares


def _is_share(claim: Claim) -> bool:
    if claim.ratio is None:
        return False
    if claim.question.cue("share") or "占" in claim.plain:
        return not claim.question.cue("change")
    two = len(claim.queries) == 2 or (len(claim.queries) == 1 and bool(claim.queries[0].contexts))
    return two and not claim.changing and not claim.question.cue("previous")


_SPENT_ON = re.compile(r"(?:用|花|投|砸|使)(?:在|于|到)(?:了)?")


def _share(claim: Claim) -> Draft:
    stated = claim.ratio
    assert stated is not None
    names, whole, named, part = _share_sides(claim)
    if not quantity_of(whole).value:
        raise NotFoundError("分母为零，算不出占比。", "no_comparison")
    ratio = calculate("share", part, whole)
    if part == whole:
        raise LastWordError("没有认出所说的部分：它和整体在文件里是同一个数。", "incomplete_question")
    writer, verdict = claim.opening(stated.holds(quantity_of(ratio)) and _attached_hold(claim))
    writer.say(f"{claim.year}年").name(names[0].best[0]).figure(part).say("，占").say(name_of(named.best[0])).figure(
        whole
    )
    writer.say("的").figure(ratio).say("。")
    return writer.cite(names[0].fact, *named.support[:2]).draft(ratio, verdict=verdict)


def _share_sides(claim: Claim) -> tuple[list[Selection], Operand, Selection, Operand]:
    """Part and whole: as “X占Y”, “Y里X占” say; else the first metric named is the part (X是Y的一半)."""
    if "占" in claim.plain or claim.question.cue("share"):
        found = share.find_share(claim.desk, claim.year)
        return [Selection((found.names[0],))], found.whole, found.whole_named, found.part
    queries = claim.queries
    if len(queries) == 1:
        target = queries[0]
        queries = (MetricQuery(target.target), MetricQuery(target.contexts[-1], target.contexts[:-1]))
    elif _SPENT_ON.search(claim.plain[queries[0].target.end : queries[1].target.start]):
        queries = queries[::-1]
    first, second = terms.need_all(claim.desk, queries, claim.year)
    return [first.named], second.operand, second.named, first.operand


# ---------------------------------------------------------------- changes


def _is_change(claim: Claim) -> bool:
    return bool(claim.free) and claim.changing and bool(claim.queries)


def _change(claim: Claim) -> Draft:
    if len(claim.queries) > 1 and len(claim.free) >= len(claim.queries):
        return _changes(claim)
    _refuse_more_changes(claim)
    found = change.find_change(claim.desk, claim.queries[0])
    operands = [_changed_by(found, one) for one in claim.free]
    operand = operands[-1]
    expected = Direction.DECREASE if claim.down and not claim.up else Direction.INCREASE
    actual = found.direction
    values = all(one.holds(quantity_of(found.now)) for _, one in claim.attached)
    close = all(one.holds(quantity_of(by)) for one, by in zip(claim.free, operands, strict=True))
    holds = close and actual is expected and values
    writer, verdict = claim.opening(holds)
    writer.say(f"{found.year}年").name(found.named.best[0]).say("为").figure(found.now)
    writer.say(f"，比{found.base_year}年{DIRECTION_WORDS[actual]}")
    for i, by in enumerate(dict.fromkeys(operands)):
        writer.say("、" if i else "").figure(by)
    return (
        writer.say("。")
        .cite(*found.printed.support[:2], *found.named.support[:3])
        .draft(operand, direction=actual, verdict=verdict)
    )


def _refuse_more_changes(claim: Claim) -> None:
    """A figure said of one metric does not prove what is said of another beside it (X涨了2.5%，Y也跟着涨)."""
    for query in claim.queries[1:]:
        if re.search(r"[,，;；。]", claim.plain[claim.free[0].end : query.target.start]):
            raise LastWordError("问题里不止一个说法，请分开来问。", "incomplete_question")


def _changed_by(found: change.Change, stated: Stated) -> Operand:
    """The change as what was stated: an amount or a rate."""
    return (found.rate or found.amount) if isinstance(stated.quantity, Ratio) else found.amount


_TOWARDS = re.compile(r"(增|涨|升|多)|(减|降|跌|少|缩)")


def _changes(claim: Claim) -> Draft:
    """“甲增加75万元、乙减少125万元”: each metric with the change said after it."""
    said = [
        (query, one)
        for query in claim.queries
        for one in [next((one for one in claim.free if one.start >= query.target.end), None)]
        if one is not None and not _named_between(claim, query, one)
    ]
    if len(said) != len(claim.queries):
        raise LastWordError("所说的各项与数字对不上号，请逐项来问。", "incomplete_question")
    found = [(change.find_change(claim.desk, query), query, one) for query, one in said]
    holds = [
        one.holds(quantity_of(_changed_by(each, one))) and _towards(claim, query, one) in (None, each.direction)
        for each, query, one in found
    ]
    writer, verdict = claim.opening(all(holds))
    for i, (each, _, one) in enumerate(found):
        writer.say("；" if i else "").name(each.named.best[0]).say(
            f"比{each.base_year}年{DIRECTION_WORDS[each.direction]}"
        )
        writer.figure(_changed_by(each, one)).cite(*each.printed.support[:1], *each.named.support[:2])
    last, _, stated = found[-1]
    return writer.say("。").draft(_changed_by(last, stated), direction=last.direction, verdict=verdict)


def _named_between(claim: Claim, query: MetricQuery, one: Stated) -> bool:
    return any(query.target.end <= other.target.start < one.start for other in claim.queries)


def _towards(claim: Claim, query: MetricQuery, one: Stated) -> Direction | None:
    said = _TOWARDS.search(claim.plain, query.target.end, one.start)
    if said is None:
        return None
    return Direction.INCREASE if said.group(1) else Direction.DECREASE


# ---------------------------------------------------------------- values


def _has_figure(claim: Claim) -> bool:
    return bool(claim.stated)


def _value(claim: Claim) -> Draft:
    queries = _held_against(claim)
    if len(claim.attached) == 1 and len(claim.queries) == 2 and _SOURCE.search(claim.plain):
        return _in_column(claim)
    stated = claim.stated[0]
    (operand, named), holds = _best_reading(claim, queries, stated)
    writer, verdict = claim.opening(holds)
    writer.say(when(claim.desk, named.fact)).name(named.best[0], queries[0]).say("为").figure(operand)
    if not holds:
        _explain_slip(writer, claim, queries, stated)
    return writer.say("。").cite(*named.support[:5]).draft(operand, verdict=verdict)


_SOURCE = re.compile(r"来源|来自|出自|列在|属于|走的?是")


def _in_column(claim: Claim) -> Draft:
    """“X 5万元，资金来源是Y，对吗”: whether the figure stands in the column of Y."""
    owner, stated = claim.attached[0]
    other = next(query for query in claim.queries if query is not owner)
    found = claim.desk.find(MetricQuery(other.target, (*owner.contexts, owner.target)), claim.year)
    if not found or not found.best[0].column:
        raise LastWordError(f"文件里没有“{owner.target.text}”按“{other.target.text}”列出的数，不能核对。")
    writer, verdict = claim.opening(stated.holds(quantity_of(found.fact)))
    writer.say(when(claim.desk, found.fact)).name(found.best[0], other).say("为").figure(found.fact).say("。")
    return writer.cite(*found.support[:3]).draft(found.fact, verdict=verdict)


def _held_against(claim: Claim) -> tuple[MetricQuery, ...]:
    """“说明写X为…，跟表里的Y对得上吗”: the figure is to be held against what stands after “跟”."""
    against = max(claim.plain.rfind(word) for word in ("跟", "与", "和", "同"))
    after = tuple(query for query in claim.queries if query.target.start > against)
    return after if claim.question.cue("tie") and against > 0 and after else claim.queries


def _best_reading(
    claim: Claim, queries: tuple[MetricQuery, ...], stated: Stated
) -> tuple[tuple[Operand, Selection], bool]:
    found = [terms.need(claim.desk, query, claim.year) for query in queries[:3]]
    readings = [(term.operand, term.named) for term in found]
    for operand, named in readings:
        if stated.holds(quantity_of(operand)):
            return (operand, named), True
    same = [reading for reading in readings if type(quantity_of(reading[0])) is type(stated.quantity)]
    if not same:
        raise LastWordError("文件里没有找到可以和这个数核对的同类数据。", "not_comparable")
    return same[-1], False


def _explain_slip(writer: Writer, claim: Claim, queries: tuple[MetricQuery, ...], stated: Stated) -> None:
    """Where the claimed figure does stand under the same name in another scope, say so."""
    if stated.bounded:
        return
    for named in claim.desk.find(queries[0], claim.year).others:
        if named.fact.quantity is not None and stated.holds(named.fact.quantity):
            table = claim.desk.knowledge.table_of(named.fact)
            label = table.title if table is not None and not any(c.isdigit() for c in table.title) else ""
            writer.say("；").figure(named.fact).say(f"只是《{label}》中的数" if label else "只是另一口径的数").cite(
                named.fact
            )
            return


FROM_TO = Relation("从多少到多少", _goes_from_to, _from_to)
SUM = Relation("几项合计", _adds_up, _sum)
GAP = Relation("两数相差", _is_gap, _gap)
MULTIPLE = Relation("倍数", _is_multiple, _multiple)
SHARE = Relation("占比", _is_share, _share)
CHANGE = Relation("增减", _is_change, _change)
VALUE = Relation("数值", _has_figure, _value)
