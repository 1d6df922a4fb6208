"""Lines → paragraphs → the tree of headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.dumps import narrative_lines
from index.model import TextBlock
from index.readers import read
from index.sections import read_sections

SEED = Path(__file__).parents[1].parent / "shared" / "seed"

_EM = 10.0


def page(number: int, *lines: tuple[float, str]) -> list[TextBlock]:
    """Lines of ten points an em, from a left edge given in ems, on a page that is 30 ems wide."""
    return [
        TextBlock(text, number, (left * _EM, 20.0 * i, (left + len(text)) * _EM, 20.0 * i + _EM))
        for i, (left, text) in enumerate(lines, 1)
    ]


FULL = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙"  # 28 characters


class TestParagraphs:
    def test_wrapped_lines_join_and_indented_ones_begin(self) -> None:
        blocks = page(
            3,
            (3, "一、收入情况"),
            (3, FULL[:-1]),
            (1, FULL + "洪"),
            (1, "结束。"),
            (3, FULL[:-1]),
            (1, FULL + "，"),
            (1, "完。"),
        )
        (section,) = read_sections(blocks)
        assert section.text == f"{FULL[:-1]}{FULL}洪结束。\n{FULL[:-1]}{FULL}，完。"

    def test_a_sentence_goes_on_in_a_section_set_narrower_than_its_page(self) -> None:
        blocks = page(
            3,
            (3, "一、收入情况"),
            (3, FULL[:18] + "，比上年增加"),
            (3, "十二万元，其中："),
            (5, "甲乙增加七万元，丙丁增加五万元。"),
            (1, FULL + "洪"),
            (1, "结束。"),
        )
        (section,) = read_sections(blocks)
        assert section.text.split("\n") == [
            FULL[:18] + "，比上年增加十二万元，其中：",
            "甲乙增加七万元，丙丁增加五万元。",
            FULL + "洪结束。",
        ]

    def test_a_wrapped_line_that_looks_numbered_goes_on(self) -> None:
        blocks = page(
            3, (3, "一、收入情况"), (3, FULL[:-1]), (1, "（一）" + FULL[:24]), (1, "1.5万元。"), (3, FULL[:-1])
        )
        assert "（一）" in read_sections(blocks)[0].text
        assert len(read_sections(blocks)) == 1

    def test_page_numbers_and_running_headers_go(self) -> None:
        blocks = [
            block
            for number in range(1, 5)
            for block in page(
                number,
                (1, "某局2024年度公开"),
                (3, f"{'一二三四'[number - 1]}、第{number}件情况"),
                (3, f"{FULL}。"),
                (14, f"- {number} -"),
            )
        ]
        text = "".join(section.text for section in read_sections(blocks))
        assert "公开" not in text
        assert "-" not in text

    def test_letterspaced_numbers_close(self) -> None:
        (section,) = read_sections([TextBlock("2 0 2 6年收入1 5 5,7 2 3.39万元。", 1)])
        assert section.text == "2026年收入155,723.39万元。"

    def test_page_of_a_sentence_is_where_it_begins(self) -> None:
        blocks = [
            *page(4, (3, "一、情况"), (3, f"{FULL[:20]}。甲乙丙丁戊己"), (1, FULL + "洪"), (1, FULL + "荒")),
            *page(5, (1, f"过页。{FULL[:25]}"), (1, FULL + "洪"), (1, FULL + "荒"), (1, "第二句。")),
        ]
        first, second = read_sections(blocks)
        assert (first.page, second.page) == (4, 5)
        assert first.path == second.path
        assert first.text.endswith("过页。")
        assert second.text.startswith("甲乙丙丁")


class TestTree:
    def test_numbering_styles_nest(self) -> None:
        lines = [
            "第三部分 说明",
            "一、总体",
            "（一）收入",
            "1.财政拨款",
            "文字甲。",
            "（二）支出",
            "文字乙。",
            "二、其他",
            "文字丙。",
        ]
        sections = read_sections([TextBlock(line) for line in lines])
        assert [section.path for section in sections] == [
            ("第三部分说明", "一、总体", "（一）收入", "1.财政拨款"),
            ("第三部分说明", "一、总体", "（二）支出"),
            ("第三部分说明", "二、其他"),
        ]

    def test_title_of_a_part_on_the_next_line(self) -> None:
        sections = read_sections([TextBlock(line) for line in ("第三部分", "预算说明", "一、总体", "文字。")])
        assert sections[0].path == ("第三部分预算说明", "一、总体")

    def test_heading_at_the_head_of_its_paragraph(self) -> None:
        (section,) = read_sections([TextBlock("（一）机关运行经费。2024年预算8万元，比上年减少1万元。")])
        assert section.path == ("（一）机关运行经费",)
        assert section.text.startswith("（一）机关运行经费。2024年")

    def test_a_short_numbered_sentence_that_says_why_is_text(self) -> None:
        lines = ["（一）增减变化情况", "收支预算8万元，比上年减少1万元。", "1.收支减少的主要原因，职能划出导致支出减少"]
        (section,) = read_sections([TextBlock(line) for line in lines])
        assert section.text.endswith("职能划出导致支出减少")

    def test_a_heading_without_number_ends_the_glossary(self) -> None:
        lines = ["六、名词解释", "（一）基本支出：指甲。", "2024年部门预算编制说明", "收入预算8万元。"]
        sections = read_sections([TextBlock(line, 1) for line in lines])
        assert [section.path for section in sections] == [("六、名词解释",), ("2024年部门预算编制说明",)]

    def test_numbered_names_before_tables_are_no_contents(self) -> None:
        lines = [
            "二、机构设置",
            "单位包括：",
            "1.某市某局",
            "2.某市某中心",
            "公开表1",
            "收支表",
            "公开表2",
            "收入表",
            "公开表2",
            "收入表",
        ]
        (section,) = read_sections([TextBlock(line, 1) for line in lines])
        assert section.text == "单位包括：\n1.某市某局\n2.某市某中心"

    def test_contents_are_no_sections(self) -> None:
        contents = ["目 录", "第一部分 概况......1", "一、职责......2", "第二部分 说明......3"]
        body = ["第一部分 概况", "一、职责", "负责某事。", "第二部分 说明", "预算8万元。"]
        sections = read_sections([TextBlock(line, 1) for line in contents + body])
        assert [section.text for section in sections] == ["负责某事。", "预算8万元。"]

    def test_glossary_entries_are_text(self) -> None:
        lines = ["六、名词解释", "（一）基本支出：指甲。", "（二）项目支出：指乙。"]
        (section,) = read_sections([TextBlock(line) for line in lines])
        assert section.text.count("\n") == 1

    def test_captions_of_tables_are_no_text(self) -> None:
        lines = [
            "六、名词解释",
            "（一）基本支出：指甲。",
            "表一",
            "2024年收支总表",
            "单位名称：某局  单位：万元",
            "成本指标",
        ]
        (section,) = read_sections([TextBlock(line) for line in lines])
        assert section.text == "（一）基本支出：指甲。"

    def test_announced_items_without_text_below_are_no_headings(self) -> None:
        lines = ["三、工作任务", "重点抓好以下工作：", "（一）扩大消费", "（二）招商引资", "第二部分 预算表"]
        (section,) = read_sections([TextBlock(line, 1) for line in lines])
        assert section.text == "重点抓好以下工作：\n（一）扩大消费\n（二）招商引资"

    def test_lists_are_no_headings(self) -> None:
        lines = ["二、机构设置", "包括：", "1.某市某局", "2.某市某中心"]
        (section,) = read_sections([TextBlock(line) for line in lines])
        assert section.text == "包括：\n1.某市某局\n2.某市某中心"


@pytest.mark.shared
@pytest.mark.skipif(not SEED.is_dir(), reason="no ../shared")
def test_seed() -> None:
    (path,) = SEED.glob("*.txt")
    paths = [section.path for section in read_sections(narrative_lines(read(path)))]
    assert ("二、部门收支总体情况", "（一）收入预算") in paths
    assert ("四、“三公”经费情况说明",) in paths
    assert ("五、其他重要事项的情况说明", "（四）国有资产占有使用情况") in paths
    assert paths.count(("六、专业性名词解释",)) == 1
