"""Right sentences about a document's cells, and where their figures stand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.generation.cells import Askable, families, pairs_over_years
from eval.generation.wording import Speaker
from index.amounts import MONEY_UNITS
from index.model import BudgetDocument


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is true of ``document``; ``figure`` (start, end) is the figure at stake, about ``cells``.

    ``form`` is value, change, rate or share; ``word`` the span of the word that gives a change its direction.
    """

    document: BudgetDocument
    text: str
    figure: tuple[int, int]
    form: str
    cells: tuple[Askable, ...]
    word: tuple[int, int] | None = None

    @property
    def said(self) -> str:
        return self.text[self.figure[0] : self.figure[1]]


def sentences(document: BudgetDocument, cells: Sequence[Askable], dice: random.Random) -> Iterator[Sentence]:
    """Sentences of every form, shuffled."""
    speaker = Speaker(dice)
    made = [*_values(document, cells, speaker), *_changes(document, cells, speaker), *_shares(document, cells, speaker)]
    dice.shuffle(made)
    yield from made


def amount(value: Decimal, unit: str) -> str:
    """An amount in 元 as printed in a unit, no digit lost."""
    return f"{value / MONEY_UNITS[unit]:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value / MONEY_UNITS[unit]:f}"


def _values(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    for cell in cells:
        subject = speaker.owned(cell)
        if subject is not None:
            verb = speaker.dice.choice(["为", "是", "安排", "预算", ""])
            yield _sentence(
                document, f"{subject}{verb}", f"{amount(cell.amount.value, cell.unit)}{cell.unit}", "value", (cell,)
            )


def _changes(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    for now, before in pairs_over_years(cells):
        subject = speaker.owned(now)
        gap = now.amount.value - before.amount.value
        if subject is None or not gap or not before.amount.value > 0:
            continue
        value = f"{subject}为{amount(now.amount.value, now.unit)}{now.unit}，比上年"
        both = (now, before)
        word = "增加" if gap > 0 else "减少"
        yield _sentence(document, value + word, f"{amount(abs(gap), now.unit)}{now.unit}", "change", both, word)
        rate = abs(gap) / before.amount.value * 100
        word = "增长" if gap > 0 else "下降"
        if rate >= 1:
            yield _sentence(document, value + word, f"{rate:.2f}%", "rate", both, word)


def _shares(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    for parent, children in families(cells):
        for child in children:
            subject = speaker.owned(child)
            share = child.amount.value / parent.amount.value * 100 if parent.amount.value > 0 else Decimal(0)
            if subject is not None and share >= 1 and not child.column:
                yield _sentence(document, f"{subject}占{parent.row}的", f"{share:.2f}%", "share", (child, parent))


def _sentence(
    document: BudgetDocument, before: str, figure: str, form: str, cells: tuple[Askable, ...], word: str = ""
) -> Sentence:
    start = len(before)
    place = (start - len(word), start) if word else None
    return Sentence(document, f"{before}{figure}。", (start, start + len(figure)), form, cells, place)
