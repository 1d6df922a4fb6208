"""What a published budget document becomes: tables with exact cells, sections, facts, findings, chunks.

``Path → SourceFile → ParsedDocument → BudgetDocument → Fact, Finding, Chunk``. All types are frozen; indexes into
rows and columns are 0-based; pages are 1-based and None where a format has no pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from index.amounts import Quantity

BBox = tuple[float, float, float, float]


class Stage(StrEnum):
    BUDGET = "budget"
    ADJUSTED = "adjusted"
    FINAL = "final"


class Scope(StrEnum):
    DEPARTMENT = "department"
    UNIT = "unit"


class TableKind(StrEnum):
    """The closed list of tables that departments publish (budget and final accounts)."""

    TOTAL_INCOME_EXPENDITURE = "total_income_expenditure"  # 收支总表
    TOTAL_INCOME = "total_income"  # 收入总表
    TOTAL_EXPENDITURE = "total_expenditure"  # 支出总表
    FISCAL_APPROPRIATION = "fiscal_appropriation"  # 财政拨款收支总表
    FISCAL_APPROPRIATION_EXPENDITURE = "fiscal_appropriation_expenditure"  # 财政拨款支出表
    GENERAL_PUBLIC_BUDGET_EXPENDITURE = "general_public_budget_expenditure"  # 一般公共预算支出表（功能）
    GENERAL_PUBLIC_BUDGET_ECONOMIC = "general_public_budget_economic"  # 一般公共预算支出表（部门经济分类）
    GOVERNMENT_ECONOMIC = "government_economic"  # 政府预算经济分类
    BASIC_EXPENDITURE = "basic_expenditure"  # 一般公共预算基本支出表
    PROJECT_EXPENDITURE = "project_expenditure"  # 项目支出表
    THREE_PUBLIC_EXPENSES = "three_public_expenses"  # “三公”经费支出表
    AGENCY_OPERATING_COST = "agency_operating_cost"  # 机关运行经费表
    GOVERNMENT_FUND_BUDGET = "government_fund_budget"  # 政府性基金预算支出表
    STATE_CAPITAL_BUDGET = "state_capital_budget"  # 国有资本经营预算支出表
    FISCAL_SPECIAL_ACCOUNT = "fiscal_special_account"  # 财政专户管理资金支出表
    GOVERNMENT_PROCUREMENT = "government_procurement"  # 政府采购预算表
    PURCHASE_OF_SERVICES = "purchase_of_services"  # 政府购买服务支出表
    SPECIAL_FUNDS = "special_funds"  # 专项业务经费/专项资金
    TRANSFER_PAYMENTS = "transfer_payments"  # 对下转移支付
    ASSETS = "assets"  # 资产、车辆、设备
    DEPARTMENT_PERFORMANCE = "department_performance"  # 整体支出绩效目标表
    PROJECT_PERFORMANCE = "project_performance"  # 项目支出绩效目标表
    TABLE_OF_CONTENTS = "table_of_contents"
    OTHER = "other"


# ---------------------------------------------------------------- what a reader hands over


@dataclass(frozen=True, slots=True)
class SourceFile:
    path: Path
    sha256: str
    media_type: str

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A line or paragraph outside tables, in reading order."""

    text: str
    page: int | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """A grid as found on a page. ``rows[r][c]`` is a cell's text, None where a merged cell covers it."""

    rows: tuple[tuple[str | None, ...], ...]
    page: int | None = None
    bboxes: tuple[tuple[BBox | None, ...], ...] | None = None
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page in reading order (text and tables interleaved).

    ``certain`` is False where the words were recognised from an image: a digit or a point may be misread there.
    """

    number: int | None
    blocks: tuple[TextBlock | RawTable, ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    source: SourceFile
    pages: tuple[Page, ...]
    reader: str
    reader_version: str
    warnings: tuple[str, ...] = ()


# ---------------------------------------------------------------- the document as understood


@dataclass(frozen=True, slots=True)
class Column:
    """A value column. ``path`` runs from the outermost header to the leaf (``("2023年预算数", "基本支出")``)."""

    path: tuple[str, ...]

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with content. ``value`` is the printed number in the table's own unit, None for text."""

    column: int
    text: str
    value: Decimal | None = None
    certain: bool = True
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled row. ``path`` holds the labels of its ancestors, outermost first; ``level`` = len(path).

    ``side`` is "income" or "expenditure" in a two-sided table, else "". ``quote`` is the row as printed.
    """

    label: str
    cells: tuple[Cell, ...]
    code: str | None = None
    path: tuple[str, ...] = ()
    level: int = 0
    side: str = ""
    page: int | None = None
    quote: str = ""
    total: bool = False

    def cell(self, column: int) -> Cell | None:
        return next((cell for cell in self.cells if cell.column == column), None)


@dataclass(frozen=True, slots=True)
class BudgetTable:
    """A published table. ``subject`` names the project or unit that a whole table is about, if one is.

    ``attributes`` are the labelled boxes above a performance table (项目名称, 立项依据 …); they are rows too.
    """

    id: str
    number: str
    title: str
    kind: TableKind
    unit: str
    pages: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    empty_reason: str = ""
    subject: str = ""
    owner: str = ""  # the department or unit named beside the title (编制单位：…)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the text below it, up to the next heading. ``path`` holds the titles from the outermost."""

    path: tuple[str, ...]
    text: str
    page: int | None = None

    @property
    def title(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact or passage stands. A cell (table, row, column) or a sentence (section, quote)."""

    document: str
    quote: str
    page: int | None = None
    table: str | None = None
    row: int | None = None
    column: int | None = None
    section: tuple[str, ...] = ()
    bbox: BBox | None = None


class Measure(StrEnum):
    """What a fact's quantity says about its metric."""

    VALUE = "value"  # the amount, count or target itself
    CHANGE = "change"  # signed change against the base year
    CHANGE_RATE = "change_rate"  # signed, in %
    SHARE = "share"  # printed share of a whole
    WEIGHT = "weight"  # weight of a performance indicator
    TEXT = "text"  # no quantity: words in a cell


@dataclass(frozen=True, slots=True)
class Fact:
    """One printed statement: a table cell, or a figure in a sentence.

    In a table a cell has two names: its row (``label``, ``row_path``, ``code``) and its column (``column_path``).
    In a sentence ``label`` is the metric, ``row_path`` the metrics it is part of (其中：…), ``reason``/``purpose``
    the words the sentence gives, ``base_year`` and ``base`` what a change is measured against (上年预算数/上年执行数).
    ``quantity`` is None for words (Measure.TEXT), whose content is then ``text``.
    """

    id: str
    document: str
    label: str
    measure: Measure
    year: int
    stage: Stage
    provenance: Provenance
    text: str
    quantity: Quantity | None = None
    code: str | None = None
    row_path: tuple[str, ...] = ()
    column_path: tuple[str, ...] = ()
    table_kind: TableKind | None = None
    side: str = ""
    level: int = 0
    total: bool = False
    subject: str = ""
    certain: bool = True
    base_year: int | None = None
    base: str = ""
    reason: str = ""
    purpose: str = ""


RECOGNISED = "reading.recognised"  # code of the finding that a document has pages recognised from pictures


@dataclass(frozen=True, slots=True)
class Finding:
    """An inconsistency (or rounding gap) in a document. ``cells`` are (table id, row, column)."""

    code: str
    level: str  # info | warning | error
    message: str
    document: str
    cells: tuple[tuple[str, int, int], ...] = ()
    formula: str = ""
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """An entry of the document's glossary (专业名词解释)."""

    term: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class BudgetDocument:
    id: str
    source: SourceFile
    department: str
    region: str
    year: int
    stage: Stage
    scope: Scope
    tables: tuple[BudgetTable, ...]
    sections: tuple[Section, ...]
    short_names: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    page_count: int = 0
    published: str = ""
    contact: str = ""
    findings: tuple[Finding, ...] = ()
    facts: tuple[Fact, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage for retrieval: ``text`` may be quoted, ``embedding_text`` is what is embedded."""

    id: str
    document: str
    text: str
    embedding_text: str
    provenance: Provenance
    kind: str = "section"  # section | table | definition
