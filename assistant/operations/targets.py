"""Several targets, standards or numbers of things asked for side by side (甲数量、乙及时率、丙时效各是多少)."""

from __future__ import annotations

import re

from assistant.likeness import Weights, content
from assistant.model import Draft, Quote
from assistant.operations.desk import Desk, PassError, Writer, named_segment
from assistant.operations.quotation import as_printed
from assistant.parsing.model import ParsedQuestion
from assistant.stated import Stated, stated
from index.vocabulary.names import key

name = "targets"
_SIDE_BY_SIDE = re.compile(
    r"(?P<pieces>[^,，。；;:：?？]*(?:[、和与及跟]|以及)[^,，。；;:：?？]*?)(?:指标|目标)?(?:值)?[,，]?(?:各自?|分别)(?:是|为|有|要|达到|定|应|的)*(?:多少|几|什么)"
)
_BEFORE = re.compile(r"^.*(?:目标|指标|绩效|项目|里面|当中|其中)(?:里|中)?的?")
_JOINT = re.compile(r"、|以及|和|与|及(?!时|格)|跟")
_ABOUT = re.compile(r"绩效|目标|指标|标准|要求")
_ENOUGH, _CLEAR = 0.6, 1.1
_NOT = ("verify", "sum", "rank", "share", "change", "difference", "reason", "ratio")


def matches(question: ParsedQuestion) -> bool:
    asks = _SIDE_BY_SIDE.search(question.plain) is not None and _ABOUT.search(question.plain) is not None
    return asks and not question.cue(*_NOT)


def answer(desk: Desk) -> Draft:
    pieces = _pieces(desk.question.plain)
    if len(pieces) < 2:
        raise PassError("问题没有并列几个指标。")
    found = [_best(desk, piece) for piece in pieces]
    writer = Writer(desk)
    said: set[str] = set()
    for one in found:
        if one.said and one.said in said:
            continue
        writer.say("；" if writer.segments else "")
        if one.said:
            said.add(one.said)
            writer.say(Quote(one.said, one.fact))
        else:
            writer.say(named_segment(one.fact.label, one.fact), "为", *as_printed(one.fact))
        writer.cite(one.fact)
    if said:
        return writer.say("。").draft()
    items = [writer.item(piece, one.fact) for piece, one in zip(pieces, found, strict=True)]
    return writer.say("。").draft(found[0].fact, items=items)


def _pieces(plain: str) -> list[str]:
    match = _SIDE_BY_SIDE.search(plain)
    assert match is not None, "matches() looked for it"
    pieces = [piece.strip(' “”"的') for piece in _JOINT.split(_BEFORE.sub("", match["pieces"]))]
    return [piece for piece in pieces if len(piece) > 1]


def _best(desk: Desk, piece: str) -> Stated:
    """What is stated of one of them: of a project that the question names, where it names one."""
    everything = [one for index in desk.knowledge.indexes for one in stated(index)]
    plain = key(desk.question.plain)
    of_named = [one for one in everything if any(len(name) > 3 and name in plain for name in _owners(one))]
    asked = content(piece, desk.knowledge.documents)
    weights = Weights.over([one.near for one in everything], asked)
    scored = sorted(((weights.share(one.near), one) for one in of_named or everything), key=lambda item: -item[0])
    if not scored or scored[0][0] < _ENOUGH:
        raise PassError("没有找到并列的几个指标。")
    best = scored[0][1]
    near = [one for score, one in scored if scored[0][0] < _CLEAR * score]
    if len({(type(one.quantity), one.quantity.value) for one in near}) > 1:
        raise PassError("所问的指标有几个，问题没有说明是哪一个。")
    return best


def _owners(one: Stated) -> tuple[str, ...]:
    fact = one.fact
    return (key(fact.subject), *(key(part) for part in fact.row_path), key(fact.label) if one.said else "")
