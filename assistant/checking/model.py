"""The types of checking a text: what a figure claims, and the judgement on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.amounts import FigureKind, FigureSpan, Quantity
from index.model import Fact, Measure, Stage
from index.narrative.names import Name

CLAIMED = frozenset((FigureKind.MONEY, FigureKind.RATIO, FigureKind.COUNT))  # kinds of figures that state something


class Verdict(StrEnum):
    VERIFIED = "verified"  # printed in a document
    RECOMPUTED = "recomputed"  # follows from printed figures by the formula shown
    CONTRADICTED = "contradicted"  # the documents say otherwise
    DISPUTED = "disputed"  # the documents contradict each other
    UNSUPPORTED = "unsupported"  # the documents say nothing of it, or the text does not say what it is
    NOT_A_CLAIM = "not_a_claim"  # years, dates, codes, list numbers, phone numbers


class Among(StrEnum):
    """What a rank is of: amounts, their changes or rates of change."""

    VALUE = "value"
    CHANGE = "change"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Rank:
    """“居首”, “第二大”, “最少”: the place of a thing among its kind, 1 for the largest, −1 for the smallest.

    ``subject`` and ``scope`` are the words for the thing and for what it is a part of ("" where none is said);
    ``years`` the years that it is compared over, where they are; ``after`` the thing that it comes right after.
    """

    place: int
    subject: str
    scope: str = ""
    among: Among = Among.VALUE
    years: tuple[int, ...] = ()
    after: str = ""
    year: int | None = None  # the one of them that has the place, where it is not the claim's own
    size: int = 0  # the number of things that it is said to be among
    beyond: str = ""  # the word for rivals that no document here shows


@dataclass(frozen=True, slots=True)
class Trend:
    """“连续两年下降”, “与上年持平”: the moves over the years, the latest last (1 up, −1 down, 0 none).

    ``yearly`` says that every year known moved so; ``nearly`` that a small move is none; ``thing`` is what a
    transitive verb moves (压减会议费), which need not be a metric.
    """

    moves: tuple[int, ...]
    yearly: bool = False
    nearly: bool = False
    years: tuple[int, ...] = ()
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says of one figure: whose, of which year and stage, which metric, and how the figure measures it.

    ``names`` are the metrics it may belong to (two for 收、支各…), ``within`` the metrics named as its whole,
    ``scope`` the origin of money said; ``sign`` is −1 where the words say a fall; ``base`` names the whole of a share.
    """

    figure: FigureSpan
    names: tuple[Name, ...]
    measure: Measure
    quantity: Quantity
    documents: tuple[str, ...]
    year: int
    stage: Stage | None = None
    base_year: int | None = None
    base: str = ""
    within: tuple[str, ...] = ()
    sentence: str = ""  # its departments and figures masked
    origin: int = 0  # where the sentence begins in the text
    place: int = 0  # where the figure begins in the sentence
    cuts: tuple[int, ...] = ()  # where the figures before it end in the sentence
    range: tuple[Quantity, Quantity] | None = None  # both ends, where the figure is an end of a range
    problem: str = ""  # why it cannot be judged
    aside: bool = False  # in a reason: what it speaks of may be narrower than the metric it names
    against: tuple[str, ...] = ()  # the documents of the department that it is compared with (甲比乙多…)
    remark: Rank | Trend | None = None  # what words without a figure say; ``quantity`` is then their place, or 0

    @property
    def lead(self) -> str:
        """The words between the figure before (or the beginning of the sentence) and the figure."""
        return self.sentence[max((cut for cut in self.cuts if cut <= self.place), default=0) : self.place]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one figure. ``expected`` is the right quantity where the text is wrong; ``facts`` prove it."""

    figure: FigureSpan
    verdict: Verdict
    formula: str = ""
    expected: Quantity | None = None
    facts: tuple[Fact, ...] = ()
    note: str = ""
