"""The columns of a table from header words that stand anywhere in its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.layouts import ColumnLayout, TableLayout
from index.model import Column

_LABEL_HEADING = re.compile(
    r"项目|(项目|采购)(编号|名称|编码)|\S*科目(编码|名称|代码)?|编码|名称|序号|[类款项]|备注|单位(编码|名称)|\S*品目"
)
_MONEY_WORD = re.compile(r"支出|收入|经费|资金|拨款|预算|结转|金额")


Chosen = list[tuple[ColumnLayout | None, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Header:
    """The columns found, the layout column behind each (None for one that the layout does not know).

    ``spelled``: one line prints them all in order. Columns put together from scattered words are in the layout's
    order, which only an identity along the row can confirm.
    """

    columns: tuple[Column, ...]
    layouts: tuple[ColumnLayout | None, ...]
    spelled: bool
    complete: bool = True  # no header word that may be a further column is left over


def find_header(layout: TableLayout, texts: Sequence[str], width: int) -> Header:
    """Columns in printed order where one line holds them all, else in the layout's order.

    ``texts``: the lines that are neither rows, title, unit nor notes; ``width``: the most numbers in a row.
    """
    only = _only_column(layout, texts) if width == 1 and layout.shape != "sided" else ""
    if only:
        return Header((Column((only,)),), (None,), True)
    tokens = _whole_groups(layout, [token for text in texts for token in text.split()])
    groups = list(dict.fromkeys(token for token in tokens if _is_group(layout, token)))
    found, rest = _found(layout, [_plain(token) for token in tokens if token not in groups])
    in_line = _printed_line(layout, texts, found, width)
    chosen = in_line or _in_layout_order(layout, found)
    chosen = _by_year(layout, chosen, groups, width) or _below(groups[:1], chosen)
    columns = tuple(Column(path) for _, path in chosen)
    complete = not any(_MONEY_WORD.search(word) for word in rest)
    return Header(columns, tuple(layout_column for layout_column, _ in chosen), bool(in_line), complete)


def _below(groups: Sequence[str], chosen: Chosen) -> Chosen:
    """The columns with the heading that stands over all of them in front."""
    if not groups or any(column and column.path[0] == groups[0] for column, _ in chosen):
        return chosen
    return [(column, (groups[0], *path)) for column, path in chosen]


def _by_year(layout: TableLayout, chosen: Chosen, groups: Sequence[str], width: int) -> Chosen:
    """Two years side by side: all columns for each, or one column for the year before; [] where there is one year."""
    years = [group for group in groups if re.match(r"\d{4}年", group)]
    if len(years) != 2 or width <= len(chosen):
        return []
    now = max(years)
    current = _below([now], chosen)
    if layout.shape == "single":
        before = [(None, path) for _, path in _below([min(years)], chosen)]
    else:
        before = [(None, (min(years),))]
    return [*before, *current] if years[0] != now else [*current, *before]


def _whole_groups(layout: TableLayout, tokens: Sequence[str]) -> list[str]:
    """The header words, with headings over all columns joined where they are wrapped (2025年预算 / 数)."""
    joined: list[str] = []
    for token in tokens:
        if joined and not _is_group(layout, joined[-1]) and _is_group(layout, joined[-1] + token):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _is_label_heading(token: str, layout: TableLayout) -> bool:
    return bool(_LABEL_HEADING.fullmatch(token)) or token in layout.headings


def _plain(token: str) -> str:
    """A column name without 其中： in front."""
    return re.sub(r"^其中[:：]", "", token)


def _only_column(layout: TableLayout, texts: Sequence[str]) -> str:
    """The one value column of a line such as 科目编码 科目名称 预算数."""
    for text in texts:
        tokens = text.split()
        values = [token for token in tokens if not _is_label_heading(token, layout)]
        if len(values) == 1 < len(tokens):
            return values[0]
    return ""


def _is_group(layout: TableLayout, token: str) -> bool:
    return any(re.fullmatch(pattern, _squeeze(token)) for pattern in layout.groups) and not any(
        _squeeze(token) in column.names for column in layout.columns
    )


def _found(layout: TableLayout, words: Sequence[str]) -> tuple[list[tuple[ColumnLayout, str]], list[str]]:
    """(layout columns with the name printed, words that are no name): the longest match over the joined words.

    Joining makes names whole that are wrapped over lines.
    """
    known = {name for column in layout.columns for name in (*column.names, *column.path)}
    names = sorted(known | set(layout.headings), key=len)
    text, position = "".join(words), 0
    printed: list[str] = []
    rest = [""]
    while position < len(text):
        name = next((n for n in reversed(names) if text.startswith(n, position)), "")
        if name:
            printed.append(name)
            rest.append("")
        else:
            rest[-1] += text[position]
        position += len(name) or 1
    found: dict[int, str] = {}
    for name in printed:
        free = [i for i, column in enumerate(layout.columns) if name in column.names and i not in found]
        if free:
            found[free[0]] = name
    return [(layout.columns[i], found[i]) for i in sorted(found)], [word for word in rest if len(word) > 1]


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


def _printed_line(
    layout: TableLayout, texts: Sequence[str], found: list[tuple[ColumnLayout, str]], width: int
) -> Chosen:
    """The header that one line spells out whole; its unknown words are columns too.

    A line counts when it has a heading of the label columns, or exactly as many words as the widest row has numbers.
    """
    names = {name for _, name in found}
    top = {name: column for column in layout.columns if len(column.path) == 1 for name in column.names}
    if layout.shape == "sided" or any(len(column.path) > 1 and name not in top for column, name in found):
        return []  # a heading over several columns may stand in the same line as theirs
    for text in texts:
        tokens = [_plain(token) for token in text.split()]
        values = [token for token in tokens if not _is_label_heading(token, layout)]
        whole = names <= set(values) and len(set(values)) == len(values) >= 2
        if whole and (len(values) < len(tokens) or len(values) == width):
            return [(top.get(value), (value,)) for value in values]
    return []


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
