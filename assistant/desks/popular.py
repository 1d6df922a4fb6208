"""What is asked most here: counts of answered questions, kept beside the store.

Only a question made wholly of words that the documents and the vocabulary know is counted, so that nothing personal
and nothing offensive is kept or shown; nothing of who asked is kept either.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from index.vocabulary.names import key

logger = logging.getLogger(__name__)
_KEPT = 300  # questions
_LONGEST = 60  # characters
_OFTEN = 2  # asked so often, a question is popular


class _Count(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: str
    asked: int


_FILE = TypeAdapter(list[_Count])


class PopularQuestions:
    """Counts what is asked; ``is_plain`` says whether a question holds known words only."""

    def __init__(self, directory: Path, is_plain: Callable[[str], bool]) -> None:
        self._path = directory / "popular.json"
        self._is_plain = is_plain
        self._guard = threading.Lock()
        self._counts = self._read()

    def count(self, question: str) -> None:
        """Counts a question that was answered."""
        if len(question) > _LONGEST or not self._is_plain(question):
            return
        with self._guard:
            known = self._counts.setdefault(key(question), _Count(question=question, asked=0))
            known.asked += 1
            if len(self._counts) > _KEPT:
                self._forget_rarest()
            self._write()

    def most_asked(self) -> list[str]:
        """The popular questions, the most asked first."""
        with self._guard:
            often = [each for each in self._counts.values() if each.asked >= _OFTEN]
        return [each.question for each in sorted(often, key=lambda each: -each.asked)]

    def _forget_rarest(self) -> None:
        """The older of those that were asked least goes; the newest stays, or none would ever rise."""
        older = list(self._counts)[:-1]
        del self._counts[min(older, key=lambda name: self._counts[name].asked)]

    def _read(self) -> dict[str, _Count]:
        try:
            return {key(each.question): each for each in _FILE.validate_json(self._path.read_bytes())}
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as error:
            logger.warning("%s: not readable, counting anew (%s)", self._path, error)
            return {}

    def _write(self) -> None:
        lines = [each.model_dump() for each in self._counts.values()]
        draft = self._path.with_suffix(".tmp")
        try:
            draft.write_text(json.dumps(lines, ensure_ascii=False, indent=0), "utf-8")
            os.replace(draft, self._path)
        except OSError as error:  # a full disk is no reason not to answer
            logger.warning("%s: not written (%s)", self._path, error)
