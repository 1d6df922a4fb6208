"""Right sentences about a document's cells, and where their figures stand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from eval.generation.cells import Askable, families, pairs_over_years
from eval.generation.wording import Speaker
from index.amounts import MONEY_UNITS
from index.model import BudgetDocument, Stage


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is true of ``document``; ``figure`` (start, end) is the figure at stake, about ``cells``.

    ``form`` is value, change, rate or share, or of words without digits: rank, trend, fraction; ``word`` the span of the word that gives a change its direction.
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

    @property
    def sign(self) -> int:
        """−1 where the word before the figure says a fall."""
        return -1 if self.word and self.text[self.word[0] : self.word[1]] in ("减少", "下降") else 1


def sentences(document: BudgetDocument, cells: Sequence[Askable], dice: random.Random) -> Iterator[Sentence]:
    """Sentences of every form in turn, each form shuffled."""
    speaker = Speaker(dice)
    makers = (_values, _changes, _shares, _ranks, _trends, _fractions)
    forms = [list(make(document, cells, speaker)) for make in makers]
    for form in forms:
        dice.shuffle(form)
    yield from (sentence for turn in zip_longest(*forms) for sentence in turn if sentence is not None)


def amount(value: Decimal, unit: str) -> str:
    """An amount in 元 as printed in a unit, no digit lost."""
    return f"{value / MONEY_UNITS[unit]:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value / MONEY_UNITS[unit]:f}"


def _values(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    for cell in cells:
        subject = speaker.owned(cell)
        if subject is not None:
            verb = speaker.dice.choice(_verbs(cell))
            yield _sentence(
                document, f"{subject}{verb}", f"{amount(cell.amount.value, cell.unit)}{cell.unit}", "value", (cell,)
            )


_STAGE_VERBS = {
    Stage.BUDGET: ("为", "是", "安排", "预算", "预算数为", ""),
    Stage.ADJUSTED: ("调整预算数为", "调整预算为"),
    Stage.FINAL: ("为", "是", "决算数为", ""),
}


def _verbs(cell: Askable) -> tuple[str, ...]:
    """Verbs that are right for the amount's stage; the stage is said where it is not the document's own."""
    if cell.fact.year == cell.document.year and cell.fact.stage is not cell.document.stage:
        return {Stage.BUDGET: ("年初预算数为", "年初预算为"), Stage.FINAL: ("决算数为",)}.get(
            cell.fact.stage, _STAGE_VERBS[cell.fact.stage]
        )
    return _STAGE_VERBS[cell.fact.stage]


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
            if subject is not None and 1 <= share <= 100 and not child.column:
                yield _sentence(document, f"{subject}占{parent.row}的", f"{share:.2f}%", "share", (child, parent))


RANKS = ("最多", "排第二", "排第三")
TRENDS = {1: ("有所增加", "略有增长"), -1: ("有所减少", "略有下降")}
TENTHS = "一二三四五六七八九"


def _ranks(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    """甲的各项中，乙排第二: where all the amounts of a family differ."""
    for parent, children in families(cells):
        subject = speaker.owned(parent)
        ordered = sorted((child for child in children if child.amount.value > 0), key=lambda c: -c.amount.value)
        if subject is None or len({child.amount.value for child in ordered}) != len(ordered) or len(ordered) < 3:
            continue
        if not any(cell.column for cell in (parent, *children)):
            for child, word in zip(ordered, RANKS, strict=False):
                yield _sentence(document, f"{subject}中，{child.row}", word, "rank", (child, parent))


def _trends(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    for now, before in pairs_over_years(cells):
        subject = speaker.owned(now)
        gap = now.amount.value - before.amount.value
        if subject is not None and gap and before.amount.value > 0:
            word = speaker.dice.choice(TRENDS[1 if gap > 0 else -1])
            yield _sentence(document, f"{subject}比上年", word, "trend", (now, before))


def _fractions(document: BudgetDocument, cells: Sequence[Askable], speaker: Speaker) -> Iterator[Sentence]:
    """Shares as 过半 or 超三成, where they are no even tenth."""
    for parent, children in families(cells):
        for child in children:
            subject = speaker.owned(child)
            share = child.amount.value / parent.amount.value * 10 if parent.amount.value > 0 else Decimal(0)
            if subject is None or child.column or not 1 < share < 10 or share % 1 == 0:
                continue
            said = "过半" if 5 < share < 6 else f"{TENTHS[int(share) - 1]}成"
            link = "" if said == "过半" else "的比重超"
            yield _sentence(document, f"{subject}占{parent.row}{link}", said, "fraction", (child, parent))


def _sentence(
    document: BudgetDocument, before: str, figure: str, form: str, cells: tuple[Askable, ...], word: str = ""
) -> Sentence:
    start = len(before)
    place = (start - len(word), start) if word else None
    return Sentence(document, f"{before}{figure}。", (start, start + len(figure)), form, cells, place)
