"""Which bodies a department has, and how many, where its text lists them (内设机构, 下属单位, 预算单位, 派出机构)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.calculations import calculate
from assistant.model import Draft, Item, Operand, Quote, Segment
from assistant.operations.bodies import beside_it, best, facts, kinds_asked, of_sort, said_in, words
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.slots import KIND_OF_UNIT_ASKED
from index.amounts import Count
from index.model import BudgetDocument, Fact, Provenance
from index.rosters import Roster
from index.vocabulary.names import in_order, key

name = "roster"
_LISTS = re.compile(r"哪(?!怕)|名单|清单|叫(什么|啥)|列(一下|出|举|示|个|全)|分别|都有|谁")
_COUNTED = re.compile(r"(?:几|多少)(个|家|所)")
_BODIES = re.compile(r"哪(?:些|几)(?:个|家)?(?:预算|二级)?(?:单位|机构|科室|处室|部门)")
_GOES_ON = re.compile(
    r"^(?:那|那么)?(?:它们|这些|这几[个家]|他们)?(?:都|分别|各|具体)?(?:叫(?:什么|啥)|(?:是|有)(?:哪|谁)|列)"
)
# 除了局本级和车管所，还有哪些支队
_LEFT_OUT = re.compile(
    r"除(?:了|去|开|掉)?(?P<out>[^,，。;；?？]{2,30}?)(?:以外|之外|外)?[,，]?(?=还|其他|其它|其余|别的|剩下|另|都有|有哪|有几)"
)
_INSIDE = re.compile(r"里面|里头|其中|当中|这里")


def matches(question: ParsedQuestion) -> bool:
    if (
        question.cue("reason", "purpose", "share", "verify", "new", "gone", "rank", "compare", "difference")
        or question.slots.tables
    ):
        return False
    if question.cue("definition") and not _BODIES.search(question.plain):
        return False
    asks = question.cue("count", "list") or _LISTS.search(question.plain) or _COUNTED.search(question.plain)
    other = re.search("|".join(words().other["words"]), _LEFT_OUT.sub("", question.plain))
    return bool(asks and _kinds(question)) and other is None and len(question.slots.years) < 2


_WIDER = ("budget_units", "subordinate")  # lists in which bodies of a sort may stand too


def _kinds(question: ParsedQuestion) -> list[str]:
    """The kinds asked for; “这里面有几家…” goes on about those of the turn before."""
    before = question.previous
    if before is not None and (_INSIDE.search(question.plain) or _GOES_ON.search(question.plain)):
        return kinds_asked(question.plain) or kinds_asked(before.plain)
    return kinds_asked(question.plain)


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    lists = _LISTS.search(plain) is not None
    whole = frozenset((True, False)) if lists else frozenset((True,))  # only a whole list is counted
    kinds = _kinds(desk.question)
    found = _found(desk, kinds, whole)
    if not found:  # 下面有哪几个预算单位: the list may be one of bodies below
        kinds = [kind for kind in said_in(plain) if kind not in kinds]
        found = _found(desk, kinds, whole)
    wider = found or _found(desk, _WIDER, whole)
    if (said := _LEFT_OUT.search(plain)) is not None:
        return _others(desk, said["out"], list(wider.values()))
    chosen = [
        (document, roster, kept) for document, roster in wider.values() if (kept := of_sort(document, roster, plain))
    ]
    if chosen:
        return _some(desk, *chosen[0])
    several = next((beside for kind in found if (beside := beside_it(desk, *found[kind], kind))), None)
    if several is not None:
        return _say_several(desk, *several)
    missing = [] if lists else [kind for kind in kinds if kind not in found]
    stated = {kind: fact for kind in missing if (fact := _stated(desk, kind)) is not None}
    return _say_each(desk, kinds, found, stated)


def _others(desk: Desk, out: str, lists: Sequence[tuple[BudgetDocument, Roster]]) -> Draft:
    """The bodies of the first list that holds all that are left out, without these; those of the kind asked for (哪些支队)
    alone. LastWordError where one left out is no body of a list, or may be several."""
    kind = KIND_OF_UNIT_ASKED.search(desk.question.plain)
    for document, roster in lists:
        meant = [_named(part, roster) for part in re.split(r"、|和|与|及|跟", out) if part]
        left = {place for place in meant if place is not None}
        if not left or len(left) < len(meant):
            continue
        kept = [
            place
            for place, body in enumerate(roster.names)
            if place not in left and (kind is None or body.endswith(kind["kind"]))
        ]
        if kept:
            return _some(desk, document, roster, tuple(kept))
    if lists:
        raise LastWordError("文件列出的机构里没有认出所说要除去的那几个。", "not_in_documents")
    raise NotFoundError("文件没有逐个列出这些机构的名称。")


_OWN_OFFICE = re.compile(r"(?:市局|省厅|区局|县局|局|厅|委|办)?[(（]?(?:机关|本级|本部)(?:本级)?[)）]?$")


def _named(said: str, roster: Roster) -> int | None:
    """The place of the one body that is meant by a name or a short form of it (车管所 of 车辆管理所)."""
    if _OWN_OFFICE.fullmatch(said):
        own = [place for place, body in enumerate(roster.names) if _OWN_OFFICE.search(body)]
        return own[0] if len(own) == 1 else None
    exact = [place for place, body in enumerate(roster.names) if key(body) == key(said)]
    loose = [place for place, body in enumerate(roster.names) if in_order(key(said), key(body))]
    return exact[0] if len(exact) == 1 else loose[0] if len(loose) == 1 else None


def _found(desk: Desk, kinds: Sequence[str], whole: frozenset[bool]) -> dict[str, tuple[BudgetDocument, Roster]]:
    """Kind → the list of it, for the kinds that the documents list. ``whole``: which lists will do."""
    return {kind: one for kind in kinds if (one := best(desk, kind, whole)) is not None}


def _say_each(
    desk: Desk, kinds: Sequence[str], found: dict[str, tuple[BudgetDocument, Roster]], stated: dict[str, Fact]
) -> Draft:
    """The list of each kind, or the number that the text states where only that is asked for."""
    writer = Writer(desk)
    items: list[Item] = []
    totals: list[Operand] = []
    shown: set[Provenance] = set()
    for kind in kinds:
        place = stated[kind].provenance if kind in stated else found[kind][1].provenance if kind in found else None
        if place is None or place in shown:
            continue
        shown.add(place)
        writer.say("；" if items or totals else "")
        if kind in stated:
            writer.say(stated[kind].label, "为").figure(stated[kind]).cite(stated[kind])
            totals.append(stated[kind])
        else:
            total, names = _say_list(writer, kind, *found[kind])
            totals += [total] if total is not None else []
            items += names
    if not items and not totals:
        return _say_none(desk)
    return writer.draft(totals[0] if totals else None, items=items)


def _say_several(desk: Desk, document: BudgetDocument, several: Sequence[Roster]) -> Draft:
    """Lists side by side, each by its own sentence, with the number of all their bodies."""
    writer = Writer(desk)
    names = [list(facts(document, one)) for one in several]
    total = calculate("count", *(fact for of_one in names for fact in of_one), unit="个")
    writer.say("共").figure(total).say("：")
    for i, (one, of_one) in enumerate(zip(several, names, strict=True)):
        writer.say("；" if i else "", *_said(one, of_one)).cite(*of_one)
    return writer.draft(total, items=[Item(name) for one in several for name in one.names])


def _say_list(writer: Writer, kind: str, document: BudgetDocument, roster: Roster) -> tuple[Operand | None, list[Item]]:
    """Says the names of a list; returns their number where the list is complete."""
    names = list(facts(document, roster))
    total = calculate("count", *names, unit="个") if roster.complete else None
    writer.say(words().names[kind])
    if total is not None:
        writer.say("共").figure(total)
    writer.say("：", *_said(roster, names)).cite(*names)
    return total, [Item(one) for one in roster.names]


def _say_none(desk: Desk) -> Draft:
    """The sentence that says that there are no such bodies."""
    for index in desk.knowledge.indexes:
        for section in index.document.sections:
            compact = re.sub(r"\s+", "", section.text)
            said = _NONE.search(compact)
            if said is not None and set(said_in(said.group())) & set(_kinds(desk.question)):
                place = Provenance(index.document.id, said.group(), section.page, section=section.path)
                one = next(facts(index.document, Roster(frozenset(), (said.group(),), False, place)))
                return Writer(desk).say(Quote(said.group(), one)).cite(one).draft()
    raise NotFoundError("文件没有逐个列出这些机构的名称。")


_NONE = re.compile(r"[^。；]{0,20}[无没]有?(?:其他)?(?:下属|所属|直属|下设|内设|二级)[^。；]{0,30}。")


def _stated(desk: Desk, kind: str) -> Fact | None:
    """The number of bodies of a kind that a sentence states, where it does not list them all."""
    said = re.compile("|".join(words().asked[kind]))
    years = desk.question.slots.years
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            of_year = fact.year == (years[-1] if years else index.document.year)
            if named.narrative and isinstance(fact.quantity, Count) and of_year and said.search(fact.label):
                return fact if fact.quantity.unit in _COUNTERS else None
    return None


_COUNTERS = ("个", "家", "所")


def _some(desk: Desk, document: BudgetDocument, roster: Roster, kept: tuple[int, ...]) -> Draft:
    """Those of a list that are of the sort asked for, counted where the list is whole."""
    everything = list(facts(document, roster))
    names = [everything[i] for i in kept]
    unit = _COUNTED.search(desk.question.plain)
    total = calculate("count", *names, unit=unit.group(1) if unit else "个") if roster.complete else None
    writer = Writer(desk)
    if total is not None:
        writer.say("共").figure(total).say("：")
    for i, fact in enumerate(names):
        writer.say("、" if i else "", Quote(fact.label, fact))
    return writer.cite(*names).draft(total, items=[Item(roster.names[i]) for i in kept])


def _said(roster: Roster, names: list[Fact]) -> Iterator[Segment]:
    """The sentence that holds the list; else the names, each as it is printed."""
    if roster.names[-1] in "".join(roster.provenance.quote.split()):
        yield Quote(roster.provenance.quote, names[0])
        return
    for i, fact in enumerate(names):
        yield "、" if i else ""
        yield Quote(fact.label, fact)
