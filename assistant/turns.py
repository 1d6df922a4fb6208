"""Turns of a chat that only make sense with the turns before: 两块加起来多少, 换成公务接待费呢."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.budget_units import is_unit_name
from assistant.evidence import Wanted, select
from assistant.knowledge import Knowledge
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion, Slots
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


def is_found(query: MetricQuery, knowledge: Knowledge, slots: Slots | None = None) -> bool:
    """Whether some document prints the metric, in its own year or in the year before (in the tables of ``slots``)."""
    slots = slots or Slots()
    return any(
        select(query, Wanted.of(slots, document.year - back), knowledge)
        for document in knowledge.documents[-1:]
        for back in (0, 1)
    )


_BACK = re.compile(
    r"(?P<n>[两二三四五])(?:块|项|个|笔|者|样|部分|类|种|数)(?!月|年)|前者|后者|它们|加起来|加一块|合起来|合计|一共|总共"
)
_NUMERALS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


def looks_back(parsed: ParsedQuestion) -> bool:
    """Whether a turn sets the answers before it against each other (两块加起来多少), naming nothing itself."""
    if parsed.previous is None or parsed.queries != parsed.previous.queries or parsed.previous.previous is None:
        return False
    own = parsed.mentions and parsed.mentions != parsed.previous.mentions
    return not own and parsed.cue("sum", "difference", "compare", "ratio") and _BACK.search(parsed.plain) is not None


def of_earlier_turns(parsed: ParsedQuestion) -> tuple[MetricQuery, ...]:
    """The metrics of the turns before, oldest first, each once: as many as the turn counts, else of two turns."""
    said = _BACK.search(parsed.plain)
    wanted = _NUMERALS.get(said["n"] or "", 2) if said else 2
    found: dict[tuple[str, ...], MetricQuery] = {}
    turn = parsed.previous
    while turn is not None and len(found) < wanted:
        for query in reversed(turn.queries):
            found.setdefault((*(context.text for context in query.contexts), query.target.text), query)
        turn = turn.previous
    return tuple(reversed(list(found.values())[:wanted]))


_INSIDE = re.compile(r"^(?:那|那么|这)?[,，]?(?:在)?(?:其中|里面|里头|当中|这里面|这里头|这当中|它里面|它里头)")


def nested(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """“其中绩效工资占多少”: what is named stands inside the metric of the turn before, where the documents have it so."""
    before = parsed.previous
    asked = _without_counted_in(before) if before is not None else ()
    if before is None or len(asked) != 1 or len(parsed.queries) != 1 or parsed.queries[0].contexts:
        return parsed
    if not _INSIDE.match(parsed.plain) or parsed.queries == before.queries:
        return parsed
    old, new = asked[0], parsed.queries[0].target
    slots = replace(parsed.slots, years=())
    for contexts in ((*old.contexts, old.target), (old.target,)):
        for target in (new, *_as_fund(new)):
            query = MetricQuery(target, contexts)
            if is_found(query, knowledge, slots):
                return replace(parsed, queries=(query,))
    if parsed.slots.level == "项目" and names_unit(old.target) and not names_unit(new):
        return replace(parsed, queries=(MetricQuery(new, (old.target,)),))  # those of the unit's projects
    return parsed


def _without_counted_in(turn: ParsedQuestion) -> tuple[MetricQuery, ...]:
    """What a turn asks for, without what it only says to count in (…安排多少，算上结转和事业收入)."""
    kept = tuple(q for q in turn.queries if not _COUNTED_IN.search(turn.plain[: q.target.start]))
    return kept or turn.queries


_COUNTED_IN = re.compile(r"[,，](?:算上|连同|含|包括)[^,，。;；?？]{0,12}$")


def _as_fund(mention: Mention) -> tuple[Mention, ...]:
    """An appropriation as the columns of a table call its fund (一般公共预算拨款, beside 上年结转: 一般公共预算)."""
    fund = _APPROPRIATED.fullmatch(mention.text)
    if fund is None:
        return ()
    name = key(fund["fund"])
    return (replace(mention, keys=(name,), terms=vocabulary().surfaces.get(name, ())),)


_APPROPRIATED = re.compile(
    r"(?:当年|本年)?(?P<fund>一般公共预算|政府性基金预算|国有资本经营预算)(?:当年|本年)?(?:财政)?拨款"
)


_IN_THERE = re.compile(r"^(?:那|那么)?[,，]?在?[“\"]?$")
_IN_WHICH = re.compile(r"[”\"]?(?:预算|支出|经费|表)*(?:里面|里头|里边|里|当中|中)")


def within(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """“那机关运行经费里头列的是多少”: the metric of the turn before, inside what is named now."""
    before = parsed.previous
    if before is None or len(before.queries) != 1 or len(parsed.queries) != 1 or parsed.queries[0].contexts:
        return parsed
    new = parsed.queries[0].target
    if not _IN_THERE.match(parsed.plain[: new.start]) or not _IN_WHICH.match(parsed.plain, new.end):
        return parsed
    query = MetricQuery(before.queries[0].target, (new,))
    return replace(parsed, queries=(query,)) if is_found(query, knowledge, parsed.slots) else parsed


_BY_TABLE = re.compile(r"^(?:那|那么)?(?:如果|要是)?(?:改|换)?(?:成|按|用|看|从|到|照)?[^,，。?？]{2,20}表")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")


def in_another_table(parsed: ParsedQuestion) -> ParsedQuestion:
    """“改按支出决算表看，项目支出是多少”: what the turn before asked, in another table. A bracket only says what that
    table holds."""
    before = parsed.previous
    if before is None or not before.queries or not parsed.slots.tables or parsed.slots.tables == before.slots.tables:
        return parsed
    if not _BY_TABLE.match(parsed.plain) or parsed.cue("difference", "compare"):
        return parsed
    asides = [match.span() for match in _BRACKETS.finditer(parsed.plain)]
    said = [name for query in parsed.queries for name in (*query.contexts, query.target)]
    own = [name.text for name in said if not any(a <= name.start < b for a, b in asides)]
    if own not in ([], [before.queries[-1].target.text]):
        return parsed
    asked = before.queries[-1]
    names = tuple(
        name for name in asked.contexts if not _FUND.search(name.text)
    )  # the other table may tell of all money
    query = MetricQuery(asked.target, names)
    return replace(parsed, queries=(query,), mentions=(*names, asked.target))


_FUND = re.compile(r"^(?:一般公共预算|政府性基金|财政拨款|国有资本经营)")


_AGAINST = re.compile(r"^(?:那|那么|它|这|这个|那个|该项)*[,，]?(?:要|又|还|可)?(?:比|较|跟|和|与|同)[“\"]?$")


def against_turn(parsed: ParsedQuestion) -> ParsedQuestion:
    """“那比接待费多几万”: what the turn before asked about is set against what is named now."""
    before = parsed.previous
    if before is None or not before.queries or len(parsed.queries) != 1 or parsed.queries == before.queries:
        return parsed
    new = parsed.queries[0]
    first = min(mention.start for mention in (*new.contexts, new.target))
    if not _AGAINST.match(parsed.plain[:first]) or not parsed.cue("difference", "compare", "ratio"):
        return parsed
    old = before.queries[-1]
    return replace(parsed, queries=(old, new), mentions=(*old.contexts, old.target, *parsed.mentions))


_ADDED = re.compile(r"^(?:那|那么|如果|要是|再|把它|它)*[,，]?(?:再)?(?:加上|算上|连同|加)[“\"]?")


def added_to_turn(parsed: ParsedQuestion) -> ParsedQuestion:
    """“加上一般公共预算的结转一共多少”: what is named now is added to what the turn before asked about."""
    before = parsed.previous
    if before is None or not before.queries or not parsed.queries or parsed.queries == before.queries:
        return parsed
    if not parsed.cue("sum") or _ADDED.match(parsed.plain) is None:
        return parsed
    old = before.queries
    mentions = [one for query in old for one in (*query.contexts, query.target)]
    return replace(parsed, queries=(*old, *parsed.queries), mentions=(*mentions, *parsed.mentions))


_SWAPS = re.compile(r"^(?:那|换成|换|再|如果是)?.{2,30}?(?:呢|是多少|多少|的?数)?[?？。]?$")


def exchanged(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """“换成公务接待费呢”: a turn that names one thing asks what the turn before asked, with that thing exchanged.

    The table and year said before hold on where the thing is found there; a full question (“…是多少”) keeps no
    column of the turn before.
    """
    before = parsed.previous
    if before is None or len(before.queries) != 1 or len(parsed.queries) != 1 or parsed.queries[0].contexts:
        return parsed
    if _INSIDE.match(parsed.plain):
        return parsed
    new, old = parsed.queries[0].target, before.queries[0]
    rest = len(parsed.plain) - (new.end - new.start)
    if not _SWAPS.fullmatch(parsed.plain) or rest > _SHORT_TURN:
        return parsed
    if parsed.slots.tables not in ((), before.slots.tables):
        return parsed
    owners = {document.department for document in knowledge.documents}
    if len(owners) > 1 and parsed.slots.departments not in ((), before.slots.departments):
        return parsed
    kept = replace(
        parsed.slots,
        tables=before.slots.tables,
        column=before.slots.column,
        years=parsed.slots.years or before.slots.years,
    )
    names = (*old.contexts, old.target)
    if names_unit(new) and not all(map(names_unit, names)):
        return replace(parsed, queries=(_of_unit(names, new),), slots=kept, cues=parsed.cues | before.cues & _MONEY)
    tried = [MetricQuery(new)]
    if parsed.cue("followup"):
        tried = [*_with_one_exchanged(names, new, knowledge), *tried]
    for query in tried:
        if is_found(query, knowledge, kept):
            return replace(parsed, queries=(query,), slots=kept)
    return parsed


_MONEY = frozenset(("money",))  # a figure was asked for: words would not answer the turn either


def names_unit(mention: Mention) -> bool:
    """Whether a name of the documents that is meant is one of an organisation."""
    return any(map(is_unit_name, mention.keys))


def _of_unit(names: tuple[Mention, ...], unit: Mention) -> MetricQuery:
    """The metric of the turn before asked of another unit: never the unit's own total in its place."""
    metric = [name for name in names if not names_unit(name)]
    return MetricQuery(metric[-1], (unit, *metric[:-1]))


def _with_one_exchanged(names: tuple[Mention, ...], new: Mention, knowledge: Knowledge) -> list[MetricQuery]:
    """The metric of the turn before with one of its names exchanged: the innermost of the same axis first, then
    without what stood around that name."""
    axis = _axis(new, knowledge)
    found = []
    for i in reversed(range(len(names))):
        if len(names) > 1 and not names_unit(names[i]) and _axis(names[i], knowledge) == axis:
            inner = names[i + 1 :]
            found += [_query((*names[:i], new, *inner)), _query((new, *inner))]
    return found


def _query(names: tuple[Mention, ...]) -> MetricQuery:
    return MetricQuery(names[-1], names[:-1])


_SHORT_TURN = 14


def _axis(mention: Mention, knowledge: Knowledge) -> str:
    """Whether a name stands at the head of rows or of columns in the documents."""
    rows = columns = 0
    for index in knowledge.indexes:
        rows += bool(mention.code in index.by_code) + sum(name in index.by_row for name in mention.keys)
        columns += sum(name in index.by_column for name in mention.keys)
        for named in (named for term in mention.terms[:1] for named in index.by_term.get(term, ())[:20]):
            rows += mention.terms[0] in named.row_terms
            columns += mention.terms[0] in named.column_terms
    return "row" if rows >= columns else "column"
