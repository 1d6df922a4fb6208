"""Tables as read against the text layer: every printed row with a code or an amount must be a row of a table.

A text row is *exact* when rows of the tables on its page hold its numbers in order under its code and its label (a
row that prints several sides is held by a row of each); *altered* when a table row has its name but other numbers;
else *lost*. The other way round, a cell may hold no number that its page does not print.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from eval.text_layer import NUMBER, TextRow, Token
from index.grids.hierarchy import is_total
from index.model import BudgetTable, Row, TableKind

_EXACT = re.compile(r"\d\.\d|\d[,，]\d{3}")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_CODE_PART = re.compile(r"\d{1,3}")
_SERIAL = re.compile(r"序号|行次|行号|栏次")
_LONGEST_SERIAL = 4  # digits
_LEADER = re.compile(r"[.…·]{4,}")
_FORMS = (TableKind.PROJECT_PERFORMANCE, TableKind.DEPARTMENT_PERFORMANCE)
_MOST_STEPS = 5_000
_FAR = 10  # text rows that may lie between two line numbers
_NEAR = 6  # text rows above and below that may hold parts of a wrapped label, at least


@dataclass(frozen=True, slots=True)
class Difference:
    """``kind``: "altered", "lost" or "invented"; ``read``: the rows or the cell that come nearest."""

    kind: str
    page: int
    text: str
    read: str = ""


@dataclass(slots=True)
class Comparison:
    """``rows`` (= exact + altered + lost) and their ``numbers``; ``cells`` that hold a number."""

    rows: int = 0
    exact: int = 0
    numbers: int = 0
    unheld: int = 0  # numbers of text rows that the tables do not hold
    cells: int = 0
    differences: list[Difference] = field(default_factory=list)

    def __add__(self, other: Comparison) -> Comparison:
        return Comparison(
            self.rows + other.rows,
            self.exact + other.exact,
            self.numbers + other.numbers,
            self.unheld + other.unheld,
            self.cells + other.cells,
            self.differences + other.differences,
        )

    def count(self, kind: str) -> int:
        return sum(difference.kind == kind for difference in self.differences)


def compare(layer: Sequence[Sequence[TextRow]], tables: Sequence[BudgetTable]) -> Comparison:
    """All pages of a document; ``layer[i]`` is page i + 1."""
    found = Comparison()
    by_page: dict[int, list[Row]] = defaultdict(list)
    for table in tables:
        for row in table.rows:
            if row.page is not None:
                by_page[row.page].append(row)
    left: Counter[_Name] = Counter()  # rows of the page before that may end on the next
    totals: set[_Name] = set()  # forms print their total row again on every page
    subjects = _subjects(tables)
    above: Sequence[TextRow] = ()
    for number, rows in enumerate(_over_breaks(layer), 1):
        again = totals | {name for name, pages in subjects if number in pages[1:]}
        page = _Page(rows, by_page.get(number, []), left, again)
        page.after = layer[number] if number < len(layer) else ()
        page.subjects = {name for name, pages in subjects if number in pages}
        page.headed = {name for name in page.subjects if _is_printed(name.label, [*above, *rows, *page.after])}
        above = rows
        page.compare(found)
        page.check_cells(found)
        left = page.free & Counter(page.names)
        totals |= {name for name in page.names if is_total(name.label)}
    return found


def _subjects(tables: Sequence[BudgetTable]) -> list[tuple[_Name, range]]:
    """The projects of performance forms, with the pages of their indicators: they may be printed again on each, and
    a name that heads several amounts stands anywhere."""
    found: list[tuple[_Name, range]] = []
    for table in (table for table in tables if table.kind in _FORMS):
        rows = [row for row in table.rows if row.page is not None and (row.cells or row.total)]
        heads = [i for i, row in enumerate(rows) if not row.path and _Name.of(row).numbers]
        for head, after in pairwise([*heads, len(rows)]):
            last = max(row.page or 0 for row in rows[head:after])
            found.append((_Name.of(rows[head]), range(rows[head].page or 0, last + 1)))
    return found


@dataclass(frozen=True, slots=True)
class _Name:
    """What identifies a row as read: its code, its label, the numbers of its cells in order."""

    code: str
    label: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, row: Row) -> _Name:
        texts = [_squeezed(text) for text in (row.label, *(cell.text for cell in row.cells))]
        return cls(row.code or "", texts[0], tuple(text for text in texts if NUMBER.fullmatch(text)))

    def sequences(self) -> Iterator[tuple[str, ...]]:
        """The numbers in the orders in which they may be printed: with the code before, among or without them."""
        if self.code:
            for place in range(len(self.numbers) + 1):
                yield (*self.numbers[:place], self.code, *self.numbers[place:])
        if self.numbers:
            yield self.numbers

    def __str__(self) -> str:
        return " ".join((self.code, self.label, *self.numbers)).strip()


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


class _Page:
    """A page's text rows beside the rows that were read from it."""

    def __init__(self, rows: Sequence[TextRow], read: Sequence[Row], left: Counter[_Name], again: set[_Name]) -> None:
        self.rows, self.left = rows, left
        self.read = read
        self.after: Sequence[TextRow] = ()  # of the next page
        self.subjects: set[_Name] = set()  # of the indicators on this page
        self.headed: set[_Name] = set()  # their names stand somewhere on this page or beside it
        self.names = [_Name.of(row) for row in read]
        self.free = Counter(self.names) + left + Counter(again)  # not yet found in the text layer

    @cached_property
    def words(self) -> str:
        """All labels and texts of cells, apart."""
        texts = (text for row in self.read for text in (*row.path, row.label, *(cell.text for cell in row.cells)))
        return "\n".join(_squeezed(text) for text in texts)

    # ------------------------------------------------------------ text rows → table rows

    def compare(self, found: Comparison) -> None:
        for index, row in enumerate(self.rows):
            if not _is_table_row(row):
                continue
            found.rows += 1
            found.numbers += len(row.numbers)
            names = self._held(index)
            if names is not None:
                found.exact += 1
                self.free -= Counter(names)
                continue
            alike = [name for name in self.free if _is_named(name, row)]
            held = Counter(number for name in alike for number in (*name.numbers, name.code))
            found.unheld += (Counter(token.text for token in row.numbers) - held).total()
            shown = " | ".join(map(str, alike[:2]))
            found.differences.append(Difference("altered" if alike else "lost", row.page, row.text, shown))

    def _held(self, index: int) -> list[_Name] | None:
        """The rows that hold the numbers of a text row, all of them and in order; None where there are none."""
        row = self.rows[index]
        near = [
            name for name in self.free if name in self.left or name in self.headed or self._is_labelled(name, index)
        ]
        near.sort(key=lambda name: self._distance(name, index))
        if len(row.numbers) == 1 and (told := [name for name in self.names if name.code == row.numbers[0].text]):
            return [] if any(self._is_labelled(name, index) for name in told) else None  # its amounts stand higher
        asides = [token for token in row.numbers if self._is_aside(index, token)]
        found = _Search(row, near, self.free.copy(), asides.__contains__).held(0)
        if found is not None or not asides:
            return found
        rest = replace(row, tokens=tuple(token for token in row.tokens if token not in asides))
        return _Search(rest, near, self.free.copy(), asides.__contains__).held(0)

    def _is_labelled(self, name: _Name, index: int) -> bool:
        """Whether all characters of the label stand in words nearby."""
        reach = max(_NEAR, len(name.label))
        below = self.after[:_FAR] if index + _NEAR >= len(self.rows) else ()
        return _is_printed(name.label, [*self.rows[max(0, index - reach) : index + reach + 1], *below])

    def _distance(self, name: _Name, index: int) -> int:
        """Text rows from a row to the nearest one in which the label begins."""
        first = max(0, index - _FAR)
        return min(
            (
                abs(other - index)
                for other, row in enumerate(self.rows[first : index + _FAR], first)
                for token in row.tokens
                if not token.is_number and name.label.startswith(_squeezed(token.text))
            ),
            default=_FAR,
        )

    def _is_aside(self, index: int, token: Token) -> bool:
        """A number that is no cell of its own: a line number, or part of words that a cell holds."""
        tokens = self.rows[index].tokens
        place = tokens.index(token)
        before, after = tokens[place - 1 : place], tokens[place + 1 : place + 2]
        joined = [_squeezed(t.text + token.text) for t in before] + [_squeezed(token.text + t.text) for t in after]
        told = any(text in self.words for text in joined)
        return told or self._is_serial(index, token) or _is_running(token, self.rows, index)

    def _is_serial(self, index: int, token: Token) -> bool:
        """A number under 序号 or 行次."""
        heads = (other for row in self.rows[:index] for other in row.tokens if _SERIAL.fullmatch(other.text))
        middle = (token.x0 + token.x1) / 2
        short = token.text.isdigit() and len(token.text) <= _LONGEST_SERIAL
        return short and any(head.x0 - 2 <= middle <= head.x1 + 2 for head in heads)

    # ------------------------------------------------------------ cells → text layer

    def check_cells(self, found: Comparison) -> None:
        printed = Counter(text for row in self.rows for token in row.numbers for text in _readings(token))
        after = {token.text for row in self.after for token in row.numbers}
        words = {_squeezed(token.text) for row in self.rows for token in row.tokens if not token.is_number}
        for row in self.read:
            for cell in (cell for cell in row.cells if cell.value is not None):
                found.cells += 1
                text = _squeezed(cell.text)
                if printed[text]:
                    printed[text] -= 1
                elif text in after and _Name.of(row) in self.subjects:
                    continue  # on the edge between two pages: read on one, shown on the other
                elif not any(text in word for word in words):
                    found.differences.append(Difference("invented", row.page or 0, text, str(_Name.of(row))))


def _is_printed(label: str, rows: Sequence[TextRow]) -> bool:
    """Whether all characters of a label stand in words of some rows."""
    near = [_squeezed(token.text) for row in rows for token in row.tokens]
    left = label
    for word in sorted(set(near), key=len, reverse=True):
        left = left.replace(word, "\n")
    rest = [part for part in left.split("\n") if re.search(r"\w", part)]
    return all(any(part in word for word in near) for part in rest) or label in "".join(near)


def _over_breaks(layer: Sequence[Sequence[TextRow]]) -> Iterator[Sequence[TextRow]]:
    """The pages, with the last decimal of an amount that a page break tears off known to its first part."""
    for rows, following in zip(layer, [*layer[1:], ()], strict=True):
        ends = [t for row in following[:_FAR] for t in row.tokens if len(t.text) == 1 and t.text.isdigit()]
        yield tuple(_completed(row, ends) if row in rows[-_NEAR:] else row for row in rows)


def _completed(row: TextRow, ends: Sequence[Token]) -> TextRow:
    tokens = (
        replace(token, tail=next((end.text for end in ends if token.is_completed_by(end)), token.tail))
        for token in row.tokens
    )
    return replace(row, tokens=tuple(tokens))


def _is_table_row(row: TextRow) -> bool:
    """A row with an amount in a column of its own, or with a code before a name; no line of contents."""
    if _LEADER.search(row.text) or not row.numbers:
        return False
    amounts = any(token.is_free and _EXACT.search(token.text) and "%" not in token.text for token in row.numbers)
    first = row.tokens[0]
    return amounts or (bool(_CODE.fullmatch(first.text)) and len(row.tokens) > 1 and first.right > 0.3)


def _is_running(token: Token, rows: Sequence[TextRow], index: int) -> bool:
    """A line number: one a little smaller stands above it in the same place, or one a little greater below."""
    if not token.text.isdigit() or len(token.text) > 3:
        return False
    above, below = rows[max(0, index - _FAR) : index], rows[index + 1 : index + 1 + _FAR]
    return any(
        twin.text.isdigit() and 0 < step * (int(twin.text) - int(token.text)) <= 2 and token.stands_over(twin)
        for step, beside in ((-1, above), (1, below))
        for row in beside
        for twin in row.numbers
    )


class _Search:
    """Which rows hold the numbers of a text row, tried with those first whose label stands before the number."""

    def __init__(
        self, row: TextRow, near: list[_Name], free: Counter[_Name], is_aside: Callable[[Token], bool]
    ) -> None:
        self.row, self.near, self.free, self.is_aside = row, near, free, is_aside
        self.steps = 0

    def held(self, at: int) -> list[_Name] | None:
        tokens = self.row.numbers
        if at == len(tokens):
            return []
        if self.is_aside(tokens[at]) and (rest := self.held(at + 1)) is not None:
            return rest
        before = _words_before(self.row, tokens, at)
        for name in sorted(self.near, key=lambda name: (not _ends_with(before, name), not _is_named(name, self.row))):
            rest = self._after(name, at) if self.free[name] else None
            if rest is not None:
                return [name, *rest]
        return None

    def _after(self, name: _Name, at: int) -> list[_Name] | None:
        for sequence in name.sequences():
            length = _taken(self.row.numbers[at:], sequence)
            if not length or self.steps > _MOST_STEPS:
                continue
            self.steps += 1
            self.free[name] -= 1
            rest = self.held(at + length)
            self.free[name] += 1
            if rest is not None:
                return rest
        return None


def _words_before(row: TextRow, tokens: Sequence[Token], at: int) -> str:
    """The text between a number and the number before it."""
    left = tokens[at - 1].x1 if at else float("-inf")
    return _squeezed("".join(token.text for token in row.tokens if left <= token.x0 < tokens[at].x0))


def _ends_with(words: str, name: _Name) -> bool:
    return bool(words and name.label) and (words.endswith(name.label) or name.label.endswith(words))


def _taken(tokens: Sequence[Token], sequence: Sequence[str]) -> int:
    """How many tokens the sequence covers from the start; a code may be printed in parts. 0: it does not fit."""
    at = 0
    for wanted in sequence:
        if at < len(tokens) and wanted in _readings(tokens[at]):
            at += 1
            continue
        joined = ""
        while at < len(tokens) and len(joined) < len(wanted) and _CODE_PART.fullmatch(tokens[at].text):
            joined, at = joined + tokens[at].text, at + 1
        if not joined or not wanted.endswith(joined):
            return 0
    return at


def _readings(token: Token) -> tuple[str, ...]:
    return (token.text, token.text + token.tail) if token.tail else (token.text,)


def _is_named(name: _Name, row: TextRow) -> bool:
    text = _squeezed(row.text)
    return bool(name.label and name.label in text) or (len(name.code) > 2 and name.code in text)
