"""Whether what decides a question is heard: a bare figure as printed answers no question for a comparison, for names,
for a yes or no, and none whose own clause says something that nothing found speaks of.

These are the last doubts about the plainest of answers, one figure looked up; what was computed, judged or listed has
made something of the question's words already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.accounting import scopes_said, unheard
from assistant.guard.form import LONGEST_NAME
from assistant.guard.given import Given
from assistant.model import Calculation, Claim, Quote, Refusal
from assistant.parsing.cues import asked, written
from assistant.parsing.model import Mention
from index.amounts import MONEY_UNITS
from index.vocabulary.names import key

_UNHEARD = "没有听懂问题里的“{}”，不能作答：请换个说法，或说出它在文件里的名称。"


def is_bare(given: Given) -> bool:
    """Whether the answer is figures as printed: nothing computed, judged, listed or quoted."""
    draft = given.draft
    parts = [part.basis for part in draft.segments if isinstance(part, Claim)]
    computed = any(isinstance(basis, Calculation) for basis in parts)
    judged = draft.items or draft.verdict or draft.direction
    return draft.value is not None and not (judged or computed or _told(given))


def _told(given: Given) -> bool:
    """Whether the answer quotes a sentence; a name or a limit (≤3次) is none."""
    return any(isinstance(part, Quote) and len(part.text) > LONGEST_NAME for part in given.draft.segments)


def _quotes(given: Given) -> bool:
    return any(isinstance(part, Quote) for part in given.draft.segments)


def compared(given: Given) -> Refusal | None:
    """A difference is asked for (比编制少几个, 还能再花多少), and the answer is one of its two figures, or both with
    nothing made of them."""
    asks = given.question.cue("difference") or _LEFT.search(given.plain)
    if not asks and not (is_bare(given) and given.question.cue("compare", "ratio")):
        return None
    if given.draft.value is None or given.draft.verdict or given.draft.direction or _tells(given):
        return None
    if any(fact.measure.value != "value" for fact in given.facts):
        return None  # the difference is printed
    return Refusal("没有认出要比较的是哪两个数，请把两个数的名称都说出来。", "incomplete_question")


def _tells(given: Given) -> bool:
    """Whether the answer quotes a sentence, or sets figures against each other."""
    computed = (part.basis for part in given.draft.segments if isinstance(part, Claim))
    return _told(given) or any(
        isinstance(basis, Calculation) and basis.operator not in _OF_ONE_KIND for basis in computed
    )


_OF_ONE_KIND = frozenset(("sum", "maximum", "minimum", "count", "conversion"))


_LEFT = re.compile(r"(?:还|能|可以?){1,2}再[^,，。;；?？]{0,4}?(?:多少|几)|还[剩差](?:下)?(?:多少|几)")


def same_figure(given: Given) -> Refusal | None:
    """Two figures are compared that are one and the same."""
    for part in given.draft.segments:
        basis = part.basis if isinstance(part, Claim) else None
        if not isinstance(basis, Calculation) or basis.operator not in _OF_TWO:
            continue
        ids = [getattr(operand, "id", "") for operand in basis.operands]
        if len(ids) == 2 and ids[0] and ids[0] == ids[1]:
            return Refusal("要比较的两个数只认出了一个，请分别说出它们的名称和所在的表。", "incomplete_question")
    return None


_OF_TWO = frozenset(("difference", "absolute_difference", "rate", "share", "ratio", "percentage_points"))


def named(given: Given) -> Refusal | None:
    """Names are asked for (都叫什么名字, 减少的科目), and the answer is a number."""
    if given.draft.value is None or given.draft.items or given.draft.verdict or not asked("names").search(given.plain):
        return None
    if _told(given):
        return None
    return Refusal("文件里有它的数，但没有找到所问的名称。", "not_in_documents")


def explained(given: Given) -> Refusal | None:
    """Why something came about is asked (怎么腰斩了, 买啥了), and the answer only reckons, lists or repeats figures."""
    if _told(given) or given.draft.verdict or given.draft.value is None or not asked("why").search(given.plain):
        return None
    if asked("figure").search(given.plain):
        return None  # why, and how much
    return Refusal("文件里有它的数，但没有找到说明原因的文字。", "not_in_documents")


def judged(given: Given) -> Refusal | None:
    """Whether something is so is asked, and the answer only tells figures."""
    draft = given.draft
    silent = draft.value is not None and not (draft.verdict or draft.direction or draft.items)
    if not silent or _quotes(given) or not asked("yes_or_no").search(given.plain):
        return None
    return Refusal("找到了它的数，但没有把握判断问题里的说法，请把说法写成一句完整的话。", "incomplete_question")


def turned(given: Given) -> Refusal | None:
    """Whether it rose or fell is asked, or which of several it was, and the answer is a figure alone."""
    if not is_bare(given) or any(fact.measure.value != "value" for fact in given.facts):
        return None
    if given.question.cue("direction"):
        return Refusal("找到了它的数，但没有找到它与别的年份相比的增减。", "no_comparison")
    if asked("which").search(given.plain) and not _quotes(given):
        return Refusal("文件里有它的数，但没有认出所问的是其中哪一个。", "only_breakdown_missing")
    return None


def per_time(given: Given) -> Refusal | None:
    """An amount for a month or a day is asked for, and nothing that was found is told by it; or an amount for one thing
    each, and the answer is the number of the things."""
    if not is_bare(given):
        return None
    said = asked("per_time").search(given.plain)
    if said is not None and not _BY_TIME.search(_held(given)):
        return Refusal(f"文件里没有按“{said.group()}”写明的数，不能作答。", "only_breakdown_missing")
    unit = given.draft.unit.lstrip("万亿")
    if unit and re.search(rf"[一每]{re.escape(unit)}[^,，。;；?？]{{0,6}}多少(?!{re.escape(unit)})", given.plain):
        return Refusal("文件里有它的数量，但没有所问的金额。", "not_in_documents")
    return None


_BY_TIME = re.compile(r"[/每·一人名位台辆]个?[月天日周]|月均|日均|12个月")


def _held(given: Given) -> str:
    cited = given.answer.citations
    held = " ".join(part for one in cited for part in (one.quote, one.row, one.column, one.title) if part)
    return f"{given.answer.text} {held}"


def ranked(given: Given) -> Refusal | None:
    """The largest or smallest is asked for, and the answer is a figure that was set against none, or a text."""
    bare = is_bare(given) or (given.draft.value is None and not given.draft.items and not given.draft.verdict)
    if not bare or not _RANK.search(given.plain) or given.question.cue("reason", "purpose", "in_words"):
        return None
    return Refusal("没有认出要在哪些数里比大小，请说出是哪张表或哪一类的哪些项。", "incomplete_question")


_RANK = re.compile(r"最(?:大|多|高|小|少|低|贵)的|第[一二三四五六]大|排第[一二三四五六]|倒数第|垫底")


def of_years(given: Given) -> Refusal | None:
    """In which year it was most is asked, and the answer knows but one year."""
    if not _WHICH_YEAR.search(given.plain) or not given.question.cue("rank", "compare"):
        return None
    if not given.answer.figures or len(set(_YEAR.findall(given.answer.text))) > 1:
        return None
    return Refusal("文件里没有几个年份的数可以比较。", "no_comparison")


_WHICH_YEAR = re.compile(r"哪(?:一|几)?(?:个)?年")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")


def defined(given: Given) -> Refusal | None:
    """What was done with it is asked, and the answer only says what the term means."""
    quotes = [part.text for part in given.draft.segments if isinstance(part, Quote)]
    if not quotes or given.draft.value is not None or given.draft.verdict or given.question.cue("definition"):
        return None
    if not all(_DEFINES.match(text) for text in quotes):
        return None
    return Refusal("文件里只有这个名词的解释，没有写所问的具体内容。", "not_in_documents")


_DEFINES = re.compile(r"(?:主要)?(?:是)?(?:指|反映)|[^,，。]{2,16}[:：](?:是)?(?:指|反映)")


def classified(given: Given) -> Refusal | None:
    """So many of a thing are asked for by a word that counts no money (几桌, 几趟), and the answer is money."""
    said = asked("counted").search(given.plain)
    if said is None or not given.states_figure or given.draft.verdict or given.draft.unit not in MONEY_UNITS:
        return None
    return Refusal("文件里有它的金额，但没有所问的数量。", "not_in_documents")


def scope(given: Given) -> Refusal | None:
    """A scope is said (一般公共预算, 基本支出), and neither the answer nor anything it cites is of it."""
    if not given.states_figure or given.question.cue("except") or _ALL_SCOPES.search(given.plain):
        return None
    missing = next((said for said in scopes_said(given.plain) if said not in given.known), "")
    return Refusal(f"找到的数没有写明是“{missing}”的，不能作答。", "not_in_documents") if missing else None


_ALL_SCOPES = re.compile(r"算上|连同|一并|算在内|算进|不分|不论|不管")


def clause(given: Given) -> Refusal | None:
    """The clause that asks says something that is no name, no way of asking, and stands in nothing that was found."""
    if not is_bare(given) and not _added_unasked(given):
        return None
    spans = [(start, end) for start, end in _clauses(given.plain)]
    asking = [span for span in spans if _ASKS.search(given.plain[slice(*span)])] or spans
    for start, end, words in unheard(given.question, given.knowledge, given.known):
        if any(first <= start and end <= last for first, last in asking):
            return Refusal(_UNHEARD.format(words), "incomplete_question")
    return None


def _added_unasked(given: Given) -> bool:
    """Whether the rows of one name were added up though no sum was asked for."""
    draft = given.draft
    parts = [part.basis for part in draft.segments if isinstance(part, Claim)]
    sums = any(isinstance(basis, Calculation) and basis.operator == "sum" for basis in parts)
    return sums and not (draft.verdict or draft.items or given.question.cue("sum", "except", "count", "rank", "verify"))


def subject(given: Given) -> Refusal | None:
    """Of all that a question names, nothing is told of: neither the answer nor what it cites bears any of the names."""
    if not is_bare(given) or given.question.cue("followup"):
        return None
    said = [one for one in given.question.mentions if given.plain[one.start : one.end] == one.text]
    if not said or any(one.terms or one.code or _borne(given, one) for one in said):
        return None
    return Refusal(_UNHEARD.format(said[0].text), "incomplete_question")


def _borne(given: Given, mention: Mention) -> bool:
    """Whether half of one of a name's pairs of characters stand in what is known."""
    known = given.known + "".join(key(document.department) for document in given.knowledge.documents)
    names = (key(mention.text), key(written(mention.text)), *mention.keys)
    pairs = [[name[i : i + 2] for i in range(len(name) - 1)] for name in names]
    return any(2 * sum(pair in known for pair in each) >= len(each) for each in pairs)


_CLAUSE = re.compile(r"[^,，。;；:：?？!！()（）—\s]+")
_ASKS = re.compile(r"多少|几|好多|什么|啥|哪|谁|怎|吗")


def _clauses(plain: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _CLAUSE.finditer(plain))
