"""What must add up in a budget table: a total column and its parts, a parent row and its children, running totals.

A total column is divided by one of the splits that the layouts name (基本 + 项目, 人员 + 公用, by source of funds,
“三公” …). ``guessed_columns`` takes all the columns beside a total for its parts, whatever they are called: a guess
that only the table's own arithmetic can confirm.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index.layouts import Split, load_layouts
from index.model import Row

_OF_WHICH = re.compile(r"^其中[:：]?")


@dataclass(frozen=True, slots=True)
class ColumnIdentity:
    """``total`` = Σ ``parts`` in every row (indexes into the table's columns)."""

    total: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RowFamily:
    """``parent`` = Σ ``children`` in every column (indexes into the table's rows)."""

    parent: int
    children: tuple[int, ...]


Path = tuple[str, ...]

# ---------------------------------------------------------------- columns


def column_identities(paths: Sequence[Path], among: Collection[int] | None = None) -> tuple[ColumnIdentity, ...]:
    """The identities among columns (those in ``among``, if given) that their header paths state."""
    totals = _totals(paths, among)
    named = [ColumnIdentity(index, parts) for index, total in totals if (parts := _named_parts(total))]
    return (*named, *(identity for _, total in totals for identity in _of_which_parts(total)))


def guessed_columns(paths: Sequence[Path], among: Collection[int] | None = None) -> tuple[ColumnIdentity, ...]:
    """Total columns with all that stands beside them, where no known split names the parts."""
    return tuple(
        ColumnIdentity(index, parts)
        for index, total in _totals(paths, among)
        if not _named_parts(total) and len(parts := tuple(sorted(filter(None, map(total.whole, total.groups()))))) > 1
    )


@dataclass(frozen=True, slots=True)
class _Total:
    """A total column among the columns that stand below the same headings."""

    paths: Sequence[Path]
    among: tuple[int, ...]
    index: int
    prefix: Path

    def groups(self) -> list[str]:
        """The headings directly below the prefix, but for the total's own."""
        below = (i for i in self.among if i != self.index and self._stands_below(i))
        return list(dict.fromkeys(self.paths[i][len(self.prefix)] for i in below))

    def own_groups(self) -> list[str]:
        """The headings that are parts of the total; “其中” headings beside two others are parts of one of those."""
        groups = self.groups()
        plain = [heading for heading in groups if not _OF_WHICH.match(_plain(heading))]
        return plain if len(plain) != 1 else groups

    def members(self, heading: str) -> list[int]:
        place = len(self.prefix)
        return [i for i in self.among if i != self.index and self._stands_below(i) and self.paths[i][place] == heading]

    def whole(self, heading: str) -> int | None:
        """The column that holds the amount of a heading: its own, its subtotal, or its only one."""
        members, depth = self.members(heading), len(self.prefix)
        own = [m for m in members if len(self.paths[m]) == depth + 1]
        subtotal = [m for m in members if len(self.paths[m]) == depth + 2 and is_total_name(self.paths[m][-1])]
        return next(iter(own or subtotal or (members if len(members) == 1 else [])), None)

    def _stands_below(self, index: int) -> bool:
        path = self.paths[index]
        return len(path) > len(self.prefix) and path[: len(self.prefix)] == self.prefix


def _totals(paths: Sequence[Path], among: Collection[int] | None) -> list[tuple[int, _Total]]:
    chosen = tuple(range(len(paths))) if among is None else tuple(sorted(among))
    return [
        (index, _Total(paths, chosen, index, paths[index][:-1]))
        for index in chosen
        if paths[index] and is_total_name(paths[index][-1])
    ]


def is_total_name(name: str) -> bool:
    return _plain(name).endswith(load_layouts().words.total_columns)


def _named_parts(total: _Total) -> tuple[int, ...]:
    """One column for each heading beside a total, if the headings are a known split; else ().

    A total that names its split (“三公”经费合计) leaves out the headings that do not belong to it.
    """
    own = _plain(total.paths[total.index][-1])
    for split in load_layouts().splits:
        headings = total.own_groups()
        if split.total and re.search(split.total, own):
            headings = [heading for heading in headings if _belongs(heading, split)]
        if headings and all(_belongs(heading, split) for heading in headings):
            parts: list[int] = []
            for heading in headings:
                whole = total.whole(heading)
                within = (whole,) if whole is not None else _named_parts(_below(total, heading))
                if not within:
                    break
                parts += within
            else:
                return tuple(sorted(parts))
    return ()


def _of_which_parts(total: _Total) -> list[ColumnIdentity]:
    """A heading and the “其中” headings right behind it, where they are a known split and not parts of the total."""
    groups = total.groups()
    found = []
    for place, heading in enumerate(groups):
        inner = list(takewhile(lambda name: _OF_WHICH.match(_plain(name)), groups[place + 1 :]))
        whole = total.whole(heading)
        parts = [part for name in inner if (part := total.whole(name)) is not None]
        split = any(all(_belongs(name, split) for name in inner) for split in load_layouts().splits)
        if heading in total.own_groups() and whole is not None and len(parts) == len(inner) > 1 and split:
            found.append(ColumnIdentity(whole, tuple(parts)))
    return found


def _below(total: _Total, heading: str) -> _Total:
    return _Total(total.paths, total.among, total.index, (*total.prefix, heading))


def _belongs(heading: str, split: Split) -> bool:
    name = _OF_WHICH.sub("", _plain(heading))
    return any(re.search(pattern, name) for pattern in split.parts)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ---------------------------------------------------------------- rows


def row_families(rows: Sequence[Row]) -> tuple[RowFamily, ...]:
    """Parents with their direct children; a side's only total row is the parent of that side's top-level rows."""
    families = []
    for side in dict.fromkeys(row.side for row in rows):
        indexes = [i for i, row in enumerate(rows) if row.side == side]
        top = tuple(i for i in indexes if not rows[i].path and not rows[i].total)
        totals = [i for i in indexes if rows[i].total and not rows[i].path]
        if len(totals) == 1 and top:
            families.append(RowFamily(totals[0], top))
        families += _children(rows, indexes)
    return tuple(families)


def _children(rows: Sequence[Row], indexes: Sequence[int]) -> list[RowFamily]:
    """The nearest row above whose own path and label make up a row's path is its parent."""
    children: dict[int, list[int]] = {}
    last: dict[Path, int] = {}
    for index in indexes:
        row = rows[index]
        parent = last.get(row.path) if row.path else None
        if parent is not None:
            children.setdefault(parent, []).append(index)
        last[(*row.path, row.label)] = index
    return [RowFamily(parent, tuple(members)) for parent, members in children.items()]


def running_totals(rows: Sequence[Row]) -> tuple[tuple[RowFamily, ...], ...]:
    """For each of a side's several top-level total rows, the possible readings, likeliest first; one of them must hold.

    A total adds up the rows since the total before it (本年收入合计), continues that total (收入总计 = 本年收入合计 +
    上年结转), adds up the totals before it, or what follows it: the rows up to the next total, or the totals.
    """
    found = []
    for side in dict.fromkeys(row.side for row in rows):
        top = [i for i, row in enumerate(rows) if row.side == side and not row.path]
        totals = [i for i in top if rows[i].total]
        if len(totals) > 1:
            found += [_readings(rows, top, totals, place) for place in range(len(totals))]
    return tuple(found)


def _numbering(label: str) -> str:
    """The style of a label's number: 一、 → 一, （一） → （一, 3. → 1."""
    match = re.match(r"([（(]?)([一二三四五六七八九十]+|\d+)[、.．)）]", label)
    return match.group(1) + ("1" if match.group(2).isdigit() else "一") if match else ""


def _readings(rows: Sequence[Row], top: list[int], totals: list[int], place: int) -> tuple[RowFamily, ...]:
    total = totals[place]
    before = totals[place - 1] if place else -1
    after = totals[place + 1] if place + 1 < len(totals) else len(rows)
    since = tuple(i for i in top if before < i < total)
    until = tuple(i for i in top if total < i < after)
    carried = tuple(i for i in since if re.search("结转|结余", rows[i].label))
    alone = [since, until]
    if since and _numbering(rows[since[0]].label) not in {_numbering(rows[i].label) for i in since[1:]}:
        alone += [since[:1], since[1:]]  # 一、部门预算 over 1、…, 2、…: the first is the whole
    if rows[total].label.startswith(("本年", "当年")):
        options = alone
    elif not place:
        options = [*alone, tuple(totals[1:])]
    else:
        all_above = tuple(i for i in top if i < total and not rows[i].total)
        options = [
            (before, *since),
            *alone,
            (before, *carried),
            tuple(totals[:place]),
            all_above,
            tuple(totals[place + 1 :]),
        ]
    return tuple(RowFamily(total, children) for children in dict.fromkeys(options) if children)
