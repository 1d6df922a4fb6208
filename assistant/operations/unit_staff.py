"""People and posts of single units, where a table lists the units with a column for each (编制人数, 在职人员, 编外聘用):
one unit's number, those of several added up or set against each other, posts less people, the unit with most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.budget_units import is_unit_name, unit_short_names
from assistant.calculations import calculate, quantity_of
from assistant.knowledge import DocumentIndex
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations.desk import Desk, PassError, Writer, named_segment, when
from assistant.parsing.model import ParsedQuestion
from index.amounts import Count
from index.model import Measure
from index.vocabulary.names import in_order, key

name = "unit_staff"

# What is counted: how questions say it, and how columns are headed that give it.
_KINDS = {
    "编制": (re.compile(r"编制(?!范围|说明|单位|了|时)|定编"), re.compile(r"编制|定编")),
    "在职": (re.compile(r"在职|在岗|在编|实有|现有(?!车)"), re.compile(r"在职|在岗|在编|实有")),
    "离退休": (re.compile(r"离退休"), re.compile(r"离退休")),
    "退休": (re.compile(r"(?<!离)退休"), re.compile(r"(?<!离)退休")),
    "离休": (re.compile(r"离休"), re.compile(r"离休")),
    "编外": (re.compile(r"编外|聘用|临聘|合同制"), re.compile(r"编外|聘用|临聘|合同制")),
}
_VACANT = re.compile(r"空编|缺编|空[着了]?(?:几|多少)|没满|空缺")
_NUMBER = re.compile(r"多少|几|好多|人数|最[多少]|空编|缺编|空缺")
_MONEY = re.compile(r"钱|元|经费|支出|预算|费|工资|花")
_ADDED = re.compile(r"加起来|合起来|一共|总共|合计|共计|相加|之和|共(?=有?(?:多少|几))")
_AGAINST = re.compile(r"(?:比|较|与|和|跟)[^,，。?？]*?(?:多|少|差)(?:出|了)?(?:多少|几)|相?差(?:了)?(?:多少|几)")
_MOST = re.compile(r"最(?P<way>多|少)")
_WHICH_UNIT = re.compile(r"(?:哪|谁)")
_ITS = re.compile(r"^(?:那|那么)?(?:它|其|该|这|那|实际|现)|^(?:编制|在职|在岗|实有|比)")
_ELSEWHERE = ("reason", "definition", "hypothetical", "share", "unit_cost", "change", "verify", "ratio", "mean")
_CAR = re.compile(r"车")


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    if question.cue(*_ELSEWHERE) or _MONEY.search(plain) or _CAR.search(plain) or question.slots.tables:
        return False
    return bool(_kinds(plain)) and _NUMBER.search(plain) is not None


def _kinds(plain: str) -> list[str]:
    """The kinds of people or posts that a question names, in its order; posts not filled are posts less people."""
    found = [(match.start(), kind) for kind, (said, _) in _KINDS.items() if (match := said.search(plain))]
    kinds = [kind for _, kind in sorted(found)]
    return ["编制", "在职"] if _VACANT.search(plain) else kinds


@dataclass(frozen=True, slots=True)
class _Number:
    """A unit's number of one kind: its cells (行政, 事业) added up."""

    unit: str
    kind: str
    cells: tuple[Named, ...]

    @property
    def operand(self) -> Operand:
        facts = [cell.fact for cell in self.cells]
        return facts[0] if len(facts) == 1 else calculate("sum", *facts)


def answer(desk: Desk) -> Draft:
    plain = desk.question.plain
    kinds = _kinds(plain)
    for index in desk.knowledge.indexes:
        rows = _unit_rows(index, kinds)
        if len(rows) < _TWO:
            continue
        if _WHICH_UNIT.search(plain) and (most := _MOST.search(plain)) and len(kinds) == 1:
            return _say_most(desk, rows, kinds[0], fewest=most["way"] == "少")
        units = _units_said(plain, index, list(rows))
        before = desk.question.previous
        if not units and before is not None and _ITS.search(plain):
            units = _units_said(before.plain, index, list(rows))
        if units:
            return _say(desk, [_number(desk, rows[unit], unit, kind) for unit in units for kind in kinds])
    raise PassError("没有列出各单位人员的表，或没有说是哪个单位。")


_TWO = 2


def _unit_rows(index: DocumentIndex, kinds: Sequence[str]) -> dict[str, list[Named]]:
    """Unit as printed → its cells, in the first table that lists units with columns for all of the kinds."""
    tables: dict[str, dict[str, list[Named]]] = {}
    for named in index.named:
        fact = named.fact
        table = fact.provenance.table
        if (
            table
            and isinstance(fact.quantity, Count)
            and fact.measure is Measure.VALUE
            and not fact.total
            and fact.certain
            and named.column
            and is_unit_name(fact.label)
        ):
            tables.setdefault(table, {}).setdefault(fact.label, []).append(named)
    for rows in tables.values():
        headed = [_heading(cell) for cells in rows.values() for cell in cells]
        if all(any(_KINDS[kind][1].search(heading) for heading in headed) for kind in kinds):
            return rows
    return {}


def _heading(named: Named) -> str:
    return key("".join(named.fact.column_path))


def _number(desk: Desk, cells: Sequence[Named], unit: str, kind: str) -> _Number:
    """The unit's cells of a kind: those of the column that the question names further (行政编制), else all below one
    heading. PassError where the row has none, or columns of several headings."""
    found = [cell for cell in cells if _KINDS[kind][1].search(_heading(cell))]
    named = [
        cell
        for cell in found
        if len(cell.fact.column_path) > 1 and key(cell.fact.column_path[-1]) + kind in desk.question.plain
    ]
    found = named or found
    if not found or len({cell.fact.column_path[0] for cell in found}) > 1:
        raise PassError("表里没有所问的那一类人员。")
    whole = [cell for cell in found if re.search(r"小计|合计", _heading(cell))]
    return _Number(unit, kind, tuple(whole or found))


_ENDS = re.compile(r"中心|医院|学校|学院|[局院馆校所站队委处会园台社厂场]")
_SHORTEST, _LONGEST = 2, 20


def _units_said(plain: str, index: DocumentIndex, units: Sequence[str]) -> list[str]:
    """The units that a question names, in full or shortened so that only one of them can be meant (疾控中心)."""
    department = index.document.department
    full = {unit: {key(unit), *unit_short_names(unit, department)} for unit in units}
    found: dict[str, int] = {}
    taken = [False] * len(plain)
    for end in sorted((match.end() for match in _ENDS.finditer(plain)), reverse=True):
        for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
            said = plain[start:end]
            if any(taken[start:end]) or re.search(r"[^\u4e00-\u9fff]|[的和与跟比有里]", said):
                continue
            exact = [unit for unit in units if said in full[unit]]
            loose = [unit for unit in units if in_order(said, key(unit)) and said[-2:] == key(unit)[-2:]]
            meant = exact or loose
            if len(meant) == 1:
                found.setdefault(meant[0], start)
                taken[start:end] = [True] * (end - start)
                break
    if own := _OWN_OFFICE.search(plain):
        offices = [unit for unit in units if _OFFICE_ROW.search(key(unit))]
        if len(offices) != 1:
            raise PassError("表里没有本级的一行。")
        found.setdefault(offices[0], own.start())
        taken[own.start() : own.end()] = [True] * len(own.group())
    rest = "".join("#" if hidden else character for hidden, character in zip(taken, plain, strict=True))
    if found and (_BESIDE.search(rest) or (len(found) == 1 and _OTHER.search(plain))):
        raise PassError("没有认出所说的全部单位。")
    return sorted(found, key=lambda unit: found[unit])


_OWN_OFFICE = re.compile(r"(?<![上下])(?:局|委|厅|办)?本级|局机关|委机关|厅机关")
_OFFICE_ROW = re.compile(r"本级\)?$|机关\)?$|本级）?$|机关）?$")
_OF_STAFF = r"编制|在职|实有|在岗|在编|离退休|退休|离休|编外|聘用|现有|行政|事业|人员"
_BESIDE = re.compile(
    rf"[和与跟、](?!#|{_OF_STAFF})[\u4e00-\u9fff]|(?<!#)(?<!编制)(?<!制数)(?<!在职)(?<!职工)(?<!人员)(?<!人数)[和与跟、](?=#)"
)
_OTHER = re.compile(r"(?:两|三|四|几)(?:个|家)?(?:单位|中心|医院|学校)")


def _say(desk: Desk, numbers: Sequence[_Number]) -> Draft:
    """One number; several with their sum or what lies between them, where the question asks for it."""
    plain = desk.question.plain
    writer = Writer(desk).say(when(desk, numbers[0].cells[0].fact))
    for i, one in enumerate(numbers):
        writer.say("、" if i else "")
        _tell(writer, one)
    items = [writer.item(one.unit, one.operand) for one in numbers]
    operands = [one.operand for one in numbers]
    if len(numbers) == 1 and not _AGAINST.search(plain):
        return _in_persons(writer.say("。").draft(operands[0]))
    if len(numbers) == _TWO and (_AGAINST.search(plain) or _VACANT.search(plain)):
        ordered = sorted(operands, key=lambda one: -quantity_of(one).value)
        gap = calculate("difference", *ordered)
        over = _VACANT.search(plain) is not None and ordered[0] != operands[0]
        _figure(writer.say("，实有人数超出编制" if over else "，相差"), gap)
        return _in_persons(writer.say("。").draft(gap))
    if _ADDED.search(plain) and len({one.kind for one in numbers}) == 1:
        total = calculate("sum", *operands)
        _figure(writer.say("，合计"), total)
        return _in_persons(writer.say("。").draft(total, items=items))
    if _AGAINST.search(plain) or _ADDED.search(plain):
        raise PassError("没有认出要怎样把几个数放在一起。")
    return _in_persons(writer.say("。").draft(operands[0], items=items))


def _tell(writer: Writer, one: _Number) -> None:
    first = one.cells[0].fact
    heading = "".join(first.column_path[0].split())
    _figure(writer.say(named_segment(one.unit, first), f"（{heading}）"), one.operand)
    writer.cite(*(cell.fact for cell in one.cells))


def _figure(writer: Writer, operand: Operand) -> None:
    """A number of people; tables often leave their unit out."""
    writer.figure(operand).say("" if quantity_of(operand).unit else "人")


def _in_persons(draft: Draft) -> Draft:
    return draft if draft.unit else replace(draft, unit="人")


def _say_most(desk: Desk, rows: dict[str, list[Named]], kind: str, *, fewest: bool) -> Draft:
    """The unit with most, or fewest, of a kind."""
    numbers = [_number(desk, cells, unit, kind) for unit, cells in rows.items()]
    value = (min if fewest else max)(quantity_of(one.operand).value for one in numbers)
    chosen = [one for one in numbers if quantity_of(one.operand).value == value]
    writer = Writer(desk).say(when(desk, chosen[0].cells[0].fact), "，")
    writer.figure(calculate("count", *(one.cells[0].fact for one in numbers), unit="家"))
    writer.say(f"单位中最{'少' if fewest else '多'}的是")
    for i, one in enumerate(chosen):
        writer.say("、" if i else "")
        _tell(writer, one)
    items = [writer.item(one.unit, one.operand) for one in chosen]
    return _in_persons(writer.say("。").draft(chosen[0].operand, items=items))
