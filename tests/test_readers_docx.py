"""Word files as departments publish them: tables that lay out the page, tracked changes, text boxes, repeated headers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from index.model import ParsedDocument, RawTable, TextBlock
from index.readers import open_source, read_here
from index.tables import build_tables

W = nsdecls("w")
HEADER = ("科目编码", "科目名称", "基本支出", "项目支出")
FIRST = ("201", "一般公共服务支出", "100.00", "20.50")
SECOND = ("20101", "人大事务", "100.00", "20.50")
TOTAL = ("", "合计", "100.00", "20.50")
BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
    "<mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>单位：万元</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def filled(table: Any, rows: Sequence[Sequence[str]]) -> Any:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    return table


def saved(document: Any, folder: Path) -> ParsedDocument:
    path = folder / "公开.docx"
    document.save(str(path))
    return read_here(open_source(path))


def texts(parsed: ParsedDocument) -> list[str]:
    return [block.text for block in parsed.pages[0].blocks if isinstance(block, TextBlock)]


def tables(parsed: ParsedDocument) -> list[RawTable]:
    return [block for block in parsed.pages[0].blocks if isinstance(block, RawTable)]


def test_table_inside_a_table_that_lays_out_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "支出总表"
    filled(cell.add_table(3, 4), (HEADER, FIRST, TOTAL))
    parsed = saved(document, tmp_path)
    assert texts(parsed) == ["支出总表"]
    assert [table.rows for table in tables(parsed)] == [(HEADER, FIRST, TOTAL)]


def test_only_what_tracked_changes_leave_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("收入为")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>100</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:moveFrom {W}><w:r><w:t>110</w:t></w:r></w:moveFrom>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>120.5</w:t></w:r></w:ins>"))
    paragraph.add_run("万元。")
    document.add_paragraph().add_run("隐藏的字").font.hidden = True
    table = filled(document.add_table(3, 4), (HEADER, FIRST, SECOND))
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f"<w:del {W}/>"))
    parsed = saved(document, tmp_path)
    assert texts(parsed) == ["收入为120.5万元。"]
    assert tables(parsed)[0].rows == (HEADER, SECOND)


def test_text_of_a_text_box_is_a_line_of_its_own_and_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("支出总表")._p.append(parse_xml(BOX))
    assert texts(saved(document, tmp_path)) == ["支出总表", "单位：万元"]


def test_header_repeated_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("支出总表")
    document.add_paragraph("单位：万元")
    filled(document.add_table(5, 4), (HEADER, FIRST, HEADER, SECOND, TOTAL))
    (table,) = build_tables(saved(document, tmp_path))
    assert [(row.code, row.label, [cell.text for cell in row.cells]) for row in table.rows] == [
        ("201", "一般公共服务支出", ["100.00", "20.50"]),
        ("20101", "人大事务", ["100.00", "20.50"]),
        (None, "合计", ["100.00", "20.50"]),
    ]
