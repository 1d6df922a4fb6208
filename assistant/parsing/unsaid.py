"""What people ask first, naming nothing (一共多少钱, 比去年多吗, 这个局是干嘛的): the same asked in full."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.scoping import find_departments
from index.model import BudgetDocument
from index.vocabulary.names import plain as to_plain

_YEAR = re.compile(r"(?:19|20)\d{2}年度?|(?:今年|本年|本年度)(?=[的\u4e00-\u9fff])")
_AROUND = re.compile(r"^(?:(?:请问|想问|问)(?:一下)?|[\s,，]|的)+|[\s,，。.?？!！呢啊呀吗吧]+$")


@cache
def _questions() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = tomllib.loads((Path(__file__).parent / "unsaid.toml").read_text("utf-8"))["question"]
    return tuple((re.compile(entry["asked"]), entry["full"]) for entry in entries)


def asked_in_full(question: str, documents: Sequence[BudgetDocument]) -> str:
    """The question with what it leaves unsaid, behind the department and the year it does say; most stay as they are."""
    plain = to_plain(question).strip()
    owners = find_departments(plain, documents)
    spans = sorted([(named.start, named.end) for named in owners] + [match.span() for match in _YEAR.finditer(plain)])
    said, bare, done = "", "", 0
    for start, end in spans:
        bare += plain[done : max(start, done)]
        said += plain[max(start, done) : max(end, done)]
        done = max(end, done)
    bare = _AROUND.sub("", bare + plain[done:])
    matches = ((asked.fullmatch(bare), full) for asked, full in _questions())
    return next((said + match.expand(full) for match, full in matches if match is not None), question)
