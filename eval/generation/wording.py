"""From a cell to words: who, when, which table, which row and column, and what is asked of it."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from eval.generation.cells import Askable


@cache
def _wordings() -> dict[str, dict[str, list[str]]]:
    text = (resources.files("eval.generation") / "wordings.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that name a cell. ``named``: they name the department and the year too."""

    text: str
    named: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words things by chance; the same dice give the same words."""

    dice: random.Random

    def ask(self, form: str, **slots: str) -> str:
        return str(self.dice.choice(_wordings()["ask"][form])).format(**slots)

    def subject(self, cell: Askable, rows: str = "") -> Subject | None:
        """The cell (or ``rows`` in its place) in words; None where only an unnamed table would tell it apart."""
        needs_table = not cell.alone
        if needs_table and not cell.table:
            return None
        with_table = needs_table or (bool(cell.table) and self.dice.random() < 0.3)
        named = self.dice.random() < 0.5
        year = cell.fact.year != cell.document.year or named or self.dice.random() < 0.3
        pattern = self.dice.choice(_wordings()["subject"]["with_table" if with_table else "without_table"])
        text = pattern.format(
            d=self._owner(cell) if named else "",
            y=f"{cell.fact.year}年" if year else "",
            t=cell.table,
            r=rows or cell.row,
            c=f"的{cell.column}" if cell.column else "",
        )
        return Subject(text.removeprefix("的"), named and year)

    def owned(self, cell: Askable) -> str | None:
        """The cell in the words of a statement: department and year in front; None where no words tell it apart."""
        if not cell.alone and not cell.table:
            return None
        where = f"{cell.table}中" if not cell.alone else ""
        column = f"的{cell.column}" if cell.column else ""
        return f"{self._owner(cell)}{cell.fact.year}年{where}{cell.row}{column}"

    def _owner(self, cell: Askable) -> str:
        document = cell.document
        return str(self.dice.choice([document.department, *document.short_names[:2]]))
