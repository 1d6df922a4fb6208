"""PDF through reportlab: ruled tables that continue over pages, the built-in STSong-Light font (no font file)."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from samples import publication as published
from samples.sheet import Form, Grid, Sheet, grid

FONT = "STSong-Light"
MARGIN = 42.0


@cache
def _style(size: float, align: int = 0, indent: float = 0, space: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        "s", fontName=FONT, fontSize=size, leading=size * 1.5, alignment=align, firstLineIndent=indent,
        spaceAfter=space, wordWrap="CJK",
    )  # fmt: skip


def save(publication: published.Publication, path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    document = BaseDocTemplate(str(path), title=publication.title, author="示例生成器", invariant=1)
    document.addPageTemplates(
        [
            PageTemplate(name, [Frame(MARGIN, MARGIN, w - 2 * MARGIN, h - 2 * MARGIN, 0, 0, 0, 0)], pagesize=(w, h),
                         onPage=partial(_furniture, publication))
            for name, (w, h) in (("portrait", A4), ("landscape", landscape(A4)))
        ]
    )  # fmt: skip
    document.build(_story(publication))


def _furniture(publication: published.Publication, canvas: Any, document: Any) -> None:
    width, height = canvas._pagesize
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(width / 2, MARGIN / 2, publication.page_number.format(n=document.page))
    if publication.running_header:
        canvas.drawRightString(width - MARGIN, height - MARGIN * 0.7, publication.running_header)


def _story(publication: published.Publication) -> list[Flowable]:
    story: list[Flowable] = []
    for block in publication.blocks:
        story += _flowables(block, bool(story))
    return story


def _flowables(block: published.Block, started: bool) -> list[Flowable]:
    match block:
        case published.Cover(lines):
            return [Spacer(1, 180), *(_text(line, _style(24, 1, space=20)) for line in lines), PageBreak()]
        case published.Contents(title, entries):
            rows = [_text(f"{entry} {'…' * (36 - len(entry))} {i + 3}", _style(11)) for i, entry in enumerate(entries)]
            return [_text(title, _style(18, 1, space=12)), *rows, PageBreak()]
        case published.Heading(text, level, new_page):
            breaks: list[Flowable] = [NextPageTemplate("portrait"), PageBreak()] if new_page and started else []
            return [*breaks, _text(text, _style((18, 14, 12)[level], int(level == 0), space=6))]
        case published.Paragraph(text):
            return [_text(text, _style(11, indent=22, space=2))]
        case published.Tabulated():
            return _tabulated(block)


def _text(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\u3000", "&nbsp;&nbsp;"), style)


def _tabulated(block: published.Tabulated) -> list[Flowable]:
    table = block.table
    wide = table.landscape
    width = (landscape(A4) if wide else A4)[0] - 2 * MARGIN
    captions = [(table.number, 0), (table.title, 1)] if block.number_line else [(f"{table.number}：{table.title}", 1)]
    story: list[Flowable] = [NextPageTemplate("landscape" if wide else "portrait"), PageBreak()]
    story += [_text(text, _style(14 if align else 11, align, space=3)) for text, align in captions if text]
    if table.unit:
        story.append(_caption_line(table, width))
    story.append(_ruled(grid(table), width, _repeated(table)))
    return story + [_text(note, _style(10)) for note in table.notes]


def _caption_line(table: Sheet | Form, width: float) -> Table:
    line = [[_text(table.owner, _style(10)), _text(f"单位：{table.unit}", _style(10, 2))]]
    return Table(line, colWidths=[width * 0.7, width * 0.3])


def _repeated(table: Sheet | Form) -> int:
    return grid(table).header if isinstance(table, Sheet) and table.repeat_header else 0


def _ruled(drawn: Grid, width: float, repeated: int) -> Table:
    scale = width / sum(drawn.widths)
    size = 9 if len(drawn.widths) <= 8 else 7.5
    rows: list[list[Any]] = [["" for _ in drawn.widths] for _ in range(drawn.height)]
    style: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for cell in drawn.cells:
        align = {"left": 0, "center": 1, "right": 2}[cell.align]
        rows[cell.row][cell.column] = _text(cell.text, _style(size, align))
        if cell.rows > 1 or cell.columns > 1:
            corner = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("SPAN", (cell.column, cell.row), corner))
    return Table(rows, colWidths=[w * scale for w in drawn.widths], repeatRows=repeated, style=style)
