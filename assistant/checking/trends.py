"""Whether a metric moved over the years as a text says (连续两年下降, 与上年持平, 由增转降)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.checking.matching import Found, Shelf, look_up, look_up_again, stretches
from assistant.checking.model import Claim, Judgement, Trend, Verdict
from assistant.checking.pairs import pairs, same_line
from assistant.checking.words import any_of, words
from index.amounts import Amount, Count, Ratio
from index.model import Fact, Measure, Stage
from index.narrative.clauses import base_kind, without_base
from index.vocabulary.names import key
from index.vocabulary.terms import vocabulary

_KINDS = (Amount, Count)
_NEARLY = Decimal("0.05")  # 基本持平: a twentieth of the year before
_FEWEST = 2  # moves that make 逐年
_MOST = 10
_SIGNS = {1: "上升", -1: "下降", 0: "持平"}


@dataclass(frozen=True, slots=True)
class _Move:
    """From one year to the next: 1 up, −1 down, 0 none; ``small`` where it is next to nothing."""

    sign: int
    small: bool
    old: Fact
    new: Fact


def judge_trend(claim: Claim, trend: Trend, shelf: Shelf) -> Judgement:
    """The verdict on a move; a reason that does not hold is only unsupported, for it may mean a part of the metric."""
    if trend.thing:
        claim = replace(claim, sentence=trend.thing, place=len(trend.thing), cuts=(), names=())
        if not _is_metric(trend.thing, shelf.names(claim.documents)):
            return Judgement(claim.figure, Verdict.NOT_A_CLAIM)
    judged = _judged(claim, trend, shelf)
    if claim.aside and judged.verdict is Verdict.CONTRADICTED:
        return replace(judged, verdict=Verdict.UNSUPPORTED)
    return judged


def _is_metric(thing: str, printed: frozenset[str]) -> bool:
    """Whether words are just the name of something (会议费预算), and no task (服务能力)."""
    name = key(re.sub(r"(?:的?(?:支出|预算|规模|开支|数|总?额))+$", "", thing))
    return any(one in printed or one in vocabulary().surfaces for one in (key(thing), name))


def _judged(claim: Claim, trend: Trend, shelf: Shelf) -> Judgement:
    unknown = Judgement(claim.figure, Verdict.UNSUPPORTED, note="文件里没有找到这个指标，或缺少要比较的年度")
    if _speaks_of_another(claim, shelf):
        return unknown
    years = _years(claim, trend, shelf)
    found = [list(_moves(claim, year, shelf)) for year in years]
    if not years or not all(found):
        return _printed(claim, trend, shelf) or unknown
    wanted = trend.moves * len(years) if trend.yearly else trend.moves
    chosen = [_fitting(moves, sign, trend) or moves[0] for moves, sign in zip(found, wanted, strict=True)]
    holds = all(_fits(move, sign, trend) for move, sign in zip(chosen, wanted, strict=True))
    facts = (chosen[0].old, *(move.new for move in chosen))
    formula = " → ".join(f"{fact.year}年 {fact.text}" for fact in facts)
    if holds:
        return Judgement(claim.figure, Verdict.RECOMPUTED, formula, facts=facts)
    note = "实际为" + "、".join(f"{move.new.year}年{_SIGNS[move.sign]}" for move in chosen)
    return Judgement(claim.figure, Verdict.CONTRADICTED, formula, facts=facts, note=note)


_SAYS_NO_METRIC = re.compile(
    rf"{any_of(words().trend.adverbs)}|[＃\s\d“”]|比|较|与|同|上年|去年|同期|基本|总体|整体|保持|也|又|仍|而|则|但|共|各|数|额|预算|决算|支出|规模|相比|本年|今年|全年|20\d\d年"
)


def _speaks_of_another(claim: Claim, shelf: Shelf) -> bool:
    """Whether the clause has a subject that the documents do not print (在职人员较上年增加), before which no other stands for it."""
    clause = next(stretches(claim), "")
    last = re.split(r"[，,；;：:。]", claim.sentence[: claim.place])[-1]
    if not clause or not last.strip() or len(_SAYS_NO_METRIC.sub("", without_base(last)[0])) < 2:
        return False
    return not shelf.find(clause, claim.documents, claim.year, claim.stage, kinds=_KINDS)


def _fits(move: _Move, sign: int, trend: Trend) -> bool:
    return move.sign == sign or (trend.nearly and sign == 0 and move.small)


def _fitting(moves: list[_Move], sign: int, trend: Trend) -> _Move | None:
    return next((move for move in moves if _fits(move, sign, trend)), None)


def _years(claim: Claim, trend: Trend, shelf: Shelf) -> list[int]:
    """The years whose move is spoken of, the earliest first."""
    if not trend.yearly:
        return list(range(claim.year - len(trend.moves) + 1, claim.year + 1))
    if trend.years:
        return list(trend.years[1:])
    years = []
    for year in range(claim.year, claim.year - _MOST, -1):
        if not next(_moves(claim, year, shelf), None):
            break
        years.append(year)
    return years[::-1] if len(years) >= _FEWEST else []


def _moves(claim: Claim, year: int, shelf: Shelf) -> Iterator[_Move]:
    """The moves to a year from the one before (or from its own base, where the sentence names one)."""
    own = claim.base_year is not None and year == claim.year
    before = claim.base_year if own and claim.base_year is not None else year - 1
    for new in look_up(claim, shelf, year, kinds=_KINDS):
        stage = _STAGES.get(base_kind(claim.base)) if own else None
        olds = look_up_again(new, claim, shelf, before, stage or new.best[0].stage)
        for old in olds:
            yield from _between(new, old)


_STAGES = {"预算数": Stage.BUDGET, "执行数": Stage.FINAL, "决算数": Stage.FINAL}


def _between(new: Found, old: Found) -> Iterator[_Move]:
    for now, before in pairs(new, old, same_line):
        if now.quantity is None or before.quantity is None or type(now.quantity) is not type(before.quantity):
            continue
        gap = now.quantity.value - before.quantity.value
        small = abs(gap) <= abs(before.quantity.value) * _NEARLY
        if gap and abs(gap) < max(now.quantity.quantum, before.quantity.quantum):
            gap = Decimal(0)  # told apart by rounding only
        yield _Move((gap > 0) - (gap < 0), small, before, now)


def _printed(claim: Claim, trend: Trend, shelf: Shelf) -> Judgement | None:
    """The verdict by a printed change of the year, where the amounts of one of the years are not printed."""
    if len(trend.moves) != 1 or trend.yearly:
        return None
    for measure in (Measure.CHANGE, Measure.CHANGE_RATE):
        for found in look_up(claim, shelf, claim.year, measure, (Amount, Count, Ratio)):
            change = found.quantity().value
            right = ((change > 0) - (change < 0)) == trend.moves[0]
            right = right or (trend.nearly and not trend.moves[0] and _is_small(found, claim, shelf))
            verdict = Verdict.RECOMPUTED if right else Verdict.CONTRADICTED
            return Judgement(
                claim.figure, verdict, facts=found.best, note="" if right else f"文件印作{found.best[0].text}"
            )
    return None


def _is_small(change: Found, claim: Claim, shelf: Shelf) -> bool:
    quantity = change.quantity()
    if isinstance(quantity, Ratio):
        return abs(quantity.value) <= _NEARLY * 100
    values = (now.quantity().value for now in look_up(claim, shelf, claim.year, kinds=_KINDS))
    return any(abs(quantity.value) <= abs(value) * _NEARLY for value in values)
