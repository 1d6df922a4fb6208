"""Rows of grids: torn over pages, coded twice, nested by names, amounts and 其中; boxes without values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.grids.body import read_body, read_cell
from index.grids.boxes import read_boxes
from index.grids.captions import read_caption
from index.grids.hierarchy import Entry, placed
from index.grids.performance import read_performance
from index.grids.slots import Grid, Slot, to_grid
from index.model import RawTable

Cells = tuple[str | None, ...]


def grid(*rows: Cells, page: int = 1) -> Grid:
    return to_grid(RawTable(rows, page))


def labels(body_rows: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.label, row.path) for row in body_rows]  # type: ignore[attr-defined]


class TestTornRows:
    def test_a_name_and_an_amount_torn_by_a_page_break(self) -> None:
        head = grid(("单位名称", "合计", "事业收入"), ("甲局", "9.00", "1.00"), ("乙服务", "8,549.64", "2,437.3"))
        tail = grid(("中心", "", "6"), ("丙站", "6.00", "5.00"), page=2)
        body = read_body(head + tail)
        assert [row.label for row in body.rows] == ["甲局", "乙服务中心", "丙站"]
        assert body.rows[1].cells[1].value == Decimal("2437.36")

    def test_amounts_with_one_decimal_are_not_torn(self) -> None:
        body = read_body(grid(("项目", "金额"), ("甲", "9.5"), ("乙", "7.3")) + grid(("丙", "6"), page=2))
        assert [row.label for row in body.rows] == ["甲", "乙", "丙"]

    def test_a_bracket_torn_by_a_page_break(self) -> None:
        head = grid(("单位名称", "项目名称", "合计"), ("甲局（乙", "项目一", "3.00"))
        tail = grid(("分局）", "", ""), ("丙局", "项目二", "4.00"), page=2)
        body = read_body(head + tail)
        assert labels(body.rows) == [("项目一", ("甲局（乙分局）",)), ("项目二", ("丙局",))]

    def test_a_whole_row_on_a_new_page_stays(self) -> None:
        body = read_body(grid(("项目", "金额"), ("甲（乙", "3.00")) + grid(("丙）", "4.00"), page=2))
        assert len(body.rows) == 2


class TestCodes:
    def test_parts_with_lost_zeros(self) -> None:
        body = read_body(grid(("类", "款", "科目名称", "合计"), ("301", "", "甲", "5.00"), ("301", "2", "乙", "5.00")))
        assert [(row.code, row.path) for row in body.rows] == [("301", ()), ("30102", ("甲",))]

    def test_a_units_code_beside_the_parts(self) -> None:
        header = ("类", "款", "项", "单位编码", "采购项目", "金额")
        rows = (("201", "40", "04", "1", "全额", "7.00"), ("201", "40", "04", "121001", "甲局", "7.00"))
        body = read_body(grid(header, *rows, ("201", "40", "04", "", "物业", "7.00")))
        assert [row.code for row in body.rows] == ["2014004", "121001", "2014004"]

    def test_the_units_code_on_every_line(self) -> None:
        header = ("类", "款", "项", "单位代码", "单位名称（科目）", "合计")
        rows = (("", "", "", "301001", "甲局", "7.00"), ("205", "08", "03", "301001", "培训支出", "3.00"))
        body = read_body(grid(header, *rows, ("208", "05", "05", "301001", "养老保险", "4.00")))
        assert [(row.code, row.path) for row in body.rows] == [
            ("301001", ()),
            ("2050803", ("甲局",)),
            ("2080505", ("甲局",)),
        ]

    def test_nothing_to_list(self) -> None:
        body = read_body(grid(("类", "款", "科目名称", "合计"), ("无", "", "", ""), ("合计", "", "", "")))
        assert [(row.code, row.label) for row in body.rows] == [(None, "无"), (None, "合计")]


def entry(label: str, value: str | None, indent: int = 0, stub: int = 0, code: str | None = None) -> Entry:
    return Entry(label, code, stub, indent, (Decimal(value) if value else None,))


class TestNesting:
    def test_what_follows_of_which_is_its_sibling(self) -> None:
        rows = placed(
            [entry("上年结转", "3"), entry("其中：财政拨款", "1", indent=2), entry("非财政拨款", "2", indent=8)]
        )
        assert [row.path for row in rows] == [(), ("上年结转",), ("上年结转",)]

    def test_of_which_printed_less_far_in(self) -> None:
        rows = placed(
            [
                entry("一、预算", "9"),
                entry("1、拨款", "5", indent=2),
                entry("2、收费", "4", indent=2),
                entry("其中：专户", "1"),
                entry("3、其他", None, indent=2),
            ]
        )
        assert rows[3].path == ("一、预算", "2、收费")
        assert rows[4].path == ("一、预算",)

    def test_kinds_of_purchase_over_the_units_that_buy(self) -> None:
        rows = placed(
            [
                entry("服务", "5"),
                entry("甲局", "3"),
                entry("会议", "3", stub=1),
                entry("乙站", "2"),
                entry("会议", "2", stub=1),
            ]
        )
        assert [row.path for row in rows] == [(), ("服务",), ("服务", "甲局"), ("服务",), ("服务", "乙站")]

    def test_a_department_over_the_unit_of_its_name(self) -> None:
        rows = placed([entry("甲局", "7"), entry("甲局", "3", indent=2), entry("乙站", "3", indent=2)])
        assert [row.path for row in rows] == [(), ("甲局",), ("甲局",)]

    def test_a_department_over_its_own_coded_unit(self) -> None:
        rows = placed(
            [
                entry("甲局", "7", code="121"),
                entry("甲局", "7", code="121001"),
                entry("物业", "5"),
                entry("安保", "2"),
                entry("合计", "7"),
            ]
        )
        assert rows[1].path == ("甲局",)
        assert rows[2].path == rows[3].path == ("甲局", "甲局")

    def test_what_follows_the_years_total_is_part_of_no_item_above_it(self) -> None:
        rows = placed(
            [
                entry("一、教育支出", "7"),
                entry("二、其他支出", None),
                entry("本年支出合计", "7"),
                entry("结余分配", "1", indent=2),
                entry("年末结转和结余", "2", indent=2),
                entry("总计", "10"),
            ]
        )
        assert all(row.path == () for row in rows)


class TestBoxes:
    @pytest.mark.parametrize(
        ("rows", "expected"),
        [
            (
                (("资金金额", "资金总额：", "50.00", "分值"), (None, "其他资金", "", None)),
                [("资金总额", ("资金金额",), ["50.00"]), ("其他资金", ("资金金额",), [])],
            ),
            (
                (("主管部门", "", "实施期限", "", "分值"), ("项目", "甲", "期限", "乙", None)),
                [("主管部门", (), []), ("实施期限", (), []), ("项目", (), ["甲"]), ("期限", (), ["乙"])],
            ),
            (
                (("资金金额", "实施期总额：", "年度总额：", ""), (None, "其他资金", "其他资金", "")),
                [(name, ("资金金额",), []) for name in ("实施期总额", "年度总额", "其他资金", "其他资金")],
            ),
        ],
    )
    def test_boxes_without_values(self, rows: tuple[Cells, ...], expected: list[object]) -> None:
        body = read_boxes(grid(*rows))
        assert [(row.label, row.path, [cell.text for cell in row.cells]) for row in body.rows] == expected

    def test_headings_over_blank_texts(self) -> None:
        body = read_boxes(grid(("总体目标", "实施期总目标", "年度总目标"), (None, "", "")))
        assert labels(body.rows) == [("实施期总目标", ("总体目标",)), ("年度总目标", ("总体目标",))]


def test_an_indicator_with_the_name_of_its_kind() -> None:
    rows = (
        ("一级指标", "二级指标", "三级指标", "指标值"),
        ("满意度指标", "服务对象满意度", "服务对象满意度", "≥90%"),
    )
    found = read_performance(grid(*rows)).body.rows[0]
    assert (found.label, found.path) == ("服务对象满意度", ("满意度指标", "服务对象满意度"))


class TestCaptions:
    def test_the_last_words_of_a_title_on_a_line_of_their_own(self) -> None:
        assert (
            read_caption(["某某联席会议办公室工作经费项目绩效目", "标表"])[1]
            == "某某联席会议办公室工作经费项目绩效目标表"
        )

    def test_a_number_is_no_rest_of_a_title(self) -> None:
        assert read_caption(["收支预算总表", "表三", "收入预算总表"])[:2] == ("表三", "收入预算总表")

    @pytest.mark.parametrize("number", ["部门预算01表", "预算公开表一", "财决公开03表", "公开05表", "附表1-2", "表三"])
    def test_numbers(self, number: str) -> None:
        assert read_caption([number, "收入预算总表", "单位：万元"]) == (number, "收入预算总表", "万元")

    def test_a_misprinted_unit_line(self) -> None:
        assert read_caption(["政府采购预算表", "金位：元"])[2] == "元"


@pytest.mark.parametrize(("text", "value"), [("选700000", "700000"), ("局1,234.50", "1234.50"), ("2026年", None)])
def test_the_end_of_a_name_that_ran_into_an_amount(text: str, value: str | None) -> None:
    cell = read_cell(0, Slot(text))
    assert (cell.value, cell.certain) == ((Decimal(value), False) if value else (None, True))
