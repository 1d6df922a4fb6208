"""Claims that two figures are one: in two tables, of two metrics, all of one being the other."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Direction, Draft
from assistant.operations import terms, ties, year_change
from assistant.operations.desk import DIRECTION_WORDS, LastWordError, direction_of
from assistant.operations.unsaid_whole import stated_whole
from assistant.operations.verify.claim import Claim, Relation
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import TableKind

_ALL_FROM = re.compile(r"(全|都|全部|完全|就)(是|由|来自|因|靠|属于|用于|用在|用到|花在|花到|用来|投在|拨给)")


# All of a whole that only its part names was given away (采购合同全部授予了中小企业).
ALL_SAID = re.compile(r"(?:全部|全都|都|全|百分之百|100%)(?:是|已|已经)?(?:授予|发包给|给了?|交给|面向)")


_AMOUNTS_TO = re.compile(r"(?:起来|之和|合计|相加|总和|一起)[,，]?(?:就|正好|刚好|恰好)?[是为]")


def _of_tables(claim: Claim) -> bool:
    question = claim.question
    return question.cue("tie") and len(question.slots.tables) > 1 and not question.queries


def _tied(claim: Claim) -> bool:
    question = claim.question
    if any(isinstance(one.quantity, Amount) for one in claim.stated) or not question.cue("tie"):
        return False
    return len(question.queries) > 1 or len(question.slots.tables) > 1


def _equal(claim: Claim) -> bool:
    if len(claim.queries) < 2 or claim.free:
        return False
    if re.search(r"等于|相等|一样", claim.plain):
        return True
    added = claim.question.cue("sum") and len(claim.queries) > 2 and not claim.stated
    return added and _AMOUNTS_TO.search(claim.plain) is not None


def _from_one(claim: Claim) -> bool:
    return _ALL_FROM.search(claim.plain) is not None and len(_sides(claim)) > 1 and not claim.question.cue("sum")


def _sides(claim: Claim) -> tuple[MetricQuery, ...]:
    """The whole and what it is said to be; a whole that was taken for the place of its part (三公经费全花在公车上) too."""
    queries = claim.queries
    if len(queries) != 1 or not queries[0].contexts:
        return queries
    whole, part = queries[0].contexts[-1], queries[0].target
    between = _ALL_FROM.search(claim.plain, whole.end, part.start)
    return (MetricQuery(whole), MetricQuery(part)) if between else queries


def _all_from(claim: Claim) -> Draft:
    """Whether all of one figure (or of its change) is another's: 减少的0.7万全是公务接待费."""
    changing, within = claim.up or claim.down, None
    if changing:
        whole, part = (year_change.find_change(claim.desk, query) for query in _sides(claim)[:2])
        left, right, names = whole.amount, part.amount, (whole.named, part.named)
        support = (*whole.printed.support[:2], *part.printed.support[:2])
        support = (*support, *whole.named.support[:1], *part.named.support[:1])
    else:
        first, second, within = _whole_and_part(claim)
        left, right, names = first.operand, second.operand, (first.named, second.named)
        support = (*first.named.support[:2], *second.named.support[:2])
    stated = not claim.stated or claim.stated[0].holds(quantity_of(left))
    writer, verdict = claim.opening(quantity_of(left).value == quantity_of(right).value and stated)
    directions = (direction_of(left), direction_of(right)) if changing else (None, None)
    writer.name(names[0].best[0]).say(_verb(directions[0])).figure(left).say("，").name(names[1].best[0], within)
    writer.say(_verb(directions[1]))
    if directions[1] is not Direction.UNCHANGED:
        writer.figure(right)
    return writer.say("。").cite(*support).draft(left, direction=directions[0], verdict=verdict)


def _given_whole(claim: Claim) -> bool:
    return ALL_SAID.search(claim.plain) is not None and len(claim.queries) == 1 and not claim.stated


def _all_given(claim: Claim) -> Draft:
    """Whether the part is all of the whole that its own sentence sets it against."""
    term = terms.need(claim.desk, claim.queries[0], claim.year)
    whole = stated_whole(claim.desk, term.named)
    if whole is None or not quantity_of(whole.fact).value:
        raise LastWordError("文件没有写它占的是哪个总额，不能核对是不是全部。", "not_comparable")
    ratio = calculate("share", term.operand, whole.fact)
    writer, verdict = claim.opening(quantity_of(term.operand).value == quantity_of(whole.fact).value)
    writer.name(term.named.best[0]).figure(term.operand).say("，占").name(whole).figure(whole.fact)
    writer.say("的").figure(ratio).say("。").cite(*term.named.support[:2], whole.fact)
    return writer.draft(ratio, verdict=verdict)


def _whole_and_part(claim: Claim) -> tuple[terms.Term, terms.Term, MetricQuery | None]:
    """The figure and the one it is said to be, in the row of the first where that row tells (行政运行全是基本支出吗: its own
    基本支出). LastWordError where the second is larger: all of the first may stand in it, or none."""
    whole, part = _sides(claim)[:2]
    first = terms.need(claim.desk, whole, claim.year)
    within = replace(part, contexts=(*part.contexts, whole.target))
    own = terms.find(claim.desk, within, claim.year)
    if own is not None and (_in_one_row(first, own) or _basic_beside(claim, first, part)):
        return first, own, within
    second = terms.need(claim.desk, part, claim.year)
    if quantity_of(second.operand).value > quantity_of(first.operand).value:
        raise LastWordError("文件没有写它有多少属于所说的那一项，不能核对。", "not_comparable")
    return first, second, None


def _basic_beside(claim: Claim, first: terms.Term, part: MetricQuery) -> bool:
    """Whether the figure is printed as basic expenditure and said to be all of projects: what projects hold is beside it."""
    table = claim.desk.knowledge.table_of(first.named.best[0].fact)
    basic = table is not None and table.kind is TableKind.BASIC_EXPENDITURE
    return basic and "project_expenditure" in part.target.terms


def _in_one_row(first: terms.Term, second: terms.Term) -> bool:
    one, other = first.named.best[0].fact.provenance, second.named.best[0].fact.provenance
    return one.table is not None and (one.document, one.table, one.row) == (other.document, other.table, other.row)


def _verb(direction: Direction | None) -> str:
    return DIRECTION_WORDS[direction] if direction is not None else "为"


_OF_CHANGES = re.compile(r"(?:增加|减少|增减|变动|增长|下降)(?:额|数|量)")


def _changes_tied(claim: Claim) -> bool:
    return claim.question.cue("tie") and len(claim.queries) > 1 and _OF_CHANGES.search(claim.plain) is not None


def _unjudged(claim: Claim) -> Draft:  # noqa: ARG001
    raise LastWordError("几项增减额之间的勾稽不能核对，请逐项来问。", "not_computable")


CHANGES = Relation("增减额之间", _changes_tied, _unjudged)
TABLES = Relation("两表总数一致", _of_tables, lambda claim: ties.grand_totals(claim.desk))
TIE = Relation("两处一致", _tied, lambda claim: ties.same_figure(claim.desk, claim.queries))
EQUAL = Relation("两数相等", _equal, lambda claim: ties.same_figure(claim.desk, claim.queries))
ALL_GIVEN = Relation("全部给了", _given_whole, _all_given)
ALL_FROM = Relation("全部来自", _from_one, _all_from)
