"""Units of a department by less than their names: what several share is told apart by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.budget_units import is_unit_name
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention
from index.vocabulary.names import in_order, key

_OF_REGION = re.compile(r".{2,8}[省市区县州旗]")
_LONGEST_BEFORE = 6


def nearest(said: str, names: list[str]) -> list[str]:
    """The one name that adds no more than a region to what is said (某市监测站, not 某市某县环保局监测站); all else."""
    close = [name for name in names if name.endswith(said) and _OF_REGION.fullmatch(name.removesuffix(said))]
    return close if len(close) == 1 else names


def said_before(before: str, name: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """The end of ``before`` that tells which of the units ending with a name is meant, and that unit's key
    (碑林 before 环境监测站); None where nothing does."""
    units = [row for row in knowledge.rows if row.endswith(name) and is_unit_name(row)]
    for size in range(min(_LONGEST_BEFORE, len(before)), 1, -1):
        said = before[-size:]
        fits = [unit for unit in units if in_order(said, unit.removesuffix(name))]
        if len(fits) == 1:
            return said, fits[0]
    return None


_TEAM = re.compile(r"(?:支队|大队|总队)$")


def is_another_body(mention: Mention) -> bool:
    """Whether a team is named that is none of the units it was taken for: its characters stand in order in none of
    their names (监测支队 is not 监察支队)."""
    said = key(mention.text)
    units = bool(mention.keys) and all(map(is_unit_name, mention.keys))
    return units and _TEAM.search(said) is not None and not any(in_order(said, name) for name in mention.keys)


def abbreviated(mention: Mention, knowledge: Knowledge) -> Mention:
    """A loosely said name with the one unit that it abbreviates: all its characters stand in order in that name only
    (交管支队 for 交通管理支队, not 巡特警支队)."""
    if len(mention.keys) < 2 or not all(map(is_unit_name, mention.keys)):
        return mention
    said = key(mention.text)
    fits = [name for name in mention.keys if in_order(said, name)] or [
        name for name in knowledge.rows if is_unit_name(name) and in_order(said, name)
    ]
    return replace(mention, keys=tuple(fits)) if len(fits) == 1 else mention


def said_once(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Two parts of one name that stand beside each other (气象中心（预警中心）) as one mention."""
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        touching = before is not None and mention.start - before.end <= 1
        if before is not None and touching and len(mention.keys) == 1 and before.keys == mention.keys:
            kept[-1] = replace(before, end=mention.end)
        else:
            kept.append(mention)
    return tuple(kept)
