"""Documents → a question set of the size asked for, spread evenly over documents and kinds."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

from eval.generation.cells import Askable, askables
from eval.generation.kinds import MAKERS, Made
from eval.generation.wording import Speaker
from index.model import BudgetDocument

_SEVERAL = 80  # cells a maker sees of one document: enough to choose from, few enough to be quick


def generate(documents: Iterable[BudgetDocument], count: int, seed: int) -> list[dict[str, Any]]:
    """``count`` questions (fewer where the documents do not give so many) in the contract's format.

    The same documents and ``seed`` give the same questions.
    """
    piles = [pile for document in documents for pile in _piles(document, seed)]
    records: list[dict[str, Any]] = []
    asked: set[tuple[str, ...]] = set()
    while piles and len(records) < count:
        piles = [pile for pile in piles if _deal(pile, records, asked, count)]
    return records


Pile = tuple[BudgetDocument, list[Made]]


def _piles(document: BudgetDocument, seed: int) -> Iterator[Pile]:
    """One shuffled pile of questions a maker."""
    dice = random.Random(f"{seed}|{document.source.sha256}")
    cells = askables(document)
    for maker in MAKERS:
        made = list(maker(_chosen(cells, dice), Speaker(dice)))
        dice.shuffle(made)
        yield document, made


def _chosen(cells: tuple[Askable, ...], dice: random.Random) -> tuple[Askable, ...]:
    """The cells of some rows, whole tables at a time so that families and years stay together."""
    tables = sorted({cell.table_index for cell in cells})
    dice.shuffle(tables)
    chosen: list[Askable] = []
    for table in tables:
        chosen += [cell for cell in cells if cell.table_index == table]
        if len(chosen) >= _SEVERAL:
            break
    return tuple(chosen)


def _deal(pile: Pile, records: list[dict[str, Any]], asked: set[tuple[str, ...]], count: int) -> bool:
    """Takes one question off a pile; False when the pile is used up."""
    document, made = pile
    while made and len(records) < count:
        question = made.pop()
        words = (document.id, *question.history, question.question)
        if words not in asked:
            asked.add(words)
            records.append(_record(document, question, len(records) + 1))
            return True
    return False


def _record(document: BudgetDocument, made: Made, number: int) -> dict[str, Any]:
    return {
        "id": f"generated-{number:05}",
        "question": made.question,
        "history": list(made.history),
        "kind": made.kind,
        "docs": [document.source.name],
        "named": made.named,
        "answer": made.answer,
        "evidence": [_evidence(cell) for cell in made.cells],
        "note": "",
    }


def _evidence(cell: Askable) -> dict[str, Any]:
    table = cell.source
    return {
        "table": table.number or table.title,
        "section": None,
        "page": cell.line.page,
        "quote": cell.quote,
        "doc": cell.document.source.name,
    }
