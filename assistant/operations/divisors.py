"""The number of things that an amount is divided by: said in the question, named in it, printed beside the amount, or
told by the document for what the amount pays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.calculations import quantity_of
from assistant.evidence import Selection
from assistant.grouping.units import names_unit
from assistant.model import Constant, Operand
from assistant.named import Named
from assistant.operations import things
from assistant.operations.counted import alike
from assistant.operations.desk import Desk, LastWordError, name_of
from assistant.operations.project_counts import in_targets
from assistant.parsing.basis import UNIT
from assistant.parsing.basis import basis as parsed_basis
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.amounts import Amount, Count, find_figures
from index.model import Fact, Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_EACH = re.compile(
    rf"(?<!第)(?:每一?个?|[一单]个?)(?P<unit>{UNIT})(?!致|般|体|项(?!目)|共|起|样|块|定)|(?P<mean>人|户|车|亩|床)均"
)
_GENERAL = frozenset(("个", "项", "家", "条", "类", "款", "种", "所", "处", "部", "年", "月"))
_PERSONS = ("人", "名", "位", "人次")
_GOODS = re.compile(r"^(?:采购|购置|购买)?(?:数量|总数量|面积)")


@dataclass(frozen=True, slots=True)
class Divisor:
    """How many things, and in which unit; ``named`` says what is counted (None: the question says the number)."""

    operand: Operand
    unit: str
    named: Named | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.named.fact,) if self.named is not None else ()


_EACH_PERSON = re.compile(
    r"每(?:一)?[个位名]?[^,，。;；?？每]{0,6}?(?:干部|职工|员工|[人学队船演教社]员|民警|辅警|教师|学生|老人|[居农牧渔]民)"
    r"|每(?:一)?[个位名][^,，。;；?？每]{1,8}?[头身]上"
)
_NUMBER_OF = re.compile(r"([车人])(?:辆|员)?(?:总)?数(?!据|额)")


def unit_asked(plain: str) -> str:
    """What an amount is asked for one of (每辆, 一台, 人均), "" where nothing says it."""
    found = [match["unit"] or match["mean"] for match in _EACH.finditer(plain)]
    found = [unit for unit in found if unit not in _GENERAL] + _NUMBER_OF.findall(plain)[-1:]
    if not found:
        return "人" if _EACH_PERSON.search(plain) else ""
    return "辆" if found[-1] == "车" or (found[-1] in ("台", "部") and _VEHICLES_SAID.search(plain)) else found[-1]


_VEHICLES_SAID = re.compile(r"车(?![载床间库位])")  # 一台车: documents count them in 辆


_MORE_OR_FEWER = re.compile(r"(?:再|减少|增加|新增|多|少|裁|压减|减)(?:买|招|添|配|购|置|聘|用|了|掉)*$")


def more_or_fewer(question: ParsedQuestion, unit: str) -> Count | None:
    """The number of things that the question supposes to be added or taken away (再减少2辆车)."""
    for span in find_figures(question.plain):
        counted = span.quantity
        supposed = _MORE_OR_FEWER.search(question.plain[: span.start])
        if supposed and isinstance(counted, Count) and counted.unit and counted.unit in alike(unit):
            return counted
    return None


def basis(question: ParsedQuestion) -> tuple[int, int]:
    """Where the question says how many things share the amount (按年接待18万人次摊): no metric is named there."""
    found = parsed_basis(question.plain)
    return found.span() if found is not None else (0, 0)


def said(question: ParsedQuestion, unit: str) -> Divisor | None:
    """The number of things that the question itself gives (按288个人摊)."""
    plain = question.plain
    for span in find_figures(plain):
        if not isinstance(span.quantity, Count) or span.quantity.value <= 0:
            continue
        counted = "人" if span.quantity.unit == "个" and plain[span.end : span.end + 1] == "人" else span.quantity.unit
        before = plain[: span.start]
        based = parsed_basis(plain)
        if based is not None and based["kind"] and based.start() <= span.start < based.end():
            return Divisor(Constant(span.quantity, "问题所说"), counted or "个")  # 按65个编制平摊
        if _PLACES.match(plain[span.end :]) or _KEPT.search(before):
            continue
        each = before.endswith("每") or span.text.startswith("一") or _MORE_OR_FEWER.search(before) is not None
        if not each and counted and (counted in alike(unit) if unit else counted not in _GENERAL):
            return Divisor(Constant(span.quantity, "问题所说"), counted)
    return None


_PLACES = re.compile(r"(?:有效)?(?:小数|数字)")  # 保留两位小数: no persons
_KEPT = re.compile(r"(?:保留到?|精确到|小数点?后?|取)$")


def printed(desk: Desk, money: Selection, unit: str) -> Divisor | None:
    """The number of things that the document gives for what an amount pays; None where it gives none, or several."""
    for found in (_in_row(desk, money, unit), _in_targets(desk, money, unit), _told(desk, money, unit)):
        counts = {quantity_of(one.operand).value for one in found}
        if len(counts) == 1 and 0 not in counts:
            return found[0]
        if found:
            return None
    return None


def _in_row(desk: Desk, money: Selection, unit: str) -> list[Divisor]:
    """The number printed in the amount's own row (数量, 人数)."""
    fact = money.fact
    if fact.provenance.table is None or not money.best[0].row or fact.total:
        return []  # what a total counts may be things of many kinds
    return [
        Divisor(named.fact, unit or quantity_of(named.fact).unit or "个", named)
        for named in desk.knowledge.by_document[fact.document].named
        if named.fact.provenance.table == fact.provenance.table
        and named.fact.provenance.row == fact.provenance.row
        and isinstance(named.fact.quantity, Count)
        and named.fact.column_path
        and (named.fact.quantity.unit or named.fact.quantity.value != 1)  # a lot bought as one says no number
        and _counts(key(named.fact.column_path[-1]), named.fact.quantity.unit, unit)
    ]


def in_own_row(desk: Desk) -> bool:
    """Whether the one thing named is a row that prints an amount and, beside it, how many of what is asked share it (a
    training with its number of trainees)."""
    unit = unit_asked(desk.question.plain)
    if not unit or len(desk.question.queries) != 1:
        return False
    query = desk.question.queries[0]
    found = desk.find(query)
    named = bool(found) and found.best[0].row in query.target.keys and isinstance(found.quantity, Amount)
    return named and len(_in_row(desk, found, unit)) == 1


def worth(desk: Desk, counted: Selection) -> Selection | None:
    """What the things that a row counts are worth, by the row itself (资产表: 数量, 价值); None where it does not say."""
    fact = counted.fact
    cells = [
        named
        for named in desk.knowledge.by_document[fact.document].named
        if fact.provenance.table is not None
        and (named.fact.provenance.table, named.fact.provenance.row) == (fact.provenance.table, fact.provenance.row)
        and isinstance(named.fact.quantity, Amount)
        and named.fact.measure is fact.measure
        and named.fact.column_path
        and _WORTH.search(named.fact.column_path[-1])
    ]
    return Selection((cells[0],)) if len(cells) == 1 else None


_WORTH = re.compile(r"价值|原值|账面")


def _counts(header: str, printed_unit: str, unit: str) -> bool:
    if unit in _PERSONS:
        return "人数" in header or "人次" in header
    if unit and printed_unit:
        return printed_unit in alike(unit)
    return _GOODS.match(header) is not None


def _in_targets(desk: Desk, money: Selection, unit: str) -> list[Divisor]:
    """The number that the project's own table of targets sets (购置数量 =17套)."""
    return [Divisor(one.fact, quantity_of(one.fact).unit, one) for one in in_targets(desk, money, unit)]


def _told(desk: Desk, money: Selection, unit: str) -> list[Divisor]:
    """The number that running text tells: of the figure's own list, or of what the amount is called after."""
    first = money.best[0]
    label = key(first.fact.label)
    listed = [
        Divisor(named.fact, quantity_of(named.fact).unit, named)
        for named in desk.knowledge.by_document[first.fact.document].named
        if named.narrative
        and named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Count)
        and named.fact.quantity.unit in alike(unit)
        and named.fact.row_path
        and key(named.fact.row_path[-1]) == label
    ]
    if listed or not unit:
        return listed
    if unit in alike("辆"):
        return _vehicles(desk, money)
    clause = f"{name_of(first)}多少{unit}"
    named = things.best_stated(desk, clause, None)
    if named is not None:
        return [Divisor(named.fact, quantity_of(named.fact).unit, named)]
    core = _AROUND_CORE.sub("", key(name_of(first)))
    return [
        Divisor(named.fact, quantity_of(named.fact).unit, named)
        for named in desk.knowledge.by_document[first.fact.document].named
        if len(core) > 1
        and named.narrative
        and named.fact.measure is Measure.VALUE
        and named.fact.year == first.fact.year
        and isinstance(named.fact.quantity, Count)
        and named.fact.quantity.unit in alike(unit)
        and core in key(named.fact.label)
        and named.fact.quantity.value
    ]


_AROUND_CORE = re.compile(r"^(?:公务|因公|国内)|(?:业务)?(?:经费|费用?|支出)(?:支出)?$")


def _vehicles(desk: Desk, money: Selection) -> list[Divisor]:
    """The vehicles owned, where the amount runs them all; those to be bought, where it buys them."""
    name = name_of(money.best[0])
    if not _ALL_VEHICLES.search(name) or (_BUYS.search(name) and _RUNS.search(name)):
        return []
    term = "vehicles_owned" if _RUNS.search(name) else "vehicles_purchased" if _BUYS.search(name) else ""
    counted = _of_term(desk, term)
    return [counted] if counted is not None else []


_ALL_VEHICLES, _RUNS, _BUYS = re.compile(r"公务用车|公车|车辆"), re.compile(r"运行|运维|维护"), re.compile(r"购置|购买")


_SPENT_ON_OTHERS = re.compile(r"接待|培训|会议|车|出国|项目|救济|补贴|补助|采购")


def is_for_staff(money: Selection) -> bool:
    """Whether an amount per person is meant per head of the staff: not what is spent on guests, trainees or others."""
    return not _SPENT_ON_OTHERS.search(name_of(money.best[0]))


_OTHER_PEOPLE = re.compile(r"学生|在校生|幼儿|孩子|患者|病人|学员")


def people_said(desk: Desk) -> tuple[str, Divisor | None]:
    """The people that are no staff whose heads a question counts by (按学生数平摊), and how many of them the document
    tells of; "" where it says none."""
    said = _OTHER_PEOPLE.search(desk.question.plain)
    if said is None:
        return "", None
    word = "学生" if said.group() in ("在校生", "孩子") else said.group()
    told = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.fact.measure is Measure.VALUE
        and isinstance(named.fact.quantity, Count)
        and named.fact.quantity.unit in (*_PERSONS, "")
        and named.narrative
        and _NUMBER_OF_PEOPLE.fullmatch(key(named.fact.label).replace(word, "#"))
    ]
    counts = {quantity_of(named.fact).value for named in told}
    one = told[0] if len(counts) == 1 and 0 not in counts else None
    return said.group(), Divisor(one.fact, quantity_of(one.fact).unit or "人", one) if one is not None else None


_NUMBER_OF_PEOPLE = re.compile(
    r"(?:现有|共有|实有|全校|目前|年末)*(?:在校|在园|在读|在院|住院)?#(?:总?人?数)?(?:共|共有|为)?"
)


def staff(desk: Desk) -> Divisor | None:
    """The staff of the department: those in service, or where only these are told, those whom it has."""
    return _of_term(desk, "in_service_staff") or _of_term(desk, "actual_staff")


def bought_vehicles(desk: Desk) -> Divisor | None:
    """The vehicles to be bought, as the document counts them."""
    return _of_term(desk, "vehicles_purchased")


def _of_term(desk: Desk, term: str) -> Divisor | None:
    words = vocabulary().terms
    if term not in words:
        return None
    found = desk.find(MetricQuery(Mention(0, 0, words[term].name, (), (term,))))
    counted = found and isinstance(found.quantity, Count) and found.quantity.value
    return Divisor(found.fact, found.quantity.unit, found.best[0]) if counted else None


_STAFF = re.compile(r"在编|在职|在岗|实有|编制|职工|人员|干部")  # people of a body, not those of a training


def of_all_units(desk: Desk, counted: Divisor) -> Divisor:
    """The number of the whole department, where running text tells it unit by unit under one name: the one that the
    others add up to. LastWordError where a unit is named, or none is their sum."""
    fact = counted.named.fact if counted.named is not None else None
    if fact is None or counted.named is None or not counted.named.narrative or not _STAFF.search(counted.named.row):
        return counted
    told = [
        named
        for named in desk.knowledge.by_document[fact.document].named
        if named.narrative
        and (named.row, named.fact.measure, named.fact.year) == (counted.named.row, fact.measure, fact.year)
        and isinstance(named.fact.quantity, Count)
        and named.fact.provenance.section == fact.provenance.section
    ]
    values = [quantity_of(named.fact).value for named in told]
    if len(set(values)) <= 1:
        return counted
    whole = next((named for named, value in zip(told, values, strict=True) if 2 * value == sum(values)), None)
    if whole is None or any(names_unit(mention, desk.knowledge) for mention in desk.question.mentions):
        raise LastWordError("文件按单位分别写了这个数量，没有认出要除以哪一个。", "only_breakdown_missing")
    return Divisor(whole.fact, counted.unit, whole)
