"""What a text lists point by point (五项行动分别是什么): as many points as the question says, in the document's words.

The points are paragraphs that stand one after the other and say the thing each (…行动), what follows 一是…二是… after the
thing is named, what is numbered after “重点抓好五项工作：”, or the names right before it (甲、乙、丙三个模块).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Item, Quote
from assistant.operations import definition
from assistant.operations.desk import Desk, PassError, Writer
from assistant.operations.quotation import as_fact
from assistant.parsing.model import ParsedQuestion
from index.amounts import read_count
from index.model import BudgetDocument, Chunk, Measure, Provenance
from index.paragraphs import NUMBERING

name = "enumerated"
_ASKED = re.compile(
    r"(?P<n>[两二三四五六七八九十]{1,2}|\d{1,2})(?:大|项|个|条|类|种|件|点)*(?<![两二三四五六七八九十\d])[“\"]?(?P<thing>(?!单位|部门|项目|科目|指标|处室|机构)[\u4e00-\u9fff]{2,6}?)[”\"]?"
    r"(?:都|又|具体|主要|各)?(?:分别|是哪|有哪|指(?:的是)?(?:哪|什么)|包括|包含|是(?:什么|啥)|叫什么)"
)
_FIGURES = re.compile(r"多少|几(?:元|万|亿)|金额|各(?:安排|是多少)")
_POINT = re.compile(r"(?<![统唯单])[一二三四五六七八九十]是[^；;。]+")


def matches(question: ParsedQuestion) -> bool:
    return _ASKED.search(question.plain) is not None and _FIGURES.search(question.plain) is None


@dataclass(frozen=True, slots=True)
class _Text:
    """A stretch of text with where it stands: a paragraph of a section, or a box of a table."""

    text: str
    place: Provenance


def answer(desk: Desk) -> Draft:
    if definition.meant(desk) is not None:
        raise PassError("名词解释里写着所问的词。")
    asked = _ASKED.search(desk.question.plain)
    assert asked is not None, "matches() looked for it"
    number, thing = read_count(asked["n"]), asked["thing"]
    for index in sorted(desk.knowledge.indexes, key=lambda one: -one.document.year):
        texts = [*_paragraphs(index.document), *_boxes(index)]
        ways = (
            _alike(texts, thing),
            _told(texts, thing),
            _numbered(texts, thing, number),
            _named(texts, thing, number),
        )
        found = next((points for way in ways for points in way if len(points) == number), None)
        if found is not None:
            return _say(desk, found)
    raise PassError("文件没有这样逐条列出所问的内容。")


def _say(desk: Desk, points: Sequence[_Text]) -> Draft:
    writer = Writer(desk)
    for i, point in enumerate(points):
        fact = as_fact(desk, Chunk(f"point:{i}", point.place.document, point.text, "", point.place), i)
        writer.say("；" if i else "", Quote(point.text, fact)).cite(fact)
    return writer.say("。").draft(items=[Item(point.text) for point in points])


def _paragraphs(document: BudgetDocument) -> Iterator[_Text]:
    for section in document.sections:
        for line in filter(None, map(str.strip, section.text.split("\n"))):
            yield _Text(line, Provenance(document.id, line, section.page, section=section.path))


def _boxes(index: DocumentIndex) -> Iterator[_Text]:
    for named in index.named:
        if named.fact.measure is Measure.TEXT and not named.narrative and len(named.fact.text) >= _SHORTEST_BOX:
            yield _Text(named.fact.text, named.fact.provenance)


_SHORTEST_BOX = 20


def _alike(texts: Sequence[_Text], thing: str) -> Iterator[list[_Text]]:
    """Numbered paragraphs in a row that say the thing each."""
    run: list[_Text] = []
    for one in texts:
        if NUMBERING.match(one.text) and thing in one.text:
            run.append(one)
        elif run:
            yield run
            run = []
    yield run


def _told(texts: Sequence[_Text], thing: str) -> Iterator[list[_Text]]:
    """一是…；二是… in the paragraph that names the thing, after it."""
    for one in texts:
        after = one.text.partition(thing)[2]
        yield [replace(one, text=match.group().strip()) for match in _POINT.finditer(after)]


def _numbered(texts: Sequence[_Text], thing: str, number: int) -> Iterator[list[_Text]]:
    """（一）（二）… after words that announce as many of the thing; the first sentence of each."""
    announces = re.compile(rf"{_said(number)}(?:大|项|个|条|方面|类|种)*[“\"]?{re.escape(thing)}[^。]{{0,6}}[:：]$")
    for i, one in enumerate(texts):
        if announces.search(one.text):
            following = [
                other for other in texts[i + 1 :] if re.match(r"[（(][一二三四五六七八九十]+[)）]", other.text)
            ]
            yield [replace(other, text=re.split("[。；;]", other.text)[0]) for other in following[:number]]


def _named(texts: Sequence[_Text], thing: str, number: int) -> Iterator[list[_Text]]:
    """甲、乙和丙三个模块: the names right before their number."""
    name = r"[^，,。；;：:、和与及“”\n]{2,16}"
    names = re.compile(
        rf"(?P<names>{name}(?:、{name})*(?:、|以及|和|与|及)?{name})等?[“\"]?{_said(number)}(?:大|项|个|条|类|种)[“\"]?{re.escape(thing)}"
    )
    for one in texts:
        match = names.search(one.text)
        if match is not None:
            parts = re.split(r"、|以及|和|与|及", _LEADS.sub("", match["names"]).removesuffix("等"))
            yield [replace(one, text=part) for part in parts if part]


_LEADS = re.compile(r"^.{0,4}(?:形成|通过|包括|包含|涵盖|建设|做好|落实|推进)")


def _said(number: int) -> str:
    """A number as a text may write it: 三, 3, 两 for 2."""
    written = "零一二三四五六七八九十"[number] if number <= 10 else str(number)
    return f"(?:{written}|{number}{'|两' if number == 2 else ''})"
