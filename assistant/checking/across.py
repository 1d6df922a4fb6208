"""Two departments compared: 甲的预算比乙多…, 甲的三公经费是乙的…倍."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from assistant.checking.inventory import stock
from assistant.checking.matching import Found, Shelf, stretches
from assistant.checking.model import Claim
from assistant.checking.phrases import speaking
from index.amounts import Amount, Count, Ratio
from index.model import Fact
from index.narrative.clauses import signed

_MORE = re.compile(
    r"(?P<a>[^，,；;。＃]*)[，,]?(?:比|较)＃+(?P<b>[^，,；;。＃]*?)(?P<verb>多|高|大|少|低|小)"
    r"(?:了|出|支|安排|花|约|近|超|将近|大约)*$"
)
_TIMES = re.compile(
    r"(?P<a>[^，,；;。＃]*)[，,]?(?:大约|差不多|约)?(?:是|为|相当于|达到?)?(?:约|近|大约)?(?:＃+|后者)(?P<b>[^，,；;。＃]*?)的"
    r"(?:约|近|大约|将近)*$"
)
_LESS = frozenset("少低小")
_WHOLE = "支出总计"

Compared = tuple[str, Claim, list[tuple[Fact, ...]]]  # (operator, the claim with its sign, pairs to try)


def across(claim: Claim, shelf: Shelf) -> Compared | None:
    """The calculation on a metric of two departments; None where the words ask for none, or one prints no such metric."""
    before = claim.sentence[: claim.place]
    more, times = _MORE.search(before), _TIMES.search(before)
    if isinstance(claim.quantity, Ratio):
        if claim.quantity.unit == "个百分点" or times is None:
            return None
        return _of(claim, "ratio", times, shelf)
    if more is None:
        return None
    sign = -1 if more["verb"] in _LESS else 1
    return _of(replace(claim, quantity=signed(claim.quantity, sign)), "difference", more, shelf)


def _of(claim: Claim, operator: str, said: re.Match[str], shelf: Shelf) -> Compared | None:
    for words in _metrics(claim, said):
        own, other = (_find(words, claim, ids, shelf) for ids in (claim.documents, claim.against))
        if own and other:
            tries = [*product(own.best, other.best), *product(own.scopes, other.scopes)]
            return operator, claim, sorted(tries, key=_unlike)
    return None


def _metrics(claim: Claim, said: re.Match[str]) -> Iterator[str]:
    """What is compared, the nearest words first; the whole budget where these say no more than 预算."""
    for words in (said["a"], said["b"], *stretches(claim)):
        bare = words.strip("的＃约 ")
        if bare:
            yield bare if speaking(re.sub(r"20\d\d年?度?的?", "", bare)) else _WHOLE


def _find(words: str, claim: Claim, ids: tuple[str, ...], shelf: Shelf) -> Found:
    own = replace(claim, documents=ids)
    if isinstance(claim.quantity, Count):
        return stock(words, own, shelf)
    return shelf.find(words, ids, claim.year, claim.stage, kinds=(Amount,))


def _unlike(facts: tuple[Fact, ...]) -> bool:
    first, second = facts
    return (first.label, first.column_path[-1:]) != (second.label, second.column_path[-1:])
