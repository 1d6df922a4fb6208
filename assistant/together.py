"""Departments that a question names together by what their names share: 甲州、乙州两地的信访局, 这三家信访局."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from index import vocabulary as vocabulary_package
from index.amounts import read_chinese_number
from index.model import BudgetDocument
from index.vocabulary.names import occurrences

_RANKS = "省市县区州旗"
_COUNT = rf"(?:[这那以上]*(?P<n>[两二三四五六七八九几])(?:个|家|座|地|所)?(?:[{_RANKS}]|城市|地方|地区)?)"
_JOINT = r"(?:的?(?:[、,，和与跟及同]|以及|还有)+)"
_WHICH_AFTER = re.compile(
    r"(?:里面?|中|当中|之中|之间)?[,，]?(?:有|是)?(?:哪(?:几|些|一)?家|哪(?:几|些|一)?个(?:市|城市|地方)|谁家)"
)
_ALL = re.compile(rf"(?<!第){_COUNT}(?:的|各自的)?$")
_WHICH = re.compile(rf"哪(?:一?[个家座])?(?:[{_RANKS}]|城市|地方|地区)?的?$")


@cache
def places() -> str:
    """The names of cities and regions as people say them, as alternatives of a regular expression."""
    path = Path(vocabulary_package.__file__).parent / "places.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return "|".join(sorted((*data["provinces"], *data["cities"]), key=len, reverse=True))


def named_together(
    plain: str, by_name: Mapping[str, frozenset[str]], documents: Sequence[BudgetDocument]
) -> list[tuple[int, int, frozenset[str]]]:
    """Where a question names several departments by one name that they share, and the ids of their documents.

    Each of the places listed must have one such department, and a number said must be theirs; else nobody is named.
    """
    by_id = {document.id: document for document in documents}
    found: list[tuple[int, int, frozenset[str]]] = []
    for name in sorted(by_name, key=len, reverse=True):
        sharing = [by_id[one] for one in by_name[name]]
        if len({document.department for document in sharing}) < 2:
            continue
        for begin, stop in occurrences(name, plain):
            if any(begin < end and start < stop for start, end, _ in found):
                continue
            start, chosen = _chosen(plain[:begin], plain[stop:], sharing)
            if chosen:
                found.append((start, stop, frozenset(document.id for document in chosen)))
    return found


# Names without the noun that they share, said after their number: 民政、审计、信访三个局.
_WITHOUT_NOUN = re.compile(
    r"(?P<items>[\u4e00-\u9fff]{2,10}?(?:[、和与及][\u4e00-\u9fff]{2,8}?)+)[这那]?(?P<n>[两二三四五六七八九])(?:个|家)?(?P<noun>局|厅|委|办|支队)(?!.?级)"
)


def named_by_a_shared_noun(plain: str, by_name: Mapping[str, frozenset[str]]) -> list[tuple[int, int, frozenset[str]]]:
    """Where a list gives names without their noun (民政、审计两个局), and the documents of each; none unless all are known.

    Words may stand before the first name.
    """
    found: list[tuple[int, int, frozenset[str]]] = []
    for match in _WITHOUT_NOUN.finditer(plain):
        start = match.start("items")
        names: list[tuple[int, int, frozenset[str]]] = []
        for text in re.split(r"[、和与及]", match["items"]):
            start = plain.index(text, start)
            cuts = range(len(text) - 1) if not names else range(1)
            cut = next((cut for cut in cuts if text[cut:] + match["noun"] in by_name), None)
            if cut is None:
                break
            names.append((start + cut, start + len(text), by_name[text[cut:] + match["noun"]]))
            start += len(text)
        if len(names) == read_chinese_number(match["n"]) == len(re.split(r"[、和与及]", match["items"])):
            found += names
    return found


def _chosen(before: str, after: str, sharing: Sequence[BudgetDocument]) -> tuple[int, list[BudgetDocument]]:
    """Where the naming begins, and the documents of the departments meant; none where nothing says several."""
    patterns = _patterns_of(sharing)
    if (listed := patterns.listed.search(before)) is not None:
        each = [[one for one in sharing if bare_place(place) in region_names(one)] for place in patterns.split(listed)]
        single = all(len({document.department for document in some}) == 1 for some in each)
        chosen = [document for some in each for document in some] if single else []
        return listed.start(), chosen if _counts(listed, chosen) else []
    if (said := _ALL.search(before)) is not None and _counts(said, sharing):
        return said.start(), list(sharing)
    if (said := _WHICH.search(before)) is not None:
        return said.start(), list(sharing)
    if (said := patterns.of_one.search(before)) is not None:  # 甲州的某局和乙州的某局
        here = [one for one in sharing if bare_place(said["place"]) in region_names(one)]
        return said.start(), here if len({one.department for one in here}) == 1 else []
    return (len(before), list(sharing)) if _WHICH_AFTER.match(after) else (0, [])


def places_listed(before: str, documents: Sequence[BudgetDocument]) -> tuple[str, ...]:
    """The places that a list before a shared name gives (甲州、乙州三个), () where there is no such list."""
    patterns = _patterns_of(documents)
    listed = patterns.listed.search(before)
    return tuple(patterns.split(listed)) if listed else ()


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How places are said before a name, those where some departments are among them."""

    place: re.Pattern[str]
    listed: re.Pattern[str]  # 甲州、乙州两地的
    of_one: re.Pattern[str]  # 甲州的

    def split(self, listed: re.Match[str]) -> list[str]:
        return self.place.findall(listed["places"])


def _patterns_of(documents: Sequence[BudgetDocument]) -> _Patterns:
    return _patterns(frozenset(name for document in documents for name in region_names(document)))


@lru_cache(maxsize=1_000)
def _patterns(own: frozenset[str]) -> _Patterns:
    names = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    place = rf"(?:{names}{'|' if names else ''}{places()})[{_RANKS}]?"
    listed = rf"(?P<places>{place}(?:{_JOINT}{place})+)(?:的|各自的)?{_COUNT}?(?:的|各自的)?$"
    return _Patterns(re.compile(place), re.compile(listed), re.compile(rf"(?P<place>{place})的$"))


def _counts(said: re.Match[str], documents: Sequence[BudgetDocument]) -> bool:
    """Whether as many departments are meant as the question says; “几” and no number fit any."""
    number = read_chinese_number(said["n"]) if said["n"] and said["n"] != "几" else None
    return number is None or number == len({document.department for document in documents})


def bare_place(place: str) -> str:
    """A place without its rank (甲州市 → 甲州); one of two characters keeps it."""
    return re.sub(rf"(?<=..)[{_RANKS}]$", "", place)


def region_names(document: BudgetDocument) -> frozenset[str]:
    """A document's region, and its own part below a province or city, without their ranks (甲市乙区: 甲市乙, 乙)."""
    return _names_of_region(document.region)


@lru_cache(maxsize=10_000)
def _names_of_region(region: str) -> frozenset[str]:
    below = re.sub(r"^.{2,3}?[省市](?=.)", "", region)
    return frozenset(bare_place(name) for name in (region, below) if len(name) > 1)
