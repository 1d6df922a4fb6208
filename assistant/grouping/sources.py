"""One metric or two: names that are one name, a source of funds before a metric, nouns that only say a kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Wanted, select
from assistant.knowledge import Knowledge
from assistant.parsing.glosses import is_gloss
from assistant.parsing.model import Mention, MetricQuery
from assistant.turns import is_found
from index.amounts import agrees
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary


def whole_name(query: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """One name said in two words: “云平台”运维 is the row that holds both, where only one row holds the first."""
    if not query.contexts:
        return query
    first = query.contexts[-1]
    joined = MetricQuery(replace(first, end=query.target.end, text=first.text + query.target.text), query.contexts[:-1])
    if len(query.contexts) == 1 and len(first.keys) == 1 and first.quality < 1:
        return joined if _holds(first.keys[0].replace(key(first.text), ""), query.target) else query
    if is_found(query, knowledge):
        return query
    year = max(document.year for document in knowledge.documents)
    found = select(MetricQuery(first, query.contexts[:-1]), Wanted(year), knowledge)
    if found and _holds(key(found.fact.label), query.target):
        return joined
    swapped = MetricQuery(first, (*query.contexts[:-1], query.target))  # 工程类的政府采购预算
    return swapped if is_found(swapped, knowledge) else query


def _holds(name: str, mention: Mention) -> bool:
    return key(mention.text) in name


_COUNTED = re.compile(r"^(?:这|上述|以上)?[两二三四五六七八九十几\d]+(?:项|个|类|块|笔|样|种|款|部分)")
_JOINED = re.compile(r"[“\"（(]?(?:的|里的?|中的?)?[“\"（(]?")


def without_restated(plain: str, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without a noun right behind a name that only says again what the name stands in (采购总额中，…审计服务采购)."""
    kept: list[MetricQuery] = []
    for query in queries:
        before = kept[-1] if kept else None
        touches = (
            before is not None and not query.contexts and not plain[before.target.end : query.target.start].strip()
        )
        around = {term for context in (before.contexts if before else ()) for term in context.terms[:1]}
        if not (touches and around.intersection(query.target.terms[:1])):
            kept.append(query)
    return tuple(kept)


def without_counting(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without “五项缴费”, which only counts what was named before it."""
    if len(queries) < 3:
        return queries
    kept = tuple(query for query in queries if not _COUNTED.match(query.target.text))
    return kept if len(kept) > 1 else queries


_HEADS_CODE = re.compile(r"(?:编码|代码|编号)$")


def without_code_heads(queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without “单位编码” right before a code: it says what the code is."""
    following = [*queries[1:], None][: len(queries)]
    return tuple(
        query
        for query, then in zip(queries, following, strict=True)
        if then is None
        or not _HEADS_CODE.search(query.target.text)
        or not (then.contexts[0] if then.contexts else then.target).code
        or query.contexts
    )


_KIND_ASKED = re.compile(r"(?:哪|什么|啥)(?:一|几|些)?(?:个|项|次|家|类|种|笔|场)?$")
_ARE_WHICH = re.compile(r"都?[有是](?:哪|什么|啥)")


def without_kinds(plain: str, queries: tuple[MetricQuery, ...]) -> tuple[MetricQuery, ...]:
    """Without the noun that says what kind of thing is asked for (哪个培训, 超过十万元的培训有哪些), not whose figure."""
    kept = tuple(query for query in queries if query.contexts or not _is_kind(plain, query.target))
    return kept or queries


def _is_kind(plain: str, mention: Mention) -> bool:
    before, after = plain[: mention.start], plain[mention.end :]
    return _KIND_ASKED.search(before) is not None or (before.endswith("的") and _ARE_WHICH.match(after) is not None)


def merged(plain: str, queries: Sequence[MetricQuery], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """A source of funds directly before a metric, or directly behind it, narrows it (财政拨款“三公”经费, 机关运行经费财政拨款);
    it is dropped where no cell is named by both and it says no more than 财政拨款, as all of these are."""
    merged: list[MetricQuery] = []
    for query in queries:
        before = merged[-1] if merged else None
        first = query.contexts[0] if query.contexts else query.target
        between = plain[before.target.end : first.start] if before is not None else ""
        if before is not None and _is_source(before.target) and _JOINED.fullmatch(between):
            joined = MetricQuery(query.target, (*before.contexts, before.target, *query.contexts))
            merged[-1] = joined if is_found(joined, knowledge) or _is_own_fund(before.target) else query
            continue
        if before is not None and _GIVEN_TO.fullmatch(between):
            joined = MetricQuery(query.target, (*before.contexts, before.target, *query.contexts))
            if is_found(joined, knowledge):
                merged[-1] = joined
                continue
        if before is not None and _is_source_behind(query) and _BEHIND.fullmatch(between):
            narrowed = _from_source(before, query.target, knowledge)
            if narrowed is not None:
                merged[-1] = narrowed
                continue
        merged.append(query)
    return tuple(merged)


_GIVEN_TO = re.compile(r"(?:预算|总额)?(?:要|得|已经?|预?留)?给")  # 采购给中小企业留了多少
_BEHIND = re.compile(
    r"[”\"）)]?(?:由|来自|其中|(?:一共|总共)?(?:用|使用|动用|涉及|安排|占用|花)?到?了?(?:的|多少)?)[“\"（(]?"
)
_TOTAL_TAIL = ("收入", "支出", "合计", "总计", "总额")
_FISCAL = frozenset(("fiscal_appropriation", "fiscal_appropriation_income"))
_FAMILIES = (
    ("fiscal_appropriation", "fiscal_appropriation_income", "fiscal_appropriation_expenditure"),
    ("general_public_budget", "general_public_budget_income", "general_public_budget_expenditure"),
    ("government_fund_budget", "government_fund_budget_income", "government_fund_budget_expenditure"),
    ("state_capital_budget", "state_capital_budget_income", "state_capital_budget_expenditure"),
)  # a source, the income it is and the spending from it


def _is_own_fund(source: Mention) -> bool:
    """Whether a source is a fund of its own, so that a figure of all funds is not what is asked for."""
    return any(term.startswith(("government_fund", "state_capital")) for term in source.terms[:2])


def _is_source_behind(query: MetricQuery) -> bool:
    """Whether a name said behind a metric is a source of funds and no total of its own (…财政拨款收入)."""
    family = any(term in one for term in query.target.terms[:2] for one in _FAMILIES)
    return family and not query.contexts and not query.target.text.endswith(_TOTAL_TAIL)


def _from_source(metric: MetricQuery, source: Mention, knowledge: Knowledge) -> MetricQuery | None:
    """The metric as far as it is paid from a source."""
    family = next(one for one in _FAMILIES if any(term in one for term in source.terms[:2]))
    narrowed = replace(metric, contexts=(*metric.contexts, replace(source, terms=family)))
    if is_found(narrowed, knowledge):
        return narrowed
    return metric if _FISCAL.intersection(source.terms) else None


def glossed(plain: str, queries: Sequence[MetricQuery], knowledge: Knowledge) -> tuple[MetricQuery, ...]:
    """A name and what a bracket behind it says of it as one metric: the row above it (甲专项（乙活动项下）), a part of it
    (三公（公务接待费）), or another name of the same figure."""
    kept: list[MetricQuery] = []
    for query in queries:
        before = kept[-1] if kept else None
        joined = _with_gloss(plain, before, query, knowledge) if before is not None else None
        if joined is None:
            kept.append(query)
        else:
            kept[-1] = joined
    return tuple(kept)


def _with_gloss(plain: str, name: MetricQuery, gloss: MetricQuery, knowledge: Knowledge) -> MetricQuery | None:
    if gloss.contexts or not is_gloss(plain, name.target, gloss.target):
        return None
    tried = (
        MetricQuery(name.target, (*name.contexts, gloss.target)),
        MetricQuery(gloss.target, (*name.contexts, name.target)),
    )
    joined = next((query for query in tried if is_found(query, knowledge)), None)
    if joined is None and not name.contexts and not name.target.keys and not is_found(name, knowledge):
        return gloss if is_found(gloss, knowledge) else None  # 体彩公益金（政府性基金）: what has a figure of its own
    return joined or (name if _same_figure(name, gloss, knowledge) else None)


def _same_figure(name: MetricQuery, other: MetricQuery, knowledge: Knowledge) -> bool:
    """Whether two names are printed with one and the same amount."""
    year = max(document.year for document in knowledge.documents)
    found = [select(query, Wanted(year), knowledge) for query in (name, other)]
    return all(found) and agrees(found[0].quantity, found[1].quantity)


def without_its_source(query: MetricQuery, knowledge: Knowledge) -> MetricQuery:
    """“三公”财政拨款预算 is “三公”, where no cell is named by both."""
    if not query.contexts or not _is_source(query.target) or is_found(query, knowledge):
        return query
    if _is_own_fund(query.target):
        return query  # a figure of all funds is not what is asked for
    bare = MetricQuery(query.contexts[-1], query.contexts[:-1])
    return bare if is_found(bare, knowledge) or query.target.terms[0] in _FISCAL else query


def _is_source(mention: Mention) -> bool:
    words = vocabulary().terms
    return bool(mention.terms) and (words[mention.terms[0]].term_class == "fund_source" or mention.terms[0] in _FISCAL)
