"""The unit beside a figure is of its basis' dimension: money is money, % is not 个百分点, 辆 is not 人."""

from __future__ import annotations

from assistant.calculations import CalculationError, facts_of, quantity_of
from assistant.checks.reading import Reading, words
from assistant.checks.recomputed import comparable
from assistant.model import Operand
from index.amounts import Count


def units(reading: Reading) -> list[str]:
    problems = []
    for span, _, basis, shown in reading.claimed():
        try:
            exact = quantity_of(basis)
        except CalculationError:
            continue  # reported by recomputed
        if not comparable(shown, exact):
            problems.append(f"“{span.text}”的单位与依据不符：依据是{exact.text}。")
        elif isinstance(shown, Count) and shown.unit != exact.unit and not _named_unit(shown.unit or exact.unit, basis):
            problems.append(f"“{span.text}”的单位没有依据。")
    return problems


def _named_unit(unit: str, basis: Operand) -> bool:
    """A cell may print a bare number whose unit the row, the column or the sentence names (车辆数（辆）)."""
    if unit in words()["general_measures"]:
        return True
    printed = (
        "".join((fact.label, *fact.column_path, *fact.row_path, fact.text, fact.provenance.quote))
        for fact in facts_of(basis)
    )
    return any(unit in text for text in printed)
