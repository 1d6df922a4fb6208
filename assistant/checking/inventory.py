"""Numbers of vehicles and equipment: what is counted, by whatever words (保有公务用车, 共有车辆; 50万元以上的设备)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from assistant.checking.matching import Found, Shelf, grouped
from assistant.checking.model import Claim, Judgement, Verdict
from assistant.checking.words import any_of
from index.amounts import Amount, Count, read_quantity
from index.model import Fact, Measure
from index.vocabulary.names import plain

_THRESHOLD = re.compile(r"(?P<amount>\d+(?:\.\d+)?万?元)(?:[（(][含不]*含?[)）])?及?以上")
_KIND = re.compile(r"[\u4e00-\u9fff]{2,}(?<!公务)(?<!业务)用车|[\u4e00-\u9fff]{2,}专用车")
_ANY_VEHICLE = re.compile(r"(?:新|老|旧|小|汽)?车(?![\u4e00-\u9fff]*用车)")  # 41辆车, 买1辆车
_CAR = re.compile(r"(?<!用)(?<!公)(?<!汽)车(?=(?:约|共|计|达|有|为)*$)")  # 有车46辆, 拟购车14辆
_AFTER = 8  # characters of the noun after a number (2辆公务用车)


class _Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    names: list[str]


class _Inventory(BaseModel):
    """inventory.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    things: list[_Thing]
    actions: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts: ``thing``, whether it is ``owned`` or ``bought``, from which price up in 元 (0 for any)."""

    thing: str
    action: str
    threshold: Decimal


@cache
def _inventory() -> _Inventory:
    return _Inventory(**tomllib.loads((files("assistant.checking") / "inventory.toml").read_text("utf-8")))


@lru_cache(maxsize=20_000)
def counted(words: str, before: str = "") -> Counted | None:
    """What the words around a number count; None for anything else, and for one kind of vehicle among others.

    ``before`` are the words that the sentence begins with: their verb holds on where these have none.
    """
    things = [(words.rfind(name), thing.id) for thing in _inventory().things for name in thing.names if name in words]
    if not things or _KIND.search(words):
        return None
    thing = max(things)[1]
    threshold = _THRESHOLD.search(words)
    amount = read_quantity(threshold["amount"]) if threshold else None
    if (thing == "equipment") != isinstance(amount, Amount):
        return None  # equipment is told apart by its price only
    price = amount.value if isinstance(amount, Amount) else Decimal(0)
    return Counted(thing, _action(words) or _action(before) or "owned", price)


def _action(words: str) -> str:
    """The verb said last."""
    found = [
        (match.start(), action)
        for action, verbs in _inventory().actions.items()
        for match in re.finditer(any_of(verbs), words)
    ]
    return max(found)[1] if found else ""


def judge_count(claim: Claim, shelf: Shelf) -> Judgement | None:
    """The verdict on a number of vehicles or equipment; None where it counts something else."""
    lead = _CAR.sub("车辆", claim.lead)
    after = claim.sentence[claim.place + len(claim.figure.text) :][:_AFTER]
    noun = re.split(r"[，,；;。、（(：:＃]", after)[0]
    if claim.quantity.text.endswith("辆") and _ANY_VEHICLE.match(noun):
        noun = f"车辆{noun}"
    what = counted(plain(lead + noun), plain(claim.sentence[: claim.place - len(claim.lead)]))
    if what is None:
        return None
    facts = [fact for fact in _facts(claim, shelf) if _counted_by(fact) == what]
    if not facts:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note="文件里没有找到这个数量")
    right = tuple(f for f in facts if f.quantity is not None and f.quantity.value == claim.quantity.value)
    if right:
        return Judgement(claim.figure, Verdict.VERIFIED, facts=right)
    return Judgement(claim.figure, Verdict.CONTRADICTED, expected=facts[0].quantity, facts=tuple(facts))


def stock(words: str, claim: Claim, shelf: Shelf) -> Found:
    """The printed numbers of vehicles or equipment that the words count (有车); empty for anything else."""
    what = counted(plain(_CAR.sub("车辆", words.replace("＃", ""))))
    facts = [fact for fact in _facts(claim, shelf) if _counted_by(fact) == what] if what else []
    return grouped(facts)


def _facts(claim: Claim, shelf: Shelf) -> Iterator[Fact]:
    for identity in claim.documents:
        index = shelf.knowledge.by_document[identity]
        for fact in index.document.facts:
            is_count = isinstance(fact.quantity, Count) and fact.measure is Measure.VALUE
            if is_count and fact.year == claim.year and (fact.certain or index.recognised):
                yield fact


def _counted_by(fact: Fact) -> Counted | None:
    names = "".join((*fact.row_path, fact.label, *fact.column_path)) if not _KIND.search(fact.label) else fact.label
    return counted(plain(names))
