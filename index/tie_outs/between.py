"""The same figure printed in several tables of a document; the income of a fund and what is spent of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, product

from index.amounts import MONEY_UNITS
from index.tie_outs.claims import Claim, Form, Place, Sheets, closest, summed
from index.tie_outs.concepts import TOTAL, Concept

Occurrences = Mapping[Concept, Mapping[int, Sequence[Place]]]
Options = list[tuple[Place, ...]]


def claims_between(sheets: Sheets) -> Iterator[Claim]:
    """Each concept's figure in one table = its figure in the next table that prints it."""
    found = occurrences(sheets)
    for what, tables in found.items():
        if what.nature == "carry_over":
            continue
        for first, second in pairwise(sorted(tables)):
            if not _continues(sheets, first, second):
                made = _same(sheets, what, found, first, second)
                if made is not None:
                    yield made
        if what.side == "expenditure" and what.item == TOTAL and not what.nature:
            yield from _balance(sheets, what, found)


def occurrences(sheets: Sheets) -> Occurrences:
    """Concept → table → the cells that print it."""
    found: dict[Concept, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place, what in sheets.concepts.items():
        found[what][place.table].append(place)
    return found


def carried_over(sheets: Sheets) -> dict[str, Decimal]:
    """The greatest amount carried over from last year that the document prints, expressed in each unit it uses."""
    most = Decimal(0)  # 元
    for place, what in sheets.concepts.items():
        if what.nature == "carry_over":
            figure = sheets.figures[place]
            most = max(most, abs(figure.value) * MONEY_UNITS[figure.unit])
    return {unit: most / scale for unit, scale in MONEY_UNITS.items()}


def _continues(sheets: Sheets, first: int, second: int) -> bool:
    """Whether two tables are of one title: a table in pieces, or one for each unit, whose rows are not the same."""
    left, right = sheets.tables[first], sheets.tables[second]
    return left.kind is right.kind and left.title == right.title


def _same(sheets: Sheets, what: Concept, found: Occurrences, first: int, second: int) -> Claim | None:
    """A total may be printed with and without what is carried over: one of the readings must be the same."""
    left, right = _options(what, found, first), _options(what, found, second)
    if not any(len(option) == 1 for option in left):
        left, right = right, left
    where = ("same", left[0][0].table, right[0][0].table, left[0][0].column, right[0][0].column)
    structure = (*where, "total") if what.item == TOTAL else where
    pairs = (((a[0], b) if len(a) == 1 else (b[0], a)) for a, b in product(left, right) if len(a) == 1 or len(b) == 1)
    return closest(summed(sheets, Form.SAME, one, many, structure) for one, many in pairs)


def _options(what: Concept, found: Occurrences, table: int) -> Options:
    """The readings of a concept's figure in a table: its cell; its cells together; with what is carried over."""
    places = found[what].get(table, ())
    if what.item != TOTAL:
        return [tuple(places)]
    options: Options = [(place,) for place in places]
    carried = found.get(replace(what, nature="carry_over"), {}).get(table, ())
    if what.nature == "" and what.fund:
        options += [(place, *carried) for place in places] if carried else []
    return options


def _balance(sheets: Sheets, what: Concept, found: Occurrences) -> Iterator[Claim]:
    """What is spent of a fund (and what is left of it for next year) = the fund's income in the nearest table before."""
    income = replace(what, side="income")
    for table in found[what]:
        before = [t for t in found.get(income, {}) if t <= table]
        if not before or table == before[-1]:
            continue
        structure = ("balance", before[-1], table, what.fund, "total")
        pairs = list(product(found[what][table], _options(income, found, before[-1])))
        options = [summed(sheets, Form.BALANCE, place, parts, structure) for place, parts in pairs]
        left = [place for places in found.get(replace(what, nature="carry_over"), {}).values() for place in places]
        options += [
            summed(sheets, Form.BALANCE, parts[0], (place, kept), structure)
            for place, parts in pairs
            for kept in left
            if len(parts) == 1
        ]
        made = closest(options)
        if made is not None:
            yield made
