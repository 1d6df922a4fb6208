"""Names of a list that are said in part: places before a shared word (甲口岸、乙口岸，安检费合计), things under a shared
head (某驿站涉及两个项目), the instalments of one thing (四个季度的用款计划)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from assistant.grouping.parts import overlapped
from assistant.knowledge import Knowledge
from assistant.likeness import content
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.slots import COUNTED, things_counted
from index.amounts import Amount
from index.model import Measure
from index.vocabulary.names import in_order, key

TOGETHER = r"(?:加起来|加[在到]?一[块起]儿?|合[在到]一[块起]儿?|合起来|合计|共计|一共|总共|总计|共(?=多少|几)|之和|总和|各|分别|都|多少)"


def with_listed(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """The question with the full names of what it lists in part; unchanged where not each of them is found once."""
    if not parsed.cue("sum", "each"):
        return parsed
    found = _instalments(parsed.plain, knowledge)
    if found:
        parsed = replace(parsed, mentions=(Mention(0, found[0].start, parsed.plain[: found[0].start]),))
    found = found or _with_shared_tail(parsed.plain, knowledge)
    if not found:
        return _under_a_head(parsed, knowledge)
    start, end = found[0].start, found[-1].end
    span = Mention(start, end, parsed.plain[start:end])
    outside = tuple(mention for mention in parsed.mentions if not overlapped(mention, (span,)))
    kept = [query for query in parsed.queries if not overlapped(query.target, (span,)) and query.target.start >= end]
    queries = (*(MetricQuery(mention) for mention in found), *kept)
    return replace(parsed, mentions=tuple(sorted((*outside, *found), key=lambda one: one.start)), queries=queries)


_ITEM = r"[^,，。;；:：—、和与及的年+]{2,24}?"
_LIST = re.compile(
    rf"(?P<items>{_ITEM}(?:(?:、|和|与|及|以及|\+){_ITEM})+)"
    rf"(?:(?:的|[,，]|这?[两三四五六七八九](?:[项种类笔个款块样处家条]|\S{{1,2}})的?|\s)+(?P<tail>[\u4e00-\u9fff]{{2,12}}?))?[,，]?{TOGETHER}"
)
_BETWEEN = re.compile(r"、|和|与|及|以及|\+")
AROUND_TAIL = re.compile(r"(?:项目)?(?:经费|费用?|支出|资金|项目|预算|的?钱|[上下]限)+$")


def listed(plain: str) -> list[tuple[int, int]]:
    """Where the names of a list stand that a question wants together or each (甲、乙和丙的费用合计)."""
    match = _LIST.search(plain)
    found: list[tuple[int, int]] = []
    if match is None:
        return found
    start = match.start("items")
    for text in _BETWEEN.split(match["items"]):
        start = plain.index(text, start)
        found.append((start, start + len(text)))
        start += len(text)
    return found


def _with_shared_tail(plain: str, knowledge: Knowledge) -> list[Mention]:
    """“甲口岸、乙口岸，安检费合计”, “第一季度和第二季度用款计划”: each is the one row whose name holds both its own
    words and the shared ones."""
    match = _LIST.search(plain)
    if match is None:
        return []
    *firsts, last = _BETWEEN.split(match["items"])
    if all(key(text) in knowledge.names for text in (*firsts, last)):
        return []
    rows = list(dict.fromkeys(amount_rows(knowledge)))
    if match["tail"]:
        return _resolved(plain, match.span("items"), [*firsts, last], match["tail"], rows)
    for cut in range(_SHORTEST_TAIL, len(last) - _SHORTEST_TAIL + 1):
        found = _resolved(plain, match.span("items"), [*firsts, last[:cut]], last[cut:], rows)
        if found:
            return found
    return []


def _resolved(plain: str, span: tuple[int, int], items: list[str], tail: str, rows: list[str]) -> list[Mention]:
    """Each item with the one row it means; nothing where one of them has none, or several."""
    shared = AROUND_TAIL.sub("", key(tail))
    found: list[Mention] = []
    start = span[0]
    for number, text in enumerate(items):
        start = plain.index(text, start)
        says = range(len(text) - 1) if number == 0 else range(1)  # words may stand before the first name
        for skipped in says:
            own = key(text[skipped:])
            names = [row for row in rows if own in row and shared in row.replace(own, "", 1)]
            names = [row for row in names if row == own + shared] or names
            if names:
                break
        if len(names) != 1 or len(shared) < _SHORTEST_TAIL:
            return []
        found.append(Mention(start + skipped, start + len(text), text[skipped:], (names[0],), quality=0.9))
        start += len(text)
    if len({one.keys for one in found}) < len(found):
        return []
    end = plain.index(tail, found[-1].start) + len(tail)  # what is shared belongs to the list
    return [*found[:-1], replace(found[-1], end=end, text=plain[found[-1].start : end])]


_SHORTEST_TAIL = 2


def amount_rows(knowledge: Knowledge) -> Iterable[str]:
    """The names of all rows that have an amount."""
    for index in knowledge.indexes:
        for row, cells in index.by_row.items():
            if any(isinstance(named.fact.quantity, Amount) for named in cells):
                yield row


_QUARTERS = re.compile(
    rf"(?P<number>[四4]个|各个?|每个?|全年)季度?(?:度)?的?(?P<what>[\u4e00-\u9fff]{{2,10}}?){TOGETHER}"
)


def in_one_list(rows: Iterable[str], knowledge: Knowledge) -> bool:
    """Whether one table (over all its pages), or running text, has all the rows: what one table lists and another
    describes under a longer name is one thing, not two."""
    return bool(set.intersection(*(_lists(row, knowledge) for row in rows)))


def _lists(row: str, knowledge: Knowledge) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for index in knowledge.indexes:
        for named in index.by_row.get(row, ()):
            if isinstance(named.fact.quantity, Amount):
                table = knowledge.table_of(named.fact)
                kind = (table.kind.value, table.number, table.title) if table is not None else ()
                found.add((named.fact.document, *kind))
    return found


_IN_PIECES = 4  # characters of a name said without what stands in its midst (甲中心运维项目 of 甲中心2025年运维项目)


def _instalments(plain: str, knowledge: Knowledge) -> list[Mention]:
    """“四个季度的用款计划”: what a passage gives for each quarter, where it is about what the question names."""
    match = _QUARTERS.search(plain)
    if match is None:
        return []
    found = []
    for number in "一二三四":
        names = [f"{first}{number}季度{key(match['what'])}" for first in ("第", "")]
        cells = [cell for index in knowledge.indexes for name in names for cell in index.by_row.get(name, ())]
        cells = [cell for cell in cells if cell.fact.measure is Measure.VALUE and cell.fact.quantity is not None]
        if len({(cell.fact.document, cell.fact.text) for cell in cells}) != 1:
            return []
        if not _is_about(plain[: match.start()], cells[0].fact.document, cells[0].fact.provenance.quote, knowledge):
            return []
        found.append(Mention(match.start(), match.end("what"), match["what"], (cells[0].row,), quality=0.9))
    return found


_NEAR = 5  # sections of one project, each under its own small heading


def _is_about(said: str, document: str, quote: str, knowledge: Knowledge) -> bool:
    """Whether the sections around a sentence hold the words said before."""
    words = {pair for run in content(said, knowledge.documents) for pair in run}
    sections = knowledge.by_document[document].document.sections
    places = [i for i, section in enumerate(sections) if quote in section.text]
    around = [one for i, one in enumerate(sections) if any(abs(i - place) <= _NEAR for place in places)]
    told = key("".join("".join(section.path) + section.text for section in around))
    return words <= {told[i : i + 2] for i in range(len(told) - 1)}


def _under_a_head(parsed: ParsedQuestion, knowledge: Knowledge) -> ParsedQuestion:
    """“某驿站涉及两个项目”: the rows whose names hold the head, where they are as many as the question says and
    nothing else is named."""
    counted = things_counted(parsed.plain)
    if counted is None or not parsed.queries or not parsed.cue("sum"):
        return parsed
    head, *others = parsed.queries
    whole = head.target.quality == 1 and (head.target.terms or "笔" not in parsed.plain)
    if head.contexts or whole:
        return parsed
    said = COUNTED.sub("", key(head.target.text))
    rows = sorted({row for row in amount_rows(knowledge) if said in row})
    rows = rows or sorted({row for row in amount_rows(knowledge) if len(said) >= _IN_PIECES and in_order(said, row)})
    if (
        len(rows) != counted
        or not in_one_list(rows, knowledge)
        or not all(any(key(one.target.text) in row for row in rows) for one in others)
    ):
        return parsed
    mentions = [replace(head.target, keys=(row,), terms=()) for row in rows]
    return replace(parsed, queries=tuple(map(MetricQuery, mentions)))
