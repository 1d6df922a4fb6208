"""A text dump as PDF tools make it: one table row a line, blank cells lost, header words row by row."""

from __future__ import annotations

from pathlib import Path

from samples import publication as published
from samples.sheet import Grid, Table, grid

_WIDTH = 30  # characters a line of prose


def save(publication: published.Publication, path: Path) -> None:
    path.write_text(
        "\n\n".join(line for block in publication.blocks for line in _block(block)) + "\n", encoding="utf-8"
    )


def _block(block: published.Block) -> list[str]:
    match block:
        case published.Cover(lines):
            return list(lines)
        case published.Contents(title, entries):
            return [title, *entries]
        case published.Heading(text):
            return [text]
        case published.Paragraph(text):
            return [text[i : i + _WIDTH] for i in range(0, len(text), _WIDTH)]
        case published.Tabulated(table, number_line):
            return _table(table, number_line)


def _table(table: Table, number_line: bool) -> list[str]:
    captions = (table.number, table.title) if number_line else (f"{table.number}：{table.title}",)
    return [
        *(text for text in captions if text),
        f"{table.owner} 单位：{table.unit}",
        *_rows(grid(table)),
        *table.notes,
    ]


def _rows(drawn: Grid) -> list[str]:
    rows: list[list[str]] = [[] for _ in range(drawn.height)]
    for cell in sorted(drawn.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.text.strip():
            rows[cell.row].append(cell.text.strip())
    return [" ".join(row) for row in rows if row]
