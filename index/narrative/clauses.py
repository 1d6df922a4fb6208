"""What the words of one clause say: its base of comparison, direction, year and stage."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from index.amounts import Quantity
from index.model import Stage
from index.narrative import cues as words
from index.narrative.cues import any_of, cues
from index.narrative.names import Name, known, year_in

_LAST_YEAR = re.compile(r"^(?:上年度?|去年度?)(?!结转|结余|.{0,2}(?:实户|末|底))")
_STATED_YEAR = re.compile(r"(20\d\d)年(?!.{0,8}(?:结转|结余)|[底末]|\d{1,2}月)")
_MONEY_NOUN = re.compile(r".{2,}(?:资金|经费|费用?|支出|项目|补助|收入|补贴|拨款|奖励)$")
_VERBAL = re.compile(r"原因|减少|增加|下降|降低|增长|持平|导致|由于|已安排|充分")


@cache
def part_cue() -> re.Pattern[str]:
    """其中, 包括: ``stop`` is what stands before the cue, ``colon`` what follows it."""
    return re.compile(rf"(?:^|(?P<stop>[，,；;。、：:（(]))(?:{any_of(cues().part.cues)})(?P<colon>[：:，,]?)")


def last_clause(lead: str) -> tuple[str, str]:
    """(the words right before the figure, the words before those) of a stretch between two figures."""
    depth, cut = 0, -1
    for i, character in enumerate(lead):
        if character in "（(":
            depth += 1
        elif character in "）)":
            depth = max(0, depth - 1)
        elif character in "，,；;。：:" and depth == 0:
            cut = i
    clause, before = lead[cut + 1 :], lead[: max(cut, 0)].strip("，,；;。、")
    clause = re.sub(rf"^(?:、|{any_of(cues().part.cues)}[：:，,]?)+", "", clause)
    if not clause:
        return last_clause(before) if before else ("", "")
    return clause.lstrip("、）)"), before


def without_base(text: str) -> tuple[str, bool]:
    """(the words without 与上年相比 and the like, whether there were any)."""
    bare, count = words.base().subn("", text)
    return bare.strip("，,、"), count > 0


def sign_of(match: re.Match[str]) -> int:
    return -1 if match["down"] else 1


def signed(quantity: Quantity, sign: int) -> Quantity:
    return replace(quantity, value=quantity.value * sign)


def base_kind(printed: str) -> str:
    """The standard name of what is compared with: 预算数, 执行数, 决算数 or ""."""
    if "执行" in printed:
        return "执行数"
    if re.search("决算|完成|实际", printed):
        return "决算数"
    return "预算数" if "预算" in printed else ""


def printed_kind(clause: str) -> str:
    """What of a metric a clause says a figure is (…一般公共预算支出年初预算为): the last such words."""
    found = re.findall(any_of(cues().base.kinds), clause)
    return found[-1] if found else ""


def year_of(clause: str, year: int) -> int:
    """The year that a value in a clause belongs to; a date of record (截至2025年底) does not move it."""
    if re.match(r"截[至止]", clause):
        return year
    match = _STATED_YEAR.search(clause)
    if match and year_in(clause):
        return int(match[1])
    return year - 1 if _LAST_YEAR.match(clause) else year


def stage_of(clause: str, stage: Stage) -> Stage | None:
    """The stage that a clause names where it is not the document's own."""
    if re.search(r"执行数|决算|实际支出数", clause):
        return None if stage is Stage.FINAL else Stage.FINAL
    if stage is Stage.FINAL and re.search(r"调整预算|预算调整", clause):
        return Stage.ADJUSTED
    if stage is Stage.FINAL and re.search(r"年初预算|预算数|预算(?:额|安排)?(?:为|是)?$", clause):
        return Stage.BUDGET
    return None


def verbal(text: str) -> bool:
    """Whether words tell a story rather than name something."""
    return _VERBAL.search(text) is not None


def sure(about: tuple[Name, ...]) -> tuple[Name, ...]:
    """Inside a reason only what is surely a metric names a figure."""
    return tuple(name for name in about if name.path or known(name.label) or _is_money_noun(name.label))


def _is_money_noun(label: str) -> bool:
    return len(label) <= 30 and _MONEY_NOUN.search(label) is not None and not verbal(label)
