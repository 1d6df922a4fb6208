"""Whom to ask when the documents do not say: the contact that a document itself prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.desks.proofs import Load

if TYPE_CHECKING:
    from index.stores import DocumentSummary


def contact_for(asked: Sequence[str], documents: Sequence[DocumentSummary], load: Load) -> str:
    """The contact of the department that the questions name (the last first), or of the only one there is.

    From the newest document that prints one; "" where none does.
    """
    departments = {document.department for document in documents}
    for question in reversed(asked):
        named = [d for d in documents if any(name in question for name in (d.department, *d.short_names) if name)]
        if named:
            return _newest(named, load)
    return _newest(documents, load) if len(departments) == 1 else ""


def _newest(documents: Sequence[DocumentSummary], load: Load) -> str:
    for summary in sorted(documents, key=lambda each: -each.year):
        document = load(summary.id)
        if document is not None and document.contact:
            return f"{document.contact}（见{document.source.name}）"
    return ""
