"""How one item moved against the year before, and how all those of one table or text did."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.calculations import facts_of
from assistant.model import Direction, Operand
from assistant.named import Named
from assistant.operations.desk import direction_of
from index.model import Fact, Stage


@dataclass(frozen=True, slots=True)
class Move:
    """An item with its value, the value of the year before and the change: printed or computed; None where neither is
    known. ``parts``: how its own parts moved (公务用车 by 购置 and 运行); ``doubtful``: the printed change does not follow
    from the two values printed beside it."""

    named: Named
    now: Operand | None
    before: Operand | None
    amount: Operand | None
    rate: Operand | None
    doubtful: bool = False
    parts: tuple[Move, ...] = ()

    @property
    def direction(self) -> Direction:
        return direction_of(self.amount if self.amount is not None else self._rate())

    def _rate(self) -> Operand:
        assert self.rate is not None
        return self.rate


def _is_performed(fact: Fact, year: int) -> bool:
    return fact.base.endswith("执行数") or (fact.year == year and fact.stage is Stage.FINAL)


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
    def base_words(self) -> str:
        """What the changes are measured against: a year, or what was spent in it (2025年执行数)."""
        changes = [move.amount or move.rate for move in self.moves]
        facts = [facts_of(change) for change in changes if change is not None]
        performed = [any(_is_performed(fact, self.base_year) for fact in each) for each in facts]
        return f"{self.base_year}年{'执行数' if performed and all(performed) else ''}"

    @property
    def members(self) -> int:
        return len(self.moves) + len(self.alone) + len(self.untold)
