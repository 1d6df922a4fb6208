"""Amounts that a question can name without ambiguity: a row, a column and, where needed, a table."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import MONEY_UNITS, Amount, agrees
from index.grids.hierarchy import bare
from index.model import BudgetDocument, BudgetTable, Fact, Measure, Row, TableKind

_FORMS = frozenset((TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.TABLE_OF_CONTENTS))
_GENERIC = re.compile(
    r"(?:20\d\d年?)?度?(?:本年|当年|上年|全年|年初|年末)?度?(?:部门)?(?:预算|决算|执行|预决算)?"
    r"(?:金额|数额|总计|合计|小计|共计|总额|数|额)?"
)
_UNCLEAR = re.compile(r"[\d.,，；;：:？?。%％\n]|其中|备注")
_ORNAMENT = re.compile(
    r"^(?:附件|附表)?\s*(?:表[\d一二三四五六七八九十\-]+[、.：:\s]*)?|[（(].*?[）)]|20\d\d年?(?:年?度)?|^年度?|\s+"
)


@dataclass(frozen=True, slots=True)
class Askable:
    """A printed amount with the words that name it alone in its document.

    ``row`` and ``column`` are said as printed (``column`` "" where it adds nothing); ``table`` is the table's name,
    "" where no table can be named; ``alone`` says that the amount is meant even when no table is named.
    """

    document: BudgetDocument
    table_index: int
    fact: Fact
    amount: Amount
    line: Row
    row: str
    column: str
    table: str
    alone: bool

    @property
    def source(self) -> BudgetTable:
        return self.document.tables[self.table_index]

    @property
    def quote(self) -> str:
        return self.line.quote or self.fact.provenance.quote

    @property
    def unit(self) -> str:
        """The unit that the amount is printed in."""
        unit = self.source.unit
        return unit if unit in MONEY_UNITS else "元"

    def value_in(self, unit: str) -> Decimal:
        return self.amount.value / MONEY_UNITS[unit]


def askables(document: BudgetDocument) -> tuple[Askable, ...]:
    """Every certain amount of the document's budget tables that words can name alone."""
    by_label = _by_label(document.facts)
    names = _table_names(document)
    places = {table.id: i for i, table in enumerate(document.tables)}
    columns = {table.id: _column_names(table) for table in document.tables}
    rows = {table.id: _row_names(table) for table in document.tables}
    found: list[Askable] = []
    for fact in document.facts:
        where = fact.provenance
        if where.table is None or where.row is None or where.column is None or not _is_amount(fact):
            continue
        table = document.tables[places[where.table]]
        row, column = rows[table.id].get(where.row), columns[table.id].get(where.column)
        if table.kind in _FORMS or row is None or column is None or not isinstance(fact.quantity, Amount):
            continue
        if fact.total and not names[table.id]:
            continue
        alone = not column and not fact.total and _agree(by_label[bare(fact.label), fact.year], fact.quantity)
        found.append(
            Askable(
                document,
                places[table.id],
                fact,
                fact.quantity,
                table.rows[where.row],
                row,
                column,
                names[table.id],
                alone,
            )
        )
    return tuple(found)


def _is_amount(fact: Fact) -> bool:
    return fact.certain and fact.measure is Measure.VALUE and isinstance(fact.quantity, Amount) and bool(fact.label)


def _by_label(facts: Iterable[Fact]) -> dict[tuple[str, int], list[Amount]]:
    """The amounts printed under a label and year in plain (generic) columns or in sentences."""
    found: dict[tuple[str, int], list[Amount]] = defaultdict(list)
    for fact in facts:
        plain = fact.provenance.table is None or all(map(_is_generic, fact.column_path))
        if plain and isinstance(fact.quantity, Amount) and fact.measure is Measure.VALUE:
            found[bare(fact.label), fact.year].append(fact.quantity)
    return found


def _agree(amounts: list[Amount], amount: Amount) -> bool:
    return bool(amounts) and all(agrees(other, amount) for other in amounts)


def _is_generic(header: str) -> bool:
    return _GENERIC.fullmatch(re.sub(r"\s|[（(].*?[）)]", "", header)) is not None


def _column_names(table: BudgetTable) -> dict[int, str]:
    """How each column is said: the last headers that say something; columns that share their words have no name."""
    said = {
        i: "".join([part for part in column.path if not _is_generic(part)][-2:])
        for i, column in enumerate(table.columns)
    }
    short = {
        i: next((part for part in reversed(column.path) if not _is_generic(part)), "")
        for i, column in enumerate(table.columns)
    }
    tails = Counter(_year_of(table, i) + name for i, name in short.items())
    chosen = {i: name if tails[_year_of(table, i) + name] == 1 else said[i] for i, name in short.items()}
    times = Counter(_year_of(table, i) + name for i, name in chosen.items())
    return {
        i: name
        for i, name in chosen.items()
        if times[_year_of(table, i) + name] == 1 and not _UNCLEAR.search(name) and "比" not in name
    }


def _year_of(table: BudgetTable, column: int) -> str:
    """What tells this year's and last year's column apart."""
    path = "".join(table.columns[column].path)
    return "".join(re.findall(r"20\d\d|上年|本年|预算|决算|执行|调整", path))


def _row_names(table: BudgetTable) -> dict[int, str]:
    """How each row is said: its label, with its parent where the label recurs, with its code where both do."""
    labels = Counter(bare(row.label) for row in table.rows)
    pairs = Counter((row.path[-1:], bare(row.label)) for row in table.rows)
    codes = Counter(row.code for row in table.rows)
    names: dict[int, str] = {}
    for i, row in enumerate(table.rows):
        label = bare(row.label)
        if len(label) < 2 or _UNCLEAR.search(label) or len(label) > 30:
            continue
        if labels[label] == 1:
            names[i] = label
        elif row.path and pairs[row.path[-1:], label] == 1 and not _UNCLEAR.search(bare(row.path[-1])):
            names[i] = f"{bare(row.path[-1])}下的{label}"
        elif row.code and codes[row.code] == 1:
            names[i] = f"{label}（{row.code}）"
    return names


def _table_names(document: BudgetDocument) -> dict[str, str]:
    """Table id → its title without number, year and owner, or its number; "" where neither tells it apart."""
    titles = {table.id: _title(table.title, document) for table in document.tables}
    times = Counter(titles.values())
    numbers = Counter(table.number for table in document.tables)
    return {
        table.id: titles[table.id]
        if len(titles[table.id]) > 3 and times[titles[table.id]] == 1 and not _within_another(titles[table.id], times)
        else (table.number if table.number and numbers[table.number] == 1 else "")
        for table in document.tables
    }


def _within_another(title: str, titles: Iterable[str]) -> bool:
    return any(title in other for other in titles if other != title)


def _title(title: str, document: BudgetDocument) -> str:
    for name in (document.department, *document.short_names):
        title = title.replace(name, "")
    return _ORNAMENT.sub("", title)


def families(cells: Iterable[Askable]) -> Iterator[tuple[Askable, tuple[Askable, ...]]]:
    """(parent, children) in one column: three children or more, all named, that are all of the parent's rows."""
    by_column: dict[tuple[int, int | None], list[Askable]] = defaultdict(list)
    for cell in cells:
        by_column[cell.table_index, cell.fact.provenance.column].append(cell)
    for column in by_column.values():
        for parent in column:
            path = (*parent.line.path, parent.line.label)
            children = tuple(cell for cell in column if cell.line.path == path and cell.line.side == parent.line.side)
            printed = [row for row in parent.source.rows if row.path == path and row.side == parent.line.side]
            if len(children) >= 3 and len(children) == len(printed):
                yield parent, children


def pairs_over_years(cells: Iterable[Askable]) -> Iterator[tuple[Askable, Askable]]:
    """(this year's, last year's) amounts of one row, where a table prints both in columns that differ only in time."""
    by_row: dict[tuple[int, int | None], list[Askable]] = defaultdict(list)
    for cell in cells:
        by_row[cell.table_index, cell.fact.provenance.row].append(cell)
    for row in by_row.values():
        for now in row:
            if now.fact.year != now.document.year:
                continue
            before = [c for c in row if c.fact.year == now.fact.year - 1 and c.column == now.column]
            same = [c for c in row if c.fact.year == now.fact.year and c.column == now.column]
            if len(before) == len(same) == 1:
                yield now, before[0]
