"""Forms that departments all over the country publish (final accounts above all), as grids with merged cells."""

from __future__ import annotations

from index.grids.body import Body, read_body
from index.grids.slots import to_grid, without_empty_columns
from index.model import BBox, RawTable

Cell = str | tuple[str, int, int]  # text, or text with the columns and rows it spans


def form(*rows: list[Cell]) -> Body:
    """Rows of cells, placed as HTML places them."""
    placed: dict[tuple[int, int], tuple[str, int, int]] = {}
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for cell in row:
            text, across, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
            while (r, c) in taken:
                c += 1
            taken |= {(r + i, c + j) for i in range(down) for j in range(across)}
            placed[r, c] = (text, across, down)
    width = 1 + max(c for _, c in taken)
    texts = tuple(tuple(placed[r, c][0] if (r, c) in placed else None for c in range(width)) for r in range(len(rows)))
    boxes = tuple(tuple(_box(placed, r, c) for c in range(width)) for r in range(len(rows)))
    return read_body(without_empty_columns(to_grid(RawTable(texts, 1, boxes))))


def _box(placed: dict[tuple[int, int], tuple[str, int, int]], r: int, c: int) -> BBox | None:
    if (r, c) not in placed:
        return None
    _, across, down = placed[r, c]
    return (c * 50.0, r * 20.0, (c + across) * 50.0, (r + down) * 20.0)


def rows_of(body: Body) -> list[tuple[str, str | None, tuple[str, ...], str, dict[int, str]]]:
    return [(row.side, row.code, row.path, row.label, {c.column: c.text for c in row.cells}) for row in body.rows]


def test_final_account_with_headers_on_the_line_of_column_numbers() -> None:
    body = form(
        [("项目", 4, 1), ("本年支出合计", 1, 2), ("基本支出", 1, 2)],
        [("支出功能分类科目编码", 3, 1), "科目名称"],
        [("类", 1, 2), ("款", 1, 2), ("项", 1, 2), "栏次", "1", "2"],
        ["合计", "9.00", "8.00"],
        [("205", 3, 1), "教育支出", "9.00", "8.00"],
        [("20502", 3, 1), "普通教育", "9.00", "8.00"],
    )
    assert [column.path for column in body.columns] == [("本年支出合计",), ("基本支出",)]
    assert [row[1:4] for row in rows_of(body)] == [
        (None, (), "合计"),
        ("205", (), "教育支出"),
        ("20502", ("教育支出",), "普通教育"),
    ]


def test_summary_of_final_accounts_in_three_parts_with_line_numbers() -> None:
    body = form(
        [("收入", 3, 1), ("支出", 6, 1)],
        ["项目", "行次", "决算数", "项目（按功能分类）", "行次", "决算数", "项目（按支出性质）", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2", "栏次", "", "3"],
        ["一、财政拨款收入", "1", "9.00", "一、教育支出", "32", "9.00", "一、基本支出", "59", "6.00"],
        ["总计", "31", "9.00", "总计", "62", "9.00", "总计", "66", "9.00"],
    )
    assert [column.path for column in body.columns] == [
        ("收入", "决算数"),
        ("支出", "项目（按功能分类）", "决算数"),
        ("支出", "项目（按支出性质）", "决算数"),
    ]
    assert rows_of(body) == [
        ("income", None, (), "一、财政拨款收入", {0: "9.00"}),
        ("income", None, (), "总计", {0: "9.00"}),
        ("expenditure", None, (), "一、教育支出", {1: "9.00"}),
        ("expenditure", None, (), "总计", {1: "9.00"}),
        ("expenditure", None, (), "一、基本支出", {2: "6.00"}),
        ("expenditure", None, (), "总计", {2: "9.00"}),
    ]


def test_projects_with_units_and_a_total_over_the_names() -> None:
    body = form(
        ["单位编码", "单位名称", "项目名称", "总计"],
        [("合计", 3, 1), "9.00"],
        ["101", "甲局", "", "9.00"],
        ["101001", "甲局本级", "专项一", "5.00"],
        ["101001", "甲局本级", "专项二", "4.00"],
    )
    paths = {row.label: row.path for row in body.rows}
    assert paths == {"合计": (), "甲局": (), "专项一": ("甲局", "甲局本级"), "专项二": ("甲局", "甲局本级")}
    assert [cell.text for cell in body.rows[0].cells] == ["9.00"]


def test_a_units_subtotal_among_its_projects() -> None:
    body = form(
        ["单位名称", "项目名称", "总计"],
        [("甲局", 1, 3), "小计", "6.00"],
        ["专项一", "5.00"],
        ["专项二", "1.00"],
    )
    assert [(row.label, row.path) for row in body.rows] == [("甲局", ()), ("专项一", ("甲局",)), ("专项二", ("甲局",))]
    assert [column.path for column in body.columns] == [("总计",)]


def test_government_funds_of_final_accounts() -> None:
    body = form(
        [("项目", 4, 1), ("年初结转和结余", 1, 3), ("本年支出", 2, 1), ("年末结转和结余", 1, 3)],
        [("支出功能分类科目编码", 3, 2), ("科目名称", 1, 2), ("小计", 1, 2), ("项目支出", 1, 2)],
        [],
        [("类", 1, 2), ("款", 1, 2), ("项", 1, 2), "栏次", "1", "2", "3", "4"],
        ["合计", "0.00", "9.00", "9.00", "0.00"],
        [("212", 3, 1), "城乡社区支出", "", "9.00", "9.00", ""],
    )
    assert [column.path[-1] for column in body.columns] == ["年初结转和结余", "小计", "项目支出", "年末结转和结余"]
    assert [(row.code, row.label) for row in body.rows] == [(None, "合计"), ("212", "城乡社区支出")]


def test_agency_information_of_final_accounts() -> None:
    body = form(
        ["项目", "栏次", "统计数", "项目", "栏次", "统计数"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、“三公”经费支出", "1", "—", "四、机关运行经费", "26", "5.00"],
        ["（一）支出合计", "2", "3.00", "（一）行政单位", "27", "5.00"],
        ["1.公务接待费", "3", "3.00", "（二）参公单位", "28", "0.00"],
    )
    assert [(row.label, row.path) for row in body.rows] == [
        ("一、“三公”经费支出", ()),
        ("（一）支出合计", ("一、“三公”经费支出",)),
        ("1.公务接待费", ("一、“三公”经费支出", "（一）支出合计")),
        ("四、机关运行经费", ()),
        ("（一）行政单位", ("四、机关运行经费",)),
        ("（二）参公单位", ("四、机关运行经费",)),
    ]
