"""The format of a golden file: one document's metadata and tables, as its pages show them.

A number is written as a JSON number with the digits printed (``12.50``, without thousands separators), words as a
string, a blank as null; cells stand in the order of ``columns``, trailing blanks may be left out. ``…`` in a text or
label stands for words left out: golden files hold cells and names, no sentences.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.records import EvaluationError
from index.errors import BudgetQaError
from index.model import Scope, Stage, TableKind

_ROOT = Path(__file__).parents[2]
GOLDEN = _ROOT / "tests" / "golden" / "documents"
DOCUMENTS = _ROOT.parent / "shared" / "documents"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldenRow(_Record):
    """A row: its code, label, the labels of its ancestors (outermost first), its side (income, expenditure) in a
    two-sided table, its page where that is worth saying (page breaks), its cells."""

    label: str
    code: str | None = None
    path: tuple[str, ...] = ()
    side: str = ""
    page: int | None = None
    cells: tuple[Decimal | str | None, ...] = ()


class GoldenTable(_Record):
    """A table. ``row_count`` is how many rows the document prints where ``rows`` holds only some of them; ``empty``
    says that the document explains why there are no amounts; ``subject`` is compared where it is given."""

    number: str
    title: str
    kind: TableKind
    unit: str
    pages: tuple[int, ...]
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[GoldenRow, ...]
    row_count: int | None = None
    empty: bool = False
    subject: str | None = None

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip() + (f"（{self.subject}）" if self.subject else "")


class GoldenDocument(_Record):
    """A document. ``table_count`` is how many tables it holds where ``tables`` holds only some of them."""

    file: str
    department: str
    region: str
    year: int
    stage: Stage
    scope: Scope
    tables: tuple[GoldenTable, ...]
    table_count: int | None = None


def read_golden(path: Path) -> GoldenDocument:
    """Raises EvaluationError, naming the place, when the file is not in the format."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
        return GoldenDocument.model_validate(content)
    except (OSError, json.JSONDecodeError, ValidationError) as error:
        raise EvaluationError(f"{path.name}：标准文件无法读取，请修正：{error}") from error


def find_document(folder: Path, name: str) -> Path:
    """The file of that name in a folder or below it. Raises BudgetQaError where there is none."""
    found = next(iter(sorted(folder.rglob(name))), None)
    if found is None:
        raise BudgetQaError(f"{folder} 里没有 {name}，请用 --documents 指明原文件所在的文件夹。")
    return found
