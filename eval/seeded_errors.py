"""``python -m eval.seeded_errors [--changes N] [--seed S]``: does the audit find an error put into a clean document?

Documents of every layout are made by the generator, written, read, and then one amount at a time is changed in one
table. A change is covered when the cell took part in an identity that held; it is found when a finding that the clean
document did not have names the cell. A change of the last digit lies within what rounding allows: there a finding of
level info is the right answer, and it is counted by itself.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from index.model import BudgetTable, Cell, Finding
from index.pipeline import read_document
from index.tie_outs import Place, Sheets, check_tables, claims_of, read_sheets
from samples.generate import budgets
from samples.layouts import FINAL_LAYOUT, LAYOUTS
from samples.writers import write

_BAR = 0.99
_KINDS = ("digit", "swap", "times_ten", "tenth", "sign", "last_digit")
_ROUNDING = "last_digit"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change: what was done to which cell, whether an identity covered it, and the level of what was found."""

    document: str
    table: str
    kind: str
    covered: bool
    found: str  # error | warning | info, "" when nothing names the cell


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.seeded_errors", description="改动一个单元格，看审核是否发现")
    parser.add_argument("--changes", type=int, default=2400, help="改动的次数")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    outcomes = list(seeded(options.changes, options.seed))
    for line in summary(outcomes):
        print(line)
    return 0 if share_found(outcomes) >= _BAR else 1


def seeded(changes: int, seed: int) -> Iterator[Outcome]:
    """``changes`` outcomes, as many in each document of the generator."""
    dice = random.Random(seed)
    documents = list(_documents(seed))
    for number, (name, tables) in enumerate(documents):
        sheets = read_sheets(tables)
        proved = {place for claim in claims_of(sheets) if claim.proves for place in claim.places}
        before = set(check_tables(tables, name))
        places = sorted(
            (p for p in sheets.figures if sheets.figures[p].value), key=lambda p: (p.table, p.row, p.column)
        )
        share = changes * (number + 1) // len(documents) - changes * number // len(documents)
        for turn in range(share):
            yield _change(name, sheets, dice, dice.choice(places), _KINDS[turn % len(_KINDS)], proved, before)


def _documents(seed: int) -> Iterator[tuple[str, tuple[BudgetTable, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        for number, layout in enumerate((*LAYOUTS, FINAL_LAYOUT)):
            made = budgets(seed + number, 1, range(2024, 2025))
            budget = made[-1] if layout == FINAL_LAYOUT else made[0]
            path = write(budget, layout, "xlsx", Path(folder) / layout)
            yield layout, read_document(path).tables


def _change(
    name: str, sheets: Sheets, dice: random.Random, place: Place, kind: str, proved: set[Place], before: set[Finding]
) -> Outcome:
    tables = list(sheets.tables)
    table = tables[place.table]
    row = table.rows[place.row]
    cell = row.cell(place.column)
    assert cell is not None
    wrong = _altered(cell, kind, dice)
    cells = tuple(wrong if other.column == place.column else other for other in row.cells)
    rows = (*table.rows[: place.row], replace(row, cells=cells), *table.rows[place.row + 1 :])
    tables[place.table] = replace(table, rows=rows)
    named = [
        finding.level
        for finding in check_tables(tables, name)
        if finding not in before and (table.id, place.row, place.column) in finding.cells
    ]
    found = next((level for level in ("error", "warning", "info") if level in named), "")
    return Outcome(name, table.kind.value, kind, place in proved, found)


def _altered(cell: Cell, kind: str, dice: random.Random) -> Cell:
    """The cell with another number: a digit replaced, two neighbours swapped, the point moved, the sign or the last
    digit changed. Where a kind would leave the number as it is, its first digit is replaced."""
    assert cell.value is not None
    digits = [i for i, character in enumerate(cell.text) if character.isdigit()]
    text = cell.text.replace(",", "") if kind in ("times_ten", "tenth") else cell.text
    match kind:
        case "digit":
            text = _with_digit(text, dice.choice(digits[:-1] or digits), dice)
        case "swap":
            pairs = [(a, b) for a, b in pairwise(digits[:-1]) if text[a] != text[b]]
            if pairs:
                a, b = dice.choice(pairs)
                text = text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
        case "times_ten":
            text = _printed(cell, cell.value * 10)
        case "tenth":
            text = _printed(cell, cell.value / 10)
        case "sign":
            text = text.removeprefix("-") if text.startswith("-") else f"-{text}"
        case "last_digit":
            text = _with_digit(text, digits[-1], dice)
    if Decimal(text.replace(",", "")) == cell.value:
        text = _with_digit(cell.text, digits[0], dice)
    return replace(cell, text=text, value=Decimal(text.replace(",", "")))


def _printed(cell: Cell, value: Decimal) -> str:
    places = len(cell.text.partition(".")[2])
    return f"{value:.{places}f}"


def _with_digit(text: str, place: int, dice: random.Random) -> str:
    shift = dice.choice((1, -1)) if place == len(text) - 1 else dice.randint(1, 9)
    return text[:place] + str((int(text[place]) + shift) % 10) + text[place + 1 :]


# ---------------------------------------------------------------- report


def share_found(outcomes: Sequence[Outcome]) -> float:
    """Of the covered changes beyond rounding, the share that an error or a warning names; 0 where there are none."""
    counted = [outcome for outcome in outcomes if outcome.covered and outcome.kind != _ROUNDING]
    return sum(outcome.found in ("error", "warning") for outcome in counted) / len(counted) if counted else 0.0


def summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    covered = [outcome for outcome in outcomes if outcome.covered]
    yield f"改动 {len(outcomes)} 处，其中勾稽关系覆盖 {len(covered)} 处，未覆盖 {len(outcomes) - len(covered)} 处"
    for kind in _KINDS:
        of = [outcome for outcome in covered if outcome.kind == kind]
        errors, noted = sum(o.found in ("error", "warning") for o in of), sum(o.found == "info" for o in of)
        yield f"  {kind}：{len(of)} 处，发现 {errors}，列为四舍五入 {noted}，漏掉 {len(of) - errors - noted}"
    missed = Counter((o.document, o.table) for o in covered if not o.found and o.kind != _ROUNDING)
    for (document, table), number in missed.most_common():
        yield f"  漏掉 {document} {table}：{number}"
    uncovered = Counter((o.document, o.table) for o in outcomes if not o.covered)
    for (document, table), number in uncovered.most_common():
        yield f"  未覆盖 {document} {table}：{number}"
    yield f"覆盖的改动（不含末位）发现率：{share_found(outcomes):.4f}"


if __name__ == "__main__":
    sys.exit(main())
