"""Whose documents a sentence is about: the names of the departments in view, found in its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from assistant.knowledge import Knowledge
from assistant.scoping import Named, names_of
from index.model import BudgetDocument
from index.vocabulary.names import key, plain

_MASK = "＃"
_LONGEST = 40
_STOPS = "，,；;。：:、 "


@dataclass(frozen=True, slots=True)
class Owners:
    """The departments of the documents in view by name, the longest first."""

    documents: tuple[BudgetDocument, ...]
    pattern: re.Pattern[str]
    by_name: dict[str, frozenset[str]]
    printed: frozenset[str]

    @staticmethod
    def of(knowledge: Knowledge) -> Owners:
        if knowledge not in _OWNERS:
            _OWNERS[knowledge] = _owners(knowledge.documents, knowledge.names)
        return _OWNERS[knowledge]

    def find(self, text: str) -> tuple[Named, ...]:
        """The names in a text, in reading order."""
        flat = _flat(text)
        return tuple(
            Named(m.start(), m.end(), self.by_name[m.group()])
            for m in self.pattern.finditer(flat)
            if not self._within_a_name(flat, *m.span())
        )

    def _within_a_name(self, flat: str, start: int, end: int) -> bool:
        """Whether the words are a piece of a longer name that the documents print (省政协业务工作经费)."""
        own = key(flat[start:end])
        stops = range(end + 1, min(len(flat), start + _LONGEST) + 1)
        firsts = range(max(0, end - _LONGEST), start) if start and flat[start - 1] not in _STOPS else ()
        longer = (*(key(flat[start:stop]) for stop in stops), *(key(flat[first:end]) for first in firsts))
        return any(name != own and name in self.printed for name in longer)  # a quotation mark makes no longer name

    def chosen(self, named: Sequence[Named]) -> tuple[BudgetDocument, ...]:
        ids = frozenset().union(*(one.documents for one in named))
        return tuple(document for document in self.documents if document.id in ids)


_OWNERS: WeakKeyDictionary[Knowledge, Owners] = WeakKeyDictionary()


def _owners(documents: tuple[BudgetDocument, ...], printed: frozenset[str]) -> Owners:
    by_name: dict[str, set[str]] = {}
    for document in documents:
        for name in names_of(document) | {plain(document.department)}:
            by_name.setdefault(name, set()).add(document.id)
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
    return Owners(documents, pattern, {name: frozenset(ids) for name, ids in by_name.items()}, printed)


def _flat(text: str) -> str:
    """The plain form of a text, every character in its place: what would become several (…, ㎡) stays as it is."""
    flat = plain(text)
    if len(flat) == len(text):
        return flat
    return "".join(same if len(same := plain(character)) == 1 else character for character in text)


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with some spans made unreadable, every other character in its place."""
    for start, end in spans:
        text = text[:start] + _MASK * (end - start) + text[end:]
    return text
