"""Quotations are verbatim: their words stand in the stored row or sentence, white space aside."""

from __future__ import annotations

import re

from assistant.checks.reading import Reading, compact
from index.model import Fact


def quoted(reading: Reading) -> list[str]:
    return [
        f"引文“{quote.text[:20]}”与原文不一致。"
        for quote, fact in reading.quotes
        if fact is not None and not stands_in(quote.text, fact)
    ]


def stands_in(text: str, fact: Fact) -> bool:
    """Whether the words stand in the fact's source; parts around an ellipsis must stand there in order."""
    parts = [re.escape(compact(part)) for part in re.split(r"…+|\.{3,}", text) if compact(part)]
    pattern = re.compile(".*?".join(parts))
    sources = (fact.provenance.quote, fact.text, fact.label, *fact.row_path, fact.subject, fact.reason, fact.purpose)
    return bool(parts) and any(pattern.search(compact(source)) for source in sources)
