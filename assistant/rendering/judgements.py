"""Judgements on a text's figures, as the contract's JSON and as plain Chinese text."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.checking.model import Judgement, Verdict
from assistant.citations import citation_of
from assistant.display import CalculationError, converted, display, value_in
from assistant.knowledge import Knowledge
from assistant.rendering.contract import Json, citation_json, number
from assistant.rendering.labels import VERDICT
from assistant.rendering.terminal import aligned, printable
from index.amounts import MONEY_UNITS, Amount, Quantity


def judgements_json(judged: Sequence[Judgement], knowledge: Knowledge) -> Json:
    """``{"figures": […]}`` of the command check."""
    return {"figures": [_figure(one, knowledge) for one in judged]}


def _figure(one: Judgement, knowledge: Knowledge) -> Json:
    quantity = one.figure.quantity
    return {
        "text": one.figure.text,
        "value": number(value_in(quantity)) if quantity else None,
        "unit": quantity.unit if quantity else None,
        "start": one.figure.start,
        "end": one.figure.end,
        "status": one.verdict,
        "formula": one.formula or None,
        "expected": _expected(one),
        "citations": [citation_json(citation_of(n, fact, knowledge)) for n, fact in enumerate(one.facts, 1)],
        "note": one.note or None,
    }


def _expected(one: Judgement) -> Json | None:
    if one.expected is None:
        return None
    right = in_unit(one.expected, one.figure.quantity)
    places = 2 if not isinstance(right, Amount) or MONEY_UNITS[right.unit] > 1 else None
    value = value_in(right)
    return {"value": number(round(value, places) if places and not _exact(right) else value), "unit": right.unit}


def _exact(quantity: Quantity) -> bool:
    exponent = quantity.value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -4


def in_unit(right: Quantity, said: Quantity | None) -> Quantity:
    """The right quantity in the unit that the text uses, where it can be told in it."""
    if said is None or not said.unit:
        return right
    try:
        return converted(right, said.unit)
    except CalculationError:
        return right


def judgements_text(judged: Sequence[Judgement], knowledge: Knowledge) -> str:
    """Each claim with its verdict, the right figure, formula and source; one line where there is none."""
    claims = [one for one in judged if one.verdict is not Verdict.NOT_A_CLAIM]
    if not claims:
        return "文字里没有需要核对的数字。"
    return printable("\n".join(aligned([_row(one, knowledge) for one in claims])))


def _row(one: Judgement, knowledge: Knowledge) -> tuple[str, ...]:
    right = f"应为{display(in_unit(one.expected, one.figure.quantity))}" if one.expected is not None else ""
    source = citation_of(1, one.facts[0], knowledge) if one.facts else None
    place = (
        "·".join(part for part in (source.table or source.title or source.section, source.row, source.column) if part)
        if source
        else ""
    )
    return one.figure.text, VERDICT[one.verdict], " ".join(filter(None, (right, one.formula, one.note))), place
