"""Names as keys: one normal form for row labels, column headers, aliases and the words of a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_RADICALS = str.maketrans(
    {"⻋": "车", "⻔": "门", "⻅": "见", "⻓": "长", "⻛": "风", "⻚": "页", "⻢": "马", "⻄": "西"}
)
_DROPPED = re.compile(r"[\s“”\"'‘’「」『』《》〈〉()\[\]【】<>、·,，。:：;；!！?？~\-—_*★☆#]")
_LEVEL_MARK = re.compile(r"[(（][类款项][)）]")
_NUMBERING = re.compile(
    r"^\s*(?:其中[:：]?|减[:：]|加[:：]|[一二三四五六七八九十]+[、.．]|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[、.．](?!\d))\s*"
)
_TRAILING_UNIT = re.compile(
    r"[(（](?:单位[:：])?(?:万元|元|亿元|%|％|人|辆|个|台|件|平方米|台、套|台套|台、辆|辆、台|人次|批次)[)）]\s*$"
)
_SUFFIXES = ("支出", "经费", "费用", "资金", "预算", "拨款", "收入", "费", "项目", "预算数", "合计", "缴费", "情况")


def plain(text: str) -> str:
    """Full-width to half-width, radicals to characters, lower case; the wording itself is kept."""
    return unicodedata.normalize("NFKC", text.translate(_RADICALS)).lower()


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The normal form of a name: no numbering, no level mark, no unit, no quotes, brackets or white space.

    >>> key("  一、“三公”经费（万元）")
    '三公经费'
    """
    text = _TRAILING_UNIT.sub("", _LEVEL_MARK.sub("", name.strip()))
    while True:
        shorter = _NUMBERING.sub("", text)
        if shorter == text or not shorter:
            break
        text = shorter
    return _DROPPED.sub("", plain(text))


def occurrences(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands in a text, from left to right, none overlapping.

    For names in great numbers: a regular expression for each would be compiled anew for every question.
    """
    start = text.find(name) if name else -1
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + len(name))


def in_order(said: Iterable[str], name: str) -> bool:
    """Whether a name holds all characters of what is said, in their order.

    >>> in_order("文广旅", "文化广电和旅游")
    True
    """
    rest = iter(name)
    return all(character in rest for character in said)


@lru_cache(maxsize=100_000)
def stem(name_key: str) -> str:
    """A key without its generic tail (支出, 经费, 费 …), two characters at least.

    >>> stem("一般公共服务支出")
    '一般公共服务'
    """
    for suffix in sorted(_SUFFIXES, key=len, reverse=True):
        if name_key.endswith(suffix) and len(name_key) - len(suffix) >= 2:
            return name_key[: -len(suffix)]
    return name_key


def shared_head(left: str, right: str) -> int:
    """How many characters two names have in common at their beginnings."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
