"""Where a document gives the reason of a change: beside the figure, in a sentence of its own, or for the parts only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.named import Named
from assistant.operations.desk import Desk
from assistant.operations.quotation import as_fact
from assistant.parsing.model import MetricQuery
from index.amounts import Amount
from index.model import Chunk, Fact, Measure, Provenance, Section
from index.vocabulary.names import key, shared_head

_CHANGES = (Measure.CHANGE, Measure.CHANGE_RATE)
_MEASURES = (*_CHANGES, Measure.VALUE, Measure.TEXT)
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
# 收支预算减少的主要原因，某单位划出: whose reason it is stands before the word.
_OWN_SENTENCE = re.compile(
    r"(?P<whose>[\u4e00-\u9fff“”\"（）()]{2,24}?)(?:较?比?上年)?(?:增减|增加|减少|变动|变化|增长|下降|上升)"
    r"(?:较[大多])?(?:的)?(?:主要)?原因"
)


def beside(desk: Desk, query: MetricQuery) -> list[Fact]:
    """Facts of the metric whose own sentence gives a reason."""
    found: list[Fact] = []
    for measure in _MEASURES:
        selection = desk.find(query, desk.told_year, measure)
        found += [named.fact for named in (*selection.best, *selection.others) if named.fact.reason]
    return found


def of_neighbours(desk: Desk, query: MetricQuery) -> list[Fact]:
    """Facts of a twin metric (收入 and 支出 of one fund) in the sentence that states this one, where it gives one reason."""
    quotes: set[str] = set()
    for measure in _MEASURES:
        for fact in desk.find(query, desk.told_year, measure).support:
            if fact.provenance.table is None:
                quotes.add(fact.provenance.quote)
    said = key(query.target.text)
    found = [
        named.fact
        for index in desk.knowledge.indexes
        for named in index.named
        if named.narrative and named.fact.reason
        and any(quote in named.fact.provenance.quote or named.fact.provenance.quote in quote for quote in quotes)
        and shared_head(said, key(named.fact.label)) >= _SAME_HEAD
    ]  # fmt: skip
    return found if len({fact.reason for fact in found}) == 1 else []


_SAME_HEAD = 5  # characters: 政府性基金预算支出, 政府性基金预算拨款


def in_own_sentence(desk: Desk, query: MetricQuery) -> list[Fact]:
    """Sentences that say whose change they explain (收支预算减少的主要原因…)."""
    names = {key(query.target.text), *query.target.keys}
    found: list[Fact] = []
    for index in desk.knowledge.indexes:
        if index.document.year != desk.told_year:
            continue
        for section in index.document.sections:
            for match in _SENTENCE.finditer(section.text):
                whose = _OWN_SENTENCE.search(match.group())
                if whose is not None and (_whole_of(whose["whose"], names) or key(whose["whose"]) in names):
                    text = match.group().strip()
                    place = Provenance(index.document.id, text, section.page, section=section.path)
                    found.append(as_fact(desk, Chunk("reason", index.document.id, text, "", place), len(found)))
    return found


# 决算数小于年初预算数的主要原因是…；较上年增加的主要原因是…: one paragraph may tell both.
_VERSUS = re.compile(
    r"(?:(?P<budget>(?:大于|小于|高于|低于|超过)(?:年初|全年|当年)?预算数?)|(?:较|比|与)(?:上年|20\d\d年)[^。；;]{0,12}?(?:增|减|升|降|变)[加少长化]?)"
    r"[^。；;，,]{0,6}?的?(?:主要)?原因(?:是|为|：|:)[^。]+。?"
)
_AGAINST_BUDGET = re.compile(r"预算|没花完|没用完|超支")
_AGAINST_YEAR = re.compile(r"上年|去年|上一年|同比|20\d\d年")


def as_compared(desk: Desk, query: MetricQuery) -> list[Fact]:
    """The reason against the budget, or against the year before, as the question asks, where the metric's paragraph
    gives a reason for each."""
    budget, year = (pattern.search(desk.question.plain) is not None for pattern in (_AGAINST_BUDGET, _AGAINST_YEAR))
    if budget == year:
        return []
    for measure in _MEASURES:
        for fact in desk.find(query, desk.told_year, measure).support:
            for paragraph, section in _paragraphs_of(desk, fact):
                told = list(_VERSUS.finditer(paragraph))
                fitting = [match for match in told if (match["budget"] is not None) is budget]
                if len(told) > 1 and len(fitting) == 1:
                    place = Provenance(fact.document, fitting[0].group(), section.page, section=section.path)
                    return [as_fact(desk, Chunk("reason", fact.document, fitting[0].group(), "", place))]
    return []


def _paragraphs_of(desk: Desk, fact: Fact) -> Iterator[tuple[str, Section]]:
    """The paragraphs that state a fact."""
    for section in desk.knowledge.by_document[fact.document].document.sections:
        if fact.provenance.table is None and section.path == fact.provenance.section:
            quote = re.sub(r"\s", "", fact.provenance.quote)
            yield from (
                (text, section) for line in section.text.split("\n") if quote in (text := re.sub(r"\s", "", line))
            )


_FOLLOWS = re.compile(
    r"[。，,；;\s]*(?P<why>(?:变动|变化|增减|增加|减少)?的?(?:主要)?(?:原因|是因为|由于)[^。]{4,}。?)"
)


def right_after(desk: Desk, query: MetricQuery) -> list[Fact]:
    """The sentence after the metric's own that gives the reason, on the next page too."""
    for measure in _MEASURES:
        for fact in desk.find(query, desk.told_year, measure).support:
            if fact.provenance.table is not None:
                continue
            sections = desk.knowledge.by_document[fact.document].document.sections
            for i, section in enumerate(sections):
                _, quote, rest = section.text.partition(fact.provenance.quote)
                if not quote or section.path != fact.provenance.section:
                    continue
                after = sections[i + 1] if i + 1 < len(sections) and not re.search(r"\w", rest) else None
                if after is not None and after.path == section.path:
                    section, rest = after, after.text
                said = _FOLLOWS.match(rest)
                if said is not None:
                    place = Provenance(fact.document, said["why"], section.page, section=section.path)
                    return [as_fact(desk, Chunk("reason", fact.document, said["why"], "", place))]
    return []


_WHOLE = re.compile(r"(?:部门|单位|本年)?(?:收支|收入|支出)(?:总)?预算(?:总额)?")


def _whole_of(whose: str, names: set[str]) -> bool:
    """收支预算 is the whole that “预算” without more asks for."""
    return "预算" in names and _WHOLE.search(whose) is not None


def of_parts(desk: Desk, query: MetricQuery) -> list[Fact]:
    """The reasons given for the parts of a figure that changed, where none is given for the whole."""
    wholes = {
        key(named.fact.label)
        for measure in _MEASURES
        for named in desk.find(query, desk.told_year, measure).best
        if named.narrative
    }
    parts = [named for named in _changed(desk) if set(map(key, named.fact.row_path)) & wholes]
    depth = min((len(named.fact.row_path) for named in parts), default=0)
    told: dict[str, Fact] = {}
    for named in parts:
        if len(named.fact.row_path) == depth:
            told.setdefault(named.fact.label, named.fact)
    return list(told.values())


def _changed(desk: Desk) -> Iterator[Named]:
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            told = named.narrative and fact.reason and fact.measure in _CHANGES and fact.year == desk.told_year
            if told and isinstance(fact.quantity, Amount) and fact.quantity.value:
                yield named
