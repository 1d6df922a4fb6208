"""Lines that name a document: who, which year, budget or final accounts, department or unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.department_names import department_name
from index.model import Scope, Stage, TextBlock
from index.numerals import normalise_digits, read_chinese_number

FRONT = 12  # lines: where a title stands
_LONGEST = 5  # lines that one title is spread over
_CHINESE_YEAR = re.compile(r"[二贰][〇○零ＯOo0]([〇○零ＯOo0一二三四五六七八九])([〇○零ＯOo0一二三四五六七八九])(?=年)")
_CHINESE_DATE = re.compile(r"(?<=年)([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日")
_TITLE = re.compile(
    r"^(?:附件\d*[：:]?)?(?:[\[【]\d{3,9}[\]】]|\d{6,9}[-—]?|\d{3}[-—])?[-—]*"
    r"(?P<before>[（(]?20\d\d年?度?[）)]?)?(?P<name>[^\d，。；：:]{2,45}?)(?:关于|的)*(?P<own>部门|单位)?"
    r"(?P<after>[（(]?20\d\d年?(?:[-—至]20\d\d年?)?度?[）)]?)?"
    r"(?P<level>区级|市级|省级|县级|本级)?(?P<scope>部门|单位)?(?:[（(/](?:部门|单位)[）)]?)?(?:综合|汇总|整体|收支)*"
    r"(?P<stage>调整预算|预算调整|预算|决算)"
    r"(?:(?:[及和、]?[“\"]?三公[”\"]?经费(?:支出)?(?:预算|决算)?)|信息|公开|情况|说明|编制|文本|报告|草案|报表|分析|书|及|和|表|的|目录|一览|[（()）]|\d)*$"
)
_NAME_LAST = re.compile(
    r"^(?:附件\d*[：:]?)?(?P<year>20\d\d)年?度?(?P<scope>部门|单位)(?:综合)?(?P<stage>调整预算|预算|决算)"
    r"(?:信息|公开|情况|说明|文本|报告|报表|表)*"
    r"(?:[-—－：:]+(?P<name>[^\d，。；：:]{3,45})|[（(\[【](?P<bracketed>[^\d，。；：:]{3,45})[）)\]】])$"
)
_STAGE_WORDS = (
    (Stage.ADJUSTED, "调整预算"),
    (Stage.ADJUSTED, "预算调整"),
    (Stage.FINAL, "决算"),
    (Stage.BUDGET, "预算"),
)


@dataclass(frozen=True, slots=True)
class Title:
    """A line that names the document; parts that it does not say are empty."""

    name: str
    year: int | None
    stage: Stage
    scope: Scope | None


def flat(line: str) -> str:
    """A line without white space, digits half-width, a year or date in Chinese numerals as 2026年3月8日."""
    text = "".join(normalise_digits(line).split())
    text = _CHINESE_YEAR.sub(lambda match: f"20{_digit(match[1])}{_digit(match[2])}", text)
    return _CHINESE_DATE.sub(lambda match: f"{_count(match[1])}月{_count(match[2])}日", text)


def _digit(character: str) -> int:
    return max(0, "〇一二三四五六七八九".find(character))


def _count(text: str) -> str:
    return str(read_chinese_number(text) or text)


def titles_of(lines: Sequence[str]) -> Iterator[Title]:
    """Every way of reading up to five neighbouring lines of the front as a title, the nearest to the top first."""
    for start in range(len(lines)):
        for length in range(1, _LONGEST + 1):
            window = lines[start : start + length]
            if len(window) < length or any("目录" in line and len(line) < 6 for line in window):
                break
            title = _title("".join(window))
            if title is not None:
                yield title


def late_lines(blocks: Sequence[TextBlock]) -> list[str]:
    """Centred titles further down, for documents whose first page is a picture."""
    return [
        flat(block.text)
        for block in blocks
        if len(block.text) < 45 and re.search(r"(?:部门|单位|年度?)(?:综合|收支)?(?:预算|决算)", block.text)
    ][:20]


def _title(text: str) -> Title | None:
    match = _TITLE.match(text)
    if match is None:
        return _name_last(text)
    name = department_name(match["name"])
    year = re.search(r"20\d\d", (match["before"] or "") + (match["after"] or ""))
    if not name and not year:
        return None
    scope = {"部门": Scope.DEPARTMENT, "单位": Scope.UNIT}.get(match["scope"] or match["own"] or "")
    stage = next(stage for stage, word in _STAGE_WORDS if word in match["stage"])
    return Title(name, int(year.group()) if year else None, stage, scope)


def _name_last(text: str) -> Title | None:
    """…年度部门决算——某局, …年部门预算（某局）."""
    match = _NAME_LAST.match(text)
    if match is None or not (name := department_name(match["name"] or match["bracketed"])):
        return None
    scope = Scope.UNIT if match["scope"] == "单位" else Scope.DEPARTMENT
    return Title(name, int(match["year"]), next(stage for stage, word in _STAGE_WORDS if word in match["stage"]), scope)


def stage_word(stage: Stage) -> str:
    return next(word for other, word in _STAGE_WORDS if other is stage)
