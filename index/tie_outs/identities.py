"""What must add up in a budget table: a total column and its parts, a parent row and its children.

Only clear structures count: a total column is divided by one of the splits that the layouts name (基本 + 项目,
人员 + 公用, by source of funds, “三公” …); an unknown sibling column means that nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.layouts import load_layouts
from index.model import Row


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


def column_identities(paths: Sequence[Path]) -> tuple[ColumnIdentity, ...]:
    """The identities among columns that their header paths state."""
    totals = load_layouts().words.total_columns
    found = []
    for index, path in enumerate(paths):
        if path and _plain(path[-1]) in totals:
            parts = _parts(paths, path[:-1], exclude=index)
            if parts:
                found.append(ColumnIdentity(index, parts))
    return tuple(found)


def _parts(paths: Sequence[Path], prefix: Path, exclude: int) -> tuple[int, ...]:
    """One column for each heading directly below ``prefix``; () unless the headings are a known split.

    A heading over several columns counts by its own column, by its subtotal, or by the parts it is itself split into.
    """
    totals = load_layouts().words.total_columns
    groups: dict[str, list[int]] = {}
    for index, path in enumerate(paths):
        if index != exclude and len(path) > len(prefix) and path[: len(prefix)] == prefix:
            groups.setdefault(path[len(prefix)], []).append(index)
    parts: list[int] = []
    for heading, members in groups.items():
        whole = [m for m in members if len(paths[m]) == len(prefix) + 1]
        subtotal = [m for m in members if len(paths[m]) == len(prefix) + 2 and _plain(paths[m][-1]) in totals]
        chosen = tuple((whole or subtotal)[:1]) or (tuple(members) if len(members) == 1 else ())
        chosen = chosen or _parts(paths, (*prefix, heading), exclude)
        if not chosen:
            return ()
        parts += chosen
    names = [_name(paths, prefix, part) for part in parts]
    return tuple(sorted(parts)) if parts and _is_split(names) else ()


def _name(paths: Sequence[Path], prefix: Path, part: int) -> str:
    """The heading by which a part stands directly below its total."""
    return re.sub(r"^其中[:：]", "", _plain(paths[part][len(prefix)]))


def _is_split(names: Sequence[str]) -> bool:
    return any(
        all(any(re.search(pattern, name) for pattern in split.parts) for name in names)
        for split in load_layouts().splits
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def row_families(rows: Sequence[Row]) -> tuple[RowFamily, ...]:
    """Parents with their direct children; a side's only total row is the parent of that side's top-level rows."""
    families = []
    for side in dict.fromkeys(row.side for row in rows):
        indexes = [i for i, row in enumerate(rows) if row.side == side]
        top = tuple(i for i in indexes if not rows[i].path and not rows[i].total)
        totals = [i for i in indexes if rows[i].total and not rows[i].path]
        if len(totals) == 1 and top:
            families.append(RowFamily(totals[0], top))
        children: dict[int, list[int]] = {}
        for index in indexes:
            parent = _parent(rows, indexes, index)
            if parent is not None:
                children.setdefault(parent, []).append(index)
        families += [RowFamily(parent, tuple(members)) for parent, members in children.items()]
    return tuple(families)


def _parent(rows: Sequence[Row], indexes: Sequence[int], index: int) -> int | None:
    """The nearest row above whose own path and label make up this row's path."""
    path = rows[index].path
    if not path:
        return None
    above = (i for i in reversed(indexes) if i < index)
    return next((i for i in above if rows[i].label == path[-1] and rows[i].path == path[:-1]), None)
