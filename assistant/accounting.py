"""The last guard: a question that names something which its answer does not account for is not answered.

“平板电脑预算多少” is not answered by the total of all purchases. What is left of a question after its names, figures,
years and ordinary words must stand somewhere in the answer or its sources, when the documents know it as part of a
name, or when it names an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.knowledge import Knowledge
from assistant.model import Citation
from assistant.parsing.basis import basis
from assistant.parsing.cues import (
    asking,
    cue_names,
    cue_spans,
    filler,
    ordinary,
    small_talk,
    wording,
    written,
)
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.parse import reserved
from assistant.scoping import find_departments
from index.vocabulary.names import key

_ORGANISATION = re.compile(r"[\u4e00-\u9fff]{2}(?:支队|大队|总队|中心|学校|医院|站|馆)")
_FEW_OWNERS = 8
_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")


def unaccounted(question: ParsedQuestion, knowledge: Knowledge, text: str, citations: Sequence[Citation]) -> str:
    """The first thing named in a question that neither the answer's text nor its sources mention; "" for none."""
    known = sources(text, citations)
    other = _other_region(question.plain, knowledge)
    if other:
        return other
    owners = "".join(f"{document.region} {key(document.department)} " for document in knowledge.documents[:_FEW_OWNERS])
    for run in _left_over(question, knowledge):
        if run in owners:
            continue  # 鼓楼分局（某市): where the department is
        organisation = _ORGANISATION.search(run)
        if organisation is not None and organisation.group() not in known:
            return run
        as_printed = written(run)
        if any(each[i : i + 2] in known for each in (run, as_printed) for i in range(len(each) - 1)):
            continue
        if _ORGANISATION.search(run) or any(part in name for part in _threes(run) for name in knowledge.names):
            return run
    return ""


def narrowed_by(question: ParsedQuestion, knowledge: Knowledge, known: str) -> str:
    """A name with the words right before it that narrow it and stand nowhere in what is known (食堂外包费 for 外包费)."""
    return next((words + name for words, name in narrowings(question, knowledge, known)), "")


def narrowings(question: ParsedQuestion, knowledge: Knowledge, known: str) -> Iterator[tuple[str, str]]:
    """The unknown words right before names of a question, with the names."""
    blank = _without_names(question, knowledge)
    for words in (filler(), ordinary()):
        blank = words.sub(lambda match: " " * len(match.group()), blank)
    for mention in question.mentions:
        run = re.search(r"[\u4e00-\u9fff]{2,4}$", blank[: mention.start])
        if run and not any(run.group()[i : i + 2] in known for i in range(len(run.group()) - 1)):
            yield run.group(), mention.text


_OTHER = re.compile(r"(?:其他|其它)$")


def other_than(question: ParsedQuestion, known: str) -> str:
    """A name said with 其他 before it (其他信访事务 is not 信访事务), where nothing that is known says so; "" for none."""
    for mention in question.mentions:
        other = _OTHER.search(question.plain[: mention.start])
        if other and f"其他{key(mention.text)[:2]}" not in known:
            return other.group() + mention.text
    return ""


def _threes(run: str) -> list[str]:
    """The pieces of three characters of a run; itself where it is shorter."""
    return [run[i : i + 3] for i in range(max(1, len(run) - 2))]


def sources(text: str, citations: Sequence[Citation]) -> str:
    """The text of an answer with all that it cites, as one key."""
    return key(text + "".join(part for citation in citations for part in _parts(citation)))


_HEAD = re.compile(r"(?:^|(?<=[。\n]))(?P<head>[^。\n]*?)(?=\d[\d.,]*(?:万元|亿元|元)|$)")


def sentence_heads(knowledge: Knowledge, citations: Sequence[Citation]) -> Iterator[str]:
    """What the sentences of prose that are cited say before their first amount: whose it is (某中心“三公经费”预算数为…).
    A sentence that names another body further on tells nothing of whose the amount cited is."""
    for citation in citations:
        document = knowledge.by_document[citation.document_id].document
        for section in document.sections if citation.table_id is None and citation.quote else ():
            place = section.text.find(citation.quote)
            if place < 0 or " ".join(section.path) != (citation.section or ""):
                continue
            start = max(section.text.rfind(stop, 0, place) for stop in "。\n") + 1
            head = _HEAD.match(section.text, start)
            if head and not _BODY_BEHIND.search(section.text, head.end(), place + len(citation.quote)):
                yield head["head"]


_BODY = r"总会|协会|办公室|中心|支队|大队|总队|分局|学校|学院|医院|福利院|研究院|馆|总站"
_BODY_BEHIND = re.compile(_BODY)
_NAMED_BODY = re.compile(rf"((?:(?![的和与跟及同里]|多少)[\u4e00-\u9fff]){{2,8}}?)(?:{_BODY})")


def organisations_left(question: ParsedQuestion, knowledge: Knowledge) -> list[tuple[str, str]]:
    """Organisations that a question names beside its names of rows: as said, and their own part of the name."""
    found = []
    for match in _NAMED_BODY.finditer(_without_names(question, knowledge)):
        own = filler().sub("", match.group(1))
        if len(own) >= 2:
            found.append((match.group(), own))
    for mention in question.mentions:  # 城市更新规划研究院 is not the row 城市更新规划经费
        body = _BODY_BEHIND.match(question.plain, mention.end)
        if body and not mention.terms:
            found.append((mention.text + body.group(), key(mention.text)))
    return found


_REGION_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,3}[区县州旗]$")


def _other_region(plain: str, knowledge: Knowledge) -> str:
    """A body of another region that goes by the department's name (某区规划局 where 市规划局 is in view); "" for none."""
    for named in find_departments(plain, knowledge.documents):
        before = _REGION_BEFORE.search(plain[: named.start])
        owners = [document for document in knowledge.documents if document.id in named.documents]
        if before and not any(before.group()[-3:] in f"{one.region}{one.department}" for one in owners):
            return plain[before.start() : named.end]
    return ""


def _parts(citation: Citation) -> Iterable[str]:
    return filter(None, (citation.quote, citation.row, citation.column, citation.title, citation.section))


def has_known_words_only(question: ParsedQuestion, knowledge: Knowledge) -> bool:
    """Whether a question is made of names, years and ordinary words alone: no person, no number, no foreign word."""
    left = _without_names(question, knowledge)
    for words in (asking(), filler(), ordinary()):
        left = words.sub(" ", left)
    return not re.search(r"\w", left)


def _left_over(question: ParsedQuestion, knowledge: Knowledge) -> list[str]:
    """Runs of Chinese characters that are no name, figure, year, table or ordinary word."""
    plain = _without_names(question, knowledge)
    if shared := basis(question.plain):  # 按保障21人算
        plain = plain[: shared.start()] + " " * len(shared.group()) + plain[shared.end() :]
    for document in knowledge.documents:  # where the department is: 某市要新建多少个
        plain = (
            plain.replace(document.region, " ").replace(document.region[:-1] or " ", " ") if document.region else plain
        )
    return _RUN.findall(ordinary().sub(" ", filler().sub(" ", plain)))


def unheard(question: ParsedQuestion, knowledge: Knowledge, known: str) -> Iterator[tuple[int, int, str]]:
    """Where a question says what is no name, owner, figure, cue or everyday word, and what is known does not hold:
    start and end in the plain question, and the words."""
    plain = _BODIES.sub(lambda match: " " * len(match.group()), _without_names(question, knowledge))
    for start, end in (span for name in cue_names() for span in cue_spans(question.plain, name)):
        if end - start <= _LONGEST_CUE:
            plain = _blank(plain, start, end)
    owners = "".join(
        key(f"{one.region} {one.department} {' '.join(one.short_names)}") for one in knowledge.documents[:_FEW_OWNERS]
    )
    for words in (wording(), filler(), ordinary(), small_talk()):
        plain = words.sub(lambda match: " " * len(match.group()), plain)
    for run in _RUN.finditer(plain):
        said = run.group()
        if not any(each[i : i + 2] in known + owners for each in (said, written(said)) for i in range(len(each) - 1)):
            yield run.start(), run.end(), said


_BODIES = re.compile(r"[两二三四五六七八九十几]家总?")  # 两家总支出
_LONGEST_CUE = 8  # characters; a longer cue spans words of the question itself


def _blank(plain: str, start: int, end: int) -> str:
    return plain[:start] + " " * (end - start) + plain[end:]


# What a figure may be restricted to; each is a table or a part of one of its own.
_SCOPES = re.compile(r"一般公共预算|政府性基金|国有资本经营|基本支出|项目支出")


def scopes_said(plain: str) -> list[str]:
    """The scopes that a plain question says."""
    return _SCOPES.findall(plain)


# The government's economic classes say in a word whose they are: 机关（502）, 事业（505）.
_CODE_SAID = re.compile(r"(?:机关|事业)(?:单位)?(?=[(（]50\d)")


def _without_names(question: ParsedQuestion, knowledge: Knowledge) -> str:
    """The question with spaces for its names, figures, years and tables."""
    plain = question.plain
    plain = _CODE_SAID.sub(lambda match: " " * len(match.group()), plain)
    names = [(m.start, m.end) for m in question.mentions if plain[m.start : m.end].startswith(m.text)]
    for start, end in (*names, *reserved(plain, knowledge)):
        plain = plain[:start] + " " * (end - start) + plain[end:]
    for said in _own_kinds(knowledge):
        plain = re.sub(rf"(?<![\u4e00-\u9fff]){said}", " " * len(said), plain)
    return plain


# What the people of a body call it by its kind alone: how its own name ends.
_KINDS_OF_BODY = {
    "学校": ("小学", "中学", "学校", "高中", "幼儿园", "学院", "职中"),
    "医院": ("医院", "卫生院"),
    "幼儿园": ("幼儿园",),
}


def _own_kinds(knowledge: Knowledge) -> list[str]:
    """The words for the one department in view by what it is (学校, of 某县第三小学)."""
    owners = {key(document.department) for document in knowledge.documents}
    return [said for said, ends in _KINDS_OF_BODY.items() if len(owners) == 1 and min(owners).endswith(ends)]
