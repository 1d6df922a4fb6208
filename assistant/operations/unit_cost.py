"""Money per thing, or things per money: 每万元对应多少件, 人均, 平均每辆."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Calculation, Claim, Constant, Draft
from assistant.operations import divisors, terms, unit_cost_rank
from assistant.operations.counted import alike
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, name_of
from assistant.operations.divisors import Divisor
from assistant.operations.term import Term
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.products import read_product
from assistant.parsing.slots import read_slots
from index.amounts import Amount, Count, Quantity, agrees, read_quantity
from index.model import Fact, Measure, TableKind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

name = "unit_cost"
_PER_MONTH = re.compile(r"每个?月|月均|一个月")
_NUMBER_OF = re.compile(r"(?:的|总)?数(?!据|额)")
_EACH_OF = re.compile(r"每(?:一)?[个位名]?$")
_RUNS = re.compile(
    r"车[^,，。]{0,8}(?:运行|运维|维护)|养车"
)  # the cost of a vehicle, its name broken up (公车一年的运行维护费)
_BUYS_VEHICLES = re.compile(
    r"(?:购置|购买|新购|采购|更新|添置|买)[^,，。]{0,12}车|车[^,，。]{0,6}(?:购置|购买|更新|添置|买)"
)
_ANY_VEHICLE_COST = re.compile(r"(?:公务用车|公务车辆|公车)")
_ONLY_PURCHASE = re.compile(r"购置(?:费|经费|支出)?$")
_PER_MONEY = re.compile(r"每(万元|元|亿元)")


def matches(question: ParsedQuestion) -> bool:
    limits = re.search(
        r"单(?:价|位价值).{0,10}(?:以上|以下|超过|不低于)", question.plain
    )  # names the things, asks no price
    of_units = question.slots.level in ("单位", "项目") and question.cue("mean")
    known = bool(question.queries) or any(isinstance(figure, Amount) for figure in question.slots.figures)
    multiplied = read_product(question.plain) is not None  # the average is said, not asked for
    return question.cue("unit_cost") and known and limits is None and not (of_units or multiplied)


def answer(desk: Desk) -> Draft:
    desk = _without_date_of_count(desk)
    if _PER_MONEY.search(desk.question.plain):
        return _per_money(desk)
    if desk.question.cue("rank", "compare", "difference") or _WHICH.search(desk.question.plain):
        if len(desk.question.slots.departments) > 1:
            return _between_departments(desk)
        if (told := unit_cost_rank.answer(desk)) is not None:
            return told
    money, things, unit = _divided(desk)
    if things is None:
        return _per_month(desk, money)
    return _say(desk, money, things, unit)


_WHICH = re.compile(r"哪(?:个|家|项|边|一|种|场|次|期|班|笔)")


def _divided(desk: Desk) -> tuple[Term, Divisor | None, str]:
    """The amount, what it is divided by (None: the months of a year), and the unit asked for."""
    start, end = divisors.basis(desk.question)
    if start < end:
        kept = tuple(query for query in desk.question.queries if not start <= query.target.start < end)
        mentions = tuple(one for one in desk.question.mentions if not start <= one.start < end)
        plain = desk.question.plain
        only_counted = all(_EACH_OF.search(plain[: query.target.start]) for query in kept)
        if only_counted and desk.question.previous is not None:
            kept = desk.question.previous.queries  # the amount was named by the turn before
        desk = replace(desk, question=replace(desk.question, queries=kept, mentions=mentions))
    found = _found(desk, desk.question.queries)
    if not any(isinstance(one.quantity, Amount) for one in found):  # pieces of one query may each have a figure
        pieces = _found(desk, tuple(MetricQuery(mention) for mention in desk.question.mentions))
        counts = [one for one in found if isinstance(one.quantity, Count)]  # 培训的人数: not any other number of people
        found = [*counts, *(one for one in pieces if not counts or isinstance(one.quantity, Amount))]
    money = _vehicles_running(desk) or _amount_named(found, desk.question.slots.figures) or _amount_said(desk)
    if (money is None and _asks_of_bought(desk)) or (money is not None and _buys_vehicles(desk, money)):
        money = _cost_of_vehicles(desk, "official_vehicle_purchase_cost")
    if money is None and _WORTH.search(desk.question.plain):
        counts = [one for one in found if isinstance(one.quantity, Count)]
        money = next((one for counted in counts if (one := divisors.worth(desk, counted))), None)
    unit = divisors.unit_asked(desk.question.plain)
    if money is not None and not unit and _PER_MONTH.search(desk.question.plain):
        return Term(money.fact, money), None, unit
    amount = Term(money.fact, money) if money is not None else _added_up(desk)
    if amount is None:
        raise NotFoundError(_BOTH_NEEDED, "only_breakdown_missing")
    things = _things(desk, found, amount, unit)
    if things is None:
        raise NotFoundError(_BOTH_NEEDED, "only_breakdown_missing")
    if not quantity_of(things.operand).value or not quantity_of(amount.operand).value:
        raise NotFoundError("作除数的一项为零，算不出平均数。", "no_comparison")
    return amount, things, unit


def _added_up(desk: Desk) -> Term | None:
    """The one amount named that stands on several rows, as their sum."""
    found = [terms.find(desk, query, wanted_year(desk)) for query in desk.question.queries]
    amounts = [term for term in found if term is not None and isinstance(quantity_of(term.operand), Amount)]
    return amounts[0] if len(amounts) == 1 else None


def _between_departments(desk: Desk) -> Draft:
    """The averages of several departments against each other: which is the highest, and by how much of two."""
    writer = Writer(desk)
    averages: list[tuple[str, Calculation]] = []
    years: set[int] = set()
    for owner, own in desk.per_department():
        money, things, unit = _divided(own)
        if things is None:
            raise LastWordError(_BOTH_NEEDED, "only_breakdown_missing")
        average = calculate("divide", money.operand, things.operand)
        years.add(money.named.fact.year)
        writer.say("；" if averages else "", f"{owner}{money.named.fact.year}年").name(money.named.best[0])
        writer.figure(money.operand)
        if things.named is not None:
            writer.say("，").name(things.named)
        writer.say(Claim(_BOUND.sub("", quantity_of(things.operand).text), things.operand)).cite(*things.facts)
        writer.say(f"，平均每{unit or things.unit}").figure(average).cite(*money.named.support[:2])
        averages.append((owner, average))
    if len(years) > 1:
        raise LastWordError("几个部门的文件不是同一年的，不能直接比较。", "not_comparable")
    low_first = desk.question.slots.ascending
    ranked = sorted(averages, key=lambda one: quantity_of(one[1]).value, reverse=not low_first)
    (first, most), (_, next_to_it) = ranked[:2]
    writer.say("。", first, "最低" if low_first else "最高" if len(ranked) > _TWO else "较高")
    if len(ranked) > _TWO or not desk.question.cue("difference"):
        return writer.say("。").draft(most, items=(writer.item(first, most),))
    gap = calculate("difference", most, next_to_it)
    writer.say("，高" if not low_first else "，低").figure(gap).say("。")
    return writer.draft(gap, items=(writer.item(first, most),))


_TWO = 2


def _found(desk: Desk, queries: Sequence[MetricQuery]) -> list[Selection]:
    """What the documents have for the metrics named, a name that stands on several rows as their sum."""
    found = []
    for query in queries:
        plain = desk.question.plain
        if _NUMBER_OF.match(plain, query.target.end) or _EACH_OF.search(plain[: query.target.start]):
            continue  # 公车数, 每个离退休干部: what is counted, not what it costs
        term = terms.find(desk, query, wanted_year(desk))
        if term is not None and isinstance(term.operand, Fact):
            found.append(term.named)
    return found


def _amount_named(found: Sequence[Selection], said: Sequence[Quantity]) -> Selection | None:
    """The amount that is divided; of a whole and a row of it, the row; the one that the question itself says. LastWordError where several may be meant."""
    amounts = [one for one in found if isinstance(one.quantity, Amount)]
    rows = [one for one in amounts if one.best[0].row] or amounts
    rows = [one for one in rows if any(agrees(one.quantity, figure) for figure in said)] or rows
    if len({quantity_of(one.fact).value for one in rows}) > 1:
        raise LastWordError("没有认出要平均的是哪一笔金额，请说出一个完整的名称。", "incomplete_question")
    return rows[0] if rows else None


def _vehicles_running(desk: Desk) -> Selection | None:
    """The cost of running vehicles, where its name is broken up (一辆公车一年的运行维护费)."""
    plain = desk.question.plain
    if not _RUNS.search(plain) or divisors.unit_asked(plain) not in alike("辆"):
        return None
    return _cost_of_vehicles(desk, "official_vehicle_operating_cost")


def _asks_of_bought(desk: Desk) -> bool:
    """Whether vehicles to be bought are asked for one by one, without a name for the money (买50辆车，平均一辆多少万)."""
    plain = desk.question.plain
    return (
        _BUYS_VEHICLES.search(plain) is not None
        and _RUNS.search(plain) is None
        and divisors.unit_asked(plain) in alike("辆")
        and not any(isinstance(figure, Amount) for figure in desk.question.slots.figures)
    )


def _buys_vehicles(desk: Desk, money: Selection) -> bool:
    """Whether vehicles bought are asked for one by one (购置50辆公务用车，平均每辆), and the amount pays more than that."""
    plain, label = desk.question.plain, name_of(money.best[0])
    if _RUNS.search(plain) or divisors.unit_asked(plain) not in alike("辆") or not _BUYS_VEHICLES.search(plain):
        return False
    return _ANY_VEHICLE_COST.search(label) is not None and not _ONLY_PURCHASE.search(label)


def _cost_of_vehicles(desk: Desk, term: str) -> Selection | None:
    known = vocabulary().terms[term]
    return desk.find(MetricQuery(Mention(0, 0, known.name, (), (known.id,))), wanted_year(desk)) or None


_WORTH = re.compile(r"(?<!产)值(?!班|守|勤)|多少钱|几(?:万|元|块)|多少(?:万|元|块)")
_BOUND = re.compile(r"^[=＝≥>]\s*")  # the sign before a target
_BOTH_NEEDED = "求平均需要一个金额和一个数量，文件里没有同时给出。"


def _things(desk: Desk, found: list[Selection], money: Term, unit: str) -> Divisor | None:
    """What the amount is divided by: said in the question, named in it, printed for the amount, the staff."""
    if _asks_of_bought(desk) and (bought := divisors.bought_vehicles(desk)) is not None:
        return bought  # a number said in passing is not to be divided by where another is printed
    if (said := divisors.said(desk.question, unit)) is not None:
        return said
    for one in found:
        if isinstance(one.quantity, Count) and (not unit or one.quantity.unit in ("", *alike(unit))):
            return divisors.of_all_units(desk, Divisor(one.fact, one.quantity.unit or unit, one.best[0]))
    people, counted = divisors.people_said(desk)
    if people and unit in alike("人") and divisors.is_for_staff(money.named):
        return counted  # pupils and patients are no staff
    printed = divisors.printed(desk, money.named, unit) if isinstance(money.operand, Fact) else None
    if printed is None and unit in alike("人") and divisors.is_for_staff(money.named):
        return divisors.staff(desk)
    return printed


def _say(desk: Desk, money: Term, things: Divisor, unit: str) -> Draft:
    result = calculate("divide", money.operand, things.operand)
    monthly = _PER_MONTH.search(desk.question.plain) is not None
    if monthly:
        result = calculate("divide", result, _year_of_months())
    writer = Writer(desk).say(f"{money.named.fact.year}年").name(money.named.best[0]).figure(money.operand)
    terms.say_parts(writer, money)
    if things.named is None:
        assert isinstance(things.operand, Constant)
        writer.say("，按所问的").say(Claim(things.operand.quantity.text, things.operand)).say("计算")
    else:
        beside = things.named.fact.provenance.row == money.named.fact.provenance.row is not None and things.named.column
        writer.say("，", things.named.fact.column_path[-1]) if beside else writer.say("，").name(things.named)
        writer.say(Claim(_BOUND.sub("", quantity_of(things.operand).text), things.operand)).cite(*things.facts)
    each = unit or things.unit
    writer.say(f"，平均每{each}{'每月' if monthly else ''}").figure(result)
    if (changed := divisors.more_or_fewer(desk.question, each)) is not None:
        times = Constant(changed, "问题所说")
        result = calculate("scale", result, times)
        writer.say("，按").say(Claim(changed.text, times)).say("计算为").figure(result).say("（仅为推算，非文件所载）")
    writer.say("。")
    return writer.cite(*money.named.support[:3]).draft(result)


def _amount_said(desk: Desk) -> Selection | None:
    """The amount that the question only says (买衣服那5.5万), where one thing of the documents costs as much."""
    said = [figure for figure in desk.question.slots.figures if isinstance(figure, Amount)]
    if len(said) != 1:
        return None
    same = [
        named
        for index in desk.knowledge.indexes
        for named in index.named
        if named.row and isinstance(named.fact.quantity, Amount) and named.fact.quantity.value == said[0].value
        and named.fact.measure is Measure.VALUE and named.fact.table_kind in _OF_PROJECTS
    ]  # fmt: skip
    return Selection(tuple(same)) if len({key(named.fact.subject) or named.row for named in same}) == 1 else None


_OF_PROJECTS = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS, TableKind.GOVERNMENT_PROCUREMENT)
_DATE_OF_COUNT = re.compile(
    r"(?:截至|截止到?|到)?(?:(?:20)?\d\d年|上年|去年|上一年)(?:度)?(?:\d{1,2}月|年?底|年?末)(?:\d{1,2}日)?"
)


def _without_date_of_count(desk: Desk) -> Desk:
    """The desk without a year that only says when the things were counted (截至2025年12月, 上年底)."""
    plain = desk.question.plain
    dates = list(_DATE_OF_COUNT.finditer(plain))
    if not dates:
        return desk
    bare = _DATE_OF_COUNT.sub("", plain)
    slots = read_slots(bare, desk.knowledge.years())
    return replace(desk, question=desk.question.with_slots(years=slots.years, previous_year=slots.previous_year))


def _per_money(desk: Desk) -> Draft:
    """Things for each 万元 of money (每万元对应多少件)."""
    year = wanted_year(desk)
    total = vocabulary().terms["expenditure_total"]
    whole = MetricQuery(Mention(0, 0, total.name, (), (total.id,)))  # where only the things are named
    queries = (*(MetricQuery(mention) for mention in desk.question.mentions), whole)
    found = [selection for query in queries if (selection := desk.find(query, year))]
    money = next((selection for selection in found if isinstance(selection.quantity, Amount)), None)
    things = next((selection for selection in found if isinstance(selection.quantity, Count)), None)
    said = _PER_MONEY.search(desk.question.plain)
    each = read_quantity(f"1{said.group(1)}") if said else None
    if money is None or things is None or each is None:
        raise NotFoundError(_BOTH_NEEDED, "only_breakdown_missing")
    if not things.quantity.value or not money.quantity.value:
        raise NotFoundError("作除数的一项为零，算不出平均数。", "no_comparison")
    thing = things.quantity.unit.removeprefix("万").removeprefix("亿")
    result = calculate("per_amount", things.fact, money.fact, Constant(each, "每"), unit=thing)
    writer = Writer(desk).say(f"{year}年")
    writer.name(money.best[0]).figure(money.fact).say("，").name(things.best[0]).figure(things.fact)
    writer.say(f"，平均每{each.unit}对应").figure(result).say("。")
    return writer.cite(*money.support[:3], *things.support[:2]).draft(result)


def _per_month(desk: Desk, money: Term) -> Draft:
    """A year's amount over twelve months; the documents themselves have no months."""
    result = calculate("divide", money.operand, _year_of_months())
    writer = (
        Writer(desk)
        .say(f"{money.named.fact.year}年")
        .name(money.named.best[0])
        .figure(money.operand)
        .say("，平均每月")
        .figure(result)
    )
    return writer.say("。").cite(*money.named.support[:4]).draft(result)


def _year_of_months() -> Constant:
    months = read_quantity("12个月")
    assert months is not None
    return Constant(months, "一年的月数")
