"""Which of the three public expenses would be the largest, or which place one would take, under a supposed change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import quantity_of
from assistant.model import Draft
from assistant.operations import terms
from assistant.operations.desk import Desk, LastWordError, Writer, name_of
from assistant.operations.supposed import ONLY_SUPPOSED, Changed, Moved, after_change, say_moved, say_supposed
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery
from index.vocabulary.terms import vocabulary

_WHOLE = "three_public_expenses"
_PARTS = ("overseas_travel_cost", "official_vehicle_cost", "official_reception_cost")
_LEAST = re.compile(r"最(?:少|小|低)|垫底|倒数")
_WHICH = re.compile(r"哪(?:一|个|项|块|笔|样)|什么最|谁最|是哪")
_PLACE = re.compile(r"第几|排(?:在)?(?:第)?几|名次")


def answer(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """The order of the three after the change: the first (last) of them, the place of what changes, or whether it is
    the first (还是最大的吗). LastWordError for a rank among anything else."""
    if not any(_WHOLE in mention.terms[:1] for mention in desk.question.mentions):
        raise LastWordError("假设之后的排名只能在“三公”经费的三项之间推算。", "not_computable")
    plain, moved = desk.question.plain, [_moved(desk, part, changed) for part in _PARTS]
    least = _LEAST.search(plain) is not None
    ranked = sorted(moved, key=lambda one: quantity_of(one.after).value, reverse=not least)
    if quantity_of(ranked[0].after).value == quantity_of(ranked[1].after).value:
        raise LastWordError("假设之后有两项一样多，分不出先后。", "no_comparison")
    writer = Writer(desk)
    say_supposed(writer, changed)
    writer.say("，其他不变，则")
    for i, one in enumerate(ranked):
        say_moved(writer.say("、" if i else ""), one)
    first, word = ranked[0], "最少" if least else "最多"
    name = name_of(first.term.named.best[0], first.query)
    writer.say("，").name(first.term.named.best[0], first.query).say(word, ONLY_SUPPOSED)
    if _WHICH.search(plain):
        return writer.draft(first.after, items=(writer.item(name, first.after),))
    if len(changed) != 1 or _PLACE.search(plain):
        raise LastWordError("假设之后只推算哪一项最多、最少，请换个说法。", "not_computable")
    holds = changed[0].now == first.now
    draft = writer.draft(first.after, verdict="yes" if holds else "no")
    return replace(draft, segments=("是的，" if holds else "不是，", *draft.segments))


def _moved(desk: Desk, part: str, changed: Sequence[Changed]) -> Moved:
    query = MetricQuery(Mention(0, 0, vocabulary().terms[part].name, (), (part,)))
    own = next((one for one in changed if part in one.query.target.terms[:1]), None)
    if own is not None:
        return Moved(own.query, terms.Term(own.now, own.found), own.after)
    term = terms.need(desk, query, wanted_year(desk))
    return Moved(query, term, after_change(term, changed))
