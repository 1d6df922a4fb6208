"""The audit of a document: sentences against tables and each other, missing and empty tables, what a picture proves."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from eval import identities, seeded_errors
from index.amounts import read_number
from index.model import (
    BudgetDocument,
    BudgetTable,
    Cell,
    Column,
    Row,
    Scope,
    Section,
    SourceFile,
    Stage,
    TableKind,
)
from index.narrative import read_facts
from index.pipeline import read_document
from index.tie_outs import check_document, with_doubt
from samples.generate import budgets
from samples.writers import write
from tests.test_tie_outs import GOOD, row, table

SHARED = Path(__file__).parents[1].parent / "shared" / "documents"
INSPECTED = SHARED / "shpt-sfj-2026-dept-budget.pdf"


def document(*sentences: str, tables: tuple[BudgetTable, ...] = (), title: str = "部门预算情况说明") -> BudgetDocument:
    sections = (Section((title,), "\n".join(sentences), 1),)
    made = BudgetDocument(
        "d",
        SourceFile(Path("d.pdf"), "0" * 64, "pdf"),
        "某局",
        "某市",
        2026,
        Stage.BUDGET,
        Scope.DEPARTMENT,
        tables,
        sections,
    )
    return replace(made, facts=read_facts(sections, document_id="d", year=2026, stage=Stage.BUDGET))


def found(made: BudgetDocument) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check_document(made)]


THREE_PUBLIC = BudgetTable(
    "t2",
    "表七",
    "一般公共预算“三公”经费支出表",
    TableKind.THREE_PUBLIC_EXPENSES,
    "万元",
    (),
    tuple(Column((name,)) for name in ("合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费")),
    (row("", "12.50", "", "10.00", "2.50"),),
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2026年支出预算30.00万元。", []),
        ("2026年支出预算31.20万元。", [("text.table", "error")]),
        ("2026年支出预算300000万元。", [("text.unit", "error")]),
        ("2026年教育支出（类）普通教育（款）安排25.00万元。", []),
        ("2026年“三公”经费预算12.50万元，其中：公务接待费2.50万元。", []),
        ("2026年“三公”经费预算12.50万元，其中：公务接待费3.50万元。", [("text.table", "error")]),
    ],
)
def test_sentences_against_tables(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(document(sentence, tables=(table(*GOOD), THREE_PUBLIC))) == expected


def test_a_sentence_without_its_beginning_is_held_against_nothing() -> None:
    whole = document("2026年支出预算31.20万元。", tables=(table(*GOOD),))
    cut = replace(whole, facts=tuple(replace(f, provenance=replace(f.provenance, section=())) for f in whole.facts))
    assert found(whole) == [("text.table", "error")]
    assert found(cut) == []


def test_a_figure_cut_instead_of_rounded_is_information() -> None:
    yuan = table(row("合计", "301,299.00", "301,299.00", ""), unit="元")
    assert found(document("2026年支出预算30.12万元。", tables=(yuan,))) == [("text.table", "info")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2026年“三公”经费预算5.80万元，比上年预算减少0.70万元，下降10.77%。", []),
        ("2026年“三公”经费预算5.80万元，比上年预算减少0.70万元，下降12.07%。", [("text.rate", "error")]),
        ("2026年“三公”经费预算5.80万元，比2026年预算减少0.70万元。", [("text.year", "error")]),
        (
            "政府采购支出总额80.00万元。授予中小企业合同金额60.00万元，占政府采购支出总额的75.00%，"
            "其中：授予小微企业合同金额20.00万元，占政府采购支出总额的25.00%。",
            [],
        ),
        (
            "政府采购支出总额80.00万元。授予中小企业合同金额60.00万元，占政府采购支出总额的75.00%，"
            "其中：授予小微企业合同金额20.00万元，占政府采购支出总额的33.33%。",
            [("text.share", "error")],
        ),
    ],
)
def test_sentences_against_themselves(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(document(sentence)) == expected


def test_a_figure_of_this_year_under_last_year() -> None:
    made = document("2025年支出预算1,234.56万元。", tables=(table(row("合计", "1,234.56", "1,234.56", "")),))
    assert ("text.year", "warning") in found(made)


def test_a_class_under_another_name_than_in_the_tables() -> None:
    rows = (
        row("卫生健康支出", "5.00", "5.00", code="210"),
        row("行政事业单位医疗", "5.00", "5.00", code="21011", path=("卫生健康支出",)),
        row("行政单位医疗", "5.00", "5.00", code="2101101", path=("卫生健康支出", "行政事业单位医疗")),
    )
    sentence = "1、{}（210类）行政事业单位医疗（11款）行政单位医疗（01项）5.00万元。"
    right, wrong = (
        document(sentence.format(name), tables=(table(*rows),)) for name in ("卫生健康支出", "医疗卫生支出")
    )
    assert found(right) == []
    assert found(wrong) == [("text.name", "warning")]


FUND = BudgetTable(
    "t3",
    "表九",
    "政府性基金预算支出表",
    TableKind.GOVERNMENT_FUND_BUDGET,
    "万元",
    (),
    (Column(("合计",)),),
    (row("合计"),),
)
NOTE = "注：本部门无政府性基金预算，故本表为空表。"


@pytest.mark.parametrize(
    ("changed", "text", "expected"),
    [
        (FUND, "x" * 2001, [("table.unexplained", "warning")]),
        (FUND, "", [("table.unexplained", "info")]),
        (FUND, "本部门没有使用政府性基金预算拨款安排的支出。" + "x" * 2001, []),
        (replace(FUND, empty_reason=NOTE), "x" * 2001, []),
        (replace(FUND, empty_reason=NOTE, rows=(row("合计", "7.00"),)), "", [("table.note", "error")]),
    ],
)
def test_empty_tables(changed: BudgetTable, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(document(text, tables=(changed,))) == expected


def test_a_required_table_is_missing() -> None:
    kinds = (
        TableKind.TOTAL_INCOME_EXPENDITURE,
        TableKind.TOTAL_INCOME,
        TableKind.TOTAL_EXPENDITURE,
        TableKind.FISCAL_APPROPRIATION,
        TableKind.GENERAL_PUBLIC_BUDGET_EXPENDITURE,
        TableKind.BASIC_EXPENDITURE,
        TableKind.THREE_PUBLIC_EXPENSES,
    )
    tables = tuple(BudgetTable(kind.value, "", kind.value, kind, "万元", (), (), ()) for kind in kinds)
    missing = [finding for finding in check_document(document(tables=tables)) if finding.code == "table.missing"]
    assert [finding.message for finding in missing] == ["没有读到应当公开的《政府性基金预算支出表》。"]
    assert found(document(tables=tables[:2])) == []


def test_a_total_said_with_what_is_carried_over() -> None:
    sides = BudgetTable(
        "t1",
        "表一",
        "收支总表",
        TableKind.TOTAL_INCOME_EXPENDITURE,
        "万元",
        (),
        (Column(("收入", "预算数")), Column(("支出", "预算数"))),
        (
            Row("一般公共预算拨款收入", (Cell(0, "18.00", Decimal("18.00")),), side="income"),
            Row("上年结转", (Cell(0, "2.00", Decimal("2.00")),), side="income"),
            Row("收入总计", (Cell(0, "20.00", Decimal("20.00")),), side="income", total=True),
        ),
    )
    assert found(document("2026年一般公共预算拨款收入20.00万元。", tables=(sides,))) == []
    assert found(document("2026年一般公共预算拨款收入29.00万元。", tables=(sides,))) == [("text.table", "error")]


# ---------------------------------------------------------------- pictures


def _on_page(made: BudgetTable, page: int) -> BudgetTable:
    return replace(made, rows=tuple(replace(each, page=page) for each in made.rows))


def _certain(made: BudgetTable) -> list[bool]:
    return [cell.certain for each in made.rows for cell in each.cells]


def test_arithmetic_proves_recognised_cells() -> None:
    clean = _on_page(table(*GOOD), 3)
    assert all(_certain(with_doubt([clean], {3})[0]))
    assert with_doubt([clean], set()) == (clean,)


def test_a_misread_cell_and_those_it_spoils_stay_uncertain() -> None:
    wrong = Row(
        "进修及培训", (Cell(0, "8.00", Decimal("8.00")), Cell(2, "5.00", Decimal("5.00"))), "20508", ("教育支出",)
    )
    (read,) = with_doubt([_on_page(table(*GOOD[:3], wrong), 3)], {3})
    assert not read.rows[3].cells[0].certain
    assert read.rows[0].cells[0].certain


def test_cells_of_other_pages_keep_what_they_were() -> None:
    alone = _on_page(table(row("一所", "3.00", "", "")), 4)
    assert _certain(with_doubt([alone], {3})[0]) == [True]
    assert _certain(with_doubt([alone], {4})[0]) == [False]


# ---------------------------------------------------------------- seeded errors, real documents


def test_errors_put_into_a_generated_document_are_found() -> None:
    outcomes = list(seeded_errors.seeded(120, 7))
    assert len(outcomes) == 120
    assert sum(outcome.covered for outcome in outcomes) >= 0.95 * len(outcomes)
    assert seeded_errors.share_found(outcomes) >= 0.99


@pytest.mark.parametrize("kind", ["digit", "swap", "times_ten", "tenth", "sign", "last_digit"])
@pytest.mark.parametrize("text", ["1,234.50", "5.00", "-3.20", "1111.11", "7"])
def test_a_seeded_error_changes_the_number(kind: str, text: str) -> None:
    number = read_number(text)
    assert number is not None
    cell = Cell(0, text, number[0])
    change: Callable[..., Cell] = seeded_errors._altered
    wrong = change(cell, kind, random.Random(1))
    assert wrong.value != cell.value
    assert read_number(wrong.text) is not None


@pytest.mark.shared
@pytest.mark.skipif(not INSPECTED.exists(), reason="../shared is absent")
def test_what_the_inspectors_found() -> None:
    """The arithmetic and factual faults of the inspection sheet; five comparisons with the budget's own year."""
    findings = [finding for finding in check_document(read_document(INSPECTED)) if finding.level != "info"]
    codes = [finding.code for finding in findings]
    text = "".join(finding.message for finding in findings)
    assert codes.count("text.year") == 5
    assert "17.62%" in text
    assert "201.50万元" in text
    assert "医疗卫生与计划生育支出" in text
    assert len(findings) <= 10


def test_the_report_of_proved_amounts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(budgets(3, 1, range(2024, 2025))[0], "landscape", "html", tmp_path)
    assert identities.main([str(path), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["proved"] == made["amounts"] > 200
    assert made["sentences_agree"] == made["sentences"] > 0
    assert made["unproved"] == []
    assert identities.main([str(path)]) == 0
    assert "合计：" in capsys.readouterr().out
