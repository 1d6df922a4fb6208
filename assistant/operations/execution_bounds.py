"""How far a budget must have been carried out for an item to count (完成率超过120%, 超预算20%以上), as it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from operator import ge, gt, le, lt

_OPERATORS = {"more": gt, "less": lt, "least": ge, "most": le}
_WORDS = (
    r"(?P<most>不(?:超过|高于|大于|多于)|至多|最多)|(?P<least>不(?:低于|少于|小于)|至少|达到|达)"
    r"|(?P<more>超过?|高于|大于|多于|突破)|(?P<less>不足|不到|低于|小于|少于|未达到?|没到|没有?达到)"
)
_TAIL = r"(?P<tail>[(（]?(?:及|含)?[)）]?(?:以上|以下|以内))?"
_DONE = re.compile(
    rf"(?:完成|执行)[^,，。;；()（）\d]{{0,12}}?(?:{_WORDS}|[在为是])?了?\s*(?P<figure>\d+(?:\.\d+)?)%{_TAIL}"
)
_BEYOND = re.compile(
    rf"(?:超|超过|超出|高于|多于|大于|突破)(?:了|出|支)?(?:年初|全年|当年)?预算(?:数)?\s*(?P<figure>\d+(?:\.\d+)?)%{_TAIL}"
)
_WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bound:
    """``limit``: a share of the budget, in percent."""

    way: str
    limit: Decimal

    def holds(self, share: Decimal) -> bool:
        return bool(_OPERATORS[self.way](share, self.limit))


def bound_of(plain: str) -> Bound | None:
    """The bound that a question sets to the share carried out; None where it sets none."""
    beyond = _BEYOND.search(plain)
    if beyond is not None:
        return Bound("least" if beyond["tail"] else "more", _WHOLE + Decimal(beyond["figure"]))
    said = _DONE.search(plain)
    if said is None:
        return None
    if said["tail"]:
        return Bound("least" if "上" in said["tail"] else "most", Decimal(said["figure"]))
    way = next((way for way in _OPERATORS if said[way]), None)
    return Bound(way, Decimal(said["figure"])) if way else None
