"""Readings of a list's tree by what its rows show: codes, columns of names, numbering, indentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.grids.amount_trees import adds_up, by_sum
from index.grids.entries import Entry
from index.grids.labels import OF_WHICH, rank

_OF_WHICH_WIDTH = 6  # 其中： takes as much as six spaces
LONG_LABEL = 13  # characters: from here on a label may fill its column's width


def by_code(entries: list[Entry]) -> list[Entry]:
    """Codes nest by prefix (201 → 20103 → 2010301). Organisations' codes (327, 327002) and rows without a code that
    head a fresh list contain the classification codes below them."""
    units = _unit_codes([entry.code for entry in entries if entry.code])
    owners: list[tuple[str, str]] = []
    stack: list[tuple[str, str]] = []
    result: list[Entry] = []
    for i, entry in enumerate(entries):
        if entry.total:
            owners, stack = [], []
            result.append(entry)
        elif entry.code is not None and entry.code in units:
            _unwind(owners, entry.code)
            stack = []
            result.append(replace(entry, path=_labels(owners)))
            owners.append((entry.code, entry.label))
        elif entry.code is None:
            if _heads(entries, i):
                owners, stack = [("", entry.label)], []
                result.append(entry)
            else:
                result.append(replace(entry, path=_labels(owners) + _labels(stack)))
        else:
            _unwind(stack, entry.code)
            result.append(replace(entry, path=_labels(owners) + _labels(stack)))
            stack.append((entry.code, entry.label))
    return result


def codes_repeat(entries: list[Entry]) -> bool:
    """Whether the codes say what rows are for rather than which rows they are: most stand on several rows."""
    codes = [entry.code for entry in entries if entry.code]
    return len(set(codes)) * 2 <= len(codes)


def _unwind(stack: list[tuple[str, str]], code: str) -> None:
    while stack and not (code.startswith(stack[-1][0]) and code != stack[-1][0]):
        stack.pop()


def _labels(stack: Sequence[tuple[object, str]]) -> tuple[str, ...]:
    return tuple(label for _, label in stack)


def _unit_codes(codes: list[str]) -> set[str]:
    """Codes of organisations: six or nine digits (327002), and the three digits they begin with (327)."""
    long = {code for code in codes if code.isdigit() and len(code) in (6, 9)}
    return long | {code for code in codes if len(code) == 3 and any(other.startswith(code) for other in long)}


def _heads(entries: list[Entry], i: int) -> bool:
    """Whether an uncoded row is a heading: the rows right below start again at the shortest code."""
    below = entries[i + 1] if i + 1 < len(entries) else None
    if below is None or below.code is None:
        return False
    return len(below.code) == min(len(code) for entry in entries if (code := entry.code))


def by_stub(entries: list[Entry]) -> list[Entry]:
    """Indented as far as the column of its label: names in inner columns belong to the name in the outer one. A row
    in the same column as the one above, with the same amounts, and with rows of its own, is the part of that one."""
    stubs = [entry.stub for entry in entries] + [0]
    result: list[Entry] = []
    for i, entry in enumerate(entries):
        above = entries[i - 1] if i else entry
        same = any(entry.values) and (above.stub, above.values) == (entry.stub, entry.values)
        within = i > 0 and not above.total and same and stubs[i + 1] > entry.stub
        result.append(replace(entry, indent=2 * entry.stub + within))
    return result


def by_numbering(entries: list[Entry]) -> list[Entry]:
    """一、 contains （一）, which contains 1. and so on; rows without a number belong to the numbered one above."""
    stack: list[tuple[int, str]] = []
    result: list[Entry] = []
    for i, entry in enumerate(entries):
        number = rank(entry.label)
        of_which = bool(OF_WHICH.match(entry.label))
        if entry.total:
            stack = []
            result.append(entry)
            continue
        if number:
            while stack and stack[-1][0] >= number:
                stack.pop()
            result.append(replace(entry, path=_labels(stack)))
            stack.append((number, entry.label))
        elif of_which or (stack and _within(entries, i)):
            result.append(replace(entry, path=_labels(stack)))
        else:
            stack = [(0, entry.label)]
            result.append(entry)
    return result


def _within(entries: list[Entry], i: int) -> bool:
    """Whether an unnumbered row stands in a numbered list: more items follow, its run adds up to the one above, or
    the whole run (one row alone may be centred) is indented further than that."""
    start = i
    while start > 0 and not rank(entries[start].label) and not entries[start - 1].total:
        start -= 1
    end = i
    while end < len(entries) and not rank(entries[end].label) and not entries[end].total:
        end += 1
    if not rank(entries[start].label):
        return False
    if end < len(entries) and rank(entries[end].label):
        return True
    head, run = entries[start], entries[start + 1 : end]
    indented = head.indent is not None and all((entry.indent or 0) > head.indent for entry in run)
    return adds_up(head, run) or (len(run) > 1 and indented)


def numbering_is_indented(entries: list[Entry]) -> bool:
    """Whether indentation shows what the numbering shows, and more: each kind of number has its own indent."""
    indents: dict[int, set[int | None]] = {}
    for entry in entries:
        if not entry.total:
            indents.setdefault(rank(entry.label), set()).add(entry.indent)
    numbered = [kinds for number, kinds in indents.items() if number]
    distinct = set[int | None]().union(*numbered)
    more = indents.get(0, set()) - distinct
    return bool(more) and all(len(kinds) == 1 for kinds in numbered) and len(distinct) == len(numbered)


def by_indent(entries: list[Entry]) -> list[Entry]:
    """Rows stand under the nearest row above that is indented less, below the last total; codes, where a few rows
    have one, come first."""
    stack: list[Entry] = []
    result: list[Entry] = []
    for entry in entries:
        if entry.total:
            stack = []
            result.append(entry)
            continue
        if stack and _falls_short(entry, stack[-1]):
            result.append(replace(entry, path=tuple(above.label for above in stack)))
            continue
        while stack and not _contains(stack, entry):
            stack.pop()
        result.append(replace(entry, path=tuple(above.label for above in stack)))
        stack.append(entry)
    return result


def _contains(stack: list[Entry], entry: Entry) -> bool:
    above = stack[-1]
    if entry.code is not None and any(other.code is not None for other in stack):
        return above.code is not None and entry.code.startswith(above.code) and entry.code != above.code
    inset = _OF_WHICH_WIDTH if OF_WHICH.match(above.label) else 0  # what follows 其中：… stands below its first part
    return (above.indent or 0) + inset < (entry.indent or 0)


def like_neighbours(entries: list[Entry]) -> list[Entry]:
    """Labels too long to show an indentation stand as far in as the label above them, or the first below."""
    shown = [None if _fills_its_cell(entry) else entry.indent for entry in entries]
    known = next((indent for entry, indent in zip(entries, shown, strict=True) if indent and not entry.total), 0)
    result: list[Entry] = []
    for entry, indent in zip(entries, shown, strict=True):
        if indent is not None and not entry.total:
            known = indent
        result.append(replace(entry, indent=known if indent is None else indent))
    return result


def _fills_its_cell(entry: Entry) -> bool:
    return entry.indent is None or (entry.indent == 0 and len(entry.label) >= LONG_LABEL)


def _falls_short(entry: Entry, above: Entry) -> bool:
    """其中：… is part of the row above, even where it is printed less far in."""
    parts = bool(OF_WHICH.match(entry.label)) and not OF_WHICH.match(above.label)
    return parts and (entry.indent or 0) < (above.indent or 0)


def by_outer_sums(entries: list[Entry]) -> list[Entry]:
    """Indented as far as the column of its label, names of the outermost column further by their amounts: a kind of
    purchase contains the units that buy when they add up to it."""
    outermost = min(entry.stub for entry in entries if not entry.total)
    outer = [i for i, entry in enumerate(entries) if entry.stub == outermost and not entry.total]
    depths = {i: len(nested.path) for i, nested in zip(outer, by_sum([entries[i] for i in outer]), strict=True)}
    step = max(depths.values(), default=0) + 1
    return [replace(entry, indent=entry.stub * step + depths.get(i, 0)) for i, entry in enumerate(entries)]
