"""Tables as people name them: by number (表四) or by the end of the title (基本支出表)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.amounts import read_chinese_number
from index.model import BudgetTable, TableKind
from index.vocabulary.names import key


def table_number(table: BudgetTable) -> str:
    """The number of a table as digits (表四 → 4, 公开09表 → 9); "" where it has none."""
    match = re.search(r"\d+", table.number)
    if match:
        return str(int(match.group()))
    match = re.search(r"[一二三四五六七八九十]+", table.number)
    return str(int(read_chinese_number(match.group()) or 0)) if match else ""


_FIRST = (
    TableKind.TOTAL_INCOME_EXPENDITURE,
    TableKind.TOTAL_INCOME,
    TableKind.TOTAL_EXPENDITURE,
    TableKind.FISCAL_APPROPRIATION,
)


def places(tables: Sequence[BudgetTable]) -> dict[str, str]:
    """Table id → its place among the budget tables, by which people number tables that print no number; nothing where one
    prints a number, or the first tables are not the four that every published budget begins with."""
    counted = [table for table in tables if table.kind not in (TableKind.OTHER, TableKind.TABLE_OF_CONTENTS)]
    if any(table.number for table in tables) or tuple(table.kind for table in counted[: len(_FIRST)]) != _FIRST:
        return {}
    return {table.id: str(place) for place, table in enumerate(counted, 1)}


def is_table(table: BudgetTable, said: Sequence[str], place: str = "") -> bool:
    """Whether a table is one of those said: by its number (or its ``place``), or by the end of its title (基本支出表)."""
    number = table_number(table) or place
    return any(number == one or (not one.isdigit() and title.endswith(one)) for one in said for title in titles(table))


def titles(table: BudgetTable) -> tuple[str, str]:
    """A table's title as a key: as printed, and without what brackets add to it (支出表（按功能分类））."""
    return key(table.title), key(_BRACKETS.sub("", table.title))


_BRACKETS = re.compile(r"[(（][^()（）]*[)）]\s*")
