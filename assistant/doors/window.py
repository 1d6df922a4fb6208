"""The service window behind every door: questions, checks, documents and tables of one store, as the contract's JSON."""

from __future__ import annotations

import shutil
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.doors.errors import DoorError
from assistant.doors.table_search import best_tables
from assistant.library import find_document
from assistant.rendering.contract import Json, answer_json, summary_json, tables_json

if TYPE_CHECKING:
    from assistant.model import Answer
    from assistant.service import Assistant
    from index.stores import Store

_REMEMBERED = 512  # answers to the questions that many people ask


class Window:
    """Methods may be called from any thread. Documents are named by id or file name; unknown names raise
    UnknownDocument, what the store cannot do StoreError (both BudgetQaError)."""

    def __init__(self, store: Store, assistant: Assistant) -> None:
        self.store = store
        self.assistant = assistant
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()

    def answer(self, question: str, history: Sequence[str] = (), documents: Sequence[str] = ()) -> Answer:
        """The checked answer; a question asked before over the same documents is not worked out again."""
        ids = self._ids(documents)
        key = (self.store.revision(), question, tuple(history), tuple(ids or ()))
        found = self._answers.get(key)
        if found is None:
            found = self.assistant.ask(question, history, ids)
            with self.assistant.guard:
                self._answers[key] = found
                if len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
        return found

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] = ()) -> Json:
        """An answer as in ``budget-qa ask --json``."""
        started = time.perf_counter()
        answer = self.answer(question, history, documents)
        return answer_json(answer, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))

    def check(self, text: str, documents: Sequence[str] = ()) -> Json:
        """Every figure of a text judged, as in ``budget-qa check --json``."""
        from assistant.checking import check_text
        from assistant.rendering.judgements import judgements_json

        ids = self._ids(documents)
        with self.assistant.guard:
            knowledge = self.assistant.view(ids)
            return judgements_json(check_text(text, knowledge), knowledge)

    def documents(self) -> list[Json]:
        """What is in the store, as in ``budget-qa documents --json``."""
        return [summary_json(document) for document in self.store.documents()]

    def search_tables(self, query: str, documents: Sequence[str] = (), limit: int = 10) -> list[Json]:
        """The tables that a few words are about, best first: where each stands and what its columns are."""
        ids = self._ids(documents)
        with self.assistant.guard:
            knowledge = self.assistant.view(ids)
            passages = self.assistant.passages(query, 50, knowledge) if knowledge.documents else ()
            return best_tables(query, knowledge.documents, passages, limit)

    def tables(self, document: str) -> Json:
        """All tables of a document as read, as in ``budget-qa tables --json``."""
        return tables_json(self.store.load(find_document(self.store, document).id))

    def table(self, document: str, table: str) -> Json:
        """One table of a document by its id, number (表四) or title. Raises DoorError when there is none or several."""
        read = self.store.load(find_document(self.store, document).id)
        found = [t for t in read.tables if t.id == table] or [t for t in read.tables if table in (t.number, t.title)]
        if not found:
            raise DoorError(404, f"文件“{document}”里没有表“{table}”", "unknown_table")
        if len(found) > 1:
            ids = "、".join(one.id for one in found)
            raise DoorError(404, f"文件“{document}”里有 {len(found)} 张“{table}”，请改用编号：{ids}", "ambiguous_table")
        whole = tables_json(read)
        return {"document": whole["document"], "table": whole["tables"][read.tables.index(found[0])]}

    def add(self, name: str, file: Path) -> Json:
        """Keeps a copy of a file under this name beside the store and reads it, as ``budget-qa index --json``."""
        from index.pipeline import index_paths

        folder = self.store.directory / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        known = (folder / name).exists()
        kept = Path(shutil.copy(file, folder / name))
        summary = index_paths([kept], self.store)
        if summary.failed and not known:
            kept.unlink()
        return asdict(summary)

    def remove(self, document: str) -> Json:
        found = find_document(self.store, document)
        self.store.remove(found.id)
        return {"removed": summary_json(found)}

    def _ids(self, documents: Sequence[str]) -> list[str] | None:
        return [find_document(self.store, name).id for name in documents] or None
