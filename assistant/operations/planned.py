"""What a table of plans gives for its later years (部门项目支出中期规划表, 三年滚动规划): a project's or all projects' amount in a
year, how it moves between years, what is largest, and which projects a year no longer has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.calculations import calculate, quantity_of
from assistant.model import Draft
from assistant.named import Named
from assistant.operations.desk import (
    DIRECTION_WORDS,
    Desk,
    NotFoundError,
    PassError,
    Writer,
    direction_of,
    name_of,
)
from assistant.parsing.model import Mention, ParsedQuestion
from index.amounts import Amount
from index.model import BudgetTable, Measure
from index.vocabulary.names import in_order, key

name = "planned"

_PLANS = re.compile(r"规划(?!和自然|与自然|局|委|院|师|设计|科|股|处|馆|展)")
_TITLE = re.compile(r"(?:中期|滚动|三年|财政).{0,6}规划")
_WHOLE = re.compile(r"合计|总[额数计]|总共|一共|规划数?(?:是|为|有)?多少|项目(?:支出|资金|经费)")
_EACH = re.compile(r"分别|各年|每年|每一年|历年|逐年|各(?:是|安排|规划)")
_ALL_YEARS = re.compile(r"[三几各]年")
_GONE = re.compile(r"(?:没有?|无|未|不)(?:再|了)?(?:安排|规划|列|编|钱|资金)|不再|取消|断[了供]|停[了掉]")
_NEW = re.compile(r"新增|新列|才(?:有|开始|安排|规划)|多(?:了|出)哪")
_WHICH = re.compile(r"哪|什么项目|几个项目|有没有项目")
_PROJECTS = re.compile(r"项目")


def matches(question: ParsedQuestion) -> bool:
    if question.cue("definition", "reason", "purpose", "in_words", "verify", "hypothetical"):
        return False
    turn: ParsedQuestion | None = question
    while turn is not None:
        if _PLANS.search(turn.plain):
            return True
        turn = turn.previous
    return False


@dataclass(frozen=True, slots=True)
class _Plan:
    """The cells of a table of plans by row ("" for its total) and year."""

    table: BudgetTable
    cells: dict[tuple[str, int], Named]

    @property
    def years(self) -> list[int]:
        return sorted({year for _, year in self.cells})

    @property
    def rows(self) -> list[str]:
        return list(dict.fromkeys(row for row, _ in self.cells if row))

    def at(self, row: str, year: int) -> Named | None:
        found = self.cells.get((row, year))
        return found if found is not None and quantity_of(found.fact).value else None


def answer(desk: Desk) -> Draft:
    plan = _plan(desk)
    years = _years(desk.question, plan)
    if _WHICH.search(desk.question.plain) and _PROJECTS.search(desk.question.plain):
        if _GONE.search(desk.question.plain) or _NEW.search(desk.question.plain):
            return _say_missing(desk, plan, years[-1], new=_NEW.search(desk.question.plain) is not None)
        if desk.question.cue("rank"):
            return _say_most(desk, plan, years[-1])
    row = _row(desk.question, plan)
    found = [plan.cells.get((row, year)) for year in years]
    if any(named is None for named in found):
        raise NotFoundError(f"《{plan.table.title}》里没有所问年份的数，不能作答。", "not_in_documents")
    return _say(desk, [named for named in found if named is not None])


def _plan(desk: Desk) -> _Plan:
    """The table of plans of the newest document that has one with several years. PassError where there is none."""
    for index in sorted(desk.knowledge.indexes, key=lambda one: -one.document.year):
        for table in index.document.tables:
            if _TITLE.search(key(table.title)) is None:
                continue
            cells = {
                (named.row, named.fact.year): named
                for named in index.named
                if named.fact.provenance.table == table.id
                and named.fact.measure is Measure.VALUE
                and isinstance(named.fact.quantity, Amount)
                and named.fact.certain
                and not named.column
            }
            if len({year for _, year in cells}) > 1:
                return _Plan(table, cells)
    raise PassError("没有规划表。")


def _years(question: ParsedQuestion, plan: _Plan) -> list[int]:
    """The years asked for, the earliest first: all of them where each or their sum is asked for and none is said."""
    said = list(question.slots.years)
    if not said and (_EACH.search(question.plain) or (question.cue("sum") and _ALL_YEARS.search(question.plain))):
        return plan.years
    if not said:
        raise PassError("没有说是规划的哪一年。")
    if any(year not in plan.years for year in said):
        raise PassError("规划表里没有所问的年份。")
    return said


def _row(question: ParsedQuestion, plan: _Plan) -> str:
    """The project asked for by its name or by characters of it in order, else all projects. PassError for anything else."""
    names = [mention for query in question.queries for mention in (*query.contexts, query.target)]
    for mention in names:
        rows = [row for row in plan.rows if row in mention.keys] or _holding(mention, plan.rows)
        if len(rows) == 1:
            return rows[0]
        if len(rows) > 1:
            raise NotFoundError("规划表里有几个项目可以这样称呼，请说出完整的名称。", "incomplete_question")
    whole = all(_WHOLE.search(mention.text) or _PLANS.search(mention.text) for mention in names)
    if whole and _WHOLE.search(question.plain):
        return ""
    raise PassError("规划表里没有所问的项目。")


def _holding(mention: Mention, rows: Sequence[str]) -> list[str]:
    """Rows that hold the characters of a name in their order (防火专项经费 of 森林防火及应急专项经费)."""
    said = key(mention.text)
    return [row for row in rows if len(said) >= _SHORTEST and in_order(said, row)]


_SHORTEST = 4


# ---------------------------------------------------------------- wording


def _say(desk: Desk, found: Sequence[Named]) -> Draft:
    writer = Writer(desk)
    called = name_of(found[0]) if found[0].row else "规划的项目合计"
    for i, named in enumerate(found):
        year = f"{named.fact.year}年"
        writer.say(*((f"，{year}",) if i else (f"{year}", called, "为"))).figure(named.fact).cite(named.fact)
    if len(found) == 1:
        own = found[0].fact.year <= desk.document.year
        return writer.say("。" if own else "（规划数）。").draft(found[0].fact)
    items = [writer.item(f"{named.fact.year}年", named.fact) for named in found]
    if desk.question.cue("sum"):
        total = calculate("sum", *(named.fact for named in found))
        return writer.say("，合计").figure(total).say("（以后年度为规划数）。").draft(total, items=items)
    if len(found) == 2 and desk.question.cue("change", "difference", "compare", "rate"):
        return _say_change(desk, writer, found[0], found[1])
    return writer.say("（以后年度为规划数）。").draft(found[-1].fact, items=items)


def _say_change(desk: Desk, writer: Writer, before: Named, after: Named) -> Draft:
    change = calculate("difference", after.fact, before.fact)
    direction = direction_of(change)
    head = change
    writer.say(f"，{DIRECTION_WORDS[direction]}").figure(change)
    if desk.question.cue("rate") and quantity_of(before.fact).value:
        head = calculate("rate", after.fact, before.fact)
        writer.say("，幅度为").figure(head)
    return writer.say("（以后年度为规划数）。").draft(head, direction=direction)


def _say_missing(desk: Desk, plan: _Plan, year: int, *, new: bool) -> Draft:
    """Projects that a year of the plan no longer has, or has for the first time, by the year before it."""
    base = max((one for one in plan.years if one < year), default=None)
    if base is None:
        raise PassError("规划表里没有更早的年份可以比较。")
    has, lacks = (year, base) if new else (base, year)
    kept = [row for row in plan.rows if plan.at(row, has) and not plan.at(row, lacks)]
    total = plan.cells.get(("", lacks))
    writer = Writer(desk).cite(*((total.fact,) if total is not None else ()))
    if not kept:
        if total is None:
            raise PassError("规划表里没有这样的项目。")
        return writer.say(f"{base}年和{year}年规划的项目相同，没有{'新增' if new else '取消'}的。").draft()
    writer.say(f"{lacks}年没有规划资金、{has}年有的项目：")
    items = []
    for i, named in enumerate(plan.cells[row, has] for row in kept):
        writer.say("；" if i else "").name(named).say(f"（{has}年").figure(named.fact).say("）").cite(named.fact)
        items.append(writer.item(name_of(named), named.fact))
    return writer.say("。").draft(items=items)


def _say_most(desk: Desk, plan: _Plan, year: int) -> Draft:
    """The largest (smallest, n-th) project of a year of the plan."""
    kept = [named for row in plan.rows if (named := plan.at(row, year)) is not None]
    less = desk.question.slots.ascending
    ordered = sorted(kept, key=lambda named: quantity_of(named.fact).value, reverse=not less)
    n = desk.question.slots.n or 1
    if n > len(ordered):
        raise NotFoundError(f"规划表{year}年只有{len(ordered)}个项目。")
    chosen = ordered[:n] if desk.question.slots.top else ordered[n - 1 : n]
    writer = Writer(desk).say(f"{year}年规划的项目中，")
    writer.say(f"排第{n}的是" if n > 1 and len(chosen) == 1 else "最少的是" if less else "最多的是")
    for i, named in enumerate(chosen):
        writer.say("、" if i else "").name(named).say("，").figure(named.fact).cite(named.fact)
    items = [writer.item(name_of(named), named.fact) for named in chosen]
    return writer.say("。").draft(chosen[0].fact, items=items)
