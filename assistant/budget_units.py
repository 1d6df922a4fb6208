"""The budget units of a department (二级单位) in its tables: how they are called, and which rows stand under one."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from index.model import BudgetTable, Row
from index.vocabulary.names import key

_ENDINGS = (
    "局", "中心", "办公室", "院", "馆", "学校", "所", "站", "队", "委", "处", "会", "校", "本级", "机关", "园", "台", "社", "库", "大学",
    "林场", "农场", "牧场", "种场", "苗圃", "剧团", "歌舞团", "文工团",
)  # fmt: skip
_BRACKETS = re.compile(r"[(（].*?[)）]")
_REGION = re.compile(r"^.{2,9}?(?:省|市|区|县|州|旗)(?=.{3})")  # 某某满族蒙古族自治县
_ABOVE = re.compile(r"^.*?(?:局|委员会|委|厅|办公室|院)(?=.{3})")
_CLASSIFIED = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_UNIT_CODE = 6  # digits; the classification has three, five and seven


@lru_cache(maxsize=50_000)
def is_unit_name(label: str) -> bool:
    """Whether a label ends like the name of an organisation; what brackets add to it does not count."""
    return key(_BRACKETS.sub("", label)).endswith(_ENDINGS)


def is_unit_code(code: str | None) -> bool:
    """Whether a code is one that finance offices give to units (263001)."""
    return code is not None and len(code) == _UNIT_CODE and code.isdigit()


def owners_of(table: BudgetTable) -> dict[int, str]:
    """Row number → key of the unit whose figures the row gives, where a table lists several units side by side: the
    row of a unit itself, and the rows below it."""
    beside_things = codes_stand_beside(table)
    units = [row for row in table.rows if _is_unit(row, beside_things)]
    beside, siblings = Counter(row.path for row in units), Counter(row.path for row in table.rows)
    # below a row units stand among themselves; projects there may be called after units (某补助-某边检站)
    among = {path for path, count in beside.items() if count > 1 and (not path or 2 * count > siblings[path])}
    listed = {key(row.label) for row in units if row.path in among}
    heads = {row.path[0] for row in table.rows if row.path and is_unit_name(row.path[0])}
    if len(heads) > 1:  # named beside their rows, without a row of their own
        listed |= set(map(key, heads))
    owners = {}
    for number, row in enumerate(table.rows):
        names = map(key, (row.label, *reversed(row.path)) if _is_unit(row, beside_things) else reversed(row.path))
        owner = next((name for name in names if name in listed), None)
        if owner is not None:
            owners[number] = owner
    return owners


def is_classified(code: str | None) -> bool:
    """Whether a code is one of the classifications (2070104), whose items may be called like units (图书馆)."""
    return code is not None and _CLASSIFIED.fullmatch(code) is not None


def codes_stand_beside(table: BudgetTable) -> bool:
    """Whether the unit codes of a table say whose a row is, not what it is: one code stands on rows of several names
    (what is bought, projects)."""
    names: dict[str, set[str]] = {}
    for row in table.rows:
        if row.code is not None and is_unit_code(row.code):
            names.setdefault(row.code, set()).add(key(row.label))
    return any(len(labels) > 1 for labels in names.values())


def _is_unit(row: Row, beside_things: bool) -> bool:
    coded = is_unit_code(row.code) and not beside_things
    return not row.total and not is_classified(row.code) and (coded or is_unit_name(row.label))


def without_region(name: str) -> str:
    """The key of a unit's name without the region before it."""
    return _REGION.sub("", name)


def unit_short_names(label: str, department: str) -> frozenset[str]:
    """What people call a unit of a department: its name without the region and the department before it.

    >>> sorted(unit_short_names("示例市统计局普查中心", "示例市统计局"))
    ['普查中心', '统计局普查中心']
    >>> sorted(unit_short_names("示例普查中心", "示例市统计局"))
    ['普查中心']
    """
    name = key(_BRACKETS.sub("", label))
    if not name.endswith(_ENDINGS):
        return frozenset()
    place = _REGION.match(key(department))
    said = place is not None and not name.startswith(place.group())
    bare = place.group()[:-1] if place is not None and said else ""  # 某县某局, 某博物馆
    shorter = {
        name,
        name.removeprefix(bare),
        name.removeprefix(key(department)),
        without_region(name),
        _ABOVE.sub("", name),
    }
    return frozenset(short for short in shorter if len(short) >= 3 and short != key(label))
