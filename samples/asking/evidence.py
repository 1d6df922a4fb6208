"""Where an answer stands in a publication: the row as printed, or the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index.model import TableKind
from samples.publication import Heading, Paragraph, Publication
from samples.sheet import Entry, Form, Sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """A published document under its file name."""

    publication: Publication
    file: str

    def row(self, kind: TableKind, label: str, code: str = "") -> dict[str, Any] | None:
        """The first row of a kind of table with this label (and code); None where the layout does not print it."""
        for sheet, entry in self._entries(kind):
            if entry.label == label and code in ("", entry.code):
                quote = " ".join(part for part in (entry.code, entry.shown.strip(), *entry.values) if part)
                return self._found(sheet.number or sheet.title, None, quote)
        return None

    def _entries(self, kind: TableKind) -> Iterator[tuple[Sheet, Entry]]:
        for table in self.publication.tables:
            if isinstance(table, Sheet) and table.kind is kind:
                yield from ((table, entry) for row in table.rows for entry in row if entry is not None)

    def form(self, subject: str, words: str) -> dict[str, Any] | None:
        """A line of a project's performance table that holds ``words``."""
        for table in self.publication.tables:
            if isinstance(table, Form) and any(value == subject for pairs in table.boxes for _, value in pairs):
                lines = [" ".join(part for pair in pairs for part in pair) for pairs in table.boxes]
                lines += [" ".join(indicator) for indicator in table.indicators]
                for line in lines:
                    if words in line:
                        return self._found(table.number or table.title, None, line)
        return None

    def sentence(self, *words: str) -> dict[str, Any] | None:
        """The first clause of the narrative that holds all the words, under its heading."""
        heading = None
        for block in self.publication.blocks:
            if isinstance(block, Heading):
                heading = block.text
            elif isinstance(block, Paragraph):
                for clause in re.split(r"(?<=[。；])", block.text):
                    if all(word in clause for word in words):
                        return self._found(None, heading, clause.rstrip("。；"))
        return None

    def _found(self, table: str | None, section: str | None, quote: str) -> dict[str, Any]:
        return {"table": table, "section": section, "page": None, "quote": quote, "doc": self.file}
