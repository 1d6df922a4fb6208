"""Many texts at once: ``{"id", "text", "docs"}`` a line in, ``{"id", "figures"}`` a line out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.checking.judge import check_text
from assistant.knowledge import Knowledge
from assistant.rendering.judgements import judgements_json
from index.errors import BudgetQaError


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    docs: tuple[str, ...] = ()


def check_lines(source: Path, out: Path, knowledge: Knowledge) -> int:
    """Checks each line of a JSONL file and writes the results; returns how many. BudgetQaError for a bad line."""
    lines = list(_read(source))
    views: dict[tuple[str, ...], Knowledge] = {}
    with out.open("w", encoding="utf-8") as stream:
        for line in lines:
            if line.docs not in views:
                views[line.docs] = _view(line, knowledge)
            figures = judgements_json(check_text(line.text, views[line.docs]), views[line.docs])
            stream.write(json.dumps({"id": line.id, **figures}, ensure_ascii=False) + "\n")
    return len(lines)


def _view(line: _Line, knowledge: Knowledge) -> Knowledge:
    """The documents that a line names by file name or id; all where it names none."""
    names = {PurePosixPath(name).name for name in line.docs}
    chosen = [i for i in knowledge.indexes if not names or {i.document.source.name, i.document.id} & names]
    if not chosen:
        raise BudgetQaError(f"{line.id}：索引库里没有 {'、'.join(line.docs)}")
    return Knowledge(chosen)


def _read(source: Path) -> Iterator[_Line]:
    try:
        lines = source.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BudgetQaError(f"{source}：无法读取，或不是 UTF-8 文本") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _Line.model_validate_json(line)
        except ValidationError as error:
            raise BudgetQaError(f"{source} 第{number}行格式不符：须有 id 和 text") from error
