"""Text → claims: each figure with its metric, department, year, stage and direction, as the sentences say them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assistant.checking import whole_budget
from assistant.checking.inverted import turned
from assistant.checking.model import Claim, Rank
from assistant.checking.owners import Owners, masked
from assistant.checking.pasted import in_prose
from assistant.checking.phrases import speaking
from assistant.checking.remarks import find_remarks
from assistant.checking.respectively import respective
from assistant.checking.spelled import Reading, in_digits
from assistant.checking.stating import ranges, states
from assistant.checking.titles import Titles
from assistant.checking.wording import worded
from assistant.knowledge import Knowledge
from assistant.scoping import Named
from index.amounts import Count, FigureKind, FigureSpan, find_figures
from index.model import BudgetDocument, Measure, Stage
from index.narrative.clauses import without_base
from index.narrative.cues import base
from index.narrative.draft import Draft
from index.narrative.grounds import reasons
from index.narrative.names import Name
from index.narrative.said import lines, stated
from index.paragraphs import sentences

_YEAR = re.compile(r"(?P<base>[比较与同]\s*|截[至止]到?\s*)?(?P<year>20\d\d)\s*年")
_ORGAN = re.compile(
    r"(?:^|(?<=[，,。；;：:、\s日]))(?P<name>[\u4e00-\u9fff]{2,12}(?:省|市|区|县|州|盟|旗)[\u4e00-\u9fff]{1,16}?(?:局|委员会|厅|办公室|法院|检察院|街道办事处|委))"
)
_NO_OWNER = re.compile(r"根据|按照|依据|依照|原因|由于|经|关于|由")  # an organ that orders, not one that is told of
_STAGES = (
    (Stage.ADJUSTED, re.compile(r"调整预算|预算调整")),
    (Stage.FINAL, re.compile(r"决算|实际支出|执行数")),
    (Stage.BUDGET, re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?<!调整)预算(?!单位|管理|绩效|调整|外|内)")),
)


@dataclass(slots=True)
class _Thread:
    """What the sentences so far have fixed: whose documents, which year, the metric last named."""

    documents: tuple[BudgetDocument, ...]
    year: int | None = None
    topic: tuple[Name, ...] = ()
    problem: str = ""
    claims: list[Claim] = field(default_factory=list)


def read_claims(text: str, knowledge: Knowledge) -> tuple[Claim, ...]:
    """A claim for every figure of money, ratio or count, in reading order; other figures claim nothing."""
    thread, prose = _Thread(_owned(knowledge.documents)), in_prose(text)
    reading = in_digits(prose.text).within(prose)
    if not thread.documents:
        thread.problem = "没有写明是哪个部门"
    for offset, line in lines(reading.text):
        for start, end in sentences(line):
            _sentence(line[start:end], offset + start, thread, knowledge)
    return tuple(_as_said(claim, reading) for claim in thread.claims)


def _as_said(claim: Claim, reading: Reading) -> Claim:
    """The claim with its figure as the text says it."""
    figure = reading.restored(claim.figure)
    if claim.remark is not None:
        return replace(claim, figure=figure)
    assert figure.quantity is not None, "only figures with a quantity are claims"
    return replace(claim, figure=figure, quantity=replace(claim.quantity, text=figure.quantity.text))


def _owned(documents: Sequence[BudgetDocument]) -> tuple[BudgetDocument, ...]:
    """The documents of the only department in view; () where there are several."""
    return tuple(documents) if len({document.department for document in documents}) == 1 else ()


def _sentence(text: str, offset: int, thread: _Thread, knowledge: Knowledge) -> None:
    named = Owners.of(knowledge).find(text)
    _enter(text, named, thread, knowledge)
    year = thread.year or max((d.year for d in thread.documents), default=0)
    titles = Titles.of(knowledge)
    figures = {(f.start, f.end): f for f in find_figures(text) if states(f, text) and not titles.hold(f, text)}
    topic = thread.topic
    found, thread.topic = stated(text, year, _stage(thread.documents, year), thread.topic)
    by_figure: dict[tuple[int, int], Draft] = {}
    for one in found:
        place = next((span for span in figures if span[0] < one.end and one.start < span[1]), None)
        if place is not None:
            by_figure.setdefault(place, one.draft)
    words = masked(text, [*((one.start, one.end) for one in named), *figures])
    cuts = tuple(sorted(end for _, end in figures))
    ends = ranges(text, list(figures.values()))
    alone = respective(words, sorted(figures))
    whole = whole_budget.SAID.search(words)
    if whole:
        topic = whole_budget.WHOLE
        thread.topic = thread.topic if any(not whole_budget.is_verb(name) for name in thread.topic) else topic
    for place, figure in figures.items():
        claim = _claim(figure, by_figure.get(place), words, offset, thread, year)
        claim = replace(
            claim, origin=offset, cuts=cuts, range=ends.get(place), **_owner(figure, text, named, thread, knowledge)
        )
        if not claim.year:  # several departments in view: the year of the one that is named
            newest = max((d.year for d in knowledge.documents if d.id in claim.documents), default=0)
            claim = replace(claim, year=newest)
        if place in alone:
            told = alone[place]
            claim = replace(
                claim, sentence=told, place=len(told), cuts=tuple(c for c in cuts if c < len(told)), names=()
            )
        told_before = alone.get(place, text[: figure.start])
        if place in alone and (own := _years(told_before)):
            claim = replace(claim, year=own[-1])
        claim = _dated(claim, told_before, year)
        if place in alone and whole_budget.SAID.search(f"{told_before}＃"):
            topic = whole_budget.WHOLE
            claim = replace(claim, names=topic)
        is_whole = whole is not None and whole.group().endswith("＃") and whole.end() - 1 == figure.start
        verb_only = not any(not whole_budget.is_verb(name) for name in claim.names)
        if is_whole or (verb_only and (topic is whole_budget.WHOLE or _names_nothing(claim.lead))):
            claim = replace(claim, names=topic)
        thread.claims.append(worded(turned(claim), year))
    _remark(words, year, offset, figures, cuts, thread, topic)
    said = _years(text)
    if said:
        thread.year = said[-1]  # what follows goes on from the year named last


def _remark(
    text: str, year: int, offset: int, figures: Iterable[tuple[int, int]], cuts: tuple[int, ...], thread: _Thread,
    topic: tuple[Name, ...],
) -> None:  # fmt: skip
    """The claims of a sentence that have no figure: ranks and moves over the years."""
    asides = [(ground.start, ground.end) for ground in reasons(text)]
    for remark in find_remarks(text, year):
        start, end = remark.start, remark.end
        if any(first < end and start < last for first, last in figures):
            continue
        place = remark.says.place if isinstance(remark.says, Rank) else 0
        quantity = Count(Decimal(place), "位", Decimal(1), text[start:end]) if place > 0 else None
        figure = FigureSpan(start + offset, end + offset, text[start:end], FigureKind.ORDINAL, quantity)
        base = last_base(text[:start], year)
        said = _years(_OVER_YEARS.sub("", text[:start]))
        thread.claims.append(
            Claim(
                figure,
                topic,
                Measure.VALUE,
                quantity or Count(Decimal(0), "", Decimal(1), text[start:end]),
                tuple(document.id for document in thread.documents),
                said[-1] if said else year,
                stage=_said_stage(text[:start]),
                base_year=base[1],
                base=base[0],
                sentence=text,
                origin=offset,
                place=start,
                cuts=cuts,
                problem=thread.problem,
                aside=any(first <= start < last for first, last in asides),
                remark=remark.says,
            )
        )


_OVER_YEARS = re.compile(r"20\d\d年?度?\s*(?:至|到|-|—|–|~|～)+\s*20\d\d年度?")


def last_base(before: str, year: int) -> tuple[str, int | None]:
    """(kind, year) of what the words compare with last: ("年初预算", None) of 比年初预算; ("", None) for nothing."""
    found = list(base().finditer(before))
    if not found:
        return "", None
    match = found[-1]
    if match["own"]:
        return match["own"], year
    return match["kind"] or "", int(match["year"]) if match["year"] else year - 1


_OF_A_YEAR = re.compile(r"20\d\d年[^，,。；;＃]{0,8}的[^，,。；;＃]{0,3}$")  # 是2024年的四成
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")


def _dated(claim: Claim, before: str, year: int) -> Claim:
    """The claim in the year named last before it (2017年未列、2018年列有…), outside brackets, where its clause names none."""
    said = _years(_OVER_YEARS.sub("", _BRACKETS.sub("", _OF_A_YEAR.sub("", before))))
    if said and claim.year == year:
        base_year = said[-1] - 1 if claim.base_year == year - 1 else claim.base_year
        claim = replace(claim, year=said[-1], base_year=base_year)
    relative = claim.base_year is not None and claim.base[:1] in ("上", "去")
    return replace(claim, base_year=claim.year - 1) if relative else claim


def _names_nothing(lead: str) -> bool:
    """Whether the words before a figure say only when and how far along (2022年当年预算执行数为)."""
    clause = without_base(re.split(r"[，,；;：:。]", lead)[-1])[0]
    return len(_VERB.sub("", speaking(clause))) <= 1


_VERB = re.compile(r"增加|减少|下降|增长|其中|约|为|是|共|达|了|＃")
_PAIR_OF = ("甲", "乙")
_BY_HOW_MUCH = re.compile(r"(?:多|高|大|少|低|小)(?:了|出|支|安排|花|约|近|超|将近|大约)*$")
_THAN = re.compile(r"(?:比|较|是|为|相当于|超过|高于|低于|达到?)[了约]?$")


def _owner(
    figure: FigureSpan, text: str, named: Sequence[Named], thread: _Thread, knowledge: Knowledge
) -> dict[str, Any]:
    """Whose a figure is where a sentence names several departments: the one named last before it.

    Where that is compared with (甲比乙多…, 甲是乙的…倍), the one before it, against it.
    """
    owners = Owners.of(knowledge)
    if len({d.department for d in owners.chosen(named)}) < 2:
        return {}
    before = [one for one in named if one.end <= figure.start]
    documents = owners.chosen(before[-1:])
    if len({d.department for d in documents}) != 1:
        return {}
    rivals = owners.chosen(before[-2:-1])
    since = text[before[-1].end : figure.start]
    is_ratio = figure.kind is FigureKind.RATIO and since.endswith("的")
    compared = "后者" in since or (
        _THAN.search(text, 0, before[-1].start) and (is_ratio or _BY_HOW_MUCH.search(since) is not None)
    )
    if compared and len({d.department for d in (*rivals, *documents)}) == len(_PAIR_OF):
        return {
            "documents": tuple(d.id for d in rivals), "against": tuple(d.id for d in documents), "problem": "",
        }  # fmt: skip
    thread.documents, thread.problem = documents, ""
    return {"documents": tuple(d.id for d in documents), "problem": ""}


def _enter(text: str, named: Sequence[Named], thread: _Thread, knowledge: Knowledge) -> None:
    """Department and year named by the sentence hold from here on."""
    if named:
        thread.documents = Owners.of(knowledge).chosen(named)
        departments = {d.department for d in thread.documents}
        thread.problem = "" if len(departments) == 1 else f"“{text[named[0].start : named[0].end]}”可以指几个部门"
        if len(departments) > 1:
            thread.documents = ()
    elif (
        (organ := _ORGAN.search(text))
        and not _NO_OWNER.search(organ["name"])
        and not any(organ["name"] in d.department or d.department in organ["name"] for d in thread.documents)
    ):
        thread.documents, thread.problem = (), f"没有读入{organ['name']}的文件"
    years = _years(text)
    if years:
        thread.year = years[0]


def _years(text: str) -> list[int]:
    """The years that a text speaks of, without those it compares with."""
    return [int(match["year"]) for match in _YEAR.finditer(text) if not match["base"]]


def _stage(documents: Sequence[BudgetDocument], year: int) -> Stage:
    own = [d.stage for d in documents if d.year == year]
    return own[0] if own else Stage.BUDGET


def _claim(figure: FigureSpan, draft: Draft | None, text: str, offset: int, thread: _Thread, year: int) -> Claim:
    assert figure.quantity is not None, "only figures with a quantity are claims"
    placed = FigureSpan(
        figure.start + offset, figure.end + offset, figure.text, figure.kind, figure.quantity, figure.year,
        figure.first_year, figure.approximate,
    )  # fmt: skip
    ids = tuple(document.id for document in thread.documents)
    if draft is None or draft.quantity is None:
        return Claim(
            placed,
            (),
            Measure.VALUE,
            figure.quantity,
            ids,
            year,
            sentence=text,
            place=figure.start,
            problem=thread.problem,
        )
    return Claim(
        figure=placed,
        names=draft.names,
        measure=draft.measure,
        quantity=draft.quantity,
        documents=ids,
        year=draft.year,
        stage=draft.stage or _said_stage(text[: figure.start]),
        base_year=draft.base_year,
        base=draft.base,
        within=draft.parents,
        sentence=text,
        place=figure.start,
        problem=thread.problem,
    )


def _said_stage(before: str) -> Stage | None:
    """The stage that the words before a figure name: the nearest clause that names one, where it names one only."""
    for clause in reversed(re.split(r"[，,；;。]", before)):
        bare = without_base(clause)[0]
        said = {stage for stage, words in _STAGES if words.search(bare)}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def unread(text: str, claims: Sequence[Claim]) -> Iterator[FigureSpan]:
    """The figures that claim nothing: years, dates, codes, ordinals, bare numbers."""
    taken = [(claim.figure.start, claim.figure.end) for claim in claims]
    yield from (f for f in find_figures(text) if not any(start < f.end and f.start < end for start, end in taken))
