"""Whose change a sentence tells, where arithmetic alone can say.

Behind a list of parts (收入100万元，其中：拨款90万元、其他10万元，较上年减少50万元，下降33.33%) the words give the change to
the part named last; value, change and rate printed together show whose it is. So does a change without its verb
(安排20万元，比上年0.5万元，增长2.56%), which words alone take for the value of the year before.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from index.amounts import Amount, Ratio
from index.model import Measure
from index.narrative.draft import Draft


def settle(drafts: Sequence[Draft], year: int) -> None:
    """Corrects the drafts of a paragraph in place; ``year`` is the document's. What arithmetic does not prove stays."""
    for i, draft in enumerate(drafts):
        if draft.aside or not isinstance(draft.quantity, Amount):
            continue
        rate = drafts[i + 1] if i + 1 < len(drafts) else None
        if rate is None or rate.measure is not Measure.CHANGE_RATE or rate.names != draft.names:
            continue
        if draft.measure is Measure.CHANGE:
            _to_the_whole(drafts[:i], draft, rate)
        elif draft.measure is Measure.VALUE and draft.year == year - 1 and not draft.columns:
            _without_verb(drafts[:i], draft, rate, year)


def _to_the_whole(before: Sequence[Draft], change: Draft, rate: Draft) -> None:
    """A change and rate that cannot be those of the part named last and are those of the whole."""
    own = _value(before, change)
    if not any(draft.quantity and draft.quantity.value for draft in (change, rate)):
        return  # a change of nothing may be anything's
    if own is None or _follows(own, change, rate) or not own.parents or own.parents != change.parents:
        return
    whole = next((one for one in reversed(before) if _is_whole(one, own.parents[-1])), None)
    if whole is not None and _follows(whole, change, rate):
        for draft in (change, rate):
            draft.names, draft.parents, draft.columns = whole.names, whole.parents, whole.columns


def _without_verb(before: Sequence[Draft], draft: Draft, rate: Draft, year: int) -> None:
    """比上年0.5万元，增长2.56%: a change, not the value of the year before."""
    own = next((one for one in reversed(before) if one.names == draft.names and one.year == year), None)
    if own is None or own.measure is not Measure.VALUE or not isinstance(rate.quantity, Ratio):
        return
    quantity = draft.quantity
    assert isinstance(quantity, Amount)
    sign = -1 if rate.quantity.value < 0 else 1
    signed = Amount(quantity.value * sign, quantity.unit, quantity.quantum, quantity.text)
    change = Draft(draft.start, draft.end, draft.names, Measure.CHANGE, signed, draft.text, year, draft.group)
    if _follows(own, change, rate):
        draft.measure, draft.quantity, draft.year, draft.stage = Measure.CHANGE, signed, year, own.stage
        draft.base, draft.base_year = rate.base, rate.base_year


def _value(before: Sequence[Draft], change: Draft) -> Draft | None:
    """The value told last of the metric that a change is given to."""
    own = next((one for one in reversed(before) if one.names == change.names and not one.aside), None)
    return own if own is not None and own.measure is Measure.VALUE and isinstance(own.quantity, Amount) else None


def _is_whole(draft: Draft, label: str) -> bool:
    named = len(draft.names) == 1 and draft.names[0].label == label
    return named and draft.measure is Measure.VALUE and isinstance(draft.quantity, Amount) and not draft.aside


def _follows(value: Draft, change: Draft, rate: Draft) -> bool:
    """Whether a rate may be that of a change to a value, with all that rounding allows."""
    now, moved, share = value.quantity, change.quantity, rate.quantity
    if not isinstance(now, Amount) or not isinstance(moved, Amount) or not isinstance(share, Ratio):
        return False
    corners = product((now.interval.low, now.interval.high), (moved.interval.low, moved.interval.high))
    rates = [moved_by / (level - moved_by) * 100 for level, moved_by in corners if level != moved_by]
    return bool(rates) and min(rates) <= share.interval.high and share.interval.low <= max(rates)
