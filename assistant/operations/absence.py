"""Where a document says in words that there is none of something: a sentence of its text, or the note of an empty table.

“本部门没有使用政府性基金预算拨款安排的支出”, “年初不编制出国费用预算”, “故本表无数据”.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.operations.desk import Desk
from assistant.operations.quotation import as_fact
from assistant.parsing.model import MetricQuery
from assistant.scoping import find_departments
from index.model import Chunk, Fact, Provenance
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

# Asks why there is nothing: not why nothing changed, nor why a figure fell to so much.
_WHY_NONE = re.compile(
    r"(?:没有|没(?!有)|未|无|不)(?!花完|用完|执行|完成|变|增|减|涨|降|动|同|少|多|足|到|超|是|再?(?:增|减|涨|降))|空(?!调|气|间)|为?零(?!星|散|售)|(?<![\d.])0(?![\d.])"
)
_NOT = r"(?:没有|没|无|未|不)"
_BETWEEN = r"(?:再|另行|单独|曾|年初|使用|安排|编制|编列|列支|列|涉及|发生|设立|设|有|用|任何|当年|本年|本级|(?:20\d\d)?年度?|的)*"
_AFTER = (
    r"[^，,。；;：:]{0,12}?(?:为空|空表|没有安排|未安排|不安排|没有使用|未使用|不涉及|未编制|不编制|不再安排|无数据)"
)
_CONDITIONAL = re.compile(r"[如若]无|如果|如没有")  # 此表如无数字则表示…: says nothing of this table
_BOTH = ("收支", "收入支出", "收入和支出", "收入及支出")  # 无政府性基金预算收支: nor its expenditure
_SHORTEST_NAME = 4  # characters of a printed name: shorter ones stand within others


def asks_why_none(desk: Desk) -> bool:
    return _WHY_NONE.search(_without_names(desk)) is not None


def denied(desk: Desk, queries: Sequence[MetricQuery]) -> list[MetricQuery]:
    """The metrics said right behind the word that denies (三公表为何没有列出国费); all of them where none is."""
    places = [match.end() for match in _WHY_NONE.finditer(_without_names(desk))]
    after = [query for query in queries if any(0 <= query.target.start - end <= _CLOSE for end in places)]
    return after or list(queries)


def _without_names(desk: Desk) -> str:
    """The question with its names blotted out, each place kept: neither 无锡 nor 不动产 denies anything."""
    plain = desk.question.plain
    owners = [(named.start, named.end) for named in find_departments(plain, desk.knowledge.documents)]
    names = [(one.start, one.end) for one in desk.question.mentions if plain[one.start : one.end] == one.text]
    for start, end in (*owners, *names):
        plain = plain[:start] + "#" * (end - start) + plain[end:]
    return _NAMES.sub(lambda said: "#" * len(said.group()), plain)


_NAMES = re.compile(r"无锡|无线|无偿|无人机|无障碍|不动产|未成年|不良|航空|空军|空港|真空|无害")
_CLOSE = 4  # characters between the word that denies and the name: 没有安排…


def said_absent(desk: Desk, query: MetricQuery) -> list[Fact]:
    """What says that there is none of a metric, in the documents of the year asked: sentences before notes of tables."""
    names = _names(query)
    if not names:
        return []
    said = re.compile("|".join(f"{_NOT}{_BETWEEN}{name}|{name}{_AFTER}" for name in map(re.escape, names)))
    found = [*_sentences(desk, said), *_notes(desk, names)]
    return found[:1]


def _names(query: MetricQuery) -> list[str]:
    """The names by which a document may call a metric, keys, the longest first."""
    target = query.target
    printed = [name for name, ids in vocabulary().printed.items() if set(target.terms[:1]) & set(ids[:1])]
    names = {key(target.text), *printed}
    names |= {f"{name[:-2]}{both}" for name in names if name.endswith(("收入", "支出")) for both in _BOTH}
    return sorted((name for name in names if len(name) >= _SHORTEST_NAME), key=len, reverse=True)


def _sentences(desk: Desk, said: re.Pattern[str]) -> list[Fact]:
    found: list[Fact] = []
    carried = "结转" in desk.question.plain
    for index in desk.knowledge.indexes:
        if index.document.year != desk.told_year:
            continue
        for section in index.document.sections:
            for match in _SENTENCE.finditer(section.text):
                text = match.group().strip()
                if said.search(key(text)) and (
                    carried or "结转" not in text
                ):  # 无上年结转: there may be some of this year
                    place = Provenance(index.document.id, text, section.page, section=section.path)
                    found.append(as_fact(desk, Chunk("absent", index.document.id, text, "", place), len(found)))
    return found


# A sentence, with the one behind it that gives its grounds.
_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?(?:\s*(?:主要)?(?:是?由于|是?因为|原因|主要是)[^。；;\n]+[。；;]?)?")


def _notes(desk: Desk, names: Sequence[str]) -> list[Fact]:
    """The notes of empty tables whose title names the metric."""
    found: list[Fact] = []
    for index in desk.knowledge.indexes:
        for table in index.document.tables:
            note = table.empty_reason
            titled = any(name in key(table.title) for name in names)
            if not note or not titled or _CONDITIONAL.search(note) or index.document.year != desk.told_year:
                continue
            place = Provenance(index.document.id, note, table.pages[0] if table.pages else None, table.id)
            found.append(as_fact(desk, Chunk("empty", index.document.id, note, "", place), len(found)))
    return found
