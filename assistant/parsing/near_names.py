"""Names that a slip of the hand or ear may have meant: homophones, one wrong character, parts of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.knowledge import Knowledge
from assistant.parsing.cues import equivalents, filler
from assistant.parsing.model import Mention
from assistant.parsing.naming import ADDING_UP, too_common
from assistant.parsing.squeezed import Squeezed
from index.vocabulary.names import in_order
from index.vocabulary.terms import vocabulary

_WEIGHT = {"part": 0.7, "sound": 0.75, "slip": 0.7}
_SHORT = 3  # in so short a name the last character, the noun itself, is not taken for a slip


def similar(plain: str, squeezed: Squeezed, blocked: list[bool], knowledge: Knowledge) -> list[Mention]:
    """What exact names left over: parts of names, homophones, one wrong character."""
    found = []
    for start, end in _free_runs(squeezed, blocked):
        mention = _near(plain, squeezed, start, end, knowledge)
        if mention is not None:
            found.append(mention)
            squeezed.block(blocked, [mention])
    return found


def _free_runs(squeezed: Squeezed, blocked: list[bool]) -> list[tuple[int, int]]:
    """Runs of characters that are neither names nor fillers; the fillers inside a run are kept for matching."""
    runs = []
    start: int | None = None
    for i in range(len(squeezed.text) + 1):
        gap = i > 0 and i < len(squeezed.text) and squeezed.places[i] - squeezed.places[i - 1] > 1
        stop = i == len(squeezed.text) or blocked[i]
        if start is not None and (stop or gap):
            runs.append((start, i))
            start = None
        if not stop and start is None:
            start = i
    return [(start, end) for start, end in runs if end - start >= 2]


def _near(plain: str, squeezed: Squeezed, start: int, end: int, knowledge: Knowledge) -> Mention | None:
    run = squeezed.text[start:end]
    names = near_names(knowledge)
    words_inside = [match.span() for match in filler().finditer(run) if match.end() - match.start() >= 2]
    best: tuple[float, int, int, tuple[str, ...]] | None = None
    for size in range(min(len(run), 14), 2, -1):
        for offset in range(len(run) - size + 1):
            part = run[offset : offset + size]
            if len(filler().sub("", part)) < 2 or _cuts(words_inside, offset, offset + size):
                continue
            if part[0] in _PARTICLES or part[-1] in _PARTICLES or ADDING_UP.fullmatch(part):
                continue
            quality, keys = names.look_up(part)
            if keys and (best is None or quality * size > best[0] * (best[2] - best[1])):
                best = (quality, offset, offset + size, keys)
        if best is not None and best[0] * (best[2] - best[1]) >= size - 1:
            break
    if best is None:
        return None
    quality, first, last, keys = best
    place = squeezed.span(start + first, start + last)
    words = vocabulary()
    terms = tuple(dict.fromkeys(term for name in keys for term in words.surfaces.get(name, ())))
    known = tuple(name for name in keys if name in knowledge.names)
    return Mention(*place, plain[place[0] : place[1]], known, terms, quality=quality)


_PARTICLES = frozenset("的了是在和与跟及吗呢吧啊呀有多少几")


def _cuts(words: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a part begins or ends inside a common word (事业单 of 事业单位)."""
    return any(first < start < last or first < end < last for first, last in words)


class Spellings:
    """One set of names by their sound, by one missing character, and by their parts."""

    def __init__(self, names: frozenset[str]) -> None:
        self.by_sound: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.by_slip: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self.by_pair: dict[str, set[str]] = defaultdict(set)
        for name in names:
            if not 3 <= len(name) <= 30 or name in too_common():
                continue
            for i in range(len(name) - 1):
                self.by_pair[name[i : i + 2]].add(name)
            if len(name) <= 16:
                self.by_sound[sound(name)] += (name,)
                for i in range(len(name)):
                    self.by_slip[name[:i] + "?" + name[i + 1 :]] += (name,)


class NearNames:
    """Names that a slip of the hand or ear may have meant; they are spelled out document by document."""

    def __init__(self, layers: Sequence[Spellings]) -> None:
        self._layers = layers

    def look_up(self, part: str) -> tuple[float, tuple[str, ...]]:
        heard = sound(part)
        same_sound = {name for layer in self._layers for name in layer.by_sound.get(heard, ())}
        same_sound = same_sound or set(_spoken().get(heard, ()))
        if same_sound:
            return _WEIGHT["sound"], tuple(sorted(same_sound))
        missing = [part[:i] + "?" + part[i + 1 :] for i in range(len(part) - (len(part) <= _SHORT))]
        slips = {name for layer in self._layers for slip in missing for name in layer.by_slip.get(slip, ())}
        if slips and len(slips) <= 2:
            return _WEIGHT["slip"], tuple(sorted(slips))
        if len(filler().sub("", part)) < 3:
            return 0.0, ()
        whole = self._containing(part) or self._containing(_in_print(part))
        return (_WEIGHT["part"], whole) if whole else (0.0, ())

    def _containing(self, part: str) -> tuple[str, ...]:
        """Names that hold the part: in one piece, or its characters in order with most of the name covered."""
        pairs = [self._with(part[i : i + 2]) for i in range(len(part) - 1)]
        inside = set.intersection(*pairs) if pairs else set()
        pieces = tuple(
            sorted(
                (name for name in inside if part in name and 2 * len(part) >= min(len(name), 8)),
                key=lambda name: (len(name), name),
            )[:3]
        )
        if pieces:
            return pieces
        alone = [name for name in inside if part in name]
        if len(alone) == 1:
            return tuple(alone)
        if len(part) < 4:
            return ()
        touched = set().union(*pairs)
        loose = [name for name in touched if len(part) / len(name) >= 0.55 and in_order(part, name)]
        return tuple(sorted(loose, key=lambda name: (len(name), name))[:2])

    def _with(self, pair: str) -> set[str]:
        return set().union(*(layer.by_pair.get(pair, ()) for layer in self._layers))


def _in_print(part: str) -> str:
    """A name with the first everyday word in it as catalogues print it (平板电脑 → 平板式计算机)."""
    for said, printed in equivalents().items():
        if said in part:
            return part.replace(said, printed)
    return part


_FEW = 4  # documents whose names are looked up one after the other
_spellings = lru_cache(maxsize=64)(Spellings)


@cache
def _printed() -> Spellings:
    return Spellings(frozenset(vocabulary().printed))


@cache
def _spoken() -> dict[str, tuple[str, ...]]:
    """Sound → the short and spoken names of the vocabulary that sound so (政府采购), long enough to be told apart."""
    found: dict[str, tuple[str, ...]] = {}
    for name in vocabulary().surfaces.keys() - vocabulary().printed.keys():
        if _SHORTEST_SPOKEN <= len(name) <= 8 and name not in too_common():
            found[sound(name)] = (*found.get(sound(name), ()), name)
    return found


_SHORTEST_SPOKEN = 4


def near_names(knowledge: Knowledge) -> NearNames:
    indexes = knowledge.indexes
    sets = [index.names for index in indexes] if len(indexes) <= _FEW else [knowledge.names]
    return NearNames([_printed(), *map(_spellings, sets)])


@cache
def _syllable(ch: str) -> str:
    from pypinyin import lazy_pinyin

    found = lazy_pinyin(ch)[0] if "\u4e00" <= ch <= "\u9fff" else ch
    for loose, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        found = found.replace(loose, plain)
    return found


def sound(text: str) -> str:
    """Toneless syllables, with z/zh, c/ch, s/sh and n/ng as one: 投拆率 and 投差率 sound alike to a keyboard."""
    return " ".join(map(_syllable, text))
