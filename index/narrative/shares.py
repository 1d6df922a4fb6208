"""Shares told together of amounts told before them: 甲30万元、乙10万元，分别占75%、25%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.model import Measure
from index.narrative.draft import Draft
from index.narrative.names import Name

_NEXT = re.compile(r"[、，和及与]")
_SHARES = re.compile(r"\d[\d.]*[%％](?:[、，和及与]\d[\d.]*[%％])*")


def sharing(text: str, drafts: Sequence[Draft]) -> list[tuple[Name, ...]]:
    """The metrics of the last amounts, one for each of the shares that ``text`` begins with; [] where they are fewer."""
    shares = _SHARES.match(text)
    count = len(re.findall("[%％]", shares.group())) if shares else 1
    valued = [draft.names for draft in drafts if draft.measure is Measure.VALUE and draft.names and not draft.aside]
    return valued[-count:] if len(valued) >= count else []


def is_next(lead: str) -> bool:
    """Whether only a mark stands between a share and the one before it."""
    return _NEXT.fullmatch(lead) is not None
