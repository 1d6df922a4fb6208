"""The evaluation page's desk: runs a question set over the store, keeps the runs, shows and compares them."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.rendering.delivery import HTML, File, delivery_html
from assistant.rendering.page import notice_html
from eval.compare import changes
from eval.html_report import write_report
from eval.page import changes_html, progress_html, scores_html
from eval.records import EvaluationError, Question, read_questions, read_results
from eval.run import Answerer, answer_all, questions_of, visible_documents, write_lines, write_run_record
from eval.score import score
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from index.stores import Store

_EVERY = 5  # questions between two looks at the progress


class EvaluationDesk:
    """Runs lie beside the store, each with its question set: ``evaluations/<name>/questions.jsonl, results.jsonl``."""

    def __init__(self, store: Store, assistant: Answerer) -> None:
        self._store = store
        self._assistant = assistant
        self._folder = store.directory / "evaluations"
        self._running = threading.Lock()

    def runs(self) -> list[str]:
        """The names of the finished runs, newest first."""
        found = self._folder.glob("*/results.run.json") if self._folder.is_dir() else ()
        return sorted((record.parent.name for record in found), reverse=True)

    def run(self, questions: Path | None) -> Iterator[str]:
        """Answers the set over the store; yields the progress and then the scores, as HTML."""
        if questions is None:
            yield notice_html("请先选一份题集（JSONL）。")
            return
        if not self._running.acquire(blocking=False):
            yield notice_html("另一套题正在跑，请等它结束。")
            return
        try:
            yield from self._run(questions)
        except BudgetQaError as error:
            yield notice_html(str(error).replace(f"{questions.parent}/", ""))
        finally:
            self._running.release()

    def _run(self, questions: Path) -> Iterator[str]:
        asked = read_questions(questions)
        if not asked:
            raise EvaluationError(f"{questions.name} 里没有题目")
        started = datetime.now(UTC)
        folder = self._folder / f"{started:%Y%m%d-%H%M%S}-{questions.stem[:40]}"
        folder.mkdir(parents=True)
        kept = Path(shutil.copy(questions, folder / "questions.jsonl"))
        results = folder / "results.jsonl"
        yield from self._answered(asked, results)
        write_run_record(results, kept, self._store.directory, "question", started, len(asked))
        yield self.scores(folder.name)

    def _answered(self, asked: Sequence[Question], results: Path) -> Iterator[str]:
        files = {document.id: document.file for document in self._store.documents()}
        visible = visible_documents(asked, files)
        done: list[dict[str, object]] = []
        for line in answer_all(asked, self._assistant, visible):
            done.append(line)
            if len(done) % _EVERY == 1:
                yield progress_html(len(done), len(asked))
        write_lines(done, results)

    def scores(self, run: str | None) -> str:
        """The scores of a run by kind, and the questions that went wrong."""
        results = self._results(run)
        if results is None:
            return notice_html("还没有选运行记录。")
        questions = questions_of(results) or results.with_name("questions.jsonl")
        return scores_html(score(read_questions(questions), read_results(results)))

    def compare(self, old: str | None, new: str | None) -> str:
        """What changed between two runs."""
        before, after = self._results(old), self._results(new)
        if before is None or after is None:
            return notice_html("请选两次运行。")
        try:
            return changes_html(changes(before, after))
        except BudgetQaError:
            return notice_html("这两次运行没有共同的题目。")

    def report(self, run: str | None) -> str:
        """The report of a run as a download; nothing where none is chosen."""
        results = self._results(run)
        if results is None:
            return ""
        page = write_report([results], results.parent, results.with_name("questions.jsonl"))
        return delivery_html(File(f"评测-{results.parent.name}.html", HTML, page.read_bytes()))

    def _results(self, run: str | None) -> Path | None:
        return self._folder / run / "results.jsonl" if run in self.runs() and run else None
