"""Lines of a dump: words, numbers at the end, classification codes at the start."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.amounts import read_number
from index.dumps.recover import Printed
from index.model import TextBlock

_CODE = re.compile(r"^\s*(\d{3}(?:\d{2}){0,3}|\d{3}(?:\s+\d{2}){1,2})(?:\s+|(?=[^\d\s.,]))(?=\D)(.*)$")
_BRACKETED = re.compile(r"^\s*[\[【](\d{3}(?:\d{2}){0,3})[\]】]\s*(\D.*)$")
_PAGE_MARK = re.compile(r"(?:^|(?<=\s))[-—－–]\s*\d{1,2}(?:\s?\d){0,2}\s*[-—－–](?:\s|$)")  # — 12 —
_SPACED_WORDS = ("合计", "总计", "小计", "项目", "预算数", "收入", "支出", "金额", "科目", "名称", "编码")
_SPACED = re.compile(r"(?<!\S)(?:" + "|".join(r"\s+".join(word) for word in _SPACED_WORDS) + r")(?!\S)")
_GLUED = re.compile(r"(?<!\S)(?:\d{1,3}(?:,\d{3})*\.\d{2}){2,}(?!\S)")
_GLUED_PART = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{2}")
_BLANK_MARKS = frozenset({"-", "—", "–", "——", "－", "--"})
_NOTE = re.compile(r"^\s*(?:备注|附注|注|说明)\s*[:：]")
_UNIT = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(亿元|百万元|万元|千元|元)")
_AMOUNT = re.compile(r"^[-−－(（]?\d[\d,，]*(?:\.\d+)?[)）]?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands; ``text`` keeps its leading spaces."""

    text: str
    block: TextBlock

    @property
    def page(self) -> int | None:
        return self.block.page


def mended(text: str) -> str:
    """A line without page marks, with 合 计 written together and amounts that touch written apart."""
    text = _PAGE_MARK.sub("", text)
    text = _SPACED.sub(lambda match: "".join(match.group().split()), text)
    return _GLUED.sub(lambda match: " ".join(_GLUED_PART.findall(match.group())), text)


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text))


def is_prose(text: str) -> bool:
    """A line of running text: long, or with a sentence's punctuation."""
    compact = re.sub(r"\s+", "", text)
    return not is_note(text) and (len(compact) > 12 and bool(re.search(r"[。；，]", compact)))


def without_unit(text: str) -> str:
    """A line without its 单位：万元 (a dump may run the unit and the header together)."""
    return _UNIT.sub("", text)


def unit_of(text: str) -> str:
    found = _UNIT.search(text)
    return found.group(1) if found else ""


def code_and_rest(text: str) -> tuple[str, str] | None:
    """``2010301   行政运行 151.58`` → (``2010301``, ``行政运行 151.58``)."""
    found = _CODE.match(text) or _BRACKETED.match(text)
    return (re.sub(r"\s+", "", found.group(1)), found.group(2).strip()) if found else None


def printed(token: str) -> Printed | None:
    """A token that is a number or a mark for a blank cell."""
    if token in _BLANK_MARKS:
        return Printed(token, None)
    if not _AMOUNT.match(token):
        return None
    number = read_number(token)
    return Printed(token, *number) if number else None


def trailing_numbers(text: str) -> tuple[str, tuple[Printed, ...]]:
    """``行政运行 151.58 151.58`` → (``行政运行``, its two numbers)."""
    tokens = text.split()
    numbers: list[Printed] = []
    while tokens:
        number = printed(tokens[-1])
        if number is None:
            break
        numbers.insert(0, number)
        tokens.pop()
    return " ".join(tokens), tuple(numbers)


def starts_with_number(line: Line) -> bool:
    """Whether a line is a table's data row: a code with a name, or at least two amounts at its end."""
    coded = code_and_rest(line.text)
    words, numbers = trailing_numbers(line.text)
    if is_prose(line.text) or is_note(line.text):
        return False
    return bool(coded and trailing_numbers(coded[1])[1]) or (len(numbers) >= 2 and len(words) < 40)
