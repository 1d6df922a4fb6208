"""From a question to a checked answer: the types of the assistant.

``question → ParsedQuestion → Evidence → Calculation → Draft → CheckReport → Answer``. Only ``service.py`` builds a
``CitedAnswer``, and only with a passing ``CheckReport``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from index.amounts import Quantity
from index.model import BBox, Fact


class FigureStatus(StrEnum):
    VERIFIED = "verified"  # printed in a document
    RECOMPUTED = "recomputed"  # follows from printed figures by the formula shown
    DISPUTED = "disputed"  # sources disagree
    UNSUPPORTED = "unsupported"  # never shown: a draft with one is refused


class Direction(StrEnum):
    INCREASE = "increase"
    DECREASE = "decrease"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number the user supplied (再降0.1万元) or a definition supplies (12 months)."""

    quantity: Quantity
    name: str = ""


@dataclass(frozen=True, slots=True)
class Calculation:
    """An operator of ``assistant.calculations`` applied to facts, constants or other calculations."""

    operator: str
    operands: tuple[Operand, ...]
    result: Quantity


Operand = Fact | Constant | Calculation


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as a draft words it, with what it rests on: a printed fact, a calculation, or the user's own number."""

    text: str
    basis: Operand


@dataclass(frozen=True, slots=True)
class Quote:
    """Words taken from a document verbatim; figures inside them are the document's own."""

    text: str
    fact: Fact


Segment = str | Claim | Quote


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer not yet checked: its text in segments, and the headline values of the contract."""

    segments: tuple[Segment, ...]
    value: Decimal | None = None
    unit: str = ""
    direction: Direction | None = None
    verdict: str | None = None
    items: tuple[Item, ...] = ()
    support: tuple[Fact, ...] = ()  # further facts to cite beside those of the claims

    @property
    def text(self) -> str:
        return "".join(segment if isinstance(segment, str) else segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    text: str
    value: Decimal
    unit: str
    status: FigureStatus
    formula: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The checker's verdict on a draft's text: each figure, and what is wrong (empty when it passes)."""

    figures: tuple[CheckedFigure, ...]
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Citation:
    n: int
    document: str  # file name
    document_id: str
    department: str
    year: int
    quote: str
    table: str | None = None  # number, e.g. 表四
    table_id: str | None = None
    title: str | None = None
    section: str | None = None
    row: str | None = None
    column: str | None = None
    row_index: int | None = None
    column_index: int | None = None
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class ShownFigure:
    text: str
    value: Decimal
    unit: str
    status: FigureStatus
    formula: str = ""
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedAnswer:
    text: str
    value: Decimal | None
    unit: str | None
    direction: Direction | None
    verdict: str | None
    items: tuple[Item, ...]
    figures: tuple[ShownFigure, ...]
    citations: tuple[Citation, ...]
    trace: tuple[str, ...] = ()
    model: str = ""  # the language model that worded the text; "" where none did


@dataclass(frozen=True, slots=True)
class Clarification:
    text: str
    candidates: tuple[str, ...]
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """``reason`` is a stable code; ``citations`` show the nearest thing known, never a figure as the answer."""

    text: str
    reason: str
    citations: tuple[Citation, ...] = ()
    trace: tuple[str, ...] = ()


Answer = CitedAnswer | Clarification | Refusal
