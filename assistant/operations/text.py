"""What a document says in words: duties, organisation, goals, why a table is empty. Quoted, never rephrased."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby, takewhile
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.likeness import content
from assistant.model import Draft, Quote
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.quotation import as_fact, quoted
from assistant.operations.sentences import CODED, Search
from assistant.parsing.cues import filler
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.near_names import sound
from assistant.scoping import find_departments
from assistant.table_names import is_table
from index.figure_grammar import DATA
from index.model import BudgetDocument, Chunk, Fact, Measure, Provenance, Section
from index.vocabulary.names import key, shared_head
from index.vocabulary.terms import vocabulary

name = "text"
_LONGEST_QUOTE = 700
_SENTENCE = re.compile(r"[^。；;！？\n]+[。；;！？]?")
_MIN_COVERAGE = 0.5
_FEW_WORDS = 3  # pairs of characters: fewer say too little to choose a box by
_YEAR = re.compile(r"(?<!\d)20\d\d年?度?")  # stands in most boxes and tells none from another
# Words do not answer a question for a number: what has no figure of that name is refused.
_ASKS_NUMBER = re.compile(
    r"多少|好多|百分之几|几(?:百|千|万|亿|成|倍|" + "|".join(map(re.escape, DATA["count_units"])) + ")"
)


class Topic(BaseModel):
    model_config = ConfigDict(extra="forbid")
    asked: list[re.Pattern[str]]
    headings: list[str]


@cache
def topics() -> dict[str, Topic]:
    with (Path(__file__).parent / "topics.toml").open("rb") as stream:
        return {name: Topic.model_validate(entry) for name, entry in tomllib.load(stream).items()}


def asked_topics(plain: str) -> list[str]:
    return [name for name, topic in topics().items() if any(pattern.search(plain) for pattern in topic.asked)]


def matches(question: ParsedQuestion) -> bool:  # noqa: ARG001 - the last resort of every question
    return True


def answer(desk: Desk) -> Draft:
    plain = _without_owner(desk, desk.question.plain)
    years = desk.question.slots.years
    if years and not {document.year for document in desk.knowledge.documents} & set(years):
        raise NotFoundError(f"没有读入{years[-1]}年的文件。", "year_not_loaded")
    if desk.question.cue("reason"):
        return _from_passages(desk, plain)  # only words that give grounds answer a why
    found = asked_topics(plain)
    boxes = _text_cells(desk) if not set(found) & {"duties", "organisation"} and not _ASKS_NUMBER.search(plain) else []
    if boxes:
        return quoted(desk, boxes[:2])
    for topic in found if not _ASKS_NUMBER.search(plain) else ():
        draft = _from_sections(desk, topics()[topic].headings, plain)
        draft = draft or (_announced(desk) if topic == "duties" else None)
        if draft is not None:
            return draft
    return _from_passages(desk, plain)


def _without_owner(desk: Desk, plain: str) -> str:
    """The question without the department's name: it stands all over the document and tells no passage from another."""
    for named in reversed(find_departments(plain, desk.knowledge.documents)):
        plain = plain[: named.start] + " " + plain[named.end :]
    return plain


def _text_cells(desk: Desk) -> list[Fact]:
    """Boxes of words (年度绩效目标, 立项依据 …) that share most of what the question says."""
    words = _content(_YEAR.sub(" ", _without_owner(desk, desk.question.plain)))
    if len(words) < _FEW_WORDS:
        return []
    scored = []
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            if fact.measure is not Measure.TEXT or named.narrative or len(fact.text) < 12 or CODED.match(fact.text):
                continue
            around = key(fact.label) + key(fact.subject) + key(fact.text)
            score = max(_coverage(words, around), 0.9 * _sound_coverage(words, around))
            if score >= _MIN_COVERAGE:
                scored.append((score, fact))
    scored.sort(key=lambda item: -item[0])
    return [fact for _, fact in scored]


def _from_sections(desk: Desk, headings: list[str], plain: str) -> Draft | None:
    """What stands under the first of the headings that the document has, its pages and sub-headings together."""
    words = _content(plain)
    names = [run for run in content(_without_topics(plain), desk.knowledge.documents) if len(run) > 1]
    for heading in headings:
        found = [
            (_coverage(words, key(text)), document.id, section, text)
            for document in desk.knowledge.documents
            for section, text in _under(document, heading)
            if all(2 * sum(pair in key(text) for pair in run) > len(run) for run in names)
        ]
        if found:
            _, document_id, section, text = max(found, key=lambda item: item[0])
            beyond = frozenset(
                pair for run in names for pair in run
            )  # without them, the beginning is what is asked for
            text = _excerpt(text, beyond - frozenset(_pairs(key(heading))))
            provenance = Provenance(document_id, text, section.page, section=section.path)
            return quoted(desk, [as_fact(desk, Chunk("section", document_id, text, "", provenance))])
    return None


_DUTIES_FOLLOW = re.compile(r"(?:主要|基本)?(?:职能|职责)(?:任务)?(?:包括|是|为|如下|有|分别)*[:：]")


_ORGANISED = re.compile(r"机构设置|单位构成|编制说明|名词解释")  # where the duties have ended


def _announced(desk: Desk) -> Draft | None:
    """Duties that no heading names but words announce (主要职能包括：…), with what follows."""
    for document in desk.knowledge.documents:
        for i, section in enumerate(document.sections):
            said = _DUTIES_FOLLOW.search(section.text)
            if said is None:
                continue
            rest = (one.text.strip() for one in document.sections[i + 1 :])
            following = takewhile(lambda text: not _ORGANISED.search(text), rest)
            text = section.text[said.start() :].strip()
            while len(text) < _LONGEST_QUOTE and (more := next(following, "")):
                text += f"\n{more}"
            kept = text[:_LONGEST_QUOTE]
            text = text if len(text) <= _LONGEST_QUOTE else kept[: max(kept.rfind(mark) for mark in "\n。；") + 1]
            place = Provenance(document.id, text, section.page, section=section.path)
            return quoted(desk, [as_fact(desk, Chunk("section", document.id, text, "", place))])
    return None


def _without_topics(plain: str) -> str:
    """What a question says beside the words that name its topic: 殡仪馆 of 殡仪馆的主要职责是什么."""
    for topic in topics().values():
        for pattern in topic.asked:
            plain = pattern.sub(" ", plain)
    return plain


def _under(document: BudgetDocument, heading: str) -> Iterator[tuple[Section, str]]:
    """Each stretch of sections under a heading: its first section, and the text of all with their titles."""

    def place(section: Section) -> tuple[str, ...]:
        depth = next((i for i, part in enumerate(section.path) if heading in part), None)
        return section.path[: depth + 1] if depth is not None else ()

    for titled, sections in groupby(document.sections, key=place):
        pages = [section for section in sections if section.text.strip()]
        if not titled or not pages:
            continue
        lines: list[str] = []
        last = titled
        for section in pages:
            if section.path != last and not section.text.startswith(section.title):
                lines.append(section.title)
            last = section.path
            lines.append(section.text.strip())
        yield pages[0], "\n".join(lines)


def _excerpt(text: str, words: frozenset[str]) -> str:
    """The whole where it is short; else the sentences that say most of what is asked, else the beginning."""
    if len(text) <= _LONGEST_QUOTE:
        return text.strip()
    sentences = [match.group() for match in _SENTENCE.finditer(text)]
    best = max(range(len(sentences)), key=lambda i: _coverage(words, key(sentences[i])))
    if _coverage(words, key(sentences[best])) < _MIN_COVERAGE:
        kept = text[:_LONGEST_QUOTE]
        return kept[: max(kept.rfind(mark) for mark in "\n。；") + 1].strip() or kept
    run = sentences[best]
    while len(run) < 200 and best + 1 < len(sentences):
        best += 1
        run += sentences[best]
    return run.strip()[:_LONGEST_QUOTE]


_COMPUTED = ("sum", "rank", "change", "share", "ratio", "count", "difference", "filter", "new", "gone", "tie")


def _from_passages(desk: Desk, plain: str) -> Draft:
    if desk.question.cue(*_COMPUTED) and not desk.question.cue("in_words"):
        raise NotFoundError("文件里没有找到回答这个问题所需的数。")
    chunk = None if _ASKS_NUMBER.search(plain) else _sentence(desk, plain)
    if chunk is None:
        raise NotFoundError("这些预算文件里没有找到与问题相符的内容。", "not_in_documents")
    return quoted(desk, [as_fact(desk, chunk)])


def _sentence(desk: Desk, plain: str) -> Chunk | None:
    """The sentence that holds the question's rare words, else the passage found by meaning that holds most of them;
    the turn before counts too where the question leans on it."""
    before = desk.question.previous
    reason, use = desk.question.cue("reason"), desk.question.cue("purpose") and bool(desk.question.queries)
    holds = _GROUNDS if reason else _USES if use else _ANYTHING
    for said in (plain, f"{before.plain} {plain}" if before is not None else ""):
        asked = content(said, desk.knowledge.documents)
        if sum(map(len, asked)) < _FEW_WORDS:
            continue
        search = Search.over(desk.knowledge.indexes, asked)
        found = search.nearest(_MOST_WORDS, holds)
        if found is not None and (reason or use) and not _says_metric(desk, found):
            found = None
        if found is None and not (reason or use):
            found = _meant(desk, search)
        if found is not None:
            return found
    return None


def _says_metric(desk: Desk, chunk: Chunk) -> bool:
    """Whether a passage names one of the metrics asked about, where the question names any."""
    names = {key(query.target.text) for query in desk.question.queries}
    names |= {name for query in desk.question.queries for name in query.target.keys}
    return not names or any(name in key(chunk.text) for name in names)


_MOST_WORDS = 0.6  # of the worth of a question's words: a sentence with fewer answers another question
_ANYTHING = re.compile("")


def _meant(desk: Desk, search: Search) -> Chunk | None:
    """The passage found by meaning that holds most of the question's words, cut to where they stand."""
    words = frozenset(search.weights.of)
    passages = [chunk for chunk in desk.search(desk.question.text, 12) if chunk.kind != "table"]
    best = max(passages, key=lambda chunk: search.weights.share(key(chunk.text)), default=None)
    if best is None or search.weights.share(key(best.text)) < _MOST_WORDS:
        return None
    return replace(best, text=_excerpt(best.text, words))


_USES = re.compile(
    r"用于|用来|用作|支持|保障|开展|投入|支付|发放|购买|购置|采购|建设"
)  # what words that tell a use hold
_GROUNDS = re.compile(r"原因|由于|因为|主要是|导致|因此|影响")  # what words that answer a why hold


def _content(plain: str) -> frozenset[str]:
    """Character pairs of a question's own words, fillers left out."""
    words = filler().sub(" ", plain)
    return frozenset(pair for part in words.split() for pair in _pairs(key(part)))


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)]


def _coverage(content: frozenset[str], text: str) -> float:
    return sum(pair in text for pair in content) / len(content) if content else 0.0


def _sound_coverage(content: frozenset[str], text: str) -> float:
    """As ``_coverage``, but by sound: 愉快办 for 渝快办."""
    spoken = f" {sound(text)} "
    return sum(f" {sound(pair)} " in spoken for pair in content) / len(content) if content else 0.0


def empty_table(desk: Desk, query: MetricQuery | None) -> Draft | None:
    """The note of an empty table that the question means: by number, by title, or by one of its row labels."""
    names = {key(query.target.text), *query.target.keys} if query is not None else set()
    names |= {key(context.text) for context in query.contexts} if query is not None else set()
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            if not table.empty_reason:
                continue
            numbered = is_table(table, desk.question.slots.tables)
            titled = any(len(word) >= 4 and word in key(table.title) for word in names)
            if (
                numbered
                or titled
                or (query is not None and names & {key(row.label) for row in table.rows if row.label and not row.total})
            ):
                quote = table.empty_reason
                provenance = Provenance(index.document.id, quote, table.pages[0] if table.pages else None, table.id)
                chunk = Chunk("empty", index.document.id, quote, "", provenance)
                return quoted(desk, [as_fact(desk, chunk)], f"{table.number}：" if table.number else "")
    return None


def said_none(desk: Desk, query: MetricQuery) -> list[Fact]:
    """Sentences that say there is none of what is asked (没有使用政府性基金预算…), in the newest document."""
    asked = key(query.target.text)
    found = [
        named.fact
        for index in sorted(desk.knowledge.indexes, key=lambda index: -index.document.year)
        for named in index.named
        if named.narrative and named.fact.measure is Measure.TEXT and named.fact.quantity is None
        and not named.fact.reason
        and (set(query.target.terms) & named.row_terms or shared_head(asked, key(named.fact.label)) >= _SAME_HEAD)
    ]  # fmt: skip
    return found[:1]


_SAME_HEAD = 5  # characters: 政府性基金预算支出, 政府性基金预算拨款


def blank_row(desk: Desk, query: MetricQuery) -> Draft | None:
    """A row that stands in a table without any figure: nothing is budgeted for it, and the table says so by a blank."""
    names = set(query.target.keys) | {key(query.target.text)}
    terms = set(query.target.terms[:1])
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            for number, row in enumerate(table.rows):
                label = key(row.label)
                if (
                    row.cells
                    or not label
                    or not (label in names or terms & set(vocabulary().printed.get(label, ())[:1]))
                ):
                    continue
                provenance = Provenance(index.document.id, row.quote or row.label, row.page, table.id, number)
                chunk = Chunk("blank", index.document.id, row.label, "", provenance)
                fact = as_fact(desk, chunk, number)
                writer = Writer(desk).say(
                    f"{index.document.year}年",
                    f"{table.number or '表'}列有“",
                    Quote(row.label, fact),
                    "”一行，但金额为空白，即没有安排。",
                )
                return writer.cite(fact).draft()
    return None
