"""Answers a question set over a set of documents and writes one line of results for each question."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from assistant.model import Answer, Refusal
from assistant.rendering.contract import answer_json
from eval.records import EvaluationError, Question

if TYPE_CHECKING:
    from index.stores import Store

log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What is evaluated: ``assistant.service.Assistant``, or a script in tests."""

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> Answer: ...


def answer_all(
    questions: Iterable[Question], assistant: Answerer, visible: dict[str, list[str]] | None = None
) -> Iterator[dict[str, Any]]:
    """One contract line a question, in order. ``visible`` maps question ids to document ids (None: all documents)."""
    for question in questions:
        started = time.perf_counter()
        try:
            answer = assistant.ask(question.question, question.history, visible[question.id] if visible else None)
        except Exception:  # one question that breaks must not end the run
            log.exception("question %s failed", question.id)
            answer = Refusal("回答这个问题时程序出错。", "internal_error")
        elapsed = round((time.perf_counter() - started) * 1000, 1)
        yield answer_json(answer, question_id=question.id, elapsed_ms=elapsed)


def visible_documents(questions: Iterable[Question], files: dict[str, str]) -> dict[str, list[str]]:
    """Question id → ids of the documents it may see (``files``: id → file name); all where it names none.

    A file that is not among them (it could not be read) is left out, and the question goes on without it: it is then
    refused, not skipped. Raises EvaluationError when none of the named files is there, as in a wrong folder.
    """
    by_name: dict[str, list[str]] = {}
    for document_id, name in files.items():
        by_name.setdefault(name, []).append(document_id)
    visible: dict[str, list[str]] = {}
    named: set[str] = set()
    for question in questions:
        names = [PurePosixPath(doc).name for doc in question.docs]
        named.update(names)
        visible[question.id] = [i for name in names for i in by_name.get(name, ())] if names else list(files)
    missing = "、".join(sorted(named - by_name.keys()))
    if missing and not named & by_name.keys():
        raise EvaluationError(f"题目所用的文件都不在索引库中：{missing}")
    if missing:
        log.warning("questions go on without documents that are not indexed: %s", missing)
    return visible


def write_lines(lines: Iterable[dict[str, Any]], out: Path) -> int:
    """Writes results line by line (a run that is cut short keeps what it has); returns their number."""
    out.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with out.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            count += 1
    return count


def run_record_path(results: Path) -> Path:
    return results.with_suffix(".run.json")


def write_run_record(results: Path, questions: Path, source: Path, scope: str, started: datetime, count: int) -> None:
    """Beside the results: what was run over what, so that a report finds its question set."""
    record = {
        "questions": str(questions.resolve()),
        "documents": str(source.resolve()),
        "scope": scope,
        "started": started.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started.astimezone(UTC)).total_seconds(), 1),
        "count": count,
    }
    run_record_path(results).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", "utf-8")


def questions_of(results: Path) -> Path | None:
    """The question set that a results file was made from, where its run record says so and it is still there."""
    record = run_record_path(results)
    if not record.is_file():
        return None
    path = Path(json.loads(record.read_text("utf-8")).get("questions", ""))
    return path if path.is_file() else None


@contextmanager
def indexed(folder: Path, wanted: Sequence[Question] | None, jobs: int) -> Iterator[Store]:
    """A temporary store over a folder: all its files, or only those that ``wanted`` questions name."""
    from assistant.progress import progress_bar
    from index.pipeline import index_paths
    from index.stores import Store

    if not folder.is_dir():
        raise EvaluationError(f"找不到文件夹：{folder}")
    paths = [folder] if wanted is None else _named_files(folder, wanted)
    with tempfile.TemporaryDirectory(prefix="budget-qa-") as temporary, Store.open(Path(temporary)) as store:
        with progress_bar("读取") as progress:
            summary = index_paths(paths, store, jobs=jobs, progress=progress)
        for failure in summary.failed:
            log.warning("not indexed: %s: %s", failure.file, failure.reason)
        yield store


def _named_files(folder: Path, questions: Sequence[Question]) -> list[Path]:
    """The files under ``folder`` with the names the questions give; everything where a question gives none."""
    names = {PurePosixPath(doc).name for question in questions for doc in question.docs}
    if not all(question.docs for question in questions):
        return [folder]
    found = {path.name: path for path in sorted(folder.rglob("*"), reverse=True) if path.name in names}
    missing = names - found.keys()
    if missing:
        raise EvaluationError(f"{folder} 中没有题目所用的文件：{'、'.join(sorted(missing))}")
    return [found[name] for name in sorted(found)]
