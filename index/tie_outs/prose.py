"""What the figures of sentences claim of each other: change and rate against the two years, share against the whole,
and the year that they compare with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from index.amounts import Amount, Interval, Ratio, find_figures
from index.model import BudgetDocument, Fact, Finding, Measure, Stage
from index.tie_outs.findings import short


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures with which a document compares one metric with another year; None where a figure is not stated."""

    this: Fact | None
    last: Fact | None
    change: Fact | None
    rate: Fact | None


def check_prose(document: BudgetDocument) -> Iterator[Finding]:
    """``text.change``, ``text.rate`` and ``text.share``: the printed figure is not what its amounts give (an error,
    or info where it is off by no more than its last digit, as a figure is that was cut instead of rounded).
    ``text.year`` (error): the year that is compared with is not before the document's own."""
    yield from (finding for _, finding in prose_faults(document))
    yield from _years(document, _stated(document))


def prose_faults(document: BudgetDocument) -> Iterator[tuple[Fact, Finding]]:
    """Each change, rate and share that is not what its amounts give, with the finding."""
    facts = _stated(document)
    for comparison in _comparisons(facts):
        yield from _check(document, comparison)
    yield from _shares(document, facts)


def _stated(document: BudgetDocument) -> list[Fact]:
    return [fact for fact in document.facts if fact.provenance.table is None and fact.quantity is not None]


# ---------------------------------------------------------------- changes and rates


def _comparisons(facts: Sequence[Fact]) -> Iterator[Comparison]:
    """Figures of one metric in one sentence, else the only ones of the metric in its section."""
    sentences: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    sections: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        metric = (fact.provenance.section, fact.label, fact.code, fact.row_path, fact.subject)
        sentences[(*metric, fact.provenance.quote)].append(fact)
        sections[metric].append(fact)
    for key, group in sentences.items():
        around = sections[key[:-1]]
        made = _comparison(group, around)
        if made is not None:
            yield made


def _comparison(group: Sequence[Fact], around: Sequence[Fact]) -> Comparison | None:
    compared = [fact for fact in group if fact.measure in (Measure.CHANGE, Measure.CHANGE_RATE)]
    bases = {(fact.base_year, fact.base) for fact in compared}
    if not compared or len(bases) > 1:
        return None
    year, base_year = compared[0].year, compared[0].base_year
    return Comparison(
        _only(group, around, Measure.VALUE, year),
        _only(group, around, Measure.VALUE, base_year) if base_year != year else None,
        _only(group, (), Measure.CHANGE, year),
        _only(group, (), Measure.CHANGE_RATE, year),
    )


def _only(group: Sequence[Fact], around: Sequence[Fact], measure: Measure, year: int | None) -> Fact | None:
    """The one figure of a measure and year: in the sentence, or where it has none, in the section."""
    for facts in (group, around):
        found = {fact.text: fact for fact in facts if fact.measure is measure and fact.year == year}
        if found:
            return next(iter(found.values())) if len(found) == 1 else None
    return None


def _check(document: BudgetDocument, compared: Comparison) -> Iterator[tuple[Fact, Finding]]:
    this, last, change = (_amount(fact) for fact in (compared.this, compared.last, compared.change))
    if this and last and change and compared.change:
        gap = _gap(_minus(this, last), change.interval)
        if gap and not _given_by_others(compared.change):
            found = _finding(document, "text.change", compared.change, (compared.this, compared.last), gap, "元")
            yield compared.change, found
    rate = compared.rate.quantity if compared.rate is not None else None
    if not isinstance(rate, Ratio) or rate.unit != "%" or not this or compared.rate is None:
        return
    before = last.interval if last else _minus(this, change) if change else None
    given = _rate(this.interval, before) if before else None
    if given is not None and (gap := _gap(given, rate.interval)) and not _given_by_others(compared.rate):
        other = compared.last or compared.change
        yield compared.rate, _finding(document, "text.rate", compared.rate, (compared.this, other), gap, "个百分点")


def _given_by_others(fact: Fact) -> bool:
    """Whether two amounts of the sentence, whatever they are of, give the printed change or rate: then it is theirs."""
    spans = find_figures(fact.provenance.quote)
    amounts = [span.quantity for span in spans if isinstance(span.quantity, Amount)]
    for this, other in permutations(amounts, 2):
        if isinstance(fact.quantity, Amount):
            pairs: list[tuple[Interval | None, Interval]] = [(_minus(this, other), _size(fact.quantity))]
        elif isinstance(fact.quantity, Ratio):
            lasts = (other.interval, _minus(this, other), this.interval + other.interval)
            pairs = [(_rate(this.interval, last), sign) for last in lasts for sign in _signs(fact.quantity)]
        else:
            return False
        if any(given is not None and not _gap(given, printed) for given, printed in pairs):
            return True
    return False


def _size(amount: Amount) -> Interval:
    low, high = sorted((abs(amount.interval.low), abs(amount.interval.high)))
    return Interval(low, high)


def _signs(ratio: Ratio) -> tuple[Interval, Interval]:
    plain = ratio.interval
    return plain, Interval(-plain.high, -plain.low)


def _amount(fact: Fact | None) -> Amount | None:
    return fact.quantity if fact is not None and isinstance(fact.quantity, Amount) else None


def _minus(left: Amount, right: Amount) -> Interval:
    return left.interval - right.interval


def _rate(this: Interval, last: Interval) -> Interval | None:
    """The change from ``last`` to ``this`` in % that two intervals allow; None where last year may be nothing."""
    if last.low <= 0:
        return None
    rates = [(t / b - 1) * 100 for t in (this.low, this.high) for b in (last.low, last.high)]
    return Interval(min(rates), max(rates))


def _gap(given: Interval, printed: Interval) -> Decimal:
    """By how much two intervals miss each other; 0 where they overlap."""
    return max(given.low - printed.high, printed.low - given.high, Decimal(0))


# ---------------------------------------------------------------- shares


def _shares(document: BudgetDocument, facts: Sequence[Fact]) -> Iterator[tuple[Fact, Finding]]:
    """Printed shares against their part and its whole: the one that the clause names (占支出总额的…) or, where it names
    none, the one that the sentence's path does; each stated once."""
    stated: Mapping[tuple[object, ...], list[Fact]] = _by_name(facts)
    for fact in facts:
        share = fact.quantity
        if fact.measure is not Measure.SHARE or not isinstance(share, Ratio) or share.unit != "%":
            continue
        part = _one(stated.get((fact.provenance.section, fact.label, fact.row_path), ()))
        whole = _whole(fact, stated)
        a, b = _amount(part), _amount(whole)
        if not fact.row_path or not a or not b or b.interval.low <= 0 or part is None:
            continue
        shares = [x / y * 100 for x in (a.interval.low, a.interval.high) for y in (b.interval.low, b.interval.high)]
        if gap := _gap(Interval(min(shares), max(shares)), share.interval):
            yield fact, _finding(document, "text.share", fact, (part, whole), gap, "个百分点")


def _whole(fact: Fact, stated: Mapping[tuple[object, ...], list[Fact]]) -> Fact | None:
    """The amount that a share is of: its own clause says more than the enumeration that the part stands in."""
    section, above = fact.provenance.section, fact.row_path[-1:]
    if not fact.base or any(fact.base in name or name in fact.base for name in above):
        return _one(stated.get((section, *above, fact.row_path[:-1]), ()))
    meant = [
        other
        for (place, label, _), others in stated.items()
        if place == section and isinstance(label, str) and label and label in fact.base
        for other in others
    ]
    return _one(meant)


def _by_name(facts: Sequence[Fact]) -> dict[tuple[object, ...], list[Fact]]:
    found: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.measure is Measure.VALUE and isinstance(fact.quantity, Amount):
            found[(fact.provenance.section, fact.label, fact.row_path)].append(fact)
    return found


def _one(facts: Sequence[Fact]) -> Fact | None:
    return facts[0] if len({fact.text for fact in facts}) == 1 else None


# ---------------------------------------------------------------- years


def _years(document: BudgetDocument, facts: Sequence[Fact]) -> Iterator[Finding]:
    """A budget's comparison with its own year or a later one: one finding for each sentence."""
    if document.stage is not Stage.BUDGET:
        return  # a 决算 compares with the same year's budget
    seen: set[str] = set()
    for fact in facts:
        if fact.base_year is None or fact.base_year < fact.year or fact.provenance.quote in seen:
            continue
        seen.add(fact.provenance.quote)
        yield Finding(
            code="text.year",
            level="error",
            message=f"正文“{fact.label}”{_section(fact)}：{fact.year}年的数与{fact.base_year}年相比，比较的年度有误。",
            document=document.id,
            formula=f"{fact.text}（比{fact.base_year}年）",
        )


# ---------------------------------------------------------------- findings


def _finding(
    document: BudgetDocument, code: str, fact: Fact, others: Sequence[Fact | None], gap: Decimal, unit: str
) -> Finding:
    kind = {"text.change": "增减额", "text.rate": "增减率", "text.share": "占比"}[code]
    amounts = "、".join(other.text for other in others if other is not None)
    assert fact.quantity is not None
    level = "error" if gap > fact.quantity.quantum else "info"  # within its last digit: cut, or rounded twice
    shown = f"{gap.quantize(Decimal('0.01')).normalize():f}" if gap >= Decimal("0.01") else "不足0.01"
    return Finding(
        code=code,
        level=level,
        message=f"正文“{fact.label}”{_section(fact)}：印出的{kind}{fact.text}与{amounts}不符，至少相差{shown}{unit}。",
        document=document.id,
        formula=f"{fact.text} ≠ {amounts}",
        difference=short(gap) if unit == "个百分点" else gap,
    )


def _section(fact: Fact) -> str:
    title = re.sub(r"\s+", "", fact.provenance.section[-1]) if fact.provenance.section else ""
    return f"（{title[:20]}）" if title else ""
