"""One document's facts by what a text may call them, and how much of a text's words each accounts for."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from assistant.budget_units import unit_short_names
from assistant.checking.phrases import Phrase, speaking, without_brackets
from assistant.knowledge import DocumentIndex, is_unit
from assistant.named import Named
from index.amounts import Amount, read_chinese_number
from index.model import BudgetTable, Measure, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_TABLE_NUMBER = re.compile(r"(?:公开|附)?表([一二三四五六七八九十]+|\d+)(?!类|级|个|项)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact under its names. ``columns`` are the headers above it that say something, ``headers`` all
    of them; ``around`` is what it is part of."""

    named: Named
    table: BudgetTable | None
    row: str
    columns: tuple[str, ...]
    headers: tuple[str, ...]
    around: tuple[str, ...]
    total_label: str
    whole: bool  # its row is a total, or the department itself
    foreign: bool  # another stage of the year than the document's own
    nicknames: frozenset[str] = frozenset()  # what people call the unit that its row names


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that the words may mean. ``covered``: the characters accounted for; ``score``: how well."""

    entry: Entry
    covered: int
    score: float


class Catalogue:
    """The entries of a document for one year and measure, by each name."""

    def __init__(self, index: DocumentIndex, year: int, measure: Measure) -> None:
        self.index = index
        self.by_name: dict[str, list[Entry]] = defaultdict(list)
        for named in index.named:
            fact = named.fact
            if fact.year != year or fact.measure is not measure or fact.quantity is None:
                continue
            if fact.certain or index.recognised:
                self._add(_entry(named, index))

    def _add(self, entry: Entry) -> None:
        named = entry.named
        names = {
            entry.row,
            *entry.nicknames,
            *named.marks,
            named.fact.code or "",
            *named.row_terms,
            key(named.fact.subject),
        }
        if entry.whole or named.narrative:
            names |= {*entry.columns, *named.column_terms, *named.implicit, *named.about}
            names |= {entry.total_label, named.column}
        for name in names - {""}:
            self.by_name[name].append(entry)

    def matches(
        self, phrase: Phrase, tables: frozenset[str] | None, spans: dict[str, int], kinds: tuple[type, ...]
    ) -> list[Match]:
        """The entries that the words may mean; ``tables`` are the ids of those named (None: none is); ``kinds`` the types of quantities."""
        found: dict[str, Match] = {}
        for name in (*phrase.names(self.by_name), *phrase.said_terms):
            for entry in self.by_name.get(name, ()):
                fact = entry.named.fact
                if fact.id in found or not isinstance(fact.quantity, kinds):
                    continue
                if tables is not None and fact.provenance.table not in tables:
                    continue
                match = _match(entry, phrase, spans.get(fact.provenance.table or "", 0))
                if match is not None:
                    found[fact.id] = match
        return list(found.values())


def _entry(named: Named, index: DocumentIndex) -> Entry:
    fact, table = named.fact, index.table_of(named.fact)
    columns = tuple(dict.fromkeys(name for part in fact.column_path if (name := speaking(part))))
    if named.narrative:
        columns = ()  # what a sentence is about is told by its section, never left unsaid
    headers = tuple(re.sub(r"^20\d\d年?(?:度|初)?", "", key(part)) for part in fact.column_path)
    around = tuple(key(part) for part in (*fact.row_path, fact.subject) if part)
    label = key(fact.label)
    whole = not named.row or is_unit(named) or named.row == key(index.document.department)
    row = key(fact.subject) if _is_of_project(named) else named.row
    return Entry(
        named, table, row, columns, headers, around, "" if named.row else label, whole,
        fact.year == index.document.year and fact.stage is not index.document.stage,
        unit_short_names(fact.label, index.document.department) if is_unit(named) else frozenset(),
    )  # fmt: skip


_PROJECT_AMOUNT = re.compile(
    r"^(?:当年|本年|年度|全年)?(?:项目)?(?:预算|资金|经费|投资)?(?:总?额|总?金额|总计|合计|数|安排)?$"
)


def _is_of_project(named: Named) -> bool:
    """Whether an amount of a performance table is that of the project which the table is about."""
    fact = named.fact
    return (
        fact.table_kind is TableKind.PROJECT_PERFORMANCE
        and bool(fact.subject)
        and isinstance(fact.quantity, Amount)
        and _PROJECT_AMOUNT.match(named.row) is not None
    )


def _match(entry: Entry, phrase: Phrase, table: int) -> Match | None:
    """How an entry accounts for the words; None where its row is not among them and is no total."""
    named = entry.named
    row = _row(entry, phrase)
    mark = max((phrase.mask(mark) for mark in named.marks), key=int.bit_count, default=0)
    marked = not row and bool(entry.row)
    row |= mark
    if entry.row and not row and not entry.whole:
        return None
    column, unsaid = _columns(entry, phrase, table)
    implied = phrase.terms(named.implicit)
    if not row and entry.table is not None:
        implied |= phrase.terms(entry.named.about)
    total = phrase.mask(entry.total_label) if entry.total_label else 0
    if not row and not column and not implied and not (total and table):
        return None
    if entry.row and not row and not column:
        return None
    around = _around(entry, phrase)
    covered = row | column | implied | total | table | around
    cost = 0.0 if named.narrative or named.alone else unsaid
    cost += 1.5 if entry.foreign else 0.0
    cost += 2.0 if marked else 0.0
    just_so = total or phrase.mask(entry.row) or (not entry.row and entry.columns and column and not unsaid)
    cost -= 1.0 if just_so else 0.0
    return Match(entry, covered, covered.bit_count() - cost)


def _row(entry: Entry, phrase: Phrase) -> int:
    """The characters that name the row: its label, its code, or another name of what it is."""
    if not entry.row:
        return 0
    code = phrase.mask(entry.named.fact.code or "")
    called = max((phrase.mask(name) for name in entry.nicknames), key=int.bit_count, default=0)
    return code | (phrase.whole_mask(entry.row) or called) | phrase.terms(entry.named.row_terms)


def _columns(entry: Entry, phrase: Phrase, title: int) -> tuple[int, float]:
    """(the characters that the headers account for, how much of them is left unsaid).

    A column is named by its own header; that the headers above it are not said weighs little.
    """
    said, leaf, unsaid = 0, True, 0.0
    for name in reversed(entry.columns):
        mask = phrase.stem_mask(name) or phrase.terms(_terms_of(name))
        said |= mask
        if not mask:
            unsaid += _UNSAID_LEAF if leaf else _UNSAID_ABOVE
        elif not mask & ~title and leaf:
            unsaid += _SAID_BY_TITLE
        leaf = False
    for part in entry.headers:
        said |= phrase.mask(part)
    for word in _SIDES.get(entry.named.fact.side, ()):
        said |= phrase.mask(word)
    mask = phrase.mask("".join(entry.columns))
    return (said | mask, 0) if mask & ~title else (said, unsaid)


_UNSAID_LEAF, _SAID_BY_TITLE, _UNSAID_ABOVE = 3.0, 1.0, 0.5
_SIDES = {"income": ("收入预算", "收入决算"), "expenditure": ("支出预算", "支出决算")}


def _around(entry: Entry, phrase: Phrase) -> int:
    covered = 0
    for name in entry.around:
        covered |= phrase.stem_mask(name) or phrase.terms(_terms_of(name))
    if entry.table is not None:
        covered |= phrase.terms(entry.named.about)
    elif entry.named.narrative:
        for part in (*entry.named.fact.column_path, *entry.named.fact.provenance.section):
            covered |= phrase.mask(key(part))
    return covered


@lru_cache(maxsize=20_000)
def _terms_of(name: str) -> frozenset[str]:
    return frozenset(vocabulary().printed.get(name, ()))


# ---------------------------------------------------------------- tables by title and number


def named_tables(phrase: Phrase, index: DocumentIndex) -> tuple[frozenset[str] | None, dict[str, int]]:
    """(ids of the tables that the words name, None where they name none; the characters that do so)."""
    text = phrase.text
    titles = _titles(index)
    best: dict[str, int] = {}
    for match in re.finditer("表", text):
        for size in range(min(match.end(), _LONGEST_TITLE), 3, -1):
            said = text[match.end() - size : match.end()]
            fitting = {table: len(title) for table, title in titles.items() if title.endswith(said)}
            if fitting:
                span = phrase.mask(said)
                nearest = min(fitting.values())
                best |= {table: span for table, length in fitting.items() if length == nearest}
                break
    for match in _TABLE_NUMBER.finditer(text):
        number = _number(match[1])
        span = phrase.mask(match.group())
        best |= {table.id: span for table in index.document.tables if _number_of(table) == number and not best}
    return (frozenset(best) if best else None), best


_LONGEST_TITLE = 30


def _titles(index: DocumentIndex) -> dict[str, str]:
    return {table.id: _title(table.title) for table in index.document.tables if table.title}


@lru_cache(maxsize=5_000)
def _title(title: str) -> str:
    return re.sub(r"20\d\d年?(?:度|初)?", "", key(without_brackets(title)))


def _number(said: str) -> str:
    return str(int(said)) if said.isdigit() else str(int(read_chinese_number(said) or 0))


@lru_cache(maxsize=5_000)
def _number_in(printed: str) -> str:
    match = re.search(r"\d+|[一二三四五六七八九十]+", printed)
    return _number(match.group()) if match else ""


def _number_of(table: BudgetTable) -> str:
    return _number_in(table.number)
