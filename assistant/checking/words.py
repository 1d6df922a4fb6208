"""The words of words.toml as patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

_DATA = files("assistant.checking") / "words.toml"


class Nearness(StrEnum):
    """What a word beside a figure makes of it."""

    NEAR = "near"  # a little less: 近, 接近
    UNDER = "under"  # less, and no rounder figure between: 不到, 不足
    OVER = "over"  # more, and no rounder figure between: 超, 逾, 多
    ABOUT = "about"
    AT_MOST = "at_most"  # a bound, however far: 不超过, 以内
    AT_LEAST = "at_least"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Spelled(_Strict):
    """``pattern`` matches words that say a figure; ``says`` is the same in digits."""

    pattern: str
    says: str


class _Approximate(_Strict):
    near: list[str]
    under: list[str]
    over: list[str]
    about: list[str]
    at_most: list[str]
    at_least: list[str]
    after: list[str]


class _Rank(_Strict):
    largest: list[str]
    first_of: str
    smallest: list[str]
    ordinal: list[str]
    next_to: list[str]
    second: list[str]
    changes: list[str]
    amounts_of_change: list[str]
    falls: list[str]
    not_ranks: list[str]
    beyond: list[str]
    years: str


class _Trend(_Strict):
    up: list[str]
    down: list[str]
    flat: list[str]
    nearly: list[str]
    adverbs: list[str]
    turns: dict[str, str]


class Words(_Strict):
    """words.toml."""

    spelled: list[Spelled]
    approximate: _Approximate
    rank: _Rank
    trend: _Trend


@cache
def words() -> Words:
    return Words(**tomllib.loads(_DATA.read_text("utf-8")))


def any_of(alternatives: Iterable[str]) -> str:
    """A pattern of alternatives, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(alternatives, key=len, reverse=True)) + ")"


@cache
def nearness(word: str) -> Nearness | None:
    """What 近, 超, 不到 … mean; None for no such word."""
    data = words().approximate
    return next((kind for kind in Nearness if word in getattr(data, kind)), None)
