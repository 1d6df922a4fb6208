"""What a figure, a whole that it stands in, or a sum would be under a change that the user supposes.

再降0.1万元还剩多少, 压8%能省多少, 接待费砍掉一半后“三公”合计多少, 只花了九成实际用掉多少.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.calculations import calculate
from assistant.model import Draft, Operand
from assistant.operations import supposed_against, supposed_rank, supposed_share, terms
from assistant.operations.desk import Desk, LastWordError, NotFoundError, Writer, name_of
from assistant.operations.inside import in_table_of, stands_inside
from assistant.operations.supposed import CHANGE_WORDS, ONLY_SUPPOSED, Changed, outside, say_supposed
from assistant.operations.value import wanted_year
from assistant.parsing.cues import ordinary
from assistant.parsing.model import Mention, MetricQuery, ParsedQuestion
from assistant.parsing.parse import group
from assistant.parsing.suppositions import Supposition, suppositions, wording
from index.amounts import Amount, Ratio

name = "hypothetical"
_SIDE_BY_SIDE = re.compile(r"[、,，]?(?:[和与跟及同、,，]|以及|还有)?")


def matches(question: ParsedQuestion) -> bool:
    left_out = question.cue("share") and question.cue("except") and not question.cue("verify")
    if not (question.cue("hypothetical") or left_out) or not question.queries:
        return False
    said = any(isinstance(figure, Amount | Ratio) for figure in question.slots.figures)
    unread = said and wording("opening").search(question.plain) is not None and not question.cue(*_OTHERWISE_USED)
    return unread or bool(_supposed(question))


_OTHERWISE_USED = ("verify", "filter", "list", "count", "rank", "unit_cost", "share", "ratio")


def _supposed(question: ParsedQuestion) -> tuple[Supposition, ...]:
    return suppositions(question.plain, [(one.start, one.end) for one in _own(question)])


def _own(question: ParsedQuestion) -> list[Mention]:
    """The names that the question says itself; those of the turn before stand at places of that turn."""
    return [one for one in question.mentions if _is_own(question, one)]


def _is_own(question: ParsedQuestion, one: Mention) -> bool:
    return question.plain[one.start : one.end] == one.text


def _before_all(question: ParsedQuestion) -> ParsedQuestion:
    """The question with the names of the turn before standing before its own words."""
    if question.previous is None:
        return question

    def moved(one: Mention) -> Mention:
        return one if _is_own(question, one) else replace(one, start=0, end=0)

    return replace(
        question,
        mentions=tuple(map(moved, question.mentions)),
        queries=tuple(
            MetricQuery(moved(query.target), tuple(map(moved, query.contexts))) for query in question.queries
        ),
    )


def answer(desk: Desk) -> Draft:
    desk = replace(desk, question=_before_all(desk.question))
    supposed = _supposed(desk.question)
    if not supposed:
        raise LastWordError("没有认出假设的增减数。", "incomplete_question")
    if any(one.spent for one in supposed):
        desk = replace(desk, question=desk.question.with_slots(stage=None))  # what was spent is supposed, not printed
    plain = desk.question.plain
    asked = plain[supposed[-1].end :]
    names = [(one.start, one.end) for one in _own(desk.question) if one.end - one.start > _SHORT_WORD]
    beside = outside(outside(plain, names, "#"), [(one.start, one.end) for one in supposed])
    if supposed_share.asks_share(beside):
        return supposed_share.answer(*_asked_beside(desk, supposed))
    if against := supposed_against.asked_against(beside, desk.year):
        if against not in _AGAINST:
            raise LastWordError("假设之后与更早年份的比较，这里不作推算。", "not_computable")
        only_against = desk.question.with_slots(years=()) if against == "年" else desk.question
        return _AGAINST[against](*_asked_beside(replace(desk, question=only_against), supposed))
    if wording("other_asked").search(asked):
        raise LastWordError("假设之后是否够用，这里不作推算。", "not_computable")
    spans = [match.span() for match in wording("unchanged").finditer(plain)]
    spans += [(one.start, one.end) for one in supposed]
    parted = _parted(desk.queries(), supposed)
    parted = [
        replace(query, contexts=tuple(one for one in query.contexts if not _says_nothing(one)))
        for query in parted
        if not _says_nothing(query.target)
    ]
    queries = [query for query in parted if not _is_kept(plain, query, spans)] or parted
    owners = _owners(plain, queries, supposed)
    changed = [_change(desk, query, one) for query, one in owners]
    if wording("change_asked").search(asked) or (changed[0].supposed.spent and wording("left_asked").search(asked)):
        _all_used(queries, [query for query, _ in owners], supposed)
        return _say_change(desk, changed)
    whole = _whole(desk, queries, changed, asked)
    if whole is not None:
        return _say_whole(desk, changed, whole)
    _all_used(queries, [query for query, _ in owners], supposed)
    return _say_after(desk, changed)


_AGAINST = {
    "年": supposed_against.against_year,
    "项": supposed_against.against_other,
    "率": supposed_against.against_itself,
    "名": supposed_rank.answer,
}


def _asked_beside(desk: Desk, supposed: Sequence[Supposition]) -> tuple[Desk, list[Changed]]:
    """The desk without what is only said to stay as it is, and what changes, read from the clauses of the suppositions
    alone."""
    question = desk.question
    spans = [(_clause_start(question.plain, one.start), _end(question, one)) for one in supposed]
    inside = [one for one in question.mentions if any(a <= one.start and one.end <= b for a, b in spans)]
    queries = group(question.plain, inside, desk.knowledge)
    taken = [(one.start, one.end) for one in supposed]
    queries = tuple(query for query in queries if not _is_kept(question.plain, query, taken))
    changed = [_change(desk, query, one) for query, one in _owners(question.plain, queries, supposed)]
    kept = [match.span() for match in wording("unchanged").finditer(question.plain)]
    others = tuple(
        one for one in question.mentions if one in inside or not _is_kept(question.plain, MetricQuery(one), kept)
    )
    return replace(desk, question=replace(question, mentions=others)), changed


def _clause_start(plain: str, place: int) -> int:
    """Where the clause begins that a supposition stands in, with a clause before it that only names (会议费嘛，砍一半)."""
    return max((match.end() for match in re.finditer(r"[,，。;；]", plain[:place])), default=0)


def _end(question: ParsedQuestion, one: Supposition) -> int:
    """Where a supposition ends: behind the name that it stands before (取消会议费)."""
    following = [mention.end for mention in question.mentions if mention.start >= one.end]
    return min(following, default=one.end) if one.ahead else one.end


_KEPT = re.compile(r"[^,，。;；的]{0,2}(?:不变|不动|照旧|照常|维持)")


def _says_nothing(mention: Mention) -> bool:
    """Whether a name is but an ordinary word of the question (执行)."""
    return len(mention.text) <= _SHORT_WORD and ordinary().fullmatch(mention.text) is not None


_SHORT_WORD = 2


def _is_kept(plain: str, query: MetricQuery, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a metric is only said to stay as it is, or is a word of the supposition itself."""
    start, end = query.target.start, query.target.end
    return any(first <= start < last for first, last in spans) or _KEPT.match(plain, end) is not None


def _parted(queries: Sequence[MetricQuery], supposed: Sequence[Supposition]) -> list[MetricQuery]:
    """The metrics, with names on both sides of a supposition parted (购置费全砍了，三公还剩多少)."""
    found: list[MetricQuery] = []
    for query in queries:
        before = [
            one
            for one in query.contexts
            if any(one.end <= s.start < query.target.start or (s.ahead and s.end <= one.start) for s in supposed)
        ]
        inner = tuple(one for one in query.contexts if one not in before)
        found += [MetricQuery(before[-1], tuple(before[:-1]))] if before else []
        found.append(replace(query, contexts=inner))
    return sorted(found, key=lambda query: query.target.start)


def _owners(
    plain: str, queries: Sequence[MetricQuery], supposed: Sequence[Supposition]
) -> list[tuple[MetricQuery, Supposition]]:
    """Each supposition with the metrics it is about: the last said before it and those beside that one; the first
    said after it where none stands before."""
    found: list[tuple[MetricQuery, Supposition]] = []
    begin = 0
    for one in supposed:
        before = [query for query in queries if begin <= query.target.start and query.target.end <= one.start]
        following_it = [query for query in queries if query.target.start >= one.end][:1]
        if one.ahead and following_it:
            found.append((following_it[0], one))
            begin = one.end
            continue
        beside = before[-1:]
        for query in reversed(before[:-1]):
            following = beside[0].contexts[0] if beside[0].contexts else beside[0].target
            if not _SIDE_BY_SIDE.fullmatch(plain[query.target.end : following.start].strip()):
                break
            beside.insert(0, query)
        if not before and not found:
            beside = following_it
        if not beside:
            raise LastWordError("没有认出假设的增减数是哪一项的。", "incomplete_question")
        found += [(query, one) for query in beside]
        begin = one.end
    return found


def _change(desk: Desk, query: MetricQuery, supposed: Supposition) -> Changed:
    term = terms.need(desk, query, wanted_year(desk))
    return Changed(query, term.named, term.operand, supposed)


def _all_used(queries: Sequence[MetricQuery], used: Sequence[MetricQuery], supposed: Sequence[Supposition]) -> None:
    """Raises LastWordError where something named before the last supposition takes no part in the answer."""
    names = {query.target.text for query in used} | {one.text for query in used for one in query.contexts}
    for query in queries:
        if query.target.start < supposed[-1].start and query.target.text not in names and query.target.quality == 1:
            raise LastWordError(f"没有认出“{query.target.text}”与假设的关系，请分开来问。", "incomplete_question")


def _whole(desk: Desk, queries: Sequence[MetricQuery], changed: Sequence[Changed], asked: str) -> terms.Term | None:
    """The figure asked for that holds the changed ones; None where these themselves are asked for."""
    end = changed[-1].supposed.end
    used = {id(one.query) for one in changed}
    said = [query for query in queries if query.target.start >= end and id(query) not in used]
    ahead = any(one.supposed.ahead for one in changed)
    earlier = [query for query in queries if query.target.end <= changed[0].supposed.start and id(query) not in used]
    if not said and ahead and earlier:
        said = earlier[-1:]
    if not said and len(changed) == 1 and not ahead and wording("total_asked").search(asked):
        outer = [MetricQuery(mention) for mention in changed[0].query.contexts]
        said = [query for query in queries if id(query) not in used][:1] or outer[:1]
        if not said:
            raise LastWordError("没有认出问的是哪一项的总额。", "incomplete_question")
    wholes = [terms.need(desk, query, wanted_year(desk)) for query in said]
    facts = {id(named) for one in changed for named in one.found.best}
    wholes = [whole for whole in wholes if not any(id(named) in facts for named in whole.named.best)]
    if not wholes:
        return None
    if len(wholes) > 1:
        raise LastWordError("一次只能推算一项，请分开来问。", "incomplete_question")
    for one in changed:
        if not stands_inside(one.found, wholes[0].named) and not in_table_of(desk, one.found, wholes[0].named):
            part, outer_name = name_of(one.found.best[0]), name_of(wholes[0].named.best[0])
            raise LastWordError(f"文件看不出“{part}”算在“{outer_name}”里，不能推算。", "not_computable")
    return wholes[0]


def _say_after(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """What the changed figures become, and together where several are."""
    writer = Writer(desk)
    say_supposed(writer, changed)
    writer.say("，则")
    for i, one in enumerate(changed):
        writer.say("、" if i else "")
        if len(changed) > 1:
            writer.name(one.found.best[0], one.query)
        writer.say("为").figure(one.after)
    if len(changed) == 1:
        return writer.say(ONLY_SUPPOSED).draft(changed[0].after)
    total = calculate("sum", *(one.after for one in changed))
    return writer.say("，合计").figure(total).say(ONLY_SUPPOSED).draft(total)


def _say_change(desk: Desk, changed: Sequence[Changed]) -> Draft:
    """By how much the changed figures change, and together where several do."""
    writer = Writer(desk)
    say_supposed(writer, changed)
    spent = changed[0].supposed.spent
    differences = [calculate("previous", one.now, one.after) if spent else one.difference for one in changed]
    signs = {one.result.value < 0 for one in differences}
    if len(signs) > 1:
        raise NotFoundError("假设有增有减，请分开来问。", "incomplete_question")
    total = differences[0] if len(differences) == 1 else calculate("sum", *differences)
    word = "剩余" if spent else CHANGE_WORDS[-1 if signs.pop() else 1]
    if len(differences) > 1:
        for i, (one, difference) in enumerate(zip(changed, differences, strict=True)):
            writer.say("、" if i else "，则").name(one.found.best[0], one.query).say(word).figure(difference)
    writer.say("，共" if len(differences) > 1 else "，则", word).figure(total)
    return writer.say(ONLY_SUPPOSED).draft(total)


def _say_whole(desk: Desk, changed: Sequence[Changed], whole: terms.Term) -> Draft:
    """What a whole becomes when some of its parts change."""
    writer = Writer(desk)
    say_supposed(writer, changed)
    result: Operand = whole.operand
    for one in changed:
        result = calculate("previous", result, calculate("previous", one.now, one.after))
    writer.say("，其他不变，则").name(whole.named.best[0]).say("由").figure(whole.operand).say("变为").figure(result)
    return writer.say(ONLY_SUPPOSED).cite(*whole.named.support[:4]).draft(result)
