"""The place of each row among the others: by classification code, by numbering, by indentation, by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.grids.amount_trees import adds_up, by_sum, by_total
from index.grids.entries import Entry
from index.grids.labels import OF_WHICH, bare, is_part_total, is_total, rank
from index.grids.signs import (
    by_code,
    by_indent,
    by_numbering,
    by_outer_sums,
    by_stub,
    codes_repeat,
    like_neighbours,
    numbering_is_indented,
)
from index.layouts import load_layouts

__all__ = ["Entry", "bare", "is_part_total", "is_total", "placed"]


def placed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their ancestors' labels; totals stand at the top."""
    columns: dict[str, int] = {}  # of each name: where it stood last
    result: list[Entry] = []
    for entry in _nested(entries):
        others = [label for label in entry.path if label not in entry.prefix]
        outer = [label for label in others if columns.get(label, entry.stub) < entry.stub]
        inner = [label for label in others if label not in outer]
        result.append(replace(entry, path=(*outer, *entry.prefix, *inner)))
        columns[entry.label] = entry.stub
    return result


def _nested(entries: Sequence[Entry]) -> list[Entry]:
    marked = [replace(entry, total=is_total(entry.label)) for entry in entries]
    readings: list[list[Entry]] = []
    if sum(entry.code is not None for entry in marked) * 2 >= len(marked) and marked:
        readings.append(by_code(marked))
        if not codes_repeat(marked):
            return readings[0]
    if len({entry.stub for entry in marked if not entry.total}) > 1:
        return max((by_indent(by_stub(marked)), by_indent(by_outer_sums(marked))), key=_agreement)
    if numbering_is_indented(marked):
        readings.append(by_indent(marked))
    if sum(rank(entry.label) > 0 for entry in marked) >= 2:
        readings.append(by_numbering(marked))
    if len({entry.indent for entry in marked if not entry.total}) > 1:
        readings += [by_indent(marked), by_indent(like_neighbours(marked))]
    readings += [by_total(marked), by_sum(marked), marked]
    return _with_known_parts(max(readings, key=_agreement))  # the first of equals


def _with_known_parts(entries: list[Entry]) -> list[Entry]:
    """Rows that are by their names parts of the row above them, where nothing else shows it."""
    result: list[Entry] = []
    head: Entry | None = None
    for entry in entries:
        name = bare(entry.label)
        if head is not None and entry.path == head.path and _is_known_part(bare(head.label), name):
            result.append(replace(entry, path=(*head.path, head.label)))
            continue
        head = None if entry.total else entry
        result.append(entry)
    return result


def _is_known_part(head: str, name: str) -> bool:
    return any(re.search(rule.head, head) and re.search(rule.parts, name) for rule in load_layouts().nestings)


def _agreement(entries: list[Entry]) -> int:
    """How well a reading fits the amounts: rows that equal the sum of their parts, less rows that do not."""
    children: dict[int, list[Entry]] = {}
    latest: dict[tuple[str, ...], int] = {}
    for i, entry in enumerate(entries):
        if entry.path and entry.path in latest:
            children.setdefault(latest[entry.path], []).append(entry)
        latest[(*entry.path, entry.label)] = i
    whole = {i: parts for i, parts in children.items() if any(entries[i].values) and _tells(parts)}
    verdicts = [adds_up(entries[i], parts) or _heads_its_own(entries[i], parts) for i, parts in whole.items()]
    return sum(1 if verdict else -2 for verdict in verdicts) + (len(entries) if _reaches_total(entries) else 0)


def _tells(parts: list[Entry]) -> bool:
    """Whether parts say what their whole is: not where none has a number, nor where 其中：… names some of them only
    (unless it begins a numbered list)."""
    if not any(value is not None for part in parts for value in part.values):
        return False
    return not any(OF_WHICH.match(part.label) and not rank(part.label) for part in parts)


def _reaches_total(entries: list[Entry]) -> bool:
    """Whether the rows at the top add up to the list's one total, which says more than any head in between."""
    totals = [entry for entry in entries if entry.total]
    top = [entry for entry in entries if not entry.path and not entry.total]
    return len(totals) == 1 and adds_up(totals[0], top)


def _heads_its_own(head: Entry, parts: list[Entry]) -> bool:
    """Whether a list of units begins with one of its department's own name, as it does whatever the sums are."""
    return len(parts) > 1 and parts[0].label == head.label
