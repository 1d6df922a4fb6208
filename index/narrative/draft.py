"""A statement on its way to a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.amounts import Amount, Count, Quantity, Ratio
from index.model import Measure, Stage
from index.narrative.names import Name


@dataclass(slots=True)
class Draft:
    """One statement of a sentence. ``start``/``end``: the figure's span in the compact paragraph; ``group``: the
    statements about one amount (its value, its change, the rate of change), which share reason and purpose."""

    start: int
    end: int
    names: tuple[Name, ...]
    measure: Measure
    quantity: Quantity | None
    text: str
    year: int
    group: int
    stage: Stage | None = None
    base: str = ""
    base_year: int | None = None
    parents: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    reason: str = ""
    purpose: str = ""
    until: int = 0  # where the last reason or purpose given for it ends; 0 for none in its paragraph
    aside: bool = False  # inside a reason: says nothing of the sentence's own subject


@dataclass(slots=True)
class Base:
    """What the changes of a paragraph are measured against, as last stated."""

    name: str = "上年"
    year: int | None = None  # None: the year before


@dataclass(slots=True)
class Context:
    """What a section has said so far. ``announced``: the metric whose parts the next paragraphs list;
    ``numbered``: the metrics of the numbered paragraphs above, by rank."""

    year: int
    stage: Stage
    heading: Name
    class_path: tuple[str, ...] = ()
    announced: tuple[str, ...] = ()
    numbered: list[tuple[int, str]] = field(default_factory=list)
    topic: tuple[Name, ...] = ()
    labels: list[str] = field(default_factory=list)  # metrics valued so far, latest last
    groups: int = 0
    last: Sequence[Draft] = ()


def zero_of(quantity: Quantity | None) -> Quantity:
    """Nothing, in the unit and precision of a quantity; 0 万元 where there is none."""
    match quantity:
        case Amount():
            return Amount(quantity.value * 0, quantity.unit, quantity.quantum, "持平")
        case Count():
            return Count(quantity.value * 0, quantity.unit, quantity.quantum, "持平")
        case Ratio():
            return Ratio(quantity.value * 0, quantity.unit, quantity.quantum, "持平")
    from decimal import Decimal

    return Amount(Decimal(0), "万元", Decimal(100), "持平")
