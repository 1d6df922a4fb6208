"""Sums: of several metrics, of several years, of all members but some; means over the units of a department."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate, quantity_of
from assistant.evidence import Selection
from assistant.model import Draft, Operand
from assistant.named import Named
from assistant.operations import members, over_tables, rows, terms
from assistant.operations.change import against_metric
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, name_of
from assistant.operations.inside import in_table_of, stands_inside
from assistant.operations.moved import in_one_unit
from assistant.operations.value import one, wanted_year
from assistant.parsing.cues import asking, cue_spans, filler, ordinary
from assistant.parsing.model import MetricQuery, ParsedQuestion
from assistant.parsing.parse import reserved
from assistant.parsing.slots import things_counted
from index.amounts import Amount, agrees
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

name = "sum"


def matches(question: ParsedQuestion) -> bool:
    if against_metric(question) or question.cue("in_words"):
        return False
    if question.slots.level == "单位" and question.cue("sum", "mean") and len(question.slots.years) < 2:
        return True
    if question.cue("except") and question.queries:
        return True
    if _all_projects(question):
        return True
    composite = any(vocabulary().parts(term) for query in question.queries for term in query.target.terms[:1])
    if composite:
        return True
    several = len(question.queries) > 1 or any(
        len(said) > 1 for said in (question.slots.years, question.slots.departments, question.slots.tables)
    )
    return question.cue("sum") and bool(question.queries) and (several or bool(question.slots.level))


def _all_projects(question: ParsedQuestion) -> bool:
    """Whether all projects are meant together, or on average (所有项目加起来, 平均每个项目)."""
    if question.slots.level != "项目" or not question.cue("sum", "mean") or question.cue("filter", "rank", "count"):
        return False
    return not question.queries or (
        len(question.queries) == 1 and "project_expenditure" in question.queries[0].target.terms[:1]
    )


def answer(desk: Desk) -> Draft:
    question = desk.question
    if _all_projects(question):
        return _of_projects(desk)
    if question.slots.level == "单位" and not _names_units(desk):
        try:
            return _of_units(desk)
        except NotFoundError:
            if len(question.queries) < 2 and not _by_rows(
                desk
            ):  # 所属单位的车，甲类的加上乙类的: each is said of all of them
                raise
    if (mention := over_tables.in_each_table(question)) is not None:
        return over_tables.say_sum(desk, [(table, MetricQuery(mention)) for table in over_tables.tables_said(question)])
    if own := over_tables.each_in_its_table(desk):
        return over_tables.say_sum(desk, own)
    if question.cue("except") and len(question.slots.departments) < 2:
        return _all_but(desk, _without_owner(desk, desk.queries()))
    queries = _without_owner(desk, _without_the_whole(question, _without_the_noun(desk.queries())))
    if len(question.slots.departments) > 1 and len(queries) == 1:
        return over_departments(desk, queries[0])
    if question.cue("except"):
        return _all_but(desk, queries)
    if len(question.slots.years) > 1:
        return _over_years(desk, queries[0])
    if len(queries) == 1 and not terms.is_collective(queries[0]):
        return _of_members(desk, queries[0])
    year = wanted_year(desk)
    return _of_metrics(desk, tuple(part for query in queries for part in terms.parts_of(desk, query, year)))


def _by_rows(desk: Desk) -> bool:
    """Whether what is asked of all units stands in several rows, one or more a unit (各单位的办公费)."""
    found = terms.find(desk, desk.question.queries[0], wanted_year(desk)) if desk.question.queries else None
    return found is not None and len(found.parts) > 1 and not desk.question.cue("mean")


def _of_projects(desk: Desk) -> Draft:
    """All projects that a table lists, or those of one unit, where they make up the printed total. LastWordError where
    they do not."""
    group = members.find_members(desk, next(iter(desk.question.queries), None)).members
    total: Operand = calculate("sum", *(named.fact for named in group))
    whole = _row_of_owner(desk, group) if _of_one_owner(group) else rows.column_total(desk, group[0])
    if whole is not None and not agrees(quantity_of(total), quantity_of(whole.fact)):
        raise LastWordError("列出的项目与表里的合计对不上，不能相加。", "not_computable")
    total = whole.fact if whole is not None else total
    writer = Writer(desk).say(f"{group[0].fact.year}年")
    writer.figure(calculate("count", *(named.fact for named in group), unit="个")).say("项目合计").figure(total)
    writer.cite(*(named.fact for named in group[:_CITED]), *((whole.fact,) if whole is not None else ()))
    if not desk.question.cue("mean"):
        return writer.say("。").draft(total)
    mean = calculate("mean", *(named.fact for named in group))
    return writer.say("，平均每个").figure(mean).say("。").draft(mean)


def _of_one_owner(group: Sequence[Named]) -> bool:
    return len({named.owner for named in group}) == 1 and bool(group[0].owner)


def _row_of_owner(desk: Desk, group: Sequence[Named]) -> Named | None:
    """The row of the unit that the projects stand under, in their own column (小计); None where it has none."""
    owned = (one for one in rows.column_of(desk, group[0]) if one.row == one.owner == group[0].owner)
    return next((one for one in owned if isinstance(one.fact.quantity, Amount)), None)


_PROJECTS_TOGETHER = re.compile(r"项目(?:资金|经费|支出)?(?:合计|总计|总额|共计)")


def _without_the_noun(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """“专项类项目合计”: what stands right behind a name only says that projects of that name are added up."""
    return tuple(
        query
        for before, query in zip((None, *queries), queries, strict=False)
        if before is None
        or before.target.end != query.target.start
        or not _PROJECTS_TOGETHER.fullmatch(query.target.text)
    )


_CITED = 12
_INSIDE = re.compile(r"[”\"]?(?:[（(][^（）()]*表[^（）()]*[)）])?(?:预算|支出|经费)*(?:里面|里头|里|当中|中|其中)")


def _without_the_whole(question: ParsedQuestion, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """“基本支出里机关和事业的办公费”: what the parts stand in is not added to them."""
    first, last = queries[0].target, queries[-1].target
    if len(queries) > 1 and not queries[0].contexts and _INSIDE.match(question.plain, first.end):
        return queries[1:]
    counted = things_counted(question.plain) == len(queries) - 1
    if counted and not queries[-1].contexts and _INSIDE.match(question.plain, last.end):  # 甲、乙两样，基本支出里合起来
        return tuple(replace(query, contexts=(last, *query.contexts)) for query in queries[:-1])
    return queries


def _without_owner(desk: Desk, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without the department itself, said by a part of its name before what is to be added up."""
    owners = [key(document.department) for document in desk.knowledge.documents]
    kept = tuple(query for query in queries if not any(key(query.target.text) in owner for owner in owners))
    return kept if len(kept) > 1 else queries


def _told_apart(queries: tuple[MetricQuery, ...], term: terms.Term) -> bool:
    """Whether codes said after a name only tell the rows of it apart (工会经费分在502和505两处)."""
    codes = [query.target.code for query in queries[1:]]
    marks = [{mark for mark in row.marks if mark.isdigit()} for row in term.parts]
    return (
        len(codes) == len(marks) > 1
        and all(codes)
        and all(any(mark.startswith(str(code)) for code in codes for mark in row) for row in marks)
    )


def _of_metrics(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    if len(queries) == 1:
        return one(desk, queries[0])
    year = wanted_year(desk)
    first = terms.find(desk, queries[0], year)
    if first is not None and _told_apart(queries, first):
        return one(desk, queries[0])
    if any(_is_fragment(desk, query) for query in queries):
        raise LastWordError("要相加的几项没有全部认出来，请逐项说出完整的名称。", "incomplete_question")
    each = terms.need_all(desk, queries, year)
    asked = {id(term): query for term, query in zip(each, queries, strict=True) if term.kind == "collective"}
    found = terms.different(each)
    counted = things_counted(desk.question.plain)
    if counted is not None and counted > len(found):
        raise NotFoundError(f"问题说的是{counted}项，只认出了{len(found)}项，不能相加。", "incomplete_question")
    *parts, last = found
    total = calculate("sum", *(term.operand for term in found))
    if len(parts) > 1:
        made_up = calculate("sum", *(term.operand for term in parts))
        if agrees(quantity_of(made_up), quantity_of(last.operand)):
            found, total = parts, made_up  # 三块相加，“三公”总额: the whole that the parts make up is not added
    writer = Writer(desk).say(f"{year}年")
    items = []
    for i, term in enumerate(found):
        writer.say("、" if i else "").name(term.named.best[0], asked.get(id(term))).figure(term.operand)
        writer.cite(*term.named.support[:3])
        items.append(writer.item(name_of(term.named.best[0], asked.get(id(term))), term.operand))
    return writer.say("，合计").figure(total).say("。").draft(total, items=items)


_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]|[和与及跟加同的里中]|以及|还有|其中")


def _is_fragment(desk: Desk, query: MetricQuery) -> bool:
    """Whether a name is the end of a longer one that was not recognised (服务 of 安检服务)."""
    plain, first = desk.question.plain, query.contexts[0] if query.contexts else query.target
    if first.start >= first.end or plain[first.start : first.end] != first.text:
        return False
    taken = [(one.start, one.end) for one in desk.question.mentions]
    begin = max([end for _, end in (*taken, *reserved(plain, desk.knowledge)) if end <= first.start], default=0)
    before = _BOUNDARY.split(plain[begin : first.start])[-1]
    return len(ordinary().sub("", filler().sub("", asking().sub("", before)))) > 1


def _over_years(desk: Desk, query: MetricQuery) -> Draft:
    years = desk.question.slots.years
    found = [terms.need(desk, query, year) for year in years]
    total = calculate("sum", *(term.operand for term in found))
    writer = Writer(desk).name(found[0].named.best[0], query).say("：")
    for i, (year, term) in enumerate(zip(years, found, strict=True)):
        writer.say("，" if i else "", f"{year}年").figure(term.operand).cite(*term.named.support[:2])
    return writer.say("，合计").figure(total).say("。").draft(total)


def over_departments(desk: Desk, query: MetricQuery) -> Draft:
    """One metric of each of the departments named, together."""
    found = [(owner, terms.need(own, query, wanted_year(own))) for owner, own in desk.per_department()]
    total = calculate("sum", *(term.operand for _, term in found))
    writer = Writer(in_one_unit(desk, [term.operand for _, term in found]))
    for i, (owner, term) in enumerate(found):
        writer.say("、" if i else "", f"{owner}{term.named.fact.year}年").name(term.named.best[0], query)
        writer.figure(term.operand).cite(*term.named.support[:2])
    items = [writer.item(owner, term.operand) for owner, term in found]
    if desk.question.cue("mean"):
        mean = calculate("mean", *(term.operand for _, term in found))
        return writer.say("，平均每家").figure(mean).say("。").draft(mean)
    return writer.say("，合计").figure(total).say("。").draft(total, items=items)


def _of_members(desk: Desk, query: MetricQuery) -> Draft:
    """The rows below a row, unless one name stands on several rows: then these are meant (两行合计)."""
    term = terms.find(desk, query, wanted_year(desk))
    if term is not None and term.parts:
        return one(desk, query)
    group = members.find_members(desk, query)
    return _say_sum(desk, group.members)


def _names_units(desk: Desk) -> bool:
    """Whether each figure to be added is said with its unit (甲中心的三公和乙中心的三公)."""
    return len(desk.question.queries) > 1 and all(query.contexts for query in desk.question.queries)


def _of_units(desk: Desk) -> Draft:
    """A figure of all budget units together, or on average; without those that the question leaves out."""
    units = members.find_members(desk, members.asked(desk.question, desk.knowledge)).members
    if desk.question.cue("mean"):
        return _say_mean(desk, units)
    return _say_sum(desk, units)


def _say_mean(desk: Desk, kept: tuple[Named, ...]) -> Draft:
    total = calculate("sum", *(named.fact for named in kept))
    mean = calculate("mean", *(named.fact for named in kept))
    writer = Writer(desk).say(f"{kept[0].fact.year}年").figure(calculate("count", *(n.fact for n in kept), unit="家"))
    writer.say("单位合计").figure(total).say("，平均每家").figure(mean).say("。").cite(*(named.fact for named in kept))
    return writer.draft(mean)


def _all_but(desk: Desk, queries: tuple[MetricQuery, ...]) -> Draft:
    """A whole without some of its parts: 除一般公共服务外其余三类, 不算购置."""
    start, end = min(cue_spans(desk.question.plain, "except"))
    within = [query for query in queries if start <= query.target.start < query.target.end <= end]
    left_out = within or [query for query in queries if start <= query.target.start <= end + 1]
    if not left_out:
        raise NotFoundError("没有认出不算在内的是哪一项。", "incomplete_question")
    rest = [query for query in queries if query not in left_out]
    first = desk.need(left_out[0], wanted_year(desk))
    if len(left_out) == len(rest) == 1 and _without_the_whole(desk.question, (*rest, *left_out)) == tuple(left_out):
        return _rest_of(desk, rest[0], first)  # 三公里不属于接待的: what stands in it only
    if rest:
        whole = desk.need(rest[0], wanted_year(desk))
        operands: list[Operand] = [whole.fact, *(desk.need(query, wanted_year(desk)).fact for query in left_out)]
        result = calculate("difference", *operands)
        writer = Writer(desk).say(f"{whole.fact.year}年").name(whole.best[0]).figure(whole.fact).say("，扣除")
        for i, query in enumerate(left_out):
            part = desk.need(query, wanted_year(desk))
            writer.say("、" if i else "").name(part.best[0]).figure(part.fact).cite(*part.support[:2])
        return writer.say("后为").figure(result).say("。").cite(*whole.support[:3]).draft(result)
    if around := left_out[0].contexts:  # 三公里除了公务接待费
        return _rest_of(desk, MetricQuery(around[-1], around[:-1]), first)
    if _NOT_OF.search(desk.question.plain[start:end]):
        raise LastWordError("请说明是从哪一项总数里去掉它。", "incomplete_question")
    group = rows.siblings(desk, first.best[0])
    excluded = {desk.need(query, wanted_year(desk)).best[0].row for query in left_out}
    kept = tuple(named for named in group if named.row not in excluded)
    if not kept:
        raise NotFoundError("没有找到与它并列的其他各项，不能相加。")
    return _say_sum(desk, kept)


_NOT_OF = re.compile(r"^(?:不属于|不来自|不是|并非)")  # of what is to be said: its neighbours are not meant


def _rest_of(desk: Desk, query: MetricQuery, part: Selection) -> Draft:
    """A whole less the one part of it that is left out. LastWordError where nothing shows that it is one."""
    whole = desk.need(query, wanted_year(desk))
    if not stands_inside(part, whole) and not in_table_of(desk, part, whole):
        raise LastWordError(f"文件看不出“{name_of(part.best[0])}”算在“{name_of(whole.best[0])}”里。", "not_computable")
    result = calculate("difference", whole.fact, part.fact)
    writer = Writer(desk).say(f"{whole.fact.year}年").name(whole.best[0]).figure(whole.fact).say("，扣除")
    writer.name(part.best[0]).figure(part.fact).say("后为").figure(result).say("。")
    return writer.cite(*whole.support[:3], *part.support[:2]).draft(result)


def _say_sum(desk: Desk, kept: tuple[Named, ...]) -> Draft:
    total = calculate("sum", *(named.fact for named in kept))
    writer = Writer(desk).say(f"{kept[0].fact.year}年")
    for i, named in enumerate(kept):
        writer.say("、" if i else "").name(named).figure(named.fact).cite(named.fact)
    return writer.say("，合计").figure(total).say("。").draft(total)
