"""A sentence with what was found in it: spans of figures, departments, periods, tables; and its masked form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.parsing.meaning import owners, periods, slots
from assistant.parsing.meaning.names import counted, heard_spans, name_spans
from assistant.parsing.meaning.spans import Span
from index.vocabulary.names import plain

_FIGURES = ("metric", "code", "quoted", "bare", "free")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence with what was found in it, and its masked form."""

    text: str
    spans: tuple[Span, ...]
    masked: str

    def of(self, *kinds: str) -> list[Span]:
        return [span for span in self.spans if span.kind in kinds]

    @property
    def figures(self) -> list[Span]:
        return self.of(*_FIGURES)


def _inside(span: Span, name: Span) -> bool:
    return span.kind == "owner" and name.kind == "metric" and name.start <= span.start and span.end < name.end


@lru_cache(maxsize=2048)
def sentence(question: str) -> Sentence:
    text = re.sub(r"\s+", " ", plain(question)).strip()
    spans = [*slots.table_spans(text), *slots.scope_spans(text)]
    spans += [span for span in owners.owner_spans(text) if not any(span.overlaps(other) for other in spans)]
    names = name_spans(text, spans)
    if any(
        span.kind == "owner" for span in spans
    ):  # the body inside the name of a figure (法院支出) is not whose it is
        long = [name for name in name_spans(text, []) if any(_inside(span, name) for span in spans)]
        if long:
            spans = [span for span in spans if not any(_inside(span, name) for name in long)]
            names = name_spans(text, spans)
    spans += [span for span in names if span.kind != "bare"]
    spans += [span for span in periods.period_spans(text) if not any(span.overlaps(other) for other in spans)]
    spans += [span for span in names if span.kind == "bare" and not any(span.overlaps(other) for other in spans)]
    spans = [counted(text, span) for span in spans]
    if not any(span.kind in _FIGURES for span in spans):
        spans += [span for span in heard_spans(text) if not any(span.overlaps(other) for other in spans)]
    spans.sort(key=lambda span: span.start)
    return Sentence(text, tuple(spans), slots.masked(text, spans))
