"""One turn of a conversation, as every front end keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    question: str
    answer: Answer
    following: tuple[str, ...] = ()  # short questions that go on from the answer
    contact: str = ""  # whom to ask where there is no answer, as the document prints it
