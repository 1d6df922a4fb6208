"""Guests received (公务接待): how many groups and guests, what they cost together and each, and claims of these."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.knowledge import DocumentIndex
from assistant.model import Claim as Shown
from assistant.model import Draft, Item, Operand
from assistant.named import Named
from assistant.operations import divisors
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer, when
from assistant.operations.ties import verdict_of
from assistant.operations.value import wanted_year
from assistant.operations.verify.stated import Stated, read_stated
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.stated import PERFORMANCE
from index.amounts import MONEY_UNITS, Amount, Count
from index.model import Fact, Measure
from index.vocabulary.terms import vocabulary

name = "receptions"

_RECEPTION = re.compile(r"接待|招待")
_FOREIGN = re.compile(r"外宾|外事|国外|境外|[（(]境[)）]外")
_PER_GUEST = re.compile(
    r"人均|人次均|[每平合摊][^,，。]{0,4}?一?[个位名]?(?:人次|来宾|来客|客人|宾客)|每一?(?:人|位|名)(?!员)|(?:来宾|来客|客人|人)头?[身头]上|每人头"
)
_PER_GROUP = re.compile(
    r"每(?:一)?(?:批|拨)|批均|每次接待|平均(?:一|每)?(?:批|拨)|(?<!第)一(?:批|拨)(?:次|客人|来宾)?(?:合|摊|平均|要|得|花|是?多少)"
)
_GUESTS_ASKED = re.compile(r"(?:多少|几)个?(?:人次|人(?!民币)|位|名)(?!均)|人次(?:数)?(?:是|有)?(?:多少|几)")
_GROUPS_ASKED = re.compile(r"(?:多少|几)个?(?:批|拨|批次|团组)|批次(?:数)?(?:是|有)?(?:多少|几)")
_MONEY_ASKED = re.compile(
    r"(?:多少|几|好多)个?(?:钱|元|万)|[花用](?:了|掉)?(?:多少|几)(?!个?[人位名批])|费(?:用)?(?:是|有|为)?多少"
)
_PERSONS, _GROUPS = ("人次", "人", "位", "名"), ("批次", "批", "次", "个", "拨")
_ELSEWHERE = ("change", "reason", "definition", "share", "hypothetical", "execution", "rank", "purpose")


def matches(question: ParsedQuestion) -> bool:
    said = _said(question)
    if not _RECEPTION.search(said) or question.cue(*_ELSEWHERE) or question.slots.level == "单位":
        return False
    if divisors.basis(question) != (0, 0) and any(
        "official_reception_cost" not in q.target.terms for q in question.queries
    ):
        return False  # 某馆的钱按年接待18万人次摊: guests only say how many share it
    if question.cue("verify"):
        return any(
            isinstance(figure, Count) and figure.unit in (*_PERSONS, *_GROUPS) for figure in question.slots.figures
        )
    plain = question.plain
    return any(pattern.search(plain) for pattern in (_PER_GUEST, _PER_GROUP, _GUESTS_ASKED, _GROUPS_ASKED))


def _said(question: ParsedQuestion) -> str:
    """The question's words, with those of the turns that it goes on from."""
    said, turn = question.plain, question
    while not _RECEPTION.search(said) and turn.previous is not None and len(turn.plain) <= _SHORT_TURN:
        turn = turn.previous
        said = f"{turn.plain}，{said}"
    return said


_SHORT_TURN = 18


@dataclass(frozen=True, slots=True)
class Received:
    """What a document tells of guests in a year; None for what it does not tell, or tells differently twice."""

    money: Selection
    guests: Named | None
    groups: Named | None


def find_received(desk: Desk, year: int, *, foreign: bool) -> Received:
    """Guests from home, or from abroad, and what they cost."""
    words = vocabulary().terms
    chosen = words["foreign_reception_cost" if foreign else "official_reception_cost"]
    plain_desk = replace(desk, question=desk.question.with_slots(tables=(), column="", stage=None))
    index = next((one for one in desk.knowledge.indexes if one.document.year == year), None)
    if index is None:
        raise PassError("没有读入所问年度的文件。", "year_not_loaded")
    if not foreign and any(quantity_of(one.fact).value for one in _counts(index, year, foreign=True)):
        chosen = words["domestic_reception_cost"]  # all of it paid for guests from abroad too
    money = plain_desk.find(MetricQuery(Mention(0, 0, chosen.name, (), (chosen.id,))), year)
    counts = _counts(index, year, foreign=foreign)
    return Received(money, _only(counts, persons=True), _only(counts, persons=False))


def _counts(index: DocumentIndex, year: int, *, foreign: bool) -> list[Named]:
    found = []
    for named in index.named:
        fact = named.fact
        if fact.measure is not Measure.VALUE or fact.year != year or not isinstance(fact.quantity, Count):
            continue
        if fact.table_kind in PERFORMANCE or not _is_reception(fact):
            continue
        abroad = _FOREIGN.search(fact.label) or (not fact.label and _abroad_first(fact))
        if bool(abroad) is foreign:
            found.append(named)
    return found


def _is_reception(fact: Fact) -> bool:
    if re.search(r"出国|陪同", fact.label):
        return False
    if fact.label:
        told = "".join((*fact.row_path[-1:], fact.label))
        return (
            _RECEPTION.search(told) is not None and re.search(r"接待|来访|来宾|来客|批次|人次", fact.label) is not None
        )
    return fact.provenance.table is None and _RECEPTION.search(fact.provenance.quote) is not None


def _abroad_first(fact: Fact) -> bool:
    """Whether the words before a count that has no name of its own tell of guests from abroad."""
    before = fact.provenance.quote.partition(fact.text)[0]
    told = list(re.finditer(rf"(?P<abroad>{_FOREIGN.pattern})|国内", before))
    return bool(told) and told[-1]["abroad"] is not None


def _only(counts: list[Named], *, persons: bool) -> Named | None:
    kept = [one for one in counts if _is_persons(one.fact) is persons]
    values = {quantity_of(one.fact).value for one in kept}
    return kept[0] if len(values) == 1 else None


def _is_persons(fact: Fact) -> bool:
    unit = quantity_of(fact).unit
    if unit in _PERSONS:
        return True
    return unit not in _GROUPS or (unit == "个" and "人次" in fact.label)


# ---------------------------------------------------------------- answers


def answer(desk: Desk) -> Draft:
    year, question = wanted_year(desk), desk.question
    said = _said(question)
    received = find_received(desk, year, foreign=_FOREIGN.search(said) is not None and "国内" not in said)
    if question.cue("verify"):
        return _judge(desk, received)
    plain = question.plain
    if _PER_GROUP.search(plain):
        return _say_each(desk, received, received.groups, "批")
    if _PER_GUEST.search(plain):
        return _say_each(desk, received, received.guests, "人次")
    return _say(desk, received)


def _say_each(desk: Desk, received: Received, count: Named | None, unit: str) -> Draft:
    if not received.money or not isinstance(received.money.quantity, Amount) or count is None:
        raise NotFoundError("求平均需要接待费和接待的数量，文件里没有同时给出。", "only_breakdown_missing")
    if not quantity_of(count.fact).value:
        raise NotFoundError("接待的数量为零，算不出平均数。", "no_comparison")
    each = calculate("divide", received.money.fact, count.fact)
    if desk.question.slots.unit not in MONEY_UNITS and quantity_of(each).value < MONEY_UNITS["万元"]:
        each = calculate("divide", received.money.fact, count.fact, unit="元")
    writer = Writer(desk).say(when(desk, received.money.fact)).name(received.money.best[0]).figure(received.money.fact)
    _tell_count(writer.say("，"), count)
    return writer.say(f"，平均每{unit}").figure(each).say("。").cite(*received.money.support[:2]).draft(each)


def _tell_count(writer: Writer, count: Named) -> None:
    unit = "人次" if _is_persons(count.fact) else "批次"
    writer.say(f"公务接待{unit}为").say(Shown(quantity_of(count.fact).text, count.fact)).cite(count.fact)


def _say(desk: Desk, received: Received) -> Draft:
    """What is asked for of money, groups and guests, in that order; the first asked for leads."""
    plain = desk.question.plain
    asked: list[tuple[int, Named | None]] = []
    if (money := _MONEY_ASKED.search(plain)) is not None:
        asked.append((money.start(), received.money.best[0] if received.money else None))
    if (groups := _GROUPS_ASKED.search(plain)) is not None:
        asked.append((groups.start(), received.groups))
    if (guests := _GUESTS_ASKED.search(plain)) is not None:
        asked.append((guests.start(), received.guests))
    asked.sort(key=lambda one: one[0])
    if any(named is None for _, named in asked):
        raise PassError("文件里没有找到所问的接待数量。")
    cells = [named for _, named in asked if named is not None]
    writer = Writer(desk).say(when(desk, cells[0].fact))
    items: list[Item] = []
    for i, named in enumerate(cells):
        writer.say("，" if i else "")
        if isinstance(named.fact.quantity, Count):
            _tell_count(writer, named)
        else:
            writer.name(named).say("为").figure(named.fact).cite(named.fact)
        items.append(writer.item(named.fact.label or "公务接待", named.fact))
    head = next((named for named in cells if isinstance(named.fact.quantity, Count)), cells[0])
    return writer.say("。").draft(head.fact, items=items if len(items) > 1 else ())


def _judge(desk: Desk, received: Received) -> Draft:
    """Each figure claimed against what the document tells."""
    pairs: list[tuple[Stated, Named]] = []
    for one in read_stated(desk.question.plain):
        held = _held_against(one, received)
        if held is None:
            raise PassError("文件里没有找到要核对的接待数量。")
        pairs.append((one, held))
    if not pairs:
        raise PassError("没有认出要核对的数。")
    wrong = [named for one, named in pairs if not one.holds(quantity_of(named.fact))]
    writer = Writer(desk)
    verdict = verdict_of(writer, not wrong)
    writer.say(when(desk, pairs[0][1].fact))
    for i, (_, named) in enumerate(pairs):
        writer.say("，" if i else "")
        if isinstance(named.fact.quantity, Count):
            _tell_count(writer, named)
        else:
            writer.name(named).say("为").figure(named.fact).cite(named.fact)
    head: Operand = (wrong or [pairs[0][1]])[0].fact
    return writer.say("。").draft(head, verdict=verdict)


def _held_against(one: Stated, received: Received) -> Named | None:
    if isinstance(one.quantity, Amount):
        return received.money.best[0] if received.money else None
    if isinstance(one.quantity, Count):
        return (
            received.guests
            if one.quantity.unit in _PERSONS
            else received.groups
            if one.quantity.unit in _GROUPS
            else None
        )
    return None
