"""A row on its way to its place among the others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """A row on its way to its place: what it is called, its code, the stub column its label stands in, how far the
    label is indented (None: unknown), its numbers (None where blank)."""

    label: str
    code: str | None = None
    stub: int = 0
    indent: int | None = 0
    values: tuple[Decimal | None, ...] = ()
    prefix: tuple[str, ...] = ()  # names in the columns left of the label's
    path: tuple[str, ...] = ()
    total: bool = False
