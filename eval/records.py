"""Question sets and results files: the lines as they are read, checked at the border."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.errors import BudgetQaError


class EvaluationError(BudgetQaError):
    """A question set or results file is missing or not in the agreed format."""


def _as_groups(value: Any) -> Any:
    """Lets a group of alternatives be written as one bare string."""
    return [[entry] if isinstance(entry, str) else entry for entry in value] if isinstance(value, list) else value


Groups = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_as_groups)]
Direction = Literal["increase", "decrease", "unchanged"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Figure(_Record):
    value: Decimal
    unit: str = ""
    tolerance: Decimal | None = None


class NumberGold(_Record):
    type: Literal["number"]
    value: Decimal
    unit: str = ""
    direction: Direction | None = None
    tolerance: Decimal | None = None
    items: Groups = ()


class TextGold(_Record):
    type: Literal["text"]
    must: Groups
    must_not: Groups = ()


class ListGold(_Record):
    type: Literal["list"]
    items: Groups = ()
    values: tuple[Decimal, ...] = ()
    unit: str | None = None
    tolerance: Decimal | None = None


class YesNoGold(_Record):
    type: Literal["yesno"]
    value: Literal["yes", "no"]
    figure: Figure | None = None


class AbstainGold(_Record):
    type: Literal["abstain"]


Gold = Annotated[NumberGold | TextGold | ListGold | YesNoGold | AbstainGold, Field(discriminator="type")]


class Evidence(_Record):
    quote: str = ""
    table: str | None = None
    section: str | None = None
    page: int | None = None
    doc: str | None = None


class Question(_Record):
    id: str
    question: str
    kind: str
    answer: Gold
    history: tuple[str, ...] = ()
    docs: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""


class ResultItem(_Record):
    name: str
    value: Decimal | None = None
    unit: str | None = None


class ResultFigure(_Record):
    text: str
    value: Decimal | None = None
    unit: str | None = None
    status: str = ""
    formula: str | None = None


class ResultCitation(_Record):
    document: str = ""
    table: str | None = None
    title: str | None = None
    section: str | None = None
    row: str | None = None
    quote: str = ""


class Result(_Record):
    id: str
    outcome: Literal["answer", "clarification", "refusal"]
    answer: str = ""
    value: Decimal | None = None
    unit: str | None = None
    direction: Direction | None = None
    verdict: Literal["yes", "no"] | None = None
    items: tuple[ResultItem, ...] = ()
    figures: tuple[ResultFigure, ...] = ()
    citations: tuple[ResultCitation, ...] = ()
    candidates: tuple[str, ...] = ()
    reason: str | None = None
    elapsed_ms: Decimal | None = None


Record = TypeVar("Record", Question, Result)


def read_questions(path: Path) -> list[Question]:
    """The questions of a set, in order; raises EvaluationError naming file and line."""
    return _unique(list(_read(path, Question)), path)


def read_results(path: Path) -> list[Result]:
    return _unique(list(_read(path, Result)), path)


def _read(path: Path, record: type[Record]) -> Iterator[Record]:
    if not path.is_file():
        raise EvaluationError(f"找不到文件：{path}")
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} 不是 UTF-8 文本") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield record.model_validate(json.loads(line, parse_float=Decimal))
        except json.JSONDecodeError as error:
            raise EvaluationError(f"{path} 第{number}行不是 JSON：{error.msg}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise EvaluationError(f"{path} 第{number}行格式不符：{where} {first['msg']}") from error


def _unique(records: list[Record], path: Path) -> list[Record]:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise EvaluationError(f"{path} 中编号 {record.id} 重复")
        seen.add(record.id)
    return records
