"""What each of several departments has, asked in its own documents of the year and stage said with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.grouping import regroup
from assistant.knowledge import Knowledge
from assistant.model import Draft, Operand
from assistant.operations import share, terms, value, year_change
from assistant.operations.desk import (
    DIRECTION_WORDS,
    RATE_WORDS,
    STAGE_WORDS,
    Desk,
    LastWordError,
    NotFoundError,
    Writer,
    missing,
)
from assistant.operations.year_change import Change
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.owners import Owner, without
from assistant.parsing.parse import parse


@dataclass(frozen=True, slots=True)
class Own:
    """What one department has: its figure, what it is called and rests on; ``lacks`` tells that it has none."""

    owner: Owner
    desk: Desk
    query: MetricQuery | None = None
    operand: Operand | None = None
    named: Selection = field(default_factory=Selection)
    lacks: Draft | None = None
    part: Operand | None = None  # of a share: what it is a share of what
    whole: Operand | None = None
    change: Change | None = None

    @property
    def figure(self) -> Operand:
        assert self.operand is not None
        return self.operand

    @property
    def amount(self) -> Decimal:
        return quantity_of(self.figure).value


def asked(desk: Desk, owners: Sequence[Owner], naming: ParsedQuestion) -> list[Own]:
    """Each department with the question put to its documents alone: for the metric said behind its own name where each
    has one (甲局的采购支出和乙局的采购预算), else for the one metric of the question; a turn that leans on the one before
    may name another metric for all of them."""
    plain = naming.plain
    if naming is not desk.question:
        anew = [_put(desk, owner, desk.question.plain) for owner in owners]
        if all(one.desk.question.mentions for one in anew):
            return anew
    for stages in (False, True):
        # “支出决算” may be what is asked for: the words for a stage count where nothing else does
        head, *behind = without(plain, owners, stages=stages)
        together = [_put(desk, owner, ",".join((head, *behind))) for owner in owners]
        each = [_put(desk, owner, words) for owner, words in zip(owners, behind, strict=True)]
        if all(one.desk.question.queries for one in each):
            return each
        if all(one.desk.question.queries for one in together):
            return together
    raise NotFoundError("没有认出要问各部门的是哪一项指标。", "metric_not_recognised")


def _put(desk: Desk, owner: Owner, words: str) -> Own:
    own = [one for one in desk.knowledge.indexes if one.document.department == owner.department]
    dated = [one for one in own if owner.year in (None, one.document.year)] or own
    staged = [one for one in dated if owner.stage in (None, one.document.stage)] or dated
    knowledge = Knowledge(staged)
    question = regroup(parse(words, knowledge), knowledge)
    year = owner.year or max(one.document.year for one in staged)
    slots, asked = question.slots, desk.question.slots
    slots = replace(slots, years=(year,), stage=owner.stage, previous_year=False, departments=(owner.department,))
    question = replace(question, slots=replace(slots, unit=asked.unit, decimals=asked.decimals, level=""))
    return Own(owner, replace(desk, question=question, knowledge=knowledge))


def found_in(own: Own, *, presence: bool) -> Own:
    """A department's own figure. ``presence``: that it has none may be what is asked."""
    question, year = own.desk.question, own.desk.question.slots.years[0]
    if question.cue("share"):
        share_ = share.find_share(own.desk, year)
        if share_.is_one_figure or not quantity_of(share_.whole).value:
            raise LastWordError("没有认出占比的部分和整体各是哪一项。", "incomplete_question")
        part = share_.parts[0][1].named
        named = Selection((*part.best[:1], *share_.whole_named.best[:1]), (), part.score)
        ratio = calculate("share", share_.part, share_.whole)
        return replace(own, operand=ratio, named=named, part=share_.part, whole=share_.whole)
    queries = {query.target.text: query for query in question.queries}
    if len(queries) > 1:
        raise LastWordError("问到几个部门的几项指标，请分开来问。", "incomplete_question")
    query = next(iter(queries.values()))
    if question.cue("change"):
        return _moved(own, query)
    term = terms.find(own.desk, query, year)
    if term is not None:
        return replace(own, query=query, operand=term.operand, named=term.named)
    if not presence:
        return replace(own, operand=terms.need(own.desk, query, year).operand)
    return replace(own, query=query, lacks=value.words(own.desk, query, own.desk.year))


def _moved(own: Own, query: MetricQuery) -> Own:
    """How a metric of a department moved against the year before its own: its rate where 幅 or percent is asked for."""
    try:
        change = year_change.find_change(own.desk, query)
    except year_change.StatedOnlyError:
        raise LastWordError(missing(query, own.desk.year, own.desk), "no_comparison") from None
    by_rate = own.desk.question.cue("rate") or own.desk.question.slots.unit == "%"
    figure = year_change.rate_of(own.desk, change) if by_rate else change.amount
    if figure is None:
        raise LastWordError(f"{own.owner.department}上年没有数，算不出增减幅度。", "no_comparison")
    return replace(own, query=query, operand=figure, named=change.named, change=change)


def tell(writer: Writer, own: Own) -> None:
    """甲局2023年决算三公经费46.64万元; of a share the part and the whole beside it."""
    fact = own.named.fact
    writer.say(f"{own.owner.department}{fact.year}年{STAGE_WORDS[fact.stage]}").name(own.named.best[0], own.query)
    if own.change is not None:
        writer.say("为").figure(own.change.now).say(f"，比{own.change.base_year}年")
        words = RATE_WORDS if own.figure is not own.change.amount else DIRECTION_WORDS
        writer.say(words[own.change.direction])
    elif own.desk.question.cue("share"):
        part, whole = own.named.best
        writer.figure(part.fact).say("，占").name(whole).figure(whole.fact).say("的")
    writer.figure(own.figure).cite(*own.named.support[:2])
