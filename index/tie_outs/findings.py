"""Claimed sums → findings: what holds only by rounding, and what does not hold.

A sum that fails is reported only where the reading of the structure is confirmed: most of the sums that rest on the
same structure (the same total column, the same family of rows, or the table's families together) hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from index.model import BudgetTable, Finding
from index.tie_outs.sums import Place, Sum, claimed_sums

_SHOWN_PARTS = 12


def check_tables(tables: Sequence[BudgetTable], document_id: str) -> tuple[Finding, ...]:
    """Findings about the arithmetic of a document's tables.

    ``tie_out.rounding`` (info): the sum differs, but the rounding intervals overlap.
    ``tie_out.mismatch`` (error): no rounding explains the difference, which is given in the table's unit.
    """
    sums = claimed_sums(tables)
    confirmed = _confirmed(sums)
    findings = []
    for claimed in sums:
        if claimed.difference == 0:
            continue
        if claimed.holds:
            findings.append(_finding(tables, document_id, claimed, "tie_out.rounding", "info"))
        elif claimed.structure in confirmed:
            findings.append(_finding(tables, document_id, claimed, "tie_out.mismatch", "error"))
    return tuple(findings)


def coverage(tables: Sequence[BudgetTable]) -> tuple[int, int]:
    """(amount cells that take part in a sum that holds, all amount cells of the tables of money)."""
    proved = {place for claimed in claimed_sums(tables) if claimed.holds for place in (claimed.total, *claimed.parts)}
    kinds = ("department_performance", "project_performance", "table_of_contents")
    amounts = {
        Place(t, r, cell.column)
        for t, table in enumerate(tables)
        if table.kind not in kinds
        for r, row in enumerate(table.rows)
        for cell in row.cells
        if cell.value is not None
    }
    return len(proved & amounts), len(amounts)


def _confirmed(sums: Sequence[Sum]) -> set[tuple[object, ...]]:
    """Structures that the document's own arithmetic bears out, counted over the sums with something to add."""
    outcomes: dict[tuple[object, ...], list[bool]] = defaultdict(list)
    for claimed in sums:
        outcomes[claimed.structure].append(claimed.holds)
        outcomes[claimed.structure[:2]].append(claimed.holds)
    kept = set()
    for structure, held in outcomes.items():
        kind = structure[0]
        family_holds = sum(held) * 2 >= len(held) and any(held)
        whole = outcomes[structure[:2]]
        table_holds = len(whole) >= 4 and sum(whole) >= 0.7 * len(whole)
        if kind in ("sides", "tables") or family_holds or (table_holds and kind == "rows"):
            kept.add(structure)
    return kept


def _finding(tables: Sequence[BudgetTable], document_id: str, claimed: Sum, code: str, level: str) -> Finding:
    places = (claimed.total, *claimed.parts)
    total = _text(tables, claimed.total)
    parts = [_text(tables, place) for place in claimed.parts]
    shown = " + ".join(parts[:_SHOWN_PARTS]) + (" + …" if len(parts) > _SHOWN_PARTS else "")
    formula = f"{total} ≠ {shown}"
    table = tables[claimed.total.table]
    row, column = table.rows[claimed.total.row], table.columns[claimed.total.column]
    where = f"{table.number or table.title}“{row.code or ''}{row.label or '（无行名）'}”的“{column.leaf}”"
    verdict = "在四舍五入范围内" if level == "info" else "超出四舍五入范围"
    message = f"{where}：{formula}，相差{abs(claimed.difference).normalize():f}{claimed.unit}，{verdict}。"
    return Finding(
        code=code,
        level=level,
        message=message,
        document=document_id,
        cells=tuple((tables[place.table].id, place.row, place.column) for place in places),
        formula=formula,
        difference=claimed.difference,
    )


def _text(tables: Sequence[BudgetTable], place: Place) -> str:
    cell = tables[place.table].rows[place.row].cell(place.column)
    return cell.text if cell is not None else ""
