"""Several questions in one message (…有多少钱？还有，一年要储备多少头？): the sentences that each ask for something."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.parsing.cues import find_cues, wording
from assistant.scoping import find_departments
from index.model import BudgetDocument
from index.vocabulary.names import plain as to_plain

_END = re.compile(r"(?<=[?？;；。])|[,，](?=还有|另外|再问|再有|顺便)")
_ASKS = re.compile(r"多少|几(?!年|乎)|什么|啥|哪|谁|为何|怎么|如何|咋|呢[?？]?$")
_LEAD = re.compile(r"^(?:还有|另外|再问(?:一下)?|再有|顺便(?:问)?(?:一下)?|以及|其次)?[,，]?\s*")
# What only goes on about the answer to the sentence before: 谁最高？比最低的高出多少？; 谁降得最多？降了多少？
_LEANS = re.compile(r"^(?:那|又)?它?(?:[比较跟和与](?:其中)?最|(?:它们?|两者)?之?间?(?:相)?差(?:距|额|多少|了))")
_MOVED = re.compile(r"^(?:那|又|分别)?它?(?:增|涨|升|降|减|跌|多|少)(?:加|长|少|低)?[了出]?(?:多少|几|百分之)")
_WHICH = re.compile(r"谁|哪")
# What a sentence says beside the words of asking: “分别是多少？” asks nothing new.
_EMPTY = re.compile(
    r"20\d\d年度?|今年|金额|预算数|数额|具体|分别|各自?|合计|一共|总共|它们?|[这那]|[\W\d_]|[是为有数总共个]"
)
_FEW = 3
_MOST = 3


def questions_in(question: str, documents: Sequence[BudgetDocument]) -> tuple[str, ...]:
    """The questions of a message in order, with what is said before each; empty where it asks but one."""
    found: list[str] = []
    before = ""
    for sentence in filter(str.strip, _cut(question)):
        bare = _LEAD.sub("", to_plain(sentence).strip())
        says = len(_own(bare, documents)) >= _FEW or _NUMBER_OF_VEHICLES.search(bare) is not None
        if _ASKS.search(bare) and says and not (found and _leans(bare, found[-1])):
            found.append(before + _LEAD.sub("", sentence.strip()))
            before = ""
        elif found:
            found[-1] += sentence
        else:
            before += sentence
    several = 2 <= len(found) <= _MOST and "verify" not in find_cues(to_plain(question))
    return tuple(found) if several else ()


def _leans(bare: str, before: str) -> bool:
    """Whether a sentence only goes on about the answer to the one before it."""
    return _LEANS.match(bare) is not None or (_MOVED.match(bare) is not None and _WHICH.search(before) is not None)


# 车有几辆，公务用车运行维护费多少万元: a number of vehicles, then an expense of vehicles by its own name.
_VEHICLES_THEN_MONEY = re.compile(
    r"(?<=[,，])(?=[^,，。;；?？]{0,10}车[^,，。;；?？]{0,10}?[要得花是为有安排列]*(?:多少|几)(?:钱|万元|亿元|万|亿|元)[?？。]?$)"
)
_NUMBER_OF_VEHICLES = re.compile(r"(?:多少|几)(?:辆|台(?=车)|部车)[^,，]{0,6}[,，]$")


def _cut(question: str) -> list[str]:
    """The sentences of a message; one that asks for a number of vehicles and for an expense is two."""
    cut: list[str] = []
    for sentence in _END.split(question):
        first, *rest = _VEHICLES_THEN_MONEY.split(sentence, maxsplit=1)
        cut += [first, *rest] if rest and _NUMBER_OF_VEHICLES.search(first) else [sentence]
    return cut


def _own(bare: str, documents: Sequence[BudgetDocument]) -> str:
    for named in reversed(find_departments(bare, documents)):
        bare = bare[: named.start] + bare[named.end :]
    return _EMPTY.sub("", wording().sub("", bare))
