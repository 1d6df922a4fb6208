"""Which of two metrics' printed amounts belong together: those of one row, or one column, before any others."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import product

from assistant.checking.matching import Found
from assistant.checking.phrases import speaking
from index.model import Fact


def same_line(fact: Fact) -> tuple[Hashable, ...]:
    """One row of a table, under headers that differ only in time."""
    where = fact.provenance
    return fact.document, where.table, where.row, _headers(fact)


def same_column(fact: Fact) -> tuple[Hashable, ...]:
    where = fact.provenance
    return fact.document, where.table, where.column


def pairs(first: Found, second: Found, near: Callable[[Fact], Hashable]) -> list[tuple[Fact, Fact]]:
    """The pairs that stand together (``near``); where none do, those of one table, then of like
    tables and headers; else the likeliest."""
    every = list(product(first.scopes, second.scopes))
    for alike in (near, _table, _scope):
        together = [(a, b) for a, b in every if a.provenance.table and alike(a) == alike(b)]
        if together:
            return together
    return list(product(first.best, second.best))


def _table(fact: Fact) -> tuple[Hashable, ...]:
    return fact.document, fact.provenance.table


def _scope(fact: Fact) -> tuple[Hashable, ...]:
    return fact.table_kind, _headers(fact)


def _headers(fact: Fact) -> tuple[str, ...]:
    return tuple(name for part in fact.column_path if (name := speaking(part)))
