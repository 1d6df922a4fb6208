"""Bodies that a question asks about and no document is of: the same bureau of another place, a bureau not read in.

“深圳市信访局” holds the name 信访局 of the document in view and is another body; “那佛山的呢” names nothing but the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from assistant.knowledge import Knowledge
from assistant.parsing.cues import asking, filler, ordinary
from assistant.parsing.model import Mention
from assistant.scoping import names_of
from assistant.together import places, places_listed
from index.model import BudgetDocument
from index.vocabulary.names import key, occurrences

_LEAD = r"^(?:那么?|再|换成?|如果是|要是|还有|至于|请问|想问|看看?|查一?下)*[,，]?"
_BEHIND = r"(?=的|呢|又|是多少|有多少|多少|今年|\d{4}年|$)"
_RANKED = r"[\u4e00-\u9fff]{2,3}[省市县区州旗]"
_RANKS = "省市县区"
# What stands where a region would, and is none.
_NO_REGION = re.compile(
    r"(?:城|都|超|社|园|校|院|景|片|灌|库|辖|本|全|我|各|该)[市区]$|(?:多少|几|各|全|个|本|我|该)[省市县区州旗]$"
)


@cache
def _known_place() -> re.Pattern[str]:
    return re.compile(places())


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{places()})[省市州]?|{_RANKED}|国家|中央)$")


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"{_LEAD}(?P<place>(?:{places()})[省市州]?)[\u4e00-\u9fff]{{0,4}}?{_BEHIND}")


_COMMISSION = r"(?:教|建|科|农|经信|国资|卫计|卫健|发改|住建|交通|城管)委"
_BUREAU = re.compile(rf"{_LEAD}(?P<body>[\u4e00-\u9fff]{{2,8}}?局|[\u4e00-\u9fff]{{0,6}}?{_COMMISSION}){_BEHIND}")
_OWN_BUREAU = re.compile(r"[我你咱他这那哪该本全各整几个每]|市局|邮局|分局|格局|布局|部门")


def stranger(plain: str, mentions: Sequence[Mention], knowledge: Knowledge) -> str:
    """The body that a question asks about and none of the documents is of, as it is said; "" for none."""
    return (
        _of_another_place(plain, knowledge)
        or _place_alone(plain, knowledge)
        or _bureau(plain, mentions, knowledge)
        or _body_above(plain, knowledge)
    )


_UNIT_OF = re.compile(r"(?P<above>.{2,}?(?:局|厅|委员会))(?=.{3,})(?![(（])")
_ASKED_OF = re.compile(r"(?:的|\d{4}年|今年|去年|本年|全年|一共|总共|部门|有多少|花)")


def _body_above(plain: str, knowledge: Knowledge) -> str:
    """The body that the unit in view belongs to (某市公安局, where the document is of its 交通管理支队), asked by itself."""
    above: set[str] = set()
    for document in knowledge.documents:
        found = _UNIT_OF.match(key(document.department))
        if found is None:
            return ""
        bare = found["above"].removeprefix(key(document.region))
        above |= {f"{place}{bare}" for place in (document.region, document.region[:-1], document.region[-1:])}
    own = [(start, end) for start, end in _own_names(plain, knowledge.documents)]
    for name in sorted(above, key=len, reverse=True):
        said = plain.find(name)
        if said < 0 or own or name in knowledge.rows or len(name) <= _SHORTEST_PLACE:
            continue
        if said <= _SHORTEST_PLACE and _ASKED_OF.match(plain, said + len(name)):
            return name
    return ""


def _of_another_place(plain: str, knowledge: Knowledge) -> str:
    for start, end in _own_names(plain, knowledge.documents):
        listed = places_listed(plain[:start], knowledge.documents)
        for each in listed:
            if not _is_own(each, knowledge.documents):
                return each + plain[start:end]
        if listed:
            continue
        if any(plain[start : start + 2] in one.region for one in knowledge.documents):
            continue  # 山东省烟台市信访局: the name says its own place, what stands before it lies around that
        place = _before_name().search(_apart(plain[:start]))
        if place is not None and _may_be_region(place.group()):
            said = re.sub(_LEAD, "", plain[place.start() : end])
            if not _is_own(place.group(), knowledge.documents) and not _is_row(said, knowledge):
                return said
        elif start and _other_rank(_apart(plain[:start]), knowledge.documents):
            return plain[start - 1 : end]
    return ""


_CONJUNCTIONS = re.compile(
    r"假如|假设|假定|如果|倘若|要是|若是|比如|例如|关于|根据|按照|对于|由于|因为|为啥|为何|听说|据说|据称|有人|他们|我们|你们|咱们"
    r"|相比|比起|以及|还有|而且|但是|不过|所以|另外|此外|其中|包括|除了|除去|属于|来自|作为|帮忙|麻烦|告诉|想问|请教|知道|了解|算算|说说"
)


def _apart(before: str) -> str:
    """What stands before a name, with spaces for the words that are no part of one: 假如市某局 is 市某局."""
    return _CONJUNCTIONS.sub(lambda match: " " * len(match.group()), before)


def _may_be_region(place: str) -> bool:
    """Whether what stands before a name is a place, not 城市 or everyday words with a rank (看下市 of 看下市信访局)."""
    if _known_place().search(place) or place[-1] not in _RANKS:
        return True
    bare = _NO_NAME.split(place[:-1])[-1]
    for words in (asking(), filler(), ordinary()):
        bare = words.sub("", bare)
    return len(bare) >= _SHORTEST_PLACE and not _NO_REGION.search(place)


_SHORTEST_PLACE = 2
_NO_NAME = re.compile(r"[得报须送批我你他们看查问说算下帮给请这那哪的了吗和与跟及]")  # 帮我看下市信访局 names no place


def _own_names(plain: str, documents: Sequence[BudgetDocument]) -> Iterator[tuple[int, int]]:
    """Where names of the documents' departments stand, the longest first, each place once."""
    taken: list[tuple[int, int]] = []
    names = {name for one in documents for name in _without_rank(names_of(one))}
    for name in sorted(names, key=len, reverse=True):
        for begin, stop in occurrences(name, plain):
            if not any(begin < end and start < stop for start, end in taken):
                taken.append((begin, stop))
                yield begin, stop


@lru_cache(maxsize=10_000)
def _without_rank(names: frozenset[str]) -> frozenset[str]:
    """Names without the rank of their region before them (市某某局 → 某某局)."""
    return frozenset(re.sub(rf"^[{_RANKS}](?=.{{3}})", "", name) for name in names)


def _is_own(place: str, documents: Sequence[BudgetDocument]) -> bool:
    """Whether a place is where a department is, said with or without its rank (苏州, 那苏州市)."""
    if place[-1] in _RANKS and all(one.region and one.region[-1] != place[-1] for one in documents):
        return False  # 某市司法局 where the document is of a district's
    bare = re.sub(r"[省市县区州旗]$", "", place)
    ends = {bare[i:] for i in range(max(1, len(bare) - 1))}
    return any(end in f"{one.region}{one.department}" for one in documents for end in ends)


def _other_rank(before: str, documents: Sequence[BudgetDocument]) -> bool:
    """Whether a rank alone stands before the name (省信访局), and no document is of a body of that rank."""
    if before[-1] not in _RANKS or re.search(r"[\u4e00-\u9fff]$", before[:-1]):
        return False
    return all(one.region and before[-1] != one.region[-1] for one in documents)


def _place_alone(plain: str, knowledge: Knowledge) -> str:
    said = _alone().search(plain)
    if said is None or _is_own(said["place"], knowledge.documents) or _told(said["place"], knowledge):
        return ""
    return said["place"]


def _bureau(plain: str, mentions: Sequence[Mention], knowledge: Knowledge) -> str:
    """A bureau at the head of the sentence that no document is of and none speaks of."""
    said = _BUREAU.search(plain)
    if said is None or _OWN_BUREAU.search(said["body"]):
        return ""
    body = key(said["body"])
    if any(_short_for(body, key(name)) for one in knowledge.documents for name in (one.department, *one.short_names)):
        return ""
    if within_name(plain, said.span("body"), mentions):
        return ""
    return "" if _told(body, knowledge) else said["body"]


def within_name(plain: str, span: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    """Whether a stretch of the sentence lies in a name of the documents; names of the turn before stand elsewhere."""
    return any(
        mention.start <= span[0]
        and span[1] <= mention.end
        and plain[mention.start : mention.end].startswith(mention.text)
        for mention in mentions
    )


def _short_for(said: str, name: str) -> bool:
    rest = iter(name)
    return name in said or all(ch in rest for ch in said)


def _is_row(said: str, knowledge: Knowledge) -> bool:
    """Whether a row is of this body: a unit of the department that bears its county's name."""
    name = re.sub(rf"^[{_RANKS}]", "", key(said))
    return any(name in row for row in knowledge.rows)


def _told(said: str, knowledge: Knowledge) -> bool:
    """Whether the documents speak of it in running text or in the name of a row."""
    name = key(said)
    if _is_row(said, knowledge):
        return True
    return any(name in key(section.text) for document in knowledge.documents for section in document.sections)
