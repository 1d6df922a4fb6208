"""The words of narrative.toml as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import LayoutError

_DATA = Path(__file__).parents[1] / "vocabulary" / "narrative.toml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Change(_Strict):
    increase: list[str]
    decrease: list[str]
    neutral: list[str]
    after_verb: list[str]
    before_verb: list[str]
    unchanged: list[str]
    nearly: list[str]


class _Base(_Strict):
    years: list[str]
    kinds: list[str]


class _Reason(_Strict):
    cues: list[str]
    before: list[str]


class _Cues(_Strict):
    cues: list[str]


class _Part(_Strict):
    cues: list[str]
    announcements: list[str]


class _Name(_Strict):
    lead: list[str]
    stages: list[str]
    tail: list[str]
    soft_tail: list[str]
    empty: list[str]
    scopes: list[str]
    boundaries: list[str]


class _Count(_Strict):
    after: list[str]
    bodies: list[str]
    bare: list[str]
    apart: dict[str, list[str]]
    carried: list[str]
    governing: list[str]


class _Covered(_Strict):
    cues: list[str]
    matters: list[str]
    amount: str


class _Heading(_Strict):
    tail: list[str]


class _Legend(_Strict):
    marks: list[str]


class _None(_Strict):
    cues: list[str]
    about: list[str]


class Cues(_Strict):
    """narrative.toml."""

    change: _Change
    base: _Base
    reason: _Reason
    purpose: _Cues
    part: _Part
    name: _Name
    count: _Count
    covered: _Covered
    heading: _Heading
    legend: _Legend
    none: _None


@cache
def cues() -> Cues:
    """The bundled cue words. Raises LayoutError when the file is invalid."""
    try:
        return Cues(**tomllib.loads(_DATA.read_text("utf-8")))
    except (ValidationError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(f"词表 {_DATA.name} 无效：{error}") from error


def any_of(words: Iterable[str]) -> str:
    """A pattern of alternatives, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _verbs() -> str:
    change = cues().change
    words = {"up": change.increase, "down": change.decrease, "flat": change.neutral}
    return "(?:" + "|".join(f"(?P<{name}>{any_of(verbs)})" for name, verbs in words.items()) + ")"


@cache
def verb() -> re.Pattern[str]:
    """A clause with a verb of change: subject, sign, and what the verb governs before the figure."""
    change = cues().change
    return re.compile(
        rf"^(?P<subject>.*?){any_of(change.before_verb)}*{_verbs()}(?P<after>{any_of(change.after_verb)}*)(?P<object>.*)$"
    )


@cache
def adjacent_verb() -> re.Pattern[str]:
    """A clause that ends in a verb of change, right before the figure."""
    change = cues().change
    return re.compile(rf"^(?P<subject>.*?){any_of(change.before_verb)}*{_verbs()}{any_of(change.after_verb)}*$")


@cache
def base() -> re.Pattern[str]:
    """与上年预算数相比, 较2022年, 同比, 比年初预算数: groups year (digits), last (上年), kind."""
    data = cues().base
    kinds = f"(?P<kind>{any_of(data.kinds)})"
    return re.compile(
        rf"(?:比|较|与|相比|对比|相较于?|[同和](?=[^，。；]{{2,24}}(?:相比|比较)))(?:于)?(?:(?P<year>20\d\d)年度?(?:当年|同期)?|(?P<last>{any_of(data.years)}))的?"
        r"(?:（[^（）\d]{2,12}）)?"
        rf"(?P<middle>[^，。；：、增减比\d]{{0,20}}?){kinds}?数?"
        rf"(?:相比较?|比较|对比|比|(?=[，,增减上下提降压持基没未无相一不略有各核调同变多少保扩缩削\d大]|$))"
        rf"|(?:比|较|与)(?:(?P<own>{any_of(data.kinds)}))(?:相比|比较)?"
        rf"|(?P<same>同比|环比)"
    )


@cache
def unchanged() -> re.Pattern[str]:
    change = cues().change
    return re.compile(rf"(?P<nearly>{any_of(change.nearly)}?)(?P<words>{any_of(change.unchanged)})")


@cache
def reason() -> re.Pattern[str]:
    data = cues().reason
    return re.compile(rf"(?P<before>{any_of(data.before)}*)的?(?P<cue>{any_of(data.cues)})[：:，]?(?:是|为|：|:)?")


@cache
def purpose() -> re.Pattern[str]:
    return re.compile(rf"(?P<cue>{any_of(cues().purpose.cues)})")
