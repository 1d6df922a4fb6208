"""What the guard looks at."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.accounting import sources
from assistant.knowledge import Knowledge
from assistant.model import CitedAnswer, Draft
from assistant.parsing.model import ParsedQuestion


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
    def known(self) -> str:
        """The answer with all that it cites, as one key."""
        return sources(self.answer.text, self.answer.citations)
