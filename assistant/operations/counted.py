"""Units of things that count the same (人 and 名, 台 and 套), and the columns of tables that count them."""

from __future__ import annotations

import re

_SAME_THINGS = (
    frozenset(("人", "名", "位", "人次")),
    frozenset(("平方米", "㎡", "平米", "平方", "m2", "m²")),
    frozenset(("台", "套", "台（套）", "台(套)", "台/套")),
    frozenset(("次", "场", "场次", "期", "批次", "批")),
    frozenset(("分", "")),
)


def alike(unit: str) -> frozenset[str]:
    """The units that count the same things as one, itself among them."""
    return next((group for group in _SAME_THINGS if unit in group), frozenset((unit,)))


# How the column is headed that counts things of a unit.
HEADINGS = {"人": r"人数|人次|参加人员|参会人", "场": r"场次|期数|次数|批次", "台": r"数量", "辆": r"数量|[辆台]数"}


def heading_of(unit: str) -> str | None:
    """How a column that counts things of a unit is headed, as a pattern; None where that is not known."""
    return next((words for one, words in HEADINGS.items() if unit in alike(one)), None)


# A sum of money asked for beside the number (多少人参加、预算多少), in a clause of its own.
_ASKS_MONEY = re.compile(
    r"[,，、;；?？和][^,，;；?？]{0,12}(?:预算|经费|金额|费用|花费?|要花|安排|钱)(?:是|为|有|要|花|了|安排|列)*(?:多少|几|好多)(?:钱|[万亿]元?|元)?(?=[?？。,，]|$)"
    r"|[,，、;；?？和][^,，;；?？]{0,12}(?:多少|好多|几)(?:钱|万元|亿元|[万亿]|元)(?=[?？。,，]|$)|[,，、;；?？和].{0,2}金额[呢?？]?$"
)


def asks_money_beside(plain: str) -> bool:
    """Whether a question for a number of things asks for a sum of money as well."""
    return _ASKS_MONEY.search(plain) is not None
