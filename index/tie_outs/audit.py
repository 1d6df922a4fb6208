"""The audit of a whole document: its tables against each other, its sentences against them and against themselves."""

from __future__ import annotations

from index.model import BudgetDocument, Finding
from index.tie_outs.claims import read_sheets
from index.tie_outs.findings import check_tables
from index.tie_outs.presence import check_presence
from index.tie_outs.prose import check_prose
from index.tie_outs.sentences import check_sentences


def check_document(document: BudgetDocument) -> tuple[Finding, ...]:
    """All findings about a document with its facts, those of the tables first; each once."""
    findings = (
        *check_tables(document.tables, document.id),
        *check_presence(document),
        *check_sentences(document, read_sheets(document.tables)),
        *check_prose(document),
    )
    return tuple(dict.fromkeys(findings))
