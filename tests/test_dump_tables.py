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
            if table.kind not in (TableKind.DEPARTMENT_PERFORMANCE, TableKind.PROJECT_PERFORMANCE):
                assert [row["cells"] for row in as_json(table)["rows"]] == [row["cells"] for row in golden["rows"]]
