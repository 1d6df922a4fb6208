"""Which metrics of a question are the parts and which the whole that they are measured against: “X占Y”, “Y里X占”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.budget_units import is_unit_name
from assistant.operations.desk import NotFoundError
from assistant.parsing.cues import filler, ordinary
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.spoken_parts import spoken_part
from index.vocabulary.terms import vocabulary

_ASIDE = re.compile(r"[(（](?:含有?|包括|包含|连同|不算|不含|不包括|剔除|扣除|除去?)[^()（）]*[)）]")


def _without_asides(question: ParsedQuestion) -> ParsedQuestion:
    """Without what a bracket says is counted or not (农业普查（不算设备购置）), and without what a source of income is said
    not to be (非财政拨款的“其他收入”)."""
    question = _without_denied_source(question)
    asides = [match.span() for match in _ASIDE.finditer(question.plain)]
    queries = tuple(query for query in question.queries if not any(a <= query.target.start < b for a, b in asides))
    if not queries or queries == question.queries:
        return question
    mentions = tuple(m for m in question.mentions if not any(a <= m.start < b for a, b in asides))
    return replace(question, queries=queries, mentions=mentions)


_DENIED = re.compile(r"非(?=财政拨款的[“\"]?(?P<rest>[\u4e00-\u9fff]+))")


def _without_denied_source(question: ParsedQuestion) -> ParsedQuestion:
    denied = _DENIED.search(question.plain)
    if denied is None:
        return question
    out = {mention for mention in question.mentions if mention.start == denied.end()}
    named = [query for query in question.queries if query.target.start == denied.start("rest")]
    known = vocabulary().terms
    if not out or not any(known[term].term_class == "income" for query in named for term in query.target.terms[:1]):
        return question
    queries = tuple(
        replace(query, contexts=tuple(one for one in query.contexts if one not in out)) for query in question.queries
    )
    mentions = tuple(mention for mention in question.mentions if mention not in out)
    return replace(question, queries=queries, mentions=mentions)


_IN_WHOLE = re.compile(r"在(?:整个|全部|所有|全年|本年|当年|今年|部门|单位|年度|总的?|的)*[“\"]?$")
_IN_WHOLE_BACK = re.compile(r"(?:那么?|它|其|这个?|这项|该项?)(?=在(?:整个|全部|所有|全年|的)*[“\"]?$)")
_INSIDE = re.compile(r"[”\"]?(?:预算|支出|经费|总额|资金|表)*(?:里面|里头|里边|里|之中|当中|中间|中|内)")


def parts_and_whole(question: ParsedQuestion) -> tuple[tuple[MetricQuery, ...], MetricQuery | None]:
    """The parts and the whole: “X占Y”, “Y里X占”, “X在Y中的比重”; None where the whole is unsaid."""
    question = _without_asides(question)
    mentions = question.mentions
    position = _where_it_takes(question.plain, mentions)
    before = [mention for mention in mentions if mention.start < position]
    inside = [mention for mention in before[1:] if _IN_WHOLE.search(question.plain[: mention.start])]
    if inside:  # “项目支出在总支出里占多少”
        told = [mention for mention in before if mention.start < inside[0].start]
        return _as_queries(question, told), _whole(before[len(told) :])
    if len(before) == len(mentions) == 1 and (back := _IN_WHOLE_BACK.match(question.plain[: before[0].start])):
        return _part_unnamed(question, back.end(), _whole(before)), _whole(before)
    after = [mention for mention in mentions if mention.start >= position]
    if not after:
        _refuse_unknown_whole(question.plain, position)
    if not before and after:
        unnamed = _part_unnamed(question, position, _whole(after))
        return unnamed, _own_whole(question.plain, unnamed[0], _whole(after))
    if after and before:
        parts = _narrowed(question.plain[:position], _as_queries(question, before), _whole(after))
        return parts, _own_whole(question.plain, parts[0], _whole(after))
    queries = question.queries
    if len(queries) == 1 and question.previous is not None and question.previous.queries and "其中" in question.plain:
        return queries, question.previous.queries[-1]  # of what was asked before, not of what stands around both
    if len(queries) == 1 and (of_row := _of_row_of_unit(question.plain, queries[0])) is not None:
        return of_row
    if len(queries) == 1 and (of_unit := _of_unit(queries[0])) is not None:
        return of_unit
    if len(queries) == 1 and (of_inside := _of_what_it_is_in(question.plain, queries[0])) is not None:
        return of_inside
    if len(queries) == 1 and queries[0].contexts:
        return (MetricQuery(queries[0].target),), MetricQuery(queries[0].contexts[-1], queries[0].contexts[:-1])
    if len(queries) >= 2:
        return queries[1:], queries[0]
    if queries and (half := _HALF_SAID.match(question.plain, queries[0].target.end)):
        return (_spoken_part(half["part"], queries[0]),), queries[0]
    if len(queries) == 1 and question.previous is not None and question.previous.queries:
        asked = question.previous.queries[-1]
        if _is_stock(queries[0]) and spoken_part(queries[0].target.text, asked.target.terms[:1]):
            return (_spoken_part(queries[0].target.text, asked),), asked  # 车子, of “三公”: what they cost
    if question.previous is not None and question.previous.queries and _refers_back(question):
        earlier = question.previous.queries
        if queries and queries[0].target is not earlier[-1].target:
            return queries, earlier[-1]
    return queries, _told_before(question)


def _told_before(question: ParsedQuestion) -> MetricQuery | None:
    """The whole that the sentence begins with and only 总额 points back to (政府采购预算里，买服务的占总额多少); None where
    nothing is said before the part."""
    if len(question.queries) != 1:
        return None
    query = question.queries[0]
    first = min(mention.start for mention in (*query.contexts, query.target))
    before = [mention for mention in question.mentions if mention.end <= first]
    return MetricQuery(before[-1]) if before and _INSIDE.match(question.plain, before[-1].end) else None


_HALF_SAID = re.compile(
    r"(?:经费|费用|支出|预算|总额|资金)*(?:里面|里头|里边|里|之中|当中|中|其中)[,，]?"
    r"(?P<part>(?!的?所?[占比])[^,，占]{1,14}?)(?:占|的?(?:比例|比重|份额))"
)


def _where_it_takes(plain: str, mentions: Sequence[Mention]) -> int:
    """The 占 that a whole follows (X占Y的大头吗，占多少: the first), else the last; the end where there is none."""
    places = [match.start() for match in re.finditer("占|相当于|相对于?(?=[^,，。]{2,20}百分之)", plain)]
    followed = [place for place in places if any(mention.start > place for mention in mentions)]
    return (followed or places[-1:] or [len(plain)])[0]


_WHOLE_SAID = re.compile(
    r"占(?!(?:了|到|去|掉)*(?:几|多少|多大|百分))(?:了|到|去|掉|整个|全部|其|它|的)*(?P<whole>[^占,，。?？]{2,14}?)的?(?:百分|比重|比例|份额|几成|几分|几个点|多少|多大)"
)


def _refuse_unknown_whole(plain: str, position: int) -> None:
    """Raises NotFoundError where a whole is said behind 占 that is no name of the documents (占全国总量的百分之几)."""
    said = _WHOLE_SAID.match(plain, position)
    if said is None:
        return
    rest = ordinary().sub("", filler().sub("", said["whole"]))
    if len(rest) > 1:
        raise NotFoundError(f"没有认出“{said['whole']}”是哪一项，算不出占比。", "incomplete_question")


def _part_unnamed(question: ParsedQuestion, position: int, whole: MetricQuery) -> tuple[MetricQuery, ...]:
    """The part where no name of the documents stands before 占: a part of the whole said in everyday words (开车加油占三公),
    or what was asked before (占三公的多少). NotFoundError where what is said is neither."""
    said = re.split(r"[,，。;；:：?？]", question.plain[:position])[-1]
    if spoken_part(said, whole.target.terms[:1]) is not None:
        return (_spoken_part(said, whole),)
    rest = ordinary().sub("", filler().sub("", _POINTS_BACK.sub("", said)))
    if len(rest) < _A_NAME and question.previous is not None and question.previous.queries:
        return question.previous.queries[-1:]
    raise NotFoundError(f"没有认出“{said or '占'}”是哪一项，算不出占比。", "incomplete_question")


def _spoken_part(said: str, whole: MetricQuery) -> MetricQuery:
    """The part of a whole that everyday words name; NotFoundError where they name none."""
    term = spoken_part(said, whole.target.terms[:1])
    if term is None:
        raise NotFoundError(f"没有认出“{whole.target.text}”里所问的是哪一部分。", "incomplete_question")
    return MetricQuery(Mention(0, 0, vocabulary().terms[term].name, (), (term,)))


def _narrowed(said: str, parts: tuple[MetricQuery, ...], whole: MetricQuery) -> tuple[MetricQuery, ...]:
    """The part as far as the words behind its name narrow it (公车保养: what runs the vehicles, not what buys them)."""
    if len(parts) != 1 or not parts[0].target.terms:
        return parts
    term = spoken_part(said[parts[0].target.start :], whole.target.terms[:1])
    inside = term is not None and vocabulary().terms[term].parent == parts[0].target.terms[0]
    return (_spoken_part(said[parts[0].target.start :], whole),) if inside else parts


def _is_stock(query: MetricQuery) -> bool:
    """Whether a number of things owned is named, which is no part of money."""
    known = vocabulary().terms
    return any(known[term].term_class == "asset" for term in query.target.terms[:1])


_POINTS_BACK = re.compile(r"[它其这那该此]|前者|后者|上述|刚才|一共|总共|大概|大约")
_A_NAME = 2


_OWN = re.compile(r"(?:它们?|其|自己|自身|该单位|这家|本单位)(?:自己|自身)?的?(?:整个|全部|所有|全年)?[“\"]?$")


def _own_whole(plain: str, part: MetricQuery, whole: MetricQuery) -> MetricQuery:
    """The whole of the same unit where 它的 says so (甲中心的项目支出占它总支出的比重)."""
    units = tuple(name for name in (*part.contexts, part.target) if any(map(is_unit_name, name.keys)))
    start = min(mention.start for mention in (*whole.contexts, whole.target))
    if not units or not _OWN.search(plain[:start]):
        return whole
    return MetricQuery(whole.target, (*units, *whole.contexts))


def _of_what_it_is_in(plain: str, query: MetricQuery) -> tuple[tuple[MetricQuery, ...], MetricQuery] | None:
    """“采购总额中，甲项目的审计服务占多少”: of the outermost name that 中 follows, where more names narrow the part."""
    inside = [i for i, name in enumerate(query.contexts[:-1]) if _INSIDE.match(plain, name.end)]
    if not inside:
        return None
    whole = inside[0]
    return (query,), MetricQuery(query.contexts[whole], query.contexts[:whole])


def _of_row_of_unit(plain: str, query: MetricQuery) -> tuple[tuple[MetricQuery, ...], MetricQuery] | None:
    """Of what a unit's figure is said to be a part: 甲中心的基本支出里，对个人和家庭的补助; None where no unit is said."""
    units = [name for name in query.contexts if any(map(is_unit_name, name.keys))]
    rows = [name for name in query.contexts if name not in units]
    if not units or not rows or not _INSIDE.match(plain, rows[-1].end):
        return None
    return (query,), MetricQuery(rows[-1], (*units, *rows[:-1]))


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
