"""Whether a document says of itself what the user says: duties, organs, units, what stands under what (负责…, 下设…).

The statement's own words must stand close together in one sentence of the sections that tell of the department; then
the sentence is quoted. A denial (没有下属单位) is held against whether that sentence denies as well. What no sentence
says is not called false: another kind of answer is tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.likeness import content, held
from assistant.model import Draft
from assistant.operations.desk import Desk, PassError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import ParsedQuestion
from index.model import Chunk, Provenance, Section
from index.vocabulary.names import key

name = "assertion"
_TELLS = re.compile(
    r"负责|职责|职能|承担|主管|分管|管(?!理费|委会|理局|理站|理处)|指导|监督|牵头|内设|下设|下属|下面|所属|隶属|直属|归口|组成部门|挂牌|设有|(?:机构|单位|处室|科室|部门)(?:里|中)?(?:有|包括|包含|含)|算.{0,12}(?:单位|机构|部门)"
)
_ASKS = re.compile(r"什么|啥|哪|多少|几(?!十|百)|谁|怎|为何|如何")
_FIGURE = re.compile(r"\d(?!\d{0,3}年)|费(?!用)|万元|亿元")
_SECTIONS = re.compile(r"职责|职能|概况|机构|构成|基本情况|主要工作|任务")
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_COMMON = re.compile(
    r"负责|职责|职能|承担|主管|分管|主要|工作|包括|包含|含有|内设|下设|下属|所属|隶属|直属|设有|全市|全省|全区|全县|本市|[对归]口|机构|单位|部门|处室|科室|有|管着?(?=[^理])|是不是|对不对|对吗|是吗|对吧|是吧|属实|真的|说法|这样|没错|听说|据说|有人说|[和与及、]|名下|下面|上面|一个|一家|也|都"
)
_NOT = re.compile(
    r"没有?(?!错)|无(?=[下所内二其])|不(?:属于|负责|承担|管|在|含|包括|设|编制|是(?!不|吗))|未(?:设|纳入|列)|并非"
)
_ENOUGH = 0.7  # of the pairs of characters of the statement's own words; its characters must all be there, in order
_LONGEST = 160  # characters of a sentence: in longer ones (lists of organs) the words must stand as said
_FEWEST = 3  # pairs: fewer say too little


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if not question.cue("verify") or _ASKS.search(plain) or _FIGURE.search(plain):
        return False
    return _TELLS.search(plain) is not None


def answer(desk: Desk) -> Draft:
    said = content(_COMMON.sub(" ", desk.question.plain), desk.knowledge.documents)
    pairs = {pair for run in said for pair in run}
    if len(pairs) < _FEWEST:
        raise PassError("说法里可供核对的词太少。")
    best: tuple[float, str, Section, str] | None = None
    for document, section, sentence in _sentences(desk):
        share = held(said, key(sentence))
        if share >= (_ENOUGH if len(sentence) <= _LONGEST else 1) and (best is None or share > best[0]):
            best = (share, sentence, section, document)
    if best is None:
        raise PassError("文件里没有这样的话。")
    _, sentence, section, document = best
    holds = bool(_NOT.search(_clause(sentence, pairs))) == bool(_NOT.search(_asserted(desk.question.plain)))
    chunk = Chunk(
        "assertion", document, sentence, "", Provenance(document, sentence, section.page, section=section.path)
    )
    told = quoted(desk, [as_fact(desk, chunk)], "是的，文件写：" if holds else "不是，文件写：")
    return Draft(told.segments, verdict="yes" if holds else "no", support=told.support)


def _asserted(plain: str) -> str:
    return re.sub(r"是不是|对不对|有没有|是否", "", plain)


def _clause(sentence: str, pairs: set[str]) -> str:
    """The clause of a sentence that holds most of the statement's words."""
    return max(re.split(r"[，,：:]", sentence), key=lambda clause: sum(pair in key(clause) for pair in pairs))


def _sentences(desk: Desk) -> Iterator[tuple[str, Section, str]]:
    """(document, section, sentence) of the sections that tell of a department, those cut by a page put together."""
    years = desk.question.slots.years
    indexes = sorted(desk.knowledge.indexes, key=lambda index: -index.document.year)
    for index in indexes:
        if years and index.document.year not in years and len(indexes) > 1:
            continue
        for path, parts in groupby(index.document.sections, key=lambda section: section.path):
            sections = list(parts)
            if not any(_SECTIONS.search(title) for title in path):
                continue
            for sentence in _SENTENCE.findall("".join(section.text for section in sections)):
                home = next((one for one in sections if sentence.strip()[:12] in one.text), sections[0])
                yield index.document.id, home, sentence.strip()
