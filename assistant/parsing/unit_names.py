"""Units of a department by less than their names: what several share is told apart by the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.budget_units import is_unit_name
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention

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
        fits = [unit for unit in units if _in_order(said, unit.removesuffix(name))]
        if len(fits) == 1:
            return said, fits[0]
    return None


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


def _in_order(part: str, name: str) -> bool:
    rest = iter(name)
    return all(ch in rest for ch in part)
