"""Rates said in points: 涨了5个多点 is “5%多”, 跌了4个多百分点 is “4个百分点多”."""

from __future__ import annotations

import re

_POINTS = re.compile(
    r"(?P<moved>(?:涨|降|增|减|升|跌|少|多|缩|压|掉|高|低|长)[^,，。;；\d]{0,5}?)"
    r"(?P<figure>\d+(?:\.\d+)?|[一二三四五六七八九十两]+)(?P<some>[多来几])?个(?P<more>[多来几])?(?P<share>百分)?点(?P<after>多)?"
    r"(?![位子心名击面站数])"
)  # 新增5个点位 are places


def in_percent(plain: str) -> str:
    """A question with the points by which something moved written as the share they stand for."""
    return _POINTS.sub(_written, plain)


def _written(said: re.Match[str]) -> str:
    rough = said["some"] or said["more"] or said["after"]
    if said["share"] and not rough:
        return said.group()
    unit = "个百分点" if said["share"] else "%"
    return f"{said['moved']}{said['figure']}{unit}{'左右' if rough == '来' else '多' if rough else ''}"
