"""DOCX through python-docx: headings with styles, tables with merged header cells and repeated header rows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from samples import publication as published
from samples.sheet import Grid, Sheet, Table, grid
from samples.writers.archive import settle

_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def save(publication: published.Publication, path: Path) -> None:
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    document.styles["Normal"].element.rPr.get_or_add_rFonts().set(qn("w:eastAsia"), "SimSun")
    properties = document.core_properties
    properties.author, properties.title = "示例生成器", publication.title
    properties.created = properties.modified = datetime(2024, 1, 1)
    for block in publication.blocks:
        _add(document, block)
    document.save(str(path))
    settle(path)


def _add(document: Any, block: published.Block) -> None:
    match block:
        case published.Cover(lines):
            for line in lines:
                document.add_heading(line, 0)
            document.add_page_break()
        case published.Contents(title, entries):
            document.add_paragraph(title)
            for entry in entries:
                document.add_paragraph(f"{entry}{'.' * 30}{3}")
            document.add_page_break()
        case published.Heading(text, level, new_page):
            if new_page:
                document.add_page_break()
            document.add_heading(text, level)
        case published.Paragraph(text):
            document.add_paragraph(text)
        case published.Tabulated(table, number_line):
            _turn(document, table.landscape)
            _table(document, table, number_line)


def _turn(document: Any, wide: bool) -> None:
    section = document.add_section()
    long, short = max(section.page_width, section.page_height), min(section.page_width, section.page_height)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if wide else (short, long)


def _table(document: Any, table: Table, number_line: bool) -> None:
    captions = (table.number, table.title) if number_line else (f"{table.number}：{table.title}",)
    for text in captions:
        if text:
            document.add_paragraph(text)
    document.add_paragraph(f"{table.owner}    单位：{table.unit}")
    _cells(document, grid(table), grid(table).header if isinstance(table, Sheet) else 0)
    for note in table.notes:
        document.add_paragraph(note)


def _cells(document: Any, drawn: Grid, repeated: int) -> None:
    made = document.add_table(rows=drawn.height, cols=len(drawn.widths), style="Table Grid")
    spots = [list(row.cells) for row in made.rows]
    for cell in drawn.cells:
        spot = spots[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            spot = spot.merge(spots[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        spot.paragraphs[0].text = cell.text
        spot.paragraphs[0].alignment = _ALIGN[cell.align]
    for row in made.rows[:repeated]:
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:tblHeader"), {}))
