"""Units of things that count the same (人 and 名, 台 and 套), and the columns of tables that count them."""

from __future__ import annotations

_SAME_THINGS = (
    frozenset(("人", "名", "位", "人次")),
    frozenset(("平方米", "㎡", "平米")),
    frozenset(("台", "套", "台（套）", "台(套)", "台/套")),
    frozenset(("次", "场", "场次", "期", "批次", "批")),
    frozenset(("分", "")),
)


def alike(unit: str) -> frozenset[str]:
    """The units that count the same things as one, itself among them."""
    return next((group for group in _SAME_THINGS if unit in group), frozenset((unit,)))


# How the column is headed that counts things of a unit.
HEADINGS = {"人": r"人数|人次|参加人员|参会人", "场": r"场次|期数|次数|批次", "台": r"数量"}


def heading_of(unit: str) -> str | None:
    """How a column that counts things of a unit is headed, as a pattern; None where that is not known."""
    return next((words for one, words in HEADINGS.items() if unit in alike(one)), None)
