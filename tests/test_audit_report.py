"""The audit as a report: every finding with its formula, its cells marked in their tables, its page."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assistant.cli import main
from assistant.rendering.audit_report import report_html, report_workbook
from index.chunks import chunk
from index.model import Finding
from index.stores import Store
from tests.budget_documents import budget_document
from tests.example import DOCUMENT, HOSTILE

WRONG = Finding(
    "tie_out.mismatch",
    "error",
    "合计与各行之和不等",
    "d1",
    (("t4", 0, 0), ("t4", 1, 0)),
    "9.40 ≠ 6.10",
    Decimal("3.30"),
)
ROUNDED = Finding("tie_out.rounding", "info", HOSTILE, "d1", (("gone", 0, 0), ("t4", 99, 0)))
AUDITED = replace(DOCUMENT, findings=(ROUNDED, WRONG), source=replace(DOCUMENT.source, media_type="pdf"))


def test_the_page_marks_the_cells_and_links_to_the_page() -> None:
    page = report_html([AUDITED])
    assert page.index("合计与各行之和不等") < page.index("window.broken")
    assert '<td class="bq-hit"><mark>9.40</mark></td>' in page
    assert "2031%E5%B9%B4%E9%83%A8%E9%97%A8%E9%A2%84%E7%AE%97.pdf#page=9" in page
    assert "9.40 ≠ 6.10，相差 3.30" in page
    assert "<img" not in page


def test_the_workbook_colours_the_cells() -> None:
    book = load_workbook(io.BytesIO(report_workbook([AUDITED])))
    assert [cell.value for cell in book["发现"][2]][1:4] == ["错误", "合计与各行之和不等", "9.40 ≠ 6.10"]
    table = book.worksheets[1]
    coloured = {cell.value for row in table.rows for cell in row if cell.fill.fgColor.rgb == "00FFE9A8"}
    assert coloured == {9.4, 6.1}


def test_a_document_without_findings_says_so() -> None:
    assert "没有发现不一致之处" in report_html([DOCUMENT])


@pytest.mark.parametrize("kind", ["html", "xlsx"])
def test_the_command_writes_it(tmp_path: Path, kind: str) -> None:
    document = budget_document()
    with Store.open(tmp_path / "store") as store:
        store.save(document, chunk(document))
    out = tmp_path / f"report.{kind}"
    assert main(["audit", document.id, "--store", str(tmp_path / "store"), "--out", str(out)]) == 1
    assert out.stat().st_size > 1000


def test_another_format_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "x", "--store", str(tmp_path), "--out", str(tmp_path / "report.doc")]) == 2
    assert ".html 或 .xlsx" in capsys.readouterr().err
