"""One module a kind of question. ``OPERATIONS`` is asked in order: the first whose ``matches`` says yes answers.

An operation is a module with ``name``, ``matches(question) -> bool`` and ``answer(desk) -> Draft``; it owns its plan,
its calculation and its Chinese sentence. What it cannot find it raises as ``NotFoundError``.
"""

from __future__ import annotations

from typing import Protocol

from assistant.model import Draft
from assistant.operations import (
    assertions,
    attributes,
    between,
    between_departments,
    carry_over,
    causes,
    change,
    column_notes,
    conditions,
    contact,
    counting,
    definition,
    departments,
    difference,
    empty_tables,
    enumerated,
    executed_items,
    execution,
    execution_pair,
    fleet,
    hypothetical,
    indicators,
    listing,
    marked_units,
    moved_items,
    movers,
    newcomers,
    own_years,
    planned,
    purchases,
    purpose,
    rank,
    ratio,
    reason,
    receptions,
    roster,
    self_evaluation,
    share,
    standard,
    statements,
    surplus,
    table_total,
    tally,
    target,
    targets,
    text,
    things,
    total,
    two_sides,
    unit_cost,
    unit_staff,
    unlisted,
    vacancies,
    value,
    verify,
    where,
    whose,
    withheld,
    wordings,
)  # fmt: skip
from assistant.operations.desk import Desk
from assistant.parsing.model import ParsedQuestion


class Operation(Protocol):
    """The shape of an operation module."""

    name: str

    def matches(self, question: ParsedQuestion) -> bool: ...
    def answer(self, desk: Desk) -> Draft: ...


OPERATIONS = (
    contact,
    own_years,
    planned,
    between,
    between_departments,
    departments,
    enumerated,
    wordings,
    whose,
    column_notes,
    execution_pair,
    executed_items,
    receptions,
    fleet,
    self_evaluation,
    two_sides,
    carry_over,
    execution,
    statements,
    causes,
    assertions,
    empty_tables,
    withheld,
    purchases,
    moved_items,
    conditions,
    newcomers,
    attributes,
    definition,
    marked_units,
    roster,
    where,
    reason,
    standard,
    unit_staff,
    vacancies,
    hypothetical,
    surplus,
    targets,
    target,
    unit_cost,
    unlisted,
    movers,
    verify,
    indicators,
    share,
    ratio,
    rank,
    change,
    difference,
    purpose,
    tally,
    things,
    counting,
    listing,
    total,
    table_total,
    value,
    text,
)

__all__ = ["OPERATIONS", "Operation"]
