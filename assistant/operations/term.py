"""One operand that a metric stands for, with what it is called and the cells that it was added up from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.calculations import calculate
from assistant.evidence import Selection
from assistant.model import Operand
from assistant.named import Named


@dataclass(frozen=True, slots=True)
class Term:
    """``operand`` is a fact or a calculation; ``named`` says what it is called and what supports it; ``parts`` are
    the cells added up (empty for a printed figure); ``kind`` says how it was found."""

    operand: Operand
    named: Selection
    parts: tuple[Named, ...] = ()
    kind: str = "printed"


def summed(rows: Sequence[Named], kind: str, named: Selection | None = None) -> Term:
    return Term(calculate("sum", *(row.fact for row in rows)), named or Selection(tuple(rows)), tuple(rows), kind)
