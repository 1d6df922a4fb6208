"""What the guard looks at."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.accounting import sentence_heads, sources
from assistant.calculations import facts_of
from assistant.knowledge import Knowledge
from assistant.model import CitedAnswer, Claim, Draft
from assistant.parsing.model import ParsedQuestion
from index.model import Fact
from index.vocabulary.names import key


@dataclass(frozen=True, slots=True)
class Given:
    """An answer about to be given, with the question and the draft that it comes from."""

    question: ParsedQuestion
    knowledge: Knowledge
    draft: Draft
    answer: CitedAnswer

    @property
    def plain(self) -> str:
        return self.question.plain

    @property
    def states_figure(self) -> bool:
        return self.draft.value is not None

    @property
    def facts(self) -> list[Fact]:
        """The facts that the figures of the text rest on."""
        return [fact for part in self.draft.segments if isinstance(part, Claim) for fact in facts_of(part.basis)]

    @property
    def known(self) -> str:
        """The answer with all that it cites, as one key."""
        return sources(self.answer.text, self.answer.citations) + self.spoken_of

    @property
    def spoken_of(self) -> str:
        """The beginnings of the sentences cited, which tell whose the figures are, as a key."""
        return key("".join(sentence_heads(self.knowledge, self.answer.citations)))
