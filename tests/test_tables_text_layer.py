"""The oracle over text layers: it sees exact rows, altered ones, lost ones, and numbers that no page prints."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from eval.tables_text_layer import Comparison, compare
from eval.text_layer import TextRow, text_rows
from index.model import BudgetTable, Cell, Column, Row, TableKind

LINES = [
    [(20, "科目"), (80, "名称"), (200, "合计"), (300, "基本支出")],
    [(20, "201"), (40, "03"), (60, "01"), (80, "行政运行"), (200, "1,151.58"), (300, "1,000.00")],
    [(80, "机关事业单位基本")],
    [(20, "2080505"), (200, "20.30"), (300, "20.3")],
    [(80, "养老保险缴费支出"), (300, "0")],
    [(20, "第三部分共计5.80万元。")],
]


def printed(lines: list[list[tuple[float, str]]]) -> list[tuple[TextRow, ...]]:
    chars = []
    for number, line in enumerate(lines):
        top = 20.0 + 12 * number
        for start, text in line:
            x = start
            for char in text:
                width = 10.0 if ord(char) > 0x2E7F else 5.0
                place = {"x0": x, "x1": x + width, "top": top, "bottom": top + 10, "size": 10.0}
                chars.append(place | {"text": char, "upright": True, "matrix": (1, 0, 0, 1, x, -top)})
                x += width
    return [text_rows(chars, 1)]


def row(code: str, label: str, *texts: str) -> Row:
    cells = tuple(Cell(c, text, Decimal(text.replace(",", ""))) for c, text in enumerate(texts))
    return Row(label, cells, code, page=1)


def table(*rows: Row) -> BudgetTable:
    columns = (Column(("合计",)), Column(("基本支出",)))
    return BudgetTable("t1", "", "支出表", TableKind.OTHER, "万元", (1,), columns, rows)


RIGHT = (
    row("2010301", "行政运行", "1,151.58", "1,000.00"),
    row("2080505", "机关事业单位基本养老保险缴费支出", "20.30", "20.30"),
)


def outcome(*rows: Row) -> Comparison:
    return compare(printed(LINES), [table(*rows)])


def test_rows_as_printed_are_exact() -> None:
    """Codes in parts, labels around their row, the end of a number in the line below."""
    found = outcome(*RIGHT)
    assert (found.rows, found.exact, found.unheld, found.differences) == (2, 2, 0, [])
    assert found.cells == 4


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (RIGHT[1:], ["lost"]),
        ((row("2010301", "行政运行", "1,151.58"), RIGHT[1]), ["altered"]),
        ((row("2010301", "行政运行", "1,000.00", "1,151.58"), RIGHT[1]), ["altered"]),
        ((row("2010301", "行政管理", "1,151.58", "1,000.00"), RIGHT[1]), ["altered"]),
        ((row("2010302", "行政运行", "1,151.58", "1,000.00"), RIGHT[1]), ["altered"]),
        ((row("2010301", "行政运行", "1,151.58", "1,000.00", "7.77"), RIGHT[1]), ["altered", "invented"]),
    ],
)
def test_differences_are_told_apart(rows: tuple[Row, ...], kinds: list[str]) -> None:
    found = outcome(*rows)
    assert sorted(difference.kind for difference in found.differences) == kinds
    assert found.exact == 1


def test_row_read_once_holds_one_printed_row() -> None:
    twice = printed([*LINES, LINES[1]])
    (difference,) = compare(twice, [table(*RIGHT)]).differences
    assert difference.text == "201 03 01 行政运行 1,151.58 1,000.00"
    assert not compare(twice, [table(*RIGHT, replace(RIGHT[0]))]).differences


def test_serial_numbers_are_no_cells_but_second_codes_are() -> None:
    lines = [
        [(20, "序号"), (60, "名称"), (200, "金额")],
        [(25, "7"), (60, "行政运行"), (200, "1,151.58")],
        [(60, "2080505"), (120, "263001"), (180, "某局"), (260, "20.30")],
    ]
    right = (row("", "行政运行", "1,151.58"), row("263001", "某局", "2080505", "20.30"))
    assert compare(printed(lines), [table(*right)]).exact == 2
    assert compare(printed(lines), [table(right[0], row("263001", "某局", "20.30"))]).count("altered") == 1


def test_amount_wrapped_around_its_row_is_one_number() -> None:
    lines = [
        [(60, "名称"), (200, "合计"), (300, "其中")],
        [(300, "18,536.8")],
        [(60, "行政运行"), (200, "404,415.23")],
        [(335, "8")],
    ]
    found = compare(printed(lines), [table(row("", "行政运行", "404,415.23", "18,536.88"))])
    assert (found.rows, found.exact, found.differences) == (1, 1, [])


def test_project_printed_again_on_the_next_page_of_its_indicators() -> None:
    head = [(20, "维修经费"), (200, "2,791.51")]
    pages = [
        printed([head, [(60, "合格率"), (200, "95.50")]])[0],
        printed([head, [(60, "及时率"), (200, "90.50")]])[0],
        printed([head])[0],
    ]
    project = row("", "维修经费", "2,791.51")
    parts = (
        replace(row("", "合格率", "95.50"), path=("维修经费",)),
        replace(row("", "及时率", "90.50"), path=("维修经费",), page=2),
    )
    form = replace(table(project, *parts), kind=TableKind.PROJECT_PERFORMANCE)
    (difference,) = compare(pages, [form]).differences
    assert difference.text == "维修经费 2,791.51"  # the third page: its indicators have ended
