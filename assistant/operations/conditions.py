"""Rows that meet a condition of another column: counted, listed or summed.

A column of words says what is asked for (项目类别标“其他运转类”), a column of numbers lies over or under a number
(参加人数超过100人), or one column over another (实有人数超过编制数). The conditions of a project's own boxes
(实施单位) choose projects the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import ge, gt, le, lt

from assistant.calculations import calculate
from assistant.fit import is_amount_box
from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Item
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer, named_segment
from assistant.parsing.model import ParsedQuestion
from assistant.scoping import find_departments
from assistant.table_names import is_table
from index.amounts import Amount, Count, find_figures
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key

name = "condition"
_MORE = r"(?P<more>超过|超出|多于|大于|高于|超)|(?P<less>少于|低于|小于|不足|不到|未达到)|(?P<least>不少于|不低于|至少|达到)|(?P<most>不超过|不多于|不高于)"
_AGAINST = re.compile(rf"(?:{_MORE})了?(?:其|它们?|本身)?的?(?P<other>[\u4e00-\u9fff]{{2,8}}?)(?:数|人数|量|额)?的")
_NUMBER = re.compile(
    rf"(?:{_MORE})了?(?P<figure>[\d.,]+(?:人|次|个|项|家|场|期|份|户|台|辆|天|件)?)|(?P<above>[\d.,]+(?:人|次|个|项|家|场|期|份|户|台|辆|天|件))(?:以上|及以上)"
)
_COUNT = re.compile(r"(?<![那这])(?:几|多少)(个|家|条|项|场|所|次|笔|名|辆|台|类|种|期)")
_SHORTEST, _LONGEST = 3, 24  # characters of a value that a question names


def matches(question: ParsedQuestion) -> bool:
    if question.cue("verify", "reason", "change", "rank", "share", "ratio", "definition", "except", "difference"):
        return False
    return question.cue("count", "list", "sum") or _COUNT.search(question.plain) is not None


@dataclass(slots=True)
class _Record:
    """A row of a table, or a project with its boxes: ``words`` and ``numbers`` by their headings (keys)."""

    fact: Fact  # the cell that stands for it
    words: dict[str, Fact] = field(default_factory=dict)
    numbers: dict[str, Fact] = field(default_factory=dict)
    amount: Fact | None = None

    @property
    def name(self) -> str:
        of_form = self.fact.table_kind is TableKind.PROJECT_PERFORMANCE and self.fact.subject
        return self.fact.subject if of_form else self.fact.label


@dataclass(frozen=True, slots=True)
class _Kept:
    record: _Record
    shown: tuple[Fact, ...]  # what the condition was read from


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    for owner in reversed(find_departments(plain, desk.knowledge.documents)):
        plain = plain[: owner.start] + " " + plain[owner.end :]
    groups = [_records(index, desk.question.slots.tables) for index in desk.knowledge.indexes]
    for records in (group for of_document in groups for group in of_document):
        for condition in (_against, _over, _worded):
            kept = condition(plain, records)
            if kept:
                return _say(desk, kept)
    raise PassError("问题里没有认出可以按表核对的条件。")


@lru_cache(maxsize=64)
def _records(index: DocumentIndex, said: tuple[str, ...]) -> tuple[tuple[_Record, ...], ...]:
    """The rows of tables that say one number or title, table by table (of the tables ``said``, where any is); the projects
    with boxes of their own."""
    tables: dict[str, dict[tuple[str | None, int | None], _Record]] = {}
    projects: dict[str | None, _Record] = {}
    for named in index.named:
        table = index.table_of(named.fact)
        if table is None or not named.row:
            continue
        if said and not is_table(table, said):
            continue
        if table.kind is TableKind.PROJECT_PERFORMANCE and named.fact.subject:
            _take_box(projects.setdefault(table.id, _Record(named.fact)), named)
        else:
            rows = tables.setdefault(f"{table.number}{key(table.title)}", {})
            place = (named.fact.provenance.table, named.fact.provenance.row)
            _take_cell(rows.setdefault(place, _Record(named.fact)), named)
    return (*(tuple(rows.values()) for rows in tables.values()), tuple(projects.values()))


def _take_box(record: _Record, named: Named) -> None:
    if named.fact.measure is Measure.TEXT:
        record.words.setdefault(key(named.fact.label), named.fact)
    elif record.amount is None and is_amount_box(named):
        record.amount = named.fact


def _take_cell(record: _Record, named: Named) -> None:
    fact = named.fact
    heading = "".join(key(part) for part in fact.column_path)
    if fact.measure is Measure.TEXT:
        record.words.setdefault(heading, fact)
    elif fact.measure is Measure.VALUE and fact.quantity is not None:
        record.numbers.setdefault(heading, fact)
        if record.amount is None and isinstance(fact.quantity, Amount):
            record.amount = fact


def _against(plain: str, records: Sequence[_Record]) -> list[_Kept]:
    """Rows in which one column is over or under another (实有人数超过编制数的)."""
    match = _AGAINST.search(plain)
    if match is None:
        return []
    said = plain[: match.start()]
    headings = list(dict.fromkeys(heading for record in records for heading in record.numbers))
    left, right = _column(headings, said, at_end=True), _column(headings, match["other"], at_end=False)
    if not left or not right or left == right:
        return []
    compare = _compare(match)
    both = [record for record in records if left in record.numbers and right in record.numbers]
    return [
        _Kept(record, (record.numbers[left], record.numbers[right]))
        for record in both
        if compare(_value(record.numbers[left]), _value(record.numbers[right]))
    ]


def _over(plain: str, records: Sequence[_Record]) -> list[_Kept]:
    """Rows in which a column of things is over or under a number (参加人数超过100人的)."""
    match = _NUMBER.search(plain)
    if match is None:
        return []
    figure = next((span.quantity for span in find_figures(match["figure"] or match["above"]) if span.quantity), None)
    headings = [
        heading for record in records for heading, fact in record.numbers.items() if isinstance(fact.quantity, Count)
    ]
    column = _column(list(dict.fromkeys(headings)), plain[: match.start()].rstrip("在为是达有"), at_end=True)
    if not column or not isinstance(figure, Count):
        return []
    compare = _compare(match)
    return [
        _Kept(record, (record.numbers[column],))
        for record in records
        if column in record.numbers
        and _same_things(record.numbers[column], figure)
        and compare(_value(record.numbers[column]), figure.value)
    ]


def _same_things(fact: Fact, figure: Count) -> bool:
    """Whether a cell counts what the figure counts; a bare number counts what its heading names."""
    return isinstance(fact.quantity, Count) and (not figure.unit or fact.quantity.unit in ("", figure.unit))


def _worded(plain: str, records: Sequence[_Record]) -> list[_Kept]:
    """Rows whose column of words, named in the question, holds a value that the question names too."""
    said = key(plain)
    for heading in dict.fromkeys(heading for record in records for heading in record.words):
        if heading not in said:
            continue
        values = {key(record.words[heading].text) for record in records if heading in record.words}
        named = [value for value in values if _SHORTEST <= len(value) <= _LONGEST and _says(said, value)]
        if len(named) == 1:
            return [
                _Kept(record, (record.words[heading],))
                for record in records
                if heading in record.words and key(record.words[heading].text) == named[0]
            ]
    return []


def _says(said: str, value: str) -> bool:
    """Whether the question names the value, or the end of it (SOS儿童村 for 中国某市SOS儿童村)."""
    return value in said or any(value[i:] in said for i in range(1, len(value) - _LONG_ENDING + 1))


_LONG_ENDING = 5


def _column(headings: Sequence[str], said: str, *, at_end: bool) -> str:
    """The heading that the words name: said whole, or by its beginning; a total (小计) before its parts."""
    found = [
        (stem, heading)
        for heading in headings
        for stem in _stems(heading)
        if (said.endswith(stem) if at_end else stem in said)
    ]
    if not found:
        return ""
    longest = max(len(stem) for stem, _ in found)
    fitting = [heading for stem, heading in found if len(stem) == longest]
    return min(fitting, key=lambda heading: (not re.search("小计|合计", heading), len(heading)))


def _stems(heading: str) -> Iterator[str]:
    bare = re.sub("小计|合计", "", heading)
    yield from (stem for stem in (bare, re.sub("(?:人数|数量|数)$", "", bare)) if len(stem) > 1)


def _compare(match: re.Match[str]) -> Callable[[Decimal, Decimal], bool]:
    found = match.groupdict()
    if found.get("least") or found.get("above"):
        return ge
    return le if found.get("most") else gt if found.get("more") else lt


def _value(fact: Fact) -> Decimal:
    assert fact.quantity is not None
    return fact.quantity.value


def _say(desk: Desk, kept: Sequence[_Kept]) -> Draft:
    """The number of what was kept, its names with what the condition was read from; or the sum of its amounts."""
    amounts = [one.record.amount for one in kept if one.record.amount is not None]
    writer = Writer(desk)
    if desk.question.cue("sum") and not _COUNT.search(desk.question.plain):
        if len(amounts) < len(kept):
            raise PassError("符合条件的行里有的没有金额。")
        total = calculate("sum", *amounts)
        for i, one in enumerate(kept):
            writer.say("、" if i else "", named_segment(one.record.name, one.record.fact)).figure(amounts[i]).cite(
                amounts[i], *one.shown
            )
        return writer.say("，合计").figure(total).say("。").draft(total)
    unit = _COUNT.search(desk.question.plain)
    total = calculate("count", *(one.shown[0] for one in kept), unit=unit.group(1) if unit else "项")
    writer.say("共").figure(total).say("：")
    for i, one in enumerate(kept):
        writer.say("、" if i else "", named_segment(one.record.name, one.record.fact)).cite(*one.shown)
        figures = [fact for fact in one.shown if fact.quantity is not None]
        for j, fact in enumerate(figures):
            writer.say("，" if j else "（", fact.column_path[0], "").figure(fact)
        writer.say("）" if figures else "")
    return writer.say("。").draft(total, items=[Item(one.record.name) for one in kept])
