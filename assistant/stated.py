"""The figures that documents state of things and standards: in indicator rows, boxes of words, and sentences.

“≤1500元/台” in a row of indicators, “拟定床位1300张” in a box that describes a project, “接待13人” in running text: each
with the words it stands in, so that it can be found by parts of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.knowledge import DocumentIndex
from assistant.named import Named
from index.amounts import Amount, Count, FigureKind, Quantity, find_figures, read_quantity
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key

PERFORMANCE = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE)
_DESCRIBED = (*PERFORMANCE, TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS)
_CLAUSE = re.compile(r"(?:[^，,。；;！？\n]|(?<=\d),(?=\d{3}))+")
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_SHORTEST_BOX = 10
_LONGEST_SAID = 100  # characters of a sentence that is quoted whole
_EXPLAINS = re.compile(r"指标值?(?:内容|解释|说明)|目标说明")  # columns that say in words what a row's target is
_JUDGES = re.compile(r"评|扣|备注")  # columns that tell how a target is marked
_MONEY_PER = re.compile(r"(?P<money>[\d.,]+(?:亿|万)?元)/(?P<each>.+)$")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with its words. ``near``: its label and clause; ``around``: the project, path, sentence (both keys)."""

    fact: Fact
    near: str
    around: str
    said: str  # the words around it as printed, "" for an indicator's cell

    @property
    def quantity(self) -> Quantity:
        assert self.fact.quantity is not None
        return self.fact.quantity

    @property
    def per(self) -> bool:
        """Whether it is for one thing each (元/人, 每亩, 人均)."""
        return "/" in self.quantity.unit or re.search(r"每|人均|平均|单价|均", self.near) is not None


@lru_cache(maxsize=32)
def stated(index: DocumentIndex) -> tuple[Stated, ...]:
    """Everything that a document states, cells of indicators first."""
    return (*_indicators(index), *_boxes(index), *_sentences(index))


def _indicators(index: DocumentIndex) -> Iterator[Stated]:
    words: dict[tuple[str | None, int | None], str] = {}
    told: dict[tuple[str | None, str], str] = {}  # what the boxes of a project's own table say about it
    for named in index.named:
        fact = named.fact
        if fact.measure is Measure.TEXT and fact.column_path and _EXPLAINS.search(fact.column_path[-1]):
            words[_row(fact)] = fact.text
        if fact.measure is Measure.TEXT and fact.subject and len(fact.text) >= _SHORTEST_BOX:
            told[_project(fact)] = told.get(_project(fact), "") + key(fact.text)
    for named in index.named:
        fact = named.fact
        if fact.table_kind in PERFORMANCE and fact.measure is Measure.VALUE and _is_target(named):
            leaf = fact.column_path[-1] if fact.column_path else ""
            near = key(fact.label) + key(words.get(_row(fact), "")) + key(leaf)
            around = key(fact.subject) + "".join(map(key, fact.row_path)) + told.get(_project(fact), "")
            yield Stated(fact, near, around, "")
        elif (
            fact.table_kind in PERFORMANCE
            and fact.measure is Measure.TEXT
            and named.row
            and _MONEY_PER.search(fact.text)
        ):
            around = key(fact.subject) + "".join(map(key, fact.row_path))
            yield from _money_per(fact, key(fact.label) + key(words.get(_row(fact), "")), around)


def _money_per(fact: Fact, near: str, around: str) -> Iterator[Stated]:
    """A target of money for one of something that is no known unit (≤14元/m2/月), as the sum of money that it is."""
    printed = _MONEY_PER.search(fact.text)
    amount = read_quantity(printed["money"]) if printed else None
    if printed is not None and isinstance(amount, Amount) and len(_MONEY_PER.findall(fact.text)) == 1:
        each = "每" + "每".join(printed["each"].split("/"))
        read = replace(fact, id=f"{fact.document}:text:{fact.id}:each", measure=Measure.VALUE, quantity=amount)
        yield Stated(read, near + key(each), around, "")


def _is_target(named: Named) -> bool:
    """Whether a cell is the target or score of its row, not an amount of money set aside for a project."""
    leaf = key(named.fact.column_path[-1]) if named.fact.column_path else ""
    return bool(named.row) and ("指标值" in leaf or "目标值" in leaf or isinstance(named.fact.quantity, Count))


def _project(fact: Fact) -> tuple[str | None, str]:
    return fact.provenance.table, fact.subject


def _row(fact: Fact) -> tuple[str | None, int | None]:
    return fact.provenance.table, fact.provenance.row


def _boxes(index: DocumentIndex) -> Iterator[Stated]:
    for named in index.named:
        fact = named.fact
        box = fact.table_kind in _DESCRIBED and fact.measure is Measure.TEXT and len(fact.text) >= _SHORTEST_BOX
        if not box or (fact.column_path and _JUDGES.search(fact.column_path[-1])):
            continue
        names = key(fact.subject) + key(fact.label) + "".join(map(key, fact.row_path))
        for number, span in enumerate(find_figures(fact.text)):
            if span.kind not in (FigureKind.COUNT, FigureKind.MONEY, FigureKind.RATIO) or span.quantity is None:
                continue
            clause = _around(_CLAUSE, fact.text, span.start)
            sentence = _around(_SENTENCE, fact.text, span.start)
            read = replace(
                fact,
                id=f"{fact.document}:text:{fact.id}:{number}",
                measure=Measure.VALUE,
                quantity=span.quantity,
                text=span.text,
                provenance=replace(fact.provenance, quote=fact.text),
            )
            said = sentence if len(sentence) <= _LONGEST_SAID else clause
            yield Stated(read, key(clause), names + key(fact.text), said.strip())


def _around(part: re.Pattern[str], text: str, place: int) -> str:
    """The clause or sentence that a place of a text stands in."""
    return next((m.group() for m in part.finditer(text) if m.start() <= place < m.end()), "")


def _sentences(index: DocumentIndex) -> Iterator[Stated]:
    for named in index.named:
        fact = named.fact
        if not named.narrative or fact.measure is not Measure.VALUE or not isinstance(fact.quantity, Count):
            continue
        quote = fact.provenance.quote
        place = quote.find(fact.text)
        clause = _around(_CLAUSE, quote, place)
        path = "".join(map(key, fact.row_path)) + "".join(map(key, fact.provenance.section))
        yield Stated(fact, key(fact.label) + key(clause), path + key(quote), clause.strip())


def as_money(one: Stated) -> Stated | None:
    """A figure for one thing each (11.05万元/年/人) as the sum of money it is; None where it is none."""
    if isinstance(one.quantity, Amount):
        return one
    printed = _MONEY_PER.search(one.fact.text)
    amount = read_quantity(printed["money"]) if printed else None
    if not isinstance(amount, Amount):
        return None
    fact = replace(one.fact, id=f"{one.fact.document}:text:{one.fact.id}:each", quantity=amount)
    return replace(one, fact=fact)
