"""Web pages as departments publish them: furniture around the text, captions inside tables, tables that are pictures."""

from __future__ import annotations

from pathlib import Path

from index.model import ParsedDocument, TextBlock
from index.readers import open_source, read_here
from index.tables import build_tables

FURNITURE = '<div class="nav"><a>首页</a></div>{}<div id="footer">备案号</div><div class="share">分享到</div>'


def parsed(body: str, folder: Path) -> ParsedDocument:
    path = folder / "公开.html"
    path.write_bytes(f'<html><meta charset="gb2312"><body>{body}</body></html>'.encode("gb18030"))
    return read_here(open_source(path))


def texts(document: ParsedDocument) -> list[str]:
    return [block.text for block in document.pages[0].blocks if isinstance(block, TextBlock)]


def test_split_spans_and_furniture(tmp_path: Path) -> None:
    body = "<p><span>一、</span><span>收入</span></p><p>&nbsp;&nbsp;共<span>1</span><span>,234.5</span>0万元。</p>"
    document = parsed(FURNITURE.format(body), tmp_path)
    assert texts(document) == ["一、收入", "共1,234.50万元。"]
    assert document.warnings == ()


def test_title_and_unit_inside_the_table(tmp_path: Path) -> None:
    body = """<table><thead><tr><th colspan=3>部门支出总表</th></tr><tr><td colspan=3>单位：元</td></tr>
    <tr><th>科目</th><th>基本支出</th><th>项目支出</th></tr></thead><tbody><tr><td>教育支出</td><td>100.00</td>
    <td>2,000.00</td></tr></tbody><tfoot><tr><td>合计</td><td>100.00</td><td>2,000.00</td></tr></tfoot></table>"""
    (table,) = build_tables(parsed(body, tmp_path))
    assert (table.title, table.unit) == ("部门支出总表", "元")
    assert [(row.label, [cell.text for cell in row.cells]) for row in table.rows] == [
        ("教育支出", ["100.00", "2,000.00"]),
        ("合计", ["100.00", "2,000.00"]),
    ]


def test_tables_that_are_pictures_are_named(tmp_path: Path) -> None:
    body = '<p>收支总表</p><img src="1.png"><img src="icon.png" width="16" height="16">'
    (warning,) = parsed(body, tmp_path).warnings
    assert "1 张图片" in warning


def test_placed_text_is_named(tmp_path: Path) -> None:
    body = "".join(f'<div style="position:absolute;left:{n}px;top:9px">{n}</div>' for n in range(30))
    (warning,) = parsed(body, tmp_path).warnings
    assert "坐标" in warning
