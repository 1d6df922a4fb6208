"""Any Chinese text → what its figures state: the sentences of a news draft, a speech or another program's answer.

The same reading as for a document's own narrative, with the span of each figure in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Stage
from index.narrative.draft import Context, Draft
from index.narrative.grounds import purposes, reasons
from index.narrative.names import Name
from index.narrative.statements import Walk
from index.narrative.text import compact

_GOES_ON = re.compile(r"与|比|较|同比|其中|增加|减少|下降|增长|降幅|增幅|占|[上去]年|前一?年")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure's statement; ``start``/``end`` its span in the text."""

    start: int
    end: int
    draft: Draft


def stated(text: str, year: int, stage: Stage, topic: tuple[Name, ...] = ()) -> tuple[list[Stated], tuple[Name, ...]]:
    """(the statements of one paragraph, the metric it ends with). ``year`` is what 今年 or no year means.

    ``topic`` is the metric that the paragraph before ended with; one that names none of its own goes on about it.
    """
    squeezed = compact(text)
    if not squeezed.text:
        return [], topic
    why = reasons(squeezed.text)
    uses = list(purposes(squeezed.text, why))
    asides = [(ground.start, ground.end) for ground in (*why, *uses)]
    walk = Walk(squeezed.text, Context(year, stage, Name()), asides)
    walk.topic = topic if _GOES_ON.match(squeezed.text) else ()
    found = [_placed(draft, squeezed.places) for draft in walk.run() if draft.start < draft.end]
    return found, walk.topic or topic


def _placed(draft: Draft, places: tuple[int, ...]) -> Stated:
    return Stated(places[draft.start], places[draft.end - 1] + 1, draft)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """(offset, paragraph) of each line of a text."""
    for match in re.finditer(r"[^\n]+", text):
        yield match.start(), match.group()
