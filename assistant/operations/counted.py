"""Units of things that count the same: 人 and 名, 台 and 套."""

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
