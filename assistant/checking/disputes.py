"""Where the documents contradict each other about an amount that a text gives as one of them prints it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from assistant.checking.matching import Shelf
from assistant.checking.phrases import speaking
from index.amounts import agrees
from index.model import Fact, Finding
from index.vocabulary.names import key


def disputed(fitting: Sequence[Fact], scopes: Iterable[Fact], shelf: Shelf) -> tuple[tuple[Fact, ...], str] | None:
    """(the facts that print another amount, what is wrong) where the amount is not beyond doubt.

    Doubtful is what another table of the same kind gives differently for the same row and column of the same year and
    stage, a cell that arithmetic proves wrong or inconsistent, and a figure of a sentence that the tables or the
    amounts beside it contradict.
    """
    cells = [fact for fact in fitting if fact.provenance.table]
    said = {_place(fact): fact for fact in cells}
    against = tuple(
        fact
        for fact in scopes
        if (one := said.get(_place(fact))) is not None
        and one.provenance.table != fact.provenance.table
        and one.quantity is not None
        and fact.quantity is not None
        and not agrees(one.quantity, fact.quantity)
    )
    if against:
        return against, "不同的表给出了不同的数"
    faults = [shelf.faults.get((f.document, f.provenance.table, f.provenance.row, f.provenance.column)) for f in cells]
    if faults and all(faults):
        return (), f"文件自相矛盾：{faults[0]}"
    doubts = [shelf.doubt(fact) for fact in fitting]
    if doubts and doubts[0] is not None and all(doubts):
        return _cells_of(doubts[0], shelf), f"文件自相矛盾：{doubts[0].message}"
    return None


def _cells_of(finding: Finding, shelf: Shelf) -> tuple[Fact, ...]:
    """What the cells of a finding print, the first few."""
    cells = set(finding.cells[:_SHOWN])
    facts = shelf.knowledge.by_document[finding.document].document.facts
    return tuple(f for f in facts if (f.provenance.table, f.provenance.row, f.provenance.column) in cells)


_SHOWN = 2


def _place(fact: Fact) -> tuple[Hashable, ...]:
    headers = tuple(name for part in fact.column_path if (name := speaking(part)))
    return fact.table_kind, fact.year, fact.stage, fact.side, fact.row_path, key(fact.label), fact.subject, headers
