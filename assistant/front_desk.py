"""The help desk behind the web app: one store, its assistant, and what the page shows of them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.conversation import Offer, Turn
from assistant.desks.audits import AuditDesk
from assistant.desks.checks import CheckDesk
from assistant.desks.documents import DocumentsDesk
from assistant.desks.feedback import FeedbackDesk
from assistant.desks.popular import PopularQuestions
from assistant.desks.proofs import Proofs
from assistant.desks.questions import QuestionDesk
from assistant.desks.suggestions import Suggestions, choices, chosen
from assistant.rendering import page, talk
from assistant.rendering.conversation_files import conversation_file
from assistant.rendering.delivery import delivery_html
from assistant.rendering.documents import title_of
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from assistant.service import Assistant
    from index.model import BudgetDocument
    from index.stores import DocumentSummary, Store

GREETING = "您好。可以就已读入的部门预算、决算文件提问；答案里的每个数字都能打开它所在的表格，或看到算式。"


class FrontDesk:
    """Serves any number of visitors; its methods may be called from any thread."""

    def __init__(self, store: Store, assistant: Assistant) -> None:
        self._store = store
        self._assistant = assistant
        self.popular = PopularQuestions(store.directory, self._has_known_words_only)
        self.questions = QuestionDesk(store, assistant, self._document, self.popular.count)
        self.suggestions = Suggestions(store, self.questions.answer)
        self.proofs = Proofs(self._document)
        self.checks = CheckDesk(store)
        self.library = DocumentsDesk(store)
        self.feedback = FeedbackDesk(store.directory)
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
        return self._store.documents()

    def choices(self) -> list[tuple[str, str]]:
        """(name, value) of what a question can be limited to: regions, departments, years, single documents."""
        return choices(self.documents())

    def single_documents(self) -> list[tuple[str, str]]:
        """(name, id) of each document."""
        return [(title_of(d), d.id) for d in self.documents()]

    def offered(self) -> Offer:
        """What a new conversation offers to ask: what is asked most, then what fits the documents."""
        return self.suggestions.offer(self.popular.most_asked())

    def warm_up(self) -> None:
        """Reads the facts and models in the background, so that the first visitor need not wait for them; and tries
        out what is offered."""
        threading.Thread(target=self.suggestions.try_out, args=(self.popular.most_asked(),), daemon=True).start()

    def _has_known_words_only(self, question: str) -> bool:
        from assistant.accounting import has_known_words_only
        from assistant.parsing.parse import parse_dialogue

        with self._assistant.guard:
            knowledge = self._assistant.view(None)
            return has_known_words_only(parse_dialogue(question, (), knowledge), knowledge)

    def check(self, text: str, picked: Sequence[str]) -> str:
        """A text with every figure judged, as HTML."""
        return self.checks.check(text, chosen(picked, self.documents()) or ())

    def conversation_file(self, turns: Sequence[Turn], kind: str) -> str:
        """The conversation with its sources as a download (docx, xlsx)."""
        return delivery_html(conversation_file(turns, kind)) if turns else ""

    def conversation(self, turns: Sequence[Turn]) -> str:
        return talk.conversation_html(turns, GREETING, None if turns else self.offered())

    def evidence(self, turns: Sequence[Turn], position: int = -1, citation: int = 0) -> str:
        """The evidence of one turn (the last by default) as HTML."""
        if not -len(turns) <= position < len(turns):
            return page.evidence_html(0, None, self._document)
        return page.evidence_html(position % len(turns), turns[position].answer, self._document, citation)

    def _document(self, document: str) -> BudgetDocument | None:
        try:
            return self._store.load(document)
        except BudgetQaError:  # removed since the answer was given
            return None
