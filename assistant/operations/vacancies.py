"""How many posts are not filled: the posts that a document tells of, less the people in them (编制还空着几个, 满编了没有)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Quote
from assistant.operations.desk import Desk, NotFoundError, Writer, when
from assistant.operations.ties import verdict_of
from assistant.parsing.model import ParsedQuestion
from index.amounts import Count
from index.model import BudgetDocument, Fact, Measure

name = "vacancies"

_ASKED = re.compile(
    r"空编|缺编|满编|编制(?:数|人数)?[^,，。;；?？]{0,10}(?:空|满|缺|没用|富余|用完|剩)|(?:空|缺|剩)[^,，。;；?？]{0,8}编制"
    r"|编制(?:数|人数)?(?:减去?|扣除|和|与|跟|比)[^,，。;；?？]{0,4}(?:在职|实有|在编)[^,，。;；?？]{0,8}(?:差|多|少|[)）]|$)"
)
# 在岗人数是不是超过编制了, 有没有超编
_OVER = re.compile(r"超编|(?:超过?|超出|多于|大于|突破)了?(?:核定)?的?(?:人员)?编制(?!范围|时|说明|单位)")
_WHETHER = re.compile(r"吗|嘛|么[?？]?$|是不是|是否|有没有|有无")
_KINDS = ("行政", "事业", "工勤", "参公", "车")
_FUNDED = re.compile(r"全额|差额|自收自支")
_LINK = r"(?:人员|人数|职工|总数|小计|合计|共计|数|共|为|有|是|[:：,，])*"
_NUMBER = r"(?P<number>\d+)(?:个|名|人|辆)(?!次)"
_POSTS = re.compile(
    rf"(?<!行政)(?<!事业)(?<!工勤)(?<!参公)(?<!专项)(?<!车辆)(?:在职|核定|总)?(?:人员)?编制{_LINK}{_NUMBER}"
)
_FILLED = re.compile(
    rf"(?:实有|现有|年末)?(?:在职|在编)(?!人员编制)(?:在编)?(?:职工|人员|人数)?(?:实有|共有)?{_LINK}{_NUMBER}"
)
_PEOPLE = re.compile(rf"(?:实有|现有)(?:人员|人数){_LINK}{_NUMBER}")


def matches(question: ParsedQuestion) -> bool:
    asked = _ASKED.search(question.plain) is not None or _claims_over(question)
    return asked and not question.cue("reason", "definition", "hypothetical", "share")


def _claims_over(question: ParsedQuestion) -> bool:
    """Whether it is asked if there are more people than posts."""
    return _OVER.search(question.plain) is not None and _WHETHER.search(question.plain) is not None


@dataclass(frozen=True, slots=True)
class _Told:
    """A number as the text words it, and its fact."""

    words: str
    fact: Fact


def answer(desk: Desk) -> Draft:
    kinds = [kind for kind in _KINDS if kind in desk.question.plain]
    for document in sorted(desk.knowledge.documents, key=lambda one: -one.year):
        if desk.question.slots.years and document.year not in desk.question.slots.years:
            continue
        for text, section in _texts(document):
            posts, filled = _pair(desk, document, text, section, kinds)
            if posts is not None and filled is not None:
                return _say(desk, posts, filled)
    raise NotFoundError("文件里没有同时写编制数和在职人数，算不出空缺。", "not_in_documents")


def _texts(document: BudgetDocument) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text of each section, its spaces and line breaks left out, with the section's path."""
    for section in document.sections:
        if "编制" in section.text:
            yield re.sub(r"\s+", "", section.text), section.path


def _pair(
    desk: Desk, document: BudgetDocument, text: str, section: tuple[str, ...], kinds: list[str]
) -> tuple[_Told | None, _Told | None]:
    """The posts and the people in them, of the one kind said (事业编制) or of all."""
    if len(kinds) > 1:
        return None, None
    if kinds == ["车"]:
        pair = [re.search(rf"车辆编制{_LINK}{_NUMBER}", text), re.search(rf"实有车辆{_LINK}{_NUMBER}", text)]
    elif kinds:
        start = next((match.start() for match in re.finditer(r"在职(?!人员编制)|在编|实有", text)), len(text))
        funded = _FUNDED.search(desk.question.plain)
        kind = f"{funded.group()}(?:补助|拨款)?{kinds[0]}" if funded else kinds[0]
        pair = [
            _only(rf"{kind}编制{_LINK}{_NUMBER}", text),
            _only(rf"{kind}(?:在职)?(?:人员)?{_LINK}{_NUMBER}", text, start),
        ]
    else:
        pair = [_POSTS.search(text) or _of_one_kind(text), _FILLED.search(text) or _PEOPLE.search(text)]
    posts, filled = (_told(desk, document, match, section) for match in pair)
    return posts, filled


def _of_one_kind(text: str) -> re.Match[str] | None:
    """The posts of the only kind that a text tells of (核定事业编制46名，实有在职人员43人)."""
    kinds = "|".join(kind for kind in _KINDS if kind != "车")
    return _only(rf"(?:{kinds})编制{_LINK}{_NUMBER}", text) if not _OTHER_STAFF.search(text) else None


_OTHER_STAFF = re.compile(r"(?:编外|聘用|合同制|临时|劳务派遣)(?:人员|职工)")  # who may be among those counted


def _only(pattern: str, text: str, start: int = 0) -> re.Match[str] | None:
    """The one place that a pattern fits; None for several (全额补助事业编制, 差额补助事业编制)."""
    found = list(re.compile(pattern).finditer(text, start))
    return found[0] if len(found) == 1 else None


def _told(desk: Desk, document: BudgetDocument, match: re.Match[str] | None, section: tuple[str, ...]) -> _Told | None:
    if match is None:
        return None
    for named in desk.knowledge.by_document[document.id].named:
        fact = named.fact
        quote = re.sub(r"\s+", "", fact.provenance.quote)
        same = isinstance(fact.quantity, Count) and fact.text.startswith(match["number"]) and match.group() in quote
        if named.narrative and fact.measure is Measure.VALUE and same and fact.provenance.section == section:
            return _Told(match.group(), fact)
    return None


def _say(desk: Desk, posts: _Told, filled: _Told) -> Draft:
    beyond = quantity_of(filled.fact).value > quantity_of(posts.fact).value
    gap = calculate("difference", *((filled.fact, posts.fact) if beyond else (posts.fact, filled.fact)))
    writer, verdict = Writer(desk), None
    if _claims_over(desk.question):
        verdict = verdict_of(writer, beyond)
    writer.say(when(desk, posts.fact), Quote(posts.words, posts.fact), "，", Quote(filled.words, filled.fact))
    full = "，编制已满，空缺" if not quantity_of(gap).value else "，空缺"
    writer.say("，没有空缺，实有人数超出编制" if beyond else full)
    return writer.figure(gap).say("。").cite(posts.fact, filled.fact).draft(gap, verdict=verdict)
