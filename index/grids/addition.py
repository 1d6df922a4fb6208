"""The tree of a list without codes or indentation, found from its total.

Every row that has parts is their sum, and the rows at the top add up to the list's total. Only a reading under which
all of that holds is accepted; among several, the one that explains most rows and in which the rows of one parent are
equally deep (unit → kind of project → project) is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

Values = tuple[Decimal, ...]

_HALF_CENT = Decimal("0.005")  # amounts are printed with two decimals at least
_MOST_STATES = 4000  # sums in progress under one head; beyond it chance would decide
_MIXED = -1  # the height of a subtree whose leaves are not equally deep


@dataclass(frozen=True, slots=True)
class _Chain:
    """Children chosen so far, the last one first: each child's index, its end and its height; how many amounts prove
    the sum (a child that is itself proved counts twice)."""

    child: int
    end: int
    height: int
    proofs: int
    before: _Chain | None


@dataclass(frozen=True, slots=True)
class _Option:
    """A way to read the rows from a head to some end; ``children`` is None for a row without parts."""

    score: int
    children: _Chain | None = None


Key = TypeVar("Key")
_Options = dict[tuple[int, int], _Option]  # by (end, height)


def parents(values: Sequence[Values], total: Values) -> list[int] | None:
    """For each row the index of the row it is part of (-1 at the top); None where no reading adds up to ``total``."""
    if any(amount < 0 for row in values for amount in row) or not any(total):
        return None
    return _reading(values, total, _heads_only) or _reading(values, total, _heads_or_leaves)


def _heads_only(leaf: _Options, families: _Options) -> _Options:
    """A row that equals two or more rows below it is taken for their head (as good as certain where amounts are not
    round)."""
    return families if any(_is_told(option) for option in families.values()) else {**leaf, **families}


def _heads_or_leaves(leaf: _Options, families: _Options) -> _Options:
    return {**leaf, **families}


def _reading(
    values: Sequence[Values], total: Values, choices: Callable[[_Options, _Options], _Options]
) -> list[int] | None:
    options: list[_Options] = [{} for _ in values]
    for head in range(len(values) - 1, -1, -1):
        families = _families(values, values[head], head + 1, options) if any(values[head]) else {}
        if families is None:
            return None
        options[head] = choices({(head + 1, 0): _Option(0)}, families)
    whole = _families(values, total, 0, options) or {}
    complete = [option for (end, _), option in whole.items() if end == len(values)]
    if not complete:
        return None
    found = [-1] * len(values)
    _assign(max(complete, key=lambda option: option.score), -1, options, found)
    return found


def _families(values: Sequence[Values], target: Values, start: int, options: Sequence[_Options]) -> _Options | None:
    """The ways in which rows from ``start`` on, each with its own parts, add up to ``target``."""
    found: _Options = {}
    states: dict[int, dict[tuple[Values, int | None], _Option]] = {start: {(target, None): _Option(0)}}
    count = 0
    for position in range(start, len(values)):
        for (rest, height), so_far in states.pop(position, {}).items():
            left = tuple(amount - part for amount, part in zip(rest, values[position], strict=True))
            for (end, child_height), child in options[position].items():
                slack = _HALF_CENT * (end - start + 1)
                if any(amount < -slack for amount in left):
                    break
                same = child_height if height in (None, child_height) else _MIXED
                before = so_far.children
                proofs = any(values[position]) + _is_told(child) + (before.proofs if before else 0)
                chain = _Chain(position, end, child_height, proofs, before)
                step = _Option(so_far.score + child.score, chain)
                if all(amount <= slack for amount in left):
                    _keep(found, (end, same + 1 if same != _MIXED else _MIXED), _closed(step, same))
                else:
                    _keep(states.setdefault(end, {}), (left, same), step)
                    count += 1
        if count > _MOST_STATES:
            return None
    return found


def _is_told(option: _Option) -> bool:
    return option.children is not None and option.children.proofs > 1


def _closed(option: _Option, height: int) -> _Option:
    return _Option(option.score + 2 * _is_told(option) + (height != _MIXED), option.children)


def _keep(options: dict[Key, _Option], key: Key, option: _Option) -> None:
    if key not in options or options[key].score < option.score:
        options[key] = option


def _assign(option: _Option, parent: int, options: Sequence[_Options], found: list[int]) -> None:
    chain = option.children
    while chain is not None:
        found[chain.child] = parent
        _assign(options[chain.child][chain.end, chain.height], chain.child, options, found)
        chain = chain.before
