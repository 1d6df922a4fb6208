"""Readers: what stands in a file arrives as printed, in order, with the shape of the tables."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from index.model import ParsedDocument, RawTable, TextBlock
from index.readers import open_source, read_here
from index.readers.glyphs import Glyph, cell_text, line_text, lines_of
from index.readers.number_format import decimal_of, printed
from index.readers.numbering import chinese_number
from index.readers.radicals import fold_radicals
from index.readers.wording import joined_lines

SHARED = Path(__file__).parents[1].parent / "shared" / "documents"


def parsed(path: Path) -> ParsedDocument:
    return read_here(open_source(path))


def tables(document: ParsedDocument) -> list[RawTable]:
    return [block for page in document.pages for block in page.blocks if isinstance(block, RawTable)]


def texts(document: ParsedDocument) -> list[str]:
    return [block.text for page in document.pages for block in page.blocks if isinstance(block, TextBlock)]


# ---------------------------------------------------------------- words and numbers


def test_radicals_become_characters() -> None:
    assert fold_radicals("公务⽤⻋购置，⻓期，⼾籍，⻚") == "公务用车购置，长期，户籍，页"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["政府性基", "金预算"], "政府性基金预算"),
        (["12.30", "45.60"], "12.30\n45.60"),
        (["目标1：完成", "2.按时"], "目标1：完成\n2.按时"),
        (["budget", "table"], "budget table"),
        (["　　行政", "运行"], "　　行政运行"),
    ],
)
def test_lines_of_a_cell_are_joined(lines: list[str], expected: str) -> None:
    assert joined_lines(lines) == expected


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (5.8, "0.00", "5.80"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (0.1 + 0.2, "General", "0.3"),
        (2010301, "General", "2010301"),
        (-12.345, "0.00_);(0.00)", "(12.35)"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0.00;-0.00;;@", ""),
        (0.1077, "0.00%", "10.77%"),
        (3, '0"辆"', "3辆"),
        (1.5, "0.##", "1.5"),
        (1234567, "#,##0,", "1,235"),
        (True, "General", "TRUE"),
    ],
)
def test_numbers_are_read_as_printed(value: object, number_format: str, expected: str) -> None:
    assert printed(value, number_format) == expected


def test_no_binary_noise() -> None:
    assert decimal_of(186549.3) == Decimal("186549.3")
    assert decimal_of(1e15) == Decimal(10**15)


@pytest.mark.parametrize(("count", "expected"), [(1, "一"), (10, "十"), (11, "十一"), (25, "二十五"), (100, "100")])
def test_chinese_numbering(count: int, expected: str) -> None:
    assert chinese_number(count) == expected


# ---------------------------------------------------------------- characters → text


def glyphs(
    text: str, x0: float = 0, top: float = 0, size: float = 10, gaps: dict[int, float] | None = None
) -> list[Glyph]:
    """Characters side by side; ``gaps``: extra distance before the character at that index."""
    placed: list[Glyph] = []
    size = 10.0
    for index, char in enumerate(text):
        x0 += (gaps or {}).get(index, 0)
        width = size if ord(char) > 0x2E7F else size / 2
        placed.append(Glyph(char, x0, top, x0 + width, top + size, size, False, len(placed)))
        x0 += width
    return placed


@pytest.mark.parametrize(
    ("text", "gaps", "expected"),
    [
        ("1,234.50", {2: 3, 5: 6}, "1,234.50"),
        ("151.58151.58", {6: 30}, "151.58  151.58"),
        ("151.58151.58", {6: 5}, "151.58 151.58"),
        ("合计", {1: 20}, "合  计"),
        ("比2022年", {1: 2.5, 5: 2.5}, "比2022年"),
    ],
)
def test_gaps_become_spaces(text: str, gaps: dict[int, float], expected: str) -> None:
    assert line_text(glyphs(text, gaps=gaps)) == expected


def test_bold_by_drawing_twice_counts_once() -> None:
    assert [line.text for line in lines_of(glyphs("合计") + glyphs("合计", x0=0.4))] == ["合计"]


def test_texts_printed_over_each_other_are_taken_apart() -> None:
    second = [glyph._replace(order=glyph.order + 100) for glyph in glyphs("绩效目标表", x0=25)]
    assert [line.text for line in lines_of(glyphs("部门预算项目") + second)] == ["部门预算项目", "绩效目标表"]


def test_wrapped_number_is_joined_and_two_numbers_are_not() -> None:
    assert cell_text(lines_of(glyphs("1,234,567") + glyphs("890.12", top=12)), right_edge=46) == "1,234,567\n890.12"
    wrapped = lines_of(glyphs("1,234,") + glyphs("567.00", top=12))
    assert cell_text(wrapped, right_edge=32) == "1,234,567.00"
    assert cell_text(lines_of(glyphs("12.30") + glyphs("45.60", top=12)), right_edge=100) == "12.30\n45.60"


# ---------------------------------------------------------------- PDF


def draw_pdf(path: Path, turn: float = 0) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(A4[1], A4[0]) if turn else A4)
    if turn:
        canvas.translate(*((A4[1], 0) if turn == 90 else (0, A4[0])))
        canvas.rotate(turn)
    canvas.setFont("STSong-Light", 10)
    canvas.drawString(60, 780, "表一　收支总表")
    rows = [("项目", "金额"), ("一般公共服务支出", "1,234.50"), ("　　行政运行", "1,000.50"), ("教育支出", "")]
    for line in range(len(rows) + 1):
        canvas.line(60, 760 - 20 * line, 360, 760 - 20 * line)
    for x in (60, 220, 360):
        canvas.line(x, 760, x, 760 - 20 * len(rows))
    for index, (label, amount) in enumerate(rows):
        y = 746 - 20 * index
        canvas.drawString(64 + 10 * label.count("　"), y, label.strip("　"))
        canvas.drawRightString(356, y, amount)
    canvas.drawString(60, 640, "注：单位为万元。")
    canvas.showPage()
    canvas.save()


@pytest.mark.parametrize("turn", [90, -90])
def test_table_drawn_sideways_is_read_upright(tmp_path: Path, turn: float) -> None:
    draw_pdf(tmp_path / "upright.pdf")
    draw_pdf(tmp_path / "sideways.pdf", turn)
    upright, sideways = (parsed(tmp_path / name).pages[0].blocks for name in ("upright.pdf", "sideways.pdf"))
    assert sideways == upright


def test_pdf_table_stands_between_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    draw_pdf(path)
    before, table, after = parsed(path).pages[0].blocks
    assert isinstance(before, TextBlock)
    assert isinstance(table, RawTable)
    assert isinstance(after, TextBlock)
    assert before.text.startswith("表一")
    assert after.text == "注：单位为万元。"
    assert table.rows == (
        ("项目", "金额"),
        ("一般公共服务支出", "1,234.50"),
        ("　　行政运行", "1,000.50"),
        ("教育支出", ""),
    )
    assert table.bboxes is not None
    assert table.bboxes[1][1] == pytest.approx((220, 101.9, 360, 121.9), abs=0.2)


def test_text_is_upright_whatever_the_rotation_of_its_page(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(300, 200))
    for angle in (0, 90, 180, 270):
        canvas.setPageRotation(angle)
        canvas.drawString(40, 150, "12345")
        canvas.showPage()
    canvas.save()
    boxes = [page.blocks[0].bbox for page in parsed(path).pages if page.blocks]
    # the canvas writes the sides of its quarter-turned pages the other way round: 200 wide and 300 high
    assert boxes == [pytest.approx((40, top, 73.4, top + 12), abs=0.1) for top in (39.4, 139.4, 39.4, 139.4)]


def test_characters_and_cells_stand_where_pdfplumber_sees_them(tmp_path: Path) -> None:
    import pdfplumber

    from index.readers.pdfium import sight_of
    from index.readers.rulings import ruled_grids

    path = tmp_path / "a.pdf"
    draw_pdf(path)
    with pypdfium2.PdfDocument(path) as document:
        sight = sight_of(document[0])
    with pdfplumber.open(path) as plumbed:
        page = plumbed.pages[0]
        chars = [char for char in page.chars if char["text"].strip()]
        (table,) = page.find_tables()
    assert "".join(glyph.text for glyph in sight.glyphs) == "".join(char["text"] for char in chars)
    for glyph, char in zip(sight.glyphs, chars, strict=True):
        assert (glyph.x0, glyph.x1) == pytest.approx((char["x0"], char["x1"]), abs=1)
        assert glyph.middle == pytest.approx((char["top"] + char["bottom"]) / 2, abs=2)
    (grid,) = ruled_grids(sight.strokes)
    assert grid == [[pytest.approx(cell, abs=0.01) for cell in row.cells] for row in table.rows]


def draw_columns(path: Path, rows: list[tuple[str, ...]]) -> None:
    """Rows without rulings: the first column at the left, figures right-aligned below their headers."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=(600, 400))
    canvas.setFont("STSong-Light", 10)
    for index, (label, *figures) in enumerate(rows):
        canvas.drawString(60 + 10 * label.count("　"), 350 - 18 * index, label.strip("　"))
        for column, figure in enumerate(figures):
            canvas.drawRightString(300 + 90 * column, 350 - 18 * index, figure)
    canvas.save()


def test_columns_without_rulings_are_recovered(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [
        ("项目", "合计", "基本支出", "其他支出"),
        ("教育支出", "1,200.00", "1,200.00", ""),
        ("　进修及培训", "12.17", "", ""),
        ("　　培训支出", "12.17", "12.17", ""),
    ]
    draw_columns(path, rows)
    (table,) = tables(parsed(path))
    assert table.rows == tuple(rows)


def test_lines_of_text_with_figures_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    draw_columns(
        path, [("共计 5.80 万元，比上年", "减少"), ("其中：公务接待", "0.70 万元"), ("目录", "3"), ("第一部分", "5")]
    )
    assert tables(parsed(path)) == []


# ---------------------------------------------------------------- spreadsheets


def test_xlsx_captions_grid_and_printed_numbers(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表一"
    sheet.append(["收支总表"])
    sheet.merge_cells("A1:C1")
    sheet.append(["部门：某局", None, "单位：万元"])
    sheet.append(["科目", "2023年预算数", None])
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:C3")
    sheet.append([None, "基本\n支出", "项目支出"])
    sheet.append(["行政运行", 5.8, 1234.5])
    sheet["B5"].number_format = "0.00"
    sheet["C5"].number_format = "#,##0.00"
    sheet["A5"].alignment = Alignment(indent=2)
    sheet.append(["其他支出"])
    sheet.append(["注：下同"])
    sheet["A1048576"] = " "
    book.create_sheet("草稿").sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    book.save(path)

    document = parsed(path)
    assert texts(document) == ["收支总表", "部门：某局  单位：万元", "注：下同"]
    assert tables(document)[0].rows == (
        ("科目", "2023年预算数", None),
        (None, "基本支出", "项目支出"),
        ("　　行政运行", "5.80", "1,234.50"),
        ("其他支出", "", ""),
    )
    assert "草稿" in document.warnings[0]


def test_xlsx_rulings_decide_what_is_a_grid(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Border, Side

    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["甲表", None], ["项目", "金额"], ["甲", 1], [None, None], ["乙表", None], ["项目", "金额"], ["乙", 2]):
        sheet.append(row)
    thin = Border(*[Side(style="thin")] * 4)
    for row in (2, 3, 6, 7):
        for cell in sheet[row]:
            cell.border = thin
    path = tmp_path / "a.xlsx"
    book.save(path)
    blocks = parsed(path).pages[0].blocks
    assert [block.text if isinstance(block, TextBlock) else block.rows[1][0] for block in blocks] == [
        "甲表",
        "甲",
        "乙表",
        "乙",
    ]


# ---------------------------------------------------------------- Word


def test_docx_order_spans_and_automatic_numbers(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.add_paragraph("部门概况", style="List Number")
    document.add_paragraph("收支情况", style="List Number")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "预算数"
    table.cell(1, 1).text, table.cell(1, 2).text = "基本支出", "项目支出"
    table.cell(2, 0).text, table.cell(2, 1).text = "行政运行", "5.80"
    paragraph = table.cell(2, 0).paragraphs[0]
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:ind {nsdecls("w")} w:leftChars="200"/>'))
    document.add_paragraph("以上为预算数。")
    path = tmp_path / "a.docx"
    document.save(str(path))

    found = parsed(path)
    assert texts(found) == ["1.部门概况", "2.收支情况", "以上为预算数。"]
    assert tables(found)[0].rows == (
        ("项目", "预算数", None),
        (None, "基本支出", "项目支出"),
        ("　　行政运行", "5.80", ""),
    )
    assert found.pages[0].number is None


# ---------------------------------------------------------------- web pages

PAGE = """<html><head><meta charset="{charset}"><title>t</title><script>var x = 1;</script></head><body>
<nav>首页</nav><table><tr><td><p>部门概况</p>
<table border="1"><tr><th rowspan="2">项目</th><th colspan="2">预算数</th></tr>
<tr><td>基本<br>支出</td><td>项目支出</td></tr><tr><td>&nbsp;&nbsp;行政运行</td><td>5.80</td><td></td></tr></table>
</td><td>侧栏</td></tr></table><p>共计<b>5.80</b>万元。</p><div style="display: none">隐藏</div></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("gb2312", "utf-8")])
def test_html_layout_tables_are_taken_apart(tmp_path: Path, charset: str, encoding: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(PAGE.format(charset=charset).encode(encoding))
    document = parsed(path)
    assert texts(document) == ["部门概况", "侧栏", "共计5.80万元。"]
    assert [table.rows for table in tables(document)] == [
        (("项目", "预算数", None), (None, "基本支出", "项目支出"), ("　行政运行", "5.80", "")),
    ]


def test_web_page_saved_as_xls_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(PAGE.format(charset="utf-8"), encoding="utf-8")
    assert parsed(path).reader == "html"


# ---------------------------------------------------------------- real documents


def real(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("published documents are not at hand")
    return path


@pytest.mark.shared
def test_indentation_and_rows_of_a_published_table() -> None:
    page = parsed(real("hangzhou-meteo-2026-budget.pdf")).pages[14]
    table = next(block for block in page.blocks if isinstance(block, RawTable))
    assert len(table.rows) == 22
    labels = [row[2] or "" for row in table.rows]
    assert "　　机关事业单位基本养老保险缴费支出" in labels
    assert "　行政事业单位养老支出" in labels
    assert "社会保障和就业支出" in labels


@pytest.mark.shared
def test_rotated_pages_and_split_codes_of_a_published_table() -> None:
    page = parsed(real("yantai-bigdata-2026-budget.pdf")).pages[6]
    table = next(block for block in page.blocks if isinstance(block, RawTable))
    assert table.rows[5][:5] == ("", "", "03", "　　培训支出", "5.50")


@pytest.mark.shared
def test_same_texts_as_pdfplumber() -> None:
    """On a document without overprinting the cells are pdfplumber's own, but for blanks."""
    import pdfplumber

    path = real("cq-water-2026-budget.pdf")
    mine = [["".join((cell or "").split()) for row in table.rows for cell in row] for table in tables(parsed(path))]
    with pdfplumber.open(path) as plumbed:
        found = [table for page in plumbed.pages for table in page.extract_tables()]
    theirs = [[fold_radicals("".join((cell or "").split())) for row in table for cell in row] for table in found]
    assert mine == theirs
