"""How much of a question's own words a passage holds: rare words count more than common ones.

Words are pairs of neighbouring characters. A pair weighs log(1 + passages / passages that hold it). A pair that no
passage holds is often no word at all (the end of one and the beginning of the next); where two such pairs stand side
by side, the question names something that the passages do not know, and that counts against all of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.parsing.cues import filler, wording, written
from index.model import BudgetDocument
from index.vocabulary.names import key

_RUN = re.compile(r"[\u4e00-\u9fffa-z]+")
_YEAR = re.compile(r"20\d\d年(?:度)?")
_AROUND = 0.75

Content = tuple[tuple[str, ...], ...]


def content(plain: str, documents: Sequence[BudgetDocument]) -> Content:
    """Pairs of a plain question's own words, run by run: without the department's name, years and words of asking."""
    from assistant.scoping import find_departments

    for named in reversed(find_departments(plain, documents)):
        plain = plain[: named.start] + " " + plain[named.end :]
    plain = wording().sub(" ", _YEAR.sub(" ", written(plain)))
    plain = filler().sub(lambda match: match.group() if len(match.group()) == 1 else " ", plain)
    runs = (key(run) for run in _RUN.findall(plain))
    return tuple(tuple(run[i : i + 2] for i in range(len(run) - 1)) for run in runs if len(run) > 1)


def held(said: Content, printed: str) -> float:
    """0 … 1: how many of the pairs that are said a printed key holds; 0 where it lacks, in order, a character of a run."""
    if not said:
        return 0.0
    for run in said:
        rest = iter(printed)
        if not all(character in rest for character in (run[0][0], *(pair[1] for pair in run))):
            return 0.0
    return sum(pair in printed for run in said for pair in run) / sum(map(len, said))


@dataclass(frozen=True, slots=True)
class Weights:
    """What each pair of a question is worth over a set of passages (keys), and the worth of all together."""

    of: dict[str, float]
    whole: float

    @staticmethod
    def over(passages: Sequence[str], asked: Content) -> Weights:
        pairs = {pair for run in asked for pair in run}
        counts = {pair: sum(pair in passage for passage in passages) for pair in pairs}
        known = {pair: math.log(1 + len(passages) / count) for pair, count in counts.items() if count}
        strange = {pair for run in asked for both in pairwise(run) if not known.keys() & set(both) for pair in both}
        return Weights(known, sum(known.values()) + _STRANGE * math.log(1 + len(passages)) * len(strange))

    def share(self, near: str, around: str = "") -> float:
        """0 … 1: how much of what is asked stands near, and for three quarters of its worth around."""
        held = sum(
            weight if pair in near else _AROUND * weight
            for pair, weight in self.of.items()
            if pair in near or pair in around
        )
        return held / self.whole if self.whole else 0.0


_STRANGE = 0.5
