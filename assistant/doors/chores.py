"""What chat programs ask of their model for themselves (titles, tags, next questions), and the user's question within
what they wrap around it."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

_LONGEST_TITLE = 30  # characters
_WRAPPED = re.compile(r"<user_query>\s*(.*?)\s*</user_query>", re.DOTALL)
_TEMPLATE, _CONTEXT_END = "### Task:", "</context>"


class Chore(BaseModel):
    """One entry of chores.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    said: tuple[str, ...]
    question: re.Pattern[str] | None = None
    answer: dict[str, str | list[str]] | list[str]

    def asked(self, text: str) -> bool:
        return all(said in text for said in self.said)

    def answered(self, text: str) -> str:
        """The answer to this text as JSON; a name for a conversation is the beginning of the user's own question."""
        found = self.question.search(text) if self.question else None
        question = found.group(1).strip()[:_LONGEST_TITLE] if found else ""
        if isinstance(self.answer, list):
            return json.dumps(self.answer)
        filled = {
            name: value.replace("{question}", question) if isinstance(value, str) else value
            for name, value in self.answer.items()
        }
        return json.dumps(filled, ensure_ascii=False)


@cache
def chores() -> tuple[Chore, ...]:
    entries = tomllib.loads(files("assistant.doors").joinpath("chores.toml").read_text("utf-8"))
    return tuple(Chore.model_validate(entry) for entry in entries["chore"])


def chore_answer(text: str) -> str | None:
    """The answer to a chore; None where a text (system prompt and last message) is none."""
    chore = next((chore for chore in chores() if chore.asked(text)), None)
    return chore.answered(text) if chore else None


def own_words(text: str) -> str:
    """The user's question without the attached passages that Open WebUI wraps around it.

    >>> own_words("### Task:\\nRespond …\\n<context>…</context>\\n会议费是多少？")
    '会议费是多少？'
    """
    if _TEMPLATE not in text or _CONTEXT_END not in text:
        return text
    if found := _WRAPPED.search(text):
        return found.group(1)
    return text.rpartition(_CONTEXT_END)[2].strip() or text.partition(_TEMPLATE)[0].strip()
