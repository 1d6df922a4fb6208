"""Budget tables out of grids: small drawn grids for each layout, and real documents against golden readings."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index.grids.slots import joined
from index.model import BudgetTable, Page, ParsedDocument, RawTable, Row, SourceFile, TableKind, TextBlock
from index.tables import build_tables

DOCUMENTS = Path(__file__).parents[1].parent / "shared" / "documents"
GOLDEN = json.loads((Path(__file__).parent / "golden" / "grids_budget.json").read_text(encoding="utf-8"))


def grid(text: str, page: int = 1) -> RawTable:
    """A grid drawn with ``|`` between cells; ``<`` is covered from the left, ``^`` from above."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    boxes: list[list[tuple[float, float, float, float] | None]] = []
    for r, line in enumerate(lines):
        row: list[tuple[float, float, float, float] | None] = []
        for c, cell in enumerate(line):
            right = c + 1
            while right < len(line) and line[right] == "<":
                right += 1
            down = r + 1
            while down < len(lines) and lines[down][c] == "^":
                down += 1
            row.append(None if cell in ("<", "^") else (c * 60.0, r * 20.0, right * 60.0, down * 20.0))
        boxes.append(row)
    rows = tuple(tuple(None if cell in ("<", "^") else cell for cell in line) for line in lines)
    return RawTable(rows, page, tuple(map(tuple, boxes)), (0, 0, 60.0 * len(lines[0]), 20.0 * len(lines)))


def document(*pages: list[str | RawTable]) -> ParsedDocument:
    blocks = [
        Page(n, tuple(TextBlock(part, n) if isinstance(part, str) else part for part in page))
        for n, page in enumerate(pages, 1)
    ]
    return ParsedDocument(SourceFile(Path("x.pdf"), "0" * 64, "application/pdf"), tuple(blocks), "pdf", "1")


def only(*parts: str | RawTable) -> BudgetTable:
    (table,) = build_tables(document(list(parts)))
    return table


def cells(table: BudgetTable, row: Row) -> dict[str, str]:
    return {
        "/".join(table.columns[cell.column].path): cell.text if cell.value is None else str(cell.value)
        for cell in row.cells
    }


CAPTION = ("表五", "一般公共预算支出情况表", "单位：万元")
CODED = """
科目编码 | 科目名称         | 总计     | 基本支出 | <        | 项目支出
^        | ^                | ^        | 小计     | 人员经费 | ^
合计     | <                | 1,000.00 | 600.00   | 600.00   | 400.00
201      | 一般公共服务支出 | 700.00   | 600.00   | 600.00   | 100.00
20103    | 政府办公厅事务   | 700.00   | 600.00   | 600.00   | 100.00
2010301  | 行政运行         | 600.00   | 600.00   | 600.00   |
2010302  | 一般行政管理事务 | 100.00   | —        | 0        | 100.00
213      | 农林水支出       | 300.00   |          |          | 300.00
"""


def test_codes_headers_and_cell_values() -> None:
    table = only(*CAPTION, grid(CODED), "注：四舍五入。")
    assert (table.number, table.title, table.unit) == ("表五", "一般公共预算支出情况表", "万元")
    assert table.kind is TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE
    assert table.notes == ("注：四舍五入。",)
    assert [column.path for column in table.columns][1:3] == [("基本支出", "小计"), ("基本支出", "人员经费")]
    assert table.rows[0].total
    assert table.rows[3].path == ("一般公共服务支出", "政府办公厅事务")
    blank, dash = table.rows[3], table.rows[4]
    assert blank.cell(3) is None
    assert dash.cell(1) is not None
    assert dash.cell(1).value is None  # type: ignore[union-attr]
    assert dash.cell(2).value == 0  # type: ignore[union-attr]
    assert dash.quote == "2010302 一般行政管理事务 100.00 — 0 100.00"


def test_without_boxes_merged_cells_are_inferred() -> None:
    drawn = grid(CODED)
    table = only(*CAPTION, RawTable(drawn.rows, 1))
    assert [column.path for column in table.columns] == [c.path for c in only(*CAPTION, drawn).columns]
    assert table.rows[0].label == "合计"


def test_pages_go_on_with_and_without_header() -> None:
    header, *body = CODED.strip().splitlines()[:2], *CODED.strip().splitlines()[2:]
    first = grid("\n".join([*header, *body[:3]]), 1)
    second = grid("\n".join([*header, *body[3:5]]), 2)
    third = grid(body[5], 3)
    (table,) = build_tables(document([*CAPTION, first], [second], [third]))
    assert table.pages == (1, 2, 3)
    assert [row.code for row in table.rows] == [None, "201", "20103", "2010301", "2010302", "213"]


def test_a_header_printed_again_with_its_merged_cell_closed_off() -> None:
    first = grid("""
    科目     | <        | 合计 | 工资福利支出 | <
    科目编码 | 科目名称 | ^    | 小计         | 基本工资
    213      | 农林水支出 | 9.00 | 9.00       | 9.00
    """)
    second = grid("""
    科目     | <        |      | 工资福利支出 | <
    科目编码 | 科目名称 | 合计 | 小计         | 基本工资
    21303    | 水利     | 9.00 | 9.00         | 9.00
    """, page=2)  # fmt: skip
    (table,) = build_tables(document(["表五", "财政拨款支出明细表", first], [second]))
    assert [(row.label, row.path) for row in table.rows] == [("农林水支出", ()), ("水利", ("农林水支出",))]


def test_two_sides_are_cut_apart() -> None:
    table = only(
        "收支总表",
        grid("""
        收入           | <        | 支出               | <
        项目           | 预算数   | 项目               | 预算数
        一、财政拨款   | 9.00     | 一、教育支出       | 5.00
        1.一般公共预算 | 9.00     | 二、其他支出       | 4.00
        收入总计       | 9.00     | 支出总计           | 9.00
        """),
    )
    assert [(row.side, row.label, row.path) for row in table.rows] == [
        ("income", "一、财政拨款", ()),
        ("income", "1.一般公共预算", ("一、财政拨款",)),
        ("income", "收入总计", ()),
        ("expenditure", "一、教育支出", ()),
        ("expenditure", "二、其他支出", ()),
        ("expenditure", "支出总计", ()),
    ]
    assert [column.path for column in table.columns] == [("收入", "预算数"), ("支出", "预算数")]


def test_split_codes_second_classification_and_rulers() -> None:
    table = only(
        "基本支出表",
        grid("""
        科目编码 | <  | 部门经济科目名称 | 科目编码 | <  | 政府经济科目名称 | 金额
        类       | 款 | ^                | 类       | 款 | ^                | ^
        栏次     | <  | <                | <        | <  | <                | 1
        301      |    | 工资福利支出     | 501      |    | 机关工资福利支出 | 8.00
                 | 01 | 基本工资         | 501      | 01 | 工资奖金津补贴   | 3.00
                 | 01 | 基本工资         | 505      | 01 | 工资福利支出     | 5.00
        """),
    )
    assert [row.code for row in table.rows] == ["301", "30101", "30101"]
    assert table.rows[2].path == ("工资福利支出",)
    assert [column.path[-1] for column in table.columns] == ["科目编码", "政府经济科目名称", "金额"]
    assert [cell.value for cell in table.rows[1].cells] == [None, None, 3]
    assert table.rows[1].cells[0].text == "50101"


def test_hierarchy_by_indentation_and_by_sums() -> None:
    drawn = """
        项目             | 金额
        甲中心           | 8.00
        {}工资福利支出   | 5.00
        {}商品和服务支出 | 3.00
        乙中心           | 3.00
        {}工资福利支出   | 1.00
        {}商品和服务支出 | 2.00
    """
    plain = only("基本支出表", grid(drawn.replace("{}", "")))
    raw = grid(drawn.replace("{}", ""))
    indented = RawTable(
        tuple(("\u3000" + (label or "") if "支出" in (label or "") else label, amount) for label, amount in raw.rows),
        1,
        raw.bboxes,
    )
    for table in (plain, only("基本支出表", indented)):
        assert [row.path for row in table.rows] == [(), ("甲中心",), ("甲中心",), (), ("乙中心",), ("乙中心",)]


def test_units_contain_their_classes() -> None:
    table = only(
        "支出总表",
        grid("""
        编码    | 名称       | 金额
        327     | 某局       | 9.00
        327002  | 某中心     | 9.00
        205     | 教育支出   | 9.00
        20508   | 进修及培训 | 9.00
        """),
    )
    assert [row.path for row in table.rows] == [
        (),
        ("某局",),
        ("某局", "某中心"),
        ("某局", "某中心", "教育支出"),
    ]


def test_empty_table_says_why() -> None:
    table = only(
        "表七", "政府性基金预算支出表", grid("科目编码|科目名称|金额\n|合计|\n||"), "注：本部门无此项，故此表无数据。"
    )
    assert table.kind is TableKind.GOVERNMENT_FUND_BUDGET
    assert table.empty_reason == "注：本部门无此项，故此表无数据。"
    assert [row.label for row in table.rows] == ["合计"]


def test_performance_boxes_and_indicators() -> None:
    table = only(
        "项目支出绩效目标表",
        grid("""
        项目名称         | <        | 道路养护         | <            | <
        项目资金（万元） | <        | 年度资金总额：   | 90.00        | <
        ^                | ^        | 其中：财政拨款   | 80.00        | <
        总体目标         | 完成养护任务 | <            | <            | <
        绩效指标         | 一级指标 | 二级指标         | 三级指标     | 指标值
        ^                | 产出指标 | 数量指标         | 养护里程     | ≥12公里
        ^                | ^        | ^                | 巡查次数     | ≥4次
        ^                | 效益指标 | 社会效益         | 通行条件     | 改善
        """),
    )
    assert (table.subject, table.kind) == ("道路养护", TableKind.PROJECT_PERFORMANCE)
    assert [(row.label, row.path) for row in table.rows[1:]] == [
        ("年度资金总额", ("项目资金（万元）",)),
        ("其中：财政拨款", ("项目资金（万元）",)),
        ("总体目标", ()),
        ("养护里程", ("产出指标", "数量指标")),
        ("巡查次数", ("产出指标", "数量指标")),
        ("通行条件", ("效益指标", "社会效益")),
    ]
    assert [column.path for column in table.columns] == [("内容",), ("指标值",)]


def test_contents_and_prose_are_no_tables() -> None:
    contents = grid("报表|报表名称|是否空表\n表1|收支总表|否\n表2|收入总表|否")
    prose = grid("2025|年本部门|、|收入")
    assert build_tables(document(["目录", contents], [prose])) == ()


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("收 入 总 计", "收入总计"),
        ("社会保障和就业支\n出", "社会保障和就业支出"),
        ("PPP 项目", "PPP项目"),
        ("a\nb", "a b"),
    ],
)
def test_wrapped_and_spaced_words_are_joined(printed: str, words: str) -> None:
    assert joined(printed) == words


def test_projects_without_codes_nest_as_the_total_demands() -> None:
    table = only(
        "专项业务经费支出表",
        grid("""
        单位编码 | 单位（项目）名称 | 项目金额
                 | 合计             | 95.00
        263001   | 某局             | 60.00
                 | 通用项目         | 40.00
                 | 大型活动         | 20.00
                 | 政策业务培训     | 20.00
                 | 大宗印刷         | 20.00
                 | 政策编印         | 20.00
                 | 专用项目         | 20.00
                 | 其他专项         | 20.00
                 | 道路养护         | 20.00
        263002   | 某中心           | 35.00
                 | 通用项目         | 35.00
                 | 购买服务         | 35.00
                 | 法律顾问         | 35.00
        """),
    )
    depths = [len(row.path) for row in table.rows]
    assert depths == [0, 0, 1, 2, 3, 2, 3, 1, 2, 3, 0, 1, 2, 3]
    assert table.rows[6].path == ("某局", "通用项目", "大宗印刷")


def test_rows_that_add_up_to_the_total_stay_side_by_side() -> None:
    table = only(
        "部门预算表",
        grid("""
        单位名称 | 预算数
        合计     | 8.00
        甲局     | 4.00
        乙中心   | 2.00
        丙中心   | 2.00
        """),
    )
    assert [row.path for row in table.rows] == [()] * 4


def test_names_over_two_columns_and_totals_over_two_sides() -> None:
    table = only(
        "收入预算总表",
        grid("""
        项目名称       | <            | 金额
        收入总计       | <            | 90.00
        一般公共预算   | 小计         | 70.00
        ^              | 财政拨款     | 70.00
        其他资金       | 小计         | 20.00
        ^              | 其他收入     | 20.00
        """),
    )
    assert [column.path for column in table.columns] == [("金额",)]
    assert [(row.label, row.path) for row in table.rows] == [
        ("收入总计", ()),
        ("一般公共预算", ()),
        ("财政拨款", ("一般公共预算",)),
        ("其他资金", ()),
        ("其他收入", ("其他资金",)),
    ]
    sided = only(
        "收支总表",
        grid("""
        收入     | <     | 支出         | <     | <        | <
        项目     | 金额  | 功能分类     | <     | 支出用途 | <
        ^        | ^     | 科目名称     | 金额  | 项目名称 | 金额
        财政拨款 | 50.00 | 教育支出     | 50.00 | 基本支出 | 50.00
        收入合计 | 50.00 | 支出合计     | <     | <        | 50.00
        """),
    )
    assert [row.label for row in sided.rows].count("支出合计") == 1


def test_names_cut_by_a_page_break_are_those_of_the_other_part() -> None:
    first = grid("""
        一级指标 | 二级指标 | 三级指标 | 指标值
        产出指标 | 时效指标 | 完成时间 | 年底前
        ^        |          | 评审费用 | ≤61万元
    """)
    second = grid(
        """
        产出指标 | 成本指标 | 验收费用 | ≤8万元
        ^        | ^        | 审计费用 | ≤3万元
        """,
        2,
    )
    (table,) = build_tables(document(["项目支出绩效目标表", first], [second]))
    assert [row.path for row in table.rows] == [
        ("产出指标", "时效指标"),
        ("产出指标", "成本指标"),
        ("产出指标", "成本指标"),
        ("产出指标", "成本指标"),
    ]


def test_a_units_code_is_its_own_beside_a_classification_code() -> None:
    table = only(
        "政府采购预算表",
        grid("""
        科目编码 | <  | <  | 单位编码 | 采购项目 | 数量 | 预算金额
        类       | 款 | 项 | ^        | ^        | ^    | ^
        201      | 13 | 02 | 263001   | 某局     | 1    | 30.00
        201      | 13 | 02 |          | 展览     | 1    | 30.00
        """),
    )
    assert [(row.code, row.label) for row in table.rows] == [("263001", "某局"), ("2011302", "展览")]
    assert cells(table, table.rows[0]) == {"科目编码": "2011302", "数量": "1", "预算金额": "30.00"}


# ---------------------------------------------------------------- real documents


@cache
def tables_of(name: str) -> tuple[BudgetTable, ...]:
    from index.readers import open_source
    from index.readers.pdf import PdfReader

    return build_tables(PdfReader().read(open_source(DOCUMENTS / name)))


def _cases() -> list[Any]:
    return [
        pytest.param(entry["file"], wanted, id=f"{entry['file']}-{wanted.get('number') or wanted['title']}")
        for entry in GOLDEN
        for wanted in entry["tables"]
    ]


@pytest.mark.shared
@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize(("file", "wanted"), _cases())
def test_real_tables(file: str, wanted: dict[str, Any]) -> None:
    table = next(
        table
        for table in tables_of(file)
        if (table.number == wanted["number"] if "number" in wanted else table.title == wanted["title"])
        and table.subject == wanted.get("subject", table.subject)
    )
    assert (table.kind, table.unit, list(table.pages)) == (wanted["kind"], wanted["unit"], wanted["pages"])
    assert len(table.rows) == wanted.get("count", len(table.rows))
    assert bool(table.empty_reason) == wanted.get("empty", False)
    for expected in wanted["rows"]:
        row = next(
            row
            for row in table.rows
            if (row.label, row.code) == (expected["label"], expected.get("code"))
            and row.side == expected.get("side", "")
            and list(row.path) == expected["path"]
        )
        assert row.total == expected.get("total", False)
        assert cells(table, row) == expected["cells"]
