"""The whole way from a question to a checked answer, on one screen: parse → gather → draft → check → answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from threading import RLock
from typing import TYPE_CHECKING

from assistant.caution import cautious
from assistant.checks import check
from assistant.citations import cite
from assistant.grouping import regroup
from assistant.guard import Given, objection
from assistant.knowledge import DocumentIndex, Knowledge
from assistant.model import Answer, CitedAnswer, Clarification, Draft, Refusal, Segment
from assistant.operations import OPERATIONS
from assistant.operations.desk import AskBackError, Desk, LastWordError, NotFoundError, PassError
from assistant.owner_turns import in_full, without_others
from assistant.parsing.cues import find_refusal
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.parse import parse_dialogue, unnamed
from assistant.parsing.sentences import questions_in
from assistant.refusals import asks_for_money, asks_for_things, refuse_early, with_inner_quotes
from assistant.scoping import narrow
from assistant.second_reading import contradicted
from index.amounts import MONEY_UNITS
from index.errors import BudgetQaError
from index.figure_grammar import DATA
from index.model import Chunk, Fact
from index.vocabulary.names import plain

if TYPE_CHECKING:
    from assistant.retrieval import PassageSearch
    from index.stores import Store


class Assistant:
    """Answers questions over a store; documents are loaded once and kept until the store changes.

    Any thread may ask. One question is worked on at a time: answering is computing, which threads do not speed up.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.guard = RLock()  # to be held by whoever works with the knowledge of ``view``
        self._revision = ""
        self._everything: tuple[str, ...] = ()
        self._indexes: dict[str, DocumentIndex] = {}
        self._views: dict[tuple[str, ...], Knowledge] = {}
        self._passages: PassageSearch | None = None

    def ask(self, question: str, history: Sequence[str] = (), documents: Sequence[str] | None = None) -> Answer:
        """Answer a question; ``history`` holds the earlier user turns, ``documents`` the ids to look at (None: all).

        Never raises for what a user may type; every figure of a ``CitedAnswer`` has passed the checker.
        """
        with self.guard:
            answer = self._ask(question, history, documents)
        quotes = isinstance(answer, Refusal | Clarification)  # of the user's words; what a document says stays as it is
        return replace(answer, text=with_inner_quotes(answer.text)) if quotes else answer

    def _ask(self, question: str, history: Sequence[str], documents: Sequence[str] | None) -> Answer:
        knowledge = self.view(documents)
        if not knowledge.documents:
            return Refusal("还没有读入任何预算文件，请先用 budget-qa index 读入。", "no_documents")
        if not question.strip():
            return Refusal("请输入问题。", "empty_question")
        if len(question) > MAX_QUESTION:
            return Refusal("问题太长，请缩短后再问。", "question_too_long")
        turns = in_full((*history, question), knowledge.documents)
        if isinstance(turns, Clarification):
            return turns
        *history, question = turns
        chosen = narrow((*history, question), knowledge.documents)
        if isinstance(chosen, Clarification):
            outside = refuse_early(
                parse_dialogue(question, (), Knowledge(())), knowledge, find_refusal(plain(question))
            )
            return outside or chosen
        history = without_others(history, knowledge.documents, chosen)
        knowledge = self._knowledge(chosen)
        parsed = parse_dialogue(question, history, knowledge)
        early = refuse_early(parsed, knowledge, find_refusal(unnamed(parsed.plain, parsed.mentions)))
        if early is not None:
            return early
        each = questions_in(question, knowledge.documents)
        return self._each(each, history, knowledge) or self._answer(regroup(parsed, knowledge), knowledge)

    def _each(self, questions: Sequence[str], history: Sequence[str], knowledge: Knowledge) -> Answer | None:
        """One answer to the several questions of a message; None where one of them has none of its own."""
        drafts: list[tuple[Draft, Desk]] = []
        for i, question in enumerate(questions):
            parsed = parse_dialogue(question, (*history, *questions[:i]), knowledge)
            drafted = self._drafted(regroup(parsed, knowledge), knowledge)
            if not isinstance(drafted, tuple) or not isinstance(self._checked(*drafted), CitedAnswer):
                return None
            drafts.append(drafted)
        if not drafts:
            return None
        head = next((i for i, (_, desk) in enumerate(drafts) if desk.question.cue("difference")), 0)
        return self._cited(joined([draft for draft, _ in drafts], head), drafts[0][1])

    def _answer(self, parsed: ParsedQuestion, knowledge: Knowledge) -> Answer:
        drafted = self._drafted(parsed, knowledge)
        return self._checked(*drafted) if isinstance(drafted, tuple) else drafted

    def _drafted(self, parsed: ParsedQuestion, knowledge: Knowledge) -> tuple[Draft, Desk] | Refusal | Clarification:
        """The draft of the first kind of question that finds an answer, or why there is none, or what to ask back."""
        refusal: Refusal | None = None
        only: frozenset[str] | None = None
        for operation in OPERATIONS:
            if not operation.matches(parsed) or (only is not None and operation.name not in only):
                continue
            desk = Desk(parsed, knowledge, lambda text, k: self.passages(text, k, knowledge))
            desk.trace.append(
                f"理解为：{operation.name}；指标：{'、'.join(m.text for m in parsed.mentions) or '（无）'}"
            )
            try:
                draft = operation.answer(desk)
                unheard = contradicted(parsed, operation.name)
                return replace(unheard, trace=tuple(desk.trace)) if unheard else (draft, desk)
            except PassError:
                continue
            except AskBackError as several:
                return Clarification(several.refusal.text, several.candidates, tuple(desk.trace))
            except NotFoundError as missing:
                refusal = refusal or replace(missing.refusal, trace=tuple(desk.trace))
                if isinstance(missing, LastWordError):
                    break
                only = _NEXT.get(operation.name, frozenset())
                if parsed.queries and parsed.cue("money"):
                    only -= {"text"}  # a figure was asked for: words would not answer it
                    only |= {"value"} if operation.name == "purpose" else set()
                continue
            except BudgetQaError as error:
                refusal = refusal or Refusal(str(error), "not_computable", trace=tuple(desk.trace))
                break
        return refusal or Refusal("这些预算文件里没有找到与问题相符的内容。", "not_in_documents")

    def _checked(self, draft: Draft, desk: Desk) -> Answer:
        """The answer of a draft, unless it is of another kind than what is asked for."""
        ranked = draft.items and desk.question.cue("rank")  # 下面几个款，从大到小排
        if asks_for_things(desk.question.plain) and draft.unit in MONEY_UNITS and not ranked:
            return Refusal("文件里有它的金额，但没有所问的数量。", "not_in_documents", trace=tuple(desk.trace))
        if asks_for_money(desk.question.plain) and draft.unit in DATA["count_units"]:
            return Refusal("文件里有它的数量，但没有所问的金额。", "not_in_documents", trace=tuple(desk.trace))
        answer = self._cited(draft, desk)
        if isinstance(answer, Refusal):
            return answer
        refusal = objection(Given(desk.question, desk.knowledge, draft, answer))
        return replace(refusal, trace=answer.trace) if refusal is not None else answer

    def _cited(self, draft: Draft, desk: Desk) -> CitedAnswer | Refusal:
        """The only place where a ``CitedAnswer`` is built, and only with a passing report."""
        draft = cautious(draft, desk.knowledge.recognised)
        report = check(draft, desk.question.slots.figures, lambda fact_id: resolve(desk.knowledge, draft, fact_id))
        if not report.passed:
            desk.trace += report.problems
            return Refusal("算出的数没有通过核对，不予显示。", "check_failed", trace=tuple(desk.trace))
        text, figures, citations = cite(draft, report, desk.knowledge)
        return CitedAnswer(
            text=text,
            value=draft.value,
            unit=draft.unit or None,
            direction=draft.direction,
            verdict=draft.verdict,
            items=draft.items,
            figures=figures,
            citations=citations,
            trace=tuple(desk.trace),
        )

    def view(self, documents: Sequence[str] | None) -> Knowledge:
        """The facts of these documents (ids; None: of all) by name. To be used while holding ``guard``."""
        revision = self._store.revision()
        if revision != self._revision:
            self._revision, self._indexes, self._views = revision, {}, {}
            self._everything = tuple(summary.id for summary in self._store.documents())
        return self._knowledge(self._everything if documents is None else tuple(documents))

    def _knowledge(self, ids: tuple[str, ...]) -> Knowledge:
        if ids not in self._views:
            if len(self._views) >= _MOST_VIEWS:
                del self._views[next(iter(self._views))]
            for document_id in ids:
                if document_id not in self._indexes:
                    self._indexes[document_id] = DocumentIndex(self._store.load(document_id))
            self._views[ids] = Knowledge([self._indexes[document_id] for document_id in ids])
        return self._views[ids]

    def passages(self, text: str, k: int, knowledge: Knowledge) -> Sequence[Chunk]:
        """The k passages of these documents that are nearest to a text, best first. To be used holding ``guard``."""
        from assistant.retrieval import PassageSearch

        if self._passages is None:
            self._passages = PassageSearch(self._store)
        ids = [document.id for document in knowledge.documents]
        return [scored.chunk for scored in self._passages.passages(text, k, ids)]


MAX_QUESTION = 2000
_MOST_VIEWS = 128  # sets of documents whose names are kept; the oldest goes first
# Which kinds may still answer when a kind finds nothing; a kind not named here has the last word.
_WORDS = frozenset(("purpose", "text"))
_NEXT = {
    "definition": _WORDS | {"value"},
    "purpose": frozenset(("text",)),
    "reason": frozenset(("text",)),
    "roster": frozenset(("count", "list", "value", "text")),
    "where": frozenset(("value", "text")),
    "list": frozenset(("text",)),
    "things": frozenset(("count", "list", "sum", "value", "text")),
    "count": frozenset(("sum", "value", "text")),
    "indicator": frozenset(("verify", "share", "rank", "change", "count", "list", "value", "text")),
    "value": frozenset(("text",)),
    "rank": frozenset(),
}


def joined(drafts: Sequence[Draft], head: int = 0) -> Draft:
    """The drafts of several questions one after the other; the headline is that of ``head`` (有几辆？比…多几辆？)."""
    segments: list[Segment] = []
    for draft in drafts:
        segments += (["；"] if segments and not _ended(segments) else []) + list(draft.segments)
    return replace(
        drafts[head],
        segments=tuple(segments),
        items=tuple(item for draft in drafts for item in draft.items),
        support=tuple(fact for draft in drafts for fact in draft.support),
    )


def _ended(segments: Sequence[Segment]) -> bool:
    return isinstance(segments[-1], str) and segments[-1].endswith(("。", "；"))


def resolve(knowledge: Knowledge, draft: Draft, fact_id: str) -> Fact | None:
    """A fact as stored; passages quoted in the draft stand for themselves, and so do the figures printed in them."""
    found = knowledge.fact(fact_id)
    if found is None:
        found = next((fact for fact in draft.support if fact.id == fact_id and ":text:" in fact_id), None)
    if found is not None and ":text:" in fact_id and found.quantity is not None:
        number = re.match(r"[\d.,一二三四五六七八九十百千两]+", found.quantity.text.strip())
        return found if number and number.group() in "".join(found.provenance.quote.split()) else None
    return found
