"""What share of a whole a part is: 占比, in percent or tenths; and how many percentage points a share moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.budget_units import is_unit_name
from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import rows, terms
from assistant.operations.desk import DIRECTION_WORDS, Desk, NotFoundError, Writer, direction_of, name_of
from assistant.operations.value import wanted_year
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from index.vocabulary.terms import vocabulary

name = "share"


def matches(question: ParsedQuestion) -> bool:
    return question.cue("share") and bool(question.queries)


_ASIDE = re.compile(r"[(（](?:不算|不含|不包括|剔除|扣除|除去?)[^()（）]*[)）]")


def _without_asides(question: ParsedQuestion) -> ParsedQuestion:
    """Without what a bracket says is not counted: 农业普查（不算设备购置）."""
    asides = [match.span() for match in _ASIDE.finditer(question.plain)]
    queries = tuple(query for query in question.queries if not any(a <= query.target.start < b for a, b in asides))
    if not queries or queries == question.queries:
        return question
    mentions = tuple(m for m in question.mentions if not any(a <= m.start < b for a, b in asides))
    return replace(question, queries=queries, mentions=mentions)


def parts_and_whole(question: ParsedQuestion) -> tuple[tuple[MetricQuery, ...], MetricQuery | None]:
    """The parts and the whole: “X占Y”, “Y里X占”, “X在Y中的比重”; None where the whole is unsaid."""
    question = _without_asides(question)
    mentions = question.mentions
    position = _where_it_takes(question.plain, mentions)
    before = [mention for mention in mentions if mention.start < position]
    inside = [mention for mention in before[1:] if question.plain[: mention.start].rstrip('“"').endswith("在")]
    if inside:  # “项目支出在总支出里占多少”
        parts = [mention for mention in before if mention.start < inside[0].start]
        return _as_queries(question, parts), _whole(before[len(parts) :])
    after = [mention for mention in mentions if mention.start >= position]
    if not before and question.previous is not None and after:
        before = [query.target for query in question.previous.queries][-1:]
    if after and before:
        return _as_queries(question, before), _whole(after)
    queries = question.queries
    if len(queries) == 1 and (of_unit := _of_unit(queries[0])) is not None:
        return of_unit
    if len(queries) == 1 and question.previous is not None and question.previous.queries and "其中" in question.plain:
        return queries, question.previous.queries[-1]  # of what was asked before, not of what stands around both
    if len(queries) == 1 and queries[0].contexts:
        return (MetricQuery(queries[0].target),), MetricQuery(queries[0].contexts[-1], queries[0].contexts[:-1])
    if len(queries) >= 2:
        return queries[1:], queries[0]
    if queries and _HALF_SAID.match(question.plain, queries[0].target.end):
        raise NotFoundError(f"没有认出“{queries[0].target.text}”里所问的是哪一部分。", "incomplete_question")
    if question.previous is not None and question.previous.queries and _refers_back(question):
        earlier = question.previous.queries
        if queries and queries[0].target is not earlier[-1].target:
            return queries, earlier[-1]
    return queries, None


_HALF_SAID = re.compile(
    r"(?:经费|费用|支出|预算|总额|资金)*(?:里面|里头|里边|里|之中|当中|中|其中)[,，]?[^,，占]{2,14}占"
)


def _where_it_takes(plain: str, mentions: Sequence[Mention]) -> int:
    """The 占 that a whole follows (X占Y的大头吗，占多少: the first), else the last; the end where there is none."""
    places = [match.start() for match in re.finditer("占", plain)]
    followed = [place for place in places if any(mention.start > place for mention in mentions)]
    return (followed or places[-1:] or [len(plain)])[0]


def _of_unit(query: MetricQuery) -> tuple[tuple[MetricQuery, ...], MetricQuery] | None:
    """A unit's figure and that of all units together (甲中心的收入占多少, 三公里甲中心占多少); None where no unit is said."""
    names = (*query.contexts, query.target)
    others = [name for name in names if not any(map(is_unit_name, name.keys))]
    if not others or len(others) == len(names):
        return None
    return (query,), _whole(others)


def _refers_back(question: ParsedQuestion) -> bool:
    return any(word in question.plain for word in ("里", "其中", "它", "占"))


def _as_queries(question: ParsedQuestion, mentions: list[Mention]) -> tuple[MetricQuery, ...]:
    kept = [query for query in question.queries if query.target in mentions]
    return tuple(kept) or (MetricQuery(mentions[-1], tuple(mentions[:-1])),)


def _whole(mentions: list[Mention]) -> MetricQuery:
    return MetricQuery(mentions[-1], tuple(mentions[:-1]))


def find_share(desk: Desk, year: int) -> tuple[Operand, list[Named], Operand, Selection, list[Operand]]:
    parts, whole = parts_and_whole(desk.question)
    if not parts:
        desk.queries()
    found = terms.need_all(desk, (*parts, whole) if whole is not None else parts, year)
    whole_term = found.pop() if whole is not None else None
    part_operands = [term.operand for term in found]
    part: Operand = part_operands[0] if len(part_operands) == 1 else calculate("sum", *part_operands)
    whole_operand, named = (
        (whole_term.operand, whole_term.named) if whole_term is not None else _unsaid_whole(desk, found[0].named, year)
    )
    return part, [term.named.best[0] for term in found], whole_operand, named, part_operands


def _unsaid_whole(desk: Desk, part: Selection, year: int) -> tuple[Operand, Selection]:
    """What a part stands in where the question does not say it: the row above it, else all expenditure."""
    parent = rows.parent_of(desk, part.best[0])
    if parent is not None:
        return parent.fact, Selection((parent,))
    total = vocabulary().terms["expenditure_total"]
    found = terms.need(desk, MetricQuery(Mention(0, 0, total.name, (), (total.id,))), year)
    return found.operand, found.named


def answer(desk: Desk) -> Draft:
    if desk.question.slots.unit == "个百分点" or len(desk.question.slots.years) == 2:
        return points(desk)
    year = wanted_year(desk)
    part, names, whole, whole_named, operands = find_share(desk, year)
    if not quantity_of(whole).value:
        raise NotFoundError("分母为零，算不出占比。", "no_comparison")
    if len(operands) == 1 and part == whole:
        raise NotFoundError("没有认出所问的部分：它和整体在文件里是同一个数。", "incomplete_question")
    ratio = calculate("share", part, whole, unit="成" if _in_tenths(desk.question) else None)
    if quantity_of(part).value > quantity_of(whole).value:
        raise NotFoundError("认出的部分比整体还大，占比没有意义：请说明是哪一项占哪一项。", "incomplete_question")
    writer = Writer(desk).say(f"{year}年")
    for i, (named, operand) in enumerate(zip(names, operands, strict=True)):
        writer.say("、" if i else "").name(named).figure(operand).cite(named.fact)
    writer.say("，占").say(*_whole_name(whole_named)).figure(whole).say("的").figure(ratio).say("。")
    return writer.cite(*whole_named.support[:3]).draft(ratio)


def _in_tenths(question: ParsedQuestion) -> bool:
    """几成, unless a percentage is asked for after all (几成？给个百分数)."""
    return question.cue("tenths") and question.slots.unit != "%" and "百分" not in question.plain


def _whole_name(selection: Selection) -> tuple[str, ...]:
    return (name_of(selection.best[0]),)


def points(desk: Desk) -> Draft:
    """By how many percentage points a share differs between two years."""
    years = desk.question.slots.years
    newest = years[-1] if years else desk.year
    base = years[0] if len(years) > 1 else newest - 1
    now_part, names, now_whole, whole, _ = find_share(desk, newest)
    then_part, _, then_whole, then_named, _ = find_share(desk, base)
    if now_part == now_whole:
        raise NotFoundError("没有认出所问的部分：它和整体在文件里是同一个数。", "incomplete_question")
    now, then = calculate("share", now_part, now_whole), calculate("share", then_part, then_whole)
    change = calculate("percentage_points", now, then)
    direction = direction_of(change)
    writer = Writer(desk).name(names[0]).say("占").say(name_of(whole.best[0])).say(f"的比重，{newest}年为").figure(now)
    writer.say("（").figure(now_part).say("／").figure(now_whole).say(f"），{base}年为").figure(then)
    writer.say("（").figure(then_part).say("／").figure(then_whole).say(f"），{DIRECTION_WORDS[direction]}").figure(
        change
    )
    writer.say("。").cite(*whole.support[:1], *then_named.support[:1])
    return writer.draft(change, direction=direction)
