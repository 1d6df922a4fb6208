"""HTML: headings, paragraphs and tables with rowspan and colspan, as a department's web page shows them."""

from __future__ import annotations

from html import escape
from pathlib import Path

from samples import publication as published
from samples.sheet import Grid, Table, grid


def save(publication: published.Publication, path: Path) -> None:
    body = "\n".join(_block(block) for block in publication.blocks)
    path.write_text(
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(publication.title)}</title>\n"
        f"</head>\n<body>\n{body}\n</body>\n</html>\n",
        encoding="utf-8",
    )


def _block(block: published.Block) -> str:
    match block:
        case published.Cover(lines):
            return "\n".join(f"<h1>{escape(line)}</h1>" for line in lines)
        case published.Contents(title, entries):
            items = "\n".join(f"<li>{escape(entry)}</li>" for entry in entries)
            return f"<p>{escape(title)}</p>\n<ul>\n{items}\n</ul>"
        case published.Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case published.Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case published.Tabulated(table, number_line):
            return _table(table, number_line)


def _table(table: Table, number_line: bool) -> str:
    captions = (table.number, table.title) if number_line else (f"{table.number}：{table.title}",)
    lines = [f"<p>{escape(text)}</p>" for text in captions if text]
    lines.append(f"<p>{escape(table.owner)}  单位：{table.unit}</p>")
    lines += ['<table border="1">', *_rows(grid(table)), "</table>"]
    lines += [f"<p>{escape(note)}</p>" for note in table.notes]
    return "\n".join(lines)


def _rows(drawn: Grid) -> list[str]:
    rows: list[list[str]] = [[] for _ in range(drawn.height)]
    for cell in sorted(drawn.cells, key=lambda cell: (cell.row, cell.column)):
        spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
            f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        )
        tag = "th" if cell.bold else "td"
        rows[cell.row].append(f"<{tag}{spans}>{escape(cell.text)}</{tag}>")
    return [f"<tr>{''.join(row)}</tr>" for row in rows]
