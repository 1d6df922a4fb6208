"""Claims → findings: what holds only by rounding, and what does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from index.amounts import MONEY_UNITS
from index.model import BudgetTable, Finding
from index.tie_outs.belief import believed, short_of_a_row
from index.tie_outs.between import carried_over, claims_between
from index.tie_outs.claims import Claim, Form, Place, Sheets, read_sheets
from index.tie_outs.within import claims_within

_SHOWN_PARTS = 12
_HUNDREDTH = Decimal("0.01")
_CODES = {
    Form.SUM: "tie_out.mismatch",
    Form.BALANCE: "tie_out.income_expenditure",
    Form.SAME: "tie_out.same_figure",
    Form.CHANGE: "tie_out.change",
    Form.RATE: "tie_out.rate",
    Form.PRODUCT: "tie_out.product",
}
_VERDICTS = {
    "info": "在四舍五入范围内",
    "warning": "超出四舍五入范围，可能缺少明细行",
    "error": "超出四舍五入范围",
}
_SAYS = {
    Form.BALANCE: "收入与支出",
    Form.SAME: "同一数字在两处",
    Form.CHANGE: "本年数与上年数、增减数",
    Form.RATE: "印出的增减率与金额",
    Form.PRODUCT: "金额与数量、单价",
}


def claims_of(sheets: Sheets) -> tuple[Claim, ...]:
    """Everything that a document's tables claim of their cells."""
    within = (claim for index in range(len(sheets.tables)) for claim in claims_within(sheets, index))
    return (*within, *claims_between(sheets))


def check_tables(tables: Sequence[BudgetTable], document_id: str) -> tuple[Finding, ...]:
    """Findings about the arithmetic of a document's tables.

    ``tie_out.rounding`` (info): the figures differ, but the rounding intervals overlap. Any other code: no rounding
    explains the difference, which is given in the unit of the first cell; an error, or a warning where all of a
    family's columns fall short together, as they do when a child row is missing.
    """
    sheets = read_sheets(tables)
    return tuple(_findings(sheets, document_id, claims_of(sheets)))


def _findings(sheets: Sheets, document_id: str, claims: Sequence[Claim]) -> Iterator[Finding]:
    short = short_of_a_row(claims)
    kept = {id(claim) for claim in believed(claims, carried_over(sheets))}
    told = set()
    for claim in claims:
        if claim.difference == 0 or not claim.parts or claim.structure in told:
            continue
        if claim.holds and claim.form is not Form.RATE:
            yield finding(sheets.tables, document_id, claim, "tie_out.rounding", "info")
        elif not claim.holds and id(claim) in kept:
            if claim.structure in short:
                told.add(claim.structure)  # one finding for all the columns of the missing row
            code = "tie_out.unit" if _slipped(sheets, claim) else _CODES[claim.form]
            yield finding(sheets.tables, document_id, claim, code, "warning" if claim.structure in short else "error")


def _slipped(sheets: Sheets, claim: Claim) -> bool:
    """Whether two printings of a figure are the same but for 元 and 万元 taken for each other."""
    if claim.form not in (Form.SAME, Form.BALANCE) or len(claim.parts) != 1:
        return False
    one, other = (sheets.figures[place] for place in claim.places)
    scale = MONEY_UNITS[one.unit] / MONEY_UNITS[other.unit]
    return bool(one.value) and other.value in (one.value * scale * 10_000, one.value * scale / 10_000)


def finding(tables: Sequence[BudgetTable], document_id: str, claim: Claim, code: str, level: str) -> Finding:
    """A claim in words, with its cells."""
    result = _text(tables, claim.result)
    parts = [
        _text(tables, place) for place in (claim.parts if claim.form is not Form.SUM else _telling(tables, claim.parts))
    ]
    shown = " + ".join(parts[:_SHOWN_PARTS]) + (" + …" if len(parts) > _SHOWN_PARTS else "")
    if claim.form is Form.RATE:
        shown = f"{parts[0]} ÷ {parts[1]} − 1"
    formula = f"{result} {'≈' if level == 'info' else '≠'} {shown}"
    if claim.form is Form.PRODUCT:
        shown = " × ".join(parts)
    where = _where(tables, claim.result)
    if claim.form in (Form.SAME, Form.BALANCE):
        where += f"与{_where(tables, claim.parts[0])}"
    says = f"{_SAYS[claim.form]}" if claim.form in _SAYS else ""
    difference = f"{abs(claim.difference).normalize():f}{claim.unit}"
    if claim.form is Form.RATE:
        difference = f"{abs(claim.difference):.2f}个百分点"
    return Finding(
        code=code,
        level=level,
        message=f"{where}：{says}{'：' if says else ''}{formula}，相差{difference}，{_VERDICTS[level]}。",
        document=document_id,
        cells=tuple((tables[p.table].id, p.row, p.column) for p in (claim.result, *_telling(tables, claim.parts))),
        formula=formula,
        difference=short(claim.difference) if claim.form is Form.RATE else claim.difference,
    )


def _telling(tables: Sequence[BudgetTable], parts: Sequence[Place]) -> list[Place]:
    """The cells that add something: nothing is added by 0.00, unless nothing else is there."""
    cells = ((place, tables[place.table].rows[place.row].cell(place.column)) for place in parts)
    return [place for place, cell in cells if cell is not None and cell.value] or list(parts)


def short(points: Decimal) -> Decimal:
    """A difference of rates to two decimals, or what it is where it is less than one hundredth."""
    return points.quantize(_HUNDREDTH) if abs(points) >= _HUNDREDTH else points.quantize(_HUNDREDTH**2)


def _where(tables: Sequence[BudgetTable], place: Place) -> str:
    table = tables[place.table]
    row, column = table.rows[place.row], table.columns[place.column]
    return f"{table.number or table.title}“{row.code or ''}{row.label or '（无行名）'}”的“{column.leaf}”"


def _text(tables: Sequence[BudgetTable], place: Place) -> str:
    cell = tables[place.table].rows[place.row].cell(place.column)
    return cell.text if cell is not None else ""
