"""How many, and which: the offices, subordinate units, branches that a sentence enumerates by name.

“内设9个处室，分别为办公室、督查处 …”: the names are counted as printed; where the sentence prints their number, that number leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Item, Operand, Quote
from assistant.operations.desk import Desk, NotFoundError, Writer
from assistant.operations.quotation import as_fact
from assistant.parsing.model import ParsedQuestion
from index.amounts import Count
from index.model import BudgetDocument, Chunk, Fact, Provenance, Section
from index.vocabulary.names import plain

name = "enumeration"
_ASKED = re.compile(r"(?:几|多少)(?:个|家)?|哪(?:些|几|一?家|一?个)|名单|名称|都有谁|叫什么")
_NOT_ASKED = re.compile(r"钱|万|金额|预算(?!单位)|收入|支出|经费|编制|人|最|职责|干什么|负责|管什么")
# Kinds of bodies: how a question names them, how a sentence leads to their names, what the names end with.
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"派出(?:机构|单位)?|[\u4e00-\u9fff]{0,2}分局"),
        re.compile(r"派出|分局"),
        re.compile(r"(?:分局|派出所|办事处)$"),
    ),
    (
        re.compile(r"(?:下属|所属|直属|下设|二级|下面)[\u4e00-\u9fff]{0,4}?(?:单位|机构)|预算单位|事业单位"),
        re.compile(r"下属|所属|直属|二级|预算单位|单位具体包括|事业单位"),
        re.compile(r"(?:中心|院|校|所|站|队|馆|局|办公室|会|社|部|本级|机关)(?:[(（].*[)）])?$"),
    ),
    (
        re.compile(r"内设(?:机构|处室|科室|部门|单位)?|处室|科室|职能部门"),
        re.compile(r"内设|处室|科室"),
        re.compile(r"(?:处|科|室|部|局|委|组|办|队|中心|公室)(?:[(（].*[)）])?$"),
    ),
)
_LEAD = re.compile(
    r"^.*(?:具体包括|包括|包含|分别是|分别为|依次为|具体为|设有|下设|内设|另有|共有|设|为|是|有|即|含|[:：])(?=[\u4e00-\u9fff“])"
)
_TAIL = re.compile(r"(?:等)?\s*\d*\s*(?:个|家)?\s*(?:内设)?(?:处室|科室|机构|部门|下属单位|单位|事业单位)?$")
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_PRINTED = re.compile(r"(\d+)\s*(?:个|家)|(?:机构|处室|科室|单位)\s*(\d+)\s*(?:个|家)?")
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The names that one sentence lists, and the sentence; ``printed`` is the number it gives itself, 0 for none."""

    document: BudgetDocument
    section: Section
    sentence: str
    names: tuple[str, ...]
    printed: int


def matches(question: ParsedQuestion) -> bool:
    said = question.plain
    if question.cue("reason", "rank", "verify", "definition", "share", "change") and not question.cue("new", "gone"):
        return False
    asked = _ASKED.search(said) or question.cue("list", "new", "gone")
    return bool(asked) and bool(_kinds(question)) and not _NOT_ASKED.search(said)


def _kinds(question: ParsedQuestion) -> list[int]:
    """The kinds of bodies that a question names, in its order; not where the words are part of a metric's name."""
    found = [(match.span(), i) for i, (asked, _, _) in enumerate(_KINDS) if (match := asked.search(question.plain))]
    metrics = [mention for mention in question.mentions if mention.terms or mention.code]
    return [
        i
        for (start, end), i in sorted(found)
        if not any(start < mention.end and mention.start < end for mention in metrics)
    ]


def answer(desk: Desk) -> Draft:
    kinds = _kinds(desk.question)
    years = desk.question.slots.years
    if len(years) > 1 and desk.question.cue("new", "gone"):
        return _difference(desk, kinds[0])
    writer = Writer(desk)
    totals: list[Operand] = []
    items: list[Item] = []
    for kind in kinds:
        writer.say("；" if totals else "")
        found = find(desk, kind, desk.told_year)
        if found is not None:
            totals.append(_say(writer, kind, found))
            items += [Item(name) for name in found.names]
        elif (number := _number_alone(desk, kind)) is not None:
            writer.say(number.label, "共").figure(number)
            totals.append(number)
    if not totals:
        raise NotFoundError("文件没有逐个列出所问的机构名称。", "not_in_documents")
    return writer.say("。").draft(totals[0], items=items)


def _say(writer: Writer, kind: int, found: Enumeration) -> Operand:
    desk = writer.desk
    facts = _facts(desk, found)
    total: Operand = calculate("count", *facts, unit="家" if "家" in desk.question.plain else "个")
    stated = _stated(desk, found)
    if stated is not None and quantity_of(stated).value != quantity_of(total).value:
        total = stated
    noun = _KINDS[kind][0].search(desk.question.plain)
    writer.say(found.document.department, noun.group() if noun else "", "共").figure(total).say("：")
    _say_names(writer, found.names, facts)
    writer.say("等" if quantity_of(total).value > len(found.names) else "")
    return total


def _number_alone(desk: Desk, kind: int) -> Fact | None:
    """A number of such bodies that a sentence prints without their names."""
    return next(
        (
            named.fact
            for index in desk.knowledge.indexes
            if index.document.year == desk.told_year
            for named in index.named
            if named.narrative
            and isinstance(named.fact.quantity, Count)
            and named.fact.quantity.unit in ("个", "家")
            and _KINDS[kind][0].search(named.row)
        ),
        None,
    )


def find(desk: Desk, kind: int, year: int) -> Enumeration | None:
    """The enumeration of bodies of a kind in the documents of a year: the one that fits best, the first of equals."""
    scored = [
        (_score(desk.question.plain, kind, entry), entry)
        for document in desk.knowledge.documents
        if document.year == year
        for entry in _enumerations(document)
    ]
    fitting = [item for item in scored if item[0] > 0]
    return max(fitting, key=lambda item: item[0])[1] if fitting else None


def _enumerations(document: BudgetDocument) -> Iterator[Enumeration]:
    for section in document.sections:
        for match in _SENTENCE.finditer(section.text):
            sentence = match.group().strip()
            if sentence.count("、") >= 2:
                names = _names(sentence)
                if len(names) >= 2:
                    yield Enumeration(document, section, sentence, names, _number(sentence))


def _names(sentence: str) -> tuple[str, ...]:
    """The names of the longest list of a sentence, without what leads to it and what closes it."""
    segments = [part for part in re.split(r"[，,。；;：:]", re.sub(r"\s+", "", sentence)) if "、" in part]
    if not segments:
        return ()
    parts = max(segments, key=lambda part: part.count("、")).split("、")
    parts[0] = _LEAD.sub("", parts[0])
    parts[-1] = _TAIL.sub("", parts[-1].removesuffix("等"))
    if "和" in parts[-1] and not re.search(r"[(（]", parts[-1]):
        parts[-1:] = re.split(r"(?<=[处科室部局心院])和", parts[-1])
    return tuple(part for part in parts if 2 <= len(part) <= _LONGEST_NAME)


def _number(sentence: str) -> int:
    match = _PRINTED.search(plain(sentence))
    return int(match.group(1) or match.group(2)) if match else 0


def _score(said: str, kind: int, entry: Enumeration) -> float:
    asked, led, ending = _KINDS[kind]
    head = entry.sentence[: entry.sentence.find(entry.names[0])]
    tail = entry.sentence[entry.sentence.rfind(entry.names[-1]) + len(entry.names[-1]) :]
    around = head[-40:] + tail
    share = sum(ending.search(name) is not None for name in entry.names) / len(entry.names)
    if share < 0.5 or not (led.search(around) or kind == 0):
        return 0.0
    others = [other for i, (_, other, _) in enumerate(_KINDS) if i != kind]
    noun = asked.search(said)
    exact = noun is not None and noun.group() in around + "".join(entry.names)
    return share + exact + 0.5 * bool(entry.printed) - 0.8 * any(other.search(around) for other in others)


# ---------------------------------------------------------------- as facts


def _facts(desk: Desk, entry: Enumeration) -> list[Fact]:
    """Each name as a fact of words that stands in the sentence."""
    where = Provenance(entry.document.id, entry.sentence, entry.section.page, section=entry.section.path)
    whole = as_fact(desk, Chunk("enumeration", entry.document.id, entry.sentence, "", where))
    return [replace(whole, id=f"{whole.id}:{i}", label=name, text=name) for i, name in enumerate(entry.names)]


def _stated(desk: Desk, entry: Enumeration) -> Fact | None:
    """The number that the sentence prints, as a fact of the document."""
    if not entry.printed:
        return None
    return next(
        (
            named.fact
            for named in desk.knowledge.by_document[entry.document.id].named
            if named.narrative
            and isinstance(named.fact.quantity, Count)
            and named.fact.quantity.value == entry.printed
            and named.fact.provenance.section == entry.section.path
        ),
        None,
    )


def _say_names(writer: Writer, names: tuple[str, ...], facts: list[Fact]) -> None:
    for i, (name_said, fact) in enumerate(zip(names, facts, strict=True)):
        writer.say("、" if i else "", Quote(name_said, fact)).cite(fact)


def _difference(desk: Desk, kind: int) -> Draft:
    """The bodies that one year lists and the other does not (少了哪一家)."""
    years = desk.question.slots.years
    older, newer = (find(desk, kind, year) for year in (years[0], years[-1]))
    if older is None or newer is None:
        raise NotFoundError("两年的文件没有都逐个列出所问的机构名称，不能比较。", "no_comparison")
    gone = desk.question.cue("gone") and not desk.question.cue("new")
    source, other = (older, newer) if gone else (newer, older)
    kept = [i for i, name in enumerate(source.names) if name not in other.names]
    writer = Writer(desk)
    facts, others = _facts(desk, source), _facts(desk, other)
    if not kept:
        return writer.say("两年列出的名称相同。").cite(*facts[:1], *others[:1]).draft()
    writer.say(f"{source.document.year}年列有、{other.document.year}年未列的是")
    _say_names(writer, tuple(source.names[i] for i in kept), [facts[i] for i in kept])
    return writer.say("。").cite(others[0]).draft(items=[Item(source.names[i]) for i in kept])
