"""Which column does each number of a row belong to, when the dump has lost the blank cells?

A row's numbers keep their order, so a candidate is an increasing choice of columns. Candidates must satisfy the
identities along the row (合计 = parts), then every parent must equal the sum of its children in every column, as
rounding intervals. The rows form a tree, so filtering each family bottom-up and then top-down leaves exactly the
candidates that occur in some solution of the whole table: one left means certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from index.tie_outs.identities import ColumnIdentity

_MAX_CANDIDATES = 2_000
_MAX_STATES = 6_000


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, or a mark that stands for a blank cell (``value`` None)."""

    text: str
    value: Decimal | None
    quantum: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """A row's numbers in order and the index of its parent row."""

    numbers: tuple[Printed, ...]
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What other tables or the narrative say about a cell: it equals one of the values, or is bounded by one."""

    values: tuple[tuple[Decimal, Decimal], ...]  # (value, half of its quantum)
    bound: Literal["exact", "at_least", "at_most"] = "exact"


@dataclass(frozen=True, slots=True)
class Placed:
    """``columns[k]`` is the column of the row's k-th number; ``certain[k]`` whether no other is possible.

    ``holds``: the identities along the row hold (true too where there are none).
    """

    columns: tuple[int, ...]
    certain: tuple[bool, ...]
    holds: bool


Candidate = tuple[int, ...]
Vector = tuple[tuple[int, int], ...]  # per column (value, half quantum) in the table's smallest half step


def place(
    lines: Sequence[Line],
    width: int,
    identities: Sequence[ColumnIdentity],
    known: Mapping[int, Mapping[int, Known]] | None = None,
) -> list[Placed]:
    """Assign every line's numbers to ``width`` columns. ``known`` maps row → column → what is known from elsewhere."""
    scale = _scale(lines)
    domains: list[list[Candidate]] = []
    sound: list[bool] = []
    for index, line in enumerate(lines):
        candidates, holds = _candidates(line, width, identities, scale)
        domains.append(_agreeing(candidates, line, (known or {}).get(index, {})))
        sound.append(holds)
    families = _families(lines)
    vectors = [{c: _vector(line, c, width, scale) for c in domain} for line, domain in zip(lines, domains, strict=True)]
    order = sorted(families, key=lambda parent: -_depth(lines, parent))
    for parent in (*order, *reversed(order)):
        _filter(parent, families[parent], domains, vectors)
    return [_placed(domain, line, width, ok) for domain, line, ok in zip(domains, lines, sound, strict=True)]


def _scale(lines: Sequence[Line]) -> Decimal:
    """Half of the smallest printed step: the unit in which all sums are whole numbers."""
    steps = [number.quantum for line in lines for number in line.numbers if number.value is not None]
    return min(steps, default=Decimal(1)) / 2


def _candidates(
    line: Line, width: int, identities: Sequence[ColumnIdentity], scale: Decimal
) -> tuple[list[Candidate], bool]:
    """The row's possible columns, and whether its own identities left any."""
    count = min(len(line.numbers), width)
    every: list[Candidate] = []
    for candidate in combinations(range(width), count):
        every.append(candidate)
        if len(every) > _MAX_CANDIDATES:
            break
    fitting = [c for c in every if _row_holds(_vector(line, c, width, scale), identities)]
    return (fitting, True) if fitting else (every, False)


def _vector(line: Line, candidate: Candidate, width: int, scale: Decimal) -> Vector:
    cells = [(0, 0)] * width
    for column, number in zip(candidate, line.numbers, strict=False):
        if number.value is not None:
            cells[column] = (int(number.value / scale), int(number.quantum / scale / 2))
    return tuple(cells)


def _row_holds(vector: Vector, identities: Sequence[ColumnIdentity]) -> bool:
    for identity in identities:
        value, slack = vector[identity.total]
        for part in identity.parts:
            value -= vector[part][0]
            slack += vector[part][1]
        if abs(value) > slack:
            return False
    return True


def _agreeing(candidates: list[Candidate], line: Line, known: Mapping[int, Known]) -> list[Candidate]:
    """Candidates that agree with most of what is known; a known value that none meets is not held against any."""
    for column, knowledge in known.items():
        kept = [c for c in candidates if _agrees(_cell(line, c, column), knowledge)]
        candidates = kept or candidates
    return candidates


def _cell(line: Line, candidate: Candidate, column: int) -> tuple[Decimal, Decimal]:
    if column in candidate:
        number = line.numbers[candidate.index(column)]
        if number.value is not None:
            return number.value, number.quantum / 2
    return Decimal(0), Decimal(0)


def _agrees(cell: tuple[Decimal, Decimal], known: Known) -> bool:
    match known.bound:
        case "exact":
            return any(abs(cell[0] - value) <= cell[1] + half for value, half in known.values)
        case "at_least":
            return any(cell[0] + cell[1] >= value - half for value, half in known.values)
    return any(cell[0] - cell[1] <= value + half for value, half in known.values)


def _families(lines: Sequence[Line]) -> dict[int, list[int]]:
    families: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        if line.parent is not None:
            families.setdefault(line.parent, []).append(index)
    return families


def _depth(lines: Sequence[Line], index: int) -> int:
    depth, parent = 0, lines[index].parent
    while parent is not None and depth <= len(lines):
        depth, parent = depth + 1, lines[parent].parent
    return depth


def _filter(
    parent: int, children: list[int], domains: list[list[Candidate]], vectors: list[dict[Candidate, Vector]]
) -> None:
    """Keep the candidates of a family that some joint solution uses; a family without a solution is left as it is."""
    free = [child for child in children if domains[child]]
    groups: list[list[list[Candidate]]] = []
    kept_parents: list[Candidate] = []
    for candidate in domains[parent]:
        used = _solutions(vectors[parent][candidate], [[vectors[c][d] for d in domains[c]] for c in free])
        if used is None:
            return
        if used:
            kept_parents.append(candidate)
            groups.append([[domains[c][i] for i in sorted(u)] for c, u in zip(free, used, strict=True)])
    if not kept_parents:
        return
    domains[parent] = kept_parents
    for position, child in enumerate(free):
        alive = {candidate for group in groups for candidate in group[position]}
        domains[child] = [candidate for candidate in domains[child] if candidate in alive]


def _solutions(target: Vector, options: list[list[Vector]]) -> list[set[int]] | None:
    """For each child the options that occur in some choice summing to ``target``; [] when none; None when too many."""
    order = sorted(range(len(options)), key=lambda i: -max(sum(abs(v) for v, _ in o) for o in options[i]))
    rest = _remaining(options, order, len(target))
    layers: list[set[Vector]] = [{tuple((0, 0) for _ in target)}]
    for depth, child in enumerate(order):
        totals = {_plus(state, vector) for state in layers[-1] for vector in options[child]}
        layers.append({total for total in totals if _reachable(total, target, rest[depth + 1])})
        if len(layers[-1]) > _MAX_STATES:
            return None
    good = {state for state in layers[-1] if _meets(state, target)}
    used: list[set[int]] = [set() for _ in options]
    for depth in reversed(range(len(order))):
        child, before = order[depth], set()
        for state in layers[depth]:
            reached = {i for i, vector in enumerate(options[child]) if _plus(state, vector) in good}
            if reached:
                used[child] |= reached
                before.add(state)
        good = before
    return used if good else []


def _plus(state: Vector, vector: Vector) -> Vector:
    return tuple([(s + v, e + h) for (s, e), (v, h) in zip(state, vector, strict=True)])


def _remaining(options: list[list[Vector]], order: list[int], width: int) -> list[list[tuple[int, int]]]:
    """Per depth and column, the least and the most that the children not yet chosen can add (interval ends)."""
    rest = [[(0, 0)] * width for _ in range(len(order) + 1)]
    for depth in reversed(range(len(order))):
        vectors = options[order[depth]]
        rest[depth] = [
            (low + min(v[k][0] - v[k][1] for v in vectors), high + max(v[k][0] + v[k][1] for v in vectors))
            for k, (low, high) in enumerate(rest[depth + 1])
        ]
    return rest


def _reachable(total: Vector, target: Vector, rest: list[tuple[int, int]]) -> bool:
    return all(
        value - slack + low <= goal + half and value + slack + high >= goal - half
        for (value, slack), (goal, half), (low, high) in zip(total, target, rest, strict=True)
    )


def _meets(total: Vector, target: Vector) -> bool:
    return all(abs(value - goal) <= slack + half for (value, slack), (goal, half) in zip(total, target, strict=True))


def _placed(domain: list[Candidate], line: Line, width: int, sound: bool) -> Placed:
    chosen = domain[0] if domain else tuple(range(min(len(line.numbers), width)))
    certain = tuple(
        (sound or len(line.numbers) == width) and all(candidate[k] == chosen[k] for candidate in domain)
        for k in range(len(chosen))
    )
    return Placed(chosen, certain, sound)
