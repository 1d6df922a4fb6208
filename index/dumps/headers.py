"""The columns of a table from header words that stand anywhere in its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.layouts import ColumnLayout, TableLayout
from index.model import Column

_LABEL_HEADINGS = ("科目编码", "科目名称", "项目", "项目编号", "项目名称", "科目代码", "功能科目编码", "功能科目名称", "编码", "名称", "类", "款", "项")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """The columns found, the layout column behind each (None for one that the layout does not know)."""

    columns: tuple[Column, ...]
    layouts: tuple[ColumnLayout | None, ...]
    total_words: int  # how often a word for the total stands in the header text


def find_header(layout: TableLayout, texts: Sequence[str]) -> Header:
    """Columns in printed order where one line holds them all, else in the layout's order.

    ``texts``: the lines that are neither rows, title, unit nor notes.
    """
    groups = [_squeeze(token) for text in texts for token in text.split() if _is_group(layout, token)]
    words = [token for text in texts for token in text.split() if token not in groups]
    found = _found(layout, words)
    in_line = _printed_line(layout, texts, found)
    chosen = in_line or _in_layout_order(layout, found)
    outer = (groups[0],) if groups and not any(c and c.path[0] == groups[0] for c, _ in chosen) else ()
    columns = tuple(Column((*outer, *path)) for _, path in chosen)
    totals = sum(1 for word in words if word in ("合计", "总计"))
    return Header(columns, tuple(layout_column for layout_column, _ in chosen), totals)


Chosen = list[tuple[ColumnLayout | None, tuple[str, ...]]]


def _is_group(layout: TableLayout, token: str) -> bool:
    return any(re.fullmatch(pattern, _squeeze(token)) for pattern in layout.groups) and not any(
        _squeeze(token) in column.names for column in layout.columns
    )


def _found(layout: TableLayout, words: Sequence[str]) -> list[tuple[ColumnLayout, str]]:
    """Layout columns with the name printed, by longest match over the joined words (so wrapped names are whole)."""
    names = sorted({name for column in layout.columns for name in column.names} | set(layout.headings), key=len)
    names.reverse()
    text = "".join(words)
    seen: dict[str, int] = {}
    position, printed = 0, []
    while position < len(text):
        name = next((n for n in names if text.startswith(n, position)), "")
        if name:
            printed.append(name)
        position += len(name) or 1
    found: dict[int, str] = {}
    for name in printed:
        owners = [i for i, column in enumerate(layout.columns) if name in column.names]
        free = [i for i in owners if i not in found]
        if free:
            found[free[0]] = name
            seen[name] = seen.get(name, 0) + 1
    return [(layout.columns[i], found[i]) for i in sorted(found)]


def _in_layout_order(layout: TableLayout, found: list[tuple[ColumnLayout, str]]) -> Chosen:
    printed_names = {column.path: name for column, name in found}
    paths = {column.path for column, _ in found}
    chosen: Chosen = []
    for column in layout.columns:
        if column.path not in paths or any(p != column.path and p[: len(column.path)] == column.path for p in paths):
            continue
        path = tuple(printed_names.get(column.path[: k + 1], name) for k, name in enumerate(column.path))
        chosen.append((column, path))
    return chosen


def _printed_line(layout: TableLayout, texts: Sequence[str], found: list[tuple[ColumnLayout, str]]) -> Chosen:
    """The header that one line spells out whole; its unknown words are columns too."""
    known = {name: column for column, name in found}
    for text in texts:
        tokens = text.split()
        headings = [t for t in tokens if t in _LABEL_HEADINGS or t in layout.headings]
        values = [t for t in tokens if t not in headings]
        if not headings or len(values) < 2 or not set(known) <= set(values) or len(set(values)) < len(values):
            continue
        if any(len(column.path) > 1 for column in known.values()):
            continue
        return [(known.get(value), (value,)) for value in values]
    return []


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
