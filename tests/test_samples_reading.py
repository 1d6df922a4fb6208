"""The reader against the generator's gold: the same cells, in every layout and format."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from index.grids.hierarchy import bare
from index.model import BudgetTable
from index.readers import read
from index.tables import build_tables
from samples.demo import DOCUMENTS, demo_names, demo_set
from samples.generate import budgets
from samples.gold import tables_json
from samples.layouts import FINAL_LAYOUT, LAYOUTS
from samples.writers import write

MADE = budgets(11, 1, range(2024, 2025))
RULED = ("pdf", "xlsx", "docx", "html")
Key = tuple[str, str, str, str, str]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def gold_cells(tables: list[dict[str, Any]]) -> Counter[Key]:
    return Counter(
        (
            table["title"],
            row["code"] or "",
            squeezed(bare(row["label"])),
            squeezed("/".join(table["columns"][cell["column"]]["path"])),
            cell["value"],
        )
        for table in tables
        for row in table["rows"]
        for cell in row["cells"]
        if cell["value"] is not None
    )


def read_cells(tables: tuple[BudgetTable, ...]) -> Counter[Key]:
    return Counter(
        (
            table.title,
            row.code or "",
            squeezed(bare(row.label)),
            squeezed("/".join(table.columns[cell.column].path)),
            str(cell.value),
        )
        for table in tables
        for row in table.rows
        for cell in row.cells
        if cell.value is not None
    )


@pytest.mark.parametrize("format", RULED)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_cell_is_read(layout: str, format: str, tmp_path: Path) -> None:
    gold = tables_json(MADE[0], layout, format)["tables"]
    tables = build_tables(read(write(MADE[0], layout, format, tmp_path)))
    assert read_cells(tables) == gold_cells(gold)
    assert [(t.title, t.kind.value, t.unit) for t in tables] == [(t["title"], t["kind"], t["unit"]) for t in gold]
    assert all(cell.certain for table in tables for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
@pytest.mark.parametrize("layout", ["landscape", "indented"])
def test_tables_keep_their_numbers(layout: str, format: str, tmp_path: Path) -> None:
    gold = tables_json(MADE[0], layout, format)["tables"]
    tables = build_tables(read(write(MADE[0], layout, format, tmp_path)))
    assert [table.number for table in tables] == [table["number"] for table in gold]


@pytest.mark.parametrize("format", RULED)
def test_final_accounts_are_read(format: str, tmp_path: Path) -> None:
    gold = tables_json(MADE[-1], FINAL_LAYOUT, format)["tables"]
    tables = build_tables(read(write(MADE[-1], FINAL_LAYOUT, format, tmp_path)))
    public = "三公"
    assert read_cells(tuple(t for t in tables if public not in t.title)) == gold_cells(
        [t for t in gold if public not in t["title"]]
    )


def test_header_tree_of_four_levels_is_read(tmp_path: Path) -> None:
    gold = [t for t in tables_json(MADE[-1], FINAL_LAYOUT)["tables"] if "三公" in t["title"]]
    tables = build_tables(read(write(MADE[-1], FINAL_LAYOUT, "pdf", tmp_path)))
    assert read_cells(tuple(t for t in tables if "三公" in t.title)) == gold_cells(gold)


# ---------------------------------------------------------------- text dumps


def wrongly_certain(layout: str, tmp_path: Path) -> Counter[Key]:
    """Cells of a text dump that the reader is certain of and that the document does not hold (by column leaf)."""
    budget = MADE[-1] if layout == FINAL_LAYOUT else MADE[0]
    gold = {(t, label, path.rpartition("/")[2], value) for t, _, label, path, value in gold_cells(
        tables_json(budget, layout, "txt")["tables"]
    )}  # fmt: skip
    wrong: Counter[Key] = Counter()
    for table in build_tables(read(write(budget, layout, "txt", tmp_path))):
        for row in table.rows:
            for cell in (cell for cell in row.cells if cell.certain and cell.value is not None):
                label, leaf = squeezed(bare(row.label)), squeezed(table.columns[cell.column].leaf)
                if (table.title, label, leaf, str(cell.value)) not in gold:
                    wrong[(table.title, row.code or "", label, leaf, str(cell.value))] += 1
    return wrong


def test_landscape_dump_is_read_as_the_document(tmp_path: Path) -> None:
    gold = tables_json(MADE[0], "landscape", "txt")["tables"]
    assert read_cells(build_tables(read(write(MADE[0], "landscape", "txt", tmp_path)))) == gold_cells(gold)


@pytest.mark.parametrize("layout", [*LAYOUTS, FINAL_LAYOUT])
def test_dumps_are_never_certain_of_what_is_not_there(layout: str, tmp_path: Path) -> None:
    assert not wrongly_certain(layout, tmp_path)


# ---------------------------------------------------------------- the demonstration set


def test_demonstration_documents_are_the_generated_ones(tmp_path: Path) -> None:
    assert sorted(path.name for path in DOCUMENTS.iterdir()) == sorted(demo_names())
    assert sum(path.stat().st_size for path in DOCUMENTS.iterdir()) < 1_500_000
    for budget, layout, format in demo_set():
        if format == "html":
            written = write(budget, layout, format, tmp_path)
            assert written.read_bytes() == (DOCUMENTS / written.name).read_bytes()
