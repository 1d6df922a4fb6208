"""The headline values (value, unit, direction, verdict, items) say what the text says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.calculations import CalculationError, converted, facts_of, quantity_of, rounded, value_in
from assistant.checks.reading import Reading, any_of, compact, is_change
from assistant.model import Direction, Item, Operand
from index.amounts import Count, Quantity, agrees


def headline(reading: Reading) -> list[str]:
    return [*_value(reading), *_direction(reading), *_verdict(reading), *_items(reading)]


def _claimed(reading: Reading) -> Iterator[tuple[Operand, Quantity]]:
    """What the claims recompute to."""
    return _computed(claim.basis for claim in reading.claims if claim.basis is not None)


def _bases(reading: Reading) -> Iterator[tuple[Operand, Quantity]]:
    """What the claims and the supporting facts recompute to."""
    yield from _claimed(reading)
    yield from _computed(reading.support)


def _computed(bases: Iterable[Operand]) -> Iterator[tuple[Operand, Quantity]]:
    for basis in bases:
        try:
            yield basis, quantity_of(basis)
        except CalculationError:
            continue


def _says(value: Decimal, unit: str, exact: Quantity) -> bool:
    """Whether ``value`` in ``unit`` is the exact value (its sign aside) or its rounding."""
    try:
        number = value_in(exact if isinstance(exact, Count) and unit in ("", exact.unit) else converted(exact, unit))
    except CalculationError:
        return False
    places = max(0, -int(value.as_tuple().exponent))
    return abs(value) == abs(number) or abs(value) == abs(rounded(number, places))


def _value(reading: Reading) -> list[str]:
    draft = reading.draft
    if draft.value is None:
        return []
    if any(_says(draft.value, draft.unit, exact) for _, exact in _claimed(reading)):
        return []
    if any(_says(draft.value, draft.unit, given) for given in reading.question_figures):
        return []
    return [f"答案数值 {draft.value}{draft.unit} 与文中的数不一致。"]


def _direction(reading: Reading) -> list[str]:
    draft = reading.draft
    if draft.direction is None:
        return []
    changes = [exact.value for basis, exact in _bases(reading) if is_change(basis) and _matches(reading, exact)]
    if not changes:
        changes = _trend(reading)
    if any(_named(change) is draft.direction for change in changes):
        return []
    return ["答案的增减方向没有依据，或与依据相反。"]


def _matches(reading: Reading, exact: Quantity) -> bool:
    return reading.draft.value is None or _says(reading.draft.value, reading.draft.unit, exact)


def _trend(reading: Reading) -> list[Decimal]:
    """Where no change is claimed: the latest year's value less an earlier year's of the same name."""
    facts = sorted(reading.facts, key=lambda fact: fact.year)
    return [
        new.quantity.value - old.quantity.value
        for position, old in enumerate(facts)
        for new in facts[position + 1 :]
        if new.year > old.year and compact(new.label) == compact(old.label) and new.quantity and old.quantity
    ]


def _named(change: Decimal) -> Direction:
    if change == 0:
        return Direction.UNCHANGED
    return Direction.INCREASE if change > 0 else Direction.DECREASE


def _verdict(reading: Reading) -> list[str]:
    opening = reading.text.lstrip()
    denied = any_of("denials").match(opening) is not None
    affirmed = any_of("affirmations").match(opening) is not None
    if (reading.draft.verdict == "yes" and denied) or (reading.draft.verdict == "no" and affirmed):
        return ["答案的判断与文中的说法相反。"]
    return []


def _items(reading: Reading) -> list[str]:
    bases = list(_bases(reading))
    return [
        f"条目“{item.name}”的数值没有依据。"
        for item in reading.draft.items
        if item.value is not None and not _item_holds(item, bases)
    ]


def _item_holds(item: Item, bases: list[tuple[Operand, Quantity]]) -> bool:
    """An item named like a fact has that fact's value; any other item one of the values of the draft."""
    assert item.value is not None
    own = [
        (basis, exact)
        for basis, exact in bases
        if any(compact(item.name) in (compact(fact.label), compact(fact.subject)) for fact in facts_of(basis))
    ]
    if any(_says(item.value, item.unit, exact) for _, exact in own or bases):
        return True
    # the same figure printed more exactly elsewhere, under a total's own name (合计, in the column 项目支出)
    same = [exact for _, exact in bases if any(type(exact) is type(rough) and agrees(exact, rough) for _, rough in own)]
    return any(_says(item.value, item.unit, exact) for exact in same)
