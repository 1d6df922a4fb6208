"""Real documents against golden files written by reading their pages: metadata, table heads, every cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from eval.golden.drafts import draft
from eval.golden.records import DOCUMENTS, GOLDEN, GoldenDocument, find_document, read_golden
from eval.golden.scoring import score
from eval.records import EvaluationError
from index.pipeline import read_document
from tests.budget_documents import budget_document

BAR = 0.995  # of a document's cells; what a document and its tables are called is right without exception
FILES = sorted(GOLDEN.glob("*.json"))


@pytest.mark.shared
@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_document_is_read_as_people_read_it(path: Path) -> None:
    golden = read_golden(path)
    result = score(read_document(find_document(DOCUMENTS, golden.file)), golden)
    differences = "\n".join((*result.heads, *result.cells)[:12])
    assert not result.heads, differences
    assert result.share >= BAR, f"{result.right}/{result.total}\n{differences}"


def golden_of_example() -> GoldenDocument:
    document = budget_document()
    table = {
        "number": "表二",
        "title": "一般公共预算支出表",
        "kind": "general_public_budget_expenditure",
        "unit": "万元",
        "pages": [2],
        "columns": [["2023年预算数", "合计"]],
        "rows": [
            {"code": "2010301", "label": "行政运行", "cells": [Decimal("151.50")]},
            {"code": "2010302", "label": "一般…事务", "cells": [Decimal("20.00")]},
            {"code": "2080505", "label": "养老保险缴费", "cells": [Decimal("9.80")]},
        ],
    }
    head = {field: getattr(document, field) for field in ("department", "region", "year", "stage", "scope")}
    return GoldenDocument.model_validate({"file": "1.pdf", **head, "tables": [table]})


def test_every_cell_of_the_right_reading_counts() -> None:
    result = score(budget_document(), golden_of_example())
    assert (result.right, result.total, result.heads, result.cells) == (3, 3, (), ())


@pytest.mark.parametrize(
    ("change", "right", "total", "said"),
    [
        ({"unit": "元"}, 0, 3, "unit：读作 万元，应为 元"),
        ({"kind": "other"}, 0, 3, "kind"),
        ({"pages": [2, 3]}, 3, 3, "pages"),
        ({"columns": [["合计"]]}, 0, 3, "columns"),
        ({"rows": [{"code": "2010301", "label": "行政运行", "cells": [Decimal("151.5")]}]}, 0, 3, "多出的行"),
        (
            {"rows": [{"code": "2010301", "label": "行政运行", "path": ["类"], "cells": [Decimal("151.50")]}]},
            0,
            4,
            "没有这一行",
        ),
        ({"row_count": 3, "rows": [{"code": "2010301", "label": "行政运行", "cells": []}]}, 0, 1, "行政运行"),
    ],
)
def test_what_is_read_wrong_is_named(change: dict[str, object], right: int, total: int, said: str) -> None:
    golden = golden_of_example()
    table = golden.tables[0].model_dump(exclude_unset=True) | change
    changed = GoldenDocument.model_validate(golden.model_dump(exclude_unset=True) | {"tables": [table]})
    result = score(budget_document(), changed)
    assert (result.right, result.total) == (right, total)
    assert said in "\n".join((*result.heads, *result.cells))


def test_metadata_and_missing_tables_are_named() -> None:
    golden = golden_of_example().model_copy(update={"year": 2024, "table_count": 2})
    result = score(budget_document(), golden)
    assert [line.split("：")[0] for line in result.heads] == ["year", "表数"]


def test_a_draft_is_a_golden_file(tmp_path: Path) -> None:
    path = tmp_path / "1.json"
    path.write_text(draft(budget_document()), encoding="utf-8")
    result = score(budget_document(), read_golden(path))
    assert (result.right, result.total, result.heads, result.cells) == (3, 3, (), ())


def test_a_golden_file_in_no_format_says_where(tmp_path: Path) -> None:
    path = tmp_path / "1.json"
    path.write_text('{"file": "1.pdf"}', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"1\.json"):
        read_golden(path)
