"""A target, standard or number of things that the question names by parts of its words (每亩最高多少, 规划床位几张).

Indicators, boxes of words and sentences are compared with the question's own words; the figure must be of the unit
asked for, and one figure must fit clearly better than any other. Where it does not, another kind of answer is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.bounds import bounds
from assistant.calculations import CalculationError, value_in
from assistant.likeness import Weights, content
from assistant.model import Claim, Draft, Quote
from assistant.operations import divisors
from assistant.operations.counted import alike, asks_money_beside
from assistant.operations.desk import Desk, LastWordError, PassError, Writer, named_segment
from assistant.operations.quotation import as_printed
from assistant.parsing.cues import written
from assistant.parsing.model import ParsedQuestion
from assistant.stated import Stated, as_money, stated
from index.amounts import Amount, Count, Quantity, Ratio, agrees
from index.figure_grammar import DATA
from index.model import Fact
from index.vocabulary.names import key

name = "target"
_COUNT_UNITS = "|".join(map(re.escape, sorted(DATA["count_units"], key=len, reverse=True)))
_THINGS = re.compile(
    rf"(?:多少|几)(?P<scale>万|亿)?(?P<unit>(?!年|月|个百分点|个点|成|倍|亿|万|元|块){_COUNT_UNITS}|分)"
)
_AREA = re.compile(r"面积|(?:多少|几)(?:个)?平(?:米|方)?")
_NUMBER = re.compile(r"多少|几多|好多|什么价|几(?:元|万|块)|不(?:能|得)?(?:高|超|大|多|低|少)(?:于|过)")
_PER = re.compile(
    r"每(?!年|个?月|一?项|个?单位|个?部门)[一个]?.|人均|平均|单价"
    r"|[一两1](?:名|台|辆|亩|件|人|户|张|套|部(?!分|门)|平方米|平米|平方?|公里|吨|间|盏|床|头|位|堂|节|课时|小时|家(?!里))"
)
_EACH = re.compile(
    rf"每(?!年|月|个|季|项|家|类|款|条|种|处|所|部|笔|次|批)(?:一|个)?(?:亩|吨|生|床|斤|{_COUNT_UNITS}).{{0,8}}(?:多少|几)(?:钱|元|万)"
)
# Asks for a limit or goal by the word that bounds it (超过多少就要报批, 保持在多少以上).
_BOUND = re.compile(
    r"(?:超过|突破|达到?|低于|高于|少于|多于|保持在|控制在|稳定在|力争|满|至少)[了到要有]{0,2}[^,，。?？]{0,4}(?:多少|几|百分之几)"
    r"|(?:多少|几)[^,，。?？]{0,5}(?:以[上下内]|左右)|百分之(?:多少|几)的"
)
_EACH_OF = re.compile(rf"每[一个]?({_COUNT_UNITS}|平米|平方)")
_MONEY = re.compile(r"钱|元|价|花|费用|金额|多少[万亿]|成本|预算")
_TARGET = re.compile(
    r"目标|指标|控制|以内|以下|上限|下限|最高|最低|最多|至少|不(?:能|得)?(?:高|超|大|多|低|少)(?:于|过)|标准|成本|单价|定的|定为|要求"
)
_COMPUTED = ("change", "share", "ratio", "difference", "compare", "verify", "except", "list", "reason")  # fmt: skip
# One of several is to be found first, more than the target is asked of a row, or things for money are counted.
_AMONG = re.compile(r"哪|谁|第[一二三四五六七八九十]|前[一二三四五六七八九十]|权重|核心|每(?:万|亿)?元")
_TOGETHER = re.compile(r"[、和与跟及]|加|合")  # otherwise “一共多少人” asks for one figure
# What is counted of the documents themselves, row by row: 几个项目, 多少家单位.
_OF_DOCUMENTS = re.compile(
    r"(?:多少|几)大?[个项家条类款种所处部]+(?:项目|单位|部门|科目|指标|机构|科室|处室|类|款|项|表|方面|大类)"
)
_GENERAL = frozenset(("个", "项", "家", "条", "类", "款", "种", "所", "处", "部", "张表"))  # counters of anything
_EACH_COUNTS = 0.1  # a thing named that the figure is for one of says as much as a word
ENOUGH, _NEAR_ENOUGH, CLEAR = 0.4, 0.06, 1.1
_SURE, _CLEARER = 0.55, 1.25  # what holds little more than half of the words must stand out more


def matches(question: ParsedQuestion) -> bool:
    plain = question.plain
    one_each = [figure for figure in question.slots.figures if isinstance(figure, Count) and figure.value == 1]
    supposed = question.cue("hypothetical") and len(one_each) < len(question.slots.figures)
    computed = set(_COMPUTED) - ({"share"} if _BOUND.search(plain) else set())
    if question.cue(*computed) or supposed or question.slots.tables or _AMONG.search(plain):
        return False
    if divisors.basis(question) != (0, 0):
        return False  # an amount shared by so many things
    things = _THINGS.search(plain)
    if question.cue("sum") and (things is None or _TOGETHER.search(plain)):
        return False
    if things is not None:
        if things["unit"] == "辆" and not (_TARGET.search(plain) or _PER.search(plain)):
            return False  # vehicles owned or bought are told apart elsewhere
        counted = things["unit"] not in _GENERAL or _TARGET.search(plain) is not None
        return counted or (_OF_DOCUMENTS.search(plain) is None and plain[things.end() :].strip("?？。 ") != "")
    if _AREA.search(plain):
        return True
    if _BOUND.search(plain):
        return True
    asks = _NUMBER.search(plain) is not None
    return asks and (_TARGET.search(plain) is not None or _PER.search(plain) is not None)


@dataclass(frozen=True, slots=True)
class Fit:
    """A figure with how much of the question's words it holds (0 … 1, a little more for things it is for one of)."""

    one: Stated
    score: float


def answer(desk: Desk) -> Draft:
    plain, before = desk.question.plain, desk.question.previous
    if desk.question.cue("unit_cost") and divisors.in_own_row(desk):
        raise PassError("所问的那一行自己列了金额和数量。")
    fits = _fits(desk, plain)
    if before is not None and (not fits or fits[0].score < ENOUGH):
        fits = _fits(desk, f"{before.plain} {plain}")  # it leans on the turn before
    if not fits or fits[0].score < ENOUGH:
        if _EACH.search(desk.question.plain) and not desk.question.cue("unit_cost"):
            raise LastWordError("文件没有写这样的单位标准。")  # a whole sum would not answer it
        raise PassError("没有找到所问的指标或标准。")
    fits = [fit for fit in fits if _says_counted(fit.one, plain)]
    if not fits:
        raise PassError("没有找到所问的东西的数目。")
    if _only_bounded(plain) and _pairs_held(fits[0].one, desk) < _MOST_HELD:
        raise PassError("没有把握找到所问的界限。")
    clear = CLEAR if fits[0].score >= _SURE else _CLEARER
    near = [fit for fit in fits if fits[0].score < clear * fit.score]
    most = max(_each_said(fit.one, desk.question.plain) for fit in near)
    near = [fit for fit in near if _each_said(fit.one, desk.question.plain) == most]
    near = [fit for fit in near if not _for_others(fit.one, desk.question.plain)] or near
    best = near[0].one
    if _for_others(best, desk.question.plain):
        raise LastWordError(f"文件里“{best.fact.label}”写的是{best.fact.text.strip()}，没有按所问单位计的数。")
    if desk.question.cue("unit_cost") and not _of_what_is_named(best, desk.question):
        raise PassError("找到的标准不是所问的那一项的。")
    if not all(_same(fit.one, best) for fit in near):
        raise PassError("所问的指标或标准有几个，问题没有说明是哪一个。")
    noun = _COUNTED_NOUN.search(plain)
    if noun is not None and not _shares_pair(key(noun.group(1)), key(best.fact.label) + best.near):
        raise PassError("找到的数不是所问的东西的数量。")
    parts = _parts_said(best, [fit.one for fit in fits], plain)
    if len(parts) > 1:
        raise PassError("问题说到它的几个部分，没有说明是哪一个。")
    if _THINGS.search(plain) and asks_money_beside(plain):
        raise PassError("问题问了数量和金额，这里只有其中一个。")
    return say(desk, *((parts[0], []) if parts else (best, [fit.one for fit in near[1:]])))


_COUNTED_NOUN = re.compile(r"(?:多少|几)个([\u4e00-\u9fff]{2,6})")  # 多少个编制: the number must be of these


def _shares_pair(noun: str, words: str) -> bool:
    return any(noun[i : i + 2] in words for i in range(len(noun) - 1))


def _parts_said(whole: Stated, everyone: list[Stated], plain: str) -> list[Stated]:
    """The figures that a sentence lists as parts of another and that the question names (实有人员中事业身份的)."""
    said = key(plain).replace(key(whole.fact.label), "")
    return [
        one
        for one in everyone
        if one.fact.row_path
        and key(one.fact.row_path[-1]) == key(whole.fact.label)
        and one.fact.provenance.quote == whole.fact.provenance.quote
        and key(one.fact.label) in said
    ]


_MONEY_TAIL = re.compile(r"(?:经费|费用?|支出|资金|成本|预算)+$")


def _of_what_is_named(one: Stated, question: ParsedQuestion) -> bool:
    """Whether a standard is of one of the things that the question names (人均公用经费 is no cost of a training)."""
    cores = [core for mention in question.mentions if len(core := _MONEY_TAIL.sub("", key(mention.text))) > 1]
    return not cores or any(_shares_pair(core, one.near + one.around) for core in cores)


def _says_counted(one: Stated, plain: str) -> bool:
    """Whether a figure is of the noun that a counter of anything stands before (多少个编制 is no number of offices)."""
    things = _THINGS.search(plain)
    if things is None or things["unit"] not in _GENERAL:
        return True
    noun = re.match(r"(?:(?![的了呢吗啊?？])[\u4e00-\u9fff]){2,8}", plain[things.end() :])
    words = written(noun.group()) if noun else ""
    return not words or any(words[i : i + 2] in one.near for i in range(len(words) - 1))


def _each_said(one: Stated, plain: str) -> int:
    """How many of the things that a figure is for one of (万元/年/人) the question names (一名…一年)."""
    each = re.findall(r"/([\u4e00-\u9fff]+)", one.fact.text) or re.findall(rf"每({_COUNT_UNITS})", one.near)
    return sum(any(f"{how}{unit}" in plain for how in "一每两" for unit in alike(part)) for part in each)


def _same(left: Stated, right: Stated) -> bool:
    if isinstance(left.quantity, Count) and isinstance(right.quantity, Count):
        return left.quantity.value == right.quantity.value and _same_unit(left.quantity.unit, right.quantity.unit)
    return type(left.quantity) is type(right.quantity) and agrees(left.quantity, right.quantity)


def _fits(desk: Desk, plain: str) -> list[Fit]:
    return ranked(desk, plain, _accepts(desk.question.plain))


def ranked(desk: Desk, plain: str, accepts: Callable[[Stated], Stated | None]) -> list[Fit]:
    """What is accepted (of the unit asked for), by how much of the question's words it holds; best first."""
    if _asks_area(desk.question.plain):
        plain = plain.replace("面积", " ")  # its unit says so
    asked = content(plain, desk.knowledge.documents)
    everything = [one for index in desk.knowledge.indexes for one in stated(index)]
    if _BOUND.search(desk.question.plain):
        told = [bound for index in desk.knowledge.indexes for bound in bounds(index)]
        everything += [Stated(fact, key(clause), key(fact.provenance.quote), clause) for fact, clause in told]
    weights = Weights.over([one.near + one.around for one in everything], asked)
    found = []
    for everyone in everything:
        one = accepts(everyone)
        if one is not None and weights.share(one.near) >= _NEAR_ENOUGH:
            found.append(Fit(one, weights.share(one.near, one.around) + _EACH_COUNTS * _each_said(one, plain)))
    return sorted(found, key=lambda fit: -fit.score)


def _asks_area(plain: str) -> bool:
    return _THINGS.search(plain) is None and _AREA.search(plain) is not None


def _accepts(plain: str) -> Callable[[Stated], Stated | None]:
    things = _THINGS.search(plain)
    per = _PER.search(plain) is not None

    def of_things(one: Stated) -> Stated | None:
        unit = things["unit"] if things is not None else "平方米"
        return one if isinstance(one.quantity, Count) and _same_unit(one.quantity.unit, unit) else None

    def of_money(one: Stated) -> Stated | None:
        return as_money(one) if (one.per or not per) else None

    def of_ratio(one: Stated) -> Stated | None:
        return one if isinstance(one.quantity, Ratio) else None

    if things is not None or _AREA.search(plain):
        return of_things
    if re.search(r"百分之|百分比|比例|%", plain):
        return of_ratio
    return of_money if per or _MONEY.search(plain) else lambda one: one


def _only_bounded(plain: str) -> bool:
    """Whether nothing but a bound (超过多少就要…) asks for the figure: neither a target nor an amount for one each."""
    return _BOUND.search(plain) is not None and not any(
        words.search(plain) for words in (_TARGET, _PER, _THINGS, _AREA)
    )


def _pairs_held(one: Stated, desk: Desk) -> float:
    """0 … 1: how many of the pairs of characters that the question says a figure's words hold, common or unknown."""
    pairs = [pair for run in content(desk.question.plain, desk.knowledge.documents) for pair in run]
    return sum(pair in one.near or pair in one.around for pair in pairs) / len(pairs) if pairs else 0.0


_MOST_HELD = 0.3


def _for_others(one: Stated, plain: str) -> bool:
    """Whether a figure is for one each of other things than the question names (元/户, where 每平方米 is asked)."""
    said = _EACH_OF.findall(plain)
    printed = [part.strip("()（）") for part in one.fact.text.split("/")[1:]]
    return bool(said and printed) and not any(unit in alike(part) for unit in said for part in printed)


def _same_unit(printed: str, asked: str) -> bool:
    return asked in alike(printed)


def say(desk: Desk, one: Stated, others: list[Stated]) -> Draft:
    fact = one.fact
    writer = Writer(desk)
    if not fact.label:
        return _in_unit(in_its_sentence(desk, fact), fact.text, one.quantity, desk.question.plain)
    whose = fact.subject or next((part for part in fact.row_path if key(part) in key(desk.question.plain)), "")
    if whose and key(whose) != key(fact.label):
        writer.say(named_segment(whose, fact), "·")
    _, printed = sign_and_figure(fact)
    writer.say(named_segment(fact.label, fact), "为")
    if isinstance(one.quantity, Amount) and "/" in printed:  # for one thing each: as printed, then the sum of money
        each = "每" + "每".join(_in_words(part.strip("()（）")) for part in printed.split("/")[1:])
        writer.say(Quote(fact.text.strip(), fact), f"，即{each}", Claim(one.quantity.text, fact))
    else:
        writer.say(*as_printed(fact))
    if one.said:
        writer.say("（", Quote(one.said, fact), "）")
    if not any(isinstance(part, Claim) for part in writer.segments):
        return writer.say("。").cite(fact).draft()
    draft = writer.say("。").cite(fact, *(other.fact for other in others[:2])).draft(fact)
    return _in_unit(draft, fact.text, one.quantity, desk.question.plain)


def in_its_sentence(desk: Desk, fact: Fact) -> Draft:
    """A figure with the sentence that tells what it bounds and under which condition."""
    writer = Writer(desk).say(Claim(fact.text.strip(), fact), "（文件写：", Quote(fact.provenance.quote, fact), "）。")
    return writer.cite(fact).draft(fact)


def _in_words(unit: str) -> str:
    """The name of a unit whose sign holds a figure (m2)."""
    return "平方米" if unit in ("m2", "m²") else unit


def sign_and_figure(fact: Fact) -> tuple[str, str]:
    """An indicator's target as printed: what stands before its figure (≥, 投诉率≤; = is left out), and the figure."""
    text = fact.text.strip()
    start = max((text.rfind(sign) + 1 for sign in "≥≤＝=<>＜＞"), default=0)
    return text[:start].strip().lstrip("＝="), text[start:].strip()


def _in_unit(draft: Draft, text: str, quantity: Quantity, plain: str) -> Draft:
    """The headline in the unit asked for (多少万人次), else in the unit printed."""
    if not isinstance(quantity, Count) or not quantity.unit:
        return draft
    things = _THINGS.search(plain)
    scale = things["scale"] if things is not None else None
    scale = scale or next((mark for mark in "万亿" if mark + quantity.unit in text), "")
    try:
        return replace(draft, value=_short(value_in(quantity, scale + quantity.unit)), unit=scale + quantity.unit)
    except CalculationError:
        return draft


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
