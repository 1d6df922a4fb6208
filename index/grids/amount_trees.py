"""Readings of a list's tree by its amounts alone: every head is the sum of its parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from index.grids.addition import parents
from index.grids.entries import Entry
from index.grids.labels import OF_WHICH, rank

_MANY = 4  # children whose sum equals their parent's amounts hardly by chance


def by_total(entries: list[Entry]) -> list[Entry]:
    """The reading under which the list adds up to its total, head by head; the entries as they are without one. Not
    for numbered lists, nor for those with totals in between (全额 is a kind of unit there)."""
    first = bool(entries) and entries[0].total
    if not first and not (entries and entries[-1].total):
        return entries
    rows = entries[1:] if first else entries[:-1]
    if any(rank(row.label) or (row.total and row.label != "全额") for row in rows):
        return entries
    total = entries[0 if first else -1].values
    columns = [c for c, value in enumerate(total) if value is not None]
    if any(len(row.values) != len(total) for row in rows):
        return entries
    above = _parents(rows, total, columns)
    if above is None and len(columns) > 1:  # counts beside amounts need not add up
        above = _parents(rows, total, [max(columns, key=lambda c: total[c] or 0)])
    if above is None:
        return entries
    paths: list[tuple[str, ...]] = []
    for parent in above:
        paths.append((*paths[parent], rows[parent].label) if parent >= 0 else ())
    read = [replace(row, path=path, total=False) for row, path in zip(rows, paths, strict=True)]
    return [entries[0], *read] if first else [*read, entries[-1]]


def _parents(rows: list[Entry], total: tuple[Decimal | None, ...], columns: list[int]) -> list[int] | None:
    amounts = [tuple(row.values[c] or Decimal(0) for c in columns) for row in rows]
    return parents(amounts, tuple(total[c] or Decimal(0) for c in columns))


def by_sum(entries: list[Entry]) -> list[Entry]:
    """Without code, numbering or indent: a row heads the rows below that add up to it in every column."""
    ends = [0] * len(entries)
    for i in range(len(entries) - 1, -1, -1):
        ends[i] = _family_end(entries, i, ends)
    result: list[Entry] = []
    open_heads: list[int] = []
    for i, entry in enumerate(entries):
        while open_heads and ends[open_heads[-1]] <= i:
            open_heads.pop()
        path = tuple(entries[head].label for head in open_heads)
        if not path and OF_WHICH.match(entry.label) and result:
            path = (*result[-1].path, result[-1].label) if not OF_WHICH.match(result[-1].label) else result[-1].path
        result.append(replace(entry, path=() if entry.total else path))
        open_heads.append(i)
    return result


def _family_end(entries: list[Entry], i: int, ends: list[int]) -> int:
    """The index after the last descendant of row ``i``: two children or more (or one that has some) add up to it.
    ``ends`` holds the same of the rows below."""
    head = entries[i]
    if head.total or not any(head.values):
        return i + 1
    sums = [Decimal(0)] * len(head.values)
    child, count = i + 1, 0
    while child < len(entries) and not entries[child].total and len(entries[child].values) == len(sums):
        count += 1
        sums = [total + (value or 0) for total, value in zip(sums, entries[child].values, strict=True)]
        slack = Decimal("0.005") * (count + 1)
        told = count > 1 or ends[child] > child + 1
        child, last = ends[child], child
        if told and all(abs(total - (value or 0)) <= slack for total, value in zip(sums, head.values, strict=True)):
            return i + 1 if _recurs(head, entries[i + 1 : ends[last]], count) else ends[last]
        if any(total > (value or 0) + slack for total, value in zip(sums, head.values, strict=True)):
            return i + 1
    return i + 1


def adds_up(head: Entry, run: list[Entry]) -> bool:
    if not run or not any(head.values):
        return False
    for c, value in enumerate(head.values):
        total = sum((entry.values[c] or Decimal(0) for entry in run if c < len(entry.values)), Decimal(0))
        if abs(total - (value or 0)) > Decimal("0.005") * (len(run) + 1):
            return False
    return True


def _recurs(head: Entry, inside: list[Entry], children: int) -> bool:
    """Nothing contains itself: the amounts are equal by chance. A department that contains the unit of the same name
    shows it by the unit's longer code, or by many children."""
    same = [entry for entry in inside if entry.label == head.label]
    coded = all(entry.code and head.code and entry.code.startswith(head.code) for entry in same)
    return bool(same) and not coded and children < _MANY
