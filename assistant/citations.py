"""Numbered citations for a checked draft: each fact's cell or sentence, which figures rest on which, and the marks
[1][2] behind each sentence of the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.calculations import facts_of
from assistant.knowledge import Knowledge
from assistant.model import CheckReport, Citation, Claim, Draft, Quote, Segment, ShownFigure
from index.model import Fact


def cite(
    draft: Draft, report: CheckReport, knowledge: Knowledge
) -> tuple[str, tuple[ShownFigure, ...], tuple[Citation, ...]]:
    """The text with its marks, the figures with their sources, and the citations; facts of one row or sentence share
    nothing but order."""
    facts: dict[str, Fact] = {}
    for segment in draft.segments:
        if isinstance(segment, Claim):
            facts |= {fact.id: fact for fact in facts_of(segment.basis)}
        elif isinstance(segment, Quote):
            facts[segment.fact.id] = segment.fact
    facts |= {fact.id: fact for fact in draft.support}
    for figure in report.figures:
        facts |= {fact.id: fact for fact in figure.facts}
    numbers: dict[tuple[object, ...], int] = {}
    citations: list[Citation] = []
    of_fact: dict[str, int] = {}
    for fact in facts.values():
        place = _place(fact)
        if place not in numbers:
            numbers[place] = len(numbers) + 1
            citations.append(citation_of(numbers[place], fact, knowledge))
        of_fact[fact.id] = numbers[place]
    figures = tuple(
        ShownFigure(
            figure.text,
            figure.value,
            figure.unit,
            figure.status,
            figure.formula,
            tuple(dict.fromkeys(of_fact[fact.id] for fact in figure.facts if fact.id in of_fact)),
        )
        for figure in report.figures
    )
    return _marked(draft, of_fact), figures, tuple(citations)


_MOST_MARKS = 6
_MARK = re.compile(r"\[\d+\]")


def _marked(draft: Draft, of_fact: dict[str, int]) -> str:
    """The draft's text with the numbers of its sources behind each part: before “；”, after “。”. What heads a list
    (共3项：…) needs none where each thing of the list carries its own."""
    text: list[str] = []
    waiting: list[int] = []
    for position, segment in enumerate(draft.segments):
        if isinstance(segment, str):
            own = set(_numbers(draft.segments[position + 1 :], of_fact)) if segment.endswith("：") else set()
            if own.issuperset(waiting):
                waiting.clear()
            for piece in re.split(r"(?<=[。；])|(?=；)", segment):
                if piece == "；":
                    text.append(_marks(waiting))
                text.append(piece)
                if piece.endswith("。"):
                    text.append(_marks(waiting))
            continue
        text.append(segment.text)
        waiting += _numbers((segment,), of_fact)
    if not waiting and not _MARK.search("".join(text)):
        waiting += [of_fact[fact.id] for fact in draft.support[:2] if fact.id in of_fact]
    return "".join((*text, _marks(waiting)))


def _numbers(segments: Sequence[Segment], of_fact: dict[str, int]) -> dict[int, None]:
    """The numbers of the sources that these segments rest on, in order."""
    facts = [
        fact
        for segment in segments
        if not isinstance(segment, str)
        for fact in (facts_of(segment.basis) if isinstance(segment, Claim) else (segment.fact,))
    ]
    return dict.fromkeys(of_fact[fact.id] for fact in facts if fact.id in of_fact)


def _marks(waiting: list[int]) -> str:
    """The marks of the numbers collected so far, each once, which are thereby used up."""
    numbers = list(dict.fromkeys(waiting))[:_MOST_MARKS]
    waiting.clear()
    return "".join(f"[{n}]" for n in numbers)


def _place(fact: Fact) -> tuple[object, ...]:
    where = fact.provenance
    if where.table is not None:
        return (where.document, where.table, where.row, where.column)
    return (where.document, where.section, where.quote)


def citation_of(n: int, fact: Fact, knowledge: Knowledge) -> Citation:
    """Where a fact stands: its cell or its sentence, as citation number ``n``."""
    document = knowledge.by_document[fact.document].document
    table = knowledge.table_of(fact)
    where = fact.provenance
    return Citation(
        n=n,
        document=document.source.name,
        document_id=document.id,
        department=document.department,
        year=document.year,
        quote=where.quote,
        table=table.number or None if table is not None else None,
        table_id=table.id if table is not None else None,
        title=table.title if table is not None else None,
        section=" ".join(where.section) or None if table is None else None,
        row=fact.label if table is not None else None,
        column="／".join(fact.column_path) if table is not None else None,
        row_index=where.row,
        column_index=where.column,
        page=where.page,
        bbox=where.bbox if document.source.media_type == "pdf" else None,  # elsewhere grid boxes, no places
    )
