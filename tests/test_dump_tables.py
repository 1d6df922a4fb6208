"""Tables out of text dumps: the first real dump cell by cell, generated dumps never wrong and certain, odd files."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from index.dumps import dump_tables, narrative_lines
from index.dumps.indicators import join_blocks
from index.dumps.recover import Known, Line, Printed, place
from index.errors import LayoutError
from index.layouts import load_layouts, parse_layout
from index.model import BudgetTable, ParsedDocument, SourceFile, TableKind
from index.readers.text import TextReader
from index.tie_outs import ColumnIdentity

SEED = Path(__file__).parents[1].parent / "shared" / "seed" / "beibei-govservice-2023-budget.txt"
GOLDEN = Path(__file__).parent / "golden" / "seed_tables.json"


def parse(path: Path) -> ParsedDocument:
    return TextReader().read(SourceFile(path, hashlib.sha256(path.read_bytes()).hexdigest(), "text/plain"))


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], tuple[BudgetTable, ...]]:
    def reading(text: str) -> tuple[BudgetTable, ...]:
        path = tmp_path / "dump.txt"
        path.write_text(text, "utf-8")
        return dump_tables(parse(path))

    return reading


def shortened(text: str) -> str:
    """Paragraphs by their ends and their length (documents are not copied into the tests)."""
    return text if len(text) <= 60 else f"{text[:8]}…{text[-8:]}（{len(text)}字）"


def as_json(table: BudgetTable) -> dict[str, Any]:
    return {
        "number": table.number,
        "title": table.title,
        "kind": table.kind.value,
        "unit": table.unit,
        "pages": list(table.pages),
        "columns": [{"path": list(column.path)} for column in table.columns],
        "notes": list(table.notes),
        "empty_reason": table.empty_reason,
        "subject": table.subject,
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "path": list(row.path),
                "side": row.side,
                "total": row.total,
                "page": row.page,
                "cells": [
                    {
                        "column": cell.column,
                        "text": shortened(cell.text),
                        "value": None if cell.value is None else str(cell.value),
                        "certain": cell.certain,
                    }
                    for cell in row.cells
                ],
            }
            for row in table.rows
        ],
    }


# ---------------------------------------------------------------- the first real dump


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="../shared is absent")
class TestSeed:
    golden = json.loads(GOLDEN.read_text("utf-8"))["tables"]

    @pytest.mark.parametrize("index", range(11), ids=[table["number"] for table in golden])
    def test_every_cell(self, index: int) -> None:
        tables = dump_tables(parse(SEED))
        assert len(tables) == 11
        assert as_json(tables[index]) == self.golden[index]

    def test_narrative_holds_no_table_lines(self) -> None:
        lines = [block.text for block in narrative_lines(parse(SEED))]
        assert len(lines) > 90
        assert not any(line.startswith("表") for line in lines)
        assert not any("2010301" in line for line in lines)

    @pytest.mark.parametrize("variant", ["no blank lines", "crlf", "gb18030", "utf-16", "form feeds"])
    def test_same_cells_in_other_dumps(self, variant: str, tmp_path: Path) -> None:
        text = SEED.read_text("utf-8")
        path = tmp_path / "dump.txt"
        match variant:
            case "no blank lines":
                path.write_text("\n".join(line for line in text.split("\n") if line.strip()), "utf-8")
            case "crlf":
                path.write_bytes(text.replace("\n", "\r\n").encode())
            case "form feeds":
                path.write_text(text.replace("\n\n\n\n", "\n\f\n"), "utf-8")
            case encoding:
                path.write_text(text, encoding)
        tables = dump_tables(parse(path))
        for table, golden in zip(tables, self.golden, strict=True):
            assert [row["cells"] for row in as_json(table)["rows"]] == [row["cells"] for row in golden["rows"]]


# ---------------------------------------------------------------- generated dumps: never wrong and certain

HEADERS = {3: "科目编码 科目名称 合计 基本支出 项目支出", 4: "科目编码 科目名称 合计 基本支出 项目支出 上缴上级支出"}


def generated(seed: int) -> tuple[str, dict[tuple[str, int], str]]:
    """A dump of a random table (classes, sections, items; blanks lost) and its true cells by (code, column)."""
    rng = random.Random(seed)
    parts = rng.choice([2, 2, 2, 3])
    tree: dict[str, list[Decimal]] = {}
    items: dict[str, list[Decimal]] = {}
    for class_code in rng.sample(range(201, 230), rng.randint(1, 5)):
        for section in rng.sample(range(1, 20), rng.randint(1, 3)):
            for item in rng.sample(range(1, 60), rng.randint(1, 5)):
                values = [Decimal(0)] * parts
                for column in rng.sample(range(parts), 1 if rng.random() < 0.7 else parts):
                    values[column] = Decimal(rng.randint(1, 300_000)) / 100
                items[f"{class_code}{section:02d}{item:02d}"] = values
    for code, values in items.items():
        for prefix in ("", code[:3], code[:5], code):
            known = tree.setdefault(prefix, [Decimal(0)] * parts)
            tree[prefix] = [a + b for a, b in zip(known, values, strict=True)]
    lines, truth = [], {}
    for code in sorted(tree):
        cells = [sum(tree[code], Decimal(0)), *tree[code]]
        printed = {k: f"{value:.2f}" for k, value in enumerate(cells) if value}
        truth |= {(code, k): text for k, text in printed.items()}
        lines.append(
            " ".join([code, f"科目{chr(0x4E00 + int(code or 0) % 999)}" if code else "", *printed.values()]).strip()
        )
    rng.random()
    return "\n".join(["表二", "单位：万元", HEADERS[parts + 1], *lines, "合计", "某某局部门支出总表"]), truth


@pytest.mark.parametrize("seed", range(60))
def test_certain_cells_are_right(seed: int, read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text, truth = generated(seed)
    (table,) = read(text)
    assert table.kind is TableKind.TOTAL_EXPENDITURE
    cells = {(row.code or "", cell.column): cell for row in table.rows for cell in row.cells}
    assert len(cells) == len(truth)
    for place_, cell in cells.items():
        assert not cell.certain or truth.get(place_) == cell.text, (text, place_)


def test_most_generated_cells_are_recovered(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    certain = [
        cell.certain
        for seed in range(60)
        for table in read(generated(seed)[0])
        for row in table.rows
        for cell in row.cells
    ]
    assert sum(certain) > 0.95 * len(certain)


def numbers(*texts: str) -> tuple[Printed, ...]:
    return tuple(Printed(text, Decimal(text), Decimal("0.01")) for text in texts)


SPLIT = (ColumnIdentity(0, (1, 2)),)


def test_two_children_that_could_change_places_are_uncertain() -> None:
    lines = [Line(numbers("10.00", "5.00", "5.00")), Line(numbers("5.00", "5.00"), 0), Line(numbers("5.00", "5.00"), 0)]
    placed = place(lines, 3, SPLIT)
    assert placed[0].certain == (True, True, True)
    assert placed[1].certain == placed[2].certain == (True, False)


def test_what_is_known_elsewhere_decides() -> None:
    lines = [Line(numbers("5.00", "5.00"))]
    assert place(lines, 3, SPLIT)[0].certain == (True, False)
    known = {0: {1: Known(((Decimal(0), Decimal(0)),))}}
    assert place(lines, 3, SPLIT, known)[0].columns == (0, 2)
    assert place(lines, 3, SPLIT, known)[0].certain == (True, True)


def test_rounded_parents_still_decide() -> None:
    lines = [
        Line(numbers("52.83", "52.83")),
        *(Line(numbers(value, value), 0) for value in ("33.44", "16.72", "2.66")),
    ]
    known = {0: {1: Known(((Decimal("52.83"), Decimal("0.005")),))}}
    assert all(row.columns == (0, 1) and all(row.certain) for row in place(lines, 3, SPLIT, known))


def test_a_large_undecidable_table_ends_soon_and_uncertain() -> None:
    lines = [Line(numbers("100.00", "50.00", "50.00")), *(Line(numbers("1.00", "1.00"), 0) for _ in range(100))]
    assert not any(row.certain[1] for row in place(lines, 3, SPLIT)[1:])


# ---------------------------------------------------------------- forms of other departments


def test_header_in_printed_order_with_a_column_of_its_own(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "附表3 某市某局支出总表\n单位：元\n科目编码\t科目名称\t合计\t专项支出\t其他\n205\t教育\t30.00\t10.00\t20.00\n"
    )
    (table,) = read(text)
    assert [column.leaf for column in table.columns] == ["合计", "专项支出", "其他"]
    assert (table.number, table.unit) == ("附表3", "元")
    assert [cell.text for cell in table.rows[0].cells] == ["30.00", "10.00", "20.00"]


def test_wrapped_names_and_thousands(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "表三\n2026 年部门支出总体情况表\n单位：万元\n科目编码 科目名称 总计 基本支出 项目支出\n"
        "合计 1,059.56 1,000.00 59.56\n201 一般公共服务支出 1,059.56 1,000.00 59.56\n"
        "20103 政府办公厅（室）及相关机\n构事务\n1,059.56 1,000.00 59.56\n"
    )
    (table,) = read(text)
    assert table.rows[-1].label == "政府办公厅（室）及相关机构事务"
    assert table.rows[-1].cells[0].value == Decimal("1059.56")
    assert table.rows[-1].cells[0].text == "1,059.56"


def test_three_public_without_evidence_is_uncertain(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "表八\n“三公”经费支出情况表\n单位：万元\n合计 因公出国（境）费\n公务用车购置及运行费\n公务接待费\n"
        "小计 公务用车购置费 公务用车运行费\n8.00 5.00 5.00 3.00\n"
    )
    (table,) = read(text)
    certain = {table.columns[cell.column].leaf: cell.certain for cell in table.rows[0].cells}
    assert certain["合计"]
    assert certain["公务接待费"]
    assert not certain.get("公务用车购置费", False)
    assert not certain.get("公务用车运行费", False)
    stated = read("2026年公务用车购置费 5 万元，公务用车运行维护费 0 万元，与上年持平。\n" + text)[0]
    by_leaf = {stated.columns[cell.column].leaf: cell for cell in stated.rows[0].cells}
    assert by_leaf["公务用车购置费"].certain
    assert "公务用车运行费" not in by_leaf


def test_indicators_named_in_their_own_rows(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "表十一\n2026 年市级重点专项资金绩效目标表（一级项目）\n单位：万元\n项目名称 移民后期扶持 主管部门 某市某局\n"
        "当年预算 12,700.00\n绩效指标\n指标名称 指标性质 指标值 计量单位 指标权重(%) 是否核心\n"
        "完工项目验收率 ≥ 90 % 20 是\n实施项目数量 ≥ 86 个数 20 否\n"
    )
    (table,) = read(text)
    assert table.subject == "移民后期扶持"
    rows = {row.label: {table.columns[c.column].leaf: c.text for c in row.cells} for row in table.rows}
    assert rows["当年预算"] == {"内容": "12,700.00"}
    assert rows["实施项目数量"] == {
        "指标性质": "≥", "指标值": "86", "计量单位": "个数", "指标权重(%)": "20", "是否核心": "否"
    }  # fmt: skip


def test_blocks_in_another_order_are_paired_only_where_one_pairing_fits() -> None:
    left = [{"value": "方便快捷", "first": "效益指标"}, {"value": "7", "first": "产出指标"}]
    right = [{"name": "审批周期", "sign": "≤"}, {"name": "群众评价", "sign": "定性"}]
    joined = join_blocks(left, right, [])
    assert joined.certain
    assert joined.rows[0]["name"] == "群众评价"
    left.append({"value": "9", "first": "产出指标"})
    right.append({"name": "投诉率", "sign": "≤"})
    assert not join_blocks(left, right, []).certain
    assert not join_blocks(left, right[:2], []).certain


def test_a_table_without_its_title_is_told_by_its_columns(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "表八\n单位：万元\n合计 因公出国（境）费\n公务用车购置及运行费\n公务接待费\n"
        "小计 公务用车购置费 公务用车运行费\n8.00 2.00 5.00 1.00 4.00 1.00\n"
    )
    (table,) = read(text)
    assert table.kind is TableKind.THREE_PUBLIC_EXPENSES
    assert all(cell.certain for cell in table.rows[0].cells)


def test_titles_below_their_tables_and_no_numbers(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    text = (
        "说明如下。\n\n单位：万元\n科目编码 科目名称 合计 基本支出 项目支出\n"
        "5.00 3.00 2.00\n201 一般公共服务支出 5.00 3.00 2.00\n合计\n某局部门支出总表\n备注：甲\n\n单位：万元\n"
        "科目编码 科目名称 合计 人员经费 公用经费\n3.00 2.00 1.00\n"
        "301 工资福利支出 2.00 2.00\n302 商品和服务支出 1.00 1.00\n某局一般公共预算基本支出表\n"
    )
    first, second = read(text)
    assert (first.kind, first.notes) == (TableKind.TOTAL_EXPENDITURE, ("备注：甲",))
    assert (second.kind, second.notes) == (TableKind.BASIC_EXPENDITURE, ())
    assert [cell.column for cell in second.rows[2].cells] == [0, 2]


# ---------------------------------------------------------------- any text at all


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\f\n",
        "表一",
        "表一\n表二\n表三\n",
        "今天天气很好。\n一、概况\n没有表格。",
        "1 2 3\n4 5 6\n",
        "表一 收支总表 3\n表二 支出总表 4\n",
    ],
)
def test_odd_texts_are_no_tables(text: str, read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    assert not any(row.cells for table in read(text) for row in table.rows)


def test_random_lines_are_survived(read: Callable[[str], tuple[BudgetTable, ...]]) -> None:
    rng = random.Random(7)
    words = [
        "表一",
        "表十",
        "合计",
        "1.50",
        "201",
        "2010301",
        "项目",
        "一级指标",
        "指标值",
        "绩效目标表",
        "—",
        "单位：万元",
        "备注：无",
    ]
    for _ in range(100):
        read("\n".join(" ".join(rng.choices(words, k=rng.randint(1, 6))) for _ in range(30)))


def test_reader_refuses_what_is_no_text(tmp_path: Path) -> None:
    reader = TextReader()
    assert reader.accepts("表一".encode(), tmp_path / "a.txt")
    assert reader.accepts("表一".encode("utf-16"), tmp_path / "a.txt")
    assert not reader.accepts(b"%PDF-1.7", tmp_path / "a.pdf")
    assert not reader.accepts(b"\x00\x00\x01\x02\x00\x00\x00\x00", tmp_path / "a.txt")


# ---------------------------------------------------------------- layouts


def test_bad_layouts_say_which_file() -> None:
    with pytest.raises(LayoutError, match="somewhere"):
        parse_layout("somewhere.toml", '[[table]]\nkind = "total_income"\nshape = "round"\ntitles = ["x"]')
    with pytest.raises(LayoutError, match="somewhere"):
        parse_layout("somewhere.toml", '[[table]]\nkind = "total_income"\nshape = "coded"\ntitles = ["("]')


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2026年部门收支总体情况表", "total_income_expenditure"),
        ("财政拨款收支总表", "fiscal_appropriation"),
        ("一般公共预算财政拨款支出预算表", "general_public_budget_expenditure"),
        ("一般公共预算财政拨款基本支出预算表", "basic_expenditure"),
        ("一般公共预算“三公”经费支出表", "three_public_expenses"),
        ("政府性基金预算支出表", "government_fund_budget"),
        ("国有资本经营预算支出表", "state_capital_budget"),
        ("部门收入总表", "total_income"),
        ("部门支出总表", "total_expenditure"),
        ("政府采购预算明细表", "government_procurement"),
        ("部门整体支出绩效目标表", "department_performance"),
        ("项目支出绩效目标表", "project_performance"),
        ("一般公共预算机关运行经费支出表", "agency_operating_cost"),
    ],
)
def test_titles_name_one_kind(title: str, kind: str) -> None:
    layout = load_layouts().for_title(title)
    assert layout is not None
    assert layout.kind.value == kind
