"""Which of the published tables a table is: its columns and rows say more than its title."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.grids.body import Body
from index.model import TableKind


@dataclass(frozen=True, slots=True)
class Cue:
    kind: TableKind
    weight: int
    title: re.Pattern[str] | None
    columns: re.Pattern[str] | None
    rows: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    codes: str


@cache
def cues() -> tuple[Cue, ...]:
    """The cues of ``vocabulary/tables.toml``."""
    data = tomllib.loads((files("index.vocabulary") / "tables.toml").read_text(encoding="utf-8"))
    return tuple(
        Cue(
            TableKind(entry["kind"]),
            entry.get("weight", 1),
            _pattern(entry, "title"),
            _pattern(entry, "columns"),
            _pattern(entry, "rows"),
            _pattern(entry, "unless"),
            entry.get("codes", ""),
        )
        for entry in data["cue"]
    )


def _pattern(entry: dict[str, str], key: str) -> re.Pattern[str] | None:
    return re.compile(entry[key]) if key in entry else None


def table_kind(title: str, body: Body) -> TableKind:
    """The kind with the highest sum of matching cues; OTHER where none matches."""
    columns = " ".join("/".join(column.path) for column in body.columns)
    rows = " ".join(row.label for row in body.rows[:60])
    codes = _codes(body)
    scores: dict[TableKind, int] = {}
    for cue in cues():
        if cue.title and not cue.title.search(title):
            continue
        if cue.columns and not cue.columns.search(columns):
            continue
        if cue.rows and not cue.rows.search(rows):
            continue
        if cue.codes and cue.codes != codes:
            continue
        if cue.unless and cue.unless.search(title):
            continue
        scores[cue.kind] = scores.get(cue.kind, 0) + cue.weight
    best = max(scores, key=lambda kind: scores[kind], default=TableKind.OTHER)
    return best if scores.get(best, 0) > 0 else TableKind.OTHER


def _codes(body: Body) -> str:
    """What the rows' codes classify: "functional" (2xx), "economic" (30x–39x), "government" (50x–59x) or ""."""
    codes = [row.code for row in body.rows if row.code and re.fullmatch(r"\d{3}(?:\d{2}){0,2}", row.code)]
    if not codes:
        return ""
    for name, first in (("functional", "12"), ("economic", "34"), ("government", "5")):
        if sum(code[0] in first for code in codes) * 2 > len(codes):
            return name
    return ""
