"""Whether a thing has the place among its kind that a text gives it (行政运行支出最多, 排第二, 近三年最低)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculations import CalculationError, calculate, quantity_of
from assistant.checking.matching import Found, Shelf, grouped, look_up
from assistant.checking.model import Among, Claim, Judgement, Rank, Verdict
from assistant.checking.pairs import same_line
from assistant.checking.remarks import falling
from assistant.checking.rivals import Field, fields, namesakes_left_out, parts_of, scoped
from index.amounts import Amount, Count, Quantity, agrees
from index.model import Fact
from index.vocabulary.names import key

_KINDS = (Amount, Count)
_SHOWN = 4  # rivals in a formula
_SHORTEST = 2  # characters that may be short for a name


@dataclass(frozen=True, slots=True)
class _Placing:
    """The places (from the largest, ties share several) of a subject among ``count`` things, and who they are."""

    best: int
    worst: int
    count: int
    facts: tuple[Fact, ...]
    formula: str

    def holds(self, place: int) -> bool:
        if place < 0:
            return self.worst == self.count
        return self.best <= place <= self.worst


def judge_rank(claim: Claim, rank: Rank, shelf: Shelf, told: Sequence[Fact] = ()) -> Judgement:
    """The verdict on a rank; the right place is given where it is another.

    ``told`` are the facts of the amount said right before it: of several tables that print the thing, those are meant.
    """
    if rank.beyond:
        return _unknown(claim, f"是否“{rank.beyond}”之中的名次，读入的文件无从比较")
    subject = _find(rank.subject, claim, shelf, rank.scope)
    if not subject:
        return _unknown(claim, "没有写明是什么的名次，或文件里没有这个指标")
    subject = _as_told(_called(rank.subject, subject), told)
    placings = _over_years(claim, rank, subject, shelf) if rank.years else _among_kin(claim, rank, subject, shelf)
    if not placings:
        return _unknown(claim, "文件里没有可以与之比较的项目")
    place = rank.place or _place_after(claim, rank, placings, shelf)
    if not place:
        return _unknown(claim, f"文件里没有“{rank.after}”可以比较")
    right = [placing for placing in placings if placing.holds(place)]
    if len(right) == len(placings):
        return Judgement(claim.figure, Verdict.RECOMPUTED, right[0].formula, facts=right[0].facts)
    if right:
        return _unknown(claim, "没有写明在哪些项目中比较：" + "；".join(placing.formula for placing in placings[:2]))
    wrong = placings[0]
    expected = Count(Decimal(wrong.best), "位", Decimal(1), f"第{wrong.best}位")
    return Judgement(claim.figure, Verdict.CONTRADICTED, wrong.formula, expected, wrong.facts)


def _called(words: str, subject: Found) -> Found:
    """The facts whose rows are called just so; all of them where none is."""
    so_called = [fact for fact in subject.scopes if key(fact.label) == key(words)]
    return replace(grouped(so_called), words=subject.words) if so_called else subject


def _as_told(subject: Found, told: Sequence[Fact]) -> Found:
    """The subject's facts that print the amount said; all of them where none does."""
    amounts = [fact.quantity for fact in told if fact.quantity is not None]
    meant = [
        fact
        for fact in subject.scopes
        if any(type(fact.quantity) is type(one) and agrees(fact.quantity, one) for one in amounts)
    ]
    return replace(grouped(meant), words=subject.words) if meant else subject


def _unknown(claim: Claim, note: str) -> Judgement:
    return Judgement(claim.figure, Verdict.UNSUPPORTED, note=note)


def _find(words: str, claim: Claim, shelf: Shelf, scope: str = "") -> Found:
    def find(said: str) -> Found:
        return shelf.find(said, claim.documents, claim.year, claim.stage, kinds=_KINDS)

    if not words:
        return next(iter(look_up(claim, shelf, claim.year, kinds=_KINDS)), Found())
    found = (scope and find(f"{scope}的{words}")) or find(words) or find(words.removesuffix("类"))
    return found or (_part_called(words, find(scope), shelf) if scope else found)


def _part_called(words: str, whole: Found, shelf: Shelf) -> Found:
    """The part of the whole that the words shorten (服务类 for 政府采购服务预算); empty where several may be meant."""
    short = key(words).removesuffix("类")
    if len(short) < _SHORTEST:
        return Found()
    for fact in whole.scopes:
        called = [part for part in parts_of(fact, shelf.knowledge.by_document[fact.document]) if short in part.label]
        if len(called) == 1:
            return grouped(called)
    return Found()


def _among_kin(claim: Claim, rank: Rank, subject: Found, shelf: Shelf) -> list[_Placing]:
    placings: list[_Placing] = []
    known = shelf.knowledge.by_document
    found = scoped([(fields(fact, known[fact.document]), known[fact.document]) for fact in subject.scopes], rank.scope)
    for chosen in namesakes_left_out(found):
        for field in chosen:
            if rank.size and rank.size not in (len(field.facts), _spent(field)):
                continue
            placing = _placed(field, claim, rank, shelf)
            if placing is not None:
                placings.append(placing)
    longest = max((placing.count for placing in placings), default=0)
    return [placing for placing in placings if placing.count >= min(3, longest)]


def _spent(field: Field) -> int:
    """How many of a family have an amount."""
    return sum(bool(fact.quantity and fact.quantity.value) for fact in field.facts)


def _placed(field: Field, claim: Claim, rank: Rank, shelf: Shelf) -> _Placing | None:
    """The place of a field's subject by amount, or by its change from the year before."""
    sizes: list[tuple[Decimal, Fact, Quantity]] = []
    for fact in field.facts:
        size = _size(fact, claim, rank, shelf)
        if size is not None:
            sizes.append((size.value, fact, size))
    if falling(claim.sentence, claim.place):
        sizes = [(-value, fact, size) for value, fact, size in sizes]
    printed = [one for one in sizes if one[0] or one[1].id == field.subject.id]  # nothing spent is no rival
    return _place(field.subject, printed)


def _size(fact: Fact, claim: Claim, rank: Rank, shelf: Shelf) -> Quantity | None:
    if rank.among is Among.VALUE:
        return fact.quantity
    before = next((old for old in _same_row(fact, claim, shelf) if same_line(old) == same_line(fact)), None)
    if before is None:
        return None
    try:
        return quantity_of(calculate("difference" if rank.among is Among.CHANGE else "rate", fact, before))
    except CalculationError:
        return None


def _same_row(fact: Fact, claim: Claim, shelf: Shelf) -> list[Fact]:
    """The cells of the fact's row for the year before."""
    where = fact.provenance
    return [
        other
        for other in shelf.knowledge.by_document[fact.document].document.facts
        if (other.provenance.table, other.provenance.row) == (where.table, where.row)
        and other.year == (claim.base_year or fact.year - 1)
        and type(other.quantity) is type(fact.quantity)
    ]


def _place(subject: Fact, sizes: Sequence[tuple[Decimal, Fact, Quantity]]) -> _Placing | None:
    own = next((value for value, fact, _ in sizes if fact.id == subject.id), None)
    if own is None or len(sizes) < 2:
        return None
    ordered = sorted(sizes, key=lambda one: -one[0])
    above = sum(value > own for value, _, _ in sizes)
    level = sum(value == own for value, _, _ in sizes)
    several = len({fact.year for _, fact, _ in sizes}) > 1
    shown = " > ".join(
        f"{f'{fact.year}年' if several else _name(fact)} {size.text or size.value}"
        for _, fact, size in ordered[:_SHOWN]
    )
    return _Placing(
        above + 1, above + level, len(sizes), (subject, *(fact for _, fact, _ in ordered if fact.id != subject.id)),
        shown + (" > …" if len(ordered) > _SHOWN else ""),
    )  # fmt: skip


def _name(fact: Fact) -> str:
    return fact.label or (fact.column_path[-1] if fact.column_path else "")


def _place_after(claim: Claim, rank: Rank, placings: Sequence[_Placing], shelf: Shelf) -> int:
    """The place right after the thing named (仅次于…); 0 where it is none of the rivals."""
    other = _find(rank.after, claim, shelf)
    ids = {fact.id for fact in other.scopes}
    for placing in placings:
        for position, fact in enumerate(placing.facts[1:], 1):
            if fact.id in ids:
                return position + 1 if position < placing.best else position
    return 0


def _over_years(claim: Claim, rank: Rank, own: Found, shelf: Shelf) -> list[_Placing]:
    """The place of a year's amount among other years' amounts of the same metric; none where a year is missing."""
    sizes: list[tuple[Decimal, Fact, Quantity]] = []
    subject = None
    stage = claim.stage or own.best[0].stage
    for year in rank.years:
        found = shelf.find(rank.subject, claim.documents, year, stage, kinds=_KINDS)
        if not found:
            return []
        fact = found.best[0]
        sizes.append((found.quantity().value, fact, found.quantity()))
        subject = fact if year == (rank.year or claim.year) else subject
    placing = _place(subject, sizes) if subject is not None else None
    return [placing] if placing is not None else []
