"""Whose figures a sentence asks for: departments and the units inside them, as they are called."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.parsing.meaning.spans import Span


@cache
def _words() -> dict[str, re.Pattern[str]]:
    with (Path(__file__).parent / "owners.toml").open("rb") as stream:
        data = tomllib.load(stream)
    types = "|".join(sorted(data["types"], key=len, reverse=True))
    names = "|".join(sorted(data["names"], key=len, reverse=True))
    whole = rf"{data['prefix']}(?:(?:{types}){data['offices']}|{names}){data['suffix']}"
    item = rf"(?:{whole}|(?:{types}))"
    listed = rf"{item}(?:(?:[、,，]|和|与|跟|同){item})+"
    return {
        "whole": re.compile(whole),
        "item": re.compile(item),
        "list": re.compile(rf"(?P<many>{listed})[,，]?(?P<together>.{{0,4}}(?:{data['together']}))?"),
        "unit": re.compile("|".join(f"(?:{unit})" for unit in data["units"])),
    }


_NOT_OWNER = re.compile(r"办公|支出|方面|费|类|那?块|这块|投入|行政|运行")
_LEADING = re.compile(
    r"^(?:.*?(?:市里的?|换|猜|是|下属的?|下面的?|那个|我们|你们|咱们|你|那|和|跟|与|把|的|在|了|看看?|查|帮|个|里|按|今年|去年|各|对|数))(?=..)"
)


_JOINED = re.compile(r"[和跟与同比把换对及给][市省县区\u4e00-\u9fff]{3,}")


def owner_spans(text: str) -> list[Span]:
    """Spans of kind owner (a department) and unit (a unit inside one), in reading order."""
    words = _words()
    found: list[Span] = []
    for match in words["list"].finditer(text):
        full = words["whole"].search(match["many"])
        after = text[match.end("many") :]
        if (full or match["together"]) and not _NOT_OWNER.match(after):
            start = match.start("many")
            found += [
                Span(start + one.start(), start + one.end(), "owner", one.group())
                for one in words["item"].finditer(match["many"])
            ]
    for match in words["whole"].finditer(text):
        start = match.start() + (1 if _JOINED.match(match.group()) else 0)
        _add(found, Span(start, match.end(), "owner", text[start : match.end()]))
    for match in words["unit"].finditer(text):
        lead = _LEADING.match(match.group())
        start = match.start() + (lead.end() if lead else 0)
        start = max([start, *(span.end for span in found if span.start <= start < span.end < match.end() - 1)])
        _add(found, Span(start, match.end(), "unit", text[start : match.end()]))
    return sorted(found, key=lambda span: span.start)


def _add(found: list[Span], span: Span) -> None:
    if not any(span.overlaps(other) for other in found):
        found.append(span)
