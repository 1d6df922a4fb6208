"""An invented department's year: a ledger of amounts at the leaf, and what the narrative says about them.

Every table and every sentence of a sample document is a sum over the same ledger, so all identities hold by
construction. Amounts are ``Decimal`` in 元.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from index.model import Stage


class Nature(StrEnum):
    PERSONNEL = "personnel"  # 人员经费
    OPERATING = "operating"  # 公用经费
    PROJECT = "project"  # 项目支出


class Source(StrEnum):
    GENERAL = "general"  # 一般公共预算
    FUND = "fund"  # 政府性基金预算
    CAPITAL = "capital"  # 国有资本经营预算
    SPECIAL = "special"  # 财政专户管理资金
    BUSINESS = "business"  # 事业收入
    OTHER = "other"  # 其他收入


FISCAL = (Source.GENERAL, Source.FUND, Source.CAPITAL)


@dataclass(frozen=True, slots=True)
class Line:
    """The smallest amount: one functional item, one economic item, one source, one unit, at most one project."""

    function: str
    economic: str
    nature: Nature
    source: Source
    amount: Decimal
    unit: int = 0
    project: str = ""
    procurement: str = ""  # goods | works | services
    carried: bool = False  # financed by last year's 结转


Chosen = Callable[[Line], bool]


def any_line(_: Line) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Ledger:
    lines: tuple[Line, ...] = ()

    def total(self, chosen: Chosen = any_line) -> Decimal:
        return sum((line.amount for line in self.lines if chosen(line)), Decimal(0))

    def only(self, chosen: Chosen) -> Ledger:
        return Ledger(tuple(line for line in self.lines if chosen(line)))

    def codes(self, digits: int, name: str = "function") -> tuple[str, ...]:
        """The distinct classification codes of the lines, cut to ``digits``, in order."""
        return tuple(sorted({getattr(line, name)[:digits] for line in self.lines}))


def of(**wanted: object) -> Chosen:
    """A filter: every named attribute equals the value, is one of a tuple, or (codes) begins with it."""

    def chosen(line: Line) -> bool:
        return all(_matches(name, getattr(line, name), value) for name, value in wanted.items())

    return chosen


def _matches(name: str, actual: object, wanted: object) -> bool:
    if isinstance(wanted, tuple):
        return actual in wanted
    if name in ("function", "economic"):
        return str(actual).startswith(str(wanted))
    return actual == wanted


@dataclass(frozen=True, slots=True)
class Indicator:
    """One performance indicator: ``name sign value unit`` and its weight in %."""

    group: str  # 产出指标 | 效益指标 | 满意度指标
    section: str  # 数量指标 …
    name: str
    sign: str
    value: str
    unit: str
    weight: int


@dataclass(frozen=True, slots=True)
class Project:
    name: str
    purpose: str
    basis: str
    goal: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    name: str
    administrative: bool
    posts: int  # 编制
    staff: int  # 实有


@dataclass(frozen=True, slots=True)
class SampleBudget:
    """One published document: ``ledger`` is what it publishes, the other ledgers what it compares with.

    For a 决算 (``Stage.FINAL``) the ledger holds what was spent and ``planned`` the year's budget.
    """

    seed: int
    name: str  # file stem without layout
    region: str
    department: str
    short_name: str
    year: int
    stage: Stage
    duties: tuple[str, ...]
    offices: tuple[str, ...]
    units: tuple[Unit, ...]
    projects: tuple[Project, ...]
    ledger: Ledger
    last_year: Ledger  # last year's budget as published (决算: last year's spending)
    last_execution: Ledger  # what last year's budget came to
    planned: Ledger
    vehicles: Mapping[str, int]
    vehicles_bought: int
    equipment: int
    overall_goal: str
    overall_indicators: tuple[Indicator, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)  # functional code, economic code or topic → why it changed
    purposes: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    phone: str = ""

    def project(self, name: str) -> Project:
        return next(project for project in self.projects if project.name == name)
