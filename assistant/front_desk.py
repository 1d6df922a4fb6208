"""The help desk behind the web app: one store, its assistant, and what the page shows of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversation import Turn
from assistant.desks.audits import AuditDesk
from assistant.desks.checks import CheckDesk
from assistant.desks.documents import DocumentsDesk
from assistant.desks.proofs import Proofs
from assistant.model import Answer, Refusal
from assistant.rendering import page
from assistant.rendering.documents import kind_of
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from index.model import BudgetDocument
    from index.stores import DocumentSummary, Store

GREETING = "您好。可以就已读入的部门预算、决算文件提问；答案里的每个数字都能打开它所在的表格，或看到算式。"
EXAMPLES = (
    "“三公”经费比去年少多少？",
    "今年支出总计多少万元？",
    "基本支出占总支出的比重是多少？",
    "工资福利支出里哪一项最多？",
    "项目支出为什么减少？",
    "机关运行经费是什么意思？",
)


class FrontDesk:
    """Answers for any number of visitors; one question at a time reaches the store."""

    def __init__(self, store: Store, assistant: Assistant) -> None:
        self._store = store
        self._assistant = assistant
        self._lock = threading.Lock()
        self.proofs = Proofs(self._document)
        self.checks = CheckDesk(store, self._lock)
        self.library = DocumentsDesk(store)
        self.audits = AuditDesk(self._document)

    @classmethod
    def open(cls, directory: Path, first: Path | None = None) -> FrontDesk:
        """Opens the store; an empty one gets the documents of the folder ``first``."""
        from assistant.progress import progress_bar
        from assistant.service import Assistant
        from index.pipeline import index_paths
        from index.stores import Store

        store = Store.open(directory)
        if first is not None and not store.documents():
            with progress_bar("读入样例") as progress:
                index_paths([first], store, progress=progress)
        return cls(store, Assistant(store))

    @property
    def store(self) -> Store:
        return self._store

    @property
    def assistant(self) -> Assistant:
        """What the page asks; the other doors ask it too."""
        return self._assistant

    def documents(self) -> Sequence[DocumentSummary]:
        with self._lock:
            return self._store.documents()

    def choices(self) -> list[tuple[str, str]]:
        """(name, id) of each document, for a list to pick from."""
        return [(f"{d.department} {kind_of(d)}（{d.file}）", d.id) for d in self.documents()]

    def ask(self, turns: Sequence[Turn], question: str, documents: Sequence[str]) -> list[Turn]:
        """The conversation with one more turn; what goes wrong becomes a refusal that says so."""
        asked = question.strip()
        answer: Answer
        try:
            with self._lock:
                answer = self._assistant.ask(asked, [turn.question for turn in turns], list(documents) or None)
        except BudgetQaError as error:
            answer = Refusal(str(error), "not_possible")
        return [*turns, Turn(asked, answer)]

    def conversation(self, turns: Sequence[Turn]) -> str:
        return page.conversation_html(turns, GREETING)

    def evidence(self, turns: Sequence[Turn], position: int = -1, citation: int = 0) -> str:
        """The evidence of one turn (the last by default) as HTML."""
        if not -len(turns) <= position < len(turns):
            return page.evidence_html(0, None, self._document)
        return page.evidence_html(position % len(turns), turns[position].answer, self._document, citation)

    def _document(self, document: str) -> BudgetDocument | None:
        try:
            with self._lock:
                return self._store.load(document)
        except BudgetQaError:  # removed since the answer was given
            return None
