"""Years that belong to a name (甲中心2026年-2027年运维项目): they say which project is meant, not which year's figure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.knowledge import Knowledge
from assistant.parsing.squeezed import Squeezed
from index.vocabulary.names import key

# A year at the start of a name, or before words for a figure, tells the figure's own year (2025年预算数).
_DATED = re.compile(
    r".{4,}?20\d\d(?!\d|年?度?(?:年初|当年|全年|部门|单位|本级)*(?:预算|决算|执行|实际|收入|支出|结转|结余|增|减|$)).{2,}"
)
_YEAR = re.compile(r"20\d\d")
_FIRST_OF_SPAN = re.compile(r"(?<=20\d\d)年(?=20\d\d)")  # 2026年-2027年 is said 2026-2027年 as well
_SPAN = re.compile(r"(20\d\d)年?\s*[-—–~至到]\s*(20\d\d)年?")


def dated_names(plain: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Where a name of the documents that holds a year is said whole."""
    if not _YEAR.search(plain):
        return []
    squeezed = Squeezed(plain)
    found = []
    for name in _names_with_years(knowledge.names):
        for said in {name, _FIRST_OF_SPAN.sub("", name)}:
            start = squeezed.text.find(said)
            if start >= 0:
                found.append(squeezed.span(start, start + len(said)))
    return found


@lru_cache(maxsize=64)
def _names_with_years(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if _DATED.fullmatch(name))


def years_asked(plain: str, years: tuple[int, ...], knowledge: Knowledge) -> tuple[int, ...]:
    """The years said, without those of a name: those of a span, and a single one that no document is of."""
    spans = [match for match in _SPAN.finditer(plain) if any(key(match.group()) in name for name in knowledge.names)]
    rest, dropped = plain, {int(year) for match in spans for year in match.groups()}
    for start, end in dated_names(plain, knowledge):
        named = {int(year) for year in _YEAR.findall(plain[start:end])}
        dropped |= named if len(named) > 1 else named - set(knowledge.years())
        rest = rest[:start] + "#" * (end - start) + rest[end:]
    rest = _SPAN.sub("", rest) if spans else rest
    return tuple(year for year in years if year not in dropped or str(year) in rest)
