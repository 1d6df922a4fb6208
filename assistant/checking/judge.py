"""Claims → judgements: printed, recomputed, contradicted with the right figure, or not supported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from assistant.calculations import CalculationError, calculate, evaluate, formula
from assistant.checking.across import across
from assistant.checking.agreement import agree, comparable, too_fine
from assistant.checking.claims import read_claims, unread
from assistant.checking.composed import composed, operands
from assistant.checking.disputes import disputed
from assistant.checking.drawn import Said, drawn, draws
from assistant.checking.inventory import judge_count
from assistant.checking.matching import Found, Shelf, grouped, look_up, look_up_again, look_up_name
from assistant.checking.model import Claim, Judgement, Rank, Trend, Verdict
from assistant.checking.pairs import pairs, same_column, same_line
from assistant.checking.ranking import judge_rank
from assistant.checking.trends import judge_trend
from assistant.checking.verbatim import judge_listed, judge_quoted
from assistant.knowledge import Knowledge
from assistant.model import Calculation, Constant
from index.amounts import Amount, Count, Quantity, Ratio, agrees
from index.model import Fact, Measure, Stage
from index.narrative.clauses import base_kind
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_TOTAL = "支出总计"


def check_text(text: str, knowledge: Knowledge) -> tuple[Judgement, ...]:
    """A judgement on every figure of a text, in reading order."""
    shelf = Shelf.of(knowledge)
    claims = read_claims(text, knowledge)
    judged = list(_in_turn(text, claims, shelf))
    judged += [Judgement(figure, Verdict.NOT_A_CLAIM) for figure in unread(text, claims)]
    return tuple(sorted(judged, key=lambda one: one.figure.start))


_QUOTED = 80  # characters that may be a quotation
_DOUBTED = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


def _in_turn(text: str, claims: Iterable[Claim], shelf: Shelf) -> Iterator[Judgement]:
    """Each claim by the documents; where these do not prove it, by what its sentence has proved before it, or as a quotation."""
    said: list[Said] = []
    before: list[Said] = []  # of the sentence before
    whole: Fact | None = None  # of the share proved last
    for claim in claims:
        if said and said[-1].claim.origin != claim.origin:
            before, said = said, []
        reach = [*before, *said] if _BOTH.search(claim.lead) else said
        judged = (drawn(claim, said) if draws(claim) else None) or judge(claim, shelf, said)
        if judged.verdict in _DOUBTED and claim.remark is None and not claim.problem:
            judged = (
                _like_before(claim, whole, said, shelf)
                or drawn(claim, reach)
                or _share_of_said(claim, said, shelf)
                or judge_listed(claim)
                or judged
            )
        if judged.verdict in _DOUBTED and claim.remark is None and not claim.problem:
            judged = judge_quoted(claim, text[max(0, claim.figure.end - _QUOTED) : claim.figure.end], shelf) or judged
        if judged.verdict in _PROVED and claim.remark is None:
            said.append(Said(claim, judged))
            if claim.measure is Measure.SHARE and len(judged.facts) == _PAIR:
                whole = judged.facts[-1]
        yield judged


_BOTH = re.compile("前者|后者|[两二]者|[两二]项")
_PAIR = 2  # the part and the whole


def _like_before(claim: Claim, whole: Fact | None, said: Sequence[Said], shelf: Shelf) -> Judgement | None:
    """A share without a whole is of the whole of the one before (甲6万元，占四分之一；乙18万元，占四分之三), or of an
    amount that its sentence has said (甲20万元，几乎全部是乙，占99%)."""
    amounts = [fact for one in said if one.claim.measure is Measure.VALUE for fact in one.judgement.facts[:1]]
    wholes = [one for one in (whole, *reversed(amounts)) if one is not None and one.document in claim.documents]
    if claim.measure is not Measure.SHARE or not wholes:
        return None
    if not _NO_WHOLE.search(claim.lead) or _IN_WHOLE.search(claim.sentence[: claim.place]):
        return None
    for part in look_up(claim, shelf, claim.year, kinds=(Amount, Count)):
        tries = ((fact, one) for one in wholes for fact in part.scopes if fact.label != one.label)
        judged = next(_derived(claim, "share", tries), None)
        if judged and judged.verdict is Verdict.RECOMPUTED:
            return judged
    return None


_NO_WHOLE = re.compile(r"(?:占|占比|比重|比例)?(?:为|是|到|达到?|约|近|将近|接近|超过?|不到|不足|高达|仅|只|了)*$")


def _share_of_said(claim: Claim, said: Sequence[Said], shelf: Shelf) -> Judgement | None:
    """两项合计…，占支出总额的…: the part is the figure just drawn, the whole is named; None where it does not hold."""
    whole = _OF_WHOLE.match(claim.lead)
    if whole is None or not said or not isinstance(claim.quantity, Ratio) or claim.quantity.unit == "个百分点":
        return None
    part = said[-1]
    if not whole["name"] and _IN_WHOLE.search(claim.sentence[: claim.place]):
        return None  # 基本支出中，甲…，占…: the whole is said
    name = whole["name"] or _TOTAL
    found = shelf.find(name, claim.documents, claim.year, claim.stage, kinds=(type(part.quantity),))
    so_called = [f for f in found.others if key(name) in map(key, (f.label, *f.column_path))]
    for fact in (*found.best, *so_called):
        try:
            made = calculate("share", Constant(part.quantity), fact)
        except CalculationError:
            continue
        if made.result.value <= _WHOLE and _fits(claim, _exact(made.result)):
            return Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=(*part.judgement.facts[:1], fact))
    return None


_OF_WHOLE = re.compile(r"^[，,、（(]?占(?P<name>[^，,；;。＃]*?)的?(?:比重|比例)?(?:为|是|达到?|约|近|超过?|的|高达)*$")
_PROVED = (Verdict.VERIFIED, Verdict.RECOMPUTED)


def faulty(judged: Iterable[Judgement]) -> bool:
    """Whether a figure of the text is contradicted or unsupported."""
    return any(one.verdict in _DOUBTED for one in judged)


def judge(claim: Claim, shelf: Shelf, said: Sequence[Said] = ()) -> Judgement:
    """The verdict on one claim; ``said`` is what its sentence has proved before it."""
    if claim.problem or not claim.documents:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note=claim.problem or "没有可核对的文件")
    if isinstance(claim.remark, Rank):
        amounts = [one for one in said if one.claim.measure is Measure.VALUE][-1:]
        told = [fact for one in amounts for fact in one.judgement.facts]
        return judge_rank(claim, claim.remark, shelf, told)
    if isinstance(claim.remark, Trend):
        return judge_trend(claim, claim.remark, shelf)
    compared = across(claim, shelf) if claim.against else None
    made = composed(claim, shelf) if not claim.against else None
    if compared is not None:
        operator, signed_claim, tries = compared
        answers = list(_derived(signed_claim, operator, tries))
    elif claim.against:
        answers = []
    elif made is not None:
        operator, signed_claim, tries = made
        answers = list(_derived(signed_claim, operator, operands(tries)))
    else:
        answers = list(_JUDGES.get(claim.measure, _value)(claim, shelf))
    if not answers:
        return Judgement(claim.figure, Verdict.UNSUPPORTED, note="文件里没有找到与这个数对应的指标")
    return min(answers, key=lambda one: _ORDER.index(one.verdict))


_ORDER = (Verdict.VERIFIED, Verdict.RECOMPUTED, Verdict.DISPUTED, Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


# ---------------------------------------------------------------- a value


def _value(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    stock = judge_count(claim, shelf) if isinstance(claim.quantity, Count) else None
    if stock is not None:
        yield stock
        return
    printed = _printed(claim, shelf)
    yield from printed or _from_next_year(claim, shelf)


def _from_next_year(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """Last year's amount, where only this year's and the change from it are printed."""
    year = claim.year + 1
    for new in look_up(replace(claim, stage=None), shelf, year, kinds=(type(claim.quantity),)):
        for measure, operator in ((Measure.CHANGE, "previous"), (Measure.CHANGE_RATE, "previous_from_rate")):
            changes = shelf.find(new.words, claim.documents, year, None, measure)
            from_it = [fact for fact in changes.scopes if fact.base_year in (None, claim.year)]
            if claim.stage is not None:  # a change is from last year's budget, where it does not say else
                from_it = [f for f in from_it if _STAGES.get(base_kind(f.base), Stage.BUDGET) is claim.stage]
            derived = list(_derived(claim, operator, product(new.scopes, from_it)))
            yield from derived
            if derived:
                break


def _fits(claim: Claim, true: Quantity) -> bool:
    """Whether the figure may stand for ``true``: it, or the range that it is an end of."""
    if claim.range is None:
        return agree(claim.figure, claim.quantity, true)
    low, high = claim.range
    return comparable(low, true) and low.value <= true.value <= high.value


def _against(claim: Claim, found: Found, shelf: Shelf) -> Judgement:
    """A claimed quantity against the printed ones; another scope of the metric counts where the text names none."""
    fitting = tuple(f for f in found.scopes if f.quantity is not None and _fits(claim, f.quantity))
    exact = tuple(fact for fact in fitting if not _told_finer(fact, found, fitting))
    if exact:
        doubt = disputed(exact, found.scopes, shelf)
        if doubt is not None:
            return Judgement(claim.figure, Verdict.DISPUTED, facts=(*exact, *doubt[0]), note=doubt[1])
        return Judgement(claim.figure, Verdict.VERIFIED, facts=exact)
    if not fitting and all(f.quantity is not None and too_fine(claim.quantity, f.quantity) for f in found.best):
        return Judgement(claim.figure, Verdict.UNSUPPORTED, facts=found.best, note="文件没有印到这么精确")
    return Judgement(claim.figure, Verdict.CONTRADICTED, expected=found.quantity(), facts=found.best)


def _told_finer(fact: Fact, found: Found, fitting: tuple[Fact, ...]) -> bool:
    """Whether the amount is printed more finely elsewhere, where it does not fit (17.72万元 beside 177240元)."""
    rough = fact.quantity
    assert rough is not None, "facts without a quantity are not looked for"
    return any(
        fine.quantity is not None and fine.quantity.quantum < rough.quantum and agrees(fine.quantity, rough)
        for fine in found.scopes
        if fine not in fitting
    )


# ---------------------------------------------------------------- a change, a rate


def _change(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    if _PLAN.search(claim.sentence, 0, claim.place):
        yield from _against_plan(claim, shelf, "difference")
        return
    printed = _printed(claim, shelf)
    yield from printed
    if not any(one.verdict is Verdict.VERIFIED for one in printed):
        yield from _between_years(claim, shelf, "difference")


def _rate(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    if _PLAN.search(claim.sentence, 0, claim.place):
        yield from _against_plan(claim, shelf, "rate")
        return
    printed = _printed(claim, shelf)
    yield from printed
    if any(one.verdict is Verdict.VERIFIED for one in printed):
        return
    derived = list(_between_years(claim, shelf, "rate"))
    yield from derived or _from_change(claim, shelf)


def _printed(claim: Claim, shelf: Shelf) -> list[Judgement]:
    """What the documents print themselves: amounts, or changes, rates and shares against the base that is claimed."""
    founds = [_on_the_same_base(found, claim) for found in look_up(claim, shelf, claim.year, claim.measure)]
    return [_against(claim, found, shelf) for found in founds if found and comparable(claim.quantity, found.quantity())]


def _on_the_same_base(found: Found, claim: Claim) -> Found:
    if claim.measure not in (Measure.CHANGE, Measure.CHANGE_RATE):
        return found
    kind, year = base_kind(claim.base), claim.base_year
    same = [
        fact
        for fact in found.scopes
        if (not kind or base_kind(fact.base) in ("", kind)) and (not year or fact.base_year in (None, year))
    ]
    return grouped(same)


def _between_years(claim: Claim, shelf: Shelf, operator: str) -> Iterator[Judgement]:
    before_year = claim.base_year if claim.base_year is not None else claim.year - 1
    kinds = _of_values(claim)
    for new in look_up(claim, shelf, claim.year, kinds=kinds):
        stage = _stage_of_base(claim)
        own = new.best[0].stage
        olds = look_up_again(new, claim, shelf, before_year, stage or own)
        if stage is not None:  # the base that is named, or none
            olds = [old for old in olds if old.best[0].stage is stage]
        for old in olds:
            yield from _derived(claim, operator, pairs(new, old, same_line))


def _stage_of_base(claim: Claim) -> Stage | None:
    """Budget or final account of the base year, where the sentence says with which it compares."""
    return _STAGES.get(base_kind(claim.base))


_STAGES = {"预算数": Stage.BUDGET, "执行数": Stage.FINAL, "决算数": Stage.FINAL}


def _of_values(claim: Claim) -> tuple[type, ...]:
    """The quantities that a change or rate is reckoned from."""
    points = isinstance(claim.quantity, Ratio) and claim.quantity.unit == "个百分点"
    if points:
        return (Ratio,)
    return (Amount, Count) if isinstance(claim.quantity, Ratio) else (type(claim.quantity),)


def _against_plan(claim: Claim, shelf: Shelf, operator: str) -> Iterator[Judgement]:
    """A final account compared with the budget of its own year."""
    kinds = _of_values(claim)
    olds = look_up(replace(claim, stage=Stage.BUDGET), shelf, claim.year, kinds=kinds)
    for new in look_up(replace(claim, stage=Stage.FINAL), shelf, claim.year, kinds=kinds):
        for old in olds:
            yield from _derived(claim, operator, pairs(new, old, same_line))


_PLAN = re.compile(r"[比较](?:年初|全年)?预算(?!.*(?:上年|去年|20\d\d年))")


def _from_change(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """The rate from this year's amount and its printed change, where last year's amount is printed nowhere."""
    printed = look_up(claim, shelf, claim.year, Measure.CHANGE, (Amount,))
    changes = [change for found in printed if (change := _on_the_same_base(found, claim))]
    for new in look_up(claim, shelf, claim.year, kinds=(Amount,)):
        for change in changes:
            yield from _derived(claim, "rate_from_change", pairs(new, change, same_line))


def _derived(claim: Claim, operator: str, tries: Iterable[tuple[Fact, ...]]) -> Iterator[Judgement]:
    """The calculation on the first pair that gives the figure; else on the first pair."""
    wrong: Judgement | None = None
    for facts in tries:
        made = _calculated(operator, *facts)
        if made is None:
            continue
        if _fits(claim, _exact(made.result)) and not (operator == "share" and made.result.value > _WHOLE):
            yield Judgement(claim.figure, Verdict.RECOMPUTED, formula(made), facts=facts)
            return
        wrong = wrong or Judgement(claim.figure, Verdict.CONTRADICTED, formula(made), made.result, facts)
    if wrong is not None:
        yield wrong


_WHOLE = 100  # %: no share is greater


def _exact(result: Quantity) -> Quantity:
    """A result as calculated from the printed figures: the text must give it to its own last digit."""
    return replace(result, quantum=Decimal(0))


def _calculated(operator: str, *facts: Fact) -> Calculation | None:
    try:
        made = calculate(operator, *facts)
        evaluate(made)
    except CalculationError:
        return None
    return made


# ---------------------------------------------------------------- a share


def _share(claim: Claim, shelf: Shelf) -> Iterator[Judgement]:
    """甲占乙的…: the words before 占 name the part, those after it the whole."""
    yield from _printed(claim, shelf)
    before = claim.sentence[: claim.place]
    lead, _, rest = before.rpartition("占") if "占" in claim.lead else ("", "", "")
    part = replace(claim, sentence=lead, place=len(lead), within=()) if lead else replace(claim, within=())
    wholes = (
        look_up(
            replace(claim, sentence=rest, place=len(rest), names=(), within=()),
            shelf,
            claim.year,
            kinds=(Amount, Count),
        )
        if rest
        else []
    )
    parts = look_up(part, shelf, claim.year, kinds=(Amount, Count))
    wholes = wholes or _said_whole(claim, lead or before, shelf)
    named = _TOTAL if claim.base[:1] in ("", "比", "到", "达", "据", "去") or _ALL.fullmatch(claim.base) else claim.base
    wholes = wholes or [look_up_name(name, claim, shelf, claim.year) for name in (named, *_above(parts, named))]
    for whole in filter(None, wholes):
        for found in parts:
            yield from _derived(claim, "share", pairs(found, whole, same_column))


_ALL = re.compile(r"(?:全部|整个|全年|当年|本年|部门|单位|总|财政)*(?:预算|支出|开支|资金|盘子)(?:总?额|总量|总数|总规模|规模)?")


def _said_whole(claim: Claim, lead: str, shelf: Shelf) -> list[Found]:
    """The whole that the clause before the part says (政府采购预算中，甲占…); none where it says none."""
    said = _IN_WHOLE.search(lead)
    whole = look_up_name(said["whole"], claim, shelf, claim.year) if said else Found()
    return [whole] if whole else []


_IN_WHOLE = re.compile(
    r"(?P<whole>[^，,；;。：:＃]{2,})(?:之中|当中|其中|中|里|内)(?:[，,、：:][^；;。]*|[^，,；;。：:]*)$"
)


def _above(parts: Iterable[Found], named: str) -> list[str]:
    """What the parts belong to, where a share is of a whole that is not said (其中…占比六成)."""
    if named != _TOTAL:
        return []
    terms = vocabulary().terms
    above = [fact.row_path[-1] for part in parts for fact in part.best if fact.row_path]
    for part in parts:
        for term in vocabulary().of_label(part.best[0].label):
            parent = terms[term].parent
            above += [terms[parent].name] if parent in terms else []
    return list(dict.fromkeys(above))


_JUDGES: dict[Measure, Callable[[Claim, Shelf], Iterator[Judgement]]] = {
    Measure.VALUE: _value,
    Measure.CHANGE: _change,
    Measure.CHANGE_RATE: _rate,
    Measure.SHARE: _share,
}
