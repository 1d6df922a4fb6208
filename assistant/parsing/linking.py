"""Long names said loosely: a particle put in, a word left out, another order, a verb for a noun (买救灾物资 for 救灾物资购置).

A name is compared with the question by the pairs of neighbouring characters that both hold, each the dearer the fewer
names of the documents hold it. Only what exact names left over can make a link, so that nothing said plainly is moved.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log2

from assistant.knowledge import Knowledge
from assistant.parsing.cues import filler, ordinary
from assistant.parsing.model import Mention
from assistant.parsing.naming import said_for, too_common
from assistant.parsing.squeezed import Squeezed
from index.vocabulary.names import in_order, key, stem

QUALITY = 0.85  # surer than a part of a name, less sure than the name itself
_SHORTEST_NAME, _LONGEST_NAME = 4, 40
_LONGEST_GAP = 3  # characters between two pieces of one name
_FEWEST_NEW = 2  # content characters that a link explains and no exact name does
_FEWEST_COVERED = 4
_FEWEST_PAIRS = 2
_MOST = 0.6
_WHOLE_PIECE = 4  # so many characters in one piece of a name are enough, where no other name holds them as well
_WHOLE = 0.7  # so much of a name that is said in several others is the name itself
_DISORDER = 0.5  # a name said in its own order is meant sooner than one with the same words in another
_RIVAL = 0.9  # a name that explains so much of what the best one explains is as likely
_MOST_RIVALS = 4  # more names than that share a word, and none of them is meant
_CLEARER = 1.3  # unless so much more of the best name is said
_DROPPED = re.compile(r"今年|本年|全年|一年|年度|[的之了个那这些笔块项]")
_YEAR = re.compile(r"^20\d\d年(?:度)?(?=..)")
_GENERIC_TAIL = "费款钱额数"
_LISTED = re.compile(r"[、和与跟及里]")
_BREAK = re.compile(r"[、,，。;；?？!！:：\s]")


class LooseNames:
    """Names of documents by pairs of neighbouring characters; a pair is worth the more the fewer names hold it."""

    def __init__(self, names: frozenset[str]) -> None:
        self.by_pair: dict[str, set[str]] = defaultdict(set)
        kept = [name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and name not in too_common()]
        for name in kept:
            for pair in _pairs(name):
                self.by_pair[pair].add(name)
        self.worth = {pair: log2(1 + len(kept) / len(holders)) for pair, holders in self.by_pair.items()}


_loose_names = lru_cache(maxsize=64)(LooseNames)


_Hit = tuple[str, tuple[int, ...]]  # a pair of characters and where it is said


@dataclass(frozen=True, slots=True)
class _Link:
    """A name and where it is said: positions in the squeezed question, and what their pairs are worth together."""

    name: str
    places: frozenset[int]
    worth: float
    share: float  # of the name's characters, how many are said

    @property
    def start(self) -> int:
        return min(self.places)

    @property
    def end(self) -> int:
        return max(self.places) + 1


def linked(
    plain: str, squeezed: Squeezed, taken: list[bool], exact: Sequence[Mention], knowledge: Knowledge
) -> list[Mention]:
    """Mentions of names said loosely; they stand for the exact mentions that lie within them."""
    held = squeezed.inside((mention.start, mention.end) for mention in exact)
    idle = _idle(squeezed.text)
    new = frozenset(i for i in range(len(squeezed.text)) if not (taken[i] or held[i] or idle[i]))
    if len(new) < _FEWEST_NEW and len(exact) < 2:
        return []
    owners = frozenset(key(document.department) for document in knowledge.documents)
    names = _loose_names(knowledge.names)
    found = []
    for segment in _segments(plain, squeezed, taken):
        links = [
            link
            for link in _candidates(segment, squeezed.text, idle, names)
            if not any(_cuts(link, mention, squeezed) for mention in exact)
            and (len(link.places & new) >= _FEWEST_NEW or _joins(link, plain, exact, squeezed))
        ]
        for best in _chosen(links, lambda link: _reaches(link, squeezed, new)):
            start, end = squeezed.span(best[0].start, best[0].end)
            keys = tuple(link.name for link in best)
            if not owners.intersection(keys):
                found.append(Mention(start, end, plain[start:end], keys, quality=QUALITY))
    return found


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _idle(text: str) -> list[bool]:
    """For each character whether it belongs to a word that says nothing of a name."""
    idle = [False] * len(text)
    for pattern in (filler(), ordinary()):
        for match in pattern.finditer(text):
            idle[match.start() : match.end()] = [True] * len(match.group())
    return idle


def _segments(plain: str, squeezed: Squeezed, taken: list[bool]) -> Iterator[list[int]]:
    """Positions of characters that may belong to one name: without particles, broken at stops and at what is taken."""
    dropped = {i for match in _DROPPED.finditer(squeezed.text) for i in range(*match.span())}
    segment: list[int] = []
    for i in range(len(squeezed.text)):
        before = plain[squeezed.places[i - 1] + 1 : squeezed.places[i]] if i else ""
        if taken[i] or _BREAK.search(before):
            yield segment
            segment = []
        if not taken[i] and i not in dropped:
            segment.append(i)
    yield segment


def _candidates(segment: list[int], text: str, idle: list[bool], names: LooseNames) -> Iterator[_Link]:
    """Every name with the pieces of the segment that say it."""
    steps: list[_Hit] = [(text[i] + text[j], (i, j)) for i, j in pairwise(segment)]
    verbs = [i for i in segment if i == segment[0] or idle[i - 1]]
    steps += [(pair, (i,)) for i in verbs for pair in said_for(text[i])]
    where: dict[str, list[_Hit]] = defaultdict(list)
    for pair, places in steps:
        for name in names.by_pair.get(pair, ()):
            where[name].append((pair, places))
    for name, hits in where.items():
        if len(hits) >= _FEWEST_PAIRS:
            yield from _pieces(name, hits, text, names)


def _pieces(name: str, hits: list[_Hit], text: str, names: LooseNames) -> Iterator[_Link]:
    """The stretches of hits without a long gap between them."""
    hits.sort(key=lambda hit: hit[1])
    groups: list[list[_Hit]] = []
    for hit in hits:
        if groups and hit[1][0] - groups[-1][-1][1][-1] <= _LONGEST_GAP:
            groups[-1].append(hit)
        else:
            groups.append([hit])
    for group in groups:
        places = frozenset(i for _, one in group for i in one)
        if len(places) < _FEWEST_COVERED:
            continue
        pairs = {pair for pair, _ in group}
        bare = _YEAR.sub("", name)
        piece = "".join(text[i] for i in sorted(places))
        share = _shared(bare, piece) / len(bare)
        if not in_order([text[i] for i in sorted(places) if text[i] in name], name):
            share *= _DISORDER
        if not (_says_much(stem(bare), pairs, piece) or (len(piece) >= _WHOLE_PIECE and piece in bare)):
            continue
        yield _Link(name, places, sum(names.worth[pair] for pair in pairs), share)


def _shared(name: str, said: str) -> int:
    """How many characters of a name are said, each as often as it is said."""
    return sum((Counter(name) & Counter(said)).values())


def _says_much(bare: str, pairs: set[str], said: str) -> bool:
    """Whether most of a name without its tail is said, or the noun that it ends in."""
    return bare[-2:] in pairs or _shared(bare, said) >= _MOST * len(bare)


def _reaches(link: _Link, squeezed: Squeezed, new: frozenset[int]) -> bool:
    """Whether nothing is left of the noun that the link ends in: 网站访问量 is not 网站访问率."""
    if (
        link.end not in new
        or squeezed.text[link.end] in _GENERIC_TAIL
        or squeezed.places[link.end] - squeezed.places[link.end - 1] > 1
    ):
        return True
    return squeezed.text[link.end] in link.name


def _joins(link: _Link, plain: str, exact: Sequence[Mention], squeezed: Squeezed) -> bool:
    """Whether a name is said whole and in one piece where shorter names were found in it (聘请专家 + 人员经费)."""
    start, end = squeezed.span(link.start, link.end)
    parts = sum(start <= mention.start and mention.end <= end for mention in exact)
    in_one_piece = len(link.places) == link.end - link.start and not _LISTED.search(plain[start:end])
    return parts > 1 and in_one_piece and link.share >= _WHOLE


def _chosen(links: list[_Link], reaches: Callable[[_Link], bool]) -> Iterator[list[_Link]]:
    """The link that explains most, with those that are as likely; then the next best of what remains.

    Where the best stops short of the noun, what explains less is not meant either."""
    while links:
        links.sort(key=lambda link: (-link.worth, -len(link.places), -link.share, link.name))
        first = links[0]
        over = [link for link in links if link.start < first.end and first.start < link.end]
        near = [link for link in over if link.worth >= _RIVAL * first.worth and len(link.places) >= len(first.places)]
        few = len(near) <= _MOST_RIVALS
        clear = max(link.share for link in near)
        near = [link for link in near if link.share * _CLEARER >= clear and reaches(link)] if few else []
        if near:
            yield sorted(near, key=lambda link: -link.share)
        links = [link for link in links if link not in over]


def _cuts(link: _Link, mention: Mention, squeezed: Squeezed) -> bool:
    """Whether a mention lies partly in a link, or in a gap of it."""
    start, end = squeezed.span(link.start, link.end)
    if mention.end <= start or end <= mention.start:
        return False
    inside = {i for i, place in enumerate(squeezed.places) if mention.start <= place < mention.end}
    return not inside <= link.places
