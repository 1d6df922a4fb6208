"""Whether the answer accounts for what the question names: things, organisations, narrowing words, departments."""

from __future__ import annotations

import re

from assistant.accounting import narrowed_by, narrowings, organisations_left, other_than, unaccounted
from assistant.display import RATIO_SCALES
from assistant.grouping.units import IN_TWO
from assistant.guard.given import Given
from assistant.model import Refusal
from assistant.parsing.cues import counted_by, narrowing, written
from index.vocabulary.names import key


def names(given: Given) -> Refusal | None:
    """Something is named that neither the answer nor its sources hold."""
    if not given.states_figure:
        return None
    missing = unaccounted(given.question, given.knowledge, given.answer.text + given.spoken_of, given.answer.citations)
    missing = missing or other_than(given.question, given.known)
    return Refusal(f"文件里没有找到“{missing}”的数，不能作答。", "not_in_documents") if missing else None


def contradicted_wider(given: Given) -> Refusal | None:
    """A statement about a narrower thing is not contradicted by the figure of a wider one."""
    if given.draft.verdict != "no":
        return None
    said = narrowed_by(given.question, given.knowledge, given.known)
    return Refusal(f"文件里没有找到“{said}”的数，不能作答。", "not_in_documents") if said else None


def modified(given: Given) -> Refusal | None:
    """The words right before a short common name narrow it, and nothing that was found says them (某食堂补贴)."""
    if not given.states_figure or given.draft.verdict or given.question.cue("except", "difference"):
        return None
    for words, name in narrowings(given.question, given.knowledge, given.known):
        printed = written(words)
        known = any(printed[i : i + 2] in given.known for i in range(len(printed) - 1))
        narrow = len(words) >= _LONG and 2 <= len(name) <= _SHORT
        if not known and (narrow or _has_other_words(key(name), given)):
            return Refusal(f"文件里没有找到“{words}{name}”的数，不能作答。", "not_in_documents")
    return None


def _has_other_words(name: str, given: Given) -> bool:
    """Whether what was found bears words of its own before the name (津贴补贴, where 会展补贴 is asked for)."""
    rows = {key(citation.row) for citation in given.answer.citations if citation.row}
    return bool(rows) and all(row.endswith(name) and len(row) >= len(name) + 2 for row in rows)


_LONG, _SHORT = 3, 4  # characters: of the words before a name, and of a name that is common to many things


def organisations(given: Given) -> Refusal | None:
    """An organisation is named whose own name neither the answer nor its sources hold."""
    if not given.states_figure:
        return None
    known = given.known
    for said, own in organisations_left(given.question, given.knowledge):
        body, bare = key(said).removeprefix(own), _without_regions(own, given)
        if body not in known or not (_in_order(bare, known) or bare[-2:] + body in known):
            return Refusal(f"文件里没有找到“{said}”的数，不能作答。", "not_in_documents")
    return None


def short_bodies(given: Given) -> Refusal | None:
    """A body is named by two characters (党校的收入总计), and it is neither one recognised nor the department."""
    departments = [key(document.department) for document in given.knowledge.documents]
    for match in IN_TWO.finditer(given.plain):
        said = match.group()
        named = any(one.start < match.end() and match.start() < one.end for one in given.question.mentions)
        if (
            given.states_figure
            and not named
            and not any(name.endswith(said[-1]) and said[0] in name for name in departments)
        ):
            return Refusal(f"文件里没有找到“{said}”的数，不能作答。", "not_in_documents")
    return None


def _in_order(own: str, known: str) -> bool:
    """Whether what was found has two neighbouring characters of a name, and all of them in order, as those that
    abbreviate a name stand in it."""
    rest = iter(known)
    return any(own[i : i + 2] in known for i in range(len(own) - 1)) and all(ch in rest for ch in own)


def _without_regions(own: str, given: Given) -> str:
    """A body's own name without the department's region before it, which many bodies bear."""
    for document in given.knowledge.documents:
        for region in (document.region, document.region[:-1]):
            if len(region) > 1 and len(own) >= len(region) + 2:
                own = own.removeprefix(region)
    return own


def narrowed(given: Given) -> Refusal | None:
    """A word narrows what is asked for, and nothing in the answer does."""
    said = next((match for match in narrowing().finditer(given.plain)), None)
    if said is None or key(said.group()) in given.known:
        return None
    if given.answer.unit in RATIO_SCALES:
        return None  # a share of a hundred
    told = {match.group()[1:] for match in counted_by().finditer(given.answer.text)}
    if told and (said.lastgroup is None or told & _alike(said[said.lastgroup])):
        return None  # an amount for one thing each
    return Refusal(f"问题问的是“{said.group()}”的数，文件里只有未作这样区分的数，不能作答。", "only_breakdown_missing")


_SAME = (
    frozenset(("人", "名", "位", "孩子", "学生", "老人", "人次")),
    frozenset(("辆", "台", "部", "套")),
    frozenset(("平方米", "平米", "平方")),
    frozenset(("餐", "顿")),
    frozenset(("斤", "公斤")),
)


def _alike(counter: str) -> frozenset[str]:
    """The words by which the same things are counted as by this one."""
    return next((group for group in _SAME if counter in group), frozenset((counter,)))


def carried_over(given: Given) -> Refusal | None:
    """What is left at the end of the year is not what the year before left."""
    slots, year = given.question.slots, max((each.year for each in given.knowledge.documents), default=0)
    if (
        slots.previous_year
        or any(asked < year for asked in slots.years)
        or not _LEFT_AT_END.search(_HELD_IN.sub("", given.plain))
    ):
        return None
    if "上年结转" not in given.known or any(words in given.known for words in _CARRIED_ON):
        return None
    return Refusal("没有找到年末结转的数，找到的是上年结转的数，不能作答。", "not_in_documents")


_HELD_IN = re.compile(r"[(（](?:含|包括|包含|连同)[^()（）]*[)）]")  # a total said to hold it is what is asked for
_LEFT_AT_END = re.compile(r"年[底末终][^,，。;；?？]{0,12}结[转余]|结转(?:到|至)?(?:下|次|明)年")
_CARRIED_ON = ("结转下年", "年末结转", "年终结转", "结转至下年", "结转到下年", "年末", "年底")


def departments(given: Given) -> Refusal | None:
    """Several departments are named, and the answer rests on the documents of fewer."""
    named = given.question.slots.departments
    cited = {citation.department for citation in given.answer.citations}
    missing = [name for name in named if name not in cited]
    if len(named) < 2 or not missing:
        return None
    return Refusal(f"问题问到几个部门，没有找到“{missing[0]}”的相应的数，不能作答。", "not_in_documents")
