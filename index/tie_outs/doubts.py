"""Which figures of a document's sentences its own tables or amounts prove wrong."""

from __future__ import annotations

from index.model import BudgetDocument, Finding
from index.tie_outs.claims import read_sheets
from index.tie_outs.prose import prose_faults
from index.tie_outs.sentences import sentence_faults


def doubted(document: BudgetDocument) -> dict[str, Finding]:
    """Fact id → the error that speaks against it, for the facts that sentences state."""
    faults = (*sentence_faults(document, read_sheets(document.tables)), *prose_faults(document))
    return {fact.id: finding for fact, finding in faults if finding.level == "error"}
