"""Performance forms (绩效目标表): labelled boxes above, indicator rows below, both scattered in a dump."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from index.amounts import read_number
from index.dumps.indicators import Block, IndicatorRow, Word, join_blocks, read_rows
from index.dumps.scan import Line, is_note, unit_of, without_unit
from index.dumps.split import Chunk
from index.layouts import BoxLayout, TableLayout, load_layouts
from index.model import BudgetTable, Cell, Column, Row, TableKind

CONTENT = "内容"
_CODED_NAME = re.compile(r"^([0-9A-Z]{12,})\s*[-－—]\s*(\S.*)$")
_FULL_LINE, _SHORTEST_FULL_LINE = 0.8, 25  # a paragraph's lines reach this share of the longest line
_LONGEST_LABEL = 6  # words that a wrapped label may be broken into


@dataclass(frozen=True, slots=True)
class Label:
    box: BoxLayout
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    text: str

    @property
    def type(self) -> str:
        if read_number(self.text) is not None:
            return "amount"
        return "paragraph" if len(self.text) > 60 or re.search(r"[。；]|《.*》", self.text) else "name"


@dataclass(frozen=True, slots=True)
class _Heading:
    role: str
    text: str


def read_performance(
    chunk: Chunk, layout: TableLayout, others: Mapping[TableKind, BudgetTable], table_id: str
) -> BudgetTable:
    """One performance form; box rows first (one value column 内容), then indicator rows."""
    elements, blocks = _elements(_words(chunk.lines), layout, chunk.title_at)
    boxes = _boxes(elements, layout)
    headings, indicators, certain = _indicators(blocks, [row for t in others.values() for row in _known(t)])
    columns = [Column((CONTENT,))] if boxes else []
    offset = len(columns)
    columns += [Column((text,)) for _, text in headings]
    roles = {role: offset + i for i, (role, _) in enumerate(headings)}
    rows = [*boxes, *_indicator_rows(indicators, roles, certain)]
    unit = next((unit_of(line.text) for line in chunk.lines if unit_of(line.text)), "")
    subject = next((r.cells[0].text for r in boxes if r.label == layout.subject_box and r.cells), "")
    return BudgetTable(
        id=table_id,
        number=chunk.number,
        title=chunk.title,
        kind=layout.kind,
        unit=unit or "万元",
        pages=tuple(sorted({line.page for line in chunk.lines if line.page is not None})),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(re.sub(r"\s+", "", line.text) for line in chunk.lines if is_note(line.text)),
        subject=subject,
    )


# ---------------------------------------------------------------- words, labels, headings


def _words(lines: Sequence[Line]) -> list[Word]:
    """A form's words with their paragraphs, which empty lines end; in a dump without any, lines that are not full."""
    words: list[Word] = []
    full = _FULL_LINE * max((len(line.text) for line in lines), default=0)
    spaced = any(not line.text.strip() for line in lines[:-1])
    block = 0
    for number, line in enumerate(lines):
        tokens = without_unit(line.text).split()
        if not is_note(line.text):
            words += [Word(token, number, block, i == 0) for i, token in enumerate(tokens)]
        if not line.text.strip() or (not spaced and len(line.text) < max(full, _SHORTEST_FULL_LINE)):
            block += 1
    return words


@dataclass(frozen=True, slots=True)
class Break:
    """The title or a heading: a value below it does not belong to the label above it."""


Element = Label | Value | Break


def _elements(words: Sequence[Word], layout: TableLayout, title_at: int) -> tuple[list[Element], list[Block]]:
    """Box labels and values in printed order, and the indicator blocks apart."""
    elements: list[Element] = []
    blocks: list[tuple[list[tuple[str, str]], list[Word]]] = []
    pending: list[Word] = []
    in_block = after_heading = False
    position = 0
    while position < len(words):
        item, count = _recognised(words, position, layout)
        if item is None:
            crossed = position > 0 and words[position - 1].line < title_at <= words[position].line
            if crossed:
                elements += [*_values(pending), Break()]
                pending, in_block = [], False
            (blocks[-1][1] if in_block else pending).append(words[position])
            after_heading = False
        else:
            elements += _values(pending)
            pending = []
            if isinstance(item, _Heading):
                elements.append(Break())
            if isinstance(item, _Heading) and item.role:
                if not after_heading:
                    blocks.append(([], []))
                blocks[-1][0].append((item.role, item.text))
                after_heading = in_block = True
            elif isinstance(item, Label):
                elements.append(item)
                in_block = after_heading = False
        position += count
    elements += _values(pending)
    return elements, [Block(tuple(heads), tuple(body)) for heads, body in blocks]


def _recognised(words: Sequence[Word], position: int, layout: TableLayout) -> tuple[Label | _Heading | None, int]:
    """The longest box label or heading that the words from here on spell (a label may be wrapped over lines)."""
    phrases = _phrases(layout.boxes)
    text, best, length = "", None, 1
    for count, word in enumerate(words[position : position + _LONGEST_LABEL], start=1):
        if count > 1 and not word.starts_line:
            break
        text += word.text
        found = phrases.get(text.rstrip("：:"))
        if found is not None:
            best, length = found, count
    if isinstance(best, BoxLayout):
        printed = "".join(word.text for word in words[position : position + length]).rstrip("：:")
        return Label(best, printed), length
    return best, length


@cache
def _phrases(boxes: tuple[BoxLayout, ...]) -> dict[str, BoxLayout | _Heading]:
    words = load_layouts().words
    phrases: dict[str, BoxLayout | _Heading] = {noise: _Heading("", noise) for noise in words.indicator_noise}
    phrases |= {name: box for box in boxes for name in (box.label, *box.aliases)}
    return phrases | {name: _Heading(role, name) for role, names in words.indicator_columns for name in names}


def _values(words: Sequence[Word]) -> list[Value]:
    """Words outside labels as values: one a paragraph; words of a line stay together."""
    groups: dict[int, list[Word]] = {}
    for word in words:
        groups.setdefault(word.block, []).append(word)
    return [
        Value("".join((" " if i and not w.starts_line else "") + w.text for i, w in enumerate(g)))
        for g in groups.values()
    ]


# ---------------------------------------------------------------- boxes


def _boxes(elements: Sequence[Element], layout: TableLayout) -> list[Row]:
    """A label takes the value that follows it; labels and values left over are paired in order, by type."""
    taken: dict[int, int] = {}
    for i, element in enumerate(elements[:-1]):
        following = elements[i + 1]
        if isinstance(element, Label) and isinstance(following, Value) and _compatible(element, following):
            taken[i] = i + 1
    used = set(taken.values())
    labels = [i for i, e in enumerate(elements) if isinstance(e, Label) and i not in taken]
    values = [i for i, e in enumerate(elements) if isinstance(e, Value) and i not in used]
    pairings = _in_order(elements, labels, values)
    late = dict(zip(values, pairings[0], strict=True)) if pairings else {}
    taken |= {label: value for value, label in late.items()}
    certain = len(pairings) == 1
    rows = []
    for i, element in enumerate(elements):
        if isinstance(element, Label):
            value = elements[taken[i]] if i in taken else None
            sure = certain or taken.get(i) not in late
            rows.append(_box_row(element, value if isinstance(value, Value) else None, sure, layout))
    return rows


def _compatible(label: Label, value: Value) -> bool:
    if label.box.value == "paragraph":
        return value.type != "amount"
    return label.box.value == value.type


def _in_order(elements: Sequence[Element], labels: Sequence[int], values: Sequence[int]) -> list[tuple[int, ...]]:
    """Ways to give every value a label of its type, keeping the order of both (at most two are looked for)."""
    found: list[tuple[int, ...]] = []

    def extend(chosen: tuple[int, ...], first: int) -> None:
        if len(found) > 1:
            return
        if len(chosen) == len(values):
            found.append(chosen)
            return
        value = elements[values[len(chosen)]]
        for k in range(first, len(labels)):
            label = elements[labels[k]]
            if isinstance(label, Label) and isinstance(value, Value) and _compatible(label, value):
                extend((*chosen, labels[k]), k + 1)

    extend((), 0)
    return found


def _box_row(label: Label, value: Value | None, certain: bool, layout: TableLayout) -> Row:
    if value is None:
        return Row(label.text, (), quote=label.text)
    coded = _CODED_NAME.match(value.text) if label.box.label == layout.subject_box else None
    text = coded.group(2) if coded else value.text
    number = read_number(text) if label.box.value == "amount" else None
    cell = Cell(0, text, number[0] if number else None, certain)
    return Row(label.text, (cell,), code=coded.group(1) if coded else None, quote=f"{label.text} {value.text}")


# ---------------------------------------------------------------- indicators


def _indicators(
    blocks: Sequence[Block], known: Sequence[IndicatorRow]
) -> tuple[list[tuple[str, str]], list[IndicatorRow], bool]:
    """(headings of the value columns in order, rows by role, whether the rows are put together for certain)."""
    filled = [block for block in blocks if block.words]
    if not filled:
        return [], [], True
    filled.sort(key=lambda block: -len(block.headings))
    rows: list[dict[str, str]] = read_rows(filled[0], None)
    headings = list(filled[0].headings)
    certain = True
    for block in filled[1:]:
        if set(block.headings) <= set(headings):
            rows += read_rows(block, None)
            continue
        joined = join_blocks(rows, read_rows(block, len(rows)), known)
        rows, certain = list(joined.rows), certain and joined.certain
        headings = _merged(headings, list(block.headings))
    return [heading for heading in headings if heading[0] != "name"], list(rows), certain


def _merged(first: list[tuple[str, str]], second: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Columns of two blocks: those that follow the indicator's name go after its levels."""
    if not any(role in ("first", "second") for role, _ in first):
        first, second = second, first
    levels = [heading for heading in first if heading[0] in ("first", "second")]
    return [*levels, *second, *(heading for heading in first if heading not in levels)]


def _indicator_rows(rows: Sequence[IndicatorRow], roles: Mapping[str, int], certain: bool) -> list[Row]:
    made: list[Row] = []
    above: tuple[str, ...] = ()
    for row in rows:
        levels = tuple(row[role] for role in ("first", "second") if role in row)
        above = (
            levels if len(levels) == sum(role in roles for role in ("first", "second")) else (above[:1] + levels)[-2:]
        )
        cells = tuple(
            sorted(
                (_cell(role, text, roles[role], certain) for role, text in row.items() if role in roles), key=_column
            )
        )
        quote = " ".join(row.values())
        made.append(Row(row.get("name", ""), cells, path=above, level=len(above), quote=quote))
    return made


def _column(cell: Cell) -> int:
    return cell.column


def _cell(role: str, text: str, column: int, certain: bool) -> Cell:
    number = read_number(text) if role in ("value", "weight") else None
    return Cell(column, text, number[0] if number else None, certain)


def _known(table: BudgetTable) -> list[IndicatorRow]:
    """A form already read, as indicators by role."""
    columns = load_layouts().words.indicator_columns
    roles = [columns.column_of(column.leaf) for column in table.columns]
    return [
        {"name": row.label} | {roles[cell.column]: cell.text for cell in row.cells if roles[cell.column]}
        for row in table.rows
        if row.path and all(cell.certain for cell in row.cells)
    ]
