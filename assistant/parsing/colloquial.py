"""Mentions by what people call a figure (请客吃饭, 养车, 盖楼): asked for only where no name of the documents was found."""

from __future__ import annotations

from assistant.knowledge import Knowledge
from assistant.parsing.meaning.names import name_spans
from assistant.parsing.meaning.spans import Span
from assistant.parsing.model import Mention
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_QUALITY = 0.95  # a spoken name is surer than a homophone, less sure than a printed one


def spoken_mentions(plain: str, taken: list[tuple[int, int]], knowledge: Knowledge) -> list[Mention]:
    """Mentions outside the spans ``taken``; their keys are the documents' own names for the same figure."""
    blocked = [Span(start, end, "taken") for start, end in taken]
    found = []
    for span in name_spans(plain, blocked):
        name = key(span.value)
        terms = vocabulary().printed.get(name, ())
        if span.kind == "metric" and terms:
            keys = (name,) if name in knowledge.names else ()
            found.append(Mention(span.start, span.end, plain[span.start : span.end], keys, terms, quality=_QUALITY))
    return found
