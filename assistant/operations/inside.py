"""Whether one figure stands inside another: by the rows above it, the total of its column or row, or what the trade
calls a part of what (公务接待费 of “三公”经费)."""

from __future__ import annotations

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.named import Named
from assistant.operations import rows
from assistant.operations.desk import Desk
from index.amounts import Amount, agrees
from index.model import Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


def stands_inside(part: Selection, whole: Selection) -> bool:
    """Whether the documents or the vocabulary say that ``part`` is added up in ``whole``."""
    if not isinstance(part.quantity, Amount) or not isinstance(whole.quantity, Amount):
        return False
    if quantity_of(part.fact).value > quantity_of(whole.fact).value:
        return False
    cells = [(one, other) for one in (*part.best, *part.others) for other in (*whole.best, *whole.others)]
    return any(_by_place(one, other) for one, other in cells) or _by_terms(part.best, whole.best)


def in_table_of(desk: Desk, part: Selection, whole: Selection) -> bool:
    """Whether the part is a row of a table that is called by the whole's name and adds up to the whole's figure (a
    project of the table 专项业务经费支出表, of 专项业务经费 in another table)."""
    if not isinstance(part.quantity, Amount) or not isinstance(whole.quantity, Amount):
        return False
    name = key(whole.fact.label)
    for one in (*part.best, *part.others):
        table = desk.knowledge.table_of(one.fact)
        total = rows.column_total(desk, one) if table is not None and name and name in key(table.title) else None
        if total is not None and total.fact is not one.fact and agrees(quantity_of(total.fact), whole.quantity):
            return quantity_of(one.fact) == part.quantity
    return False


def _by_place(part: Named, whole: Named) -> bool:
    """Whether one table, or one passage, prints the part below or beside its whole."""
    one, other = part.fact, whole.fact
    if one.document != other.document or one.year != other.year or one.measure is not Measure.VALUE:
        return False
    if part.narrative and whole.narrative:
        return bool(one.row_path) and key(one.row_path[-1]) in (whole.row, key(other.label))
    if one.provenance.table != other.provenance.table or one.side != other.side:
        return False
    same_column = one.provenance.column == other.provenance.column
    if same_column and one.provenance.row != other.provenance.row:
        above = any(key(path) == whole.row for path in one.row_path)
        coded = bool(other.code) and (one.code or "").startswith(other.code or "") and one.code != other.code
        return above or coded or not whole.row or other.total
    same_row = one.provenance.row == other.provenance.row
    return (
        same_row
        and bool(part.column)
        and (not whole.column or any(key(p) == whole.column for p in one.column_path[:-1]))
    )


def _by_terms(parts: tuple[Named, ...], wholes: tuple[Named, ...]) -> bool:
    outer = {term for whole in wholes for term in _terms(whole)}
    inner = {term for part in parts for term in _terms(part)}
    added_up = {term for part in parts if part.row for term in part.about}  # a project, of all project expenditure
    if _ALL_SPENDING in outer and any(_is_spending(term) for term in inner):
        return True
    return bool(outer & added_up) or any(outer.intersection(_above(term)) for term in inner | added_up)


_ALL_SPENDING = "expenditure_total"
_SPENDING = frozenset(("three_public", "economic", "functional"))


def _is_spending(term: str) -> bool:
    """Whether a term is something that money is spent on, and so a part of all that is spent."""
    words = vocabulary().terms
    return term in words and words[term].term_class in _SPENDING


def _terms(named: Named) -> frozenset[str]:
    return named.column_terms or named.row_terms or named.implicit


def _above(term: str) -> set[str]:
    """The terms above a term, nearest to farthest."""
    words, found = vocabulary().terms, set[str]()
    above = words[term].parent if term in words else None
    while above is not None and above not in found and above in words:
        found.add(above)
        above = words[above].parent
    return found


def side_by_side(one: Selection, other: Selection) -> bool:
    """Whether the documents or the vocabulary say that two figures have nothing in common: cells of one column or one
    row of which neither holds the other, or different parts of what the trade knows as one whole."""
    if stands_inside(one, other) or stands_inside(other, one):
        return False
    cells = [(a, b) for a in (*one.best, *one.others) for b in (*other.best, *other.others)]
    return any(_beside(a, b) for a, b in cells) or _parts_of_one(one.best, other.best)


def _beside(one: Named, other: Named) -> bool:
    """Whether one table prints both, each under or beside its own name."""
    mine, its = one.fact.provenance, other.fact.provenance
    if mine.table is None or mine.table != its.table or one.fact.side != other.fact.side:
        return False
    if mine.column == its.column and mine.row != its.row:
        return bool(one.row and other.row) and not (one.fact.total or other.fact.total)
    return mine.row == its.row and bool(one.column and other.column) and mine.column != its.column


def _parts_of_one(ones: tuple[Named, ...], others: tuple[Named, ...]) -> bool:
    """Whether vocabulary terms of the two stand under one term, neither above the other."""
    pairs = [(a, b) for one in ones for a in _terms(one) for other in others for b in _terms(other)]
    return any(a != b and a not in _above(b) and b not in _above(a) and bool(_above(a) & _above(b)) for a, b in pairs)
