"""What a thing may be ranked among: the other rows of its family, the other columns of its row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.catalogue import named_tables
from assistant.checking.phrases import Phrase, speaking
from assistant.knowledge import DocumentIndex
from assistant.named import about, is_total
from index.amounts import Amount, Count
from index.model import BudgetTable, Fact, Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


@dataclass(frozen=True, slots=True)
class Field:
    """The things that one is ranked among, itself too. ``whole``: the keys of what they are parts of."""

    subject: Fact
    facts: tuple[Fact, ...]
    whole: tuple[str, ...]
    terms: frozenset[str]
    direct: bool = True  # right below the whole, with no level between
    level: str = ""  # 类, 款, 项 where it is all of that level

    def named_by(self, scope: Phrase) -> bool:
        """Whether the words for the whole mean this one."""
        return any(scope.stem_mask(name) for name in self.whole) or bool(scope.terms(self.terms))


def fields(fact: Fact, index: DocumentIndex) -> list[Field]:
    """The families that a cell belongs to, the nearest first: three members or more, or two that are all there is."""
    table = index.table_of(fact)
    if table is None and fact.row_path:
        return [field for field in (_listed(fact, index),) if len(field.facts) >= 2]
    if table is None or fact.provenance.row is None or fact.provenance.column is None:
        return []
    found = [_children(fact, table, index), _columns(fact, table, index)]
    found += [_under(fact, depth, index) for depth in range(len(fact.row_path) - 1)]
    if fact.row_path:
        found.append(_level(fact, table, index))
    return [field for field in found if len(field.facts) >= 2]


def _listed(fact: Fact, index: DocumentIndex) -> Field:
    """What a paragraph lists as the parts of one whole, where these make up the whole; else nothing to compare with."""
    same = [
        other
        for other in index.document.facts
        if other.provenance.table is None
        and other.provenance.section == fact.provenance.section
        and _is_like(other, fact)
    ]
    parts = [other for other in same if other.row_path == fact.row_path]
    wholes = [o for o in same if o.row_path == fact.row_path[:-1] and o.label == fact.row_path[-1]]
    parts = parts if any(_make_up(parts, whole) for whole in wholes) else []
    parent = fact.row_path[-1]
    return _field(fact, parts, (key(parent),), frozenset(vocabulary().of_label(parent)))


def _make_up(parts: Sequence[Fact], whole: Fact) -> bool:
    """Whether the parts add up to the whole, but for the rounding of each."""
    every = [part.quantity for part in (*parts, whole) if part.quantity is not None]
    gap = sum((quantity.value for quantity in every[:-1]), -every[-1].value)
    return abs(gap) <= sum(quantity.quantum for quantity in every) / 2


def parts_of(fact: Fact, index: DocumentIndex) -> list[Fact]:
    """The things printed as parts of what a cell or a sentence's figure stands for."""
    above = (*fact.row_path, fact.label)
    where = fact.provenance
    return [
        other
        for other in index.document.facts
        if other.row_path == above
        and (other.provenance.table, other.provenance.column, other.provenance.section)
        == (where.table, where.column, where.section)
        and _is_like(other, fact)
    ]


def _children(fact: Fact, table: BudgetTable, index: DocumentIndex) -> Field:
    """The rows under the same parent."""
    facts = [other for other in _column_of(fact, index) if other.row_path == fact.row_path]
    parent = fact.row_path[-1] if fact.row_path else ""
    whole = (key(parent),) if parent else (key(table.title),)
    terms = frozenset(vocabulary().of_label(parent)) if parent else frozenset(about(table))
    return _field(fact, facts, whole, terms)


def _under(fact: Fact, depth: int, index: DocumentIndex) -> Field:
    """The rows of its level under one of its ancestors (项 of a 类)."""
    above = fact.row_path[: depth + 1]
    facts = [o for o in _column_of(fact, index) if o.level == fact.level and o.row_path[: depth + 1] == above]
    whole = _field(fact, facts, (key(above[-1]),), frozenset(vocabulary().of_label(above[-1])))
    return replace(whole, direct=False)


def _level(fact: Fact, table: BudgetTable, index: DocumentIndex) -> Field:
    """All the rows of one level of the table."""
    facts = [other for other in _column_of(fact, index) if other.level == fact.level]
    every = _field(fact, facts, (key(table.title),), frozenset(about(table)))
    return replace(every, level=_LEVELS.get(len(fact.code or ""), ""))


_LEVELS = {3: "类", 5: "款", 7: "项"}  # by the digits of a code
_LEVEL = re.compile(r"(?P<level>[类款项])级")


def _columns(fact: Fact, table: BudgetTable, index: DocumentIndex) -> Field:
    """The columns beside it in its row: parts of what the row stands for (基本支出 and 项目支出)."""
    own = _group(fact)
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for other in index.document.facts:
        same_row = (other.provenance.table, other.provenance.row) == (fact.provenance.table, fact.provenance.row)
        if same_row and _is_like(other, fact):
            groups[_group(other)].append(other)
    peers = [
        facts[0]
        for group, facts in groups.items()
        if group and len(group) == len(own) and group[:-1] == own[:-1] and len(facts) == 1
    ]
    row = "" if fact.total or is_total(fact.label) else key(fact.label)
    terms = frozenset(vocabulary().of_label(fact.label)) if row else frozenset(about(table))
    return _field(fact, peers if own else (), (row or key(table.title), *map(key, own[:-1])), terms)


def _group(fact: Fact) -> tuple[str, ...]:
    """The headers above a cell that say what it is of; a subtotal is of the header above it."""
    return tuple(name for part in fact.column_path if (name := speaking(part)))


def _column_of(fact: Fact, index: DocumentIndex) -> Iterator[Fact]:
    where = fact.provenance
    for other in index.document.facts:
        same = (other.provenance.table, other.provenance.column) == (where.table, where.column)
        if same and other.side == fact.side and _is_like(other, fact) and not other.total and not is_total(other.label):
            yield other


def _is_like(other: Fact, fact: Fact) -> bool:
    return (
        isinstance(other.quantity, Amount | Count)
        and type(other.quantity) is type(fact.quantity)
        and other.measure is Measure.VALUE
        and other.certain is fact.certain
        and (other.year, other.stage) == (fact.year, fact.stage)
    )


def _field(subject: Fact, facts: Sequence[Fact], whole: tuple[str, ...], terms: frozenset[str]) -> Field:
    """A family without what repeats another member's name with another code."""
    return Field(subject, tuple(dict.fromkeys(facts)), tuple(filter(None, whole)), terms)


def scoped(found: Sequence[tuple[list[Field], DocumentIndex]], words: str) -> list[list[Field]]:
    """The families of each cell that the words for the whole name; all of them where no cell has such a family."""
    named = [_named(families, words, index) for families, index in found] if words else []
    if any(named):
        return named
    return [families for families, _ in found]


def _named(found: Sequence[Field], words: str, index: DocumentIndex) -> list[Field]:
    """The families of the whole that the words name."""
    level = _LEVEL.search(words)
    if level and any(field.level == level["level"] for field in found):
        return [field for field in found if field.level == level["level"]]
    scope = Phrase.of(words, index.names)
    tables, _ = named_tables(scope, index)
    chosen = [
        field
        for field in found
        if (field.named_by(scope)) and (tables is None or field.subject.provenance.table in tables)
    ]
    said = [_said(field, scope, index) for field in chosen]
    narrow = [field for field, size in zip(chosen, said, strict=True) if size and size == max(said)]
    return narrow or chosen


def namesakes_left_out(found: Sequence[list[Field]]) -> list[list[Field]]:
    """The families of each cell that the words may mean, without those of a deeper row that only shares its name.

    A 款 and a 项 below it are often called the same: what is ranked in a 类 is then the 款, which is right below it.
    """
    nearest = {
        (each.subject.document, each.subject.provenance.table, each.subject.provenance.column, whole)
        for families in found
        for each in families
        if each.direct
        for whole in each.whole
    }
    return [
        [
            each
            for each in families
            if each.direct
            or not any(
                (each.subject.document, each.subject.provenance.table, each.subject.provenance.column, whole) in nearest
                for whole in each.whole
            )
        ]
        for families in found
    ]


def _said(field: Field, scope: Phrase, index: DocumentIndex) -> int:
    """How many characters of the words name the row that a family is under; 0 where it is the table itself."""
    table = index.table_of(field.subject)
    names = (name for name in field.whole if table is None or name != key(table.title))
    return max((scope.stem_mask(name).bit_count() for name in names), default=0)
