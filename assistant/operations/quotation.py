"""Answers in the document's own words: the sentence or cell is quoted and cited, nothing is rephrased."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.model import Claim, Draft, Quote, Segment
from assistant.operations.desk import Desk, Writer
from index.amounts import read_quantity
from index.model import Chunk, Definition, Fact, Measure, Provenance, Stage


def quoted(desk: Desk, facts: Sequence[Fact], lead: str = "") -> Draft:
    writer = Writer(desk).say(lead)
    said: set[str] = set()
    for fact in facts:
        text = (fact.provenance.quote if fact.provenance.table is None else fact.text).strip()
        writer.cite(fact)
        if text not in said:
            writer.say("；" if said else "", Quote(text, fact))
            said.add(text)
    return writer.draft()


def as_fact(desk: Desk, source: Definition | Chunk, number: int = 0) -> Fact:
    """A passage as a fact of words, so that it can be quoted and cited like any other."""
    provenance: Provenance = source.provenance
    text = source.text
    document = desk.knowledge.by_document[provenance.document].document
    label = source.term if isinstance(source, Definition) else (provenance.section[-1] if provenance.section else "")
    return Fact(
        id=f"{provenance.document}:text:{number}:{hash(text) & 0xFFFFFF:x}",
        document=provenance.document,
        label=label,
        measure=Measure.TEXT,
        year=document.year,
        stage=document.stage if document else Stage.BUDGET,
        provenance=Provenance(
            provenance.document,
            text,
            provenance.page,
            provenance.table,
            provenance.row,
            provenance.column,
            provenance.section,
        ),
        text=text,
    )


def as_printed(fact: Fact) -> tuple[Segment, ...]:
    """A target as printed: its sign as words, its figure as a claim; a quotation where its unit is no unit (684个数)."""
    text = fact.text.strip()
    figure = text.lstrip("≥≤＝=<>＜＞ ")
    read = read_quantity(figure)
    if read is None or fact.quantity is None or read.unit != fact.quantity.unit:
        return (Quote(text, fact),)
    return (text.removesuffix(figure).strip().lstrip("＝="), Claim(figure, fact))
