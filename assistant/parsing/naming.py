"""The words of ``naming.toml``: what names are not looked for by."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

# 合计, 支出总额 …: a row of a table, and a way of asking.
ADDING_UP = re.compile(r"(?:支出|收入)?(?:合计|总计|小计|总额)")


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    too_common: frozenset[str]
    said_for: dict[str, list[str]]
    misspelt: dict[str, str]


@cache
def _file() -> _File:
    with (Path(__file__).parent / "naming.toml").open("rb") as stream:
        return _File.model_validate(tomllib.load(stream))


def too_common() -> frozenset[str]:
    """Names that say too little to be looked for in running text."""
    return _file().too_common


def said_for(verb: str) -> list[str]:
    """What names print for an everyday verb (买 → 购置, 采购)."""
    return _file().said_for.get(verb, [])


def rightly_spelt(plain: str, names: frozenset[str]) -> str:
    """A question without slips of writing (财政拔款), save for those that a name of the documents prints itself."""
    for slip, meant in _file().misspelt.items():
        if slip in plain and not any(slip in name for name in names):
            plain = plain.replace(slip, meant)
    return plain
