"""Whether the answer is of the kind that is asked for: a limit, a share, words, units, two tables."""

from __future__ import annotations

import re

from assistant.budget_units import is_unit_name
from assistant.guard.given import Given
from assistant.model import Quote, Refusal
from assistant.operations.performance import KINDS
from assistant.parsing.cues import asked, filler, ordinary
from assistant.parsing.model import ParsedQuestion
from assistant.parsing.slots import is_level
from assistant.parsing.suppositions import suppositions, wording
from index.vocabulary.names import key

_LIMIT = re.compile(r"[≤≥<>]|不超过|不高于|不低于|上限|控制|以内|最高")
_SHARE = re.compile(r"[\d.](?:%|成|个百分点)")
_REQUIRED = re.compile(r"目标|要求")
LONGEST_NAME = 12  # a longer quotation says more than a name


_AFTER_ALL = re.compile(r"[还会]?剩(?:下)?(?:多少|几)|变成|变为|会是多少|还有多少|还要多少|降到|降为")


def supposed(given: Given) -> Refusal | None:
    """What is left after a supposed change is asked for, and the answer only tells what the document holds."""
    before = given.question.previous
    if before is not None and before.cue("hypothetical") and _goes_on(given.question, before):
        return Refusal("假设之后的数与别的数的比较，这里不作推算。", "not_computable")
    if given.question.cue("hypothetical") and (unknown := _unknown_supposed(given)):
        return Refusal(f"没有认出“{unknown}”是哪一项，不能推算。", "incomplete_question")
    opens = given.question.cue("hypothetical") and wording("opening").search(given.plain)
    asks = opens and _AFTER_ALL.search(given.plain)
    if not asks or not given.states_figure or "推算" in given.answer.text:
        return None
    return Refusal("没有听懂假设的是哪一项怎样变，不能推算：请说出它的完整名称和变动。", "not_computable")


_LEADS = re.compile(rf"{wording('opening').pattern}|的话|[那这]?[一几两]?[辆台个笔项批]|20\d\d年")
_FEWEST = 2  # characters of a name


def _unknown_supposed(given: Given) -> str:
    """What a supposition says of itself in its own clause, where no name was recognised there (那辆…车不买了，三公还剩多少)."""
    plain = given.plain
    names = [(one.start, one.end) for one in given.question.mentions if plain[one.start : one.end] == one.text]
    for one in suppositions(plain, names):
        begin = max((match.end() for match in _CLAUSE.finditer(plain[: one.start])), default=0)
        behind = _CLAUSE.search(plain, one.end)
        end = behind.start() if behind is not None else len(plain)
        if one.ahead or any(start < end and begin < stop for start, stop in names):
            continue
        said = filler().sub("", ordinary().sub("", _LEADS.sub("", plain[begin : one.start])))
        if len(re.sub(r"[^\u4e00-\u9fff]", "", said)) >= _FEWEST:
            return said
    return ""


_CLAUSE = re.compile(r"[,，。;；?？!！]")


def _goes_on(question: ParsedQuestion, before: ParsedQuestion) -> bool:
    """Whether a turn sets what was supposed before against something, naming no metric of its own (那比去年少多少)."""
    same = [one.target.text for one in question.queries] == [one.target.text for one in before.queries]
    return (
        same and not question.cue("hypothetical") and question.cue("change", "difference", "share", "ratio", "compare")
    )


_NONE_ASKED = re.compile(
    r"(?:哪[些几一]?[个家项]?|(?:单位|科目|项目|[类款项])(?:有哪|是哪))[^,，。;；?？]{0,10}?(?:没有?|未|不再?)(?:安排|列|编列|花|用|发生|给)(?!的)[^,，。;；?？]{0,6}[?？]?$"
)
_SAYS_NONE = re.compile(r"空白|未列|没有|不再|无|为0")


def none_listed(given: Given) -> Refusal | None:
    """What has no figure is asked for, and the answer lists what has one."""
    if not given.draft.items or not _NONE_ASKED.search(given.plain) or _SAYS_NONE.search(given.answer.text):
        return None
    return Refusal("文件没有逐个写明哪些没有安排，不能列举。", "only_breakdown_missing")


_SORT = (
    r"(?P<{}>(?:正|副)?[厅处科股]级|事业单位|行政单位|参公(?:单位)?|公益[一二]类|全额(?:拨款)?|差额(?:拨款)?|自收自支)"
)
_SORT_ASKED = re.compile(
    rf"单位[^,，。?？]{{0,4}}(?:是|属于){_SORT.format('is')}|{_SORT.format('of')}的(?:单位)?(?:有|是)哪"
)


def sorted_so(given: Given) -> Refusal | None:
    """Units of a rank or kind are asked for, and what the answer rests on says nothing of it."""
    said = _SORT_ASKED.search(given.plain)
    if said is None or not given.draft.items:
        return None
    if key(said["is"] or said["of"]) in given.known:
        return None
    return Refusal("文件没有逐个写明各单位的级别或性质。", "only_breakdown_missing")


def limit(given: Given) -> Refusal | None:
    """A limit is asked for; an average or an amount is none."""
    if not asked("limit").search(given.plain) or not given.states_figure or given.draft.items:
        return None
    quotes = " ".join(citation.quote for citation in given.answer.citations)
    if _LIMIT.search(given.answer.text) or _LIMIT.search(quotes):
        return None
    return Refusal("文件里有它的数，但没有所问的上限。", "not_in_documents")


def share(given: Given) -> Refusal | None:
    """A share or rate is asked for, and the answer holds none."""
    if not asked("share").search(given.plain) or not given.states_figure or _SHARE.search(given.answer.text):
        return None
    return Refusal("文件里有它的数，但没有算出所问的比例。", "not_in_documents")


def words(given: Given) -> Refusal | None:
    """A purpose or reason is asked for, and the answer is a figure alone."""
    said = asked("words").search(given.plain)
    if said is None or not given.states_figure or given.draft.items or asked("figure").search(given.plain):
        return None
    if _REQUIRED.search(said.group()) and given.facts and all(fact.table_kind in KINDS for fact in given.facts):
        return None  # what a target requires is its value
    quoted = (part.text for part in given.draft.segments if isinstance(part, Quote))
    if any(len(text) > LONGEST_NAME for text in quoted):
        return None
    return Refusal("文件里有它的金额，但没有找到说明它用途或原因的文字。", "not_in_documents")


def units(given: Given) -> Refusal | None:
    """Units are asked for, and what is listed are not units."""
    items = given.draft.items
    if not items or not asked("units").search(_beside_names(given)):
        return None
    names = [_without_metric(given, item.name) for item in items]
    if 2 * sum(map(is_unit_name, names)) >= len(items):
        return None
    return Refusal("文件没有逐个列出所问单位的名称或数。", "only_breakdown_missing")


def _without_metric(given: Given, name: str) -> str:
    """The unit of an item that goes by its unit and what is asked of it (甲中心机构运行辅助经费)."""
    rests = (name.removesuffix(mention.text) for mention in given.question.mentions)
    return next((rest for rest in rests if rest and rest != name), name)


def tables(given: Given) -> Refusal | None:
    """Two tables are to be compared, and the answer rests on one."""
    if not asked("tables").search(given.plain):
        return None
    if len({(citation.document_id, citation.table_id) for citation in given.answer.citations}) > 1:
        return None
    return Refusal("只在一张表里找到了它的数，不能与另一张表比较。", "not_comparable")


def _beside_names(given: Given) -> str:
    """The question without its names: 行政单位医疗 asks for no units, 预算单位 does."""
    plain = given.plain
    for name in given.question.mentions:
        if plain[name.start : name.end] == name.text and not is_level(name.text):
            plain = plain[: name.start] + "#" * (name.end - name.start) + plain[name.end :]
    return plain
