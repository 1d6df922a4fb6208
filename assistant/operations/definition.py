"""What a term means, in the words of the document's own glossary; else of the notes on its purpose."""

from __future__ import annotations

import re

from assistant.model import Draft
from assistant.operations import purpose
from assistant.operations.desk import Desk, LastWordError, NotFoundError
from assistant.operations.quotation import as_fact, quoted
from assistant.parsing.model import MetricQuery, ParsedQuestion
from index.model import Definition
from index.vocabulary.names import key, stem
from index.vocabulary.terms import vocabulary

name = "definition"


def matches(question: ParsedQuestion) -> bool:
    return (
        question.cue("definition")
        and (bool(question.queries) or _MEANING.search(question.plain) is not None)
        and not question.cue("share", "count")
        and not question.slots.level
    )


def answer(desk: Desk) -> Draft:
    if (entry := meant(desk)) is not None:
        return quoted(desk, [as_fact(desk, entry)])
    said = _terms_said(desk)
    in_quotes = [entry for entry in said if _QUOTED.search(entry.term) or f'"{key(entry.term)}"' in desk.question.plain]
    said = in_quotes if desk.question.queries else said
    if said:
        return quoted(desk, [as_fact(desk, entry) for entry in said])
    if not desk.question.queries and _MEANING.search(desk.question.plain):
        raise LastWordError("文件的名词解释里没有所问的词。")
    facts = []
    for query in desk.queries():
        found = find_definition(desk, query)
        if found is not None:
            facts.append(as_fact(desk, found))
    if facts:
        return quoted(desk, facts)
    stated = purpose.stated(desk, desk.queries()[0])
    if stated:
        return quoted(desk, stated[:2])
    missing = LastWordError if _MEANING.search(desk.question.plain) else NotFoundError
    raise missing(f"文件的名词解释里没有“{desk.queries()[0].target.text}”。")


_MEANING = re.compile(
    r"怎么解释|指的?(?:是)?哪[几两二三四五六七八九十][项个种类样]|指的?(?:是)?(?:个|一个)?(?:什么|啥)|意思|什么叫|含义|定义|(?<!为)什么是|怎么理解|名词解释|解释一下|^请?(?:帮我|给我)?解释"
)  # no figure would answer that


def _terms_said(desk: Desk) -> list[Definition]:
    """The entries whose terms the question says, where it says no name of a figure (“三供一业”)."""
    plain = key(desk.question.plain)
    entries = [entry for document in desk.knowledge.documents for entry in document.definitions]
    said = {term: entry for entry in entries if len(term := key(entry.term)) >= _SHORTEST_TERM and term in plain}
    return [entry for term, entry in said.items() if not any(term in other and term != other for other in said)]


_SHORTEST_TERM = 3
_WHICH_MEANT = re.compile(
    r"(?P<part>[^,，。;；?？“”\"的]{3,12}?)[”\"]?(?:到底|究竟|具体|分别|是)*指的?(?:是)?哪[几两二三四五六七八九十]"
)  # “两项补贴”指哪两项: the entry's term may say whose (残疾人两项补贴)
_QUOTED = re.compile(r"[“\"]")


def meant(desk: Desk) -> Definition | None:
    """The one entry whose term holds what a question asks the parts of (“两项补贴”指哪两项: 残疾人两项补贴)."""
    part = _WHICH_MEANT.search(desk.question.plain)
    if part is None:
        return None
    entries = [entry for document in desk.knowledge.documents for entry in document.definitions]
    found = [entry for entry in entries if key(part["part"]) in key(entry.term)]
    exact = [entry for entry in found if key(part["part"]) == key(entry.term)]
    return (exact or found)[0] if len(exact or found) == 1 else None


def find_definition(desk: Desk, query: MetricQuery) -> Definition | None:
    """The glossary entry whose term the question names; the closest name where several would do."""
    target = query.target
    best: tuple[int, Definition] | None = None
    for document in desk.knowledge.documents:
        for entry in document.definitions:
            score = _fit(key(entry.term), target.keys, target.terms, key(target.text))
            if score and (best is None or score > best[0]):
                best = (score, entry)
    return best[1] if best else None


def _fit(term: str, keys: tuple[str, ...], ids: tuple[str, ...], said: str) -> int:
    if not term:
        return 0
    words = vocabulary()
    if term in keys or term == said:
        return 10
    if set(words.surfaces.get(term, ())[:2]) & set(ids[:1]):
        return 9
    if set(words.surfaces.get(term, ())) & set(ids):
        return 7
    names = {
        stem(said),
        *(stem(name) for name in keys),
        *(stem(key(words.terms[i].name)) for i in ids if i in words.terms),
    }
    if {term[-2:], said[-2:]} == {"收入", "支出"}:
        return 0  # 其他收入 says nothing of 其他支出
    if stem(term) in names:
        return 6
    return 4 if any(len(name) >= 3 and (name in term or term in name) for name in names if name) else 0
