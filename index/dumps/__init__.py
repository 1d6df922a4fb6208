"""Text dumps → budget tables: rows whose headers are scattered and whose blank cells are lost."""

from __future__ import annotations

from index.dumps.performance import read_performance
from index.dumps.scan import Line, mended
from index.dumps.split import Chunk, split
from index.dumps.tables import read_table
from index.layouts import TableLayout, load_layouts
from index.model import BudgetTable, ParsedDocument, TableKind, TextBlock

_ORDER = {"sided": 0, "labelled": 1, "coded": 2, "single": 3, "indicators": 4}


def dump_tables(parsed: ParsedDocument) -> tuple[BudgetTable, ...]:
    """The tables of a text dump in printed order; () when it has none."""
    chunks, narrative = split(_lines(parsed))
    text = "".join("".join(line.text.split()) for line in narrative)
    layouts = [_layout(chunk) for chunk in chunks]
    read: dict[int, BudgetTable] = {}
    others: dict[TableKind, BudgetTable] = {}
    for index in sorted(range(len(chunks)), key=lambda i: (_ORDER[layouts[i].shape], _earliest(layouts[i]), i)):
        chunk, layout, table_id = chunks[index], layouts[index], f"t{index + 1}"
        if layout.shape == "indicators":
            read[index] = read_performance(chunk, layout, others, table_id)
        else:
            read[index] = read_table(chunk, layout, others, text, table_id)
        others.setdefault(layout.kind, read[index])
    return tuple(read[index] for index in sorted(read))


def narrative_lines(parsed: ParsedDocument) -> tuple[TextBlock, ...]:
    """The lines before, between and after tables, without empty ones."""
    _, narrative = split(_lines(parsed))
    return tuple(line.block for line in narrative if line.text.strip())


def _lines(parsed: ParsedDocument) -> list[Line]:
    return [
        Line(mended(text), block)
        for page in parsed.pages
        for block in page.blocks
        if isinstance(block, TextBlock)
        for text in block.text.split("\n")
    ]


def _earliest(layout: TableLayout) -> int:
    """Summaries of all income come before tables that are decided by them."""
    return 0 if layout.kind is TableKind.TOTAL_INCOME_EXPENDITURE else 1


_GENERIC = TableLayout(kind=TableKind.OTHER, shape="coded", titles=(".",))
_FEWEST_NAMES = 3  # column names that tell a layout without a title


def _layout(chunk: Chunk) -> TableLayout:
    return load_layouts().for_title(chunk.title) or _by_content(chunk) or _GENERIC


def _by_content(chunk: Chunk) -> TableLayout | None:
    """The one layout with the most column and box names among a chunk's words, where its title tells nothing."""
    text = "".join("".join(line.text.split()) for line in chunk.lines)
    scores: dict[int, int] = {}
    for index, layout in enumerate(load_layouts().tables):
        names = {column.path[-1] for column in layout.columns} | {box.label for box in layout.boxes}
        scores[index] = sum(name in text for name in names if len(name) > 2)
    best = max(scores.values(), default=0)
    leaders = [index for index, score in scores.items() if score == best]
    return load_layouts().tables[leaders[0]] if best >= _FEWEST_NAMES and len(leaders) == 1 else None
