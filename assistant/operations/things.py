"""How many things: vehicles, devices, staff, visitors, where a sentence of the document states the number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft, Item
from assistant.named import Named
from assistant.operations import rows
from assistant.operations.counted import alike, asks_money_beside, heading_of
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, named_segment, when
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.amounts import Amount, Count, FigureKind, find_figures
from index.model import Fact, Measure
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

name = "things"
_ASKED = re.compile(
    r"(?:几|多少|好多)(?:个(?=人))?(?P<unit>辆|台|套|人次|批次|人(?!民币)|名|件|批|户|次|部车|个(?=[\u4e00-\u9fff]{0,4}编制))"
)
_CLAUSES = re.compile(r"[,，;；。?？]")
_FIGURE = re.compile(r"(?:20)?\d[\d.,]*(?:万|亿)?元?(?:[(（]含[)）])?(?:以上|以下)?")
_SAYS_LITTLE = re.compile(
    r"单位价值|单价|价值|共有|现有|实有(?=.*车)|拥有|保有|在(?!职|编|岗)|的|共|发生|人数|人员|数量|总数|安排|单位|部门"
)
_BUYS = re.compile(r"购置|购买|新购|采购|更新|添置|新增(?:配置)?|新配|拟配|添|买")
_ENOUGH = 0.75  # of what a label says must be in the question
_LIMITS = (FigureKind.MONEY,)
_ELSEWHERE = ("change", "rank", "except", "difference", "share", "ratio")


_EACH_UNIT = re.compile(r"哪|各|每|分别|几[个家]")  # else the units are all meant together (所属单位有几辆车)
_PRICED = re.compile(
    r"单位?价值?(?:在|为|超过?|达到?)?[\d一二三四五六七八九十百两]"
)  # 单价100万以上的设备: a limit, no price asked for


def matches(question: ParsedQuestion) -> bool:
    if _ASKED.search(question.plain) is None or question.cue(*_ELSEWHERE):
        return False
    level = question.slots.level
    if level and level != "类" and (level != "单位" or _EACH_UNIT.search(question.plain)):
        return False
    return not question.cue("unit_cost") or _PRICED.search(question.plain) is not None


@dataclass(frozen=True, slots=True)
class _Stated:
    named: Named
    score: float


def answer(desk: Desk) -> Draft:
    """The number asked for, and those of the clauses that go on asking (实有多少人，其中行政多少)."""
    if desk.question.cue("sum") and (several := _owned_and_bought(desk) or _several_parts(desk)):
        return _say_sum(desk, several)
    found: list[Named] = []
    for clause in _clauses(desk.question.plain):
        best = best_stated(desk, clause, found[0] if found else None)
        if best is not None:
            found.append(best)
    found = found or _in_row(desk)
    if not found and asks_money_beside(desk.question.plain):
        raise LastWordError("问题问了数量和金额，没有找到所问的数量，请分开来问。", "incomplete_question")
    if not found:
        raise NotFoundError("文件里没有写所问的数量。")
    if len(found) == 1:
        found = _parts_said(desk, found[0]) or found
    found = list(dict.fromkeys(found))
    if len(found) > 1 and desk.question.cue("sum"):
        return _say_sum(desk, found)
    writer, items = Writer(desk), []
    for i, named in enumerate(found):
        writer.say("；" if i else "", when(desk, named.fact)).name(named)
        writer.say("" if named.narrative else f"（{named.fact.column_path[-1]}）", "为").figure(named.fact).cite(
            named.fact
        )
        items.append(writer.item(named.fact.label, named.fact))
    parts = [part for part in rows.parts_in_text(desk, found[0]) if quantity_of(part.fact).value]
    for i, part in enumerate(parts if len(found) == 1 else ()):
        writer.say("、" if i else "，其中").name(part).figure(part.fact).cite(part.fact)
        items.append(writer.item(part.fact.label, part.fact))
    if asks_money_beside(desk.question.plain):
        items.append(_say_money(writer, desk, found[0]))
    draft = writer.say("。").draft(found[0].fact, items=items if len(items) > 1 else ())
    asked = _ASKED.search(desk.question.plain)
    return replace(draft, unit=asked["unit"]) if asked is not None and not draft.unit else draft


_MONEY_HEADING = re.compile(r"金额|预算|经费|费用|支出")


def _say_money(writer: Writer, desk: Desk, counted: Named) -> Item:
    """The one sum of money in the row of a number of things; LastWordError where the row has none or several."""
    cells = [
        fact
        for fact in rows.facts_of_row(desk, counted.fact)
        if isinstance(fact.quantity, Amount) and counted.fact.provenance.table is not None
    ]
    headed = [fact for fact in cells if fact.column_path and _MONEY_HEADING.search(key(fact.column_path[-1]))]
    one = headed or cells
    if len({quantity_of(fact).value for fact in one}) != 1:
        raise LastWordError("文件里有所问的数量，没有找到与它一起的金额，请分开来问。", "incomplete_question")
    writer.say(
        "；", named_segment(one[0].label, one[0]), f"（{one[0].column_path[-1]}）" if one[0].column_path else "", "为"
    )
    writer.figure(one[0]).cite(one[0])
    return writer.item(one[0].label, one[0])


def _parts_said(desk: Desk, whole: Named) -> list[Named]:
    """The one part of a number that the question names; several where they are to be added up."""
    said = rows.parts_said(rows.parts_in_text(desk, whole), whole, desk.question.plain)
    return said if len(said) == 1 or desk.question.cue("sum") else []


_OWNED = re.compile(r"现有|现在|已有|原有|原来|实有|共有|保有|拥有|手[上头里]|目前")
_KIND = re.compile(r"(?<!公务)用车")  # 执法执勤用车: not all vehicles
_VEHICLES = ("vehicles_owned", "vehicles_purchased")


def _owned_and_bought(desk: Desk) -> list[Named]:
    """The vehicles owned and those to be bought, where both are to be added up (现有的加上今年要买的，一共几辆).
    NotFoundError where only one of the two is told."""
    plain = desk.question.plain
    if "车" not in plain or not _OWNED.search(plain) or not _BUYS.search(plain):
        return []
    known = vocabulary().terms
    contexts = next((query.contexts for query in desk.question.queries), ())
    found = [desk.find(MetricQuery(Mention(0, 0, known[term].name, (), (term,)), contexts)) for term in _VEHICLES]
    both = [one.best[0] for one in found if one and isinstance(one.quantity, Count)]
    if _KIND.search(plain):
        both = [part for one in both for part in rows.parts_said(rows.parts_in_text(desk, one), one, plain)]
    if len(both) != len(_VEHICLES):
        raise NotFoundError("文件里没有同时写现有的和要购置的数量，不能相加。")
    return both


def _several_parts(desk: Desk) -> list[Named]:
    """The parts of one stated number that a question names to have them added up (业务用车和应急保障用车一共多少辆)."""
    plain, unit = desk.question.plain, _ASKED.search(desk.question.plain)
    said, bought = desk.question.slots.years, _BUYS.search(desk.question.plain) is not None
    for index in desk.knowledge.indexes:
        years = (said[-1], *_told_later(desk.question)) if said else (index.document.year,)
        for whole in index.named:
            if (
                whole.narrative
                and isinstance(whole.fact.quantity, Count)
                and whole.fact.year in years
                and unit is not None
                and (whole.fact.quantity.unit in alike(unit["unit"]) or "车" in whole.fact.label)
                and (_BUYS.search(whole.fact.label) is not None) is bought
            ):
                parts = rows.parts_said(rows.parts_in_text(desk, whole), whole, plain)
                if len(parts) > 1:
                    return parts
    return []


def _say_sum(desk: Desk, found: list[Named]) -> Draft:
    """Numbers of things of one sentence, added up; those that stand inside each other are not."""
    labels = {key(named.fact.label) for named in found}
    if any(key(part) in labels for named in found for part in named.fact.row_path):
        raise NotFoundError("问题里要相加的几个数有的是另一个的一部分，请逐项说明。", "incomplete_question")
    total = calculate("sum", *(named.fact for named in found))
    writer = Writer(desk).say(when(desk, found[0].fact))
    for i, named in enumerate(found):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    items = [writer.item(named.fact.label, named.fact) for named in found]
    return writer.say("，合计").figure(total).say("。").draft(total, items=items)


def _in_row(desk: Desk) -> list[Named]:
    """The number of things that the row of a table gives, where the question names one row (某培训多少人参加)."""
    asked = _ASKED.search(desk.question.plain)
    heading = heading_of(asked["unit"]) if asked is not None else None
    names = {name for mention in desk.question.mentions for name in mention.keys}
    owned = any(
        "vehicles_owned" in mention.terms[:1] for mention in desk.question.mentions
    )  # 资产占用情况表: 车辆（辆）
    if heading is None:
        return []
    cells = rows.once(
        named
        for index in desk.knowledge.indexes
        for name in (*names, *(filter(_all_vehicles, index.by_row) if owned else ()))
        for named in index.by_row.get(name, ())
        if isinstance(named.fact.quantity, Count)
        and named.fact.provenance.table is not None
        and re.search(heading, key("".join(named.fact.column_path[-1:])))
        and not (_PEOPLE.search(desk.question.plain) and _POSTS.search(key("".join(named.fact.column_path))))
    )
    return list(cells) if len(cells) == 1 else []


_PEOPLE, _POSTS = re.compile(r"在职|在岗|在编|实有"), re.compile(r"编制")  # posts are no people in them


def _all_vehicles(row: str) -> bool:
    return "vehicles_owned" in vocabulary().surfaces.get(row, ())[:1]


def _clauses(plain: str) -> list[str]:
    """The clauses that ask for a number; what stands before the first belongs to it."""
    asking: list[str] = []
    before = ""
    for clause in _CLAUSES.split(plain):
        before += clause
        if _ASKED.search(clause) or (asking and re.search(r"几|多少", clause)):
            asking.append(before)
            before = ""
    return asking


def best_stated(desk: Desk, clause: str, whole: Named | None) -> Named | None:
    """The stated number that a clause means; None where none or several with different numbers fit as well."""
    asked = _ASKED.search(clause)
    unit = asked["unit"] if asked else quantity_of(whole.fact).unit if whole is not None else ""
    said = desk.question.slots.years
    found = []
    for index in desk.knowledge.indexes:
        years = (said[-1], *_told_later(desk.question)) if said else (index.document.year,)
        for named in index.named:
            fact = named.fact
            if (
                named.narrative
                and fact.measure is Measure.VALUE
                and fact.year in years
                and isinstance(fact.quantity, Count)
            ):
                score = _score(named, clause, unit, whole)
                if score >= _ENOUGH:
                    found.append(_Stated(named, score))
    if not found:
        return None
    top = max(stated.score for stated in found)
    best = [stated.named for stated in found if stated.score == top]
    same = len({quantity_of(named.fact).value for named in best}) == 1
    return best[0] if same else None


def _told_later(question: ParsedQuestion) -> tuple[int, ...]:
    """The year after the one said, whose documents tell what there was at the end of it (2021年末)."""
    year = question.slots.years[-1]
    return (year + 1,) if re.search(rf"{year}年(?:12月)?(?:31日|[末底])", question.plain) else ()


def _score(named: Named, clause: str, unit: str, whole: Named | None) -> float:
    label = named.fact.label
    says = _content(label)
    said = key(clause)
    counted = quantity_of(named.fact).unit
    wanted = alike("名") if unit == "个" else frozenset((unit,))  # 多少个编制
    fits = any(one[:1] in counted for one in wanted) or (
        "车" in label and counted in ("台", "辆") and unit[:1] in "台辆部"
    )
    if not says or not fits or not same_deal(named, clause):
        return 0.0
    limits, asked_limits = _limits(label), _limits(clause)
    if asked_limits and limits != asked_limits:
        return 0.0
    score = _covered(says, said) - (0.1 if limits and not asked_limits else 0.0)
    score += 0.05 if counted.startswith(unit) else 0.0
    above = [_content(part) for part in named.fact.row_path[-1:]]
    if whole is not None and key(whole.fact.label) in map(key, named.fact.row_path[-1:]):
        return score + 0.2
    return score + sum(0.1 if _covered(part, said) == 1 else -0.05 for part in above)


def same_deal(named: Named, clause: str) -> bool:
    """Whether a number is of things bought where such are asked for, of things owned where those are."""
    return is_bought(named.fact) is (_BUYS.search(clause) is not None)


def is_bought(fact: Fact) -> bool:
    """Whether a number is of things that are to be bought."""
    return any(_BUYS.search(part) for part in (fact.label, *fact.row_path))


def _content(label: str) -> str:
    """What a label says beside limits and words of having: 单位价值100万元以上的设备 → 设备."""
    bare = _BUYS.sub("", _SAYS_LITTLE.sub("", _FIGURE.sub("", label)))
    return key(re.sub(r"以上|以下", "", bare)) or key(label)


def _covered(says: str, said: str) -> float:
    """The share of a label's pairs of characters that are said; a vehicle is 车."""
    if says in ("车辆", "车") and "车" in said:
        return 1.0
    pairs = {says[i : i + 2] for i in range(len(says) - 1)} or {says}
    return sum(pair in said for pair in pairs) / len(pairs)


def _limits(text: str) -> frozenset[str]:
    found = (span.quantity for span in find_figures(text) if span.kind in _LIMITS)
    return frozenset(str(quantity.value.normalize()) for quantity in found if isinstance(quantity, Amount))
