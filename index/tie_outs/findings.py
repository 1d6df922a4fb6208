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
_MOST = 0.7  # of a table's coded families, for the others to be believed
_VERDICTS = {
    "info": "在四舍五入范围内",
    "warning": "超出四舍五入范围，可能缺少明细行",
    "error": "超出四舍五入范围",
}

Structure = tuple[object, ...]


def check_tables(tables: Sequence[BudgetTable], document_id: str) -> tuple[Finding, ...]:
    """Findings about the arithmetic of a document's tables.

    ``tie_out.rounding`` (info): the sum differs, but the rounding intervals overlap.
    ``tie_out.mismatch``: no rounding explains the difference, which is given in the table's unit; an error, or a
    warning where all of a family's columns fall short together, as they do when a child row is missing.
    """
    sums = claimed_sums(tables)
    confirmed = _confirmed(sums)
    short = _short_of_a_row(sums)
    findings = []
    for claimed in sums:
        if claimed.difference == 0 or not claimed.parts:
            continue
        if claimed.holds:
            findings.append(_finding(tables, document_id, claimed, "tie_out.rounding", "info"))
        elif claimed.structure in confirmed:
            level = "warning" if claimed.structure in short else "error"
            findings.append(_finding(tables, document_id, claimed, "tie_out.mismatch", level))
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


def _confirmed(sums: Sequence[Sum]) -> set[Structure]:
    """Structures that the document's own arithmetic bears out, counted over the sums with something to add."""
    outcomes: dict[Structure, list[bool]] = defaultdict(list)
    for claimed in sums:
        if claimed.parts and not claimed.trivial:
            outcomes[claimed.structure].append(claimed.holds)
            outcomes[claimed.structure[:2]].append(claimed.holds)
    kept: set[Structure] = set()
    for structure, held in outcomes.items():
        kind, whole = structure[0], outcomes[structure[:2]]
        half_holds = any(held) and sum(held) * 2 >= len(held)
        table_holds = len(whole) >= 4 and sum(whole) >= _MOST * len(whole)
        coded_holds = structure[-1] == "coded" and (any(held) or table_holds)
        if kind in ("sides", "tables") or half_holds or coded_holds:
            kept.add(structure)
    return kept


def _short_of_a_row(sums: Sequence[Sum]) -> set[Structure]:
    """Families that lack something in two columns or more, by amounts of which one recurs: a row is missing."""
    lacking: dict[Structure, list[Sum]] = defaultdict(list)
    for claimed in sums:
        if claimed.structure[0] == "rows" and not claimed.holds:
            lacking[claimed.structure].append(claimed)
    return {
        structure
        for structure, failed in lacking.items()
        if len(failed) > 1
        and all(claimed.difference > 0 for claimed in failed)
        and (len({claimed.difference for claimed in failed}) < len(failed) or len(failed) > 2)
    }


def _finding(tables: Sequence[BudgetTable], document_id: str, claimed: Sum, code: str, level: str) -> Finding:
    places = (claimed.total, *claimed.parts)
    total = _text(tables, claimed.total)
    parts = [_text(tables, place) for place in claimed.parts]
    shown = " + ".join(parts[:_SHOWN_PARTS]) + (" + …" if len(parts) > _SHOWN_PARTS else "")
    formula = f"{total} {'≈' if level == 'info' else '≠'} {shown}"
    table = tables[claimed.total.table]
    row, column = table.rows[claimed.total.row], table.columns[claimed.total.column]
    where = f"{table.number or table.title}“{row.code or ''}{row.label or '（无行名）'}”的“{column.leaf}”"
    difference = f"{abs(claimed.difference).normalize():f}{claimed.unit}"
    message = f"{where}：{formula}，相差{difference}，{_VERDICTS[level]}。"
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
