"""Sections → facts: paragraph by paragraph, with what headings and earlier sentences have said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from index.model import Fact, Measure, Provenance, Section, Stage
from index.narrative.cues import any_of, cues
from index.narrative.draft import Context, Draft
from index.narrative.grounds import Ground, attach, purposes, reasons
from index.narrative.names import Name, heading_name, known
from index.narrative.settled import settle
from index.narrative.statements import Walk
from index.narrative.text import Compact, clean_quote, compact, segment
from index.paragraphs import sentences
from index.sections import heading_rank
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_GLOSSARY = re.compile(r"名词解释|术语解释|名词说明")
_CLASS = re.compile(r"[（(]\d*类[）)]")
_GOES_ON = re.compile(r"与|比|较|主要|同比|其中|增加|减少|下降|增长|(?:年初|全年|调整)预算|支出决算|决算数")
_LONG_QUOTE = 160


def read_facts(sections: Sequence[Section], *, document_id: str, year: int, stage: Stage) -> tuple[Fact, ...]:
    """A fact for every amount, rate, share and count in the sentences, and for what they say there is none of.

    A figure whose metric the sentence does not name becomes a fact with an empty label. Ids are document:n0, n1 …
    """
    facts: list[Fact] = []
    for path, group in groupby(sections, key=lambda section: section.path):
        if any(_GLOSSARY.search(title) for title in path):
            continue
        context = _context(path, year, stage)
        for section in group:
            for paragraph in section.text.split("\n"):
                for fact in _paragraph(compact(paragraph), section, context, document_id):
                    facts.append(replace(fact, id=f"{document_id}:n{len(facts)}"))
    return tuple(facts)


def _context(path: tuple[str, ...], year: int, stage: Stage) -> Context:
    heading = Name()
    classes: tuple[str, ...] = ()
    for title in reversed(path):
        heading = heading_name(title)
        if heading.label:
            if _CLASS.search(title):
                classes = (*heading.path, heading.label)
            break
    return Context(year, stage, heading, classes)


# ---------------------------------------------------------------- one paragraph


def _paragraph(text: Compact, section: Section, context: Context, document_id: str) -> Iterator[Fact]:
    if not re.search(r"[一-鿿]", text.text) or _legend().fullmatch(text.text):
        return
    rank = heading_rank(text.text)
    _enter(context, text.text, rank)
    why = reasons(text.text)
    uses = list(purposes(text.text, why))
    asides = [
        (ground.start, ground.end) for ground in (*why, *uses) if "包括" not in text.text[ground.cue : ground.start]
    ]
    walk = Walk(text.text, context, asides)
    walk.topic = _continued(context, text.text, rank)
    drafts = walk.run()
    settle(drafts, context.year)
    attach(drafts, text.text, context.last, {"reason": why, "purpose": uses})
    for draft in drafts:
        yield from _facts(draft, text, section, context, document_id)
    _leave(context, text.text, rank, walk, drafts)
    for start, end, label, reason in (*_reasons_alone(text.text, why, drafts), *_nothing(text.text, drafts, context)):
        provenance = Provenance(document_id, clean_quote(text.quote(start, end)), section.page, section=section.path)
        name = Name(label)
        yield Fact(
            "", document_id, label, Measure.TEXT, context.year, context.stage, provenance, text.quote(start, end),
            side=name.side, reason=reason,
        )  # fmt: skip


@cache
def _legend() -> re.Pattern[str]:
    """The pieces of a chart with their shares (■基本支出，16.26% ■项目支出，83.74%), which the text beside it tells."""
    marks = any_of(cues().legend.marks)
    piece = rf"(?:(?!{marks})[^，：。；\d])*[，：]?\d+(?:\.\d+)?[%％][，；]?"
    name = rf"(?:{marks}(?:(?!{marks})[^。\d])*)?"
    return re.compile(rf"(?=.*{marks})(?:{marks}?{piece})+{name}")


def _enter(context: Context, text: str, rank: int | None) -> None:
    if rank is not None:
        context.numbered = [entry for entry in context.numbered if entry[0] < rank]
    elif re.match(r"(?:[一-鿿]{2,30}?)?20\d\d年", text) or re.match(r"[本我](?:部门|单位|局|委)", text):
        context.announced, context.numbered = (), []
    elif not _GOES_ON.match(text):
        context.numbered = []


def _continued(context: Context, text: str, rank: int | None) -> tuple[Name, ...]:
    """The metric that a paragraph goes on about: the last one, where it names none itself (与上年相比…, 主要原因…)."""
    if rank is None and _GOES_ON.match(text):
        return context.topic
    return ()


def _leave(context: Context, text: str, rank: int | None, walk: Walk, drafts: Sequence[Draft]) -> None:
    own = [draft for draft in drafts if not draft.aside and draft.names]
    if not drafts and walk.topic:
        context.topic = walk.topic  # an item on a line of its own, its figures on the next
    if own:
        ended = text.endswith("。") and not walk.frame.covering
        parents = walk.frame.parents if ended else ()  # after its parts a sentence is about the whole again
        context.topic = (Name(parents[0]),) if parents else walk.topic
        context.last = own
        first = own[0].names[0].label if len(own[0].names) == 1 else ""
        if rank is not None and first:
            context.numbered.append((rank, first))
    announces = re.sub(r"（[^（）]*）(?=[：:]$)", "", text).endswith(tuple(cues().part.announcements))
    if announces and own:
        label = _announced(own)
        context.announced = (label,) if label and label not in (name for _, name in context.numbered) else ()
    elif text.endswith(("；", ";", "、")) and own and own[-1].parents:
        context.announced = own[-1].parents
    elif announces and re.fullmatch(r"其中[：:]?", text) and context.last:
        label = _announced(context.last)
        context.announced = (label,) if label else ()


def _announced(own: Sequence[Draft]) -> str:
    """The metric whose parts follow: the only one that the paragraph values, or the one whose parts it has named."""
    if own[-1].parents:
        return own[-1].parents[-1]
    labels = {name.label for draft in own if draft.measure is Measure.VALUE for name in draft.names}
    return labels.pop() if len(labels) == 1 else ""


# ---------------------------------------------------------------- facts


def _facts(draft: Draft, text: Compact, section: Section, context: Context, document_id: str) -> Iterator[Fact]:
    start, end = segment(text.text, draft.start)
    if end - start > _LONG_QUOTE:
        start, end = _around(text.text, draft, start, end)
    end = max(end, draft.until)  # a quote holds the reason that is given
    quote = clean_quote(text.quote(start, end))
    provenance = Provenance(document_id, quote, section.page, section=section.path)
    for name in draft.names or (Name(),):
        yield Fact(
            id="",
            document=document_id,
            label=name.label,
            measure=draft.measure,
            year=draft.year,
            stage=draft.stage or context.stage,
            provenance=provenance,
            text=draft.text,
            quantity=draft.quantity,
            code=name.code,
            row_path=_row_path(draft, name, context),
            column_path=tuple(dict.fromkeys((*name.scope, *draft.columns))),
            side=name.side or context.heading.side,
            base_year=draft.base_year,
            base=draft.base,
            reason=draft.reason,
            purpose=draft.purpose,
        )


def _row_path(draft: Draft, name: Name, context: Context) -> tuple[str, ...]:
    if name.path:
        return tuple(dict.fromkeys((*context.class_path, *name.path)))
    if draft.aside:
        return ()
    above = (
        *context.announced,
        *(label for _, label in context.numbered),
        *draft.parents,
        *(context.class_path if not context.announced else ()),
    )
    return tuple(label for label in dict.fromkeys(above) if label and label != name.label)


def _around(text: str, draft: Draft, start: int, end: int) -> tuple[int, int]:
    """The clauses around a figure, for a sentence too long to quote whole."""
    first = start
    for match in re.finditer(r"[，,：:]", text[start : draft.start]):
        if draft.start - (start + match.end()) >= 60:
            first = start + match.end()
    last = next(
        (start + m.start() for m in re.finditer(r"[，,]", text[start:end]) if start + m.start() >= draft.end + 40), end
    )
    return first, last


# ---------------------------------------------------------------- words without figures


def _reasons_alone(text: str, why: Sequence[Ground], drafts: Sequence[Draft]) -> Iterator[tuple[int, int, str, str]]:
    """A reason in a sentence of its own that names whose it is: (start, end, label, reason) of the sentence."""
    for ground in why:
        start, end = next(((a, b) for a, b in sentences(text) if a <= ground.cue < b), (0, len(text)))
        if ground.subject and not any(start <= draft.start < ground.cue for draft in drafts):
            for name in ground.subject:
                yield start, max(end, ground.end), name.label, text[ground.start : ground.end].strip("，,：: ")


def _nothing(text: str, drafts: Sequence[Draft], context: Context) -> Iterator[tuple[int, int, str, str]]:
    """Sentences that say there is none of something (未安排…, 无…): the metric they name, else the heading's."""
    none, about = any_of(cues().none.cues), any_of(cues().none.about)
    for start, end in sentences(text):
        sentence = text[start:end]
        if any(start <= draft.start < end for draft in drafts) or len(sentence) > 120:
            continue
        match = re.search(rf"{none}.*{about}", sentence)
        if match is None or re.search(r"[？?]", sentence):
            continue
        denied = sentence[match.start() :]
        labels = _each_denied(denied) or [_longest_term(denied) or _longest_term(sentence) or context.heading.label]
        for label in filter(None, _both_sides(labels, denied)):
            carried = re.search(r"(?:20\d\d年|上年)结转", sentence) and "结转" not in label
            yield start, end, f"上年结转{label}" if carried else label, ""


def _both_sides(labels: Sequence[str], denied: str) -> list[str]:
    """无政府性基金预算收支: neither its income nor its expenditure."""
    found: list[str] = []
    for label in labels:
        both = re.search(rf"{re.escape(label)}(?:财政拨款)?(?:收入?[、和]?支出?)", denied) if label else None
        sides = [f"{label}{side}" for side in ("收入", "支出") if known(f"{label}{side}")]
        found += sides if both and len(sides) == 2 else [label]
    return found


def _each_denied(words: str) -> list[str]:
    """无甲支出，也无乙支出; 没有甲、乙支出: each by its name, where every part of the list has one."""
    none = any_of(cues().none.cues)
    clauses = [clause for clause in re.split(r"[，；。]", words) if re.match(rf"[也亦]?(?:同时)?{none}", clause)]
    labels = [label for clause in clauses for label in _listed(clause)]
    return list(dict.fromkeys(labels)) if len(labels) > 1 and all(labels) else []


def _listed(clause: str) -> list[str]:
    """The terms of 甲、乙和丙; 公务用车购置及运行费 is one."""
    whole = _longest_term(clause)
    return [whole] if re.search(r"[、和及]", whole) else [_longest_term(part) for part in re.split(r"[、和及]", clause)]


def _longest_term(sentence: str) -> str:
    """The longest known term of four characters or more in a sentence."""
    printed = vocabulary().printed
    for length in range(min(24, len(sentence)), 3, -1):
        for start in range(len(sentence) - length + 1):
            part = sentence[start : start + length]
            if len(key(part)) >= 4 and key(part) in printed and known(part):
                part = part.strip('"，。、：')
                return f"“{part}" if "”" in part and "“" not in part else part
    return ""
