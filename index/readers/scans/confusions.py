"""Characters that look alike, told apart by the words that budgets print: 收入, not 收人; 科目, not 科日.

Only what no other word contains is put right; everything else stays as it was seen.
"""

from __future__ import annotations

import re

_ALIKE = (
    (re.compile(r"(?<![征招接验回签])收[人又](?![员数才民工口次均])"), "人又", "入"),
    (re.compile(r"[科项]日(?!常)"), "日", "目"),
)


def untangled(text: str) -> str:
    """The text with such words put right; of the same length.

    >>> untangled("事业收人"), untangled("征收人员"), untangled("科日名称"), untangled("专项日常")
    ('事业收入', '征收人员', '科目名称', '专项日常')
    """
    for pattern, seen, meant in _ALIKE:
        for found in pattern.finditer(text):
            word = re.sub(f"[{seen}]", meant, found.group())
            text = text[: found.start()] + word + text[found.end() :]
    return text
