"""Claims of several metrics against each other: their sum, their gap, a multiple, a share."""

from __future__ import annotations

import re

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft, Operand
from assistant.operations import share, terms
from assistant.operations.desk import LastWordError, NotFoundError, Writer, name_of
from assistant.operations.terms import Term
from assistant.operations.verify.claim import Claim, Relation
from assistant.operations.verify.stated import Stated
from assistant.operations.verify.values import told_so
from assistant.parsing.model import MetricQuery
from index.amounts import Amount, Count, Quantity, agrees

_ADDS = re.compile(
    r"加(?:起来|在一起|一起|总|一块)|合(?:起来|在一起)|之和|合计(?![行数列栏])|一共|总共|相加|两项共|共计"
)
_GAP = re.compile(
    r"相差|差额|差距|差(?:是|为|了)?(?=\s*[\d一二两三四五六七八九十])|[多少高低大小贵]出?(?:了)?(?=\s*[\d一二两三四五六七八九十])"
)


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
        holds = term is not None and one.holds(quantity_of(term.operand))
        if not holds and told_so(claim, (query,), one) is None:
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
    scope = _scope_said(claim, part)
    if scope is not None:
        names, part = [scope.named], scope.operand
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


def _scope_said(claim: Claim, part: Operand) -> Term | None:
    """The part as the sentence gives it that prints the very figure said of it (委托业务费6265.73万元，超过…的六成)."""
    for query, one in claim.attached:
        if not one.holds(quantity_of(part)) and (told := told_so(claim, (query,), one)) is not None:
            term = terms.find(claim.desk, query, claim.year)
            if term is not None and term.operand == part:
                return told
    return None


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


SUM = Relation("几项合计", _adds_up, _sum)
GAP = Relation("两数相差", _is_gap, _gap)
MULTIPLE = Relation("倍数", _is_multiple, _multiple)
SHARE = Relation("占比", _is_share, _share)
