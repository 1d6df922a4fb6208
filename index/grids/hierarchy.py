"""The place of each row among the others: by classification code, by numbering, by indentation, by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.layouts import load_layouts

_STYLES: tuple[re.Pattern[str], ...] = (
    re.compile(r"^[一二三四五六七八九十]+\s*[、.．,，]"),
    re.compile(r"^[（(]\s*[一二三四五六七八九十]+\s*[）)]"),
    re.compile(r"^\d{1,2}\s*[、.．,，](?!\d)"),
    re.compile(r"^[（(]\s*\d{1,2}\s*[）)]"),
    re.compile(r"^[①-⑳]"),
)
_OF_WHICH = re.compile(r"^(?:其\s*中|其中)\s*[:：]?")
TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?(?:合计|金额合计|总计|总合计|全额|收支总计|(?:本年|当年)?(?:收入|支出|财政拨款收入|财政拨款支出)(?:合计|总计|小计)|本年(?:收支)?合计|"
    r"(?:收|支)总计|.{0,12}(?:收入|支出|费|拨款)(?:合计|总计)|部门合计|单位合计|本级合计)$"
)


_MANY = 4  # children whose sum equals their parent's amounts hardly by chance
_OF_WHICH_WIDTH = 6  # 其中： takes as much as six spaces
LONG_LABEL = 13  # characters: from here on a label may fill its column's width


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way to its place: what it is called, its code, the stub column its label stands in, how far the
    label is indented (None: unknown), its numbers (None where blank)."""

    label: str
    code: str | None = None
    stub: int = 0
    indent: int | None = 0
    values: tuple[Decimal | None, ...] = ()
    prefix: tuple[str, ...] = ()  # names in the columns left of the label's
    path: tuple[str, ...] = ()
    total: bool = False


def bare(label: str) -> str:
    """A label without its numbering and 其中： (``"其中：（一）因公出国（境）费"`` → 因公出国（境）费)."""
    text = _OF_WHICH.sub("", label).strip()
    for style in _STYLES:
        text = style.sub("", text, count=1).strip()
    return text or label


def placed(entries: Sequence[Entry]) -> list[Entry]:
    """The entries with their ancestors' labels; totals stand at the top."""
    nested = _nested(entries)
    return [
        replace(entry, path=entry.prefix + tuple(label for label in entry.path if label not in entry.prefix))
        for entry in nested
    ]


def _nested(entries: Sequence[Entry]) -> list[Entry]:
    marked = [replace(entry, total=is_total(entry.label)) for entry in entries]
    if sum(entry.code is not None for entry in marked) * 2 >= len(marked) and marked:
        return _by_code(marked)
    if len({entry.stub for entry in marked if not entry.total}) > 1:
        return max((_by_indent(_by_stub(marked)), _by_indent(_by_outer_sums(marked))), key=_agreement)
    readings: list[list[Entry]] = []
    if _numbering_is_indented(marked):
        readings.append(_by_indent(marked))
    if sum(_rank(entry.label) > 0 for entry in marked) >= 2:
        readings.append(_by_numbering(marked))
    if len({entry.indent for entry in marked if not entry.total}) > 1:
        readings += [_by_indent(marked), _by_indent(_like_neighbours(marked))]
    readings += [_by_sum(marked), marked]
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


def _by_stub(entries: list[Entry]) -> list[Entry]:
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


def _by_outer_sums(entries: list[Entry]) -> list[Entry]:
    """Indented as far as the column of its label, names of the outermost column further by their amounts: a kind of
    purchase contains the units that buy when they add up to it."""
    outermost = min(entry.stub for entry in entries if not entry.total)
    outer = [i for i, entry in enumerate(entries) if entry.stub == outermost and not entry.total]
    depths = {i: len(nested.path) for i, nested in zip(outer, _by_sum([entries[i] for i in outer]), strict=True)}
    step = max(depths.values(), default=0) + 1
    return [replace(entry, indent=entry.stub * step + depths.get(i, 0)) for i, entry in enumerate(entries)]


def _numbering_is_indented(entries: list[Entry]) -> bool:
    """Whether indentation shows what the numbering shows, and more: each kind of number has its own indent."""
    indents: dict[int, set[int | None]] = {}
    for entry in entries:
        if not entry.total:
            indents.setdefault(_rank(entry.label), set()).add(entry.indent)
    numbered = [kinds for rank, kinds in indents.items() if rank]
    distinct = set[int | None]().union(*numbered)
    more = indents.get(0, set()) - distinct
    return bool(more) and all(len(kinds) == 1 for kinds in numbered) and len(distinct) == len(numbered)


def _agreement(entries: list[Entry]) -> int:
    """How well a reading fits the amounts: rows that equal the sum of their parts, less rows that do not."""
    children: dict[int, list[Entry]] = {}
    latest: dict[tuple[str, ...], int] = {}
    for i, entry in enumerate(entries):
        if entry.path and entry.path in latest:
            children.setdefault(latest[entry.path], []).append(entry)
        latest[(*entry.path, entry.label)] = i
    whole = {i: parts for i, parts in children.items() if any(entries[i].values) and not _partial(parts)}
    verdicts = [_adds_up(entries[i], parts) or _heads_its_own(entries[i], parts) for i, parts in whole.items()]
    return sum(1 if verdict else -2 for verdict in verdicts)


def _heads_its_own(head: Entry, parts: list[Entry]) -> bool:
    """Whether a list of units begins with one of its department's own name, as it does whatever the sums are."""
    return len(parts) > 1 and parts[0].label == head.label


def _partial(parts: list[Entry]) -> bool:
    """其中：… names some of the parts only, unless it begins a numbered list."""
    return any(_OF_WHICH.match(part.label) and not _rank(part.label) for part in parts)


def _like_neighbours(entries: list[Entry]) -> list[Entry]:
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


def is_total(label: str) -> bool:
    return bool(TOTAL.match(re.sub(r"\s", "", label)))


def is_part_total(label: str) -> bool:
    """小计 and the like: the amount of the name that stands left of it."""
    return bool(re.fullmatch(r"小计|合计|总计", re.sub(r"\s", "", label)))


def _by_code(entries: list[Entry]) -> list[Entry]:
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


def _rank(label: str) -> int:
    """1 for 一、 2 for （一） 3 for 1. 4 for (1) 5 for ①; 0 for no numbering."""
    text = _OF_WHICH.sub("", label).strip()
    return next((rank for rank, style in enumerate(_STYLES, 1) if style.match(text)), 0)


def _by_numbering(entries: list[Entry]) -> list[Entry]:
    stack: list[tuple[int, str]] = []
    result: list[Entry] = []
    for i, entry in enumerate(entries):
        rank = _rank(entry.label)
        of_which = bool(_OF_WHICH.match(entry.label))
        if entry.total:
            stack = []
            result.append(entry)
            continue
        if rank:
            while stack and stack[-1][0] >= rank:
                stack.pop()
            result.append(replace(entry, path=_labels(stack)))
            stack.append((rank, entry.label))
        elif of_which or (stack and _within(entries, i)):
            while stack and stack[-1][0] >= 9:
                stack.pop()
            result.append(replace(entry, path=_labels(stack)))
            if of_which:
                stack.append((9, entry.label))
                stack.pop()
        else:
            stack = [(0, entry.label)]
            result.append(entry)
    return result


def _within(entries: list[Entry], i: int) -> bool:
    """Whether an unnumbered row stands in a numbered list: more items follow, its run adds up to the one above, or
    the whole run (one row alone may be centred) is indented further than that."""
    start = i
    while start > 0 and not _rank(entries[start].label) and not entries[start - 1].total:
        start -= 1
    end = i
    while end < len(entries) and not _rank(entries[end].label) and not entries[end].total:
        end += 1
    if not _rank(entries[start].label):
        return False
    if end < len(entries) and _rank(entries[end].label):
        return True
    head, run = entries[start], entries[start + 1 : end]
    indented = head.indent is not None and all((entry.indent or 0) > head.indent for entry in run)
    return _adds_up(head, run) or (len(run) > 1 and indented)


def _by_indent(entries: list[Entry]) -> list[Entry]:
    """Rows stand under the nearest row above that is indented less; codes, where a few rows have one, come first."""
    stack: list[Entry] = []
    result: list[Entry] = []
    for entry in entries:
        if entry.total:
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


def _falls_short(entry: Entry, above: Entry) -> bool:
    """其中：… is part of the row above, even where it is printed less far in."""
    parts = bool(_OF_WHICH.match(entry.label)) and not _OF_WHICH.match(above.label)
    return parts and (entry.indent or 0) < (above.indent or 0)


def _contains(stack: list[Entry], entry: Entry) -> bool:
    above = stack[-1]
    if entry.code is not None and any(other.code is not None for other in stack):
        return above.code is not None and entry.code.startswith(above.code) and entry.code != above.code
    inset = _OF_WHICH_WIDTH if _OF_WHICH.match(above.label) else 0  # what follows 其中：… stands below its first part
    return (above.indent or 0) + inset < (entry.indent or 0)


def _by_sum(entries: list[Entry]) -> list[Entry]:
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
        if not path and _OF_WHICH.match(entry.label) and result:
            path = (*result[-1].path, result[-1].label) if not _OF_WHICH.match(result[-1].label) else result[-1].path
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


def _recurs(head: Entry, inside: list[Entry], children: int) -> bool:
    """Nothing contains itself: the amounts are equal by chance. A department that contains the unit of the same name
    shows it by the unit's longer code, or by many children."""
    same = [entry for entry in inside if entry.label == head.label]
    coded = all(entry.code and head.code and entry.code.startswith(head.code) for entry in same)
    return bool(same) and not coded and children < _MANY


def _adds_up(head: Entry, run: list[Entry]) -> bool:
    if not run or not any(head.values):
        return False
    for c, value in enumerate(head.values):
        total = sum((entry.values[c] or Decimal(0) for entry in run if c < len(entry.values)), Decimal(0))
        if abs(total - (value or 0)) > Decimal("0.005") * (len(run) + 1):
            return False
    return True
