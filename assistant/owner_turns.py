"""Turns of a chat that change whose figure is asked for, told in full: 换成乙局呢, 那丙州的呢, 三家里谁最多.

The documents to look at are chosen by the departments that a turn names, so this comes before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.scoping import Named, find_departments, names_of
from assistant.together import places
from index.amounts import read_chinese_number
from index.model import BudgetDocument
from index.vocabulary.names import plain as to_plain

_LEAD = r"(?:那么?|再|换成?|改成?|改为|如果是|要是|若是|还有|至于|请问|想问|看看?|查一?下|问问?|同样的?|和|对了|好的?|嗯|[,，\s])*"
_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_TAIL = rf"(?:的话|那边|这边|那里|{_YEAR}|的|[,，\s])*(?:又|也)?(?:是|有|会是|要)?(?:呢|多少|怎么样|如何|啥情况|什么情况|情况)*[呢啊呀吗]?[?？。!！]*"
_ALONE = re.compile(rf"{_LEAD}#{_TAIL}")
_RANK = r"[省市县区州旗]"
_SEVERAL = re.compile(
    r"(?:[这那以上]{1,2})?(?P<n>[两二三四五六七八九几])(?:家|地|个?(?:部门|单位|局|委|市|城市|地方))(?![^,，。]{0,2}(?:是|有)哪)|它们|他们俩?"
)


def in_full(turns: Sequence[str], documents: Sequence[BudgetDocument]) -> tuple[str, ...]:
    """The turns, oldest first; one that only changes the department (or its place) becomes the question before it,
    asked of that department, and takes its place. “三家里谁最多” is told with the names of the three."""
    if len(turns) < 2 or len({document.department for document in documents}) < 2:
        return tuple(turns)
    told: list[str] = []
    owners: tuple[str, ...] = ()
    for turn in turns:
        last = next((i for i in reversed(range(len(told))) if find_departments(told[i], documents)), None)
        changed = _changed(to_plain(turn), told[last], documents) if last is not None else ""
        if last is not None and changed:
            told[last] = changed  # turns after it that name no department are asked again, of the new one
        else:
            told.append(_with_owners(turn, owners, documents) if told else turn)
        named = find_departments(changed or told[-1], documents)
        owners = tuple(dict.fromkeys((*owners, *(name for one in named for name in _departments(one, documents)))))
    return tuple(told)


def without_others(turns: Sequence[str], documents: Sequence[BudgetDocument], chosen: Sequence[str]) -> tuple[str, ...]:
    """Earlier turns without the names of departments that are not asked about: they are no names of figures."""
    return tuple(_without(turn, documents, frozenset(chosen)) for turn in turns)


def _without(turn: str, documents: Sequence[BudgetDocument], chosen: frozenset[str]) -> str:
    text = to_plain(turn)
    for named in reversed(find_departments(text, documents)):
        if not named.documents & chosen:
            text = text[: named.start] + text[named.end :]
    return text if text != to_plain(turn) else turn


def _departments(named: Named, documents: Sequence[BudgetDocument]) -> list[str]:
    return list(dict.fromkeys(one.department for one in documents if one.id in named.documents))


def _changed(turn: str, before: str, documents: Sequence[BudgetDocument]) -> str:
    """The question before, asked of the department that a turn names and no more; "" where it says something else."""
    old = find_departments(before, documents)
    if len(old) != 1 or old[0].together or len(_departments(old[0], documents)) != 1:
        return ""
    named = find_departments(turn, documents)
    new = _named_alone(turn, named, old[0], documents) if named else _place_alone(turn, old[0], documents)
    if new is None:
        return ""
    department, year = new
    text = to_plain(before)
    text = text[: old[0].start] + department + text[old[0].end :]
    years = set(re.findall(r"20\d\d(?=年)", text))
    if year and len(years) != 1:
        return ""
    return text.replace(years.pop(), year) if year else text


def _named_alone(
    turn: str, named: Sequence[Named], old: Named, documents: Sequence[BudgetDocument]
) -> tuple[str, str] | None:
    """The one department that a turn names, and the year beside it; of a name that several bear, the one in the region
    of the department before."""
    regions = {one.region for one in documents if one.id in old.documents}
    near = [one for one in documents if one.id in named[0].documents and one.region in regions]
    only = _departments(named[0], documents)
    only = only if len(only) == 1 else list(dict.fromkeys(one.department for one in near))
    said = _ALONE.fullmatch(turn[: named[0].start] + "#" + turn[named[0].end :])
    if len(named) > 1 or len(only) != 1 or said is None:
        return None
    return only[0], said["year"] or ""


def _place_alone(turn: str, old: Named, documents: Sequence[BudgetDocument]) -> tuple[str, str] | None:
    """The department of another place that bears the name of the one before (那乙州的呢)."""
    by_id = {document.id: document for document in documents}
    before = by_id[next(iter(old.documents))]
    said = re.fullmatch(rf"{_LEAD}(?P<place>{_places(documents)}){_RANK}?{_TAIL}", turn)
    if said is None:
        return None
    there = [one for one in documents if _bare(one.region) == _bare(said["place"])]
    same = {one.department for one in there if names_of(one) & names_of(before)}
    return (same.pop(), said["year"] or "") if len(same) == 1 else None


def _places(documents: Sequence[BudgetDocument]) -> str:
    own = {_bare(document.region) for document in documents if document.region}
    return "|".join([*sorted(map(re.escape, own), key=len, reverse=True), places()])


def _bare(region: str) -> str:
    return re.sub(rf"(?<=..){_RANK}$", "", region)


def _with_owners(turn: str, owners: tuple[str, ...], documents: Sequence[BudgetDocument]) -> str:
    """“两家加起来呢” with the names of the departments asked about before, where there are as many as it says."""
    text = to_plain(turn)
    said = _SEVERAL.search(text)
    if said is None or len(owners) < 2 or find_departments(text, documents):
        return turn
    number = read_chinese_number(said["n"].replace("两", "二")) if said["n"] and said["n"] != "几" else len(owners)
    if number != len(owners):
        return turn
    return f"{'、'.join(owners)}{text}"
