"""Which figures of a sentence state something, and which are the ends of a range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.checking.model import CLAIMED
from index.amounts import FigureKind, FigureSpan, Quantity

_RANGE = re.compile(r"\s*(?:—|–|-|－|~|～|至|到)+\s*")
_THRESHOLD = re.compile(
    r"\s*(?:[（(](?:含|不含)[^（）()]{0,6}[)）])?及?以[上下内](?:[（(](?:含|不含)[^（）()]{0,6}[)）])?"
)
_FIELD = re.compile(
    r"(?:[类款项]级|支出|收入|科目|项目|经费|费用)*(?:中|里)[，,]?[^，,。；;]{0,6}(?:最|排|第)"
)  # 17项中最大的
_SPAN, _SINCE = (
    re.compile(r"(?:近|连续?|过去|未来|今后|最近|[至到—–~～-]\s*20\d\d年[这的]?)$"),
    re.compile(r"[来间内中里增减累合共]|以来|下降|上升"),
)
_STRETCH, _LASTS = re.compile(r"[一两二三四五六七八九十]+年"), re.compile(r"[为期限满达约]\s*$")  # 三年“三公”经费
_CLOCK = re.compile(r"\d\s*[时点:：]\s*$")  # 9时30分
_ITEMS = re.compile(r"\s*(?:合计|共|加起来|之和|总)")


def states(figure: FigureSpan, text: str) -> bool:
    """Whether a figure states something; a threshold (50万元以上的设备), a stretch of years (近三年), the number of the
    things just listed (两项共…) and of those that one is ranked among (17项中最大的) do not."""
    if figure.kind not in CLAIMED or figure.quantity is None or _THRESHOLD.match(text, figure.end):
        return False
    if figure.kind is FigureKind.COUNT and _FIELD.match(text, figure.end):
        return False
    if figure.text.endswith("年") and (_SPAN.search(text[: figure.start]) or _SINCE.match(text, figure.end)):
        return False
    if _STRETCH.fullmatch(figure.text) and not _LASTS.search(text[: figure.start]):
        return False
    if figure.text.endswith("分") and _CLOCK.search(text[: figure.start]):
        return False
    return figure.kind is not FigureKind.COUNT or not _ITEMS.match(text, figure.end)


def ranges(text: str, figures: Sequence[FigureSpan]) -> dict[tuple[int, int], tuple[Quantity, Quantity]]:
    """(start, end) of the figures that are the ends of a range (10—12万元) → both ends."""
    found: dict[tuple[int, int], tuple[Quantity, Quantity]] = {}
    for low, high in pairwise(figures):
        joined = low.kind is high.kind and _RANGE.fullmatch(text, low.end, high.start) is not None
        if joined and low.quantity and high.quantity and low.quantity.value < high.quantity.value:
            found[low.start, low.end] = found[high.start, high.end] = (low.quantity, high.quantity)
    return found
