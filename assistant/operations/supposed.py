"""A figure with what is supposed of it, and how that is said: 2026年办公费为3.00万元，假设减少5%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculations import calculate
from assistant.evidence import Selection
from assistant.model import Calculation, Claim, Constant, Operand
from assistant.operations.desk import LastWordError, Writer, name_of
from assistant.operations.inside import side_by_side, stands_inside
from assistant.operations.terms import Term
from assistant.parsing.model import MetricQuery
from assistant.parsing.suppositions import Supposition
from index.amounts import Amount


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure and what is supposed of it. ``size`` is the change without its sign, ``sign`` −1 for a decrease."""

    query: MetricQuery
    found: Selection
    now: Operand
    supposed: Supposition

    @property
    def constant(self) -> Constant:
        quantity = self.supposed.quantity
        return Constant(replace(quantity, value=abs(quantity.value)), "假设")

    @property
    def after(self) -> Operand:
        """What the figure becomes."""
        quantity = self.supposed.quantity
        signed = Constant(quantity, "假设")
        if self.supposed.kind == "to":
            return signed
        if self.supposed.kind == "times":
            return calculate("scale", self.now, signed)
        return calculate("sum" if isinstance(quantity, Amount) else "apply_rate", self.now, signed)

    @property
    def difference(self) -> Calculation:
        """By how much it changes, signed."""
        return calculate("difference", self.after, self.now)


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure before and after the change."""

    query: MetricQuery
    term: Term
    after: Operand

    @property
    def now(self) -> Operand:
        return self.term.operand


def outside(plain: str, spans: Sequence[tuple[int, int]], blank: str = ",") -> str:
    """The question with these spans blanked, every other character at its place."""
    for start, end in spans:
        plain = plain[:start] + blank * (end - start) + plain[end:]
    return plain


def span_of(one: Changed, plain: str) -> tuple[int, int]:
    """Where the supposition stands with the name of what it changes."""
    names = (*one.query.contexts, one.query.target)
    start = min(one.supposed.start, *(name.start for name in names))
    end = max(one.supposed.end, *(name.end for name in names))
    return start, min(end, len(plain))


def after_change(term: Term, changed: Sequence[Changed], *, must_hold: bool = False) -> Operand:
    """What a figure becomes: changed itself, or with what changes inside it; as it is where that stands beside it.
    ``must_hold``: something must change in it. LastWordError where the documents do not tell."""
    result = term.operand
    for one in changed:
        if set(one.found.best) & set(term.named.best) or one.now == term.operand:
            return one.after
        if stands_inside(one.found, term.named):
            result = calculate("previous", result, calculate("previous", one.now, one.after))
        elif must_hold or not side_by_side(one.found, term.named):
            part, outer = name_of(one.found.best[0]), name_of(term.named.best[0])
            raise LastWordError(f"文件看不出“{part}”是不是算在“{outer}”里，不能推算。", "not_computable")
    return result


CHANGE_WORDS = {-1: "减少", 1: "增加"}


def say_supposed(writer: Writer, changed: Sequence[Changed]) -> None:
    """2026年办公费为3.00万元、会议费为2.00万元，假设办公费减少5%."""
    for i, one in enumerate(changed):
        writer.say("、" if i else f"{one.found.fact.year}年").name(one.found.best[0], one.query).say("为")
        writer.figure(one.now).cite(*one.found.support[:4])
    for i, one in enumerate(changed):
        if any(_alike(one.supposed, other.supposed) for other in changed[:i]):
            continue
        writer.say("，假设")
        if len(changed) > 1:
            same = [other for other in changed if _alike(one.supposed, other.supposed)]
            for j, other in enumerate(same):
                writer.say("、" if j else "").name(other.found.best[0], other.query)
            writer.say("各" if len(same) > 1 else "")
        if one.supposed.kind == "by":
            writer.say(CHANGE_WORDS[-1 if _down(one.supposed) else 1])
        else:
            writer.say("为其" if one.supposed.kind == "times" else "为")
        said = one.constant.quantity.text
        writer.figure(one.constant) if "分之" in said else writer.say(Claim(said, one.constant))


def _alike(one: Supposition, other: Supposition) -> bool:
    return one.kind == other.kind and one.quantity.text == other.quantity.text and _down(one) is _down(other)


def _down(one: Supposition) -> bool:
    return one.quantity.value < 0


ONLY_SUPPOSED = "（仅为推算，非文件所载）。"


def say_moved(writer: Writer, one: Moved) -> None:
    """公务接待费由5.00万元变为4.00万元, or that it stays."""
    writer.name(one.term.named.best[0], one.query)
    if one.after == one.now:
        writer.say("仍为").figure(one.now)
    else:
        writer.say("由").figure(one.now).say("变为").figure(one.after)
    writer.cite(*one.term.named.support[:3])
