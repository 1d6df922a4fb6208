"""Claims that two figures are one: in two tables, of two metrics, all of one being the other."""

from __future__ import annotations

import re

from assistant.calculations import quantity_of
from assistant.model import Direction, Draft
from assistant.operations import change, terms, ties
from assistant.operations.desk import DIRECTION_WORDS, LastWordError, direction_of
from assistant.operations.verify.claim import Claim, Relation
from assistant.parsing.model import MetricQuery
from index.amounts import Amount

_ALL_FROM = re.compile(r"(全|都|全部|完全|就)(是|由|来自|因|靠|属于|用于|用在|用到|花在|花到|用来|投在|拨给)")


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
    changing = claim.up or claim.down
    if changing:
        whole, part = (change.find_change(claim.desk, query) for query in _sides(claim)[:2])
        left, right, names = whole.amount, part.amount, (whole.named, part.named)
        support = (*whole.printed.support[:2], *part.printed.support[:2])
        support = (*support, *whole.named.support[:1], *part.named.support[:1])
    else:
        first, second = (terms.need(claim.desk, query, claim.year) for query in _sides(claim)[:2])
        left, right, names = first.operand, second.operand, (first.named, second.named)
        support = (*first.named.support[:2], *second.named.support[:2])
    stated = not claim.stated or claim.stated[0].holds(quantity_of(left))
    writer, verdict = claim.opening(quantity_of(left).value == quantity_of(right).value and stated)
    directions = (direction_of(left), direction_of(right)) if changing else (None, None)
    writer.name(names[0].best[0]).say(_verb(directions[0])).figure(left).say("，").name(names[1].best[0])
    writer.say(_verb(directions[1]))
    if directions[1] is not Direction.UNCHANGED:
        writer.figure(right)
    return writer.say("。").cite(*support).draft(left, direction=directions[0], verdict=verdict)


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
ALL_FROM = Relation("全部来自", _from_one, _all_from)
