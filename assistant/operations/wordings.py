"""Whether two departments, or two years of one, write the same of something: a use, a reason, a meaning, a date.

What each document writes is quoted, so that the reader can compare; the verdict is on the words (or the date asked
for) alone, the names of the departments and their years left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.knowledge import Knowledge
from assistant.likeness import content
from assistant.model import Draft, Quote
from assistant.operations import purpose, reason
from assistant.operations.definition import find_definition
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer
from assistant.operations.quotation import as_fact
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.model import Chunk, Fact, Provenance
from index.vocabulary.names import key

name = "wording"
_COMPARES = re.compile(r"一样|一致|相同|同样|一个样|不同|区别|差别|矛盾|出入|不一")
_OF_WORDS = re.compile(
    r"写法|说法|表述|措辞|口径|[写说][的得]|怎么[写说]|用途|用于|用来|原因|理由|解释|定义|含义|意思|日期|年月|时间"
)
_OF_FIGURES = re.compile(r"多少|几|金额|数额|预算数|决算数|合计|总额|总数|数字")
_DATE_ASKED = re.compile(r"日期|年月|时间|哪年|哪天")
_DATE = re.compile(r"(?:19|20)\d\d\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?(?:\s*主要[^。；;\n]+[。；;]?)?")  # with the use told behind it


@dataclass(frozen=True, slots=True)
class _Written:
    """What one document writes: the fact that quotes it, and the words that are compared."""

    owner: str
    fact: Fact
    words: str


def matches(question: ParsedQuestion) -> bool:
    slots, plain = question.slots, question.plain
    several = len(slots.departments) > 1 or len(slots.years) > 1
    return (
        several
        and bool(question.queries)
        and _COMPARES.search(plain) is not None
        and _OF_WORDS.search(plain) is not None
        and _OF_FIGURES.search(plain) is None
    )


def answer(desk: Desk) -> Draft:
    query = desk.queries()[0]
    found = [_written(owner, each, query) for owner, each in _sides(desk)]
    missing = [
        owner for owner, written in zip((owner for owner, _ in _sides(desk)), found, strict=True) if written is None
    ]
    written = [one for one in found if one is not None]
    if len(written) < 2:
        raise PassError("没有找到可以对照的文字。")
    if missing:
        raise NotFoundError(f"“{missing[0]}”的文件里没有找到关于“{query.target.text}”的相应文字，不能对照。")
    compared = [_dates(one) if _DATE_ASKED.search(desk.question.plain) else one.words for one in written]
    if not all(compared):
        raise PassError("没有找到所问的日期。")
    same = len(set(compared)) == 1
    writer = Writer(desk).say("一致，都写：" if same else "不一致：")
    for i, one in enumerate(written):
        writer.say("；" if i else "", one.owner, "：", Quote(one.fact.provenance.quote.strip(), one.fact)).cite(
            one.fact
        )
    return writer.draft(verdict="yes" if same else "no")


def _sides(desk: Desk) -> list[tuple[str, Desk]]:
    """A desk for each department named, or for each year."""
    if len(desk.question.slots.departments) > 1:
        return desk.per_department()
    sides = []
    for year in desk.question.slots.years:
        indexes = [index for index in desk.knowledge.indexes if index.document.year == year]
        question = replace(desk.question, slots=replace(desk.question.slots, years=(year,)))
        if indexes:
            sides.append((f"{year}年", replace(desk, knowledge=Knowledge(indexes), question=question)))
    return sides


def _written(owner: str, desk: Desk, query: MetricQuery) -> _Written | None:
    """What a document writes of the metric: its use, reason or meaning where that is asked for, else the sentence
    that holds most of the question's words."""
    question = desk.question
    if question.cue("reason"):
        return next((_of(owner, fact, fact.reason) for fact in reason.stated(desk, query)), None)
    if re.search(r"用途|用于|用来|用在", question.plain):
        return next((_of(owner, fact, fact.purpose) for fact in purpose.stated(desk, query)), None)
    if question.cue("definition") or re.search(r"解释|定义|含义", question.plain):
        entry = find_definition(desk, query)
        return _of(owner, as_fact(desk, entry), entry.text) if entry is not None else None
    return _sentence(owner, desk, query)


def _of(owner: str, fact: Fact, words: str) -> _Written:
    return _Written(owner, fact, _bare(words or fact.text, owner))


def _bare(words: str, owner: str) -> str:
    """The words compared: neither the department's name nor its year makes a difference."""
    return re.sub(r"(?:20\d\d年)?(?:本部门|本单位|我局|我单位)?", "", key(words).replace(key(owner), ""))


def _sentence(owner: str, desk: Desk, query: MetricQuery) -> _Written | None:
    """The sentence that names the metric and holds most of the question's words; with a date, where one is asked for."""
    names = {key(query.target.text), *query.target.keys}
    asked = {pair for run in content(desk.question.plain, desk.knowledge.documents) for pair in run}
    dated = _DATE_ASKED.search(desk.question.plain) is not None
    best: tuple[float, Fact] | None = None
    for index in desk.knowledge.indexes:
        for section in index.document.sections:
            for match in _SENTENCE.finditer(section.text):
                text = match.group().strip()
                if not any(part in key(text) for part in names) or (dated and not _days(text)):
                    continue
                share = sum(pair in key(text) for pair in asked) / max(len(asked), 1)
                if best is None or share > best[0]:
                    place = Provenance(index.document.id, text, section.page, section=section.path)
                    best = (share, as_fact(desk, Chunk("wording", index.document.id, text, "", place)))
    return _Written(owner, best[1], _bare(best[1].text, owner)) if best is not None and best[0] > 0 else None


def _days(text: str) -> Sequence[str]:
    """The dates of a sentence that say more than the year of a budget."""
    return ["".join(said.split()) for said in _DATE.findall(text) if "月" in said]


def _dates(one: _Written) -> str:
    return "、".join(sorted(set(_days(one.fact.provenance.quote))))
