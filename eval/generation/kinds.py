"""One maker a kind of question: from a document's cells to questions with their gold answers. ``MAKERS`` lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from eval.generation.cells import Askable, families, pairs_over_years
from eval.generation.wording import Speaker
from index.amounts import MONEY_UNITS
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_CENT = Decimal("0.005")
_MOST_LISTED = 12
_FALSE = (Decimal("0.8"), Decimal("1.3"))


@dataclass(frozen=True, slots=True)
class Made:
    """A question about one document with its gold answer (``answer`` as the contract writes it)."""

    kind: str
    question: str
    answer: dict[str, Any]
    cells: tuple[Askable, ...]
    named: bool
    history: tuple[str, ...] = field(default=())


Maker = Callable[[tuple[Askable, ...], Speaker], Iterator[Made]]


def _number(value: Decimal, unit: str, cells: tuple[Askable, ...], **more: Any) -> dict[str, Any]:
    """``value`` in ``unit``; off by what its cells' rounding allows, and by half of the second decimal."""
    slack = _CENT
    if unit in MONEY_UNITS:
        slack = max(slack, sum((cell.amount.quantum / 2 for cell in cells), Decimal(0)) / MONEY_UNITS[unit])
    return {"type": "number", "value": value, "unit": unit, "tolerance": slack, **more}


def lookups(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for cell in cells:
        subject = speaker.subject(cell)
        if subject is not None:
            asked = speaker.ask("lookup", s=subject.text, u=cell.unit)
            yield Made("lookup", asked, _number(cell.value_in(cell.unit), cell.unit, (cell,)), (cell,), subject.named)


def codes(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for cell in cells:
        code = cell.line.code or ""
        once = sum(row.code == code for row in cell.source.rows) == 1
        subject = speaker.subject(cell, code) if once and code.isdigit() else None
        if subject is not None:
            asked = speaker.ask("code", s=subject.text, u=cell.unit)
            yield Made("lookup", asked, _number(cell.value_in(cell.unit), cell.unit, (cell,)), (cell,), subject.named)


def conversions(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for cell in cells:
        unit = "元" if cell.unit == "万元" else "万元"
        subject = speaker.subject(cell)
        if subject is not None:
            asked = speaker.ask("convert", s=subject.text, u=unit)
            yield Made("lookup", asked, _number(cell.value_in(unit), unit, (cell,)), (cell,), subject.named)


def changes(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for now, before in pairs_over_years(cells):
        subject = speaker.subject(now)
        if subject is None:
            continue
        gap = now.amount.value - before.amount.value
        direction = "unchanged" if not gap else ("increase" if gap > 0 else "decrease")
        both = (now, before)
        answer = _number(abs(gap) / MONEY_UNITS[now.unit], now.unit, both, direction=direction)
        yield Made("change", speaker.ask("change", s=subject.text, u=now.unit), answer, both, subject.named)
        if gap and before.amount.value:
            rate = abs(gap) / abs(before.amount.value) * 100
            answer = _number(round(rate, 2), "%", both, direction=direction) | {"tolerance": _rate_slack(now, before)}
            yield Made("change", speaker.ask("rate", s=subject.text), answer, both, subject.named)


def _rate_slack(part: Askable, whole: Askable) -> Decimal:
    """What the rounding of two amounts leaves open in their ratio, in percentage points."""
    spread = (part.amount.quantum + whole.amount.quantum) / 2 / abs(whole.amount.value) * 100
    return max(_CENT * 2, spread)


def shares(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for parent, children in families(cells):
        if not parent.amount.value > 0:
            continue
        for child in children:
            subject = speaker.subject(child)
            if subject is None or not child.amount.value > 0 or child.alone != parent.alone:
                continue
            value = round(child.amount.value / parent.amount.value * 100, 2)
            answer = _number(value, "%", ()) | {"tolerance": _rate_slack(child, parent)}
            whole = f"{parent.row}的{parent.column}" if parent.column else parent.row
            asked = speaker.ask("share", s=subject.text, w=whole)
            yield Made("ratio", asked, answer, (child, parent), subject.named)


def sums(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for _, children in families(cells):
        first, second = speaker.dice.sample(children, 2)
        subject = speaker.subject(first)
        if subject is not None and first.alone == second.alone:
            total = first.value_in(first.unit) + second.value_in(first.unit)
            asked = speaker.ask("sum", s=subject.text, w=second.row, u=first.unit) if not first.column else ""
            asked = asked or _inside(speaker, "sum", first, second)
            if asked:
                both = (first, second)
                yield Made("sum", asked, _number(total, first.unit, both), both, subject.named)


def _inside(speaker: Speaker, form: str, first: Askable, second: Askable) -> str:
    """Both rows named side by side, the column after them (…里甲和乙的基本支出)."""
    subject = speaker.subject(first, f"{first.row}和{second.row}")
    if subject is None:
        return ""
    return {"sum": f"{subject.text}加起来多少{first.unit}？", "compare": f"{subject.text}哪个多，多多少{first.unit}？"}[
        form
    ]


def comparisons(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for _, children in families(cells):
        first, second = speaker.dice.sample(children, 2)
        subject = speaker.subject(first)
        gap = first.amount.value - second.amount.value
        if subject is None or not gap or first.alone != second.alone:
            continue
        more = first if gap > 0 else second
        both = (first, second)
        answer = _number(abs(gap) / MONEY_UNITS[first.unit], first.unit, both, items=[[_bare(more)]])
        asked = speaker.ask("compare", s=subject.text, w=second.row, u=first.unit) if not first.column else ""
        asked = asked or _inside(speaker, "compare", first, second)
        if asked:
            yield Made("compare", asked, answer, both, subject.named)


def _bare(cell: Askable) -> str:
    return cell.row.rpartition("下的")[2]


def ranks(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for parent, children in families(cells):
        ordered = sorted(children, key=lambda cell: cell.amount.value)
        for form, best, next_best in (("top", ordered[-1], ordered[-2]), ("bottom", ordered[0], ordered[1])):
            subject = speaker.subject(parent)
            if subject is None or best.amount.value == next_best.amount.value:
                continue
            answer = _number(best.value_in(best.unit), best.unit, (best,), items=[[_bare(best)]])
            yield Made("rank", speaker.ask(form, s=subject.text, u=best.unit), answer, (best,), subject.named)


def members(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for parent, children in families(cells):
        subject = speaker.subject(parent)
        if subject is None or len(children) > _MOST_LISTED or not all(child.amount.value for child in children):
            continue
        answer = {
            "type": "list",
            "items": [[_bare(child)] for child in children],
            "values": [child.value_in(parent.unit) for child in children],
            "unit": parent.unit,
        }
        yield Made("list", speaker.ask("members", s=subject.text, u=parent.unit), answer, children, subject.named)


def claims(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for cell in cells:
        subject = speaker.subject(cell)
        if subject is None or not cell.amount.value > 0:
            continue
        value = cell.value_in(cell.unit)
        claimed = speaker.dice.choice([value, *(c for f in _FALSE if (c := round(value * f + 1, 2)) != value)])
        verdict = "yes" if claimed == value else "no"
        answer = {"type": "yesno", "value": verdict, "figure": {"value": value, "unit": cell.unit}}
        asked = speaker.ask("verify", s=subject.text, v=f"{claimed.normalize():f}", u=cell.unit)
        yield Made("verify", asked, answer, (cell,), subject.named)


def follow_ups(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    for _, children in families(cells):
        first, second = speaker.dice.sample(children, 2)
        subject = speaker.subject(first)
        if subject is not None and second.alone == first.alone and "下的" not in second.row:
            before = speaker.ask("lookup", s=subject.text, u=first.unit)
            answer = _number(second.value_in(second.unit), second.unit, (second,))
            yield Made("lookup", speaker.ask("follow", r=second.row), answer, (second,), subject.named, (before,))


def absences(cells: tuple[Askable, ...], speaker: Speaker) -> Iterator[Made]:
    """Items of the classification that the document does not print anywhere, and years that it says nothing of."""
    if not cells:
        return
    document = cells[0].document
    printed = key("".join(section.text for section in document.sections))
    printed += "".join({key(name) for f in document.facts for name in (f.label, f.text, f.subject, *f.column_path)})
    terms = [t for t in vocabulary().terms.values() if t.term_class in ("functional", "economic") and t.code]
    gone = [t.name for t in terms if key(t.name).removesuffix("支出")[:4] not in printed]
    unit = cells[0].unit
    for name in speaker.dice.sample(gone, min(6, len(gone))):
        asked = speaker.ask("absent", s=f"{document.year}年{document.department}的{name}", u=unit)
        yield Made("unanswerable", asked, {"type": "abstain"}, (), True)
    for cell in speaker.dice.sample(cells, min(4, len(cells))):
        year = document.year - speaker.dice.choice((5, 7, 9))
        asked = speaker.ask("absent", s=f"{document.department}{year}年{cell.row}", u=unit)
        yield Made("unanswerable", asked, {"type": "abstain"}, (), True)


MAKERS: tuple[Maker, ...] = (
    lookups, codes, conversions, changes, shares, sums, comparisons, ranks, members, claims, follow_ups, absences,
)  # fmt: skip
