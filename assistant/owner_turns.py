"""Turns of a chat that change whose figure is asked for, told in full: 换成乙局呢, 那丙州的呢, 比丁局多多少, 三家里谁最多.

The documents to look at are chosen by the departments that a turn names, so this comes before anything is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.model import Clarification
from assistant.scoping import Named, ask_which, find_departments, names_of
from assistant.together import bare_place, places, region_names
from index.amounts import read_chinese_number
from index.model import BudgetDocument
from index.vocabulary.names import plain as to_plain

_LEAD = r"(?:那么?|再|换成?|改成?|改为|如果是|要是|若是|还有|至于|请问|想问|看看?|查一?下|问问?|同样的?(?:问题)?|和|对了|好的?|嗯|[,，\s])*"
_YEAR = r"(?P<year>20\d\d)年(?:度)?"
_TAIL = rf"(?:的话|那边|这边|那里|{_YEAR}|的|[,，\s])*(?:又|也)?(?:是|有|会是|要)?(?:呢|多少|怎么样|如何|啥情况|什么情况|情况|查一?下|看一?下)*[呢啊呀吗]?[?？。!！]*"
_JOINT = re.compile(r"(?:[、,，和与跟及同]|以及|还有)+")
_WHICH = re.compile(r"谁|哪|比|[相之]差")
_ALONE = re.compile(rf"{_LEAD}#(?:{_JOINT.pattern}#)*{_TAIL}")
# Set against the department before, or put beside it, with no figure of its own: 比丁局多多少, 加上丁局呢，三家谁最多.
_BESIDE = re.compile(
    r"(?:那么?|要是|如果|再)*[,，]?(?:比|跟|和|与|同|较|加上|连同|算上)#(?:的话|的|[多少高低大小差比相较呢怎样么如何几了出万亿元谁哪家个些两三四五更最是吗吧,，?？。])*"
    r"|(?:那么?|再)?[,，]?#的?呢?[,，?？](?:两[家者个边])?(?:谁|哪(?:个|家|边))(?:的|更|最|较|多|少|高|低|大|小|呢|[?？。])*"
)
_RANK = r"[省市县区州旗]"
_SEVERAL = re.compile(
    r"(?:[这那以上]{1,2})?(?P<n>[两二三四五六七八九几])(?:家|地|个?(?:部门|单位|局|委|市|城市|地方))(?![^,，。]{0,2}(?:是|有)哪)|它们|他们俩?"
)
_OTHERS = re.compile(r"(?:另外?|其[他它余]|剩下|别)的?(?P<n>[一两二三四五六七八九几])?(?:家|个?(?:部门|局|市|城市))")


@dataclass(frozen=True, slots=True)
class _Said:
    """A department that a turn names, by a name or by its place alone, and where."""

    start: int
    end: int
    department: str


def in_full(turns: Sequence[str], documents: Sequence[BudgetDocument]) -> tuple[str, ...] | Clarification:
    """The turns, oldest first; one that only changes the department (or its place) becomes the question before it,
    asked of that department, and takes its place. “三家里谁最多” is told with the names of the three. A clarification
    where the last turn speaks of several departments and another number was asked about."""
    if len(turns) < 2 or len({document.department for document in documents}) < 2:
        return tuple(turns)
    told: list[str] = []
    owners: tuple[str, ...] = ()
    for number, turn in enumerate(turns, 1):
        plain = to_plain(turn)
        last = next((i for i in reversed(range(len(told))) if find_departments(told[i], documents)), None)
        changed = _changed(plain, told[last], owners, documents) if last is not None else ""
        beside = _beside(plain, owners, documents) if told and not changed else ""
        if last is not None and changed:
            told[last] = changed  # turns after it that name no department are asked again, of the new one
        else:
            told.append(beside or turn)
        if number == len(turns) and not changed and not beside and _is_open(plain, owners, documents):
            return ask_which(documents)
        there = _in_place_alone(plain, documents) if number == len(turns) and not changed and not beside else []
        if there:
            return ask_which(there)
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


# ---------------------------------------------------------------- another department


def _changed(turn: str, before: str, owners: tuple[str, ...], documents: Sequence[BudgetDocument]) -> str:
    """The question before, asked of the departments that a turn names and no more, or of those not asked about yet
    (另外两家呢); "" where it says something else."""
    before = to_plain(before)
    old = _named_in_one_place(before, documents)
    if old is None:
        return ""
    if others := _others(turn, owners, documents):
        return before[: old.start] + "、".join(others) + before[old.end :]
    new = _all_said(turn, _departments(old, documents), documents)
    bare = turn
    for one in reversed(new):
        bare = bare[: one.start] + "#" + bare[one.end :]
    said = _ALONE.fullmatch(bare)
    if not new or said is None:
        return ""
    text = before[: old.start] + "、".join(one.department for one in new) + before[old.end :]
    years = set(re.findall(r"20\d\d(?=年)", text))
    if said["year"] and len(years) != 1:
        return ""
    return text.replace(years.pop(), said["year"]) if said["year"] else text


def _named_in_one_place(before: str, documents: Sequence[BudgetDocument]) -> Named | None:
    """Where a question names its department, or several in a list that are each asked about; None for any other."""
    old = find_departments(before, documents)
    if not old or any(one.together for one in old):
        return None
    between = [before[one.end : other.start] for one, other in pairwise(old)]
    if any(not _JOINT.fullmatch(text) for text in between) or (between and _WHICH.search(before)):
        return None
    return Named(old[0].start, old[-1].end, frozenset().union(*(one.documents for one in old)))


def _all_said(turn: str, owners: Sequence[str], documents: Sequence[BudgetDocument]) -> list[_Said]:
    """The departments that a turn names, in their order; none where one of them is not known for certain."""
    named = find_departments(turn, documents)
    each = [_said_by(one, owners, documents) for one in named] if len(named) > 1 else [_said(turn, owners, documents)]
    return [one for one in each if one is not None] if all(each) else []


def _said(turn: str, owners: Sequence[str], documents: Sequence[BudgetDocument]) -> _Said | None:
    """The one department that a turn names: of a name that several bear, the one in the region of a department asked
    about before; by a place alone, the one there that bears the name of such a department (那乙州的呢)."""
    named = find_departments(turn, documents)
    if named:
        return _said_by(named[0], owners, documents) if len(named) == 1 else None
    before = [document for document in documents if document.department in owners]
    said = re.search(rf"(?P<place>{_places(documents)}){_RANK}?", turn)
    if said is None:
        return None
    there = [one for one in documents if bare_place(one.region) == bare_place(said["place"])]
    same = {one.department for one in there if any(names_of(one) & names_of(other) for other in before)}
    return _Said(said.start(), said.end(), same.pop()) if len(same) == 1 else None


def _said_by(named: Named, owners: Sequence[str], documents: Sequence[BudgetDocument]) -> _Said | None:
    only = _departments(named, documents)
    near = {document.region for document in documents if document.department in owners}
    here = [one.department for one in documents if one.id in named.documents and one.region in near]
    only = only if len(only) == 1 else list(dict.fromkeys(here))
    return _Said(named.start, named.end, only[0]) if len(only) == 1 else None


def _places(documents: Sequence[BudgetDocument]) -> str:
    own = {bare_place(document.region) for document in documents if document.region}
    return "|".join([*sorted(map(re.escape, own), key=len, reverse=True), places()])


def _others(turn: str, owners: tuple[str, ...], documents: Sequence[BudgetDocument]) -> list[str]:
    """The departments not asked about yet, where a turn speaks of as many."""
    said = _OTHERS.search(turn)
    rest = list(dict.fromkeys(one.department for one in documents if one.department not in owners))
    return rest if said is not None and _count(said["n"], len(rest)) == len(rest) else []


# ---------------------------------------------------------------- several departments


def _beside(turn: str, owners: tuple[str, ...], documents: Sequence[BudgetDocument]) -> str:
    """A turn with the departments asked about before: where it sets another beside them, or counts them."""
    new = _said(turn, owners, documents)
    if new is not None and owners and _BESIDE.fullmatch(turn[: new.start] + "#" + turn[new.end :]):
        before = owners if turn[: new.start].endswith(("上", "同")) else owners[-1:]
        return f"{'、'.join(before)}{turn[: new.start]}{new.department}{turn[new.end :]}"
    said = _SEVERAL.search(turn)
    if said is None or len(owners) < 2 or find_departments(turn, documents):
        return ""
    return f"{'、'.join(owners)}{turn}" if _count(said["n"], len(owners)) == len(owners) else ""


def _is_open(turn: str, owners: tuple[str, ...], documents: Sequence[BudgetDocument]) -> bool:
    """Whether a turn speaks of several departments without saying which, and nothing said before tells."""
    if find_departments(turn, documents):
        return False
    return _OTHERS.search(turn) is not None or (len(owners) > 1 and _SEVERAL.search(turn) is not None)


def _in_place_alone(turn: str, documents: Sequence[BudgetDocument]) -> list[BudgetDocument]:
    """The documents of a place that a turn names and no more, where no department there answers for the one before."""
    own = {name for document in documents for name in region_names(document)}
    names = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    said = re.fullmatch(rf"{_LEAD}(?P<place>{names}){_RANK}?{_TAIL}", turn) if own else None
    return [one for one in documents if said["place"] in region_names(one)] if said is not None else []


def _count(said: str | None, otherwise: int) -> int:
    return int(read_chinese_number(said) or 0) if said and said != "几" else otherwise
