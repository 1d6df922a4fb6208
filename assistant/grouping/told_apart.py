"""Several rows that share a name, each said by what tells it apart: 两期运维项目（2025-2026年的、2026-2027年的）一共多少."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.grouping.listed import AROUND_TAIL, TOGETHER, amount_rows, in_one_list
from assistant.grouping.parts import overlapped
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import things_counted
from index.vocabulary.names import in_order, key

_NUMBER = r"[两二三四五六七八九](?:期|笔|项|个|块|批|处|类|种)"
_BRACKETED = re.compile(r"(?P<shared>[\u4e00-\u9fff]{2,24})[(（](?P<items>[^()（）]{3,80})[)）]")
_SPAN = r"20\d\d年?(?:\s*[-—–~至到]\s*(?:20)?\d\d年?)?(?:度)?的?"
_BY_YEAR = re.compile(
    rf"(?P<items>{_SPAN}(?:(?:、|和|与|及|以及){_SPAN})+)(?:[这那]?{_NUMBER})?的?(?P<shared>[\u4e00-\u9fff]{{3,16}}?)"
    rf"(?=今年|本年|[,，?？]|哪|谁|相?差|{TOGETHER})"
)
_ITEM = r"[^,，。;；:：、和与及的给]{2,14}"
_ITEMS = rf"(?P<items>{_ITEM}(?:(?:、|和|与|及|以及){_ITEM})+?)"
# What they share stands before the list: 慰问金给甲、乙的两笔, 补助资金里甲和乙两笔
_BEFORE = re.compile(rf"(?P<shared>[\u4e00-\u9fff]{{3,12}}?)(?:给|里的?|中的?|的){_ITEMS}(?:的|[这那])*{_NUMBER}")
# … or is the beginning of the first: 健康驿站拆除和建设两个项目
_SHARED_HEAD = re.compile(rf"{_ITEMS}(?:的|[这那])*{_NUMBER}")
_QUOTED = re.compile(r"(?:带|含|包含|有|是)[“\"](?P<said>[^”\"]{2,12})[”\"](?:字样|[两二三四]?个?字)的?")
_BETWEEN = re.compile(r"[、,，;；+]|和|与|及|以及")
_BARE = re.compile(r"[的年期度这那笔项个块]")
_SHORTEST_SHARED, _SHORTEST_PART = 2, 3
_LONGEST_OWNER = 16
_SHORTEST_PIECED = 4  # characters of a name that is said in pieces (社保就业 of 社会保障和就业)


def with_told_apart(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question with the full names of the rows; unchanged where each thing said is not one row of its own, or the
    question counts others. Years that tell rows apart ask for no year's figure."""
    if not parsed.cue("sum", "each", "compare", "difference"):
        return parsed
    counted = things_counted(parsed.plain)
    for said, found in _readings(parsed, counted, knowledge):
        if len(found) < 2 or counted not in (None, len(found)):
            continue
        if not in_one_list([one.keys[0] for one in found], knowledge):
            continue
        span = Mention(said.start(), said.end(), said.group())
        others = [one for one in parsed.mentions if not overlapped(one, (span,)) and one.start > said.end()]
        if others:
            continue  # something else is asked of them
        years = tuple(year for year in parsed.slots.years if str(year) not in said.group())
        slots = replace(parsed.slots, years=years)
        cues = parsed.cues - {"change", "previous"} if years != parsed.slots.years else parsed.cues
        return replace(parsed, mentions=found, queries=tuple(map(MetricQuery, found)), slots=slots, cues=cues)
    return parsed


_Reading = tuple[re.Match[str], tuple[Mention, ...]]


def _readings(parsed: ParsedQuestion, counted: int | None, knowledge: Knowledge) -> Iterator[_Reading]:
    """Where the question may name several such rows, and the rows; the forms that say the least need their number."""
    plain = parsed.plain
    for said in (*_BRACKETED.finditer(plain), *_BY_YEAR.finditer(plain), *(_BEFORE.finditer(plain) if counted else ())):
        before = [*_tails(plain[: said.start()]), *(key(name) for name in parsed.slots.departments)]
        yield said, _rows(said, before, knowledge, in_part=counted is not None)
    if not counted:
        return
    rows = list(dict.fromkeys(amount_rows(knowledge)))
    for said in _QUOTED.finditer(plain):
        names = [row for row in rows if key(said["said"]) in row]
        yield said, tuple(Mention(said.start(), said.end(), said["said"], (name,), quality=0.9) for name in names)
    for said in _SHARED_HEAD.finditer(plain):
        yield said, _with_shared_head(said, rows)


def _with_shared_head(said: re.Match[str], rows: Sequence[str]) -> tuple[Mention, ...]:
    """“甲站拆除和建设两个项目”: the rows that hold the head of the first and the own words of each."""
    first, *others = (key(item) for item in _BETWEEN.split(said["items"]))
    for cut in range(len(first) - 2, 1, -1):
        head, own = first[:cut], (first[cut:], *others)
        meant = [[row for row in rows if head in row and one in row.split(head, 1)[1]] for one in own]
        names = {some[0] for some in meant if len(some) == 1}
        if len(names) == len(own):
            return tuple(Mention(said.start(), said.end(), some[0], (some[0],), quality=0.9) for some in meant)
    return ()


def _rows(said: re.Match[str], before: Sequence[str], knowledge: Knowledge, *, in_part: bool) -> tuple[Mention, ...]:
    """The row that each item means, () where one of them has none, or several, or two mean the same. Of several, those
    that hold what is named ``before`` are meant (甲中心2025年和2026年的运维项目). ``in_part``: words may stand before what
    the rows share."""
    rows = list(dict.fromkeys(amount_rows(knowledge)))
    shared = _head(said["shared"])
    starts = range(max(1, len(shared) - _SHORTEST_PART + 1)) if in_part else range(1)
    for start in starts if shared else ():
        names = [row for row in rows if shared[start:] in row]
        if names and (found := _resolved(said, names, before)):
            return found
    return ()


def _resolved(said: re.Match[str], names: Sequence[str], before: Sequence[str]) -> tuple[Mention, ...]:
    found: list[Mention] = []
    for item in filter(None, map(str.strip, _BETWEEN.split(said["items"]))):
        meant = _meant(_BARE.sub("", key(item)), names)
        if len(meant) > 1:
            meant = next((near for one in before if (near := [name for name in meant if one in name])), meant)
        if len(meant) != 1:
            return ()
        found.append(Mention(said.start(), said.end(), item, (meant[0],), quality=0.9))
    return tuple(found) if len({one.keys for one in found}) == len(found) else ()


def _head(shared: str) -> str:
    """What the rows share: the words after the number and 的, without the general noun they end in; "" for none."""
    shared = re.sub(rf"[这那]?{_NUMBER}$", "", shared)
    bare = AROUND_TAIL.sub("", key(re.split(rf"{_NUMBER}|的", shared)[-1]))
    return bare if len(bare) >= _SHORTEST_SHARED else ""


def _tails(before: str) -> list[str]:
    """The ends of what is said before, the longest first."""
    end = key(before)[-_LONGEST_OWNER:]
    return [end[start:] for start in range(len(end) - 1)]


def _meant(own: str, names: Sequence[str]) -> list[str]:
    whole = [name for name in names if own and own in _BARE.sub("", name)]
    if whole or len(own) < _SHORTEST_PIECED or own.isdigit():
        return whole
    return [name for name in names if in_order(own, name)]
