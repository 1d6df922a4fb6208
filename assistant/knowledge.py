"""The facts of the documents in view, indexed by the names that people may use for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assistant.budget_units import is_classified, is_unit_code, is_unit_name, owners_of, unit_short_names
from assistant.named import TABLE_TOTALS, Named, Place, about, name_fact, row_marks
from assistant.table_names import is_table, places, titles
from index.model import RECOGNISED, BudgetDocument, BudgetTable, Fact, Stage
from index.vocabulary.names import key, stem


class DocumentIndex:
    """One document's facts by name."""

    def __init__(self, document: BudgetDocument) -> None:
        self.document = document
        self.recognised = any(finding.code == RECOGNISED for finding in document.findings)
        self.tables = {table.id: table for table in document.tables}
        self._places = places(document.tables)
        marks: dict[tuple[str | None, int | None], frozenset[str]] = defaultdict(frozenset)
        figures: dict[tuple[str | None, int | None], int] = defaultdict(int)
        for fact in document.facts:
            if fact.provenance.table is not None:
                marks[_row_of(fact)] |= row_marks(fact)
            figures[_row_of(fact)] += fact.quantity is not None
        owners: dict[tuple[str | None, int | None], str] = {
            (table.id, row): unit for table in document.tables for row, unit in owners_of(table).items()
        }
        whole = {table.id: about(table) for table in document.tables}
        self.named = [
            name_fact(
                fact,
                Place(
                    self.tables.get(fact.provenance.table or ""),
                    whole.get(fact.provenance.table or "", ()),
                    marks[_row_of(fact)],
                    figures[_row_of(fact)],
                    owners.get(_row_of(fact), ""),
                    document.stage is Stage.FINAL,
                ),
            )
            for fact in document.facts
            if _usable(fact)
        ]
        self.by_row: dict[str, list[Named]] = defaultdict(list)
        self.by_column: dict[str, list[Named]] = defaultdict(list)
        self.by_term: dict[str, list[Named]] = defaultdict(list)
        self.by_code: dict[str, list[Named]] = defaultdict(list)
        self.by_subject: dict[str, list[Named]] = defaultdict(list)
        self.by_mark: dict[str, list[Named]] = defaultdict(list)
        for named in self.named:
            self._add(named)
        self.names = frozenset().union(self.by_row, self.by_column, self.by_subject, self.by_mark)
        # the last fact of each row that names an organisation, and the rows that may be parts of another: worked out
        # once, as every question asks for them
        items = {named.row for named in self.named if is_classified(named.fact.code)}  # also where prose names them
        self.units = {named.row: named for named in self.named if named.row not in items | {""} and is_unit(named)}
        self.parts = [named for named in self.named if named.row and _may_be_part(named)]

    def _add(self, named: Named) -> None:
        if named.row:
            self.by_row[named.row].append(named)
        if named.column:
            self.by_column[named.column].append(named)
        if named.fact.code:
            self.by_code[named.fact.code].append(named)
        if named.fact.subject:
            self.by_subject[key(named.fact.subject)].append(named)
        for term in named.row_terms | named.column_terms | named.implicit:
            self.by_term[term].append(named)
        for mark in named.marks:
            self.by_mark[mark].append(named)

    def table_of(self, fact: Fact) -> BudgetTable | None:
        return self.tables.get(fact.provenance.table or "")

    def stands_in(self, fact: Fact, said: Sequence[str]) -> bool:
        """Whether a fact stands in one of the tables said (numbers, or keys of titles)."""
        table = self.table_of(fact)
        return table is not None and is_table(table, said, self._places.get(table.id, ""))


def is_unit(named: Named) -> bool:
    """Whether a row names an organisation: by its own code (263001) or by its ending."""
    called = is_unit_name(named.fact.label) and not is_classified(named.fact.code)
    return called or (is_unit_code(named.fact.code) and not named.row_terms)


# Totals of tables whose rows people name by a part of their names (采购里的服务).
PARTED = frozenset(("government_procurement_total",))


def _may_be_part(named: Named) -> bool:
    """Whether a row stands directly under a total whose rows have short names, or a figure under others in prose."""
    kind = named.fact.table_kind
    if kind is None:
        return bool(named.fact.row_path)
    return bool(PARTED.intersection(TABLE_TOTALS.get(kind, ()))) and not named.fact.row_path


def _row_of(fact: Fact) -> tuple[str | None, int | None]:
    return fact.provenance.table, fact.provenance.row


def _usable(fact: Fact) -> bool:
    return bool(fact.text or fact.quantity is not None)


_TAILS = (4, 3)  # so many characters of a unit's name are said for it
_STATIONS = "站队所馆院校"


class Knowledge:
    """The documents in view of one question."""

    def __init__(self, indexes: Sequence[DocumentIndex]) -> None:
        self.indexes = tuple(indexes)
        self.documents = tuple(index.document for index in indexes)
        self.by_document = {index.document.id: index for index in indexes}
        self.recognised = frozenset(index.document.id for index in indexes if index.recognised)
        self.names: frozenset[str] = frozenset().union(*(index.names for index in indexes)) if indexes else frozenset()
        self.rows: frozenset[str] = frozenset().union(*(index.by_row for index in indexes)) if indexes else frozenset()
        self.codes: frozenset[str] = frozenset(
            code for index in indexes for code in (*index.by_code, *(m for m in index.by_mark if m.isdigit()))
        )
        self.titles: frozenset[str] = frozenset(
            title for document in self.documents for table in document.tables for title in titles(table)
        )
        self.stems: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            short = stem(name)
            if short != name:
                self.stems[short].add(name)
        tails: dict[str, set[str]] = {}
        for index in indexes:
            for row in index.units.values():
                shorts = unit_short_names(row.fact.label, index.document.department)
                for short in shorts:
                    self.stems[short].add(row.row)
                for size in _TAILS:
                    for name in (*shorts, row.row):
                        tails.setdefault(name[-size:], set()).add(row.row)
        for tail, rows in tails.items():
            ends_alike = len(rows) > 1 and tail[-1] in _STATIONS  # 监测站: the user is asked which
            alone = len(rows) == 1 and (len(tail) == _TAILS[0] or tail[-1] in _STATIONS)
            if tail not in self.names and (ends_alike or alone):
                self.stems[tail] |= rows  # 评审中心, where only one unit ends so
        self._facts: dict[str, Fact] | None = None

    def fact(self, fact_id: str) -> Fact | None:
        if self._facts is None:
            self._facts = {named.fact.id: named.fact for index in self.indexes for named in index.named}
        return self._facts.get(fact_id)

    def table_of(self, fact: Fact) -> BudgetTable | None:
        index = self.by_document.get(fact.document)
        return index.table_of(fact) if index else None

    def years(self) -> tuple[int, ...]:
        return tuple(sorted({document.year for document in self.documents}))
