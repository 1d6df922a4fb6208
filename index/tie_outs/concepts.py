"""What a printed amount is (whose money, for what, of which row), read from its table, column and row.

Two cells of the same concept in two tables are the same figure. An amount under a heading that ``concepts.toml`` does
not know has no concept: nothing is claimed of it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from index.grids.hierarchy import bare
from index.model import BudgetTable, Column, Row, TableKind

TOTAL = ("total",)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Strict):
    name: str
    pattern: str


class _Table(_Strict):
    kind: TableKind
    side: str = ""
    fund: str = ""
    nature: str = ""


class _Words(_Strict):
    neutral: tuple[str, ...]
    whole: tuple[str, ...]
    economic: tuple[str, ...]
    government: tuple[str, ...]
    plans: tuple[str, ...]
    not_this_year: tuple[str, ...]


class _Sentence(_Strict):
    fillers: str
    operating_cost: str
    procurement: str
    procured: str
    three_public_fillers: str
    goods: str
    works: str
    services: str


class Registry(_Strict):
    """The data of ``concepts.toml``."""

    fund: tuple[_Named, ...]
    nature: tuple[_Named, ...]
    three_public: tuple[_Named, ...]
    table: tuple[_Table, ...]
    words: _Words
    sentence: _Sentence

    def defaults(self, kind: TableKind) -> _Table | None:
        return next((table for table in self.table if table.kind is kind), None)


@cache
def registry() -> Registry:
    return Registry.model_validate(
        tomllib.loads(resources.files("index.tie_outs").joinpath("concepts.toml").read_text("utf-8"))
    )


@dataclass(frozen=True, slots=True)
class Concept:
    """``fund`` "" is all money; ``nature`` "" all expenditure (or all income); ``scheme`` says by what the rows are
    divided (functional, economic, government); ``item`` names the row with its ancestors, ``TOTAL`` all rows."""

    side: str
    fund: str
    nature: str
    scheme: str
    item: tuple[str, ...]


def concept(table: BudgetTable, row: Row, column: int) -> Concept | None:
    """The concept of a cell, or None where its table, heading or row says something that is not known."""
    if table.kind is TableKind.THREE_PUBLIC_EXPENSES:
        return _three_public(table, row, column)
    defaults = registry().defaults(table.kind)
    if defaults is None or _any("plans", plain(table.title)):
        return None
    head = _column_concept(table.title, table.kind, table.columns[column].path)
    if head is None or _of_an_earlier_year(table.columns, column):
        return None
    side = defaults.side or row.side
    if not side:
        return None
    return _row_concept(replace(head, side=side), row)


@lru_cache(maxsize=4096)
def _of_an_earlier_year(columns: tuple[Column, ...], index: int) -> bool:
    """Whether a column is headed by a year before the latest that the table's columns name."""
    years = [[int(year) for name in column.path for year in re.findall(r"(20\d\d)年", name)] for column in columns]
    return bool(years[index]) and max(years[index]) < max(max(found, default=0) for found in years)


@lru_cache(maxsize=4096)
def _column_concept(title: str, kind: TableKind, path: tuple[str, ...]) -> Concept | None:
    """Fund, nature and scheme that a column's headings (innermost first), else the table's title and kind give."""
    data = registry()
    defaults = data.defaults(kind)
    assert defaults is not None
    fund = nature = ""
    for heading in reversed(path):
        name = plain(heading)
        if _any("not_this_year", name):
            return None
        found_fund, found_nature = named("fund", name), named("nature", name)
        if not (found_fund or found_nature or _any("neutral", name)):
            return None
        if re.match("其中", name) and not found_nature:
            return None
        fund, nature = fund or found_fund, nature or found_nature
    written = plain(title)
    fund = fund or defaults.fund or (named("fund", written) if defaults.nature else "")
    return Concept("", fund, nature or defaults.nature, _scheme(path, written), TOTAL)


def _scheme(path: tuple[str, ...], title: str) -> str:
    for text in (*map(plain, reversed(path)), title):
        if _any("government", text):
            return "government"
        if _any("economic", text):
            return "economic"
    return ""


def _row_concept(head: Concept, row: Row) -> Concept | None:
    names = [label(name) for name in (*row.path, row.label)]
    if row.total and not row.path:
        return replace(head, scheme="")
    if re.match("其中", plain(row.label)) and head.side == "income":
        return None
    if head.side == "income" and not _code_scheme(row.code) and (fund := named("fund", names[-1])):
        carried = any(named("nature", name) == "carry_over" for name in names)
        return replace(head, fund=fund, nature="carry_over" if carried else "", scheme="")
    if named("nature", names[-1]) == "carry_over":
        return replace(head, nature="carry_over", scheme="")
    if _any("whole", names[-1]) and len(names) == 1:
        return replace(head, scheme="")
    if head.side == "expenditure" and not row.code and (nature := named("nature", names[-1])):
        return replace(head, nature=nature, scheme="")
    kept = tuple(name for name in names if name and not _any("whole", name) and not named("fund", name))
    return replace(head, scheme=_code_scheme(row.code) or head.scheme, item=kept) if kept else None


def _code_scheme(code: str | None) -> str:
    """The classification that a code's form shows: 功能 2xx…, 部门经济 30x–39x, 政府经济 50x–59x."""
    if not code or len(code) not in (3, 5, 7):
        return ""
    return {"2": "functional", "3": "economic", "5": "government"}.get(code[0], "")


def _three_public(table: BudgetTable, row: Row, column: int) -> Concept | None:
    names = [plain(name) for name in table.columns[column].path]
    earlier = _of_an_earlier_year(table.columns, column)
    if earlier or any(_any("not_this_year", name) for name in names) or (row.path and not row.label):
        return None
    if row.label and not row.total and not named("three_public", label(row.label)):
        return None
    item = named("three_public", label(row.label)) if row.label and not row.total else ""
    told = [name for name in reversed(names) if not re.fullmatch("[总小合]计", name)]
    item = item or next((found for name in told if (found := named("three_public", name))), "")
    meetings = any(word in plain(table.title) for word in ("会议费", "培训费"))
    if not item or (item == "total" and meetings and len(names) == 1 and names[0] in ("合计", "总计")):
        return None
    return Concept("expenditure", "", "three_public", "", (item,))


# ---------------------------------------------------------------- words


@lru_cache(maxsize=16384)
def label(text: str) -> str:
    """A row's name without numbering, brackets unified, so that the same row reads the same in every table."""
    return plain(bare(text))


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=16384)
def named(group: str, text: str) -> str:
    """The name of the first entry of a group (fund, nature, three_public) whose pattern fits; "" where none does."""
    return next((name for name, pattern in _entries(group) if pattern.search(text)), "")


@cache
def _entries(group: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry.name, re.compile(entry.pattern)) for entry in getattr(registry(), group))


@lru_cache(maxsize=16384)
def _any(group: str, text: str) -> bool:
    """Whether a pattern of a group of ``words`` fits."""
    return any(pattern.search(text) for pattern in _words(group))


@cache
def _words(group: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, getattr(registry().words, group)))
