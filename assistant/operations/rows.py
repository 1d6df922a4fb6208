"""How the rows of one table stand to each other: below, above, beside, under the same name, added up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from assistant.named import Named
from assistant.operations.desk import Desk
from index.amounts import Amount
from index.model import BudgetTable, Fact, Measure, TableKind
from index.vocabulary.names import key

CODE_LENGTHS = {"类": 3, "款": 5, "项": 7}
_NO_TWINS = (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE, TableKind.GOVERNMENT_PROCUREMENT)


def once(rows: Iterable[Named]) -> tuple[Named, ...]:
    """Each row once, by its first cell."""
    seen: dict[tuple[str | None, int | None], Named] = {}
    for named in rows:
        seen.setdefault((named.fact.provenance.table, named.fact.provenance.row), named)
    return tuple(seen.values())


def column_of(desk: Desk, named: Named) -> list[Named]:
    """The cells of the column that a cell stands in, on its side of the table."""
    fact = named.fact
    return [
        other
        for other in desk.knowledge.by_document[fact.document].named
        if other.fact.provenance.table == fact.provenance.table
        and other.fact.provenance.column == fact.provenance.column
        and other.fact.side == fact.side
    ]


def children(desk: Desk, parent: Named, table: BudgetTable, level: str = "") -> tuple[Named, ...]:
    """Rows one level below a parent (or those of a code level), in the parent's column, with an amount."""
    fact = parent.fact
    column = [
        named
        for named in column_of(desk, parent)
        if named.fact.provenance.table == table.id
        and named.row
        and named.fact.measure is fact.measure
        and named.fact.quantity is not None
    ]
    if parent.row:
        inside = [named for named in column if any(key(part) == parent.row for part in named.fact.row_path)]
        depth = fact.level + 1
    else:
        inside, depth = column, min((named.fact.level for named in column), default=0)
    length = CODE_LENGTHS.get(level)
    if length and any(named.fact.code for named in inside):
        wanted = [named for named in inside if named.fact.code and len(named.fact.code) == length]
        if wanted:
            return once(wanted)
        if level == "项" and all((named.fact.code or "3")[0] == "3" for named in inside):
            return once(leaves(inside))  # the last level of a table by economic classes
    if not parent.row and any(named.fact.code for named in inside):
        shallow = min(len(named.fact.code or "0" * 9) for named in inside)
        return once(named for named in inside if len(named.fact.code or "") == shallow)
    return once(named for named in inside if named.fact.level == depth)


def parent_of(desk: Desk, named: Named) -> Named | None:
    """The cell of the row above in the hierarchy (or of the total row), in the same column."""
    if named.fact.provenance.table is None:
        return None
    column = column_of(desk, named)
    if named.fact.row_path:
        above = key(named.fact.row_path[-1])
        return next((other for other in column if other.row == above and other.fact.quantity is not None), None)
    return next((other for other in column if not other.row), None) if named.row else None


def column_total(desk: Desk, named: Named) -> Named | None:
    """The grand total of the column that a cell stands in."""
    return next(
        (other for other in column_of(desk, named) if not other.row and isinstance(other.fact.quantity, Amount)), None
    )


def siblings(desk: Desk, named: Named) -> tuple[Named, ...]:
    """The rows (or figures of a sentence's list) beside one, itself included."""
    fact = named.fact
    if fact.provenance.table is None:
        return _beside_in_text(desk, named)
    return once(
        other
        for other in column_of(desk, named)
        if other.fact.row_path == fact.row_path
        and other.row
        and other.fact.level == fact.level
        and other.fact.quantity is not None
    )


def _beside_in_text(desk: Desk, named: Named) -> tuple[Named, ...]:
    """Figures that the same passage lists as parts of the same whole."""
    fact = named.fact
    if not fact.row_path:
        return (named,)
    found: dict[str, Named] = {}
    for other in desk.knowledge.by_document[fact.document].named:
        if (
            other.narrative
            and other.fact.row_path == fact.row_path
            and other.fact.provenance.section == fact.provenance.section
            and other.fact.measure is fact.measure
            and other.fact.year == fact.year
            and type(other.fact.quantity) is type(fact.quantity)
        ):
            found.setdefault(other.row, other)
    return tuple(found.values())


def parts_in_text(desk: Desk, named: Named) -> tuple[Named, ...]:
    """What a sentence lists as parts of a figure (共有车辆1辆，其中：其他用车1辆), nothing where it lists none."""
    found: dict[str, Named] = {}
    for other in desk.knowledge.by_document[named.fact.document].named:
        if (
            other.narrative
            and other.fact.measure is named.fact.measure
            and other.fact.year == named.fact.year
            and type(other.fact.quantity) is type(named.fact.quantity)
            and any(key(part) == key(named.fact.label) for part in other.fact.row_path[-1:])
        ):
            found.setdefault(other.row, other)
    return tuple(found.values())


def parts_said(parts: Sequence[Named], whole: Named, plain: str) -> list[Named]:
    """The parts of a whole that a question names by what sets each apart from the others (事业编制 by 事业)."""
    said = key(plain).replace(key(whole.fact.label), "")
    labels = [key(part.fact.label) for part in parts]
    ending = _common_ending(labels) if len(labels) > 1 else ""
    own = [label.removesuffix(ending) for label in labels]
    return [part for part, name in zip(parts, own, strict=True) if name and name in said]


def _common_ending(labels: Sequence[str]) -> str:
    shortest = min(labels, key=len)
    ends = (shortest[i:] for i in range(len(shortest)))
    return next((end for end in ends if all(label.endswith(end) for label in labels)), "")


def twins(desk: Desk, named: Named) -> tuple[Named, ...]:
    """Rows of one table that print the same code or project in the same column, for each of its units where it lists
    several: itself alone where there are none."""
    fact = named.fact
    if not named.row or fact.provenance.table is None or fact.table_kind in _NO_TWINS:
        return (named,)
    path = _path_below_unit(named)
    pages = pages_of(desk, fact)
    return once(
        other
        for other in desk.knowledge.by_document[fact.document].by_row[named.row]
        if other.fact.provenance.table in pages
        and other.fact.column_path == fact.column_path
        and (
            other.fact.provenance.column == fact.provenance.column
            or other.fact.provenance.table != fact.provenance.table
        )
        and other.fact.code == fact.code
        and (fact.code or _path_below_unit(other) == path)
        and other.fact.level == fact.level
        and other.fact.side == fact.side
        and other.fact.measure is fact.measure
        and other.fact.year == fact.year
        and isinstance(other.fact.quantity, Amount)
    )


def purchases_of(desk: Desk, named: Named) -> tuple[Named, ...]:
    """The rows of a table of purchases that buy one item, whichever project they stand under."""
    fact = named.fact
    pages = pages_of(desk, fact)
    return once(
        other
        for other in desk.knowledge.by_document[fact.document].by_row[named.row]
        if other.fact.provenance.table in pages
        and other.fact.provenance.column == fact.provenance.column
        and other.fact.measure is fact.measure
        and other.fact.year == fact.year
        and isinstance(other.fact.quantity, Amount)
    )


def pages_of(desk: Desk, fact: Fact) -> frozenset[str | None]:
    """The tables that are pages of the table a fact stands in: of its number, title, kind and columns."""
    tables = [
        table
        for index in desk.knowledge.indexes
        if index.document.id == fact.document
        for table in index.document.tables
    ]
    own = next((table for table in tables if table.id == fact.provenance.table), None)
    if own is None or not own.title:
        return frozenset((fact.provenance.table,))
    same = (own.number, own.title, own.kind, [column.path for column in own.columns])
    return frozenset(
        table.id
        for table in tables
        if (table.number, table.title, table.kind, [column.path for column in table.columns]) == same
    )


def _path_below_unit(named: Named) -> tuple[str, ...]:
    """What a row stands under, up to the unit it belongs to: the same project of two units is one name."""
    path = tuple(map(key, named.fact.row_path))
    return path[path.index(named.owner) + 1 :] if named.owner in path else path


def leaves(rows: Sequence[Named]) -> tuple[Named, ...]:
    """Rows that nothing stands below: neither by the hierarchy nor, where a table shows none, by arithmetic (an amount
    that is the sum of the rows after it). ``rows`` are cells of one column in the order of the table."""
    paths = [tuple(map(key, named.fact.row_path)) for named in rows]
    above = {path[: size + 1] for path in paths for size in range(len(path))}
    totals = _sums_of_followers(rows)
    return tuple(
        named for i, named in enumerate(rows) if (*paths[i], key(named.fact.label)) not in above and i not in totals
    )


def _sums_of_followers(rows: Sequence[Named]) -> set[int]:
    """Positions of rows that are the sum of two or more of the blocks that follow them directly."""
    found: set[int] = set()
    blocks: list[int] = []  # positions of the top rows after the one looked at, the nearest first
    for i in range(len(rows) - 1, -1, -1):
        value, running = _value(rows[i]), 0 * _value(rows[i])
        for taken, j in enumerate(blocks, 1):
            running += _value(rows[j])
            if running >= value or taken == len(blocks):
                if running == value and taken > 1 and not rows[i].fact.level:
                    found.add(i)
                    blocks = blocks[taken:]
                break
        blocks.insert(0, i)
    return found


def _value(named: Named) -> Decimal:
    quantity = named.fact.quantity
    assert quantity is not None
    return quantity.value


_COMMON_HEADER = re.compile(r"采购|项目|名称|大类|科目|编码|代码|支出|预算|单位|部门|政府|内容")


def words_asked(desk: Desk, named: Named) -> tuple[Fact, ...]:
    """Cells of words in a row whose column the question names (采购组织形式, 品目, 项目类别)."""
    said = key(desk.question.plain)
    found = []
    for fact in facts_of_row(desk, named.fact):
        header = key(fact.column_path[-1]) if fact.column_path else ""
        short = _COMMON_HEADER.sub("", header)
        if fact.measure is Measure.TEXT and len(short) >= 2 and short in said:
            found.append(fact)
    return tuple(found)


def is_column_of_words(desk: Desk, names: Iterable[str]) -> bool:
    """Whether the names are headers over words only, so that no figure stands under them."""
    cells = [cell for index in desk.knowledge.indexes for name in names for cell in index.by_column.get(name, ())]
    return bool(cells) and all(cell.fact.measure is Measure.TEXT for cell in cells)


def facts_of_row(desk: Desk, fact: Fact) -> tuple[Fact, ...]:
    """All cells of the row that a fact stands in."""
    return tuple(
        named.fact
        for named in desk.knowledge.by_document[fact.document].named
        if named.fact.provenance.table == fact.provenance.table and named.fact.provenance.row == fact.provenance.row
    )


def is_before(value: Decimal, own: Decimal, ascending: bool) -> bool:
    """Whether a figure stands before another in order of size."""
    return value < own if ascending else value > own
