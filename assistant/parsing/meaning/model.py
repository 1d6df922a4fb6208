"""What a question means whatever documents are loaded: the shape of ``Meaning``, which everything else is read into."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

INTENTS = (
    "value", "change", "share", "ratio", "sum", "difference", "rank", "filter", "count", "list", "trend", "execution",
    "verify", "hypothetical", "unit_cost", "definition", "reason", "purpose", "text", "refuse", "smalltalk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure by its canonical name, or by the words themselves where they name something not standard.

    ``said`` stands in the question or in an earlier turn; ``start`` is its place there, -1 when it came from earlier.
    """

    name: str
    said: str = ""
    start: int = -1
    scope: str = ""  # 一般公共预算 财政拨款 政府性基金 基本支出 项目支出 全口径
    code: str = ""
    sub: str = ""  # the unit or indicator inside
    level: str = ""  # 类 款 项 项目 指标


@dataclass(frozen=True, slots=True)
class Group:
    """Whose members are ranked, filtered, listed or counted. ``level`` is empty when unsaid."""

    name: str
    level: str = ""  # 类 款 项 项目 单位 指标 表


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on members: ``op`` is one of > >= < <= = between (then ``upper`` is the other end)."""

    op: str
    value: Decimal
    unit: str = ""
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be verified or assumed: a figure with its unit, words, or both. A fall is negative."""

    text: str = ""
    value: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One question, its open slots filled from the history. Empty means unsaid.

    ``period``: this, last, before_last, next, a year, ``2021-2023``, ``last_3``; the newer one first in a change.
    ``figure`` (in the data: ``as``): amount rate direction both previous; times percent parts; new gone new_and_gone.
    """

    intent: str
    metrics: tuple[Metric, ...] = ()
    whole: Metric | None = None
    group: Group | None = None
    period: tuple[str, ...] = ()
    stage: str = ""  # budget final adjusted
    figure: str = ""
    departments: tuple[str, ...] = ()
    unit: str = ""
    decimals: int | None = None
    n: int | None = None
    order: str = ""  # desc asc
    threshold: Bound | None = None
    table: str = ""
    column: str = ""
    claim: Claim | None = None
    topic: str = ""

    def to_json(self) -> dict[str, Any]:
        """The meaning under the keys of the utterance files; keys that do not apply are left out."""
        made: dict[str, Any] = {"intent": self.intent, "metrics": [_metric(metric) for metric in self.metrics]}
        made |= {"period": list(self.period)}
        if self.whole is not None:
            made["whole"] = _metric(self.whole)
        if self.group is not None:
            made["group"] = {"name": self.group.name, "level": self.group.level or None}
        plain = {
            "stage": self.stage, "as": self.figure, "unit": self.unit, "decimals": self.decimals, "n": self.n,
            "order": self.order, "table": self.table, "column": self.column, "topic": self.topic,
        }  # fmt: skip
        made |= {name: value for name, value in plain.items() if value not in ("", None)}
        if self.departments:
            made["departments"] = list(self.departments)
        if self.threshold is not None:
            ends = [str(self.threshold.value), *([str(self.threshold.upper)] if self.threshold.upper else [])]
            made["threshold"] = {"op": self.threshold.op, "unit": self.threshold.unit or None}
            made["threshold"]["value"] = ends if len(ends) > 1 else ends[0]
        if self.claim is not None:
            figure = {"value": str(self.claim.value), "unit": self.claim.unit or None}
            made["claim"] = figure if self.claim.value is not None else self.claim.text
        return made


def _metric(metric: Metric) -> dict[str, str]:
    told = {"name": metric.name, "said": metric.said, "scope": metric.scope, "code": metric.code}
    told |= {"sub": metric.sub, "level": metric.level}
    return {name: value for name, value in told.items() if value or name == "name"}
