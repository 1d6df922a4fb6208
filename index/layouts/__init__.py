"""Declarative table layouts: what published tables are called, which columns they have, how a dump writes them.

``national.toml`` holds the forms that most departments share; a province adds ``<province>.toml``. Each file is
validated on loading; an invalid or ambiguous file raises :class:`index.errors.LayoutError`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from index.errors import LayoutError
from index.model import TableKind

Shape = Literal["coded", "sided", "single", "labelled", "indicators"]
BoxValue = Literal["name", "amount", "paragraph"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _valid_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则表达式“{pattern}”无效：{error}") from error
    return pattern


class Anchor(_Strict):
    """Rows of another table whose sum a column's total must equal (or reach)."""

    kind: TableKind
    side: str = ""
    label: str = ".*"
    code: str = ""

    _check = field_validator("label")(_valid_pattern)


class ColumnLayout(_Strict):
    """A value column: its header path, other names of its leaf, and where its total is also printed."""

    path: tuple[str, ...] = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    equals: tuple[Anchor, ...] = ()
    at_least: tuple[Anchor, ...] = ()
    stated: tuple[str, ...] = ()  # names under which the narrative states this amount

    @property
    def names(self) -> tuple[str, ...]:
        return (self.path[-1], *self.aliases)


class BoxLayout(_Strict):
    """A labelled box of a performance form and the type of its content."""

    label: str
    value: BoxValue
    aliases: tuple[str, ...] = ()


class TableLayout(_Strict):
    """One kind of table. ``titles`` are searched in the title (spaces removed); ``except_titles`` must not occur."""

    kind: TableKind
    shape: Shape
    titles: tuple[str, ...] = Field(min_length=1)
    except_titles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()  # headings over all value columns
    headings: tuple[str, ...] = ()  # headings of label and code columns
    labels: tuple[str, ...] = ()  # row labels of a labelled table
    columns: tuple[ColumnLayout, ...] = ()
    boxes: tuple[BoxLayout, ...] = ()
    subject_box: str = ""
    within: TableKind | None = None  # a table whose rows of the same code are at least as great, column by column

    _check = field_validator("titles", "except_titles", "groups", "labels")(
        lambda patterns: tuple(map(_valid_pattern, patterns))
    )

    @model_validator(mode="after")
    def _unambiguous(self) -> TableLayout:
        paths = [column.path for column in self.columns]
        if len(set(paths)) != len(paths):
            raise ValueError(f"{self.kind}：列重复")
        return self

    def matches(self, title: str) -> bool:
        compact = re.sub(r"\s+", "", title)
        if any(re.search(pattern, compact) for pattern in self.except_titles):
            return False
        return any(re.search(pattern, compact) for pattern in self.titles)


class Split(_Strict):
    """A way a total column is divided: patterns that all of its parts' names match.

    ``total``: a total column whose name matches it has the parts of this split alone, whatever else stands beside it.
    """

    name: str
    parts: tuple[str, ...] = Field(min_length=1)
    total: str = ""

    _check = field_validator("parts")(lambda patterns: tuple(map(_valid_pattern, patterns)))


class Nesting(_Strict):
    """Rows that are parts of the row they follow, by name: patterns of its label and of theirs, unnumbered."""

    head: str
    parts: str

    _check = field_validator("head", "parts")(_valid_pattern)


class IndicatorColumns(_Strict):
    """Printed names of the columns of an indicator table, by what they hold."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    name: tuple[str, ...]
    weight: tuple[str, ...]
    unit: tuple[str, ...]
    sign: tuple[str, ...]
    value: tuple[str, ...]
    core: tuple[str, ...]

    def column_of(self, heading: str) -> str:
        """What the column under a printed heading holds; "" when it is none of these."""
        return next((role for role, names in self if heading in names), "")


class Words(_Strict):
    """The words that rows, sides and indicators are told by."""

    total_columns: tuple[str, ...]
    total_rows: tuple[str, ...]
    income_labels: tuple[str, ...]
    expenditure_labels: tuple[str, ...]
    indicator_columns: IndicatorColumns
    indicator_noise: tuple[str, ...]
    indicator_first: tuple[str, ...]
    indicator_signs: tuple[str, ...]
    indicator_qualitative: tuple[str, ...]


class _LayoutFile(_Strict):
    words: Words | None = None
    split: tuple[Split, ...] = ()
    nesting: tuple[Nesting, ...] = ()
    table: tuple[TableLayout, ...] = ()


class Layouts(_Strict):
    words: Words
    splits: tuple[Split, ...]
    nestings: tuple[Nesting, ...]
    tables: tuple[TableLayout, ...]

    def for_title(self, title: str) -> TableLayout | None:
        """The first layout (provinces before the nation) whose title patterns fit."""
        return next((layout for layout in self.tables if layout.matches(title)), None)


@cache
def load_layouts() -> Layouts:
    """All layout files of the package: provinces first, then ``national.toml``."""
    folder = resources.files("index.layouts")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    files = [parse_layout(name, (folder / name).read_text("utf-8")) for name in names if name != "national.toml"]
    national = parse_layout("national.toml", (folder / "national.toml").read_text("utf-8"))
    if national.words is None:
        raise LayoutError("index/layouts/national.toml：缺少 [words]。")
    ordered = [*files, national]
    return Layouts(
        words=national.words,
        splits=tuple(split for file in ordered for split in file.split),
        nestings=tuple(nesting for file in ordered for nesting in file.nesting),
        tables=tuple(table for file in ordered for table in file.table),
    )


def parse_layout(name: str, text: str) -> _LayoutFile:
    """One layout file's text, validated."""
    try:
        return _LayoutFile.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LayoutError(f"index/layouts/{name}：版式文件无效，请修正：{error}") from error
