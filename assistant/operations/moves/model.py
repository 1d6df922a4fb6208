"""How one item moved against the year before, and how all those of one table or text did."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.model import Direction, Operand
from assistant.named import Named
from assistant.operations.desk import direction_of


@dataclass(frozen=True, slots=True)
class Move:
    """An item with its value, the value of the year before and the change: printed or computed; None where neither is
    known. ``doubtful``: the printed change does not follow from the two values printed beside it."""

    named: Named
    now: Operand | None
    before: Operand | None
    amount: Operand | None
    rate: Operand | None
    doubtful: bool = False

    @property
    def direction(self) -> Direction:
        return direction_of(self.amount if self.amount is not None else self._rate())

    def _rate(self) -> Operand:
        assert self.rate is not None
        return self.rate


@dataclass(frozen=True, slots=True)
class Moves:
    """The items of one table or text; ``level`` is theirs (类, 款, 项), "" outside the classification. ``alone`` are items
    that only one of the years has, ``untold`` those with an amount of which no change is told."""

    moves: tuple[Move, ...]
    year: int
    base_year: int
    level: str = ""
    alone: tuple[Named, ...] = ()
    untold: tuple[Named, ...] = ()

    @property
    def members(self) -> int:
        return len(self.moves) + len(self.alone) + len(self.untold)
