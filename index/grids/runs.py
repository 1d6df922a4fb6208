"""Lists that go on at the side: the columns of a form whose rows take up the list of the columns before them."""

from __future__ import annotations

from collections.abc import Sequence

from index.grids.labels import ordinal
from index.grids.row_names import RowName, names_of
from index.grids.sides import Side
from index.grids.slots import GridRow

Paths = list[tuple[str, ...]]


def runs(sides: Sequence[Side], paths: Paths, lines: Sequence[GridRow]) -> list[list[Side]]:
    """The sides left to right, those together that are one list (``paths``: the headers over each column)."""
    found: list[list[Side]] = []
    for side in sides:
        if found and _goes_on(found[-1], side, paths, lines):
            found[-1].append(side)
        else:
            found.append([side])
    return found


def _goes_on(run: Sequence[Side], side: Side, paths: Paths, lines: Sequence[GridRow]) -> bool:
    """Whether a side under the same headers has other codes of the same classification, or begins with the number
    after one of the list (一、 on the left, 二、 at the top on the right)."""
    if any(_headers(before, paths) != _headers(side, paths) for before in run):
        return False
    above = [name for before in run for name in names_of(before, lines)]
    here = [name for name in names_of(side, lines) if name.label or name.code]
    codes, known = _codes(here), _codes(above)
    if codes and known:
        return not codes & known and bool({code[0] for code in codes} & {code[0] for code in known})
    first = ordinal(here[0].label) if here else None
    if first is None or codes or known:
        return False
    style, number = first
    return number > 1 and (style, number - 1) in {ordinal(name.label) for name in above}


def _headers(side: Side, paths: Paths) -> tuple[object, ...]:
    label = paths[side.label] if side.label is not None else ()
    return (side.name, label, *(paths[group[0]] for group in side.values))


def _codes(names: Sequence[RowName]) -> set[str]:
    return {name.code for name in names if name.code}
