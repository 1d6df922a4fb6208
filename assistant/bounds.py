"""The limits and goals that running text tells with their condition (负债率超过68%的企业举债须报批, 保持在5%以上).

Such a figure is told by a word that bounds it; what it bounds, and what follows from it, stand around it in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.knowledge import DocumentIndex
from index.amounts import FigureKind, Quantity, find_figures
from index.model import Fact, Measure, Provenance, Section

_SENTENCE = re.compile(r"(?:[^。；;！？\n]|\n(?=\S))+")
_CLAUSE = re.compile(r"(?:[^，,]|(?<=\d),(?=\d{3}))+")
_BEFORE = re.compile(
    r"(?:超过|突破|达到?|不低于|不少于|不超过|不高于|低于|高于|少于|多于|保持在|控制在|稳定在|提高到|提升到|降至|降到|年满|满|不足|至少有?|力争)[^\d，,]{0,3}$"
)
_AFTER = re.compile(r"(?:[（(]含[^)）]*[)）])?(?:的)?(?:及?以上|及?以下|以内|左右|之内)")
# The form in which every document tells its equipment, and what a budget's figure is compared with.
_NO_GOAL = re.compile(r"单[价位][^，,]{0,6}\d|(?:比|较|与)(?:上年|去年|20\d\d年)|预算|决算|拨款|设备\d|用车\d")
_KINDS = (FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT)


@lru_cache(maxsize=32)
def bounds(index: DocumentIndex) -> tuple[tuple[Fact, str], ...]:
    """Each figure that a word bounds, as a fact that quotes its sentence, with the clause that it stands in."""
    return tuple(found for section in index.document.sections for found in _bounds(index, section))


def _bounds(index: DocumentIndex, section: Section) -> Iterator[tuple[Fact, str]]:
    for match in _SENTENCE.finditer(section.text):
        sentence = "".join(match.group().split("\n")).strip()
        for clause in _CLAUSE.findall(sentence):
            if _NO_GOAL.search(clause):
                continue
            for span in find_figures(clause):
                bounded = _BEFORE.search(clause[: span.start]) or _AFTER.match(clause, span.end)
                if span.kind in _KINDS and span.quantity is not None and bounded:
                    yield _fact(index, section, sentence, span.text, span.quantity), clause.strip()


def _fact(index: DocumentIndex, section: Section, sentence: str, text: str, quantity: Quantity) -> Fact:
    document = index.document
    return Fact(
        id=f"{document.id}:text:bound:{hash((sentence, text)) & 0xFFFFFF:x}",
        document=document.id,
        label="",
        measure=Measure.VALUE,
        year=document.year,
        stage=document.stage,
        provenance=Provenance(document.id, sentence, section.page, section=section.path),
        text=text,
        quantity=quantity,
    )
