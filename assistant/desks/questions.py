"""The desk that answers questions, a stage at a time, so that a page can show each as it arrives and stop in between."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from assistant.conversation import STOPPED, Stage, Turn
from assistant.desks.contacts import contact_for
from assistant.desks.suggestions import chosen, following
from assistant.model import Answer, CitedAnswer, Clarification, Refusal
from index.errors import BudgetQaError

if TYPE_CHECKING:
    from assistant.desks.proofs import Load
    from assistant.service import Assistant
    from index.stores import DocumentSummary, Store

logger = logging.getLogger(__name__)
T = TypeVar("T")
_REMEMBERED = 20  # turns that a browser keeps
_LONGEST = 2000  # characters of a question


class QuestionDesk:
    """Any number of questions may be in flight; whoever stops listening to one leaves the others undisturbed."""

    def __init__(self, store: Store, assistant: Assistant, load: Load, count: Callable[[str], None]) -> None:
        self._store = store
        self._assistant = assistant
        self._load = load
        self._count = count  # of answered questions that stand on their own

    async def ask(self, turns: Sequence[Turn], question: str, picked: Sequence[str]) -> AsyncIterator[list[Turn]]:
        """The conversation with one more turn, growing: the question alone, the answer, its proofs, all of it, and what
        may be asked next, which takes longest to find."""
        asked = question.strip()
        if not asked:
            yield list(turns)
            return
        yield [*turns, Turn(asked, STOPPED, stage=Stage.WAITING)]
        documents = await in_thread(self._store.documents)
        ids = chosen(picked, documents)
        history = asked_in(turns)
        answer = await in_thread(lambda: self.answer(asked, history, ids))
        turn = Turn(asked, answer, stage=Stage.SAID)
        yield [*turns, turn]
        yield [*turns, replace(turn, stage=Stage.PROVED)]
        in_view = [each for each in documents if ids is None or each.id in ids]
        told = [*history, asked]
        asks = not (isinstance(answer, Refusal) and answer.reason == "no_question")  # a greeting needs nobody to ask
        contact = await in_thread(lambda: contact_for(told, _cited_of(answer, in_view), self._load)) if asks else ""
        whole = Turn(asked, answer, contact=contact)
        yield [*turns, whole]
        if isinstance(answer, CitedAnswer):
            next_questions = await in_thread(lambda: following(answer, lambda text: self.answer(text, told, ids)))
            if next_questions:
                yield [*turns, replace(whole, following=next_questions)]
            if not history and ids is None:
                await in_thread(lambda: self._count(asked))

    def answer(self, question: str, history: Sequence[str] = (), ids: Sequence[str] | None = None) -> Answer:
        """What goes wrong becomes a refusal that says so."""
        if ids is not None and not ids:
            return Refusal("所选的地区、部门和年度没有对应的文件，请放宽选择。", "not_in_documents")
        try:
            return self._assistant.ask(question, history, ids)
        except BudgetQaError as error:
            return Refusal(str(error), "not_possible")
        except Exception:  # a visitor is told so and may try again
            logger.exception("a question failed")
            return Refusal("回答时出错了，请重试。", "failed")

    def again(self, turns: Sequence[Turn], picked: Sequence[str]) -> AsyncIterator[list[Turn]]:
        """The last question asked anew, over what is now picked."""
        return self.ask(turns[:-1], turns[-1].question if turns else "", picked)

    async def restored(self, questions: object) -> AsyncIterator[list[Turn]]:
        """A conversation from the questions that the browser kept, answered from what is now in the store."""
        kept = [text[:_LONGEST] for text in questions if isinstance(text, str)] if isinstance(questions, list) else []
        turns: list[Turn] = []
        for question in kept[-_REMEMBERED:]:
            yield [*turns, Turn(question, STOPPED, stage=Stage.WAITING)]
            answer = await in_thread(lambda asked=question: self.answer(asked, asked_in(turns)))  # type: ignore[misc]
            turns.append(Turn(question, answer))
        yield list(turns)


def _cited_of(answer: Answer, documents: Sequence[DocumentSummary]) -> Sequence[DocumentSummary]:
    """The documents that an answer cites, or all where it cites none."""
    cited = set() if isinstance(answer, Clarification) else {citation.document_id for citation in answer.citations}
    return [document for document in documents if document.id in cited] or documents


def asked_in(turns: Sequence[Turn]) -> list[str]:
    """The questions that later ones may refer to; one that was stopped was not meant."""
    return [turn.question for turn in turns if not turn.stopped]


def remembered(turns: Sequence[Turn]) -> list[str]:
    """What the browser keeps of a conversation."""
    return asked_in(turns)[-_REMEMBERED:]


def stopped(turns: Sequence[Turn]) -> list[Turn]:
    """The conversation as a stop leaves it: what has arrived stays, and nothing more is waited for."""
    return [replace(turn, stage=Stage.WHOLE) for turn in turns]


async def in_thread(work: Callable[[], T]) -> T:
    """Waits for work in a thread of its own. Whoever stops waiting is free at once; the work ends by itself, unheard."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is not None:
            outcome.set_exception(error)
        else:
            outcome.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as raised:  # handed to whoever waits
            error = raised
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True).start()
    return await outcome
