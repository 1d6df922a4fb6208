"""The generator: same seed same bytes, consistent years, exact identities, files that plain libraries read back."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from index.model import Stage
from samples.__main__ import main
from samples.generate import CENTS, budgets
from samples.gold import tables_json
from samples.layouts import LAYOUTS, publication
from samples.model import SampleBudget
from samples.questions import questions
from samples.sheet import grid
from samples.writers import FORMATS, write

KINDS = set(
    "lookup change ratio rank sum compare count list definition reason text verify unanswerable".split()  # noqa: SIM905
)
YEARS = range(2023, 2026)
FIRST = budgets(3, 1, range(2023, 2024))
CASES = [(FIRST[0], layout) for layout in LAYOUTS] + [(FIRST[-1], "final_accounts")]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


# ---------------------------------------------------------------- years and bytes


def test_this_years_last_year_is_last_years_document() -> None:
    made = budgets(5, 2, YEARS)
    plans = [budget for budget in made if budget.stage is Stage.BUDGET]
    assert [budget.year for budget in plans] == [*YEARS, *YEARS]
    for before, after in pairwise(plans):
        if before.department == after.department:
            assert after.last_year == before.ledger
    final = next(budget for budget in made if budget.stage is Stage.FINAL)
    assert final.ledger == plans[1].last_execution
    assert final.planned == plans[0].ledger


def test_departments_differ() -> None:
    names = {budget.department for budget in budgets(5, 20, range(2024, 2025))}
    assert len(names) == 20


@pytest.mark.parametrize("format", FORMATS)
def test_same_seed_same_bytes(format: str, tmp_path: Path) -> None:
    once, again = (write(budgets(3, 1, range(2023, 2024))[0], "landscape", format, tmp_path / name) for name in "ab")
    assert once.read_bytes() == again.read_bytes()
    if format in ("xlsx", "docx"):
        with ZipFile(once) as archive:
            assert {info.date_time[0] for info in archive.infolist()} == {2024}
            assert b"2024-01-01T00:00:00Z" in archive.read("docProps/core.xml")


# ---------------------------------------------------------------- identities


def amounts(table: dict[str, Any]) -> list[tuple[dict[str, Any], dict[int, Decimal]]]:
    return [
        (row, {cell["column"]: Decimal(cell["value"]) for cell in row["cells"] if cell["value"]})
        for row in table["rows"]
    ]


def sums(table: dict[str, Any]) -> list[tuple[Decimal, Decimal]]:
    """(parent, sum of its children) for every coded parent and column, and (合计, sum of the classes)."""
    rows = [(row, found) for row, found in amounts(table) if row["code"] and row["code"].isdigit()]
    pairs = []
    for row, found in rows:
        children = [own for child, own in rows if child["path"] == [*row["path"], row["label"]]]
        children = children if len(row["code"]) < 7 else []
        pairs += [(found.get(c, Decimal(0)), sum((own.get(c, Decimal(0)) for own in children), Decimal(0)))
                  for c in range(len(table["columns"])) if children]  # fmt: skip
    for row, found in amounts(table):
        if row["label"] == "合计" and rows and not row.get("side"):
            tops = [own for top, own in rows if not top["path"]]
            pairs += [(value, sum((own.get(c, Decimal(0)) for own in tops), Decimal(0))) for c, value in found.items()]
    return pairs


def parts(table: dict[str, Any]) -> list[tuple[Decimal, Decimal]]:
    """(whole, parts) along each row that prints 基本支出 and 项目支出 beside their total."""
    leaves = ["".join(column["path"]) for column in table["columns"]]
    whole = next((i for i, name in enumerate(leaves) if re.search("合计$|总计$", name)), None)
    basic = next((i for i, name in enumerate(leaves) if re.search("基本支出(小计)?$", name)), None)
    project = next((i for i, name in enumerate(leaves) if name.endswith("项目支出")), None)
    if whole is None or basic is None or project is None:
        return []
    zero = Decimal(0)
    return [(own.get(whole, zero), own.get(basic, zero) + own.get(project, zero)) for _, own in amounts(table)]


@pytest.mark.parametrize(("budget", "layout"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_identities_hold_exactly(budget: SampleBudget, layout: str) -> None:
    tables = tables_json(budget, layout)["tables"]
    vertical = [pair for table in tables for pair in sums(table)]
    across = [pair for table in tables for pair in parts(table)]
    assert all(whole == total for whole, total in vertical + across)
    assert len(across) >= 20
    assert layout == "indented" or len(vertical) >= 40


def test_rounding_gaps_are_small_and_real() -> None:
    tables = tables_json(budgets(3, 1, range(2023, 2024), CENTS)[0], "landscape")["tables"]
    gaps = [abs(whole - total) for table in tables for whole, total in (*sums(table), *parts(table))]
    assert any(gaps)
    assert max(gaps) <= Decimal("0.10")


def test_two_sides_balance() -> None:
    for budget, layout in CASES:
        table = tables_json(budget, layout)["tables"][0]
        totals = [list(own.values()) for row, own in amounts(table) if re.search("总计|^合计", row["label"])]
        assert len(totals) == 2
        assert totals[0] == totals[1]


# ---------------------------------------------------------------- files read back


@pytest.mark.parametrize(("budget", "layout"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_pdf_tables_read_back_cell_by_cell(budget: SampleBudget, layout: str, tmp_path: Path) -> None:
    import pdfplumber

    path = write(budget, layout, "pdf", tmp_path)
    with pdfplumber.open(path) as pdf:
        read = [row for page in pdf.pages for table in page.extract_tables() for row in table]
    cells = {squeezed(cell) for row in read for cell in row if cell}
    drawn = {squeezed(cell.text) for table in publication(budget, layout).tables for cell in grid(table).cells}
    assert drawn - cells <= {""}


def test_pdf_text_reads_back(tmp_path: Path) -> None:
    import pypdfium2

    budget, layout = CASES[1]
    document = pypdfium2.PdfDocument(write(budget, layout, "pdf", tmp_path))
    text = squeezed("".join(page.get_textpage().get_text_range() for page in document))
    document.close()
    for word in (
        budget.department,
        "“三公”经费",
        f"公开联系人：{budget.contact}",
        "因公出国（境）费",
        "公开13表",
        "……",
    ):
        assert word in text


@pytest.mark.parametrize("format", ["xlsx", "docx", "html", "txt"])
def test_files_contain_the_gold_numbers(format: str, tmp_path: Path) -> None:
    for budget, layout in CASES:
        shown = _texts(write(budget, layout, format, tmp_path))
        tables = tables_json(budget, layout, format)["tables"]
        gold = {cell["value"] for table in tables for row in table["rows"] for cell in row["cells"] if cell["value"]}
        assert {Decimal(value) for value in gold} <= shown


def _texts(path: Path) -> set[Decimal]:
    """Every number of a file's tables, as a plain library reads it."""
    cells: list[str]
    match path.suffix:
        case ".xlsx":
            import openpyxl

            book = openpyxl.load_workbook(path)
            cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell]
            cells += ["0"]
        case ".docx":
            import docx

            document = docx.Document(str(path))
            cells = [cell.text for table in document.tables for cell in table._cells]
        case ".html":
            from bs4 import BeautifulSoup

            soup = BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
            cells = [cell.get_text() for cell in soup.find_all(["td", "th"])]
        case _:
            cells = path.read_text(encoding="utf-8").split()
    plain = [cell.replace(",", "") for cell in cells]
    return {Decimal(cell) for cell in plain if re.fullmatch(r"-?\d+(\.\d+)?", cell)}


# ---------------------------------------------------------------- questions


def test_questions_follow_the_contract_and_quote_the_document(tmp_path: Path) -> None:
    made = budgets(3, 1, YEARS)
    for layout in LAYOUTS:
        records = questions(made, layout, ("txt",))
        files = {path.name: path.read_text() for path in (write(b, layout, "txt", tmp_path / layout) for b in made)}
        assert {record["kind"] for record in records} == KINDS
        assert len({record["id"] for record in records}) == len(records)
        for record in records:
            assert set(record["docs"]) <= set(files)
            assert record["evidence"] or record["kind"] == "unanswerable"
            assert not re.search(r"[{}]", record["question"])
            for proof in record["evidence"]:
                assert squeezed(proof["quote"]) in squeezed(files[proof["doc"]])


def test_printed_answers_stand_in_their_evidence() -> None:
    made = [budget for budget in budgets(3, 1, YEARS) if budget.stage is Stage.BUDGET]
    for record in questions(made, "landscape"):
        quoted = "".join(proof["quote"] for proof in record["evidence"]).replace(",", "")
        answer = record["answer"]
        if record["kind"] == "lookup" and answer["unit"] == "万元":
            assert f"{answer['value']:.2f}" in quoted
        if answer["type"] == "text" and record["kind"] in ("reason", "definition"):
            assert all(any(word in quoted for word in group) for group in answer["must"])


def test_command_writes_documents_gold_and_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "set"
    assert main([str(out), "--departments", "2", "--years", "2024-2025", "--formats", "html,txt"]) == 0
    assert "5 份文件" in capsys.readouterr().out
    documents = [path for path in out.iterdir() if path.suffix in (".html", ".txt")]
    assert len(documents) == 5
    for path in documents:
        gold = json.loads((out / (path.name + ".gold.json")).read_text(encoding="utf-8"))
        assert gold["document"]["file"] == path.name
        assert gold["tables"]
    lines = (out / "samples.questions.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    assert all(json.loads(line)["docs"] for line in lines)
