"""What a question means, before anything is looked up."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.amounts import Amount, Count, Quantity, Ratio
from index.model import Stage


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the question. ``keys`` are names of the documents in view, ``terms`` vocabulary ids (preferred first).

    ``quality`` is 1 for an exact name, less for a stem, a homophone, a typo or a part of a name.
    """

    start: int
    end: int
    text: str
    keys: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    code: str | None = None
    quality: float = 1.0


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """One figure asked for: the mention that names it and the mentions that narrow it down (三公里的公务接待费)."""

    target: Mention
    contexts: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure must be to count; ``upper`` is the other end of a range (100万元到200万元之间), both ends in it."""

    op: str  # > >= < <= =
    quantity: Quantity
    upper: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question fixes beside its metrics. ``years`` oldest first; empty when nothing is said."""

    years: tuple[int, ...] = ()
    previous_year: bool = False  # 去年, 上年: the year before the document's own
    year_span: bool = False  # 2017—2019, 三年
    stage: Stage | None = None
    unit: str = ""
    decimals: int | None = None
    n: int | None = None
    top: bool = False  # 前三: n is how many, not which
    ascending: bool = False
    threshold: Threshold | None = None
    tables: tuple[str, ...] = ()  # table numbers or title keys as said
    column: str = ""
    level: str = ""  # 类 款 项 项目 单位 指标 表
    figures: tuple[Quantity, ...] = ()
    departments: tuple[str, ...] = ()  # the departments named, by their full names
    scope: str = ""  # fund source or budget scope said


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    text: str
    plain: str
    operation: str = "value"
    queries: tuple[MetricQuery, ...] = ()
    mentions: tuple[Mention, ...] = ()
    slots: Slots = field(default_factory=Slots)
    cues: frozenset[str] = frozenset()
    previous: ParsedQuestion | None = None
    trace: tuple[str, ...] = ()

    def cue(self, *names: str) -> bool:
        return any(name in self.cues for name in names)

    def with_slots(self, **changes: object) -> ParsedQuestion:
        return replace(self, slots=replace(self.slots, **changes))  # type: ignore[arg-type]


__all__ = ["Amount", "Count", "Decimal", "Mention", "MetricQuery", "ParsedQuestion", "Ratio", "Slots", "Threshold"]
