"""Whose a stated amount is: the unit or project in whose row it stands (经营收入4800万，是哪家单位的)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.budget_units import is_unit_name
from assistant.model import Draft, Item
from assistant.named import Named
from assistant.operations.desk import Desk, NotFoundError, PassError, Writer, named_segment
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.amounts import Amount, agrees
from index.model import Measure, TableKind
from index.vocabulary.names import key

name = "whose"
_WHOSE = re.compile(
    r"(?:是|属于|归|来自|对应|指)(?:的是)?(?:哪|什么|啥)(?:一|几)?(?:个|家|所|项|笔)?(?P<kind>单位|部门|机构|项目|学校|医院)"
)


def matches(question: ParsedQuestion) -> bool:
    stated = [figure for figure in question.slots.figures if isinstance(figure, Amount)]
    asks = _WHOSE.search(question.plain) is not None and not question.cue("rank", "compare", "change", "filter")
    return asks and len(stated) == 1


def answer(desk: Desk) -> Draft:
    asked = _WHOSE.search(desk.question.plain)
    assert asked is not None, "matches() looked for it"
    amount = next(figure for figure in desk.question.slots.figures if isinstance(figure, Amount))
    rows: dict[str, Named] = {}
    for named in _with(desk, amount):
        owner = _project(named) if asked["kind"] == "项目" else _unit(desk, named)
        if owner:
            rows.setdefault(owner, named)
    if not rows:
        raise PassError("文件里没有哪一行是这个数。")
    if len(rows) > _MOST:
        raise NotFoundError("文件里有好几行都是这个数，请说明是什么数。", "incomplete_question")
    writer = Writer(desk)
    for i, (owner, named) in enumerate(rows.items()):
        writer.say("；" if i else "", named_segment(owner, named.fact))
        writer.say("的", named_segment(named.fact.label, named.fact) if named.fact.label != owner else "金额", "为")
        writer.figure(named.fact).cite(named.fact)
    return writer.say("。").draft(items=[Item(owner) for owner in rows])


_MOST = 3


def _unit(desk: Desk, named: Named) -> str:
    """The unit in whose row, or below whose row, a cell stands; "" for the department's own total."""
    names = (named.fact.label, *reversed(named.fact.row_path))
    unit = next((name for name in names if is_unit_name(name)), "")
    owners = {key(document.department) for document in desk.knowledge.documents}
    return "" if key(unit) in owners and not named.owner else unit


_PROJECTS = (TableKind.PROJECT_EXPENDITURE, TableKind.SPECIAL_FUNDS, TableKind.PROJECT_PERFORMANCE)


def _project(named: Named) -> str:
    if named.fact.table_kind not in _PROJECTS or is_unit_name(named.fact.label):
        return ""
    return named.fact.subject or named.fact.label


def _with(desk: Desk, amount: Amount) -> Iterator[Named]:
    """Cells with the amount, of the metric where the question names one."""
    queries = [query for query in desk.question.queries if not _SAYS_NOTHING.search(query.target.text)]
    for index in desk.knowledge.indexes:
        for named in index.named:
            fact = named.fact
            if named.narrative or not named.row or fact.measure is not Measure.VALUE or fact.year != desk.told_year:
                continue
            same = isinstance(fact.quantity, Amount) and fact.quantity.value and agrees(fact.quantity, amount)
            if same and (not queries or any(_of(desk, named, query) for query in queries)):
                yield named


_SAYS_NOTHING = re.compile(r"^.{0,2}(?:项目|单位|钱|款|预算)的?.{0,2}$")


def _of(desk: Desk, named: Named, query: MetricQuery) -> bool:
    """Whether a cell is of a metric: by its row, its column, or the title of its table."""
    names, terms = set(query.target.keys) | {key(query.target.text)}, set(query.target.terms)
    heads = {named.row, named.column, *map(key, named.fact.column_path), *map(key, named.fact.row_path)}
    table = desk.knowledge.table_of(named.fact)
    title = key(table.title) if table is not None else ""
    in_title = any(name in title for name in names if len(name) > 1) and not named.column
    return bool(names & heads or terms & (named.row_terms | named.column_terms | named.implicit)) or in_title
