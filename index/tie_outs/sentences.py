"""The figures of a document's sentences against its tables.

A sentence names a metric in fewer words than a table needs (it may leave out whose money it means), so it is held
against every cell that the words allow; it disagrees only when none of them says the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.amounts import MONEY_UNITS, Amount, Interval
from index.model import BudgetDocument, Fact, Finding, Measure, TableKind
from index.tie_outs.between import Occurrences, carried_over, occurrences
from index.tie_outs.claims import Place, Sheets
from index.tie_outs.concepts import TOTAL, Concept, label, named, plain, registry

_TELLING_DIGITS = 4  # a shorter figure may recur in another year by chance
_CLASS, _SECTION, _ITEM = 3, 5, 7  # digits of a 类, 款, 项


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence's figure with the cells that may hold the same figure; ``agrees``: those that do."""

    fact: Fact
    places: tuple[Place, ...]
    agrees: tuple[Place, ...]


def statements(document: BudgetDocument, sheets: Sheets, year: int | None = None) -> Iterator[Statement]:
    """Every amount of a year (the document's own) that a sentence states, with the cells of this year it may mean.

    Of several amounts under one name in one section, those beside one that agrees are parts of it, and a name that
    stands for several amounts names the parts of something else: neither is held against the tables.
    """
    index = _Index(sheets)
    found: dict[tuple[object, ...], list[Statement]] = {}
    for fact in document.facts:
        amount = fact.quantity
        if not isinstance(amount, Amount) or not _stated(document, fact, document.year if year is None else year):
            continue
        places = tuple(index.places(fact))
        agrees = tuple(p for p in places if _interval(sheets, p).overlaps(amount.interval))
        if places:
            key = (fact.id,) if fact.code else (fact.provenance.section, places)
            found.setdefault(key, []).append(Statement(fact, places, agrees))
    for group in found.values():
        agreeing = [statement for statement in group if statement.agrees]
        yield from agreeing or (group if len({s.fact.text for s in group}) == 1 else ())


def _stated(document: BudgetDocument, fact: Fact, year: int) -> bool:
    """Whether a fact is a sentence's amount of the year, in the document's stage, under a name that it prints.

    A sentence above the first heading of a document that has headings is the rest of one whose beginning, and with it
    whose money it tells of, is not there.
    """
    return (
        fact.provenance.table is None
        and bool(fact.provenance.section or not any(section.path for section in document.sections))
        and fact.measure is Measure.VALUE
        and (fact.year, fact.stage) == (year, document.stage)
        and not fact.subject
        and bool(fact.code or label(fact.label) in plain(fact.provenance.quote))
    )


def _interval(sheets: Sheets, place: Place) -> Interval:
    """What a cell may stand for, in 元."""
    figure = sheets.figures[place]
    scale = MONEY_UNITS[figure.unit]
    return Interval(figure.interval.low * scale, figure.interval.high * scale)


class _Index:
    """The cells of a document by what a sentence may call them."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.concepts: Occurrences = occurrences(sheets)
        self.coded: dict[str, list[Place]] = {}
        self.kinds: dict[TableKind, list[Place]] = {}
        for place in sheets.figures:
            table = sheets.tables[place.table]
            row = table.rows[place.row]
            self.kinds.setdefault(table.kind, []).append(place)
            if row.code and place in sheets.concepts:
                self.coded.setdefault(row.code, []).append(place)

    def places(self, fact: Fact) -> Iterable[Place]:
        data = registry()
        name = label(fact.label)
        if fact.code:
            return self.coded.get(fact.code, ())
        if re.search(data.sentence.operating_cost, name):
            return self._operating_cost()
        if "采购" in name:
            return self._procurement(name, fact.row_path)
        if item := _three_public(name):
            above = [label(n) for n in fact.row_path]
            whole = all(_three_public(n) for n in above)
            return self._concept(lambda c: c.nature == "three_public" and c.item == (item,)) if whole else ()
        return self._totals(fact, name)

    def _concept(self, chosen: Callable[[Concept], bool]) -> list[Place]:
        return [p for what, tables in self.concepts.items() if chosen(what) for ps in tables.values() for p in ps]

    def _operating_cost(self) -> list[Place]:
        own = self.kinds.get(TableKind.AGENCY_OPERATING_COST, [])
        totals = [p for p in own if self.sheets.tables[p.table].rows[p.row].total]
        beside = self.kinds.get(TableKind.THREE_PUBLIC_EXPENSES, [])
        return totals + [p for p in beside if "机关运行经费" in "".join(self._column(p))]

    def _procurement(self, name: str, above: Sequence[str]) -> list[Place]:
        """The total of what is procured, or the row of goods, works or services, of the fund that is named."""
        data = registry()
        words = data.sentence
        kinds = [kind for kind in (words.goods, words.works, words.services) if kind in name]
        fund = next((f for n in (name, *map(label, above)) if (f := named("fund", n))), "")
        if len(kinds) > 1 or (not kinds and not re.search(words.procurement, name)):
            return []
        wanted = re.compile(words.procured.format(kinds[0])) if kinds else None
        found = []
        for place in self.kinds.get(TableKind.GOVERNMENT_PROCUREMENT, []):
            row = self.sheets.tables[place.table].rows[place.row]
            heading = next((f for n in reversed(self._column(place)) if (f := named("fund", plain(n)))), "")
            if heading == fund and (wanted.search(label(row.label)) if wanted else row.total):
                found.append(place)
        return found

    def _totals(self, fact: Fact, name: str) -> list[Place]:
        """Totals by fund and nature: 收入预算, 一般公共预算拨款支出, 基本支出 (of 一般公共预算财政拨款支出)."""
        names = [name, *(label(n) for n in reversed(fact.row_path))]
        if any(not _recognised(n) for n in names):
            return []
        nature = named("nature", name)
        fund = next((f for n in names if (f := named("fund", n))), "")
        side = next((s for n in names if (s := _side(n))), "")
        if nature == "carry_over" or not (side or nature) or (fund and not named("fund", name) and not nature):
            return []
        if nature in ("personnel_cost", "operating_cost") and not fund:
            return []  # of the department, of a unit, of one item: the sentence alone does not say
        if not fund and not nature and not re.search("预算|总|合计", name):
            return []
        side = "expenditure" if nature else side
        return self._concept(
            lambda c: (
                (c.item, c.side, c.nature) == (TOTAL, side, nature) and (c.fund == fund or bool(nature and not fund))
            )
        )

    def _column(self, place: Place) -> Sequence[str]:
        return self.sheets.tables[place.table].columns[place.column].path


def _three_public(name: str) -> str:
    """The item of “三公” that a name means, if nothing in it narrows the meaning."""
    data = registry()
    item = named("three_public", name)
    pattern = next((entry.pattern for entry in data.three_public if entry.name == item), "")
    rest = re.sub(pattern, "", name) if item else name
    return item if not re.sub(data.sentence.three_public_fillers, "", rest) else ""


def _side(name: str) -> str:
    income, expenditure = "收入" in name, "支出" in name
    return "" if income == expenditure else "income" if income else "expenditure"


def _recognised(name: str) -> bool:
    """Whether a metric's name is made of known words alone, so that nothing in it narrows what it means."""
    data = registry()
    for entry in (*data.fund, *data.nature):
        name = re.sub(entry.pattern, "", name)
    return not re.sub(data.sentence.fillers, "", name)


def check_sentences(document: BudgetDocument, sheets: Sheets) -> Iterator[Finding]:
    """``text.table``: a sentence's figure that no cell it may mean agrees with (an error, or info where the nearest
    is off by no more than the figure's last digit: cut instead of rounded); ``text.unit`` (error): the figure agrees
    once it is ten thousand times as great or as small; ``text.year`` (warning): last year's figure is this year's;
    ``text.name`` (warning): a code is not called what the tables call it."""
    yield from (finding for _, finding in sentence_faults(document, sheets))
    yield from _misdated(document, sheets)
    yield from _misnamed(document)


def sentence_faults(document: BudgetDocument, sheets: Sheets) -> Iterator[tuple[Fact, Finding]]:
    """Each amount of a sentence that no cell it may mean agrees with, with the finding."""
    carried = carried_over(sheets)["元"]
    for statement in statements(document, sheets):
        if not statement.agrees and not _may_be_carried(sheets, statement, carried):
            yield statement.fact, _finding(document, sheets, statement)


def _may_be_carried(sheets: Sheets, statement: Statement, carried: Decimal) -> bool:
    """Whether a total differs from the tables' by no more than what is carried over: it may be meant with it."""
    amount = statement.fact.quantity
    totals = [p for p in statement.places if p in sheets.concepts and sheets.concepts[p].item == TOTAL]
    return isinstance(amount, Amount) and any(abs(amount.value - _middle(sheets, p)) <= carried for p in totals)


def _misdated(document: BudgetDocument, sheets: Sheets) -> Iterator[Finding]:
    """Figures that a sentence gives to last year though a table prints them for this year, and no sentence does."""
    this_year = {fact.label for fact in document.facts if fact.provenance.table is None and fact.year == document.year}
    for statement in statements(document, sheets, document.year - 1):
        fact = statement.fact
        digits = re.sub(r"\D", "", fact.text).strip("0")
        if statement.agrees and fact.label not in this_year and len(digits) >= _TELLING_DIGITS:
            table = sheets.tables[statement.agrees[0].table]
            message = f"正文“{fact.label}”{fact.text}写作{fact.year}年的数，{table.number or table.title}印作{document.year}年的数。"
            cells = tuple((sheets.tables[p.table].id, p.row, p.column) for p in statement.agrees)
            yield Finding("text.year", "warning", message, document.id, cells, fact.text)


def _misnamed(document: BudgetDocument) -> Iterator[Finding]:
    """Codes whose 类 a sentence calls by another name than every table does, where it agrees on the 款."""
    called: dict[str, set[str]] = {}
    for table in document.tables:
        for row in table.rows:
            if row.code and len(row.code) in (_CLASS, _SECTION):
                called.setdefault(row.code, set()).add(label(row.label))
    seen = set()
    for fact in document.facts:
        names = tuple(map(label, fact.row_path))
        if fact.provenance.table is not None or not fact.code or len(fact.code) != _ITEM or len(names) != 2:
            continue
        code, name = fact.code[:_CLASS], names[0]
        agrees = names[1] in called.get(fact.code[:_SECTION], ())
        if agrees and name not in called.get(code, (name,)) and (code, name) not in seen:
            seen.add((code, name))
            message = f"正文把{code}类称为“{name}”，表格中是“{'、'.join(sorted(called[code]))}”。"
            yield Finding("text.name", "warning", message, document.id, formula=f"{name} ≠ {min(called[code])}")


def _finding(document: BudgetDocument, sheets: Sheets, statement: Statement) -> Finding:
    fact, amount = statement.fact, statement.fact.quantity
    assert isinstance(amount, Amount)
    place = min(statement.places, key=lambda p: abs(amount.value - _middle(sheets, p)))
    slipped = next((p for p in statement.places if _slipped(amount, _interval(sheets, p))), None)
    figure, table = sheets.figures[slipped or place], sheets.tables[(slipped or place).table]
    difference = amount.value / MONEY_UNITS[figure.unit] - figure.value
    printed = f"{figure.value:f}{figure.unit}"
    section = fact.provenance.section[-1] if fact.provenance.section else ""
    where = f"正文“{fact.label}”{fact.text}" + (f"（{plain(section)[:20]}）" if section else "")
    verdict = "相差一万倍，疑为单位之误" if slipped else f"相差{abs(difference).normalize():f}{figure.unit}"
    return Finding(
        code="text.unit" if slipped else "text.table",
        level="error" if slipped or abs(amount.value - _middle(sheets, place)) > amount.quantum else "info",
        message=f"{where}与{table.number or table.title}的{printed}不一致，{verdict}。",
        document=document.id,
        cells=tuple((sheets.tables[p.table].id, p.row, p.column) for p in _telling(sheets, statement, place)),
        formula=f"{fact.text} ≠ {printed}",
        difference=difference,
    )


def _telling(sheets: Sheets, statement: Statement, nearest: Place) -> list[Place]:
    """The cells that print an amount; the nearest first."""
    others = (p for p in statement.places if p != nearest and sheets.figures[p].value)
    return [nearest, *others]


def _middle(sheets: Sheets, place: Place) -> Decimal:
    figure = sheets.figures[place]
    return figure.value * MONEY_UNITS[figure.unit]


def _slipped(amount: Amount, printed: Interval) -> bool:
    """Whether a figure other than zero is right but for 元 and 万元 taken for each other."""
    if not amount.value:
        return False
    near, slip = amount.interval, Decimal(10_000)
    scaled = (Interval(near.low * slip, near.high * slip), Interval(near.low / slip, near.high / slip))
    return any(interval.overlaps(printed) for interval in scaled) and printed.low > 0
