"""Whether the answer has as many figures as are asked for, and says more than the question itself."""

from __future__ import annotations

import re

from assistant.calculations import facts_of
from assistant.grouping.listed import listed
from assistant.guard.given import Given
from assistant.model import Calculation, Claim, Refusal
from assistant.operations.desk import asks_things
from assistant.parsing.cues import asked, cue_spans, filler, ordinary
from assistant.parsing.sentences import questions_in
from assistant.parsing.suppositions import suppositions
from assistant.scoping import find_departments
from index.amounts import Amount, Count, read_count
from index.figure_grammar import DATA
from index.vocabulary.names import key

_SAID = re.compile(
    r"(?<![\d第前后年月日])([两二三四五六七八九]|\d{1,2})大?(?:项|笔|个|家|块|者|类|样|种|处|行|条)(?!百分|亿|月|年|季|点)"
)
_AMOUNTS_SAID = re.compile(
    r"([两二三四五六七八九])(?:笔|期(?=[^,，]{0,8}项目))"
)  # each is a row of its own: one figure is no sum of them
_NEAR = 10  # characters between “三笔” and 合起来
# 多少家企业，培训多少人次: two numbers of things in two clauses.
_THINGS_EACH = re.compile(
    rf"(?:多少|几)(?:万|亿)?(?:{'|'.join(map(re.escape, DATA['count_units']))})(?=[^,，。;；?？]*(?:[,，。;；?？]|$))"
)
_HOW_MANY = re.compile(r"多少|几")


def terms(given: Given) -> Refusal | None:
    """“这三笔合起来”: a sum of another number of figures is not what was asked for."""
    added = _terms_added(given)
    sums = [start for start, _ in cue_spans(given.plain, "sum")]
    if not sums or (not added and (given.draft.items or not given.states_figure)):
        return None
    said = list((_SAID if added else _AMOUNTS_SAID).finditer(given.plain))
    near = [match for match in said if any(0 <= start - match.end() <= _NEAR for start in sums)]
    numbers = {read_count(match.group(1)) for match in near or said}
    if not numbers or added in numbers:
        return None
    return Refusal("问题里说要相加的几项没有全部认出来，请逐项说出名称。", "incomplete_question")


def _terms_added(given: Given) -> int:
    """The number of terms of the answer's sum, 0 where it has none."""
    claims = (part.basis for part in given.draft.segments if isinstance(part, Claim))
    return max(
        (len(one.operands) for one in claims if isinstance(one, Calculation) and one.operator == "sum"), default=0
    )


def listed_names(given: Given) -> Refusal | None:
    """A name of the list to be added up is neither recognised nor told of in the answer."""
    if not given.states_figure or not given.question.cue("sum", "each"):
        return None
    named = [(one.start, one.end) for one in given.question.mentions]
    named += [(one.start, one.end) for one in find_departments(given.plain, given.knowledge.documents)]
    for start, end in listed(given.plain):
        if any(first < end and start < last for first, last in named):
            continue
        if any(table in given.plain[start:end] for table in given.question.slots.tables if not table.isdigit()):
            continue  # where the figures stand, not one of them
        if _A_TABLE.fullmatch(given.plain[start:end]):
            continue
        said = key(ordinary().sub(" ", filler().sub(" ", given.plain[start:end])))[-_LONGEST_SAID:]
        if len(said) == 1:
            said = key(given.plain[start:end])  # 大学 is not 大 and 学
        pairs = [said[i : i + 2] for i in range(len(said) - 1)]
        if pairs and sum(pair in given.known for pair in pairs) < _TOLD * len(pairs):
            return Refusal(f"没有认出“{given.plain[start:end]}”，不能相加。", "incomplete_question")
    return None


_A_TABLE = re.compile(r"(?:公开|附)?表?[一二三四五六七八九十\d-]+表?(?:里面?|中|内|上)?的?")
_LONGEST_SAID = 6  # characters at the end of a name: words may stand before the first of a list
_TOLD = 0.6


def supposed(given: Given) -> Refusal | None:
    """A change is supposed (各压5%), and the answer makes nothing of it."""
    if not given.states_figure or given.draft.verdict or given.question.cue(*_USES_FIGURES):
        return None
    names = [(one.start, one.end) for one in given.question.mentions]
    for one in suppositions(given.plain, names):
        if isinstance(one.quantity, Amount) and not given.question.cue("hypothetical"):
            continue  # a sum of money is oftener told than supposed
        number = re.search(r"[\d.]+", one.quantity.text)
        said = number.group() if number else one.quantity.text
        tenths = one.quantity.value * 10 if one.quantity.unit == "成" else one.quantity.value  # 三成 is told as 30%
        shown = "|".join(map(re.escape, (said, f"{abs(one.quantity.value):f}", f"{abs(tenths):f}")))
        if not re.search(rf"(?<![\d.])(?:{shown})(?:\.0+)?(?![\d.年])", given.answer.text):
            return Refusal("没有认出问题里的增减数要怎样算，请换个说法。", "incomplete_question")
    return None


_USES_FIGURES = ("verify", "filter", "list", "count", "rank", "reason", "purpose", "definition", "previous")


def summed(given: Given) -> Refusal | None:
    """Figures are to be added up, and the answer has none."""
    if given.states_figure or given.draft.items or given.draft.verdict or _ASKS_WORDS.search(given.plain):
        return None
    if not _ADDED.search(given.plain):
        return None
    return Refusal("没有找到要相加的几项，请逐项说出名称。", "not_in_documents")


_ADDED = re.compile(r"加起来|合起来|相加|加总|之和|加在?一[起块]|[一总]共多少(?:钱|元|万|亿)")
_ASKS_WORDS = re.compile(r"什么|啥|为何|怎|哪|谁|是不是|吗")


def total(given: Given) -> Refusal | None:
    """Several figures are to be added up, and the answer only lists them."""
    items = given.draft.items
    if len(items) < 2 or _terms_added(given) or not asked("total").search(given.plain):
        return None
    whole, everything = given.draft.value, sum(item.value or 0 for item in items)
    if whole is not None and everything in (whole, 2 * whole):
        return None  # a whole as stated, with its parts or among them
    if asked("each").search(given.plain) or given.question.cue("compare", "difference", "share"):
        return None
    return Refusal("找到了其中的几项，但没有认出要怎样相加，请换个说法。", "incomplete_question")


_BOUGHT = re.compile(r"购置|购买|新购|新配|拟配|添置|新增|添|买")


def bought(given: Given) -> Refusal | None:
    """Things to be bought are asked for, and the answer tells how many there are."""
    if not asks_things(given.plain) or not _BOUGHT.search(given.plain) or not given.states_figure:
        return None
    claims = [part.basis for part in given.draft.segments if isinstance(part, Claim)]
    facts = [fact for basis in claims for fact in facts_of(basis) if isinstance(fact.quantity, Count)]
    owned = [fact for fact in facts if fact.provenance.table is None]
    if not owned or any(_BOUGHT.search(part) for fact in owned for part in (fact.label, *fact.row_path)):
        return None
    return Refusal("文件里有现有的数量，但没有所问的新增或购置的数量。", "not_in_documents")


def echo(given: Given) -> Refusal | None:
    """A number of things is asked for, and the answer only repeats the number that the question says."""
    if not given.states_figure or given.draft.verdict or not _HOW_MANY.search(given.plain):
        return None
    said = {figure.value for figure in given.question.slots.figures if isinstance(figure, Count)}
    if given.draft.value not in said:
        return None
    return Refusal("文件里没有找到符合问题所说条件的数目。", "not_in_documents")


def each_asked(given: Given) -> Refusal | None:
    """Two sentences ask for a figure each, and the answer gives but one."""
    if not given.states_figure or given.draft.items:
        return None
    asking = [one for one in questions_in(given.plain, given.knowledge.documents) if _HOW_MANY.search(one)]
    sentences = max(len(asking), len(_THINGS_EACH.findall(given.plain)))
    if sentences < 2 or len(given.answer.figures) >= sentences:
        return None
    return Refusal("一次问了几个数，没有全部找到，请分开来问。", "incomplete_question")
