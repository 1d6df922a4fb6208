"""What a conversation is made of, as every front end keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.model import Answer, Refusal


class Stage(IntEnum):
    """How much of a turn has arrived: nothing yet, its first sentence, its figures with their proofs, everything."""

    WAITING = 0
    SAID = 1
    PROVED = 2
    WHOLE = 3


STOPPED = Refusal("已停止。可以重试，或换个问法。", "stopped")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; a turn that waits for its answer holds what a stop would leave, ``STOPPED``."""

    question: str
    answer: Answer
    following: tuple[str, ...] = ()  # short questions that go on from the answer
    contact: str = ""  # whom to ask where there is no answer, as the document prints it
    stage: Stage = Stage.WHOLE

    @property
    def stopped(self) -> bool:
        return self.answer == STOPPED


def proofs_arrive(turns: Sequence[Turn], before: Sequence[Turn]) -> bool:
    """Whether a conversation now has proofs to show that it had not ``before``: they are large, and sent once."""
    if not turns:
        return True
    shown = len(before) == len(turns) and before[-1].stage >= Stage.PROVED
    return turns[-1].stage >= Stage.PROVED and not shown


@dataclass(frozen=True, slots=True)
class Offer:
    """Questions to start a conversation with; ``popular`` where they are what others ask most."""

    questions: tuple[str, ...]
    popular: bool = False
