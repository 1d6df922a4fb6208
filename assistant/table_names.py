"""Tables as people name them: by number (表四) or by the end of the title (基本支出表)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.amounts import read_chinese_number
from index.model import BudgetTable
from index.vocabulary.names import key


def table_number(table: BudgetTable) -> str:
    """The number of a table as digits (表四 → 4, 公开09表 → 9); "" where it has none."""
    match = re.search(r"\d+", table.number)
    if match:
        return str(int(match.group()))
    match = re.search(r"[一二三四五六七八九十]+", table.number)
    return str(int(read_chinese_number(match.group()) or 0)) if match else ""


def is_table(table: BudgetTable, said: Sequence[str]) -> bool:
    """Whether a table is one of those said: by its number, or by the end of its title (基本支出表)."""
    number = table_number(table)
    return any(number == one or (not one.isdigit() and title.endswith(one)) for one in said for title in titles(table))


def titles(table: BudgetTable) -> tuple[str, str]:
    """A table's title as a key: as printed, and without what brackets add to it (支出表（按功能分类））."""
    return key(table.title), key(_BRACKETS.sub("", table.title))


_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*")
