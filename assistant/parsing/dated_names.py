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
_BOUNDS = re.compile(r"(20\d\d)年?[至到]?(20\d\d)")  # of a span; a name's dash is no part of its key
_SPAN = re.compile(r"(20\d\d)年?\s*[-—–~至到]\s*(20\d\d)年?")


def dated_names(plain: str, knowledge: Knowledge) -> list[tuple[int, int]]:
    """Where a name of the documents that holds a year is said whole."""
    if not _YEAR.search(plain):
        return []
    squeezed = Squeezed(plain)
    found = []
    for said in _names_with_years(knowledge.names):
        found += [squeezed.span(*match.span()) for match in said.finditer(squeezed.text)]
    return found


@lru_cache(maxsize=64)
def _names_with_years(names: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    """How each of the names that hold years may be said: its span with 年, 至 or neither between its years."""
    dated = sorted(name for name in names if _DATED.fullmatch(name))
    return tuple(re.compile(_BOUNDS.sub(r"\1年?[至到]?\2", re.escape(name))) for name in dated)


def years_asked(plain: str, years: tuple[int, ...], knowledge: Knowledge) -> tuple[int, ...]:
    """The years said, without those of a name: those of a span, and a single one that no document is of."""
    spans = [match for match in _SPAN.finditer(plain) if _in_a_name(match, knowledge)]
    rest, dropped = plain, {int(year) for match in spans for year in match.groups()}
    for start, end in dated_names(plain, knowledge):
        named = {int(year) for year in _YEAR.findall(plain[start:end])}
        dropped |= named if len(named) > 1 else named - set(knowledge.years())
        rest = rest[:start] + "#" * (end - start) + rest[end:]
    rest = _SPAN.sub("", rest) if spans else rest
    return tuple(year for year in years if year not in dropped or str(year) in rest)


def _in_a_name(span: re.Match[str], knowledge: Knowledge) -> bool:
    return any(key(span.group()) in name for name in knowledge.names)
